"""SMAA-2: what every comparison must satisfy, and its numbers against plain ones."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frameworks.scoring import Row
from frameworks.scoring.canonical import SEED_LIMIT
from frameworks.scoring.comparing import Comparison, _Phase, compare
from frameworks.scoring.confidence import chances
from frameworks.scoring.legitimacy import Scale, arranged
from frameworks.scoring.robustness import drawn_index, noise_for, robustness
from tests.scoring.builders import AS_OF, findings, framework

CODES = [criterion.code for criterion in framework().criteria]
OPTIONAL = {c.code for c in framework().criteria if c.optional}
CONFIDENCES = ("high", "moderate", "low")


def phase(ratings: dict[str, Any]) -> Row:
    """A phase by its ratings alone; a bare level stands for a rating of moderate confidence."""
    full = {code: r if isinstance(r, dict) else {"level": r} for code, r in ratings.items()}
    return Row(findings({"uses_force": "no"}, ratings=full), AS_OF)


@st.composite
def phases(draw: st.DrawFn, least: int = 2, most: int = 5) -> list[Row]:
    """Phases with random ratings, some unknown, some not applicable, at least one known."""
    rows = []
    for _ in range(draw(st.integers(least, most))):
        ratings: dict[str, Any] = {}
        for code in CODES:
            levels = [*range(5), "unknown"] + (["na"] if code in OPTIONAL else [])
            level = draw(st.sampled_from(levels))
            ratings[code] = {
                "level": level,
                "confidence": draw(st.sampled_from(CONFIDENCES)),
                "why": "As given.",
            }
        ratings[CODES[0]]["level"] = draw(st.integers(0, 4))
        rows.append(phase(ratings))
    return rows


def uniform(level: int) -> Row:
    return phase(dict.fromkeys(CODES, level))


def plain(rows: list[Row], draws: int, seed: int) -> tuple[list[list[float]], list[list[float]]]:
    """Ranks and pairs by loops over draws and phases, as one would write them first."""
    scale = Scale(framework())
    noise = noise_for(scale, draws, seed)
    values = []
    for row in rows:
        ratings = arranged(scale, row.findings.ratings)
        levels = np.zeros((draws, len(CODES)))
        for i, code in enumerate(CODES):
            rating = row.findings.ratings[code]
            if rating.level == "na":
                continue
            limits = np.cumsum(chances(rating))[:-1] / 100
            for t in range(draws):
                levels[t, i] = sum(noise.uniforms[t, i] >= limit for limit in limits)
        values.append(drawn_index(scale, ratings.counted, noise.gammas, levels)[0])
    n = len(rows)
    ranks, ahead = np.zeros((n, n)), np.zeros((n, n))
    for t in range(draws):
        column = [value[t] for value in values]
        for i in range(n):
            better = sum(other > column[i] for other in column)
            level_with = sum(other == column[i] for other in column)
            for rank in range(better, better + level_with):
                ranks[i, rank] += 1 / level_with
            for j in range(n):
                ahead[i, j] += (column[i] > column[j]) + 0.5 * (column[i] == column[j])
    return (ranks / draws).tolist(), (ahead / draws).tolist()


@given(rows=phases())
def test_ranks_and_pairs_add_up(rows: list[Row]) -> None:
    """Every phase takes one rank and every rank one phase; of two, one is ahead, or both by half."""
    found = compare(framework(), rows, draws=300, seed=3)
    ranks = np.array([place.acceptability for place in found.places])
    assert ranks.sum(axis=0) == pytest.approx(1, abs=1e-5)
    assert ranks.sum(axis=1) == pytest.approx(1, abs=1e-5)
    ahead = np.array(found.ahead)
    assert ahead + ahead.T == pytest.approx(np.ones_like(ahead), abs=2e-6)
    assert (np.diag(ahead) == 0.5).all()
    # How many a phase is ahead of, over all others, is how far its mean rank is from the last.
    mean_rank = ranks @ np.arange(1, len(rows) + 1)
    assert len(rows) - mean_rank == pytest.approx(ahead.sum(axis=1) - 0.5, abs=1e-4)


@given(rows=phases(), data=st.data())
def test_the_order_of_the_phases_does_not_matter(rows: list[Row], data: st.DataObject) -> None:
    """A permutation of the phases permutes the answer, and nothing else; the seed is the same as well."""
    order = data.draw(st.permutations(range(len(rows))))
    found = compare(framework(), rows, draws=200)
    turned = compare(framework(), [rows[i] for i in order], draws=200)
    assert turned.seed == found.seed
    assert turned.error == found.error
    for place, i in zip(turned.places, order, strict=True):
        original = found.places[i]
        assert place.acceptability == original.acceptability
        assert place.central_weights == original.central_weights
        assert place.confidence == original.confidence
    for a, i in enumerate(order):
        for b, j in enumerate(order):
            assert turned.ahead[a][b] == found.ahead[i][j]


@given(rows=phases(1, 1), copies=st.integers(2, 4))
def test_identical_phases_share_everything(rows: list[Row], copies: int) -> None:
    found = compare(framework(), rows * copies, draws=100, seed=1)
    assert {value for row in found.ahead for value in row} == {0.5}
    for place in found.places:
        assert place.acceptability == pytest.approx([1 / copies] * copies, abs=1e-6)
        assert place.confidence == pytest.approx(1 / copies, abs=1e-6)
        assert place.central_weights == found.places[0].central_weights


@settings(max_examples=6)
@given(rows=phases())
def test_the_numbers_are_those_of_plain_loops(rows: list[Row]) -> None:
    found = compare(framework(), rows, draws=60, seed=11)
    ranks, ahead = plain(rows, 60, 11)
    for place, expected in zip(found.places, ranks, strict=True):
        assert place.acceptability == pytest.approx(expected, abs=1e-6)
    for row, pairs in zip(found.ahead, ahead, strict=True):
        assert row == pytest.approx(pairs, abs=1e-6)


@settings(max_examples=8)
@given(rows=phases(1, 1), weights=st.lists(st.floats(0.01, 1), min_size=28, max_size=28))
def test_held_weights_give_the_index_of_the_draws(rows: list[Row], weights: list[float]) -> None:
    """The short way to an index with weights held comes to what the simulation makes of the same weights."""
    scale = Scale(framework())
    ratings = arranged(scale, rows[0].findings.ratings)
    noise = noise_for(scale, 50, 5)
    drawn = _Phase.drawn(scale, rows[0], ratings, noise)
    given_weights = np.array(weights) / sum(weights)
    held = np.broadcast_to(given_weights, (50, 28))
    expected, _ = drawn_index(scale, ratings.counted, held, drawn.levels.astype(float))
    assert drawn.index_at(scale, given_weights) == pytest.approx(expected, abs=2e-6)


@given(rows=phases())
def test_central_weights_are_weights(rows: list[Row]) -> None:
    """They add up to 1, and weighted by how often each phase is first they give the weights as drawn."""
    found = compare(framework(), rows, draws=400, seed=2)
    total = dict.fromkeys(found.weights, 0.0)
    for place in found.places:
        first = place.acceptability[0]
        assert (place.central_weights is None) == (place.confidence is None) == (place.central_error is None)
        if place.central_weights is None:
            assert first == 0
            continue
        assert sum(place.central_weights.values()) == pytest.approx(1, abs=1e-5)
        for code, weight in place.central_weights.items():
            total[code] += first * weight
    scale = Scale(framework())
    noise = noise_for(scale, 400, 2)
    drawn = noise.gammas / noise.gammas.sum(axis=1, keepdims=True)
    for d, dimension in enumerate(framework().dimensions):
        assert total[dimension.code] == pytest.approx(drawn[:, scale.dimension == d].sum() / 400, abs=1e-5)


def test_weights_that_favour_a_phase_lean_to_what_it_is_good_at() -> None:
    """One phase strong in cause, another in means, else alike: each is put first by weight on its own strength."""
    base: dict[str, Any] = dict.fromkeys(CODES, 2)
    by_dimension = {c.code: c.dimension for c in framework().criteria}
    cause = phase({code: 4 if by_dimension[code] == "cause" else level for code, level in base.items()})
    means = phase({code: 4 if by_dimension[code] == "means" else level for code, level in base.items()})
    found = compare(framework(), [cause, means], draws=4000, seed=7)
    first, second = (place.central_weights for place in found.places)
    assert first is not None and second is not None
    assert first["cause"] > found.weights["cause"] > second["cause"]
    assert second["means"] > found.weights["means"] > first["means"]
    assert found.ahead[0][1] == pytest.approx(0.5, abs=5 * found.error)


def test_a_better_phase_is_ahead_in_every_draw() -> None:
    """With common numbers, a phase rated higher throughout with equal confidence is never behind."""
    found = compare(framework(), [uniform(3), uniform(2)], draws=1000, seed=1)
    assert found.ahead[0][1] == 1
    assert [place.acceptability for place in found.places] == [(1, 0), (0, 1)]
    assert found.places[1].central_weights is None
    assert found.error == 0


def test_one_phase_has_the_same_numbers_as_alone() -> None:
    """The index of a compared phase is drawn as in its own evaluation with that seed."""
    rows = [uniform(2), phase({**dict.fromkeys(CODES, 2), CODES[0]: 3})]
    scale = Scale(framework())
    noise = noise_for(scale, 500, 9)
    for row in rows:
        drawn = _Phase.drawn(scale, row, arranged(scale, row.findings.ratings), noise)
        alone = robustness(scale, row.findings, 500, 9)
        assert alone is not None
        assert alone.distribution.p50 == pytest.approx(float(np.quantile(drawn.index, 0.5)), abs=1e-6)


def test_what_is_not_rated_is_left_out_by_name() -> None:
    nothing = Row(findings({"uses_force": "yes"}), AS_OF)
    found = compare(framework(), [uniform(3), nothing, uniform(2)], draws=50, seed=1)
    assert found.left_out == (1,)
    assert [place.position for place in found.places] == [0, 2]
    assert len(found.ahead) == 2
    alone = compare(framework(), [nothing, uniform(2)], draws=50, seed=1)
    assert [place.acceptability for place in alone.places] == [(1,)]
    none = compare(framework(), [nothing, nothing], draws=50, seed=1)
    assert (none.places, none.ahead, none.left_out) == ((), (), (0, 1))


def test_the_error_is_that_of_the_least_certain_share() -> None:
    found = compare(
        framework(), [uniform(2), phase({**dict.fromkeys(CODES, 2), CODES[0]: 3})], draws=400, seed=7
    )
    shares = [s for place in found.places for s in place.acceptability]
    assert found.error == pytest.approx(max((s * (1 - s) / 400) ** 0.5 for s in shares), abs=1e-6)


@given(rows=phases(), seed=st.integers(0, SEED_LIMIT - 1))
def test_the_same_input_gives_the_same_bytes(rows: list[Row], seed: int) -> None:
    def made() -> str:
        found: Comparison = compare(framework(), rows, draws=100, seed=seed)
        return json.dumps(found.as_dict())

    assert made() == made()


def test_other_seeds_agree_within_their_errors() -> None:
    rows = [uniform(2), phase({**dict.fromkeys(CODES, 2), CODES[0]: 1, CODES[5]: 3, CODES[12]: 3})]
    one, other = (compare(framework(), rows, draws=5000, seed=seed) for seed in (1, 2))
    assert one.ahead != other.ahead
    assert abs(one.ahead[0][1] - other.ahead[0][1]) < 4 * (one.error**2 + other.error**2) ** 0.5


@pytest.mark.parametrize(
    ("rows", "options", "words"),
    [
        (1, {}, "2 to 10"),
        (11, {}, "2 to 10"),
        (2, {"draws": 0}, "draws"),
        (2, {"draws": 100_001}, "draws"),
        (2, {"draws": True}, "draws"),
        (2, {"seed": -1}, "seed"),
        (2, {"seed": SEED_LIMIT}, "seed"),
    ],
)
def test_what_is_out_of_range_is_refused(rows: int, options: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        compare(framework(), [uniform(2)] * rows, **options)
