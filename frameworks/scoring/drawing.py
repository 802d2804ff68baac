"""Draws of whole batches: what becomes of index and band where weights and ratings vary within what is known of them.

Every row meets the same random numbers, and is worked out in blocks as in `kernel`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from frameworks.scoring.canonical import DECIMALS
from frameworks.scoring.kernel import (
    TOP,
    Codes,
    Flags,
    Floats,
    Numbers,
    Weights,
    at_most,
    blocks,
    published_floor,
)

QUANTILES = (0.05, 0.5, 0.95)
_DRAWS_AT_ONCE = 1 << 12
_INDICES_AT_ONCE = 1 << 21
_CELLS_AT_ONCE = 1 << 16


class Drawn(NamedTuple):
    """What the draws of each row come to: quantiles (rows, 3) and shares of bands (rows, 3), unrounded."""

    quantiles: Floats
    bands: Floats


def drawn(
    weights: Weights, limits: Floats, spreads: Codes, counted: Flags, noise: tuple[Floats, Floats]
) -> Drawn:
    """Draw every row with the same random numbers: `noise` is gammas for weights and uniforms for levels,
    each (criteria, draws).

    `spreads` (criteria, rows) names the spread of each rating, a row of `limits` (spreads, 4): the cumulated
    chances of levels 0 to 3. `counted` (criteria, rows) says what applies; each row needs something that does.
    """
    rows, draws = counted.shape[1], noise[0].shape[1]
    found = Drawn(np.empty((rows, len(QUANTILES))), np.empty((rows, len(weights.limits) + 1)))
    patterns, pattern = np.unique(counted, axis=1, return_inverse=True)
    order = np.argsort(pattern, kind="stable")
    for block in blocks(rows, max(1, _INDICES_AT_ONCE // draws)):
        chosen = order[block]
        index = np.empty((len(chosen), draws))
        band = np.empty((len(chosen), draws), dtype=np.int8)
        for part in blocks(draws, _DRAWS_AT_ONCE):
            terms = _terms(limits, spreads[:, chosen], *(variates[:, part] for variates in noise))
            for alike in _runs(pattern[chosen]):
                applies = patterns[:, pattern[chosen[alike.start]]]
                _draw(weights, terms, applies, alike, (index[:, part], band[:, part]))
        for place in range(found.bands.shape[1]):
            found.bands[chosen, place] = (band == place).mean(axis=1)
        # np.quantile copies what it is given, so it is given a few rows at a time.
        for few in blocks(len(chosen), max(1, _CELLS_AT_ONCE // draws)):
            found.quantiles[chosen[few]] = np.quantile(index[few], QUANTILES, axis=1).T
    return found


class _Terms(NamedTuple):
    """What a block of draws needs of each criterion: one row per distinct spread, and which row each rating takes."""

    gammas: Floats
    levels: list[Codes]
    weighted: list[Floats]
    picks: Numbers


def _terms(limits: Floats, spreads: Codes, gammas: Floats, uniforms: Floats) -> _Terms:
    """Levels, and levels times gammas, for every spread that occurs; random numbers are (criteria, draws)."""
    if spreads.shape[1] == 1:
        return _terms_of_one(limits[spreads[:, 0]], gammas, uniforms)
    picks = np.empty(spreads.shape, dtype=np.intp)
    levels, weighted = [], []
    for criterion, row in enumerate(spreads):
        used, picks[criterion] = np.unique(row, return_inverse=True)
        reached = np.zeros((len(used), uniforms.shape[1]), dtype=np.int8)
        for limit in limits[used].T:
            reached += uniforms[criterion] >= limit[:, None]
        levels.append(reached)
        weighted.append(reached * gammas[criterion])
    return _Terms(gammas, levels, weighted, picks)


def _terms_of_one(limits: Floats, gammas: Floats, uniforms: Floats) -> _Terms:
    """The same of a single row: every criterion has one spread, whose limits (criteria, 4) are given."""
    reached = np.zeros(uniforms.shape, dtype=np.int8)
    for limit in limits.T:
        reached += (uniforms >= limit[:, None]).view(np.int8)
    weighted = reached * gammas
    picks = np.zeros((len(limits), 1), dtype=np.intp)
    return _Terms(gammas, list(reached[:, None]), list(weighted[:, None]), picks)


def _runs(numbers: Numbers) -> Iterator[slice]:
    """The stretches of equal numbers."""
    starts = [0, *(np.flatnonzero(np.diff(numbers)) + 1).tolist(), len(numbers)]
    return (slice(start, end) for start, end in zip(starts, starts[1:], strict=False))


def _draw(weights: Weights, terms: _Terms, applies: Flags, rows: slice, out: tuple[Floats, Codes]) -> None:
    """Index and band of `rows`, to all of which the same criteria apply, into their places in `out`.

    A dimension weighs in proportion to the gammas of all its criteria, a criterion within it in proportion to
    its own among those that apply.
    """
    counting = [(d, [c for c in members if applies[c]]) for d, members in enumerate(weights.members)]
    counting = [(d, members) for d, members in counting if members]
    whole = [terms.gammas[list(weights.members[d])].sum(axis=0) for d, _ in counting]
    weight = np.sum(whole, axis=0)
    scale = [100 / TOP / terms.gammas[members].sum(axis=0) for _, members in counting]
    for step in blocks(rows.stop - rows.start, max(1, _CELLS_AT_ONCE // len(weight))):
        place = slice(rows.start + step.start, rows.start + step.stop)
        picks = terms.picks[:, place]
        total = np.zeros((picks.shape[1], len(weight)))
        below = np.zeros(total.shape, dtype=np.bool_)
        spare = np.empty_like(total)
        for (_, members), own, factor in zip(counting, whole, scale, strict=True):
            value = terms.weighted[members[0]][picks[members[0]]]
            for criterion in members[1:]:
                np.take(terms.weighted[criterion], picks[criterion], axis=0, out=spare, mode="clip")
                value += spare
            value *= factor
            below |= value < published_floor(weights.floor_below)
            value *= own
            total += value
        index = np.round(np.divide(total, weight, out=total), DECIMALS)
        out[0][place] = index
        out[1][place] = _drawn_bands(weights, index, terms, picks, applies, below)


def _drawn_bands(
    weights: Weights, index: Floats, terms: _Terms, picks: Numbers, applies: Flags, below: Flags
) -> Codes:
    band = np.add(index >= weights.limits[0], index >= weights.limits[1], dtype=np.int8)
    for cap in weights.caps:
        if applies[cap.criterion]:
            held = at_most(cap.band, terms.levels[cap.criterion] <= cap.at)
            np.minimum(band, held.take(picks[cap.criterion], axis=0), out=band)
    return np.minimum(band, at_most(weights.floor_band, below), out=band)
