"""Weights by ranking and directly: the rank-order centroid against its definition, and every refusal."""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from frameworks.weighing import (
    Elicited,
    WeightFault,
    rank_order_centroid,
    read_elicited,
    weights_from,
    zero_faults,
)

RANKS = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(1, 5), min_size=1)


def test_three_ranked_weights_are_eleven_five_and_two_eighteenths() -> None:
    found = rank_order_centroid({"b": 2, "a": 1, "c": 3})
    expected = {"a": Fraction(11, 18), "b": Fraction(5, 18), "c": Fraction(2, 18)}
    assert found == pytest.approx({code: float(weight) for code, weight in expected.items()})


def test_it_is_the_centre_of_all_weights_in_that_order() -> None:
    """The centroid of the simplex w1 ≥ w2 ≥ … ≥ 0 is the mean of its vertices (1/k, …, 1/k, 0, …)."""
    n = 7
    vertices = [[1 / k] * k + [0.0] * (n - k) for k in range(1, n + 1)]
    found = rank_order_centroid({str(rank): rank for rank in range(1, n + 1)})
    assert list(found.values()) == pytest.approx(np.mean(vertices, axis=0))


def test_equal_ranks_share_what_their_places_get() -> None:
    found = rank_order_centroid({"a": 1, "b": 1, "c": 9})
    assert found == pytest.approx({"a": 8 / 18, "b": 8 / 18, "c": 2 / 18})
    assert rank_order_centroid(dict.fromkeys("abcd", 3)) == pytest.approx(dict.fromkeys("abcd", 0.25))


@given(RANKS)
def test_the_weights_add_up_to_one_and_keep_the_order(ranks: dict[str, int]) -> None:
    found = rank_order_centroid(ranks)
    assert sum(found.values()) == pytest.approx(1)
    for first, second in itertools.combinations(ranks, 2):
        if ranks[first] < ranks[second]:
            assert found[first] > found[second] > 0
        elif ranks[first] == ranks[second]:
            assert found[first] == found[second]


@given(RANKS)
def test_only_the_order_of_the_ranks_counts(ranks: dict[str, int]) -> None:
    assert rank_order_centroid(ranks) == rank_order_centroid(
        {code: 10 * rank for code, rank in ranks.items()}
    )


def test_criteria_are_ranked_within_their_dimension() -> None:
    found = weights_from(
        Elicited("weights", {"x": 3, "y": 1}),
        Elicited("ranking", {"a": 2, "b": 1, "c": 1}),
        {"x": ["a", "b"], "y": ["c"]},
    )
    assert found == {"dimensions": {"x": 3, "y": 1}, "criteria": {"a": 0.25, "b": 0.75, "c": 1.0}}


@pytest.mark.parametrize(
    ("given", "pointer", "word"),
    [
        ("first", "/dimensions", "object"),
        ({"values": {"x": 1, "y": 1}, "how": "ranking"}, "/dimensions/how", "unknown member"),
        ({"by": "guess", "values": {"x": 1, "y": 1}}, "/dimensions/by", "weights or ranking"),
        ({"values": [1, 2]}, "/dimensions/values", "object"),
        ({"values": {"x": 1, "y": 1}, "a/b~c": 1}, "/dimensions/a~1b~0c", "unknown member"),
        ({"values": {"x": 1, "y": 1, "a/b": 1}}, "/dimensions/values/a~1b", "unknown code"),
        ({"values": {"x": 1}}, "/dimensions/values/y", "missing"),
        ({"by": "ranking", "values": {"x": 1, "y": 10**400}}, "/dimensions/values/y", "must be a rank"),
        ({"by": "ranking", "values": {"x": 1, "y": float("inf")}}, "/dimensions/values/y", "must be a rank"),
        ({"values": {"x": 1, "y": 10**400}}, "/dimensions/values/y", "must be a weight"),
        ({"values": {"x": 1, "y": 1, "z": 1}}, "/dimensions/values/z", "unknown code"),
        ({"values": {"x": -1, "y": 1}}, "/dimensions/values/x", "from 0"),
        ({"values": {"x": float("nan"), "y": 1}}, "/dimensions/values/x", "from 0"),
        ({"values": {"x": True, "y": 1}}, "/dimensions/values/x", "number"),
        ({"values": {"x": "1", "y": 1}}, "/dimensions/values/x", "number"),
        ({"by": "ranking", "values": {"x": 1.5, "y": 1}}, "/dimensions/values/x", "whole"),
        ({"by": "ranking", "values": {"x": 0, "y": 1}}, "/dimensions/values/x", "from 1"),
    ],
)
def test_what_cannot_stand_is_named_with_its_place(given: Any, pointer: str, word: str) -> None:
    faults: list[WeightFault] = []
    read_elicited(given, "dimensions", ["x", "y"], faults)
    assert [fault.pointer for fault in faults] == [pointer]
    assert word in faults[0].detail


def test_something_must_be_left_to_weigh() -> None:
    members = {"x": ["a"], "y": ["b"]}
    one = Elicited("weights", {"a": 1, "b": 0})
    nothing = zero_faults(Elicited("weights", {"x": 0, "y": 0}), one, members)
    assert [fault.pointer for fault in nothing] == ["/dimensions/values"]
    hollow = zero_faults(Elicited("weights", {"x": 1, "y": 1}), one, members)
    assert [fault.pointer for fault in hollow] == ["/dimensions/values/y"]
    assert zero_faults(Elicited("weights", {"x": 1, "y": 0}), one, members) == []


def test_weights_left_out_stay_and_a_ranking_must_be_complete() -> None:
    faults: list[WeightFault] = []
    weights, ranks = Elicited("weights", {"x": 3, "y": 4}), Elicited("ranking", {"x": 1, "y": 2})
    found = read_elicited({"values": {"x": 2}}, "dimensions", ["x", "y"], faults, before=weights)
    assert (found, faults) == (Elicited("weights", {"x": 2.0, "y": 4.0}), [])
    for by, before in (("ranking", weights), ("ranking", ranks), ("weights", ranks)):
        faults.clear()
        read_elicited({"by": by, "values": {"x": 1}}, "dimensions", ["x", "y"], faults, before=before)
        assert [fault.pointer for fault in faults] == ["/dimensions/values/y"]
        assert faults[0].detail.startswith("is missing: ")
