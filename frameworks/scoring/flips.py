"""Flips: the smallest changes of fact that reach another verdict."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import combinations, product

import numpy as np
from numpy.typing import NDArray

from frameworks.scoring.findings import Findings, fact_values
from frameworks.scoring.legality import Interval, bounds, columns, formula, judged, scoped, verdict_of
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

Sets = NDArray[np.intp]
"""Sets of facts by position: (sets, size)."""

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
    today = verdict_of(judged(framework, as_of, [values])[0][HEADLINE])
    found: list[Flip] = []
    for target in (2, 1, 0):
        if VERDICTS[target] != today:
            found += search.reaching(target)
    changed = [{**values, **{change.fact: change.new for change in flip.changes}} for flip in found]
    for flip, again in zip(found, judged(framework, as_of, changed), strict=True):
        if verdict_of(again[HEADLINE]) != flip.verdict:
            raise RuntimeError(f"flip not confirmed by evaluating again: {flip}")
    return tuple(found)


@lru_cache(maxsize=8)
def _sets(facts: int, size: int) -> Sets:
    """Every set of so many positions, one a row, in lexicographic order."""
    every = np.array(list(combinations(range(facts), size)), dtype=np.intp).reshape(-1, size)
    every.flags.writeable = False
    return every


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
        helps = dict(leaves(self.rule))
        best = np.array([2 if helps[code] else 0 for code in self.facts], dtype=np.int8)
        self.extreme = {2: best, 0: 2 - best}
        self.low = np.array([self.answers[code].low[0] for code in self.facts], dtype=np.int8)
        self.high = np.array([self.answers[code].high[0] for code in self.facts], dtype=np.int8)

    def reaching(self, target: int) -> Iterator[Flip]:
        """The minimal sets for one verdict (in halves), smallest first."""
        found: list[tuple[int, ...]] = []
        for sets in self.promising(target):
            held = np.zeros(len(sets), dtype=np.bool_)
            for small in found:
                held |= np.isin(sets, small).sum(axis=1) == len(small)
            hits = self.hits(sets[~held], target)
            for members in sorted(hits):
                found.append(members)
                yield self.flip(members, hits[members], target)

    def promising(self, target: int) -> list[Sets]:
        """The sets of each size that can reach the target, found in one pass over all of them.

        Smaller sets stand in rows as long as the largest, a fact repeated: changed twice alike it is changed once.
        """
        eligible = self.eligible(target)
        sizes = [_sets(len(eligible), size) for size in range(1, LARGEST_FLIP + 1)]
        padded = [np.pad(sets, ((0, 0), (0, LARGEST_FLIP - sets.shape[1])), mode="edge") for sets in sizes]
        every = eligible[np.concatenate(padded)]
        ends = (2, 0) if target == _ARGUABLE else (target,)
        value = self.value(every, np.stack([self.extreme[end][every] for end in ends], axis=1))
        if target == _ARGUABLE:
            reached = (value.low[:, 0] >= target) & (value.high[:, 1] <= target)
        else:
            reached = (value.low[:, 0] == target) & (value.high[:, 0] == target)
        parts = np.split(reached, np.cumsum([len(sets) for sets in sizes])[:-1])
        return [eligible[sets[part]] for sets, part in zip(sizes, parts, strict=True)]

    def eligible(self, target: int) -> Sets:
        """The facts that a minimal set for the target may hold.

        For the greatest or least value only the best or worst answer to a fact is tried: where that is the answer
        already, every set could spare the fact.
        """
        if target == _ARGUABLE:
            return np.arange(len(self.facts))
        extreme = self.extreme[target]
        return np.flatnonzero((self.low != extreme) | (self.high != extreme))

    def hits(self, sets: Sets, target: int) -> dict[tuple[int, ...], tuple[int, ...]]:
        """For each set that reaches the target, its first answers that do; `sets` are promising.

        The formula is monotone, so what reaches its greatest or least value does so with the best or the worst
        answer to every fact of the set; were another answer enough for one fact, the set could spare it. And
        nothing can be just arguable whose best answers leave it below, or whose worst answers leave it above.
        """
        if target != _ARGUABLE:
            return {tuple(row): tuple(self.extreme[target][row].tolist()) for row in sets.tolist()}
        found: dict[tuple[int, ...], tuple[int, ...]] = {}
        for words in (_YES_NO, _WITH_CONTESTED):
            every = product(words, repeat=sets.shape[1])
            answers = np.array(sorted(every, key=lambda answer: answer.count(1)), dtype=np.int8)
            hits = self.try_answers(sets, np.broadcast_to(answers, (len(sets), *answers.shape)), target)
            sets = sets[[members not in hits for members in map(tuple, sets.tolist())]]
            found |= hits
        return found

    def try_answers(
        self, sets: Sets, answers: NDArray[np.int8], target: int
    ) -> dict[tuple[int, ...], tuple[int, ...]]:
        """For each set that reaches the target, the first of its answers (sets, answers, size) that do."""
        if not len(sets):
            return {}
        value = self.value(sets, answers)
        reached = (value.low == target) & (value.high == target)
        hit = np.flatnonzero(reached.any(axis=1))
        first = answers[hit, reached[hit].argmax(axis=1)]
        return dict(zip(map(tuple, sets[hit].tolist()), map(tuple, first.tolist()), strict=True))

    def value(self, sets: Sets, answers: NDArray[np.int8]) -> Interval:
        """What the formula comes to for each set (row) with each of its answers (column)."""
        shape = answers.shape[:2]
        rows = shape[0] * shape[1]
        low = np.repeat(self.low[:, None], rows, axis=1)
        high = np.repeat(self.high[:, None], rows, axis=1)
        positions = np.repeat(sets, shape[1], axis=0)
        changed = answers.reshape(rows, -1)
        place = np.arange(rows)[:, None]
        low[positions, place] = high[positions, place] = changed
        base = dict(self.answers)
        for position, code in enumerate(self.facts):
            base[code] = Interval(low[position], high[position])
        ends = (np.broadcast_to(end, rows) for end in bounds(self.rule, base))
        return Interval(*(end.reshape(shape) for end in ends))

    def flip(self, members: tuple[int, ...], answers: tuple[int, ...], target: int) -> Flip:
        facts = [self.facts[member] for member in members]
        changes = zip(facts, answers, strict=True)
        return Flip(
            VERDICTS[target],
            tuple(Change(fact, self.values.get(fact, "unknown"), _WORDS[answer]) for fact, answer in changes),
        )
