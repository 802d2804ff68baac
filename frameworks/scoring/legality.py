"""Legality: the formula over intervals of facts, its readings, routes, duties and trace.

    lawful = (¬uses_force ∨ any force test)
             ∧ (¬(coerces_reserved_domain ∨ breaches_other_obligation) ∨ any force or measures test)

`all` is the minimum, `any` the maximum, `none` one minus the maximum. Everything is computed on columns of
answers, one row per set of findings, so that one assessment and a million candidates take the same path.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import reduce
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from frameworks.scoring.faults import RuleError, ruled_by
from frameworks.scoring.values import (
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


def column(values: Iterable[str]) -> Interval:
    """A column of answers given as words."""
    pairs = np.array([HALVES[value] for value in values], dtype=np.int8).reshape(-1, 2)
    return Interval(pairs[:, 0].copy(), pairs[:, 1].copy())


def columns(framework: Framework, values: Mapping[str, FactValue]) -> dict[str, Interval]:
    """One row of answers; facts that are missing are unknown."""
    return {code: column([values.get(code, "unknown")]) for code in framework.fact_codes}


def capped(framework: Framework, test: LegalTest, reading: str, as_of: date) -> Capped:
    """A test as far as a reading lets it carry on a day. Raises RuleError where it says nothing of its standing."""
    standing = test.standing(as_of)
    caps = framework.readings[reading]
    if standing not in caps:
        raise RuleError(test.code, f"the {reading} reading knows no standing {standing}")
    return Capped(test, standing, caps[standing])


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
    return Rule("all", arms(framework, reading, as_of), "lawful")


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
    if isinstance(node, Leaf):
        if node.fact not in answers:
            raise RuleError("", f"there are no answers to the fact {node.fact}")
        result = answers[node.fact]
    elif isinstance(node, Capped):
        with ruled_by(node.test.code):
            inner = bounds(node.test.rule, answers, memo)
        cap = np.int8(node.cap)
        result = Interval(np.minimum(inner.low, cap), np.minimum(inner.high, cap))
    elif isinstance(node, Rule):
        with ruled_by(node.code):
            result = _combined(node, [bounds(child, answers, memo) for child in node.children])
    else:
        raise RuleError("", f"{type(node).__name__} is no node of a rule")
    memo[id(node)] = result
    return result


def _combined(rule: Rule, parts: list[Interval]) -> Interval:
    """What a rule makes of its parts. Raises RuleError for an operator it does not know, or without parts."""
    if rule.op not in ("all", "any", "none"):
        raise RuleError("", f"{rule.op} is no operator: all, any or none")
    if not parts:
        raise RuleError("", f"{rule.op} of nothing has no value")
    choose = np.minimum if rule.op == "all" else np.maximum
    low = reduce(choose, [part.low for part in parts])
    high = reduce(choose, [part.high for part in parts])
    return Interval(np.int8(2) - high, np.int8(2) - low) if rule.op == "none" else Interval(low, high)


def ends(node: Node, answers: Columns, memo: dict[int, Interval] | None = None) -> Ends:
    """Both ends of a node for a single row."""
    low, high = bounds(node, answers, memo)
    return Ends(int(low[0]), int(high[0]))


def bounds_of_test(framework: Framework, values: Mapping[str, FactValue], code: str) -> Ends:
    """What a test comes to before any reading caps it. Raises RuleError where the framework lacks the test."""
    test = next((test for test in framework.tests if test.code == code), None)
    if test is None:
        raise RuleError(code, "the framework has no such test")
    with ruled_by(code):
        return ends(test.rule, columns(framework, values))


def verdict_of(value: Ends) -> Verdict:
    """The verdict for an interval: only a single point is determined."""
    return VERDICTS[value.low] if value.low == value.high else "undetermined"


def word_of(value: Ends) -> FactValue:
    """Yes, no or contested for a single point, unknown for anything wider."""
    if value.low != value.high:
        return "unknown"
    return ("no", "contested", "yes")[value.low]


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
    conduct = values.get(STATE_CONDUCT, "unknown")
    if conduct == "no":
        return Reading("not_applicable", "not_applicable", "not_applicable", (), {})
    answers, memo = columns(framework, values), dict[int, Interval]()
    lawful = formula(framework, reading, as_of)
    whole = lawful if conduct == "yes" else scoped(lawful)
    value = ends(whole, answers, memo)
    carried = ends(lawful, answers, memo)
    route = _route(lawful, carried, answers, memo)
    weakest = {node.test.code: weakest_facts(node.test.rule, answers, memo) for node in route}
    return Reading(
        verdict_of(value),
        VERDICTS[value.low],
        VERDICTS[value.high],
        tuple(n.test.code for n in route),
        weakest,
    )


def readings(framework: Framework, as_of: date, values: Mapping[str, FactValue]) -> dict[str, Reading]:
    """All three readings."""
    return {name: read(framework, name, as_of, values) for name in READINGS}


def _route(lawful: Rule, value: Ends, answers: Columns, memo: dict[int, Interval]) -> list[Capped]:
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


def weakest_facts(rule: Node, answers: Columns, memo: dict[int, Interval]) -> tuple[str, ...]:
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
