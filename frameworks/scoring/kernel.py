"""The arithmetic of whole batches, on arrays alone: written for speed, held to the plain form by the tests.

Truth in halves is two bits, "at least contested" and "yes", for each end of the interval. Sixty-four rows share
a machine word, minimum is a bitwise and, maximum a bitwise or, and a cap is leaving a test out of one of the two.

Sums run over criteria in catalogue order, never over rows, so that a row comes to the same bits in any batch.
Everything works through blocks of rows (and of draws) that fit the processor's cache, so memory stays bounded.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from frameworks.scoring.canonical import DECIMALS
from frameworks.scoring.program import Program

Codes = NDArray[np.int8]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Numbers = NDArray[np.intp]
Words = NDArray[np.uint64]

TOP = 4
_WORD = 64
_ROWS_OF_BITS = 1 << 14
ROWS_OF_FLOATS = 1 << 11
_LEVEL = (0, 1)
"""Which of the two bits: at least contested, yes."""


# -- legality ---------------------------------------------------------------------------------


class Judged(NamedTuple):
    """Ends in halves, lower end first: `lawful` as if the act were a State's, `scoped` as attributed.

    Shapes: `lawful` and `scoped` (2, readings, rows), `consent` (2, rows), `competence` (2, tests, rows).
    """

    lawful: Codes
    scoped: Codes
    consent: Codes
    competence: Codes


def judge(program: Program, answers: Codes, periods: Numbers) -> Judged:
    """The ends of the formula in every row, given answers (rows, facts) and the period of each row's day."""
    rows, readings = len(answers), len(program.periods[0].force)
    found = Judged(
        np.empty((2, readings, rows), dtype=np.int8),
        np.empty((2, readings, rows), dtype=np.int8),
        np.empty((2, rows), dtype=np.int8),
        np.empty((2, len(program.competence), rows), dtype=np.int8),
    )
    for period in np.unique(periods):
        alike = periods == period
        places = None if alike.all() else np.flatnonzero(alike)
        for block in blocks(rows if places is None else len(places), _ROWS_OF_BITS):
            chosen = block if places is None else places[block]
            part = answers[chosen]
            planes = _planes(program, part)
            lawful, scoped = _formula(program, int(period), planes)
            for target, words in (
                (found.lawful, lawful),
                (found.scoped, scoped),
                (found.consent, planes[program.consent]),
                (found.competence, planes[list(program.competence)]),
            ):
                target[..., chosen] = _halves(words, len(part))
    return found


def ends_of_registers(program: Program, answers: Codes, chosen: Sequence[int]) -> Codes:
    """The ends of some registers in every row, before any reading caps them: (2, chosen, rows)."""
    found = np.empty((2, len(chosen), len(answers)), dtype=np.int8)
    for block in blocks(len(answers), _ROWS_OF_BITS):
        part = answers[block]
        found[..., block] = _halves(_planes(program, part)[list(chosen)], len(part))
    return found


def blocks(rows: int, size: int) -> Iterator[slice]:
    """Slices of at most `size` that cover so many rows."""
    return (slice(start, min(start + size, rows)) for start in range(0, rows, size))


