"""Reading flips: whose standing one must accept, or discount, to come to another verdict.

A reading differs from the prevailing one in nothing but how far it lets tests carry. So the price of its verdict
is a set of tests: those whose cap must become that of the reading, all others staying where opinion has them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from frameworks.scoring.findings import Findings, fact_values
from frameworks.scoring.headline import headline
from frameworks.scoring.legality import (
    Interval,
    bounds,
    capped,
    columns,
    formula,
    scoped,
    verdict_of,
)
from frameworks.scoring.values import (
    HEADLINE,
    READINGS,
    STATE_CONDUCT,
    VERDICTS,
    Capped,
    FactValue,
    Framework,
    Leaf,
    Node,
    Rule,
    Verdict,
)

MOST_TESTS = 12
"""Up to so many tests in play every set is tried; among more, those of at most `LARGEST_SET`."""
LARGEST_SET = 3
_TEST = "test:"
_BEST_FIRST = (2, 1, 0)


@dataclass(frozen=True, slots=True)
class ReadingFlip:
    """Tests which, given the cap that `reading` gives them, and none fewer, lead to `verdict`."""

    verdict: Verdict
    reading: str
    tests: tuple[str, ...]


def reading_flips(framework: Framework, findings: Findings, as_of: date) -> tuple[ReadingFlip, ...]:
    """All minimal sets of tests whose caps need to be those of another reading for another verdict.

    Under `permissive` the tests are accepted further than prevailing opinion does, under `strict` they are
    discounted. Ordered by reading, then lawful, arguable, unlawful, then size, then catalogue order; never
    undetermined. Each is confirmed by evaluating again. Empty where no State's conduct is judged.
    """
    values = fact_values(findings)
    if values.get(STATE_CONDUCT, "unknown") == "no":
        return ()
    today = _verdict(framework, as_of, values)
    found: list[ReadingFlip] = []
    for reading in READINGS:
        if reading != HEADLINE:
            search = _Search(framework, values, as_of, reading)
            for target in _BEST_FIRST:
                if VERDICTS[target] != today:
                    found += search.reaching(target)
    for flip in found:
        adopted = adopting(framework, flip.reading, flip.tests, as_of)
        if _verdict(adopted, as_of, values) != flip.verdict:
            raise RuntimeError(f"reading flip not confirmed by evaluating again: {flip}")
    return tuple(found)


def _verdict(framework: Framework, as_of: date, values: Mapping[str, FactValue]) -> Verdict:
    return verdict_of(headline(framework, as_of, values))


def adopting(framework: Framework, reading: str, tests: tuple[str, ...], as_of: date) -> Framework:
    """The framework in which the prevailing reading treats `tests` as `reading` treats them on that day."""
    own = {test.code: capped(framework, test, reading, as_of).cap for test in framework.tests}
    changed = [
        replace(test, standings=((None, _TEST + test.code),)) if test.code in tests else test
        for test in framework.tests
    ]
    caps = {
        name: {**given, **{_TEST + t: own[t] for t in tests}} for name, given in framework.readings.items()
    }
    return replace(framework, tests=tuple(changed), readings=caps)


class _Search:
    """Tries every set of tests at once, one row per set."""

    def __init__(
        self, framework: Framework, values: Mapping[str, FactValue], as_of: date, reading: str
    ) -> None:
        self.reading = reading
        self.answers = columns(framework, values)
        lawful = formula(framework, HEADLINE, as_of)
        whole = lawful if values.get(STATE_CONDUCT) == "yes" else scoped(lawful)
        self.rule = _with_tests_as_leaves(whole)
        memo: dict[int, Interval] = {}
        now = [capped(framework, test, HEADLINE, as_of) for test in framework.tests]
        then = [capped(framework, test, reading, as_of) for test in framework.tests]
        self.now = {node.test.code: bounds(node, self.answers, memo) for node in now}
        self.then = {node.test.code: bounds(node, self.answers, memo) for node in then}
        self.tests = [code for code, value in self.now.items() if not _same(value, self.then[code])]

    def reaching(self, target: int) -> Iterator[ReadingFlip]:
        """The minimal sets for one verdict (in halves), smallest first."""
        found: list[set[int]] = []
        largest = len(self.tests) if len(self.tests) <= MOST_TESTS else LARGEST_SET
        for size in range(1, largest + 1):
            every = combinations(range(len(self.tests)), size)
            sets = [members for members in every if not any(small <= set(members) for small in found)]
            if not sets:
                continue
            for position in np.flatnonzero(self.rows(np.array(sets), target)):
                found.append(set(sets[position]))
                codes = tuple(self.tests[member] for member in sets[position])
                yield ReadingFlip(VERDICTS[target], self.reading, codes)

    def rows(self, sets: NDArray[np.intp], target: int) -> NDArray[np.bool_]:
        """Whether each set (one row of test positions) comes to exactly the target."""
        answers = dict(self.answers)
        for code, now in self.now.items():
            answers[_TEST + code] = now
        for position, code in enumerate(self.tests):
            chosen = (sets == position).any(axis=1)
            low, high = (
                np.where(chosen, then, now) for then, now in zip(self.then[code], self.now[code], strict=True)
            )
            answers[_TEST + code] = Interval(low, high)
        value = bounds(self.rule, answers)
        return np.broadcast_to((value.low == target) & (value.high == target), (len(sets),))


def _same(one: Interval, other: Interval) -> bool:
    return bool((one.low == other.low).all() and (one.high == other.high).all())


def _with_tests_as_leaves(node: Node) -> Node:
    """The formula in which each test is an answer of its own, so that rows can differ in its cap."""
    if isinstance(node, Capped):
        return Leaf(_TEST + node.test.code)
    if isinstance(node, Rule):
        return Rule(node.op, tuple(_with_tests_as_leaves(child) for child in node.children), node.code)
    return node
