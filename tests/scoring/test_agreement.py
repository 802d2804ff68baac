"""Krippendorff's alpha against published and hand-worked figures, disagreement per item, what differences do."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from frameworks.scoring.agreement import (
    FACT_ANSWERS,
    Effect,
    Item,
    Metric,
    disagreements,
    effects,
    reliability,
    table_of,
    turning_sets,
)
from frameworks.scoring.findings import Findings
from tests.scoring.builders import AS_OF, findings, framework

NONE = np.nan
# Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), section C: four observers, twelve units,
# values 1 to 5, missing data. He gives nominal .743, ordinal .815, interval .849.
CANONICAL = (
    np.array(
        [
            [1, 2, 3, 3, 2, 1, 4, 1, 2, NONE, NONE, NONE],
            [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NONE, 3],
            [NONE, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NONE],
            [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NONE],
        ]
    )
    - 1
)


def by_hand(table: Any, values: int, metric: Metric) -> Fraction | None:
    """Alpha by its definition, pair by pair, in fractions: the oracle of the arrays."""
    units = [[int(v) for v in column if not np.isnan(v)] for column in np.asarray(table, dtype=float).T]
    units = [unit for unit in units if len(unit) >= 2]
    pool = [value for unit in units for value in unit]
    size = {value: pool.count(value) for value in range(values)}

    def apart(one: int, other: int) -> Fraction:
        low, high = sorted((one, other))
        if metric == "nominal":
            return Fraction(one != other)
        if metric == "interval":
            return Fraction((high - low) ** 2)
        between = sum(size[value] for value in range(low, high + 1))
        return (between - Fraction(size[low] + size[high], 2)) ** 2 if low != high else Fraction(0)

    observed = sum(
        (
            sum((apart(a, b) for a, b in permutations(unit, 2)), Fraction(0)) / (len(unit) - 1)
            for unit in units
        ),
        Fraction(0),
    )
    expected = sum((apart(a, b) for a, b in permutations(pool, 2)), Fraction(0))
    return 1 - (len(pool) - 1) * observed / expected if expected else None


@pytest.mark.parametrize(
    ("metric", "published"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)]
)
def test_the_canonical_example(metric: Metric, published: float) -> None:
    found = reliability(CANONICAL, values=5, metric=metric)
    assert found.alpha is not None
    assert round(found.alpha, 3) == published
    worked = by_hand(CANONICAL, 5, metric)
    assert worked is not None and found.alpha == round(float(worked), 6)
    assert (found.coders, found.items, found.values) == (4, 11, 40), "the twelfth unit has one value"


def test_two_coders_two_values_by_hand() -> None:
    """Krippendorff 2011, section A: ten units, two observers, 0/1. Four of ten differ: o_01 = 4, n_0 = 14, n_1 = 6.

    Alpha 1 − 19 · 4 / (14 · 6) = .095.
    """
    table = np.array([[0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]], dtype=float)
    found = reliability(table, values=2, metric="nominal")
    assert found.alpha == round(1 - 19 * 4 / (14 * 6), 6) == 0.095238


tables = st.integers(2, 4).flatmap(
    lambda coders: st.lists(
        st.lists(st.sampled_from([0.0, 1.0, 2.0, 3.0, 4.0, NONE]), min_size=coders, max_size=coders),
        min_size=1,
        max_size=6,
    )
)


@given(tables, st.sampled_from(["nominal", "ordinal", "interval"]))
def test_any_table_gives_the_alpha_of_the_definition(units: list[list[float]], metric: Metric) -> None:
    table = np.array(units).T
    expected = by_hand(table, 5, metric)
    found = reliability(table, values=5, metric=metric).alpha
    assert (found is None) == (expected is None)
    assert expected is None or found == pytest.approx(float(expected), abs=1e-6)


@pytest.mark.parametrize(
    "table",
    [
        [[0, 1, 2]],
        [[0, NONE], [NONE, 1]],
        [[2, 2, 2], [2, 2, 2]],
        [[NONE, NONE], [NONE, NONE]],
    ],
    ids=["one coder", "no item answered twice", "nothing varies", "nothing answered"],
)
def test_without_anything_to_tell_apart_there_is_no_alpha(table: list[list[float]]) -> None:
    found = reliability(np.array(table, dtype=float), values=3, metric="nominal", draws=50)
    assert (found.alpha, found.low, found.high) == (None, None, None)


def test_perfect_agreement_is_one_and_opposites_are_below_chance() -> None:
    alike = np.array([[0, 1, 2, 1], [0, 1, 2, 1]], dtype=float)
    opposite = np.array([[0, 2, 0, 2], [2, 0, 2, 0]], dtype=float)
    assert reliability(alike, values=3, metric="ordinal").alpha == 1
    assert (reliability(opposite, values=3, metric="ordinal").alpha or 0) < 0


def test_the_interval_is_repeatable_and_holds_alpha() -> None:
    first, second = (reliability(CANONICAL, values=5, metric="nominal", draws=500, seed=11) for _ in range(2))
    assert first == second
    assert first.low is not None and first.high is not None and first.alpha is not None
    assert first.low < first.alpha < first.high <= 1
    other = reliability(CANONICAL, values=5, metric="nominal", draws=500, seed=12)
    assert other.alpha == first.alpha and other.low != first.low


@pytest.mark.parametrize("value", [-1.0, 3.0, 0.5])
def test_a_value_off_the_scale_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="from 0 to 2"):
        reliability(np.array([[value], [0.0]]), values=3, metric="nominal")


def test_disagreement_per_item() -> None:
    """Three coders: 0 0 4 is (4 + 4 + 0) / 3 pairs / 4 = 2/3 ordinal, and two of three pairs differ."""
    table = np.array([[0, 3, 1, NONE], [0, 3, NONE, NONE], [4, 3, NONE, 2]], dtype=float)
    assert disagreements(table, values=5, metric="ordinal") == [round(2 / 3, 6), 0.0, None, None]
    near = np.array([[0], [0], [1]], dtype=float)
    assert disagreements(near, values=5, metric="nominal") == [round(2 / 3, 6)]
    assert disagreements(near, values=5, metric="ordinal") == [round(1 / 6, 6)]


def coding(**ratings: int) -> Findings:
    return findings(ratings={code: {"level": level} for code, level in ratings.items()})


def test_unknown_and_not_applicable_are_missing() -> None:
    optional = next(c.code for c in framework().criteria if c.optional and c.dimension != "last_resort")
    given = findings(
        {"uses_force": "no", "consent_given": "contested"},
        ratings={optional: {"level": "na", "why": "Nobody was asked."}, "threat_gravity": {"level": 4}},
    )
    items = [
        *(Item("facts", code) for code in ("uses_force", "consent_given", "consent_valid")),
        *(Item("ratings", code) for code in (optional, "threat_gravity", "proper_purpose")),
    ]
    row = table_of([given], items)[0].tolist()
    assert [None if np.isnan(value) else value for value in row] == [
        FACT_ANSWERS.index("no"), FACT_ANSWERS.index("contested"), None, None, 4, None,
    ]  # fmt: skip


def _criteria() -> list[str]:
    return [criterion.code for criterion in framework().criteria]


ATTACK = {
    "state_conduct": "yes", "uses_force": "yes", "coerces_reserved_domain": "no",
    "breaches_other_obligation": "no",
}  # fmt: skip


def test_effects_are_tried_one_answer_at_a_time() -> None:
    others = "no"
    one = findings(ATTACK, others=others)
    two = findings(ATTACK | {"council_authorises_force": "yes", "within_mandate": "yes"}, others=others)
    three = findings(ATTACK | {"uses_force": "no"}, others=others)
    items = [Item("facts", code) for code in ("council_authorises_force", "uses_force", "consent_given")]
    own, tried = effects(framework(), one, [two, three], as_of=AS_OF, items=items)
    assert own == Effect("unlawful", None, None)
    assert tried[items[0]] == {"yes": Effect("unlawful", None, None)}, "not without the mandate"
    assert tried[items[1]] == {"no": Effect("lawful", None, None)}
    assert tried[items[2]] == {}, "all give the same answer"


def test_a_rating_moves_the_band_and_what_another_left_open_is_left_open() -> None:
    codes = _criteria()
    high = coding(**dict.fromkeys(codes, 3))
    low = coding(**(dict.fromkeys(codes, 3) | {"proper_purpose": 0}))
    silent = coding(**{code: 3 for code in codes if code != "proper_purpose"})
    item = Item("ratings", "proper_purpose")
    own, tried = effects(framework(), high, [low, silent], as_of=AS_OF, items=[item])
    assert own.band == "high"
    assert set(tried[item]) == {0, None}
    assert tried[item][0].band != "high"
    assert tried[item][None].index == 75.0


def test_the_smallest_sets_that_turn_the_verdict() -> None:
    one = findings(ATTACK, others="no")
    two = findings(
        ATTACK | {"council_authorises_force": "yes", "within_mandate": "yes", "consent_given": "yes"},
        others="no",
    )
    assert turning_sets(framework(), one, two, as_of=AS_OF) == (
        ("council_authorises_force", "within_mandate"),
    )
    assert turning_sets(framework(), one, one, as_of=AS_OF) == ()


def test_sets_are_minimal_and_none_is_given_where_more_than_three_are_needed() -> None:
    one = findings(ATTACK, others="no")
    agreed = {"consent_given": "yes", "consent_valid": "yes", "within_consent": "yes"}
    both = findings(ATTACK | agreed | {"uses_force": "no"}, others="no")
    assert turning_sets(framework(), one, both, as_of=AS_OF) == (
        ("uses_force",),
        ("consent_given", "consent_valid", "within_consent"),
    )
    banned = findings(ATTACK | {"council_forbids": "yes"}, others="no")
    assert turning_sets(framework(), banned, findings(ATTACK | agreed, others="no"), as_of=AS_OF) == ()


def test_no_state_conduct_turns_on_nothing_else() -> None:
    one = findings(ATTACK, others="no")
    private = findings(ATTACK | {"state_conduct": "no"}, others="no")
    assert turning_sets(framework(), one, private, as_of=AS_OF) == ()
