"""Rating flips: the ratings whose change would move legitimacy to another band.

Every set of one or two ratings is tried with every level, all at once: the index is linear in the levels, so a
set needs one row of weights, and its levels are added on top.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from frameworks.scoring.canonical import DECIMALS
from frameworks.scoring.confidence import LEVELS, TOP
from frameworks.scoring.findings import Findings
from frameworks.scoring.legitimacy import Flags, Floats, Index, Ratings, Scale, arranged, bands_of, index
from frameworks.scoring.values import BANDS, Band

LARGEST_SET = 2
MOST_REPORTED = 8
"""So many sets are reported for each band; the rest are counted."""

_NOT_RATED = -1
_INDEX_LAST = 1000
"""Parts the two orders of the least change: levels count in ones, the index (0–100) in thousandths."""


@dataclass(frozen=True, slots=True)
class RatingChange:
    """One criterion rated otherwise; `old` is None where it is not rated yet."""

    criterion: str
    old: int | None
    new: int


@dataclass(frozen=True, slots=True)
class RatingFlip:
    """Changes that together, and not without any one of them, reach `band`; `steps` is how many levels in all."""

    band: Band
    changes: tuple[RatingChange, ...]
    steps: int

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON values; a rating that was unknown is null."""
        changes = [{"criterion": c.criterion, "from": c.old, "to": c.new} for c in self.changes]
        return {"band": self.band, "changes": changes, "steps": self.steps}


@dataclass(frozen=True, slots=True)
class RatingFlips:
    """The flips with the least change, and how many more sets there are."""

    flips: tuple[RatingFlip, ...]
    left_out: int


NONE = RatingFlips((), 0)


def rating_flips(
    scale: Scale, findings: Findings, today: Index | None = None, ratings: Ratings | None = None
) -> RatingFlips:
    """All minimal sets of at most two ratings whose change reaches another band, the smallest change first.

    Of the levels by which a set reaches a band, those count that change fewest levels in all, then those that
    move the index least. To rate what is unknown counts as one step, whatever the level: nothing is taken back.
    What does not apply (`na`) and what has no weight is left out. The eight smallest are reported for each
    band, each confirmed by evaluating again. Empty where there is no band today.
    """
    now = (today or index(scale, findings)).band
    if now is None:
        return NONE
    search = _Search(scale, ratings or arranged(scale, findings.ratings))
    reported: list[RatingFlip] = []
    left_out = 0
    for band in BANDS:
        if band != now:
            found = sorted(search.reaching(band), key=lambda flip: (flip.steps, len(flip.changes)))
            reported += found[:MOST_REPORTED]
            left_out += len(found[MOST_REPORTED:])
    for flip, band_again in zip(reported, search.again(reported), strict=True):
        if band_again != flip.band:
            raise RuntimeError(f"rating flip not confirmed by evaluating again: {flip}")
    return RatingFlips(tuple(sorted(reported, key=lambda f: (f.steps, len(f.changes)))), left_out)


