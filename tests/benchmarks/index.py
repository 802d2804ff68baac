"""The index of legitimacy of many rows: this engine, plain NumPy, plain Python, scikit-criteria."""

from __future__ import annotations

import numpy as np
from skcriteria import mkdm
from skcriteria.agg.simple import WeightedSumModel

from frameworks.scoring import table_of
from frameworks.scoring.legitimacy import Scale, legitimacy_scores
from tests.benchmarks.material import AS_OF, Floats, Numbers, framework, levels
from tests.benchmarks.measure import Contestant, compared

SCALE = Scale(framework())


def engine(given: Numbers) -> Floats:
    """From plain levels to index, bounds, coverage and bands (7, rows), table and checks included."""
    table = table_of(framework(), as_of=AS_OF, levels=given)
    found = legitimacy_scores(SCALE, table.levels, table.evidence)
    bands = (found.band, found.band_at_least, found.band_at_most)
    return np.array([found.index, found.low, found.high, found.coverage, *bands])


# -- plain NumPy ------------------------------------------------------------------------------


def numpy_points(given: Floats, counted: Floats) -> tuple[Floats, Floats]:
    """Index and band (rows,), with the levels and the criteria that count, both (rows, criteria)."""
    member = np.equal.outer(SCALE.dimension, np.arange(len(SCALE.across))).astype(float)
    kept = counted * SCALE.within
    totals = kept @ member
    with np.errstate(invalid="ignore"):
        dimensions = 25 * ((kept * given) @ member) / totals
    across = np.where(totals > 0, SCALE.across, 0)
    with np.errstate(invalid="ignore"):
        value = np.nansum(across * dimensions, axis=1) / across.sum(axis=1)
    band = np.digitize(value.round(6), [framework().bands.mixed, framework().bands.high])
    bites = (given <= SCALE.cap_at) & (counted > 0) & (SCALE.cap_at >= 0)
    highest = np.where(bites, SCALE.cap_band, 2).min(axis=1)
    low = (dimensions.round(6) < framework().dimension_floor.below).any(axis=1)
    band = np.minimum(np.minimum(band, highest), np.where(low, 1, 2)).astype(float)
    return value, np.where(np.isnan(value), -1, band)


def plain_numpy(given: Numbers) -> Floats:
    """Matrices of floats, each of the three choices of levels worked out by itself."""
    rated, everything = (given >= 0).astype(float), np.ones(given.shape)
    at, band = numpy_points(np.where(given >= 0, given, 0.0), rated)
    low, at_least = numpy_points(np.where(given >= 0, given, 0.0), everything)
    high, at_most = numpy_points(np.where(given >= 0, given, 4.0), everything)
    coverage = (rated * SCALE.overall).sum(axis=1)
    band = np.where(coverage.round(6) >= framework().minimum_coverage, band, -1)
    return np.array([at, low, high, coverage, band, at_least, at_most])


# -- plain Python -----------------------------------------------------------------------------


def python_point(row: list[int | None]) -> tuple[float, int]:
    total = weight = 0.0
    found: list[float] = []
    for dimension in framework().dimensions:
        own = earned = 0.0
        for criterion, level, share in zip(framework().criteria, row, SCALE.within.tolist(), strict=True):
            if criterion.dimension == dimension.code and level is not None:
                own, earned = own + share, earned + share * level
        if own:
            found.append(25 * earned / own)
            total, weight = total + dimension.weight * found[-1], weight + dimension.weight
    if not weight:
        return float("nan"), -1
    value = round(total / weight, 6)
    band = (value >= framework().bands.mixed) + (value >= framework().bands.high)
    for criterion, level in zip(framework().criteria, row, strict=True):
        if criterion.caps and level is not None and level <= criterion.caps.at:
            band = min(band, ("low", "mixed", "high").index(criterion.caps.band))
    if any(round(one, 6) < framework().dimension_floor.below for one in found):
        band = min(band, 1)
    return value, band


def python_row(row: list[int]) -> tuple[float, ...]:
    at, band = python_point([None if level < 0 else level for level in row])
    low, at_least = python_point([max(level, 0) for level in row])
    high, at_most = python_point([4 if level < 0 else level for level in row])
    covered = sum(w for w, level in zip(SCALE.overall.tolist(), row, strict=True) if level >= 0)
    band = band if round(covered, 6) >= framework().minimum_coverage else -1
    return at, low, high, covered, band, at_least, at_most


def plain_python(given: Numbers) -> Floats:
    """Row by row."""
    return np.array([python_row(row) for row in given.tolist()]).T


# -- scikit-criteria --------------------------------------------------------------------------


def weighted_sum(given: Numbers) -> Floats:
    """The weighted sum of every alternative, which scikit-criteria ranks as well."""
    matrix = mkdm(given.astype(float), [max] * given.shape[1], weights=SCALE.overall)
    score: Floats = 25 * WeightedSumModel().evaluate(matrix).e_.score
    return score


def run(rows: int = 100_000) -> None:
    """Compare them: ratings with gaps; then complete ones, for which the index is a plain weighted sum."""
    given, few = levels(rows, unknown=0.1), rows // 200
    assert np.allclose(engine(given), plain_numpy(given), atol=1e-6, rtol=0, equal_nan=True)
    assert np.allclose(engine(given[:few]), plain_python(given[:few]), atol=1e-6, rtol=0, equal_nan=True)
    table = table_of(framework(), as_of=AS_OF, levels=given)
    compared(
        f"Legitimacy: {rows:,} rows of {given.shape[1]} ratings, one in ten unknown; index, bounds, coverage, bands",
        [
            Contestant(
                "this engine, from a table", lambda: legitimacy_scores(SCALE, table.levels, table.evidence)
            ),
            Contestant("this engine, table made and checked", lambda: engine(given)),
            Contestant("plain NumPy", lambda: plain_numpy(given)),
            Contestant("plain Python, row by row", lambda: plain_python(given[:few]), few / rows),
        ],
    )
    full = levels(rows, unknown=0)
    assert np.allclose(engine(full)[0], weighted_sum(full), atol=1e-6, rtol=0)
    compared(
        f"Legitimacy: {rows:,} rows, every rating known, where the index is a weighted sum",
        [
            Contestant("this engine (bounds and bands as well)", lambda: engine(full)),
            Contestant("scikit-criteria, WeightedSumModel", lambda: weighted_sum(full)),
            Contestant("plain NumPy, the product alone", lambda: 25 * (full @ SCALE.overall)),
        ],
    )
