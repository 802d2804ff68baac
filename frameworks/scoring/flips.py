"""Flips: the smallest changes of fact that reach another verdict."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import product

import numpy as np

from frameworks.scoring.candidates import Family, family, members_of, plane
from frameworks.scoring.findings import Findings, fact_values
from frameworks.scoring.legality import judged, polarity_of, verdict_of
from frameworks.scoring.program import compiled
from frameworks.scoring.values import (
    HALVES,
    HEADLINE,
    READINGS,
    STATE_CONDUCT,
    VERDICTS,
    FactValue,
    Framework,
    Verdict,
    leaves,
)

LARGEST_FLIP = 3
_ARGUABLE = 1
_WORDS: tuple[FactValue, FactValue, FactValue] = ("no", "contested", "yes")
_YES_NO = (2, 0)
_WITH_CONTESTED = (2, 0, 1)
_LOW, _HIGH = 0, 1


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


class _Search:
    """Tries every set of changes at once, one bit per candidate."""

    def __init__(self, framework: Framework, findings: Findings, as_of: date) -> None:
        self.values: Mapping[str, FactValue] = fact_values(findings)
        known = self.values.get(STATE_CONDUCT) == "yes"
        self.program = compiled(framework)
        period = int(np.searchsorted(self.program.since, np.datetime64(as_of, "D"), side="right"))
        reading = READINGS.index(HEADLINE)
        self.reaches = [plane(self.program, period, reading, level, not known) for level in (0, 1)]
        in_a_test = {fact for test in framework.tests for fact, _ in leaves(test.rule)}
        fixed = {code for code, finding in findings.facts.items() if finding.fixed}
        codes = framework.fact_codes
        self.facts = [code for code in codes if code in in_a_test - fixed]
        self.place = [codes.index(code) for code in self.facts]
        self.ends = [HALVES[self.values.get(code, "unknown")] for code in codes]
        helps = polarity_of(framework, HEADLINE, as_of, attributed=known)
        self.best = [2 if helps[code] else 0 for code in self.facts]

    def reaching(self, target: int) -> Iterator[Flip]:
        """The minimal sets for one verdict (in halves), smallest first."""
        found: list[tuple[int, ...]] = []
        eligible = self.eligible(target)
        number = {member: place for place, member in enumerate(eligible)}
        for size in range(1, LARGEST_FLIP + 1):
            sets = family(len(eligible), size)
            open_sets = self.promising(sets, eligible, target)
            for small in found:
                open_sets &= ~sets.having([number[member] for member in small])
            hits = self.hits(sets, open_sets, eligible, target)
            for position in sorted(hits):
                members = tuple(eligible[place] for place in sets.sets[position])
                found.append(members)
                yield self.flip(members, hits[position], target)

    def promising(self, sets: Family, eligible: Sequence[int], target: int) -> int:
        """The sets that can reach the target: changed to their greatest or least value they do."""
        best = [self.best[member] for member in eligible]
        worst = [2 - answer for answer in best]
        if target == _ARGUABLE:
            enough = self.at_least(sets, eligible, best, (_LOW, 0))
            return enough & ~self.at_least(sets, eligible, worst, (_HIGH, 1))
        if target > _ARGUABLE:
            return self.at_least(sets, eligible, best, (_LOW, 1))
        return sets.full & ~self.at_least(sets, eligible, worst, (_HIGH, 0))

    def eligible(self, target: int) -> list[int]:
        """The facts that a minimal set for the target may hold.

        For the greatest or least value only the best or worst answer to a fact is tried: where that is the answer
        already, every set could spare the fact.
        """
        every = range(len(self.facts))
        if target == _ARGUABLE:
            return list(every)
        extreme = self.best if target > _ARGUABLE else [2 - answer for answer in self.best]
        return [i for i in every if self.ends[self.place[i]] != (extreme[i], extreme[i])]

    def hits(
        self, sets: Family, open_sets: int, eligible: Sequence[int], target: int
    ) -> dict[int, tuple[int, ...]]:
        """For each set that reaches the target, by position, its first answers that do; `open_sets` are promising.

        The formula is monotone, so what reaches its greatest or least value does so with the best or the worst
        answer to every fact of the set; were another answer enough for one fact, the set could spare it. And
        nothing can be just arguable whose best answers leave it below, or whose worst answers leave it above.
        """
        if target != _ARGUABLE:
            extreme = self.best if target > _ARGUABLE else [2 - answer for answer in self.best]
            return {
                position: tuple(extreme[eligible[place]] for place in sets.sets[position])
                for position in members_of(open_sets)
            }
        found: dict[int, tuple[int, ...]] = {}
        for answers in _answers(sets.size):
            if not open_sets:
                break
            reached = open_sets & self.at_least(sets, eligible, answers, (_LOW, 0), by_place=True)
            reached &= ~self.at_least(sets, eligible, answers, (_HIGH, 1), by_place=True)
            found |= dict.fromkeys(members_of(reached), answers)
            open_sets &= ~reached
        return found

    def at_least(
        self,
        sets: Family,
        eligible: Sequence[int],
        answers: Sequence[int],
        sought: tuple[int, int],
        *,
        by_place: bool = False,
    ) -> int:
        """The sets with which an end of the formula comes to a level; `sought` is both, level 0 contested, 1 yes.

        `answers` (halves) are those of each eligible fact, or with `by_place` those to the members of a set in turn.
        """
        end, level = sought
        full = sets.full
        plain = [full if ends[end] > level else 0 for ends in self.ends]
        # One minus an answer: the ends swap, and at least contested is not yes.
        opposite = [full if ends[1 - end] < 2 - level else 0 for ends in self.ends]
        yes = _places(answers, lambda answer: answer > level)
        no = _places(answers, lambda answer: answer < 2 - level)
        everywhere = (1 << sets.size) - 1
        for thing, member in enumerate(eligible):
            if not by_place:
                yes = everywhere if answers[thing] > level else 0
                no = everywhere if answers[thing] < 2 - level else 0
            fact = self.place[member]
            plain[fact] = (sets.or_not if plain[fact] else sets.where)[thing][yes]
            opposite[fact] = (sets.or_not if opposite[fact] else sets.where)[thing][no]
        return self.reaches[level](plain, opposite)

    def flip(self, members: tuple[int, ...], answers: tuple[int, ...], target: int) -> Flip:
        facts = [self.facts[member] for member in members]
        changes = zip(facts, answers, strict=True)
        return Flip(
            VERDICTS[target],
            tuple(Change(fact, self.values.get(fact, "unknown"), _WORDS[answer]) for fact, answer in changes),
        )


def _places(answers: Sequence[int], counts: Callable[[int], bool]) -> int:
    """The places whose answer counts, as a number with a bit for each."""
    return sum(1 << place for place, answer in enumerate(answers) if counts(answer))


@cache
def _answers(size: int) -> tuple[tuple[int, ...], ...]:
    """All answers to so many facts: yes and no first, then those with the fewest contested."""
    every = list(product(_YES_NO, repeat=size))
    mixed = sorted(product(_WITH_CONTESTED, repeat=size), key=lambda answers: answers.count(_ARGUABLE))
    return tuple(dict.fromkeys([*every, *mixed]))
