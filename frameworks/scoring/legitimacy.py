"""Legitimacy: the weighted index, its bounds, its band, what each rating adds. Legality is no input."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from frameworks.scoring.canonical import DECIMALS, apportioned
from frameworks.scoring.confidence import CANNOT_BE_JUDGED, TOP, rests_on_nothing
from frameworks.scoring.findings import Findings, Rating
from frameworks.scoring.kernel import (
    MOST_EQUALS,
    ROWS_OF_FLOATS,
    Cap,
    Codes,
    Equals,
    Weights,
    blocks,
    coverage,
    points,
)
from frameworks.scoring.table import NOT_APPLICABLE, rating_columns
from frameworks.scoring.values import BANDS, Band, Framework, This

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Numbers = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class DimensionIndex:
    """The index of one dimension over its rated criteria, its bounds, and the share of its weight rated."""

    index: float | None
    low: float | None
    high: float | None
    coverage: float | None


@dataclass(frozen=True, slots=True)
class Contribution:
    """What a rated criterion adds to the index, and the weight with which it does."""

    criterion: str
    points: float
    weight: float


@dataclass(frozen=True, slots=True)
class CapBite:
    """A criterion or dimension that holds the band below where the index alone would put it."""

    kind: str
    code: str
    band: Band


@dataclass(frozen=True, slots=True)
class Index:
    """The index of legitimacy with everything that must be shown beside it. All on 0–100, six decimals."""

    index: float | None
    low: float | None
    high: float | None
    band: Band | None
    band_at_least: Band | None
    band_at_most: Band | None
    capped_by: tuple[CapBite, ...]
    coverage: float
    dimensions: Mapping[str, DimensionIndex]
    contributions: tuple[Contribution, ...]


@dataclass(frozen=True)
class Scale:
    """The criteria of a framework as arrays, in catalogue order; one of zero weight counts for nothing."""

    framework: Framework

    @cached_property
    def dimension(self) -> Numbers:
        """The position of each criterion's dimension."""
        positions = {dimension.code: i for i, dimension in enumerate(self.framework.dimensions)}
        return np.array([positions[c.dimension] for c in self.framework.criteria], dtype=np.intp)

    @cached_property
    def across(self) -> Floats:
        """The weight of each dimension."""
        return np.array([dimension.weight for dimension in self.framework.dimensions])

    @cached_property
    def within(self) -> Floats:
        """The weight of each criterion within its dimension, zero where the dimension has none."""
        weights = np.array([criterion.weight for criterion in self.framework.criteria])
        return np.where(self.across[self.dimension] > 0, weights, 0.0)

    @cached_property
    def overall(self) -> Floats:
        """The weight of each criterion overall."""
        return np.asarray(self.within * self.across[self.dimension])

    @cached_property
    def cap_at(self) -> Floats:
        """The level at or below which a criterion caps the band; −1 where it never does."""
        caps = [criterion.caps.at if criterion.caps else -1 for criterion in self.framework.criteria]
        return np.where(self.within > 0, np.array(caps, dtype=float), -1.0)

    @cached_property
    def cap_band(self) -> Numbers:
        """The band, as a position, to which a criterion caps."""
        bands = [BANDS.index(c.caps.band) if c.caps else 2 for c in self.framework.criteria]
        return np.array(bands, dtype=np.intp)

    @cached_property
    def compact(self) -> Weights:
        """The scale in the form the kernel takes."""
        framework = self.framework
        weighty = [np.flatnonzero((self.dimension == d) & (self.within > 0)) for d in range(len(self.across))]
        capping = np.flatnonzero(self.cap_at >= 0).tolist()
        return Weights(
            members=tuple(tuple(members.tolist()) for members in weighty),
            equals=tuple(self._equals(weighty)),
            across=self.across,
            caps=tuple(Cap(i, float(self.cap_at[i]), int(self.cap_band[i])) for i in capping),
            limits=(framework.bands.mixed, framework.bands.high),
            floor_below=framework.dimension_floor.below,
            floor_band=BANDS.index(framework.dimension_floor.band),
        )

    def _equals(self, weighty: list[Numbers]) -> Iterator[Equals]:
        for d, members in enumerate(weighty):
            for weight in dict.fromkeys(self.within[members].tolist()):
                alike = members[self.within[members] == weight].tolist()
                for part in blocks(len(alike), MOST_EQUALS):
                    yield Equals(d, weight, tuple(alike[part]))

    def shares(self, counted: Flags) -> tuple[Floats, Floats]:
        """Weights within each dimension over the counted criteria, and over the dimensions that have any."""
        kept = np.where(counted, self.within, 0.0)
        totals = np.bincount(self.dimension, weights=kept, minlength=len(self.across))
        remaining = np.where(totals > 0, self.across, 0.0)
        within = kept / np.where(totals > 0, totals, 1.0)[self.dimension]
        return within, remaining / (remaining.sum() or 1.0)

    def weights(self, counted: Flags) -> Floats:
        """The weight of each counted criterion in the index, zero for the others; they add up to 1."""
        within, across = self.shares(counted)
        return np.asarray(within * across[self.dimension])

    def rows(self, across: Floats, within: Floats, counted: Flags) -> tuple[Floats, Floats]:
        """`shares` row by row: weights of its own and criteria of its own in every row.

        Shapes: `across` (rows or 1, dimensions), `within` and `counted` (rows or 1, criteria). Gives the weights
        within each dimension (rows, criteria) and those of the dimensions (rows, dimensions).
        """
        member = self.dimension[:, None] == np.arange(len(self.across))
        kept = np.where(counted, within, 0.0)
        totals = kept @ member
        remaining = np.where(totals > 0, across, 0.0)
        sums = remaining.sum(axis=1, keepdims=True)
        within_each = kept / np.where(totals > 0, totals, 1.0)[:, self.dimension]
        return within_each, remaining / np.where(sums > 0, sums, 1.0)

    def dimension_indices(self, levels: Floats, counted: Flags) -> Floats:
        """The index of each dimension, NaN where none of its criteria counts."""
        within, across = self.shares(counted)
        values = np.bincount(self.dimension, weights=within * levels, minlength=len(self.across)) * 100 / TOP
        return np.where(across > 0, values, np.nan)

    def banded(self, index: Floats, levels: Floats, dimensions: Floats, counted: Flags) -> Numbers:
        """The band of each row as a position: from the index, lowered by the caps.

        Shapes: `index` (rows,), `levels` (rows, criteria), `dimensions` (rows, dimensions), `counted`
        (criteria,).
        """
        capping = np.flatnonzero(counted & (self.cap_at >= 0))
        return self.banded_by(index, levels[:, capping], dimensions, capping)

    def banded_by(self, index: Floats, levels: Floats, dimensions: Floats, capping: Numbers) -> Numbers:
        """The same given the levels of the capping criteria alone: `levels` (rows, capping criteria)."""
        floor = self.framework.dimension_floor
        band = self.uncapped(index)
        for i, level in zip(capping, levels.T, strict=True):
            capped = np.minimum(band, self.cap_band[i])
            band = np.where(level <= self.cap_at[i], capped, band)
        below = (np.round(dimensions, DECIMALS) < floor.below).any(axis=1)
        return np.where(below, np.minimum(band, BANDS.index(floor.band)), band)

    def uncapped(self, index: Floats) -> Numbers:
        """The band that the index alone gives; rounded first, so that 40 is mixed whatever the last bit."""
        limits = [self.framework.bands.mixed, self.framework.bands.high]
        return np.searchsorted(limits, np.round(index, DECIMALS), side="right")


