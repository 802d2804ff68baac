"""Flips: the smallest changes of fact that reach another verdict."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations, product

import numpy as np
from numpy.typing import NDArray

from frameworks.scoring.findings import Findings, fact_values
from frameworks.scoring.legality import Interval, bounds, columns, formula, read, scoped
from frameworks.scoring.values import (
    HEADLINE,
    STATE_CONDUCT,
    VERDICTS,
    FactValue,
    Framework,
    Rule,
    Verdict,
    leaves,
)

LARGEST_FLIP = 3
_ARGUABLE = 1
_WORDS: tuple[FactValue, FactValue, FactValue] = ("no", "contested", "yes")
_YES_NO = (2, 0)
_WITH_CONTESTED = (2, 0, 1)


@dataclass(frozen=True, slots=True)
class Change:
    """One fact answered otherwise."""

    fact: str
    old: FactValue
    new: FactValue


@dataclass(frozen=True, slots=True)
class Flip:
    """Changes that together, and not without any one of them, reach `verdict`."""

    verdict: Verdict
    changes: tuple[Change, ...]


def flips(framework: Framework, findings: Findings, as_of: date) -> tuple[Flip, ...]:
    """All minimal sets of at most three facts whose change reaches another prevailing verdict.

    Ordered lawful, arguable, unlawful; within a verdict by size, then by catalogue order. A set is changed to
    yes and no; to contested only where arguable is sought and no yes/no answers to that set reach it. Of
    several answers to one set the first counts: fewest contested, then yes before no before contested. Facts
    of the action and fixed facts never change.
    """
    values = fact_values(findings)
    if values.get(STATE_CONDUCT, "unknown") == "no":
        return ()
    search = _Search(framework, findings, as_of)
    today = read(framework, HEADLINE, as_of, values).verdict
    found: list[Flip] = []
    for target in (2, 1, 0):
        if VERDICTS[target] != today:
            found += search.reaching(target)
    for flip in found:
        changed = {**values, **{change.fact: change.new for change in flip.changes}}
        if read(framework, HEADLINE, as_of, changed).verdict != flip.verdict:
            raise RuntimeError(f"flip not confirmed by evaluating again: {flip}")
    return tuple(found)


def _mask(members: tuple[int, ...]) -> int:
    """A set of positions as bits."""
    return sum(1 << member for member in members)


def _holds_one(mask: int, found: list[int]) -> bool:
    return any(mask & small == small for small in found)


class _Search:
    """Tries every set of changes at once, one row of answers per candidate."""

    def __init__(self, framework: Framework, findings: Findings, as_of: date) -> None:
        self.values: Mapping[str, FactValue] = fact_values(findings)
        self.answers = columns(framework, self.values)
        lawful = formula(framework, HEADLINE, as_of)
        known = self.values.get(STATE_CONDUCT) == "yes"
        self.rule: Rule = lawful if known else scoped(lawful)
        in_a_test = {fact for test in framework.tests for fact, _ in leaves(test.rule)}
        fixed = {code for code, finding in findings.facts.items() if finding.fixed}
        self.facts = [code for code in framework.fact_codes if code in in_a_test - fixed]

    def reaching(self, target: int) -> Iterator[Flip]:
        """The minimal sets for one verdict (in halves), smallest first."""
        found: list[int] = []
        for size in range(1, LARGEST_FLIP + 1):
            every = combinations(range(len(self.facts)), size)
            sets = [members for members in every if not _holds_one(_mask(members), found)]
            hits = self.try_answers(sets, target, _YES_NO)
            if target == _ARGUABLE:
                rest = [members for members in sets if members not in hits]
                hits |= self.try_answers(rest, target, _WITH_CONTESTED)
            for members in sorted(hits):
                found.append(_mask(members))
                yield self.flip(members, hits[members], target)

    def try_answers(
        self, sets: list[tuple[int, ...]], target: int, words: tuple[int, ...]
    ) -> dict[tuple[int, ...], tuple[int, ...]]:
        """For each set that reaches the target, its first answers that do."""
        if not sets:
            return {}
        size = len(sets[0])
        answers = sorted(product(words, repeat=size), key=lambda answer: answer.count(1))
        reached = self.rows(np.array(sets), np.array(answers, dtype=np.int8), target)
        first = reached.argmax(axis=1)
        return {sets[i]: answers[first[i]] for i in np.flatnonzero(reached.any(axis=1))}

    def rows(self, sets: NDArray[np.intp], answers: NDArray[np.int8], target: int) -> NDArray[np.bool_]:
        """Whether each set (row) with each answer (column) comes to exactly the target."""
        shape = (len(sets), len(answers))
        base = {code: self.answers[code] for code in self.answers}
        for position, code in enumerate(self.facts):
            changed = sets == position
            if not changed.any():
                continue
            low = np.full(shape, self.answers[code].low[0])
            high = np.full(shape, self.answers[code].high[0])
            for place in range(sets.shape[1]):
                hit = changed[:, place]
                low[hit] = high[hit] = answers[:, place]
            base[code] = Interval(low.ravel(), high.ravel())
        value = bounds(self.rule, base)
        exact = (value.low == target) & (value.high == target)
        return np.broadcast_to(exact, (shape[0] * shape[1],)).reshape(shape)

    def flip(self, members: tuple[int, ...], answers: tuple[int, ...], target: int) -> Flip:
        facts = [self.facts[member] for member in members]
        changes = zip(facts, answers, strict=True)
        return Flip(
            VERDICTS[target],
            tuple(Change(fact, self.values.get(fact, "unknown"), _WORDS[answer]) for fact, answer in changes),
        )
