"""The yardstick as immutable values: facts, rules, legal tests, criteria, and the framework that holds them.

Truth is counted in halves so that all arithmetic on it is exact: 0 is no, 1 contested, 2 yes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal, Protocol

FactValue = Literal["yes", "no", "contested", "unknown"]
Operator = Literal["all", "any", "none"]
Verdict = Literal["lawful", "arguable", "unlawful", "undetermined", "not_applicable"]
Band = Literal["low", "mixed", "high"]
Confidence = Literal["high", "moderate", "low"]

HALVES: Mapping[str, tuple[int, int]] = {"yes": (2, 2), "no": (0, 0), "contested": (1, 1), "unknown": (0, 2)}
"""What each answer says about a fact: the lower and upper end, in halves."""

ANSWERS: tuple[FactValue, ...] = ("no", "contested", "yes", "unknown")
"""The answer for each code from 0 to 3 where answers are arrays."""

VERDICTS: tuple[Verdict, Verdict, Verdict] = ("unlawful", "arguable", "lawful")
"""The verdict for each value in halves."""

BANDS: tuple[Band, Band, Band] = ("low", "mixed", "high")
READINGS = ("strict", "prevailing", "permissive")
HEADLINE = "prevailing"

# The formula of section 1 of docs/scoring.md names these facts and this test, so every framework has them.
STATE_CONDUCT = "state_conduct"
USES_FORCE = "uses_force"
COERCES = "coerces_reserved_domain"
BREACHES = "breaches_other_obligation"
ACTION_FACTS = (STATE_CONDUCT, USES_FORCE, COERCES, BREACHES)
ENDORSED_AFTERWARDS = "council_endorsed_afterwards"
CONSENT_TEST = "consent"
LAST_RESORT = "last_resort"


@dataclass(frozen=True, slots=True)
class Leaf:
    """A fact where it occurs in a rule."""

    fact: str


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """How answers combine: `all` every one, `any` at least one, `none` not one of them.

    `code` names the rule where it stands for something of its own (an arm of the formula).
    """

    op: Operator
    children: tuple[Node, ...]
    code: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Capped:
    """A legal test within one reading: its rule counts no further than `cap` (in halves)."""

    test: LegalTest
    standing: str
    cap: int


Node = Leaf | Rule | Capped


def leaves(node: Node, positive: bool = True) -> Iterator[tuple[str, bool]]:
    """Every occurrence of a fact below `node`, with its polarity: does a yes there help?"""
    if isinstance(node, Leaf):
        yield node.fact, positive
    elif isinstance(node, Capped):
        yield from leaves(node.test.rule, positive)
    else:
        for child in node.children:
            yield from leaves(child, positive != (node.op == "none"))


class _Titled(Protocol):
    @property
    def code(self) -> str: ...
    @property
    def title(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Fact:
    """A question of law or fact: yes, no, contested or unknown."""

    code: str
    group: str
    question: str
    provisions: tuple[str, ...]
    title: str


@dataclass(frozen=True, slots=True)
class LegalTest:
    """A rule that justifies force (and all short of it) or only measures short of force.

    `standings` are dated: the last entry whose date is not after the day judged applies; the first has none.
    """

    code: str
    justifies: Literal["force", "measures"]
    standings: tuple[tuple[date | None, str], ...]
    provisions: tuple[str, ...]
    rule: Rule
    duties: tuple[str, ...]
    title: str

    def standing(self, as_of: date) -> str:
        """The standing on the day judged."""
        return [name for since, name in self.standings if since is None or since <= as_of][-1]


@dataclass(frozen=True, slots=True)
class CompetenceTest:
    """A question about the Alliance's own competence; reported, never part of the verdict."""

    code: str
    provisions: tuple[str, ...]
    rule: Rule
    title: str


@dataclass(frozen=True, slots=True)
class Dimension:
    """A dimension of legitimacy; `weight` is its share among all dimensions."""

    code: str
    title: str
    weight: float


@dataclass(frozen=True, slots=True)
class BandCap:
    """A rating at or below `at` holds the band at `band` or lower."""

    at: int
    band: Band


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion of legitimacy, rated 0 to 4; `weight` is its share within its dimension."""

    code: str
    dimension: str
    optional: bool
    question: str
    caps: BandCap | None
    title: str
    weight: float


@dataclass(frozen=True, slots=True)
class SovereigntyDimension:
    """A kind of harm to sovereignty, rated 0 (none) to 4 (extinguishing)."""

    code: str
    question: str
    consent_adjustable: bool
    title: str


@dataclass(frozen=True, slots=True)
class Bands:
    """Where the bands of legitimacy begin, on 0–100: low < mixed ≤ … < high ≤ …"""

    mixed: float
    high: float


@dataclass(frozen=True, slots=True)
class DimensionFloor:
    """A dimension whose index is below `below` holds the band at `band` or lower."""

    below: float
    band: Band


@dataclass(frozen=True, slots=True)
class Doctrine:
    """When the framework's Strategic Concept governed; `earliest` marks the first of its line."""

    since: date
    until: date | None
    earliest: bool


@dataclass(frozen=True)
class Framework:
    """A published yardstick, checked and immutable. Build it with `framework_from`."""

    code: str
    version: int
    title: str
    concept: str
    doctrine: Doctrine
    bands: Bands
    dimension_floor: DimensionFloor
    minimum_coverage: float
    kappa: float
    facts: tuple[Fact, ...]
    readings: Mapping[str, Mapping[str, int]]
    tests: tuple[LegalTest, ...]
    competence: tuple[CompetenceTest, ...]
    dimensions: tuple[Dimension, ...]
    criteria: tuple[Criterion, ...]
    sovereignty: tuple[SovereigntyDimension, ...]
    checksum: str

    @cached_property
    def fact_codes(self) -> tuple[str, ...]:
        """The facts, in catalogue order."""
        return tuple(fact.code for fact in self.facts)

    @cached_property
    def consent(self) -> LegalTest:
        """The consent test, on which the last-resort rule and the adjusted index depend."""
        return next(test for test in self.tests if test.code == CONSENT_TEST)

    @cached_property
    def titles(self) -> Mapping[str, Mapping[str, str]]:
        """Titles by kind and code: facts, tests, competence, dimensions, criteria, sovereignty."""
        kinds: Mapping[str, tuple[_Titled, ...]] = {
            "facts": self.facts,
            "tests": self.tests,
            "competence": self.competence,
            "dimensions": self.dimensions,
            "criteria": self.criteria,
            "sovereignty": self.sovereignty,
        }
        return {kind: {item.code: item.title for item in items} for kind, items in kinds.items()}


class This:
    """A framework as the key of a cache: this very one, which it keeps. Variants share checksums."""

    def __init__(self, framework: Framework) -> None:
        self.framework = framework

    def __hash__(self) -> int:
        return id(self.framework)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, This) and other.framework is self.framework
