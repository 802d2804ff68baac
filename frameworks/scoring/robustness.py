"""How far the index of legitimacy can be trusted: draws, a tornado and shares of variance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from frameworks.scoring.canonical import DECIMALS, rounded
from frameworks.scoring.confidence import (
    CONFIDENCE_ORDER,
    SPREADS,
    TOP,
    UNIFORM,
    Chances,
    chances,
    mean_and_variance,
    tails,
)
from frameworks.scoring.drawing import QUANTILES, drawn
from frameworks.scoring.findings import Findings, Rating
from frameworks.scoring.kernel import Codes
from frameworks.scoring.legitimacy import Flags, Floats, Ratings, Scale, arranged, rated_columns
from frameworks.scoring.table import RatingColumns, rating_columns
from frameworks.scoring.values import BANDS

_LEAST = 1e-290
"""The smallest gamma variate. Smaller ones underflow, and a dimension that has only such ones is divided by
their sum: a hundred over the smallest normal number, 2.2e-308, would overflow; over this it does not."""

MOST_DRAWS_KEPT = 10_000
"""Random numbers for more draws are made anew each time: at the default they take 4 MB, at the maximum 40 MB."""


@dataclass(frozen=True, slots=True)
class Distribution:
    """Where the index lies. `error` is the largest standard error of the three band probabilities."""

    p05: float
    p50: float
    p95: float
    bands: Mapping[str, float]
    error: float
    draws: int
    seed: int


@dataclass(frozen=True, slots=True)
class Swing:
    """The index with one criterion at its 5 % and at its 95 % level, all else held."""

    criterion: str
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class VarianceShares:
    """Where the variance of the index comes from; the shares add up to 1.

    `ratings` has each criterion's own share, `dimension_weights` and `criterion_weights` that of the two
    levels of weights, `interaction` what only arises when weights and ratings vary together.
    """

    ratings: Mapping[str, float]
    dimension_weights: float
    criterion_weights: float
    interaction: float


@dataclass(frozen=True, slots=True)
class Robustness:
    """The three views of uncertainty."""

    distribution: Distribution
    tornado: tuple[Swing, ...]
    variance_shares: VarianceShares


class Noise(NamedTuple):
    """Random numbers common to all rows, (draws, criteria): gammas for the weights, uniforms for the levels."""

    gammas: Floats
    uniforms: Floats


def noise(shapes: tuple[float, ...], draws: int, seed: int) -> Noise:
    """Random numbers for every criterion, whatever is rated, so that compared phases share them.

    `shapes` are those of the gamma variates, κ times the weight of each criterion overall. Those of the last two
    calls are kept, unless they are for more than MOST_DRAWS_KEPT draws.
    """
    return _kept(shapes, draws, seed) if draws <= MOST_DRAWS_KEPT else _made(shapes, draws, seed)


@lru_cache(maxsize=2)
def _kept(shapes: tuple[float, ...], draws: int, seed: int) -> Noise:
    return _made(shapes, draws, seed)


def _made(shapes: tuple[float, ...], draws: int, seed: int) -> Noise:
    generator = np.random.Generator(np.random.PCG64(seed))
    gammas = np.zeros((draws, len(shapes)))
    weighty = np.flatnonzero(shapes)
    # A variate of tiny shape may underflow to 0; a dimension of such criteria still needs proportions.
    variates = generator.standard_gamma(np.array(shapes)[weighty], size=(draws, len(weighty)))
    gammas[:, weighty] = np.maximum(variates, _LEAST)
    uniforms = generator.random((draws, len(shapes)))
    gammas.flags.writeable = uniforms.flags.writeable = False
    return Noise(gammas, uniforms)


def _by_criterion(scale: Scale, draws: int, seed: int) -> Noise:
    """The same with a row for each criterion, (criteria, draws), as the kernel walks them."""
    shapes = tuple((scale.framework.kappa * scale.overall).tolist())
    return (_kept_turned if draws <= MOST_DRAWS_KEPT else _turned)(shapes, draws, seed)


def _turned(shapes: tuple[float, ...], draws: int, seed: int) -> Noise:
    return Noise(*(np.ascontiguousarray(variates.T) for variates in noise(shapes, draws, seed)))


_kept_turned = lru_cache(maxsize=2)(_turned)


def noise_for(scale: Scale, draws: int, seed: int) -> Noise:
    """The random numbers of a framework's criteria."""
    return noise(tuple((scale.framework.kappa * scale.overall).tolist()), draws, seed)


