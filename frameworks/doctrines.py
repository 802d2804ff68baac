"""One set of findings under several frameworks, side by side: what each says, and what differs from today's doctrine.

Plain values, for pages and API alike. What can differ, and what cannot, is argued in docs/scoring.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from frameworks.compile import compile_framework
from frameworks.models import Framework
from frameworks.services import Under

LEGITIMACY = ("index", "low", "high", "band", "band_at_least", "band_at_most", "capped_by", "coverage")


def doctrine_table(found: Sequence[Under], *, as_of: date) -> dict[str, Any]:
    """The rows of POST /score/doctrines/, in the order of `found`, which holds at least one.

    `compared_with` is the code of the row that `differs` of all others refers to: the doctrine of the Alliance that
    is in force today, or, where it is not among them, the first row.
    """
    rows = [_row(under, as_of) for under in found]
    current = (n for n, under in enumerate(found) if _is_in_force_today(under.framework))
    today = rows[next(current, 0)]
    for row in rows:
        row["differs"] = list(differences(today, row))
    return {
        "as_of": as_of.isoformat(),
        "engine": found[0].evaluation.engine,
        "compared_with": today["framework"]["code"],
        "rows": rows,
    }


def _is_in_force_today(framework: Framework) -> bool:
    return framework.is_doctrine and framework.doctrine_until is None and not framework.deprecated


def _row(under: Under, as_of: date) -> dict[str, Any]:
    evaluation, framework = under.evaluation.as_dict(), under.framework
    legality, legitimacy = evaluation["legality"], evaluation["legitimacy"]
    drawn = legitimacy["distribution"]
    compiled = compile_framework(framework)
    return {
        "framework": {
            **evaluation["framework"],
            "title": framework.title,
            "kind": framework.kind,
            "concept": framework.concept_id,
        },
        "evaluation_id": evaluation["evaluation_id"],
        "period": period_of(framework, as_of),
        "legality": {
            "verdict": legality["verdict"],
            "at_least": legality["at_least"],
            "at_most": legality["at_most"],
            "readings": {name: part["verdict"] for name, part in legality["readings"].items()},
        },
        "legitimacy": {
            **{name: legitimacy[name] for name in LEGITIMACY},
            "dimensions": {
                dimension.code: {
                    "title": dimension.title,
                    "weight": dimension.weight,
                    "index": legitimacy["dimensions"][dimension.code]["index"],
                }
                for dimension in compiled.dimensions
            },
            "distribution": drawn,
        },
        "competence": {
            rule.code: {
                "title": rule.title,
                "value": evaluation["competence"][rule.code],
                "provisions": list(rule.provisions),
            }
            for rule in compiled.competence
        },
        "warnings": evaluation["warnings"],
        "asked": len(compiled.criteria),
        "set_aside": list(under.set_aside),
    }


def period_of(framework: Framework, as_of: date) -> str:
    """How a framework stands to the day judged.

    `in_force`: the doctrine of that day; `anticipated`: the earliest doctrine, for a day before any; `later`,
    `earlier`: a doctrine that came after that day, or had been replaced by then; `no_doctrine`: a report or
    somebody's own, which never was anybody's doctrine.
    """
    if not framework.is_doctrine:
        return "no_doctrine"
    if as_of < framework.doctrine_from:
        return "anticipated" if framework.earliest_doctrine else "later"
    ended = framework.doctrine_until is not None and framework.doctrine_until <= as_of
    return "earlier" if ended else "in_force"


def differences(today: Mapping[str, Any], row: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """What of `row` is not as under `today`, each as {member, today, here}; nothing for the same row."""
    for member, before, here in _compared(today, row):
        if before != here:
            yield {"member": member, "today": before, "here": here}


def _compared(today: Mapping[str, Any], row: Mapping[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    for name, verdict in row["legality"]["readings"].items():
        yield f"legality.{name}", today["legality"]["readings"][name], verdict
    for name in ("index", "band"):
        yield f"legitimacy.{name}", today["legitimacy"][name], row["legitimacy"][name]
    for code, rule in row["competence"].items():
        other = today["competence"].get(code, {"value": None, "provisions": []})
        yield f"competence.{code}", other["value"], rule["value"]
        yield f"competence.{code}.provisions", other["provisions"], rule["provisions"]
    yield "warnings", _warned(today), _warned(row)
    yield "asked", today["asked"], row["asked"]


def _warned(row: Mapping[str, Any]) -> list[list[str | None]]:
    return [[warning["code"], warning["provision"]] for warning in row["warnings"]]
