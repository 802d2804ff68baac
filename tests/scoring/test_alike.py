"""What would make one phase like another: every set confirmed, none with a smaller one, and where the two part."""

from __future__ import annotations

from datetime import date
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings

from frameworks.scoring import Row
from frameworks.scoring.alike import Likeness, likeness
from frameworks.scoring.findings import fact_values
from frameworks.scoring.legality import read
from frameworks.scoring.values import HEADLINE
from tests.scoring.builders import AS_OF, findings, framework
from tests.scoring.strategies import Facts, answers

BOMBING = {"state_conduct": "yes", "uses_force": "yes", "coerces_reserved_domain": "yes"}
MANDATE = {
    **BOMBING,
    "council_threat_determination": "yes",
    "council_authorises_force": "yes",
    "within_mandate": "yes",
}


def row(facts: Facts, as_of: date = AS_OF, others: str = "no") -> Row:
    return Row(findings(facts, others=others), as_of)


def verdict(values: Facts, as_of: date = AS_OF) -> str:
    return read(framework(), HEADLINE, as_of, values).verdict


def changes(found: Likeness) -> list[dict[str, str]]:
    return [{change.fact: change.new for change in members} for members in found.sets]


def test_what_would_have_made_a_bombing_lawful_is_the_mandate() -> None:
    found = likeness(framework(), row(BOMBING), row(MANDATE))
    assert (found.verdict, found.wanted) == ("unlawful", "lawful")
    assert changes(found) == [{"council_authorises_force": "yes", "within_mandate": "yes"}]
    assert found.parting is not None
    assert found.parting.test == "council_authorisation"
    assert (found.parting.fact, found.parting.one, found.parting.other) == (
        "council_authorises_force",
        "no",
        "yes",
    )


def test_the_way_back_takes_one_element_away() -> None:
    found = likeness(framework(), row(MANDATE), row(BOMBING))
    assert changes(found) == [{"council_authorises_force": "no"}, {"within_mandate": "no"}]


def test_they_part_after_what_they_share() -> None:
    """An authorisation in both; one went beyond it."""
    found = likeness(framework(), row({**MANDATE, "within_mandate": "no"}), row(MANDATE))
    assert found.parting is not None
    assert found.parting.agreed == ("council_authorises_force",)
    assert found.parting.fact == "within_mandate"


def test_one_verdict_needs_nothing() -> None:
    found = likeness(framework(), row(BOMBING), row({**BOMBING, "armed_attack_occurred": "yes"}))
    assert (found.sets, found.parting, found.reachable) == ((), None, True)


def test_only_answers_of_the_other_are_taken() -> None:
    """Self-defence would do as well, but the other phase has none of it."""
    other = row({**BOMBING, "consent_given": "yes", "consent_valid": "yes", "within_consent": "yes"})
    found = likeness(framework(), row(BOMBING), other)
    assert changes(found) == [{"consent_given": "yes", "consent_valid": "yes", "within_consent": "yes"}]


def test_fixed_facts_stay() -> None:
    fixed = {**BOMBING, "council_authorises_force": {"value": "no", "fixed": True}}
    found = likeness(framework(), row(fixed), row(MANDATE))
    assert not found.reachable
    assert found.sets == ()
    assert found.parting is not None


def test_an_open_verdict_is_none_to_share() -> None:
    found = likeness(framework(), row(BOMBING), row({**MANDATE, "within_mandate": "unknown"}))
    assert found.wanted == "undetermined"
    assert (found.sets, found.parting, found.reachable) == ((), None, False)
    back = likeness(framework(), row({**MANDATE, "within_mandate": "unknown"}), row(MANDATE))
    assert changes(back) == [{"within_mandate": "yes"}]


def test_acts_may_differ_as_well() -> None:
    """Not using force is a way to be lawful, if the other phase shows it."""
    quiet = row({"state_conduct": "yes"})
    found = likeness(framework(), row(BOMBING), quiet)
    assert changes(found) == [{"uses_force": "no", "coerces_reserved_domain": "no"}]
    assert found.parting is not None
    assert (found.parting.test, found.parting.fact) == (None, "uses_force")


def test_conduct_of_nobody_answerable() -> None:
    found = likeness(framework(), row(BOMBING), row({**BOMBING, "state_conduct": "no"}))
    assert found.wanted == "not_applicable"
    assert changes(found) == [{"state_conduct": "no"}]
    assert found.parting is not None
    assert found.parting.fact == "state_conduct"


def test_the_day_can_part_what_the_facts_do_not() -> None:
    """Self-defence against non-State actors was of a minority before 12 September 2001, and contested after it."""
    test = next(t for t in framework().tests if len(t.standings) > 1)
    facts = dict.fromkeys(_needed(test.code), "yes") | BOMBING
    before, after = row(facts, date(1999, 3, 24)), row(facts, date(2003, 1, 1))
    found = likeness(framework(), before, after)
    assert (found.verdict, found.wanted, found.reachable) == ("unlawful", "arguable", False)
    assert found.parting is not None
    assert (found.parting.test, found.parting.fact) == (test.code, None)
    assert (found.parting.one, found.parting.other) == ("minority", "contested")


def _needed(code: str) -> set[str]:
    """The facts of a test, but for what stands against it."""
    from frameworks.scoring.values import leaves

    test = next(t for t in framework().tests if t.code == code)
    return {fact for fact, helps in leaves(test.rule) if helps}


@settings(max_examples=25)
@given(one=answers(unknowns=2), other=answers(unknowns=2))
def test_every_set_is_confirmed_and_none_is_smaller(one: Facts, other: Facts) -> None:
    """Each set reaches the other's verdict with the other's answers; no smaller set of differing answers does."""
    found = likeness(framework(), row(one), row(other))
    here, there = fact_values(row(one).findings), fact_values(row(other).findings)
    differing = [code for code in framework().fact_codes if here[code] != there[code]]
    assert found.wanted == verdict(there)
    if found.wanted in (found.verdict, "undetermined"):
        assert (found.sets, found.parting) == ((), None)
        return
    assert found.reachable
    sizes = {len(members) for members in found.sets}
    assert len(sizes) <= 1
    for members in found.sets:
        assert all(change.old == here[change.fact] and change.new == there[change.fact] for change in members)
        assert verdict({**here, **{change.fact: change.new for change in members}}) == found.wanted
    smallest = sizes.pop() if sizes else 3
    for size in range(1, min(smallest, 3)):
        for chosen in combinations(differing, size):
            assert verdict({**here, **{code: there[code] for code in chosen}}) != found.wanted
    assert found.parting is not None
    if found.parting.fact is not None:
        assert (
            here[found.parting.fact] == found.parting.one != found.parting.other == there[found.parting.fact]
        )
        assert all(here[code] == there[code] for code in found.parting.agreed)


def test_too_many_candidates_are_not_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the sets are too many to try, none is claimed to be the smallest."""
    monkeypatch.setattr("frameworks.scoring.alike.MOST_CANDIDATES", 2)
    found = likeness(framework(), row(BOMBING), row(MANDATE))
    assert found.reachable
    assert found.sets == ()


def test_the_answer_is_plain_json() -> None:
    found: dict[str, Any] = likeness(framework(), row(BOMBING), row(MANDATE)).as_dict()
    assert found["sets"][0][0] == {"fact": "council_authorises_force", "from": "no", "to": "yes"}
    assert found["parting"]["agreed"] == []
