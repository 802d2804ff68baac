"""Rating flips are all the minimal sets of one or two ratings, with the least change, held against brute force."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, product
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from frameworks.scoring import Framework, framework_from
from frameworks.scoring.findings import Rating
from frameworks.scoring.legitimacy import Scale, index
from frameworks.scoring.rating_flips import MOST_REPORTED, rating_flips
from tests.scoring.builders import findings, framework, rated, specification
from tests.scoring.test_golden import golden_case, golden_evaluation

CODES = [criterion.code for criterion in framework().criteria]
FEW = ("cause", "purpose", "accountability")
OPTIONAL = [criterion.code for criterion in framework().criteria if criterion.optional]


def few() -> Framework:
    """A framework that weighs three dimensions only: few enough criteria to try everything one by one."""
    weights = {
        "dimensions": {d.code: float(d.code in FEW) for d in framework().dimensions},
        "criteria": {code: 1 + i % 2 for i, code in enumerate(CODES)},
    }
    return framework_from(specification(weights=weights))


USED = few()
COUNTED = [c.code for c in USED.criteria if c.dimension in FEW]
SCALE = Scale(USED)


@st.composite
def levels(draw: st.DrawFn) -> dict[str, int]:
    """Ratings of the criteria that count; up to two of them unknown."""
    centre = draw(st.sampled_from((1, 2, 3)))
    found = {code: draw(st.sampled_from((centre, centre, centre + 1, centre - 1))) for code in COUNTED}
    for code in draw(st.lists(st.sampled_from(COUNTED), max_size=2, unique=True)):
        del found[code]
    return found


def one_by_one(
    ratings: dict[str, int], size: int
) -> Iterator[tuple[tuple[str, ...], str | None, int, float]]:
    """Every change of so many ratings: which, the band it gives, how many levels in all, and the new index."""
    base = findings({"uses_force": "no"}, within=USED)
    for chosen in combinations(COUNTED, size):
        for answer in product(range(5), repeat=size):
            changed = {**ratings, **dict(zip(chosen, answer, strict=True))}
            if all(ratings.get(code) != changed[code] for code in chosen):
                steps = sum(abs(changed[c] - ratings[c]) if c in ratings else 1 for c in chosen)
                given_ratings = {code: Rating(level) for code, level in changed.items()}
                found = index(SCALE, replace(base, ratings=given_ratings))
                yield chosen, found.band, steps, float(found.index or 0)


@settings(max_examples=3)
@given(ratings=levels())
def test_rating_flips_equal_brute_force(ratings: dict[str, int]) -> None:
    given_ratings = {code: Rating(level) for code, level in ratings.items()}
    filed = replace(findings({"uses_force": "no"}, within=USED), ratings=given_ratings)
    now, found = index(SCALE, filed), rating_flips(SCALE, filed)
    cheapest: dict[tuple[str | None, frozenset[str]], tuple[int, float]] = {}
    for size in (1, 2):
        for chosen, band, steps, value in one_by_one(ratings, size):
            smaller = any(
                frozenset((code,)) != frozenset(chosen) and (band, frozenset((code,))) in cheapest
                for code in chosen
            )
            if band != now.band and not smaller:
                key = band, frozenset(chosen)
                cost = steps, abs(value - float(now.index or 0))
                cheapest[key] = min(cheapest.get(key, cost), cost)
    assert len(found.flips) + found.left_out == len(cheapest)
    for flip in found.flips:
        key = flip.band, frozenset(change.criterion for change in flip.changes)
        assert flip.steps == cheapest[key][0]
        assert all(ratings.get(change.criterion) == change.old != change.new for change in flip.changes)
    for band in {flip.band for flip in found.flips}:
        shown = sorted(flip.steps for flip in found.flips if flip.band == band)
        every = sorted(cost for (reached, _), (cost, _) in cheapest.items() if reached == band)
        assert shown == every[:MOST_REPORTED]


@settings(max_examples=10)
@given(ratings=st.fixed_dictionaries({code: st.integers(1, 3) for code in CODES}))
def test_every_rating_flip_is_confirmed_and_minimal(ratings: dict[str, int]) -> None:
    found = rated(ratings).legitimacy
    steps = [flip.steps for flip in found.rating_flips.flips]
    assert steps == sorted(steps)
    for flip in found.rating_flips.flips:
        changes = {change.criterion: change.new for change in flip.changes}
        assert rated({**ratings, **changes}).legitimacy.index.band == flip.band != found.index.band
        for code in changes:
            rest = {c: level for c, level in changes.items() if c != code}
            assert rated({**ratings, **rest}).legitimacy.index.band != flip.band or not rest


def test_kosovo_would_be_mixed_with_one_rating_two_levels_lower() -> None:
    found = golden_evaluation(golden_case("kosovo-1999-air-campaign"))["legitimacy"]
    first = found["rating_flips"][0]
    assert first == {
        "band": "mixed",
        "changes": [{"criterion": "threat_gravity", "from": 3, "to": 1}],
        "steps": 2,
    }
    assert len(found["rating_flips"]) == MOST_REPORTED
    assert found["rating_flips_left_out"] > 0


def test_what_is_unknown_counts_as_to_be_rated_and_what_does_not_apply_never() -> None:
    ratings: dict[str, Any] = dict.fromkeys(CODES, 3)
    ratings[OPTIONAL[0]] = {"level": "na", "why": "There was nothing to rate."}
    del ratings[CODES[0]]
    flips = rated(ratings).legitimacy.rating_flips.flips
    changed = {change.criterion: change for flip in flips for change in flip.changes}
    assert OPTIONAL[0] not in changed
    assert changed[CODES[0]].old is None


def test_nothing_flips_without_a_band() -> None:
    found = rated({CODES[0]: 4}).legitimacy
    assert found.index.band is None
    assert found.rating_flips.flips == () and found.rating_flips.left_out == 0
