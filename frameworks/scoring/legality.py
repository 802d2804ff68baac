"""Legality: the formula over intervals of facts, its readings, routes, duties and trace.

    lawful = (¬uses_force ∨ any force test)
             ∧ (¬(coerces_reserved_domain ∨ breaches_other_obligation) ∨ any force or measures test)

`all` is the minimum, `any` the maximum, `none` one minus the maximum. Verdicts are computed for whole columns of
answers, one row per set of findings, so that one assessment and a million rows take the same path. What explains
a verdict (its route, the weakest facts) is found by walking the rules, for one row at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, reduce
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from frameworks.scoring.faults import RuleError, ruled_by
from frameworks.scoring.kernel import Judged, judge
from frameworks.scoring.program import cap_of, compiled, rule_check
from frameworks.scoring.values import (
    ANSWERS,
    BREACHES,
    COERCES,
    HALVES,
    READINGS,
    STATE_CONDUCT,
    USES_FORCE,
    VERDICTS,
    Capped,
    FactValue,
    Framework,
    Leaf,
    LegalTest,
    Node,
    Rule,
    Verdict,
    leaves,
)

Halves = NDArray[np.int8]


class Interval(NamedTuple):
    """Lower and upper ends in halves, one entry per row."""

    low: Halves
    high: Halves


Columns = Mapping[str, Interval]
"""Answers by fact, one entry per row; a fact that is missing is unknown."""


class Ends(NamedTuple):
    """Lower and upper end of a single row, in halves."""

    low: int
    high: int


_ENDS: Mapping[str, Ends] = {word: Ends(*pair) for word, pair in HALVES.items()}


def column(values: Iterable[str]) -> Interval:
    """A column of answers given as words."""
    pairs = np.array([HALVES[value] for value in values], dtype=np.int8).reshape(-1, 2)
    return Interval(pairs[:, 0].copy(), pairs[:, 1].copy())


Row = Mapping[str, Ends]
"""The answers of one row by fact."""


def row_of(framework: Framework, values: Mapping[str, FactValue]) -> dict[str, Ends]:
    """One row of answers as plain numbers, for walking the rules; facts that are missing are unknown."""
    return {code: _ENDS[values.get(code, "unknown")] for code in framework.fact_codes}


def columns(framework: Framework, values: Mapping[str, FactValue]) -> dict[str, Interval]:
    """One row of answers; facts that are missing are unknown."""
    return {code: column([values.get(code, "unknown")]) for code in framework.fact_codes}


def capped(framework: Framework, test: LegalTest, reading: str, as_of: date) -> Capped:
    """A test as far as a reading lets it carry on a day. Raises RuleError where it says nothing of its standing."""
    return Capped(test, test.standing(as_of), cap_of(framework, test, reading, as_of))


def arms(framework: Framework, reading: str, as_of: date) -> tuple[Rule, Rule]:
    """The two conditions of lawfulness under a reading on a day: force, and what is short of it.

    Raises RuleError for a test whose standing the reading does not know.
    """
    tests = [capped(framework, test, reading, as_of) for test in framework.tests]
    force = [node for node in tests if node.test.justifies == "force"]
    no_force = Rule("none", (Leaf(USES_FORCE),), "no_force")
    no_breach = Rule("none", (Leaf(COERCES), Leaf(BREACHES)), "no_coercion_or_breach")
    return Rule("any", (no_force, *force), "force"), Rule("any", (no_breach, *tests), "measures")


def formula(framework: Framework, reading: str, as_of: date) -> Rule:
    """The formula of lawfulness under a reading on a day, for conduct that is a State's."""
    return _formula(_This(framework), reading, as_of)


class _This:
    """A framework as the key of a cache: this very one, which it keeps. Variants share checksums."""

    def __init__(self, framework: Framework) -> None:
        self.framework = framework

    def __hash__(self) -> int:
        return id(self.framework)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _This) and other.framework is self.framework


@lru_cache(maxsize=64)
def _formula(this: _This, reading: str, as_of: date) -> Rule:
    return Rule("all", arms(this.framework, reading, as_of), "lawful")


def polarity_of(framework: Framework, reading: str, as_of: date, *, attributed: bool) -> Mapping[str, bool]:
    """For each fact that the formula asks for: does a yes help? `attributed`: of conduct that is a State's."""
    return _polarity(_This(framework), reading, as_of, attributed)


@lru_cache(maxsize=64)
def _polarity(this: _This, reading: str, as_of: date, attributed: bool) -> Mapping[str, bool]:
    lawful = formula(this.framework, reading, as_of)
    return MappingProxyType(dict(leaves(lawful if attributed else scoped(lawful))))


def scoped(lawful: Rule) -> Rule:
    """The formula where attribution to a State may be open: no State conduct, or lawful."""
    return Rule("any", (Rule("none", (Leaf(STATE_CONDUCT),), "no_state_conduct"), lawful), "scope")