@dataclass(frozen=True, slots=True)
class DistributionScores:
    """Where the index of many rows lies, six decimals; NaN in a row in which no criterion counts.

    `p05`, `p50`, `p95` and `error` have the shape (rows,), `bands` (rows, bands) in the order of BANDS.
    """

    p05: Floats
    p50: Floats
    p95: Floats
    bands: Floats
    error: Floats
    draws: int


def distribution_scores(
    scale: Scale, columns: RatingColumns, draws: int, seeds: NDArray[np.int64]
) -> DistributionScores:
    """Draw `draws` times, at least once, from ratings and weights; rows of one seed share their random numbers."""
    rows = len(columns.levels)
    counted = rated_columns(scale, columns.levels, columns.evidence).counted
    spread = spread_codes(columns).T
    limits = np.cumsum(np.array(SPREADS), axis=1)[:, :-1] / 100
    quantiles, bands = np.full((rows, len(QUANTILES)), np.nan), np.full((rows, len(BANDS)), np.nan)
    counting = counted.any(axis=0)
    for seed in np.unique(seeds):
        chosen = np.flatnonzero(counting & (seeds == seed))
        if len(chosen):
            shared = _by_criterion(scale, draws, int(seed))
            found = drawn(scale.compact, limits, spread[:, chosen], counted[:, chosen], shared)
            quantiles[chosen], bands[chosen] = found
    error = np.sqrt(bands * (1 - bands) / draws).max(axis=1)
    p05, p50, p95, largest = (_published(column) for column in (*quantiles.T, error))
    return DistributionScores(p05, p50, p95, np.round(bands, DECIMALS), largest, draws)


def _published(numbers: Floats) -> Floats:
    """Each number rounded as `rounded` does, which is exact where a quantile lies half-way between two millionths."""
    return np.array([rounded(number) for number in numbers.tolist()])


def spread_codes(columns: RatingColumns) -> Codes:
    """The position in SPREADS of each rating, (rows, criteria); for one that does not apply it is never used."""
    sureness = np.minimum(np.maximum(columns.confidence, columns.evidence), len(CONFIDENCE_ORDER) - 1)
    around = 1 + len(CONFIDENCE_ORDER) * columns.levels + sureness
    return np.where(columns.levels < 0, np.int8(0), around)


def robustness(scale: Scale, findings: Findings, draws: int, seed: int) -> Robustness | None:
    """Draw `draws` times from ratings and weights, a batch of one; None without draws, or where nothing counts."""
    codes = [criterion.code for criterion in scale.framework.criteria]
    columns = rating_columns(codes, [findings.ratings])
    scores = distribution_scores(scale, columns, draws, np.array([seed])) if draws else None
    return robustness_of(scale, findings, scores, 0, seed)


def robustness_of(
    scale: Scale, findings: Findings, scores: DistributionScores | None, row: int, seed: int
) -> Robustness | None:
    """One row of a batch, with the tornado and the shares of variance; None where no criterion counts."""
    ratings = arranged(scale, findings.ratings)
    if scores is None or not ratings.counted.any():
        return None
    spread = spreads(scale, findings)
    bands: dict[str, float] = {band: float(scores.bands[row, i]) for i, band in enumerate(BANDS)}
    p05, p50, p95 = (float(column[row]) for column in (scores.p05, scores.p50, scores.p95))
    return Robustness(
        Distribution(p05, p50, p95, bands, float(scores.error[row]), scores.draws, seed),
        _tornado(scale, ratings, spread),
        _variance_shares(scale, ratings, spread),
    )


def spreads(scale: Scale, findings: Findings) -> list[Chances]:
    """The chances of each criterion's levels; for one that does not apply they are never used."""
    ratings = [findings.ratings.get(criterion.code, Rating()) for criterion in scale.framework.criteria]
    return [UNIFORM if rating.level == "na" else chances(rating) for rating in ratings]


def drawn_levels(uniforms: Floats, spreads: Sequence[Chances]) -> Floats:
    """The level (draws, criteria) that each uniform variate falls on, given the chances of each criterion's levels."""
    limits = np.cumsum(np.array(spreads), axis=1)[:, :-1] / 100
    return np.asarray((uniforms[:, :, None] >= limits[None, :, :]).sum(axis=2).astype(float))


