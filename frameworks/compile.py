"""From rows (or files) to scoring values: the one door between the database and the engine."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, Literal

from django.db.models import Prefetch

from frameworks.models import Framework, Instrument, Provision
from frameworks.models.instrument import Nature
from frameworks.scoring import Fault, FrameworkInvalid, ProvisionStatus, framework_from
from frameworks.scoring import Framework as ScoringFramework
from frameworks.scoring.faults import unknown_word
from frameworks.scoring.weighting import published_weights, weights_over

__all__ = [
    "FrameworkInvalid",
    "checksum_of",
    "checksum_of_row",
    "compile_framework",
    "criteria_left_out",
    "law_of",
    "specification_from_rows",
]

OF_LAW_WHOLE = ("binding", "in_force_from", "in_force_until", "ended_by")
OF_LAW = ("instrument", "effect", "in_force_from", "in_force_until", "ended_by")
"""What the engine needs to know of a provision, and of its instrument."""
OPERATIVE = {"authorises", "permits", "obliges", "prohibits"}
FRAMEWORK_KEYS = ("code", "version", "title", "concept", "weights", "bands", "dimension_floor")
CATALOGUE_PARTS = ("facts", "tests", "competence", "dimensions", "criteria", "sovereignty")


def specification_from_files(framework: Mapping[str, Any], catalogue: Mapping[str, Any]) -> dict[str, Any]:
    """The plain specification that a framework file and its catalogue file make together."""
    specification = {key: framework[key] for key in FRAMEWORK_KEYS}
    specification |= {
        "doctrine": framework["doctrine"],
        "minimum_coverage": float(framework["minimum_coverage"]),
        "kappa": float(framework["kappa"]),
        "readings": framework["readings"],
    }
    specification |= {part: [dict(item) for item in catalogue[part]] for part in CATALOGUE_PARTS}
    if framework.get("dimensions"):
        specification |= _regrouped(framework["dimensions"], specification["criteria"])
    own = framework.get("competence_provisions", {})
    for rule in specification["competence"]:
        rule["provisions"] = own.get(rule["code"], rule["provisions"])
    return _normal(specification)


def _regrouped(dimensions: Iterable[Mapping[str, Any]], criteria: list[dict[str, Any]]) -> dict[str, Any]:
    """Dimensions of a framework's own, and the criteria that they list, in catalogue order.

    Raises FrameworkInvalid for a criterion that the catalogue has not, or that two dimensions list.
    """
    known = [criterion["code"] for criterion in criteria]
    home: dict[str, str] = {}
    faults = []
    for position, dimension in enumerate(dimensions):
        for place, code in enumerate(dimension["criteria"]):
            at = f"/dimensions/{position}/criteria/{place}"
            if code not in known:
                faults.append(Fault(at, unknown_word("criterion", code, known)))
            elif code in home:
                faults.append(
                    Fault(at, f"{code} stands in {home[code]} already; it can be weighed once only")
                )
            home.setdefault(code, dimension["code"])
    if faults:
        raise FrameworkInvalid(faults)
    return {
        "dimensions": [
            {"code": each["code"], "title": each["title"], "question": each.get("question", "")}
            for each in dimensions
        ],
        "criteria": [
            {**criterion, "dimension": home[criterion["code"]]}
            for criterion in criteria
            if criterion["code"] in home
        ],
    }


def checksum_of(framework: Mapping[str, Any], catalogue: Mapping[str, Any]) -> str:
    """The checksum of what two files say together. Raises FrameworkInvalid where they mean nothing."""
    return framework_from(specification_from_files(framework, catalogue)).checksum


def checksum_of_row(row: Framework) -> str:
    """The checksum of a row that need not be saved yet. Raises FrameworkInvalid where it means nothing."""
    return framework_from(specification_from_rows(row)).checksum


def specification_from_rows(row: Framework) -> dict[str, Any]:
    """The same specification, read back from the rows."""
    catalogue = row.catalogue
    file_form = {
        "code": row.code,
        "version": row.version,
        "title": row.title,
        "concept": row.concept_id,
        "weights": row.weights,
        "bands": row.bands,
        "dimension_floor": row.dimension_floor,
        "doctrine": {
            "from": row.doctrine_from.isoformat(),
            "until": row.doctrine_until.isoformat() if row.doctrine_until else None,
            "earliest": row.earliest_doctrine,
        },
        "minimum_coverage": row.minimum_coverage,
        "kappa": row.kappa,
        "readings": row.readings,
        "competence_provisions": row.competence_provisions,
        "dimensions": row.dimensions,
    }
    criteria = catalogue.criteria.select_related("dimension")
    parts: dict[str, list[dict[str, Any]]] = {
        "facts": _fields(catalogue.facts.all(), "code", "group", "label", "question", "help", "provisions"),
        "tests": _fields(
            catalogue.tests.all(), "code", "title", "justifies", "standing", "provisions", "rule", "duties"
        ),
        "competence": _fields(catalogue.competence.all(), "code", "title", "provisions", "rule"),
        "dimensions": _fields(catalogue.dimensions.all(), "code", "title", "question"),
        "criteria": [
            {**fields, "dimension": criterion.dimension.code}
            for criterion, fields in zip(
                criteria,
                _fields(
                    criteria, "code", "label", "question", "optional", "low", "mid", "high", "levels", "caps"
                ),
                strict=True,
            )
        ],
        "sovereignty": _fields(
            catalogue.sovereignty.all(), "code", "label", "question", "consent_adjustable", "levels"
        ),
    }
    return specification_from_files(file_form, parts)


def _fields(rows: Iterable[Any], *names: str) -> list[dict[str, Any]]:
    return [{name: getattr(row, name) for name in names} for row in rows]


def _normal(specification: dict[str, Any]) -> dict[str, Any]:
    """One spelling for what may be left out, so that files and rows give the same checksum."""
    for criterion in specification["criteria"]:
        criterion.setdefault("optional", False)
        if criterion.get("caps") is None:
            criterion.pop("caps", None)
    for test in specification["tests"]:
        test.setdefault("duties", [])
    return specification


def compile_framework(row: Framework) -> ScoringFramework:
    """The engine's framework for `row`; compiled once a process for each checksum."""
    return _compiled(row.pk, row.checksum)


