"""Which of several phases is ahead on legitimacy, and how surely: SMAA-2 under one framework.

Stochastic multicriteria acceptability analysis draws weights and levels and asks, draw by draw, which phase comes
first (R. Lahdelma and P. Salminen, "SMAA-2", Operations Research 49 (2001) 444-454). All phases share the weights of
a draw, and on each criterion the uniform number that picks their levels: phases part only where their ratings do.
docs/scoring.md, "Comparing", derives what is measured here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from frameworks.scoring.canonical import DECIMALS, SEED_LIMIT, canonical_json, rounded, seed_from
from frameworks.scoring.confidence import TOP
from frameworks.scoring.evaluate import MOST_DRAWS, Row, canonical_input
from frameworks.scoring.legitimacy import Floats, Ratings, Scale, arranged
from frameworks.scoring.robustness import Noise, drawn_index, drawn_levels, noise_for, spreads
from frameworks.scoring.values import Framework

FEWEST, MOST = 2, 10
"""How many phases can be compared."""

Levels = NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Place:
    """Where one phase comes. `position` is its place among the rows given, from 0.

    `acceptability[r]` is the share of draws in which it takes rank r + 1 by the index of legitimacy, ties shared.
    `central_weights` are the mean weights of the dimensions over the draws in which it comes first, and
    `central_error` the largest standard error among them; `confidence` is the share of draws in which it comes first
    with those weights held. All three are None where it never comes first.
    """

    position: int
    acceptability: tuple[float, ...]
    central_weights: Mapping[str, float] | None
    central_error: float | None
    confidence: float | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """The phases that are rated, in the order given.

    `ahead[i][j]` is the share of draws in which the index of `places[i]` is above that of `places[j]`, a tie counting
    half; ½ on the diagonal. `left_out` has the positions of rows with nothing rated. `weights` are the stated weights
    of the dimensions that carry any. `error` is the largest standard error of the ranks and pairs.
    """

    places: tuple[Place, ...]
    ahead: tuple[tuple[float, ...], ...]
    left_out: tuple[int, ...]
    weights: Mapping[str, float]
    error: float
    draws: int
    seed: int

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON values, keys always in the same order."""
        return {
            "draws": self.draws,
            "seed": self.seed,
            "error": self.error,
            "weights": dict(self.weights),
            "places": [
                {
                    "position": place.position,
                    "acceptability": list(place.acceptability),
                    "central_weights": None if place.central_weights is None else dict(place.central_weights),
                    "central_error": place.central_error,
                    "confidence": place.confidence,
                }
                for place in self.places
            ],
            "ahead": [list(row) for row in self.ahead],
            "left_out": list(self.left_out),
        }


def compare(
    framework: Framework, rows: Sequence[Row], *, draws: int = 10_000, seed: int | None = None
) -> Comparison:
    """Compare 2 to 10 phases by their index of legitimacy under one framework.

    Unknown ratings are drawn like any other, uniformly; a phase with nothing rated is left out. Without a `seed` one
    follows from the ratings, whatever their order. Raises ValueError where rows, draws (1 to 100,000) or seed are
    out of range.
    """
    if not FEWEST <= len(rows) <= MOST:
        raise ValueError(f"a comparison takes {FEWEST} to {MOST} phases")
    if isinstance(draws, bool) or not 1 <= draws <= MOST_DRAWS:
        raise ValueError(f"draws must be from 1 to {MOST_DRAWS}")
    if seed is not None and (isinstance(seed, bool) or not 0 <= seed < SEED_LIMIT):
        raise ValueError(f"seed must be from 0 to {SEED_LIMIT - 1}")
    seed = _seed_of(rows) if seed is None else seed
    scale = Scale(framework)
    ratings = [arranged(scale, row.findings.ratings) for row in rows]
    rated = [i for i, given in enumerate(ratings) if given.rated.any()]
    noise = noise_for(scale, draws, seed)
    phases = [_Phase.drawn(scale, rows[i], ratings[i], noise) for i in rated]
    places, ahead, error = _ranked(scale, phases, rated, noise)
    return Comparison(
        places=places,
        ahead=ahead,
        left_out=tuple(i for i in range(len(rows)) if i not in rated),
        weights={d.code: rounded(d.weight) for d in framework.dimensions if d.weight > 0},
        error=error,
        draws=draws,
        seed=seed,
    )


def _seed_of(rows: Sequence[Row]) -> int:
    """One seed for the same ratings in whatever order they are given."""
    inputs = [canonical_input(row.findings, row.as_of)["ratings"] for row in rows]
    return seed_from(sorted(inputs, key=canonical_json))