def scale_of(framework: Framework) -> Scale:
    """The scale of this very framework, made once: what it works out stays with it."""
    return _scale_of(This(framework))


@lru_cache(maxsize=64)
def _scale_of(this: This) -> Scale:
    return Scale(this.framework)


@dataclass(frozen=True, slots=True)
class Ratings:
    """One set of ratings as arrays over the criteria. `levels` is 0 where nothing is rated."""

    levels: Floats
    rated: Flags
    counted: Flags
    """Rated or unknown: everything that is not `na` and has weight."""
    open: Flags
    """Unknown, or rated on evidence that cannot be judged: the bounds take 0 and 4."""


def arranged(scale: Scale, ratings: Mapping[str, Rating]) -> Ratings:
    """The ratings in catalogue order."""
    listed = [ratings.get(criterion.code, Rating()) for criterion in scale.framework.criteria]
    levels = [rating.level if isinstance(rating.level, int) else 0 for rating in listed]
    rated = np.array([isinstance(rating.level, int) for rating in listed])
    weighty = scale.within > 0
    return Ratings(
        levels=np.array(levels, dtype=float),
        rated=rated & weighty,
        counted=np.array([rating.level != "na" for rating in listed]) & weighty,
        open=~rated | np.array([rests_on_nothing(rating) for rating in listed]),
    )


