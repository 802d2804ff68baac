"""Cases a lawyer can read, in tests/golden/*.yaml: the facts, and what must follow from them."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

import pytest

from frameworks.scoring import evaluate
from tests.scoring.builders import GOLDEN, fact_codes, findings, framework, read_yaml


@cache
def golden_cases() -> list[dict[str, Any]]:
    """Every golden case; its file's name is its id."""
    return [{"id": path.stem, **read_yaml(path)} for path in sorted(GOLDEN.glob("*.yaml"))]


def golden_case(name: str) -> dict[str, Any]:
    return next(case for case in golden_cases() if case["id"] == name)


def golden_evaluation(case: dict[str, Any], draws: int = 0) -> dict[str, Any]:
    """The case's evaluation with seed 7, in the form of the scoring endpoint."""
    return _evaluated(case["id"], draws)


@cache
def _evaluated(name: str, draws: int) -> dict[str, Any]:
    case = golden_case(name)
    given = findings(
        case["facts"],
        others=case.get("all_other_facts", "unknown"),
        ratings={code: _rating(r) for code, r in case.get("ratings", {}).items()},
        sovereignty={code: {"level": level} for code, level in case.get("sovereignty", {}).items()},
    )
    as_of = date.fromisoformat(str(case["as_of"]))
    return evaluate(framework(), given, as_of=as_of, draws=draws, seed=7).as_dict()


def _rating(given: Any) -> dict[str, Any]:
    """`3 high` for level and confidence; a mapping as it stands."""
    if isinstance(given, dict):
        return given
    level, _, confidence = str(given).partition(" ")
    return {"level": int(level), "confidence": confidence or "moderate"}


@pytest.mark.parametrize("case", golden_cases(), ids=lambda case: case["id"])
def test_golden_case(case: dict[str, Any]) -> None:
    found = golden_evaluation(case)
    expected = case["expect"]
    legality = found["legality"]
    for reading, verdict in expected["verdicts"].items():
        assert legality["readings"][reading]["verdict"] == verdict, reading
    for reading, route in expected.get("routes", {}).items():
        assert legality["readings"][reading]["route"] == route, reading
    flips = [{"to": flip["verdict"], "change": _changes(flip)} for flip in legality["flips"]]
    for flip in expected.get("flips_include", []):
        assert flip in flips
    if "flips" in expected:
        assert flips == expected["flips"]
    never = set(expected.get("never_flips", []))
    assert never <= set(fact_codes())
    assert not {fact for flip in flips for fact in flip["change"]} & never
    if "reading_flips" in expected:
        found_readings = [
            {"to": f["verdict"], "reading": f["reading"], "tests": f["tests"]}
            for f in legality["reading_flips"]
        ]
        assert found_readings == expected["reading_flips"]
    if "date_flips" in expected:
        assert [_period(period) for period in legality["date_flips"]] == [
            {key: str(day) if key in ("from", "until") else day for key, day in period.items()}
            for period in expected["date_flips"]
        ]
    for key in ("at_least", "at_most", "decisive_unknowns"):
        if key in expected:
            assert legality[key] == expected[key]
    if "if_attributed" in expected:
        assert legality["if_attributed"]["verdict"] == expected["if_attributed"]
    for part in ("legitimacy", "sovereignty", "competence"):
        for key, value in expected.get(part, {}).items():
            assert found[part][key] == (
                pytest.approx(value, abs=0.05) if isinstance(value, float) else value
            ), key


def _changes(flip: dict[str, Any]) -> dict[str, str]:
    return {change["fact"]: f"{change['from']} → {change['to']}" for change in flip["changes"]}


def _period(period: dict[str, Any]) -> dict[str, Any]:
    """A period with what is empty left out, and its reasons by kind."""
    shown = {key: period[key] for key in ("verdict", "from", "until", "today") if period[key]}
    for reason in period["because"]:
        if reason["kind"] == "standing":
            shown.setdefault("standing", {})[reason["test"]] = reason["standing"]
        else:
            shown.setdefault(reason["kind"], []).append(reason["provision"])
    return shown