@lru_cache(maxsize=32)
def _compiled(pk: int, checksum: str) -> ScoringFramework:
    return framework_from(_specification(pk, checksum))


@lru_cache(maxsize=32)
def _specification(pk: int, checksum: str) -> dict[str, Any]:
    row = Framework.objects.select_related("catalogue").get(pk=pk)
    return specification_from_rows(row)


def compile_reweighted(row: Framework, weights: object) -> ScoringFramework:
    """The engine's framework for `row` with other weights, relative to an average of 1; see `weights_over`.

    It keeps its code and version and has a checksum of its own, that of `row` where nothing is changed by it.
    Raises FindingsInvalid with pointers below /weights.
    """
    published = compile_framework(row)
    altered = weights_over(published, weights)
    if altered == published_weights(published):
        return published
    return _reweighted(row.pk, row.checksum, json.dumps(altered, sort_keys=True))


@lru_cache(maxsize=64)
def _reweighted(pk: int, checksum: str, weights: str) -> ScoringFramework:
    return framework_from({**_specification(pk, checksum), "weights": json.loads(weights)})


def criteria_left_out(row: Framework) -> Mapping[str, bool]:
    """The criteria of its catalogue that `row` does not ask, and whether each is optional.

    They are those that none of its own dimensions lists.
    """
    return _left_out(row.pk, row.checksum) if row.dimensions else {}


@lru_cache(maxsize=32)
def _left_out(pk: int, checksum: str) -> Mapping[str, bool]:
    row = Framework.objects.select_related("catalogue").get(pk=pk)
    listed = {code for dimension in row.dimensions for code in dimension["criteria"]}
    return dict(row.catalogue.criteria.exclude(code__in=listed).values_list("code", "optional"))


def law_of(references: Iterable[str]) -> dict[str, ProvisionStatus]:
    """The standing of each provision (or whole instrument) that `references` names; unknown ids are left out.

    An instrument named as a whole has the effect of its first operative provision.
    """
    wanted = set(references)
    law = {
        provision.id: ProvisionStatus(
            id=provision.id,
            effect=provision.effect,
            nature=_nature(provision.instrument),
            in_force_from=provision.starts_on,
            in_force_until=provision.ends_on,
            ended_by=provision.ended_by or provision.instrument.ended_by,
        )
        for provision in Provision.objects.filter(pk__in=wanted)
        .select_related("instrument")
        .only(*OF_LAW, *(f"instrument__{name}" for name in OF_LAW_WHOLE))
    }
    clauses = Prefetch("provisions", queryset=Provision.objects.only("instrument", "position", "effect"))
    whole = wanted - law.keys()
    rows = Instrument.objects.filter(pk__in=whole).only(*OF_LAW_WHOLE).prefetch_related(clauses)
    for instrument in rows if whole else ():
        law[instrument.id] = ProvisionStatus(
            id=instrument.id,
            effect=next((p.effect for p in instrument.provisions.all() if p.effect in OPERATIVE), ""),
            nature=_nature(instrument),
            in_force_from=instrument.in_force_from,
            in_force_until=instrument.in_force_until,
            ended_by=instrument.ended_by,
        )
    return law


def compiled_parts(row: Framework) -> dict[str, Any]:
    """What the engine works with, readable: tests, dimensions, criteria with their normalised weights.

    `weight` of a dimension is its share among the dimensions, that of a criterion its share within its dimension;
    both add up to 1.
    """
    compiled = compile_framework(row)
    specification = specification_from_rows(row)
    rules = {test["code"]: test["rule"] for test in specification["tests"]}
    return {
        "tests": [
            {
                "code": test.code,
                "title": test.title,
                "justifies": test.justifies,
                "standing": [
                    {"from": since.isoformat() if since else None, "standing": name}
                    for since, name in test.standings
                ],
                "provisions": list(test.provisions),
                "duties": list(test.duties),
                "rule": rules[test.code],
            }
            for test in compiled.tests
        ],
        "competence": specification["competence"],
        "dimensions": [
            {"code": dimension.code, "title": dimension.title, "weight": dimension.weight}
            for dimension in compiled.dimensions
        ],
        "criteria": [
            {
                "code": criterion.code,
                "label": criterion.title,
                "dimension": criterion.dimension,
                "optional": criterion.optional,
                "caps": {"at": criterion.caps.at, "band": criterion.caps.band} if criterion.caps else None,
                "weight": criterion.weight,
            }
            for criterion in compiled.criteria
        ],
        "facts": list(compiled.fact_codes),
        "sovereignty": [harm.code for harm in compiled.sovereignty],
    }


def _nature(instrument: Instrument) -> Literal["binding", "evidence"]:
    """Whether the instrument binds by itself."""
    return "binding" if instrument.binding == Nature.BINDING else "evidence"