@dataclass(frozen=True, slots=True)
class LegitimacyScores:
    """The index of many rows on 0–100, six decimals, NaN where there is none, and bands as positions, −1 likewise.

    `index`, `low`, `high`, `band`, `band_at_least`, `band_at_most` and `coverage` have the shape (rows,), those of
    the dimensions (rows, dimensions).
    """

    index: Floats
    low: Floats
    high: Floats
    band: Codes
    band_at_least: Codes
    band_at_most: Codes
    coverage: Floats
    dimension_index: Floats
    dimension_low: Floats
    dimension_high: Floats
    dimension_coverage: Floats


class RatedColumns(NamedTuple):
    """Ratings over criteria and rows, in the sense of `Ratings`."""

    levels: Codes
    rated: Flags
    counted: Flags
    open: Flags


def rated_columns(scale: Scale, levels: Codes, evidence: Codes) -> RatedColumns:
    """Levels and evidence (rows, criteria), coded as in `Table`, as (criteria, rows)."""
    levels, weighty = levels.T, (scale.within > 0)[:, None]
    known = levels >= 0
    return RatedColumns(
        np.where(known, levels, np.int8(0)),
        known & weighty,
        (levels != NOT_APPLICABLE) & weighty,
        ~known | (evidence.T == CANNOT_BE_JUDGED),
    )


def legitimacy_scores(scale: Scale, levels: Codes, evidence: Codes) -> LegitimacyScores:
    """The index, bounds and bands of rows of ratings (rows, criteria), coded as in `Table`."""
    rows, dimensions = len(levels), len(scale.across)
    numbers, bands = np.empty((4, rows)), np.empty((3, rows), dtype=np.int8)
    of_dimensions = np.empty((4, dimensions, rows))
    for block in blocks(rows, ROWS_OF_FLOATS):
        given = rated_columns(scale, levels[block], evidence[block])
        least_levels = np.where(given.open, np.int8(0), given.levels)
        most_levels = np.where(given.open, np.int8(TOP), given.levels)
        at = points(scale.compact, given.levels, given.rated)
        least = points(scale.compact, least_levels, given.counted)
        most = points(scale.compact, most_levels, given.counted)
        shares, within = coverage(scale.compact, at.counted, least.counted)
        for i, found in enumerate((at, least, most)):
            np.round(found.value, DECIMALS, out=numbers[i, block])
            np.round(found.dimensions, DECIMALS, out=of_dimensions[i, :, block])
            bands[i, block] = found.band
        np.round(shares, DECIMALS, out=numbers[3, block])
        np.round(within, DECIMALS, out=of_dimensions[3, :, block])
    index, low, high, rated = numbers
    bands[0, rated < scale.framework.minimum_coverage] = -1
    return LegitimacyScores(
        index=index,
        low=low,
        high=high,
        band=bands[0],
        band_at_least=bands[1],
        band_at_most=bands[2],
        coverage=rated,
        dimension_index=of_dimensions[0].T,
        dimension_low=of_dimensions[1].T,
        dimension_high=of_dimensions[2].T,
        dimension_coverage=of_dimensions[3].T,
    )