def drawn_index(scale: Scale, counted: Flags, gammas: Floats, levels: Floats) -> tuple[Floats, Floats]:
    """Index (draws,) and dimension indices (draws, dimensions), NaN where a dimension drops out.

    A dimension weighs in proportion to the gammas of all its criteria, a criterion within it in proportion to
    its own among those that apply: two independent Dirichlet levels.
    """
    dimensions = np.full((len(levels), len(scale.across)), np.nan)
    total = np.zeros(len(levels))
    weight = np.zeros(len(levels))
    for d in range(len(scale.across)):
        members = np.flatnonzero((scale.dimension == d) & counted)
        if not len(members):
            continue
        whole = gammas[:, scale.dimension == d].sum(axis=1)
        applying = gammas[:, members]
        dimensions[:, d] = 100 / TOP * (applying * levels[:, members]).sum(axis=1) / applying.sum(axis=1)
        total += whole * dimensions[:, d]
        weight += whole
    return np.round(total / weight, DECIMALS), dimensions


def _tornado(scale: Scale, ratings: Ratings, spreads: list[Chances]) -> tuple[Swing, ...]:
    """The widest swing first, then catalogue order; unknown criteria rest at the middle of the scale."""
    weights = 100 / TOP * scale.weights(ratings.counted)
    resting = np.where(ratings.rated, ratings.levels, TOP / 2)
    centre = float((weights * resting).sum())
    swings = []
    for i in np.flatnonzero(ratings.counted):
        low, high = (rounded(centre + weights[i] * (level - resting[i])) for level in tails(spreads[i]))
        swings.append(Swing(scale.framework.criteria[i].code, low, high))
    return tuple(sorted(swings, key=lambda swing: rounded(swing.low - swing.high)))


def _variance_shares(scale: Scale, ratings: Ratings, spreads: list[Chances]) -> VarianceShares:
    """Closed form: weights of dimensions, weights within each dimension and ratings are independent.

    With α the parameters of a Dirichlet vector p and A their sum, E[p_i] = α_i/A and
    E[p_i p_j] = α_i(α_j + [i = j]) / (A(A + 1)).
    """
    counted = np.flatnonzero(ratings.counted)
    dimension = scale.dimension[counted]
    moments = [mean_and_variance(spreads[i]) for i in counted]
    mean, variance = (np.array(column) for column in zip(*moments, strict=True))
    shapes = scale.framework.kappa * scale.overall
    remaining = np.unique(dimension)
    alpha = np.array([shapes[scale.dimension == d].sum() for d in remaining])
    across, across_products = _dirichlet(alpha)
    place = np.searchsorted(remaining, dimension)
    within, within_products = np.zeros(len(counted)), np.zeros((len(counted), len(counted)))
    for d in range(len(remaining)):
        members = np.flatnonzero(place == d)
        within[members], within_products[np.ix_(members, members)] = _dirichlet(shapes[counted[members]])
    apart = place[:, None] != place[None, :]
    within_products = np.where(apart, np.outer(within, within), within_products)
    weight = across[place] * within
    products = across_products[np.ix_(place, place)] * within_products
    total = (
        (products * np.outer(mean, mean)).sum() + (np.diag(products) * variance).sum() - (weight @ mean) ** 2
    )
    own = weight**2 * variance / total
    dimension_means = np.bincount(place, weights=within * mean)
    by_dimension = (
        (across_products - np.outer(across, across)) * np.outer(dimension_means, dimension_means)
    ).sum() / total
    covariance = np.where(apart, 0.0, within_products - np.outer(within, within))
    by_criterion = (covariance * np.outer(across[place] * mean, across[place] * mean)).sum() / total
    codes = [scale.framework.criteria[i].code for i in counted]
    return VarianceShares(
        {code: rounded(share) for code, share in zip(codes, own, strict=True)},
        rounded(by_dimension),
        rounded(by_criterion),
        rounded(1 - own.sum() - by_dimension - by_criterion),
    )


def _dirichlet(alpha: Floats) -> tuple[Floats, Floats]:
    """Means and means of products of a Dirichlet vector."""
    total = alpha.sum()
    products = np.outer(alpha, alpha) + np.diag(alpha)
    return alpha / total, products / (total * (total + 1))
