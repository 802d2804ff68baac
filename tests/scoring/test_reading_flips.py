"""Reading flips are all the minimal sets of tests one must accept or discount, held against the plain rules."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import combinations
from typing import Any

from hypothesis import given, settings

from tests.scoring import oracle
from tests.scoring.builders import AS_OF, judged, specification
from tests.scoring.strategies import Facts, answers

SPEC = specification()


def verdict_accepting(reading: str, tests: frozenset[str], facts: Mapping[str, str], as_of: date) -> str:
    """The prevailing verdict where `tests` have the standing in effect that they have under `reading`."""
    readings: dict[str, Any] = {**SPEC["readings"]}
    own = {name: dict(caps) for name, caps in readings.items()}
    changed = []
    for test in SPEC["tests"]:
        if test["code"] in tests:
            for caps in own.values():
                caps[test["code"]] = readings[reading][oracle.standing(test, as_of)]
            test = {**test, "standing": test["code"]}
        changed.append(test)
    return oracle.verdict({**SPEC, "tests": changed, "readings": own}, "prevailing", as_of, facts)


@settings(max_examples=5)
@given(facts=answers(unknowns=1))
def test_every_set_of_up_to_two_tests_is_found_and_minimal(facts: Facts) -> None:
    found = judged(facts)["legality"]
    today = found["verdict"]
    codes = [t["code"] for t in SPEC["tests"] if oracle.standing(t, AS_OF) != "settled"]
    for reading in ("strict", "permissive"):
        expected: dict[str, list[frozenset[str]]] = {}
        for size in (1, 2):
            for chosen in map(frozenset, combinations(codes, size)):
                verdict = verdict_accepting(reading, chosen, facts, AS_OF)
                smaller = any(small < chosen for small in expected.get(verdict, ()))
                if verdict not in (today, "undetermined") and not smaller:
                    expected.setdefault(verdict, []).append(chosen)
        flips = [f for f in found["reading_flips"] if f["reading"] == reading]
        for verdict in ("lawful", "arguable", "unlawful"):
            sets = {frozenset(f["tests"]) for f in flips if f["verdict"] == verdict}
            assert {chosen for chosen in sets if len(chosen) <= 2} == set(expected.get(verdict, ()))


@settings(max_examples=12)
@given(facts=answers(unknowns=2))
def test_every_reading_flip_is_confirmed_and_could_spare_no_test(facts: Facts) -> None:
    legality = judged(facts)["legality"]
    for flip in legality["reading_flips"]:
        assert flip["verdict"] not in (legality["verdict"], "undetermined")
        tests = frozenset(flip["tests"])
        assert verdict_accepting(flip["reading"], tests, facts, AS_OF) == flip["verdict"]
        for test in tests:
            assert verdict_accepting(flip["reading"], tests - {test}, facts, AS_OF) != flip["verdict"]


@settings(max_examples=10)
@given(facts=answers(unknowns=1))
def test_a_reading_that_differs_has_its_price(facts: Facts) -> None:
    """Where a reading comes to a settled verdict of its own, some set of tests accounts for it."""
    legality = judged(facts)["legality"]
    for reading in ("strict", "permissive"):
        verdict = legality["readings"][reading]["verdict"]
        if verdict not in (legality["verdict"], "undetermined", "not_applicable"):
            assert [
                f for f in legality["reading_flips"] if (f["reading"], f["verdict"]) == (reading, verdict)
            ]


def test_discounting_takes_every_test_that_carries_it() -> None:
    """Two contested doctrines carry it: the strict verdict needs both to be discounted."""
    facts = {"uses_force": "yes", "nationals_in_danger": "yes", "necessity_of_force": "yes"}
    facts |= {"proportionate_to_end": "yes", "regional_mandate": "yes", "council_endorsed_afterwards": "yes"}
    legality = judged(facts, others="no")["legality"]
    assert legality["verdict"] == "arguable"
    assert legality["reading_flips"] == [
        {
            "verdict": "unlawful",
            "reading": "strict",
            "tests": ["regional_action_endorsed_later", "rescue_of_nationals"],
        },
        {"verdict": "lawful", "reading": "permissive", "tests": ["regional_action_endorsed_later"]},
        {"verdict": "lawful", "reading": "permissive", "tests": ["rescue_of_nationals"]},
    ]


def test_nothing_is_asked_where_all_readings_agree_or_nothing_is_judged() -> None:
    assert judged({"uses_force": "yes"}, others="no")["legality"]["reading_flips"] == []
    assert judged({"state_conduct": "no", "uses_force": "yes"})["legality"]["reading_flips"] == []
