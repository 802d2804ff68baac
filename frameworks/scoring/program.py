"""Rules compiled for whole batches: a framework's rules as gates over columns of answers, its standings by period.

Every rule is brought into negation normal form: `none` becomes `all` of the negated children, and negation is
pushed down to the facts, so that only minimum and maximum remain, over answers read as they are or reversed
(De Morgan; exact on intervals, whose ends swap). Equal sub-rules become one gate.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from frameworks.scoring.faults import RuleError, ruled_by
from frameworks.scoring.values import (
    BREACHES,
    COERCES,
    CONSENT_TEST,
    READINGS,
    STATE_CONDUCT,
    USES_FORCE,
    Capped,
    CompetenceTest,
    Framework,
    Leaf,
    LegalTest,
    Node,
    Rule,
)

_KEPT = 32
"""Programs kept at a time; a process rarely works with more frameworks."""


class Literal(NamedTuple):
    """A fact by position, read as it is or reversed."""

    fact: int
    positive: bool


class Gate(NamedTuple):
    """The minimum (`every`) or maximum of earlier registers."""

    every: bool
    inputs: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Program:
    """The rules of a framework as registers: first the literals, then the gates, each after its inputs.

    `tests` and `competence` name the register of each rule, in catalogue order; `no_force`, `no_breach` and
    `no_state_conduct` the three conditions of the formula that concern the action itself.
    """

    literals: tuple[Literal, ...]
    gates: tuple[Gate, ...]
    tests: tuple[int, ...]
    competence: tuple[int, ...]
    consent: int
    no_force: int
    no_breach: int
    no_state_conduct: int
    conduct: int
    """The position of `state_conduct` among the facts."""
    since: NDArray[np.datetime64]
    """The days on which a standing changes, in order: period i begins on day i − 1, period 0 is all before."""
    periods: tuple[Arms, ...]


class Arms(NamedTuple):
    """Which tests count in one period: `force[reading][level]` and `measures[reading][level]` name registers.

    A test counts towards "at least contested" (level 0) where its cap allows ½, towards "yes" (level 1) where
    it allows 1; so a cap costs nothing when rows are evaluated.
    """

    force: tuple[tuple[tuple[int, ...], ...], ...]
    measures: tuple[tuple[tuple[int, ...], ...], ...]


@dataclass(frozen=True, slots=True)
class _Source:
    """What a program is made of. The checksum covers all of it, but for a framework varied in memory."""

    checksum: str
    tests: tuple[LegalTest, ...]
    competence: tuple[CompetenceTest, ...]
    readings: tuple[tuple[tuple[str, int], ...], ...]
    framework: Framework = field(compare=False)


def compiled(framework: Framework) -> Program:
    """The framework's program, compiled once for each checksum.

    Raises RuleError for a rule without meaning, and where the consent test is missing.
    """
    caps = tuple(tuple(framework.readings[name].items()) for name in READINGS)
    return _compiled(_Source(framework.checksum, framework.tests, framework.competence, caps, framework))


@lru_cache(maxsize=_KEPT)
def _compiled(source: _Source) -> Program:
    framework = source.framework
    compiler = _Compiler(framework)
    tests = tuple(compiler.rule(test) for test in framework.tests)
    competence = tuple(compiler.rule(test) for test in framework.competence)
    no_force = compiler.register(Leaf(USES_FORCE), positive=False)
    no_breach = compiler.register(Rule("none", (Leaf(COERCES), Leaf(BREACHES))))
    no_state_conduct = compiler.register(Leaf(STATE_CONDUCT), positive=False)
    days = sorted({since for test in framework.tests for since, _ in test.standings if since is not None})
    gates, literals, places = compiler.arranged()
    registers = tuple(places[register] for register in tests)
    codes = [test.code for test in framework.tests]
    if CONSENT_TEST not in codes:
        raise RuleError(CONSENT_TEST, "the framework has no such test")
    return Program(
        literals=literals,
        gates=gates,
        tests=registers,
        competence=tuple(places[register] for register in competence),
        consent=registers[codes.index(CONSENT_TEST)],
        no_force=places[no_force],
        no_breach=places[no_breach],
        no_state_conduct=places[no_state_conduct],
        conduct=framework.fact_codes.index(STATE_CONDUCT),
        since=np.array(days, dtype="datetime64[D]"),
        periods=tuple(_arms(framework, day, registers) for day in (date.min, *days)),
    )


def rule_check(node: object) -> None:
    """Raises RuleError for what is no rule, for an operator that has no meaning, and for a rule of nothing."""
    if not isinstance(node, Rule):
        raise RuleError("", f"{type(node).__name__} is no node of a rule")
    if node.op not in ("all", "any", "none"):
        raise RuleError(node.code, f"{node.op} is no operator: all, any or none")
    if not node.children:
        raise RuleError(node.code, f"{node.op} of nothing has no value")


def cap_of(framework: Framework, test: LegalTest, reading: str, day: date) -> int:
    """How far a reading lets a test carry on a day, in halves. Raises RuleError where it does not know its standing."""
    standing = test.standing(day)
    caps = framework.readings[reading]
    if standing not in caps:
        raise RuleError(test.code, f"the {reading} reading knows no standing {standing}")
    return caps[standing]


def _arms(framework: Framework, day: date, registers: tuple[int, ...]) -> Arms:
    force, measures = [], []
    for reading in READINGS:
        caps = [cap_of(framework, test, reading, day) for test in framework.tests]
        counting = [[i for i, cap in enumerate(caps) if cap >= level] for level in (1, 2)]
        measures.append(tuple(tuple(registers[i] for i in tests) for tests in counting))
        force.append(
            tuple(
                tuple(registers[i] for i in tests if framework.tests[i].justifies == "force")
                for tests in counting
            )
        )
    return Arms(tuple(force), tuple(measures))


_Key = Literal | Gate


class _Compiler:
    """Numbers every distinct literal and gate, a gate after its inputs."""

    def __init__(self, framework: Framework) -> None:
        self.facts = {code: position for position, code in enumerate(framework.fact_codes)}
        self.numbers: dict[_Key, int] = {}

    def register(self, node: Node, positive: bool = True) -> int:
        """The number of what a node comes to, or of one minus it. Raises RuleError for one that has no meaning."""
        if isinstance(node, Leaf):
            if node.fact not in self.facts:
                raise RuleError("", f"there are no answers to the fact {node.fact}")
            return self.number(Literal(self.facts[node.fact], positive))
        if isinstance(node, Capped):
            with ruled_by(node.test.code):
                return self.register(node.test.rule, positive)
        rule_check(node)
        # `none` is `all` of the negated children; a negated `all` is `any`, a negated `any` is `all`.
        every = positive if node.op == "none" else (node.op == "all") == positive
        inputs = {self.register(child, positive != (node.op == "none")) for child in node.children}
        return inputs.pop() if len(inputs) == 1 else self.number(Gate(every, tuple(sorted(inputs))))

    def rule(self, test: LegalTest | CompetenceTest) -> int:
        """The number of a test's rule; an error in it names the test."""
        with ruled_by(test.code):
            return self.register(test.rule)

    def number(self, key: _Key) -> int:
        return self.numbers.setdefault(key, len(self.numbers))

    def arranged(self) -> tuple[tuple[Gate, ...], tuple[Literal, ...], dict[int, int]]:
        """Gates and literals with literals numbered first, and where each number has gone."""
        literals = [key for key in self.numbers if isinstance(key, Literal)]
        gates = [key for key in self.numbers if isinstance(key, Gate)]
        order: list[_Key] = [*literals, *gates]
        places = {self.numbers[key]: place for place, key in enumerate(order)}
        moved = [Gate(gate.every, tuple(places[number] for number in gate.inputs)) for gate in gates]
        return tuple(moved), tuple(literals), places
