"""The golden cases that are phases of the library: what a lawyer reads there is what the library publishes."""

from __future__ import annotations

from typing import Any

import pytest

from cases.assessments.sections import LIBRARY
from tests.scoring.builders import LAW, ROOT, read_yaml
from tests.scoring.test_golden import golden_cases

OF_PHASES = [case for case in golden_cases() if "phase" in case]
INSTRUMENTS = ROOT / "frameworks" / "library" / "instruments"
UNANSWERED = (None, "unknown")


def reference(case: dict[str, Any]) -> dict[str, Any]:
    """The reference assessment of the golden case's phase, as its file has it."""
    read: dict[str, Any] = read_yaml(LIBRARY / f"{case['phase'].replace('/', '.')}.yaml")
    return read


def word(answer: Any) -> Any:
    """The bare answer to a fact; YAML may take yes and no for truth values."""
    value = answer["value"] if isinstance(answer, dict) else answer
    return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value


def rating(answer: Any) -> str:
    """Level and confidence of a rating in a few words: `3 high`, or `na`."""
    if not isinstance(answer, dict):
        return str(answer)
    return f"{answer['level']} {answer.get('confidence', '')}".strip()


def differing(ours: dict[str, Any], published: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """What both answer and answer differently, by its code."""
    return {
        code: (answer, published[code])
        for code, answer in ours.items()
        if answer not in UNANSWERED and published[code] not in UNANSWERED and answer != published[code]
    }


def test_the_golden_cases_name_phases_of_the_library() -> None:
    assert len({case["phase"] for case in OF_PHASES}) == len(OF_PHASES) >= 15


@pytest.mark.parametrize("case", OF_PHASES, ids=lambda case: case["id"])
def test_a_golden_case_answers_as_its_reference_assessment(case: dict[str, Any]) -> None:
    """Judged on the same day, with the same facts (also those answered as a whole), ratings and harm."""
    held = reference(case)
    assert case["as_of"] == held["as_of"]
    facts = {code: word(answer) for code, answer in held["facts"].items()}
    others = word(case.get("all_other_facts", "unknown"))
    answered = dict.fromkeys(facts, others) | {code: word(answer) for code, answer in case["facts"].items()}
    assert not differing(answered, facts)
    ratings = {code: rating(answer) for code, answer in held["ratings"].items()}
    given = {code: rating(answer) for code, answer in case.get("ratings", {}).items()}
    assert not differing(given, ratings)
    harm = {code: answer["level"] for code, answer in held["sovereignty"].items()}
    assert not differing(case.get("sovereignty", {}), harm)


def test_the_law_that_golden_cases_cite_has_the_dates_of_the_library() -> None:
    """The scoring tests bring their own law, so that it is held to the instruments here."""
    cited = {
        name
        for case in golden_cases()
        for answer in case["facts"].values()
        if isinstance(answer, dict)
        for name in answer.get("provisions", [])
    }
    assert {"unsc-678#op2", "unsc-929#op3", "unsc-1973#op4"} <= cited
    for name in cited:
        instrument, _hash, slug = name.partition("#")
        data = read_yaml(INSTRUMENTS / f"{instrument}.yaml")
        clause = next(entry for entry in data["key_provisions"] if entry["slug"] == slug)
        period = tuple(clause.get(key) or data[key] for key in ("in_force_from", "in_force_until"))
        assert (LAW[name].in_force_from, LAW[name].in_force_until) == period, name