def bounds(node: Node, answers: Columns, memo: dict[int, Interval] | None = None) -> Interval:
    """Lower and upper end of a node in every row.

    `memo` keeps what is known of each node, by identity, so that a test that serves both arms is computed
    once; it must not outlive the nodes. Raises RuleError for a node that has no meaning.
    """
    memo = {} if memo is None else memo
    if id(node) in memo:
        return memo[id(node)]
    try:
        result = _bounds(node, answers, memo)
    except RuleError as error:
        error.within(node.test.code if isinstance(node, Capped) else getattr(node, "code", ""))
        raise
    memo[id(node)] = result
    return result


def _bounds(node: Node, answers: Columns, memo: dict[int, Interval]) -> Interval:
    if isinstance(node, Leaf):
        if node.fact not in answers:
            raise RuleError("", f"there are no answers to the fact {node.fact}")
        return answers[node.fact]
    if isinstance(node, Capped):
        inner, cap = bounds(node.test.rule, answers, memo), np.int8(node.cap)
        return Interval(np.minimum(inner.low, cap), np.minimum(inner.high, cap))
    rule_check(node)
    return _combined(node, [bounds(child, answers, memo) for child in node.children])


def _combined(rule: Rule, parts: list[Interval]) -> Interval:
    """What a rule makes of its parts."""
    choose = np.minimum if rule.op == "all" else np.maximum
    low = reduce(choose, [part.low for part in parts])
    high = reduce(choose, [part.high for part in parts])
    return Interval(np.int8(2) - high, np.int8(2) - low) if rule.op == "none" else Interval(low, high)


def ends(node: Node, answers: Row, memo: dict[int, Ends] | None = None) -> Ends:
    """Both ends of a node for a single row: what `bounds` gives for one, without its arrays.

    `memo` is as for `bounds`. Raises RuleError for a node that has no meaning.
    """
    memo = {} if memo is None else memo
    known = memo.get(id(node))
    if known is not None:
        return known
    try:
        result = _ends(node, answers, memo)
    except RuleError as error:
        error.within(node.test.code if isinstance(node, Capped) else getattr(node, "code", ""))
        raise
    memo[id(node)] = result
    return result


def _ends(node: Node, answers: Row, memo: dict[int, Ends]) -> Ends:
    if isinstance(node, Leaf):
        if node.fact not in answers:
            raise RuleError("", f"there are no answers to the fact {node.fact}")
        return answers[node.fact]
    if isinstance(node, Capped):
        low, high = ends(node.test.rule, answers, memo)
        return Ends(min(low, node.cap), min(high, node.cap))
    rule_check(node)
    choose = min if node.op == "all" else max
    parts = [ends(child, answers, memo) for child in node.children]
    low, high = choose(part[0] for part in parts), choose(part[1] for part in parts)
    return Ends(2 - high, 2 - low) if node.op == "none" else Ends(low, high)


def bounds_of_test(framework: Framework, values: Mapping[str, FactValue], code: str) -> Ends:
    """What a test comes to before any reading caps it. Raises RuleError where the framework lacks the test."""
    test = next((test for test in framework.tests if test.code == code), None)
    if test is None:
        raise RuleError(code, "the framework has no such test")
    with ruled_by(code):
        return ends(test.rule, row_of(framework, values))


def verdict_of(value: Ends) -> Verdict:
    """The verdict for an interval: only a single point is determined."""
    return VERDICTS[value.low] if value.low == value.high else "undetermined"


def word_of(value: Ends) -> FactValue:
    """Yes, no or contested for a single point, unknown for anything wider."""
    if value.low != value.high:
        return "unknown"
    return ("no", "contested", "yes")[value.low]


OUTCOMES: tuple[Verdict, ...] = (*VERDICTS, "undetermined", "not_applicable")
"""The verdict for each code from 0 to 4 where verdicts are arrays."""

_UNDETERMINED, _NOT_APPLICABLE = 3, 4
_ANSWER_CODES: Mapping[str, int] = {answer: code for code, answer in enumerate(ANSWERS)}


@dataclass(frozen=True, slots=True)
class LegalityScores:
    """The legal answer of many rows. Ends are in halves.

    `low`, `high` and `verdict` (a position in OUTCOMES) have the shape (rows, readings), readings in the order of
    READINGS; where nothing is judged both ends are −1. `attributed_low` and `attributed_high` are the ends as if
    the act were a State's. `consent_low` and `consent_high` (rows,) are those of the consent test, uncapped,
    `competence_low` and `competence_high` (rows, tests) those of the questions of competence.
    """

    low: Halves
    high: Halves
    verdict: Halves
    attributed_low: Halves
    attributed_high: Halves
    consent_low: Halves
    consent_high: Halves
    competence_low: Halves
    competence_high: Halves


def legality_scores(framework: Framework, answers: Halves, as_of: NDArray[np.datetime64]) -> LegalityScores:
    """Judge rows of answers (rows, facts), coded by position in ANSWERS, each by the standings of its day."""
    program = compiled(framework)
    found: Judged = judge(program, answers, np.searchsorted(program.since, as_of, side="right"))
    outside = answers[:, program.conduct] == _ANSWER_CODES["no"]
    low, high = (np.where(outside, np.int8(-1), end).T for end in found.scoped)
    verdict = np.where(low == high, low, np.int8(_UNDETERMINED))
    verdict[outside] = _NOT_APPLICABLE
    return LegalityScores(
        low=low,
        high=high,
        verdict=verdict,
        attributed_low=found.lawful[0].T,
        attributed_high=found.lawful[1].T,
        consent_low=found.consent[0],
        consent_high=found.consent[1],
        competence_low=found.competence[0].T,
        competence_high=found.competence[1].T,
    )


