"""Like cases: of phases coded under one framework, the pairs that are nearest in their facts.

Whether like cases were treated alike can only be asked of pairs that are alike. Their likeness is taken from the facts
alone (the distance of frameworks.scoring.precedents without its ratings): ratings are what may have been given with
two measures.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from frameworks.scoring.agreement import turning_sets
from frameworks.scoring.canonical import rounded
from frameworks.scoring.findings import FactFinding, Findings
from frameworks.scoring.precedents import Base, Coded, Factor, Gap, compare, factors_apart, gaps_between
from frameworks.scoring.values import Framework


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two phases, and what is known of them apart.

    `similarity` is 1 − the mean distance of the `facts` that were compared. `distinguishing` says for each fact that
    differs whether the first stands better ("for") or worse ("against") for lawfulness by it; `gaps` are criteria
    rated at least two levels apart, the weightiest first.
    """

    one: str
    other: str
    similarity: float
    facts: int
    distinguishing: tuple[Factor, ...]
    gaps: tuple[Gap, ...]


def nearest_pairs(base: Base, comparable: Callable[[str, str], bool]) -> tuple[Likeness, ...]:
    """For every phase the phase nearest to it in its facts, of those that `comparable` admits; each pair once.

    Most alike first, then by id. A phase that shares too few answers with every other is in no pair.
    """
    bare = Base(base.framework, tuple(replace(phase, levels={}) for phase in base.phases))
    found = compare(bare, bare)
    pairs: dict[tuple[int, int], float] = {}
    for row, phase in enumerate(base.phases):
        near = [
            (rounded(float(distance)), base.phases[column].id, column)
            for column, distance in enumerate(found.distance[row])
            if column != row and distance == distance and comparable(phase.id, base.phases[column].id)
        ]
        if near:
            distance, _, column = min(near)
            pairs[min(row, column), max(row, column)] = distance
    listed = [
        _likeness(base, base.phases[one], base.phases[other], distance, int(found.facts[one, other]))
        for (one, other), distance in pairs.items()
    ]
    return tuple(sorted(listed, key=lambda pair: (-pair.similarity, pair.one, pair.other)))


def _likeness(base: Base, one: Coded, other: Coded, distance: float, facts: int) -> Likeness:
    return Likeness(
        one=one.id,
        other=other.id,
        similarity=rounded(1 - distance),
        facts=facts,
        distinguishing=factors_apart(base.framework, one, other),
        gaps=gaps_between(base, one, other),
    )


def turns_between(framework: Framework, one: Coded, other: Coded, day: date) -> tuple[tuple[str, ...], ...]:
    """The smallest sets of facts, three at most, that turn the verdict of `one`, on `day`, into that of `other`."""
    return turning_sets(framework, _facts_of(one), _facts_of(other), as_of=day)


def _facts_of(phase: Coded) -> Findings:
    facts = {code: FactFinding(value) for code, value in phase.facts.items()}
    return Findings(facts=facts, ratings={}, sovereignty={})
