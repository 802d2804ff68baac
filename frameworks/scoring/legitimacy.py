"""Legitimacy: the weighted index, its bounds, its band, what each rating adds. Legality is no input."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from frameworks.scoring.canonical import DECIMALS, apportioned, rounded
from frameworks.scoring.confidence import TOP, rests_on_nothing
from frameworks.scoring.findings import Findings, Rating
from frameworks.scoring.values import BANDS, Band, Framework

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
        floor = self.framework.dimension_floor
        band = self.uncapped(index)
        for i in np.flatnonzero(counted & (self.cap_at >= 0)):
            capped = np.minimum(band, self.cap_band[i])
            band = np.where(levels[:, i] <= self.cap_at[i], capped, band)
        below = (np.round(dimensions, DECIMALS) < floor.below).any(axis=1)
        return np.where(below, np.minimum(band, BANDS.index(floor.band)), band)

    def uncapped(self, index: Floats) -> Numbers:
        """The band that the index alone gives; rounded first, so that 40 is mixed whatever the last bit."""
        limits = [self.framework.bands.mixed, self.framework.bands.high]
        return np.searchsorted(limits, np.round(index, DECIMALS), side="right")


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
class _Point:
    """The index and band for one choice of levels."""

    index: float | None
    band: Band | None
    dimensions: Floats
    bites: tuple[CapBite, ...]


def index(scale: Scale, findings: Findings) -> Index:
    """The index of legitimacy, its bounds and band."""
    ratings = arranged(scale, findings.ratings)
    at = _point(scale, ratings.levels, ratings.rated)
    least = _point(scale, np.where(ratings.open, 0.0, ratings.levels), ratings.counted)
    most = _point(scale, np.where(ratings.open, float(TOP), ratings.levels), ratings.counted)
    weights = scale.weights(ratings.counted)
    coverage = rounded(weights[ratings.rated].sum())
    enough = at.index is not None and coverage >= scale.framework.minimum_coverage
    return Index(
        index=at.index,
        low=least.index,
        high=most.index,
        band=at.band if enough else None,
        band_at_least=least.band,
        band_at_most=most.band,
        capped_by=at.bites if enough else (),
        coverage=coverage,
        dimensions=_dimensions(scale, ratings, (at, least, most)),
        contributions=_contributions(scale, ratings, at.index),
    )


def _point(scale: Scale, levels: Floats, counted: Flags) -> _Point:
    dimensions = scale.dimension_indices(levels, counted)
    if not counted.any():
        return _Point(None, None, dimensions, ())
    value = rounded(100 / TOP * (scale.weights(counted) * levels).sum())
    row = np.array([value])
    band = int(scale.banded(row, levels[None, :], dimensions[None, :], counted)[0])
    bites = _bites(scale, levels, counted, dimensions, int(scale.uncapped(row)[0]))
    return _Point(value, BANDS[band], dimensions, bites)


def band_of(scale: Scale, levels: Floats, rated: Flags) -> Band | None:
    """The band, caps included, of the levels of those criteria that are rated; None where none is."""
    return _point(scale, levels, rated).band


def _bites(
    scale: Scale, levels: Floats, counted: Flags, dimensions: Floats, uncapped: int
) -> tuple[CapBite, ...]:
    """What lowers the band, criteria before dimensions, each in catalogue order."""
    framework = scale.framework
    bites = [
        CapBite("criterion", criterion.code, criterion.caps.band)
        for i, criterion in enumerate(framework.criteria)
        if criterion.caps
        and counted[i]
        and levels[i] <= scale.cap_at[i]
        and BANDS.index(criterion.caps.band) < uncapped
    ]
    floor = framework.dimension_floor
    if BANDS.index(floor.band) < uncapped:
        low = np.round(dimensions, DECIMALS) < floor.below
        bites += [
            CapBite("dimension", d.code, floor.band) for i, d in enumerate(framework.dimensions) if low[i]
        ]
    return tuple(bites)


def _dimensions(
    scale: Scale, ratings: Ratings, points: tuple[_Point, _Point, _Point]
) -> dict[str, DimensionIndex]:
    within, _ = scale.shares(ratings.counted)
    share = np.bincount(
        scale.dimension, weights=np.where(ratings.rated, within, 0.0), minlength=len(scale.across)
    )
    found = {}
    for i, dimension in enumerate(scale.framework.dimensions):
        at, low, high = (None if np.isnan(p.dimensions[i]) else rounded(p.dimensions[i]) for p in points)
        found[dimension.code] = DimensionIndex(at, low, high, None if low is None else rounded(share[i]))
    return found


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