class _Search:
    """The bands of all sets (rows) with all levels (columns), computed once for each size of set."""

    def __init__(self, scale: Scale, ratings: Ratings) -> None:
        self.scale = scale
        self.ratings = ratings
        self.old = np.where(self.ratings.rated, self.ratings.levels, _NOT_RATED).astype(int)
        members = np.flatnonzero(self.ratings.counted).tolist()
        self.today = self.index_of(np.zeros((1, 0), dtype=int), np.zeros((1, 0)))[0][0, 0]
        self.tried = [_Tried(self, list(combinations(members, size))) for size in (1, LARGEST_SET)]

    def reaching(self, band: Band) -> Iterator[RatingFlip]:
        """The minimal sets for one band with their least change, by size, then catalogue order."""
        singles: set[int] = set()
        for tried in self.tried:
            for members, levels, steps in tried.reaching(BANDS.index(band)):
                if singles.isdisjoint(members):
                    singles |= set(members) if len(members) == 1 else set()
                    yield RatingFlip(band, self.changes(members, levels), steps)

    def changes(self, members: tuple[int, ...], levels: tuple[int, ...]) -> tuple[RatingChange, ...]:
        criteria = self.scale.framework.criteria
        old = [None if self.old[c] == _NOT_RATED else int(self.old[c]) for c in members]
        rows = zip(members, old, levels, strict=True)
        return tuple(RatingChange(criteria[c].code, before, after) for c, before, after in rows)

    def again(self, flips: Sequence[RatingFlip]) -> list[Band | None]:
        """The band with the changes of each flip, by the ordinary path."""
        position = {criterion.code: c for c, criterion in enumerate(self.scale.framework.criteria)}
        levels = np.repeat(self.ratings.levels[:, None], len(flips), axis=1)
        rated = np.repeat(self.ratings.rated[:, None], len(flips), axis=1)
        for column, flip in enumerate(flips):
            for change in flip.changes:
                levels[position[change.criterion], column] = change.new
                rated[position[change.criterion], column] = True
        return bands_of(self.scale, levels, rated)

    def index_of(self, sets: NDArray[np.int_], levels: Floats) -> tuple[Floats, Floats, Flags]:
        """Index (sets, answers) and dimension indices (sets, answers, dimensions); who is rated (sets, criteria).

        `sets` holds positions (sets, size), `levels` the answers tried (answers, size).
        """
        scale, rows = self.scale, np.arange(len(sets))
        rated = np.tile(self.ratings.rated, (len(sets), 1))
        held = np.tile(self.ratings.levels, (len(sets), 1))
        for members in sets.T:
            rated[rows, members] = True
            held[rows, members] = 0.0
        within, across = scale.rows(scale.across[None], scale.within[None], rated)
        member = scale.dimension[:, None] == np.arange(len(scale.across))
        dimensions = np.repeat((within * held @ member)[:, None, :], len(levels), axis=1)
        for place, members in enumerate(sets.T):
            added = within[rows, members][:, None] * levels[:, place]
            dimensions[rows, :, scale.dimension[members]] += added
        dimensions *= 100 / TOP
        found = np.einsum("sad,sd->sa", dimensions, across)
        return found, np.where((across > 0)[:, None, :], dimensions, np.nan), rated


class _Tried:
    """All sets of one size with all answers to them: the band and the cost of each."""

    def __init__(self, search: _Search, sets: list[tuple[int, ...]]) -> None:
        self.sets = sets
        size = len(sets[0]) if sets else 1
        self.answers = list(product(LEVELS, repeat=size))
        members, levels = np.array(sets, dtype=int).reshape(-1, size), np.array(self.answers)
        found, dimensions, rated = search.index_of(members, levels.astype(float))
        old = search.old[members][:, None, :]
        moved = np.where(old == _NOT_RATED, 1, np.abs(levels[None] - old))
        self.steps = moved.sum(axis=2)
        self.valid = (moved > 0).all(axis=2)
        self.cost = self.steps + np.round(np.abs(found - search.today), DECIMALS) / _INDEX_LAST
        self.bands = self.banded(search, members, levels, found, dimensions, rated)

    def banded(
        self,
        search: _Search,
        members: NDArray[np.int_],
        levels: NDArray[np.int_],
        found: Floats,
        dimensions: Floats,
        rated: Flags,
    ) -> NDArray[np.intp]:
        """The band of each set with each answer; what is not rated takes the top level, which never caps."""
        scale = search.scale
        held = np.where(rated, search.ratings.levels, float(TOP))
        capping = np.flatnonzero(search.ratings.counted & (scale.cap_at >= 0))
        every = np.repeat(held[:, None, capping], len(levels), axis=1)
        for place, column in enumerate(members.T):
            of_set, of_capping = np.nonzero(column[:, None] == capping)
            every[of_set, :, of_capping] = levels[:, place]
        flat = every.reshape(found.size, len(capping)), dimensions.reshape(found.size, dimensions.shape[2])
        return scale.banded_by(found.ravel(), *flat, capping).reshape(found.shape)

    def reaching(self, band: int) -> Iterator[tuple[tuple[int, ...], tuple[int, ...], int]]:
        """Each set that reaches the band (by position) with its cheapest answer and its steps."""
        cost = np.where((self.bands == band) & self.valid, self.cost, np.inf)
        best = cost.argmin(axis=1)
        for row in np.flatnonzero(np.isfinite(cost.min(axis=1))):
            yield self.sets[row], self.answers[best[row]], int(self.steps[row, best[row]])