def answer_row(framework: Framework, values: Mapping[str, FactValue]) -> Halves:
    """Answers in words as one row of codes (1, facts); facts that are missing are unknown."""
    return np.array(
        [[_ANSWER_CODES[values.get(code, "unknown")] for code in framework.fact_codes]], dtype=np.int8
    )


@dataclass(frozen=True, slots=True)
class Reading:
    """The verdict under one reading, the tests that carry it, and the weakest facts of each of them."""

    verdict: Verdict
    at_least: Verdict
    at_most: Verdict
    route: tuple[str, ...]
    weakest: Mapping[str, tuple[str, ...]]


def read(framework: Framework, reading: str, as_of: date, values: Mapping[str, FactValue]) -> Reading:
    """Judge one set of answers under one reading; `state_conduct` decides the scope."""
    return _explained(framework, reading, as_of, values, judged(framework, as_of, [values])[0][reading])


def readings(
    framework: Framework,
    as_of: date,
    values: Mapping[str, FactValue],
    found: Mapping[str, Ends] | None = None,
) -> dict[str, Reading]:
    """All three readings, explained; `found` has their ends where the row has been judged in a batch already."""
    found = judged(framework, as_of, [values])[0] if found is None else found
    return {name: _explained(framework, name, as_of, values, found[name]) for name in READINGS}


def judged(
    framework: Framework, as_of: date, rows: Sequence[Mapping[str, FactValue]]
) -> list[dict[str, Ends]]:
    """The ends of every reading for each row of answers in words; where nothing is judged both are −1."""
    if not rows:
        return []
    codes = np.vstack([answer_row(framework, values) for values in rows])
    days = np.full(len(rows), as_of, dtype="datetime64[D]")
    scores = legality_scores(framework, codes, days)
    return [ends_of(low, high) for low, high in zip(scores.low, scores.high, strict=True)]


def ends_of(low: Sequence[int] | Halves, high: Sequence[int] | Halves) -> dict[str, Ends]:
    """One row of ends by reading."""
    return {name: Ends(int(low[i]), int(high[i])) for i, name in enumerate(READINGS)}


def _explained(
    framework: Framework, reading: str, as_of: date, values: Mapping[str, FactValue], value: Ends
) -> Reading:
    """The verdict of a reading with its route and weakest facts."""
    if values.get(STATE_CONDUCT, "unknown") == "no":
        return Reading("not_applicable", "not_applicable", "not_applicable", (), {})
    answers, memo = row_of(framework, values), dict[int, Ends]()
    lawful = formula(framework, reading, as_of)
    route = _route(lawful, ends(lawful, answers, memo), answers, memo)
    return Reading(
        verdict_of(value),
        VERDICTS[value.low],
        VERDICTS[value.high],
        tuple(node.test.code for node in route),
        {node.test.code: weakest_facts(node.test.rule, answers, memo) for node in route},
    )


def _route(lawful: Rule, value: Ends, answers: Row, memo: dict[int, Ends]) -> list[Capped]:
    """The tests that attain the value, in catalogue order.

    A test attains an end of the value where its own capped end equals it, in an arm that comes to that end.
    At 0 nothing is attained: no test carries an unlawful act. Of an undetermined value, one end is enough.
    """
    attained: list[Capped] = []
    for arm in lawful.children:
        if not isinstance(arm, Rule):
            continue
        arm_ends = ends(arm, answers, memo)
        for node in arm.children:
            if not isinstance(node, Capped):
                continue
            own = ends(node, answers, memo)
            low = value.low == arm_ends.low == own.low > 0
            high = value.high == arm_ends.high == own.high > 0
            if (low and high) or (value.low != value.high and (low or high)):
                attained.append(node)
    measures_arm = lawful.children[1]
    every_test = measures_arm.children if isinstance(measures_arm, Rule) else ()
    return [node for node in every_test if isinstance(node, Capped) and node in attained]


def weakest_facts(rule: Node, answers: Row, memo: dict[int, Ends]) -> tuple[str, ...]:
    """The facts that hold a rule where it is; none where it is fully met.

    Under `all` these are the facts of the least child, under `any` of the greatest, under `none` those that
    stand against it; no comes before unknown, unknown before contested.
    """
    if ends(rule, answers, memo) == (2, 2):
        return ()
    found: dict[str, None] = {}
    pending: list[Node] = [rule]
    while pending:
        node = pending.pop(0)
        if isinstance(node, Leaf):
            found[node.fact] = None
            continue
        children = (node.test.rule,) if isinstance(node, Capped) else node.children
        values = {id(child): ends(child, answers, memo) for child in children}
        least = isinstance(node, Rule) and node.op == "all"
        wanted = (min if least else max)(values.values())
        pending.extend(child for child in children if values[id(child)] == wanted)
    return tuple(found)
