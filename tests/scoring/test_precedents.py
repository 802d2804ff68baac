"""Precedents: the distance, what is compared, what is shared and what sets apart, and leave-one-out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from frameworks.scoring.precedents import (
    LEAST_SHARED,
    Base,
    Coded,
    Factor,
    Gap,
    compare,
    leave_one_out,
    nearest,
    polarities,
)
from frameworks.scoring.values import Framework
from tests.scoring.builders import fact_codes, framework

FACTS = fact_codes()
CRITERIA = [criterion.code for criterion in framework().criteria]
STEP = {"no": 0.0, "contested": 0.5, "yes": 1.0}


def coded(identity: str, facts: dict[str, Any] | None = None, levels: dict[str, int] | None = None) -> Coded:
    """A phase; its group is what stands before the slash."""
    return Coded(identity, identity.split("/")[0], facts or {}, levels or {})


def plain_distance(one: Coded, other: Coded, used: Framework) -> float | None:
    """The definition, item by item: the oracle of the matrices."""
    fact_gaps = [
        abs(STEP[one.facts[code]] - STEP[other.facts[code]])
        for code in used.fact_codes
        if code in one.facts and code in other.facts and not one.facts[code] == other.facts[code] == "no"
    ]
    across = {dimension.code: dimension.weight for dimension in used.dimensions}
    rated = [
        (across[c.dimension] * c.weight, abs(one.levels[c.code] - other.levels[c.code]) / 4)
        for c in used.criteria
        if c.code in one.levels and c.code in other.levels and across[c.dimension] * c.weight > 0
    ]
    if len(fact_gaps) + len(rated) < LEAST_SHARED:
        return None
    halves = []
    if fact_gaps:
        halves.append(sum(fact_gaps) / len(fact_gaps))
    if rated:
        halves.append(sum(w * gap for w, gap in rated) / sum(w for w, _ in rated))
    return sum(halves) / len(halves)


phases = st.builds(
    lambda facts, levels: coded("case/x", facts, levels),
    st.dictionaries(st.sampled_from(FACTS), st.sampled_from(["yes", "no", "contested"]), max_size=30),
    st.dictionaries(st.sampled_from(CRITERIA), st.integers(0, 4), max_size=28),
)


@given(st.lists(phases, min_size=1, max_size=4), st.lists(phases, min_size=1, max_size=4))
def test_the_matrices_give_the_distance_of_the_definition(ones: list[Coded], others: list[Coded]) -> None:
    found = compare(Base(framework(), tuple(ones)), Base(framework(), tuple(others))).distance
    for i, one in enumerate(ones):
        for j, other in enumerate(others):
            expected = plain_distance(one, other, framework())
            assert np.isnan(found[i, j]) if expected is None else found[i, j] == pytest.approx(expected)


@given(phases, phases)
def test_the_distance_is_symmetric_and_a_phase_is_at_none_from_itself(one: Coded, other: Coded) -> None:
    found = compare(Base(framework(), (one, other)), Base(framework(), (one, other))).distance
    assert found[0, 1] == pytest.approx(found[1, 0], nan_ok=True)
    assert np.isnan(found[0, 0]) or found[0, 0] == pytest.approx(0, abs=1e-12)


def test_by_hand_half_facts_half_ratings() -> None:
    """Nine facts: yes/yes 6, yes/no 1, contested/yes 1, contested/no 1; two no/no more are skipped.

    Facts (1 + ½ + ½) / 9 = 2/9. One criterion 4 against 2: 2/4 = ½. Distance ½ · 2/9 + ½ · ½ = 13/36.
    """
    one = dict.fromkeys(FACTS[:6], "yes") | {FACTS[6]: "yes", FACTS[7]: "contested", FACTS[8]: "contested"}
    other = dict.fromkeys(FACTS[:6], "yes") | {FACTS[6]: "no", FACTS[7]: "yes", FACTS[8]: "no"}
    lacking = {FACTS[9]: "no", FACTS[10]: "no"}
    base = Base(framework(), (coded("case/there", other | lacking, {CRITERIA[0]: 2}),))
    (found,) = nearest(base, coded("case/here", one | lacking, {CRITERIA[0]: 4}))
    assert (found.similarity, found.facts, found.ratings) == (round(1 - 13 / 36, 6), 9, 1)


def test_what_one_does_not_know_is_not_compared() -> None:
    facts: dict[str, Any] = dict.fromkeys(FACTS[:12], "yes")
    base = Base(framework(), (coded("case/there", facts | {FACTS[0]: "unknown"}),))
    (found,) = nearest(base, coded("case/here", facts | {FACTS[1]: "unknown"}))
    assert (found.similarity, found.facts, found.ratings) == (1.0, 10, 0)


@pytest.mark.parametrize(("shared", "compared"), [(LEAST_SHARED - 1, False), (LEAST_SHARED, True)])
def test_fewer_than_ten_shared_items_exclude(shared: int, compared: bool) -> None:
    facts = dict.fromkeys(FACTS[: shared - 4], "yes") | dict.fromkeys(FACTS[20:30], "no")
    levels = dict.fromkeys(CRITERIA[:4], 3)
    base = Base(framework(), (coded("case/there", facts, levels),))
    assert bool(nearest(base, coded("case/here", facts, levels))) is compared


def test_a_criterion_without_weight_counts_for_nothing() -> None:
    first, *rest = framework().criteria
    light = replace(framework(), criteria=(replace(first, weight=0.0), *rest))
    facts = dict.fromkeys(FACTS[:10], "yes")
    base = Base(light, (coded("case/there", facts, {first.code: 0}),))
    (found,) = nearest(base, coded("case/here", facts, {first.code: 4}))
    assert (found.similarity, found.ratings, found.gaps) == (1.0, 0, ())


def test_equals_stand_in_the_order_of_their_ids_and_none_is_its_own_precedent() -> None:
    facts = dict.fromkeys(FACTS[:12], "yes")
    far = facts | {FACTS[0]: "no"}
    base = Base(
        framework(),
        (coded("b/one", facts), coded("c/far", far), coded("a/two", facts), coded("a/here", facts)),
    )
    found = nearest(base, coded("a/here", facts), without={"a/here"}, limit=3)
    assert [precedent.id for precedent in found] == ["a/two", "b/one", "c/far"]
    assert [p.id for p in nearest(base, coded("", facts), limit=2)] == ["a/here", "a/two"]
    assert nearest(Base(framework(), ()), coded("a/here", facts)) == ()


def test_a_yes_points_where_the_formula_has_it() -> None:
    polarity = polarities(framework())
    assert polarity["consent_given"] and polarity["council_authorises_force"]
    assert not polarity["uses_force"] and not polarity["council_forbids"] and not polarity["state_conduct"]
    assert "article_5_agreed" not in polarity and "reported_to_council" not in polarity


def test_shared_and_distinguishing_factors_either_way() -> None:
    agreed = dict.fromkeys(CRITERIA[:12], 2)
    here = {
        "state_conduct": "yes", "uses_force": "yes", "consent_given": "no", "council_forbids": "no",
        "necessity_of_force": "contested", "article_5_agreed": "yes", "within_mandate": "yes",
        "council_blocked": "contested", "atrocity_crimes": "unknown",
    }  # fmt: skip
    there = {
        "state_conduct": "yes", "uses_force": "yes", "consent_given": "no", "council_forbids": "yes",
        "necessity_of_force": "yes", "article_5_agreed": "no", "within_mandate": "no",
        "council_blocked": "contested", "atrocity_crimes": "yes",
    }  # fmt: skip
    levels = agreed | {CRITERIA[0]: 4, CRITERIA[1]: 3}
    base = Base(framework(), (coded("case/there", there, agreed),))
    (found,) = nearest(base, coded("case/here", here, levels))
    assert found.shared == (
        Factor("state_conduct", "yes", "yes", "against"),
        Factor("uses_force", "yes", "yes", "against"),
        Factor("council_blocked", "contested", "contested", "for"),
    )
    assert found.distinguishing == (
        Factor("within_mandate", "yes", "no", "for"),
        Factor("council_forbids", "no", "yes", "for"),
        Factor("necessity_of_force", "contested", "yes", "against"),
        Factor("article_5_agreed", "yes", "no", None),
    )
    assert found.gaps == (Gap(CRITERIA[0], 4, 2),)


def test_leave_one_out_beside_the_majority() -> None:
    """Two pairs of like phases, one odd: each of a pair predicts the other, the odd one is told by its neighbour."""
    first, second = FACTS[:12], FACTS[12:24]
    base = Base(
        framework(),
        (
            coded("a/1", dict.fromkeys(first, "yes") | dict.fromkeys(second, "no")),
            coded("b/1", dict.fromkeys(first, "yes") | dict.fromkeys(second, "no")),
            coded("a/2", dict.fromkeys(first, "no") | dict.fromkeys(second, "yes")),
            coded("a/3", dict.fromkeys(first, "no") | dict.fromkeys(second, "yes")),
            coded("c/1", dict.fromkeys(first, "no") | dict.fromkeys(second, "contested")),
            coded("c/2", {}),
        ),
    )
    found = {"a/1": "lawful", "b/1": "lawful", "a/2": "unlawful", "a/3": "unlawful", "c/1": "lawful"}
    tested = leave_one_out(base, found)
    assert (tested.n, tested.rate, tested.majority, tested.majority_rate) == (5, 0.8, "lawful", 0.6)
    assert [(p.id, p.predicted, p.nearest) for p in tested.predictions] == [
        ("a/1", "lawful", "b/1"),
        ("b/1", "lawful", "a/1"),
        ("a/2", "unlawful", "a/3"),
        ("a/3", "unlawful", "a/2"),
        ("c/1", "unlawful", "a/2"),
    ]


def test_apart_no_phase_is_predicted_from_its_own_group() -> None:
    facts = dict.fromkeys(FACTS[:12], "yes")
    base = Base(
        framework(), (coded("a/1", facts), coded("a/2", facts), coded("b/1", facts | {FACTS[0]: "no"}))
    )
    found = {"a/1": "lawful", "a/2": "lawful", "b/1": "divided"}
    assert [p.nearest for p in leave_one_out(base, found).predictions] == ["a/2", "a/1", "a/1"]
    assert [p.nearest for p in leave_one_out(base, found, apart=True).predictions] == ["b/1", "b/1", "a/1"]


def test_a_phase_without_precedent_counts_as_a_miss_and_nothing_gives_nothing() -> None:
    base = Base(framework(), (coded("a/1", dict.fromkeys(FACTS[:3], "yes")),))
    tested = leave_one_out(base, {"a/1": "lawful"})
    assert (tested.rate, tested.predictions[0].predicted) == (0.0, None)
    assert leave_one_out(base, {}).rate is None