def index(scale: Scale, findings: Findings) -> Index:
    """The index of legitimacy of one set of findings, its bounds and band: a batch of one."""
    codes = [criterion.code for criterion in scale.framework.criteria]
    columns = rating_columns(codes, [findings.ratings])
    return index_of(scale, findings, legitimacy_scores(scale, columns.levels, columns.evidence), 0)


def index_of(
    scale: Scale, findings: Findings, scores: LegitimacyScores, row: int, ratings: Ratings | None = None
) -> Index:
    """One row of a batch, with what caps its band and what each rating adds; `ratings` where they are arranged."""
    ratings = ratings or arranged(scale, findings.ratings)
    value = _number(scores.index[row])
    band = _band(scores.band[row])
    return Index(
        index=value,
        low=_number(scores.low[row]),
        high=_number(scores.high[row]),
        band=band,
        band_at_least=_band(scores.band_at_least[row]),
        band_at_most=_band(scores.band_at_most[row]),
        capped_by=() if band is None else _bites(scale, ratings, scores, row),
        coverage=float(scores.coverage[row]),
        dimensions={
            dimension.code: DimensionIndex(
                _number(scores.dimension_index[row, d]),
                _number(scores.dimension_low[row, d]),
                _number(scores.dimension_high[row, d]),
                _number(scores.dimension_coverage[row, d]),
            )
            for d, dimension in enumerate(scale.framework.dimensions)
        },
        contributions=_contributions(scale, ratings, value),
    )


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _band(position: int) -> Band | None:
    return None if position < 0 else BANDS[position]


def bands_of(scale: Scale, levels: Floats, rated: Flags) -> list[Band | None]:
    """The band, caps included, of each column of levels (criteria, columns) of those criteria that are rated.

    None where none is.
    """
    if not levels.shape[1]:
        return []
    return [_band(band) for band in points(scale.compact, levels.astype(np.int8), rated).band]


def _bites(scale: Scale, ratings: Ratings, scores: LegitimacyScores, row: int) -> tuple[CapBite, ...]:
    """What lowers the band, criteria before dimensions, each in catalogue order."""
    framework = scale.framework
    uncapped = int(scale.uncapped(scores.index[row : row + 1])[0])
    bites = [
        CapBite("criterion", criterion.code, criterion.caps.band)
        for i, criterion in enumerate(framework.criteria)
        if criterion.caps
        and ratings.rated[i]
        and ratings.levels[i] <= scale.cap_at[i]
        and BANDS.index(criterion.caps.band) < uncapped
    ]
    floor = framework.dimension_floor
    if BANDS.index(floor.band) < uncapped:
        low = scores.dimension_index[row] < floor.below
        bites += [
            CapBite("dimension", d.code, floor.band) for i, d in enumerate(framework.dimensions) if low[i]
        ]
    return tuple(bites)


def _contributions(scale: Scale, ratings: Ratings, total: float | None) -> tuple[Contribution, ...]:
    """Points per rated criterion, rounded so that they add up to the published index."""
    if total is None:
        return ()
    rated = np.flatnonzero(ratings.rated)
    weights = scale.weights(ratings.rated)[rated]
    points = apportioned((100 / TOP * weights * ratings.levels[rated]).tolist(), total)
    shares = apportioned(weights.tolist(), 1.0)
    codes = [scale.framework.criteria[i].code for i in rated]
    return tuple(Contribution(*row) for row in zip(codes, points, shares, strict=True))
