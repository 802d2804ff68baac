"""What would make one phase like another: the facts that would have to be answered as there, and where they part.

Both phases are judged on the prevailing reading, under one framework, each by the law of its own day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from itertools import combinations
from math import comb
from typing import Any

import numpy as np
from numpy.typing import NDArray

from frameworks.scoring.evaluate import Row
from frameworks.scoring.findings import fact_values
from frameworks.scoring.flips import Change
from frameworks.scoring.legality import Interval, Reading, bounds, columns, formula, read, scoped
from frameworks.scoring.values import (
    ACTION_FACTS,
    HEADLINE,
    STATE_CONDUCT,
    VERDICTS,
    FactValue,
    Framework,
    LegalTest,
    Verdict,
    leaves,
)

MOST_CANDIDATES = 100_000
"""Sets of one size are tried while there are no more of them than this."""

Values = Mapping[str, FactValue]


@dataclass(frozen=True, slots=True)
class Parting:
    """The first element in which two phases part, in the test that carries the better verdict.

    `test` is None where no test carries it (nothing that was done needs a justification); `agreed` are the facts of
    the test before the parting that both answer alike. `fact` is None where the facts of the test are all answered
    alike and only its standing differs between the two days; then `one` and `other` are the standings.
    """

    test: str | None
    agreed: tuple[str, ...]
    fact: str | None
    one: str
    other: str


@dataclass(frozen=True, slots=True)
class Likeness:
    """What would give one phase the verdict of another.

    `sets` are all the smallest sets of facts that do it, each fact taking the answer it has in the other phase; none
    where both have one verdict, or the other is undetermined and so has none to share. Where `sets` is empty all the
    same, `reachable` says whether all differing answers together would do it: if so the smallest set was too large to
    be found, otherwise something else parts them (the day's law, or facts marked fixed). `parting` is None where
    there is nothing to reach.
    """

    verdict: Verdict
    wanted: Verdict
    reachable: bool
    sets: tuple[tuple[Change, ...], ...]
    parting: Parting | None

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON values, keys always in the same order."""
        return {
            "verdict": self.verdict,
            "wanted": self.wanted,
            "reachable": self.reachable,
            "sets": [
                [{"fact": change.fact, "from": change.old, "to": change.new} for change in changes]
                for changes in self.sets
            ],
            "parting": None
            if self.parting is None
            else {**asdict(self.parting), "agreed": list(self.parting.agreed)},
        }


def likeness(framework: Framework, one: Row, other: Row) -> Likeness:
    """What would give `one`, judged on its own day, the verdict of `other`.

    Facts of the action may change here, since the other phase shows that they could have been otherwise; facts that
    `one` marks as fixed never do. Every set is confirmed by judging again.
    """
    here, there = fact_values(one.findings), fact_values(other.findings)
    mine, theirs = _read(framework, one, here), _read(framework, other, there)
    if theirs.verdict in (mine.verdict, "undetermined"):
        return Likeness(mine.verdict, theirs.verdict, theirs.verdict == mine.verdict, (), None)
    changes = _differing(framework, one, here, there)
    after = {**here, **{change.fact: change.new for change in changes}}
    reachable = _read(framework, one, after).verdict == theirs.verdict
    search = _Search(framework, one, here, changes)
    return Likeness(
        verdict=mine.verdict,
        wanted=theirs.verdict,
        reachable=reachable,
        sets=search.smallest(theirs.verdict) if reachable else (),
        parting=_parting(framework, (one, here, mine), (other, there, theirs)),
    )


def _read(framework: Framework, row: Row, values: Values) -> Reading:
    return read(framework, HEADLINE, row.as_of, values)


def _differing(framework: Framework, one: Row, here: Values, there: Values) -> list[Change]:
    """The facts of the formula that are answered differently, in catalogue order, as changes of the first phase."""
    in_formula = {fact for test in framework.tests for fact, _ in leaves(test.rule)} | set(ACTION_FACTS)
    fixed = {code for code, finding in one.findings.facts.items() if finding.fixed}
    pairs = [
        Change(code, here.get(code, "unknown"), there.get(code, "unknown"))
        for code in framework.fact_codes
        if code in in_formula - fixed
    ]
    return [change for change in pairs if change.old != change.new]


class _Search:
    """Tries every set of one size at once, one row of answers per set."""

    def __init__(self, framework: Framework, row: Row, values: Values, changes: list[Change]) -> None:
        self.framework = framework
        self.row = row
        self.values = values
        self.changes = changes
        self.rule = scoped(formula(framework, HEADLINE, row.as_of))
        self.before = columns(framework, values)
        self.after = columns(framework, {change.fact: change.new for change in changes})

    def smallest(self, wanted: Verdict) -> tuple[tuple[Change, ...], ...]:
        """All sets of the least size that reach the verdict, in catalogue order.

        Empty where the sets of some size are more than can be tried. Raises RuntimeError where judging again does not
        confirm a set.
        """
        for size in range(1, len(self.changes) + 1):
            if comb(len(self.changes), size) > MOST_CANDIDATES:
                return ()
            sets = np.array(list(combinations(range(len(self.changes)), size)))
            hits = sets[self.reached(sets, wanted)]
            if len(hits):
                found = [tuple(self.changes[place] for place in members) for members in hits]
                for changes in found:
                    self.confirm(changes, wanted)
                return tuple(found)
        return ()

    def confirm(self, changes: tuple[Change, ...], wanted: Verdict) -> None:
        """Judge again by the ordinary path."""
        values = {**self.values, **{change.fact: change.new for change in changes}}
        if _read(self.framework, self.row, values).verdict != wanted:
            raise RuntimeError(f"set not confirmed by judging again: {changes}")

    def reached(self, sets: NDArray[np.intp], wanted: Verdict) -> NDArray[np.bool_]:
        """Whether each set (row) comes to the wanted verdict."""
        answers = dict(self.before)
        for place, change in enumerate(self.changes):
            changed = (sets == place).any(axis=1)
            old, new = self.before[change.fact], self.after[change.fact]
            answers[change.fact] = Interval(
                np.where(changed, new.low, old.low), np.where(changed, new.high, old.high)
            )
        value = bounds(self.rule, answers)
        none = answers[STATE_CONDUCT].high == 0
        if wanted == "not_applicable":
            hits = none
        else:
            target = VERDICTS.index(wanted)
            hits = ~none & (value.low == target) & (value.high == target)
        return np.broadcast_to(hits, (len(sets),))


_Judged = tuple[Row, Values, Reading]


def _parting(framework: Framework, one: _Judged, other: _Judged) -> Parting | None:
    """Where the two part: within the tests that carry the better verdict, else among the facts of the action."""
    better = max(one, other, key=lambda judged: _height(judged[2]))
    (row, here, _), (beside, there, _) = one, other
    for test in framework.tests:
        if test.code not in better[2].route:
            continue
        found = _first_difference(test.code, _facts_of(test), here, there)
        if found is not None:
            return found
        standings = (test.standing(row.as_of), test.standing(beside.as_of))
        if standings[0] != standings[1]:
            return Parting(test.code, _facts_of(test), None, *standings)
    return _first_difference(None, ACTION_FACTS, here, there)


def _height(reading: Reading) -> tuple[int, int]:
    """How good a verdict is: not_applicable above all, then by the best and the worst that it can be."""
    if reading.verdict == "not_applicable":
        return len(VERDICTS), len(VERDICTS)
    return VERDICTS.index(reading.at_most), VERDICTS.index(reading.at_least)


def _facts_of(test: LegalTest) -> tuple[str, ...]:
    """The facts of a test in the order of its rule, each once."""
    return tuple(dict.fromkeys(fact for fact, _ in leaves(test.rule)))


def _first_difference(
    test: str | None, facts: tuple[str, ...], here: Values, there: Values
) -> Parting | None:
    answers = [(fact, here.get(fact, "unknown"), there.get(fact, "unknown")) for fact in facts]
    for place, (fact, mine, theirs) in enumerate(answers):
        if mine != theirs:
            return Parting(test, facts[:place], fact, mine, theirs)
    return None