@dataclass(frozen=True, slots=True)
class _Phase:
    """One phase in every draw: its ratings, its drawn levels (draws, criteria) and its index (draws,)."""

    ratings: Ratings
    levels: Levels
    index: Floats

    @classmethod
    def drawn(cls, scale: Scale, row: Row, ratings: Ratings, noise: Noise) -> _Phase:
        """The phase with the levels that the common uniform numbers pick from its own chances."""
        levels = drawn_levels(noise.uniforms, spreads(scale, row.findings))
        index, _ = drawn_index(scale, ratings.counted, noise.gammas, levels)
        return cls(ratings, levels.astype(np.int8), index)

    def index_at(self, scale: Scale, weights: Floats) -> Floats:
        """Its index in every draw with the weights of the criteria held; what is na drops out as ever."""
        applying = np.where(self.ratings.counted, weights, 0.0)
        dimension = np.bincount(scale.dimension, weights=weights, minlength=len(scale.across))
        counted = np.bincount(scale.dimension, weights=applying, minlength=len(scale.across))
        remaining = np.where(counted > 0, dimension, 0.0)
        share = remaining / np.where(counted > 0, counted, 1.0) / remaining.sum()
        held = applying * share[scale.dimension]
        return np.asarray(np.round(100 / TOP * (self.levels @ held), DECIMALS))


def _ranked(
    scale: Scale, phases: Sequence[_Phase], positions: Sequence[int], noise: Noise
) -> tuple[tuple[Place, ...], tuple[tuple[float, ...], ...], float]:
    """Places, pairs and the largest standard error of their shares."""
    weights = noise.gammas / noise.gammas.sum(axis=1, keepdims=True)
    indices = [phase.index for phase in phases]
    draws = len(weights)
    places, ahead, worst = [], [], 0.0
    for i, position in enumerate(positions):
        above, level = _beside(indices, i)
        ranks = [_rank_shares(above, level, rank) for rank in range(len(phases))]
        pairs = [_mean((indices[i] > other) + 0.5 * (indices[i] == other)) for other in indices]
        acceptability = [_mean(share) for share in ranks]
        worst = max([worst, *(share * (1 - share) for share in (*acceptability, *_without(pairs, i)))])
        central = _central(scale, weights, ranks[0])
        places.append(
            Place(
                position=position,
                acceptability=tuple(map(rounded, acceptability)),
                central_weights=None if central is None else central.dimensions,
                central_error=None if central is None else central.error,
                confidence=None if central is None else _confidence(scale, phases, i, central.criteria),
            )
        )
        ahead.append(tuple(map(rounded, pairs)))
    return tuple(places), tuple(ahead), rounded((worst / draws) ** 0.5)


def _mean(shares: Floats) -> float:
    return float(shares.mean())


def _without(values: Sequence[float], place: int) -> list[float]:
    return [value for i, value in enumerate(values) if i != place]


def _beside(indices: Sequence[Floats], i: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """In each draw, how many phases are above phase i, and how many are level with it, itself included."""
    above = np.sum([other > indices[i] for other in indices], axis=0)
    level = np.sum([other == indices[i] for other in indices], axis=0)
    return above, level


def _rank_shares(above: NDArray[np.int64], level: NDArray[np.int64], rank: int) -> Floats:
    """What a phase takes of a rank in each draw: all of it alone, an equal part among those level with it."""
    return np.where((above <= rank) & (rank < above + level), 1 / level, 0.0)


@dataclass(frozen=True, slots=True)
class _Central:
    """Central weights: of the criteria, for holding them; of the dimensions with their error, for showing."""

    criteria: Floats
    dimensions: Mapping[str, float]
    error: float


def _central(scale: Scale, weights: Floats, first: Floats) -> _Central | None:
    """The mean weights over the draws in which a phase comes first, shared first places counting in part.

    The error of this ratio of two means is √Σ s²(w − w̄)² / Σ s with s the share of the first place in a draw.
    """
    total = first.sum()
    if not total:
        return None
    criteria = (first[:, None] * weights).sum(axis=0) / total
    held, codes = [], []
    errors = [0.0]
    for d, dimension in enumerate(scale.framework.dimensions):
        if dimension.weight <= 0:
            continue
        drawn = weights[:, scale.dimension == d].sum(axis=1)
        mean = (first * drawn).sum() / total
        errors.append(float(np.sqrt((first**2 * (drawn - mean) ** 2).sum()) / total))
        codes.append(dimension.code)
        held.append(rounded(mean))
    return _Central(criteria, dict(zip(codes, held, strict=True)), rounded(max(errors)))


def _confidence(scale: Scale, phases: Sequence[_Phase], i: int, weights: Floats) -> float:
    """How often phase i comes first with the weights held and only the levels drawn."""
    above, level = _beside([phase.index_at(scale, weights) for phase in phases], i)
    return rounded(_mean(_rank_shares(above, level, 0)))
