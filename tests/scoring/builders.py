"""What the scoring tests build on: the library's catalogue as a framework, and answers in a few words."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from frameworks.scoring import (
    Evaluation,
    Findings,
    Framework,
    ProvisionStatus,
    evaluate,
    framework_from,
    parse_findings,
)

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "tests" / "golden"
AS_OF = date(1999, 3, 24)
PARTS = ("facts", "readings", "tests", "competence", "dimensions", "criteria", "sovereignty")

LAW = {
    status.id: status
    for status in (
        ProvisionStatus("unsc-1203", "obliges", "binding", date(1998, 10, 24), None, ""),
        ProvisionStatus("unsc-1244#op7", "authorises", "binding", date(1999, 6, 10), None, ""),
        ProvisionStatus("un-charter#art-2-4", "prohibits", "binding", date(1945, 10, 24), None, ""),
        ProvisionStatus("nat#art-6", "defines", "binding", date(1951, 1, 1), None, ""),
        ProvisionStatus(
            "covenant#art-16", "permits", "binding", date(1920, 1, 10), date(1946, 4, 19), "dissolution"
        ),
        ProvisionStatus("ilc-arsiwa#art-20", "permits", "evidence", date(2001, 12, 12), None, ""),
        ProvisionStatus(
            "unsc-1973#op4", "authorises", "binding", date(2011, 3, 17), date(2011, 10, 31), "unsc-2016"
        ),
        ProvisionStatus(
            "unsc-1973#op8", "authorises", "binding", date(2011, 3, 17), date(2011, 10, 31), "unsc-2016"
        ),
        ProvisionStatus("unsc-678#op2", "authorises", "binding", date(1991, 1, 16), None, ""),
        ProvisionStatus("unsc-929#op3", "authorises", "binding", date(1994, 6, 22), date(1994, 8, 21), ""),
        ProvisionStatus("unsc-1970#op9", "obliges", "binding", date(2011, 2, 26), None, ""),
        ProvisionStatus("undated", "permits", "binding", None, None, ""),
    )
}


def read_yaml(path: Path) -> Any:
    return YAML(typ="safe").load(path.read_text(encoding="utf-8"))


@cache
def _catalogue() -> Mapping[str, Any]:
    loaded: Mapping[str, Any] = read_yaml(ROOT / "frameworks" / "library" / "catalogue.yaml")
    return loaded


def specification(**changes: Any) -> dict[str, Any]:
    """The library's catalogue with neutral weights; `changes` replace whole parts."""
    spec = {
        "code": "nato-2022",
        "version": 1,
        "title": "Doctrine of 2022",
        "concept": "sc-2022",
        "doctrine": {"from": "2022-06-29", "until": None},
        "bands": {"mixed": 40, "high": 67},
        "dimension_floor": {"below": 25, "band": "mixed"},
        "minimum_coverage": 0.5,
        "kappa": 60,
        "weights": "neutral",
    }
    spec |= {part: _catalogue()[part] for part in PARTS}
    return copy.deepcopy(spec) | changes


@cache
def framework() -> Framework:
    return framework_from(specification())


def fact_codes() -> list[str]:
    return list(framework().fact_codes)


def findings(
    facts: Mapping[str, Any] | None = None,
    *,
    others: str = "unknown",
    within: Framework | None = None,
    **parts: Any,
) -> Findings:
    """Findings in which facts not named are answered `others`."""
    used = within or framework()
    answers = dict.fromkeys(used.fact_codes, others) | dict(facts or {})
    if answers["state_conduct"] == "contested" or (
        others != "unknown" and "state_conduct" not in (facts or {})
    ):
        answers["state_conduct"] = "yes"
    return parse_findings(used, {"facts": answers, **parts}, law=LAW)


def judged(facts: Mapping[str, Any] | None = None, *, as_of: date = AS_OF, **options: Any) -> dict[str, Any]:
    """The evaluation's response without draws."""
    return evaluate(framework(), findings(facts, **options), as_of=as_of, draws=0).as_dict()


def rated(ratings: Mapping[str, Any], *, draws: int = 0, within: Framework | None = None) -> Evaluation:
    """An evaluation of ratings alone; a bare level stands for a rating of moderate confidence."""
    full = {code: r if isinstance(r, Mapping) else {"level": r} for code, r in ratings.items()}
    used = within or framework()
    given = findings({"uses_force": "no"}, within=used, ratings=full)
    return evaluate(used, given, as_of=AS_OF, draws=draws, seed=7)