def _planes(program: Program, answers: Codes) -> Words:
    """Every register of the program as bits: (registers, 2 levels, 2 ends, words)."""
    facts = [literal.fact for literal in program.literals]
    columns = np.zeros((len(facts), -(-len(answers) // _WORD) * _WORD), dtype=np.uint8)
    columns[:, : len(answers)] = answers.T[facts]
    # An answer's code in two bits: no 00, contested 01, yes 10, unknown 11.
    first, second = (np.packbits(columns & bit, axis=1).view(np.uint64) for bit in (1, 2))
    low_yes, high_some, low_some = second & ~first, first | second, first ^ second
    planes = np.empty((len(facts) + len(program.gates), 2, 2, first.shape[1]), dtype=np.uint64)
    for place, literal in enumerate(program.literals):
        some = (low_some[place], high_some[place])
        yes = (low_yes[place], second[place])
        if literal.positive:
            planes[place, 0], planes[place, 1] = some, yes
        else:
            # One minus the answer: the ends swap, and "at least contested" is "not yes".
            np.invert(yes[::-1], out=planes[place, 0])
            np.invert(some[::-1], out=planes[place, 1])
    for place, gate in enumerate(program.gates, start=len(facts)):
        choose = np.bitwise_and if gate.every else np.bitwise_or
        choose(planes[gate.inputs[0]], planes[gate.inputs[1]], out=planes[place])
        for register in gate.inputs[2:]:
            choose(planes[place], planes[register], out=planes[place])
    return planes


def _formula(program: Program, period: int, planes: Words) -> tuple[Words, Words]:
    """The formula of lawfulness under every reading, plain and scoped: (readings, 2 levels, 2 ends, words)."""
    arms = program.periods[period]
    lawful = np.empty((len(arms.force), *planes.shape[1:]), dtype=np.uint64)
    for reading in range(len(arms.force)):
        for level in _LEVEL:
            force = _any(planes, program.no_force, arms.force[reading][level], level)
            measures = _any(planes, program.no_breach, arms.measures[reading][level], level)
            np.bitwise_and(force, measures, out=lawful[reading, level])
    return lawful, lawful | planes[program.no_state_conduct]


def _any(planes: Words, first: int, others: tuple[int, ...], level: int) -> Words:
    found: Words = planes[first, level].copy()
    for register in others:
        np.bitwise_or(found, planes[register, level], out=found)
    return found


def _halves(words: Words, rows: int) -> Codes:
    """Bits (…, 2 levels, 2 ends, words) as ends in halves (2, …, rows)."""
    bits = np.unpackbits(words.view(np.uint8), axis=-1, count=rows)
    halves = (bits[..., 0, :, :] + bits[..., 1, :, :]).view(np.int8)
    return np.moveaxis(halves, -2, 0)


# -- legitimacy -------------------------------------------------------------------------------


class Cap(NamedTuple):
    """A criterion, by position, whose level at or below `at` holds the band at `band` or lower."""

    criterion: int
    at: float
    band: int


class Equals(NamedTuple):
    """Criteria of one dimension that weigh the same, at most MOST_EQUALS of them."""

    dimension: int
    weight: float
    members: tuple[int, ...]


MOST_EQUALS = 127 // TOP


class Weights(NamedTuple):
    """The scale of a framework as numbers; criteria without weight belong to no dimension.

    `members` are the criteria of each dimension, `across` its weight; `equals` has all criteria with weight.
    """

    members: tuple[tuple[int, ...], ...]
    equals: tuple[Equals, ...]
    across: Floats
    caps: tuple[Cap, ...]
    limits: tuple[float, float]
    floor_below: float
    floor_band: int


class Points(NamedTuple):
    """The index for one choice of levels, on 0–100, unrounded.

    Shapes: `value` and `band` (rows,), `dimensions` (dimensions, rows), NaN where nothing counts and the band
    then −1; `counted` (dimensions, rows) is the weight within each dimension that counts.
    """

    value: Floats
    band: Codes
    dimensions: Floats
    counted: Floats


def points(weights: Weights, levels: Codes, counted: Flags) -> Points:
    """Index, band and dimension indices of every row, given levels and what counts, both (criteria, rows).

    Criteria of equal weight are added up as small integers first. To stay in the cache, give it ROWS_OF_FLOATS rows.
    """
    shape = (len(weights.across), levels.shape[1])
    share, dimensions = np.zeros(shape), np.zeros(shape)
    total, weight = np.zeros(shape[1]), np.zeros(shape[1])
    ones = counted.view(np.int8)
    earned = levels * ones
    for equal in weights.equals:
        share[equal.dimension] += equal.weight * _sum(ones, equal.members)
        dimensions[equal.dimension] += equal.weight * _sum(earned, equal.members)
    for d in range(shape[0]):
        counts = share[d] > 0
        # One in place of no weight: nothing is earned there either, and the dimension adds nothing to the index.
        dimensions[d] *= 100 / TOP / np.where(counts, share[d], 1.0)
        total += weights.across[d] * dimensions[d]
        weight += weights.across[d] * counts
    dimensions[share == 0] = np.nan
    with np.errstate(invalid="ignore"):
        value = total / weight
    return Points(value, banded(weights, value, levels, counted, dimensions), dimensions, share)


def _sum(columns: Codes, members: tuple[int, ...]) -> Codes:
    """The sum of some columns, which must not exceed 127."""
    total: Codes = columns[members[0]].copy()
    for member in members[1:]:
        total += columns[member]
    return total


def banded(weights: Weights, index: Floats, levels: Codes, counted: Flags, dimensions: Floats) -> Codes:
    """The band of every row as a position, −1 without an index: from the index, lowered by the caps.

    Rounded to what is published first, so that 40 is mixed whatever the last bit.
    """
    value = np.round(index, DECIMALS)
    band = np.add(value >= weights.limits[0], value >= weights.limits[1], dtype=np.int8)
    for cap in weights.caps:
        held = counted[cap.criterion] & (levels[cap.criterion] <= cap.at)
        np.minimum(band, _at_most(cap.band, held), out=band)
    below: Flags = np.any(dimensions < _published_floor(weights.floor_below), axis=0)
    np.minimum(band, _at_most(weights.floor_band, below), out=band)
    band[np.isnan(index)] = -1
    return band


def coverage(weights: Weights, rated: Floats, counted: Floats) -> tuple[Floats, Floats]:
    """The share of weight that is rated: overall (rows,), and within each dimension (dimensions, rows).

    Takes the weights that count (dimensions, rows) over rated criteria, and over rated and unknown ones.
    """
    applies = counted > 0
    with np.errstate(invalid="ignore"):
        shares = rated / counted
    total, weight = np.zeros(rated.shape[1]), np.zeros(rated.shape[1])
    for d, across in enumerate(weights.across):
        total += np.where(applies[d], across * shares[d], 0.0)
        weight += np.where(applies[d], across, 0.0)
    return np.divide(total, weight, out=np.zeros_like(total), where=weight > 0), shares


# -- sovereignty ------------------------------------------------------------------------------


def mean_harm(levels: Codes, counted: Flags) -> Floats:
    """100 · mean(level) / 4 of every row over the columns that count, NaN where none does; both (rows, kinds)."""
    kinds = counted.sum(axis=1, dtype=np.int32)
    with np.errstate(invalid="ignore"):
        return np.asarray(100 * np.where(counted, levels, 0).sum(axis=1, dtype=np.int32) / (TOP * kinds))


# -- draws ------------------------------------------------------------------------------------

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
    each (draws, criteria).

    `spreads` (criteria, rows) names the spread of each rating, a row of `limits` (spreads, 4): the cumulated
    chances of levels 0 to 3. `counted` (criteria, rows) says what applies; each row needs something that does.
    """
    rows, draws = counted.shape[1], len(noise[0])
    found = Drawn(np.empty((rows, len(QUANTILES))), np.empty((rows, len(weights.limits) + 1)))
    patterns, pattern = np.unique(counted, axis=1, return_inverse=True)
    order = np.argsort(pattern, kind="stable")
    for block in blocks(rows, max(1, _INDICES_AT_ONCE // draws)):
        chosen = order[block]
        index = np.empty((len(chosen), draws))
        band = np.empty((len(chosen), draws), dtype=np.int8)
        for part in blocks(draws, _DRAWS_AT_ONCE):
            terms = _terms(limits, spreads[:, chosen], *(variates[part].T for variates in noise))
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
            below |= value < _published_floor(weights.floor_below)
            value *= own
            total += value
        index = np.round(np.divide(total, weight, out=total), DECIMALS)
        out[0][place] = index
        out[1][place] = _drawn_bands(weights, index, terms, picks, applies, below)


def _published_floor(limit: float) -> float:
    """The number below which a value, rounded to what is published, is below the limit."""
    unit = 10**DECIMALS
    return float((np.ceil(limit * unit) - 0.5) / unit)


def _drawn_bands(
    weights: Weights, index: Floats, terms: _Terms, picks: Numbers, applies: Flags, below: Flags
) -> Codes:
    band = np.add(index >= weights.limits[0], index >= weights.limits[1], dtype=np.int8)
    for cap in weights.caps:
        if applies[cap.criterion]:
            held = _at_most(cap.band, terms.levels[cap.criterion] <= cap.at)
            np.minimum(band, held.take(picks[cap.criterion], axis=0), out=band)
    return np.minimum(band, _at_most(weights.floor_band, below), out=band)


def _at_most(band: int, where: Flags) -> Codes:
    """The highest band, as a position, that a rule leaves: `band` where it bites, else any."""
    return np.where(where, np.int8(band), np.int8(2))
