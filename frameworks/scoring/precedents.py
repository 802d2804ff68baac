"""Precedents: the phases of a library most like one, what they share with it and what sets it apart.

The distance of two phases is half their facts, half their ratings (weighted Gower), and only what both answer is
compared. Factors are told apart as in case-based legal reasoning (Ashley; Aleven): those that both phases share, and
those in which they differ, by whom the difference helps. docs/scoring.md, section 5, argues each choice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from frameworks.scoring.canonical import rounded
from frameworks.scoring.legality import polarity_of
from frameworks.scoring.legitimacy import Scale
from frameworks.scoring.values import HALVES, HEADLINE, FactValue, Framework

LEAST_SHARED = 10
"""Phases that share fewer answered items are not compared."""

NEAREST = 5
TELLING_GAP = 2
"""Ratings this many levels apart set two phases apart; one level is within what a coder may be off by."""

_UNKNOWN = -1
_FACT_STEPS, _RATING_STEPS = 2, 4

Floats = NDArray[np.float64]
Side = Literal["for", "against"]


@dataclass(frozen=True, slots=True)
class Coded:
    """The plain answers of one phase. `group` is what it belongs to (its case); what is not answered is left out."""

    id: str
    group: str
    facts: Mapping[str, FactValue]
    levels: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Factor:
    """A fact as it bears on a comparison.

    Shared: `side` says whether it speaks for lawfulness or against it. Distinguishing: whether the phase at hand
    stands better ("for") or worse ("against") for it than the precedent. None where no legal test asks for it.
    """

    fact: str
    here: FactValue
    there: FactValue
    side: Side | None


@dataclass(frozen=True, slots=True)
class Gap:
    """A criterion that the two phases rate at least two levels apart."""

    criterion: str
    here: int
    there: int


@dataclass(frozen=True, slots=True)
class Precedent:
    """A phase near the one at hand. `similarity` is 1 − distance; `facts` and `ratings` count what was compared."""

    id: str
    similarity: float
    facts: int
    ratings: int
    shared: tuple[Factor, ...]
    distinguishing: tuple[Factor, ...]
    gaps: tuple[Gap, ...]


class Pairs(NamedTuple):
    """Comparisons of m phases with n others, each of shape (m, n); a distance is NaN where too little is shared."""

    distance: Floats
    facts: Floats
    ratings: Floats


class _Items(NamedTuple):
    """Answers as arrays: `known` (rows, items), and one bit for each step an answer has climbed (rows, steps·items)."""

    known: Floats
    climbed: Floats


@dataclass(frozen=True)
class Base:
    """Phases under one framework, as arrays; codes that the framework does not ask for are ignored."""

    framework: Framework
    phases: tuple[Coded, ...]

    @cached_property
    def facts(self) -> _Items:
        """Facts climb two steps: contested one, yes both."""
        codes = self.framework.fact_codes
        rows = [[_half(phase.facts.get(code)) for code in codes] for phase in self.phases]
        return _climbed(rows, len(codes), _FACT_STEPS)

    @cached_property
    def ratings(self) -> _Items:
        """Ratings climb four steps, one for each level."""
        codes = [criterion.code for criterion in self.framework.criteria]
        rows = [[phase.levels.get(code, _UNKNOWN) for code in codes] for phase in self.phases]
        return _climbed(rows, len(codes), _RATING_STEPS)

    @cached_property
    def denied(self) -> Floats:
        """Where a fact is answered no: (rows, facts)."""
        contested_or_yes = self.facts.climbed[:, : self.facts.known.shape[1]]
        return np.asarray(self.facts.known - contested_or_yes)

    @cached_property
    def weights(self) -> Floats:
        """The weight of each criterion in the index of the framework."""
        return Scale(self.framework).overall


def _half(value: FactValue | None) -> int:
    return _UNKNOWN if value is None or value == "unknown" else HALVES[value][0]


def _climbed(rows: Sequence[Sequence[int]], items: int, steps: int) -> _Items:
    levels = np.array(rows, dtype=float).reshape(len(rows), items)
    bits = [levels >= step for step in range(1, steps + 1)]
    return _Items((levels > _UNKNOWN).astype(float), np.concatenate(bits, axis=1).astype(float))


def compare(one: Base, other: Base) -> Pairs:
    """The distance of every phase of `one` to every phase of `other`, under one framework.

    |a − b| is the number of steps that one answer has climbed and the other not. So sums of differences over items
    are products of matrices, and no array grows with rows × rows × items.
    """
    fact_sum = _apart(one.facts, other.facts, 1 / _FACT_STEPS)
    fact_count = one.facts.known @ other.facts.known.T - one.denied @ other.denied.T
    step = one.weights / _RATING_STEPS
    rating_sum = _apart(one.ratings, other.ratings, np.tile(step, _RATING_STEPS))
    rating_weight = (one.ratings.known * one.weights) @ other.ratings.known.T
    rating_count = (one.ratings.known * (one.weights > 0)) @ other.ratings.known.T

    halves = np.stack([fact_count > 0, rating_weight > 0]).astype(float)
    means = np.stack(
        [fact_sum / np.maximum(fact_count, 1), rating_sum / np.where(halves[1], rating_weight, 1.0)]
    )
    enough = fact_count + rating_count >= LEAST_SHARED
    mean = (halves * means).sum(axis=0) / np.maximum(halves.sum(axis=0), 1)
    return Pairs(np.where(enough, mean, np.nan), fact_count, rating_count)


def _apart(one: _Items, other: _Items, step: Floats | float) -> Floats:
    """Sums of weighted differences over the items that both know: (rows of one, rows of other)."""

    def missing(items: _Items) -> Floats:
        times = items.climbed.shape[1] // max(items.known.shape[1], 1)
        return np.asarray(np.tile(items.known, times) - items.climbed)

    up = (one.climbed * step) @ missing(other).T
    return np.asarray(up + (missing(one) * step) @ other.climbed.T)


def nearest(
    base: Base, phase: Coded, *, limit: int = NEAREST, without: Collection[str] = ()
) -> tuple[Precedent, ...]:
    """The phases of `base` nearest to `phase`, nearest first, equals by id; those named in `without` are left out.

    Empty where none shares enough answered items.
    """
    if not base.phases:
        return ()
    pairs = compare(Base(base.framework, (phase,)), base)
    order = _order(base, pairs.distance[0])
    kept = [i for i in order if base.phases[i].id not in without][:limit]
    polarity = polarities(base.framework)
    return tuple(
        Precedent(
            id=base.phases[i].id,
            similarity=rounded(1 - pairs.distance[0, i]),
            facts=int(pairs.facts[0, i]),
            ratings=int(pairs.ratings[0, i]),
            shared=_shared(base.framework, polarity, phase, base.phases[i]),
            distinguishing=_distinguishing(base.framework, polarity, phase, base.phases[i]),
            gaps=gaps_between(base, phase, base.phases[i]),
        )
        for i in kept
    )


def _order(base: Base, distances: Floats) -> list[int]:
    """Positions by published distance, then by id; those not compared are left out."""
    compared = [int(i) for i in np.flatnonzero(~np.isnan(distances))]
    return sorted(compared, key=lambda i: (rounded(float(distances[i])), base.phases[i].id))


def polarities(framework: Framework) -> dict[str, bool]:
    """For each fact that the formula of lawfulness asks for: does a yes help?

    No fact does both (`soundness`), and neither day nor reading changes which way it points.
    """
    return dict(polarity_of(framework, HEADLINE, framework.doctrine.since, attributed=False))


def _shared(
    framework: Framework, polarity: Mapping[str, bool], here: Coded, there: Coded
) -> tuple[Factor, ...]:
    """Facts that both answer yes, or both contested: what both lack makes no two phases alike."""
    found = []
    for code in framework.fact_codes:
        value = here.facts.get(code)
        if value in ("yes", "contested") and there.facts.get(code) == value:
            side: Side | None = None
            if code in polarity:
                side = "for" if polarity[code] else "against"
            found.append(Factor(code, value, value, side))
    return tuple(sorted(found, key=lambda factor: not factor.side))


def factors_apart(framework: Framework, here: Coded, there: Coded) -> tuple[Factor, ...]:
    """The facts that set `here` apart from `there`, as `nearest` gives them of a precedent."""
    return _distinguishing(framework, polarities(framework), here, there)


def _distinguishing(
    framework: Framework, polarity: Mapping[str, bool], here: Coded, there: Coded
) -> tuple[Factor, ...]:
    """Facts that both know and answer differently: first those of legal tests, yes against no before a half."""
    found: list[tuple[int, Factor]] = []
    for code in framework.fact_codes:
        one, other = here.facts.get(code, "unknown"), there.facts.get(code, "unknown")
        difference = _half(one) - _half(other)
        if "unknown" in (one, other) or not difference:
            continue
        side: Side | None = None
        if code in polarity:
            side = "for" if (difference > 0) == polarity[code] else "against"
        found.append((-abs(difference), Factor(code, one, other, side)))
    return tuple(factor for _, factor in sorted(found, key=lambda item: (not item[1].side, item[0])))


def gaps_between(base: Base, here: Coded, there: Coded) -> tuple[Gap, ...]:
    """Criteria rated far apart, those that add most to the distance first."""
    found: list[tuple[float, Gap]] = []
    for criterion, weight in zip(base.framework.criteria, base.weights, strict=True):
        one, other = here.levels.get(criterion.code), there.levels.get(criterion.code)
        if one is not None and other is not None and weight and abs(one - other) >= TELLING_GAP:
            found.append((-float(weight) * abs(one - other), Gap(criterion.code, one, other)))
    return tuple(gap for _, gap in sorted(found, key=lambda item: item[0]))


@dataclass(frozen=True, slots=True)
class Prediction:
    """What was found of a phase, and what its nearest precedent would have led one to expect; None without one."""

    id: str
    found: str
    predicted: str | None
    nearest: str | None


@dataclass(frozen=True, slots=True)
class Backtest:
    """How often the nearest precedent predicts what was found, beside always naming the commonest.

    `rate` and `majority_rate` are shares of `n`, None where n is 0; a phase without precedent counts as a miss.
    """

    n: int
    rate: float | None
    majority: str | None
    majority_rate: float | None
    predictions: tuple[Prediction, ...]


def leave_one_out(base: Base, found: Mapping[str, str], *, apart: bool = False) -> Backtest:
    """Predict each phase of which something was found from the nearest other such phase.

    `found` maps ids to outcomes. With `apart` all phases of the same group are left out as well: the stricter test,
    since phases of one case share much of their record.
    """
    judged = Base(base.framework, tuple(phase for phase in base.phases if phase.id in found))
    if not judged.phases:
        return Backtest(0, None, None, None, ())
    distances = compare(judged, judged).distance
    predictions = tuple(_predictions(judged, distances, found, apart))
    outcomes = Counter(found[phase.id] for phase in judged.phases)
    majority = min(outcomes, key=lambda outcome: (-outcomes[outcome], outcome))
    n = len(predictions)
    hits = sum(prediction.predicted == prediction.found for prediction in predictions)
    return Backtest(n, rounded(hits / n), majority, rounded(outcomes[majority] / n), predictions)


def _predictions(
    judged: Base, distances: Floats, found: Mapping[str, str], apart: bool
) -> Iterable[Prediction]:
    for row, phase in enumerate(judged.phases):
        others = [
            judged.phases[i].id
            for i in _order(judged, distances[row])
            if i != row and not (apart and judged.phases[i].group == phase.group)
        ]
        near = others[0] if others else None
        yield Prediction(phase.id, found[phase.id], found[near] if near else None, near)
