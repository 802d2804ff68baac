"""What a memorandum is written from: an evaluation, its framework, and how to look things up in both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Literal

from frameworks.scoring.explain import _nodes
from frameworks.scoring.memorandum.wording import Facts, Joint, Lead, Names, Param, Statement
from frameworks.scoring.values import ACTION_FACTS, BREACHES, COERCES, STATE_CONDUCT, USES_FORCE, Framework

ARMS = (USES_FORCE, COERCES, BREACHES)
"""The facts of the action that call for a justification."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences that belong together; `code` names what they are about."""

    code: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and its paragraphs; `part` is the answer that it belongs to, or empty."""

    code: str
    heading: str
    part: Literal["", "legality", "legitimacy", "sovereignty"]
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Element:
    """One element of a legal test as the trace has it.

    Its facts are alternatives where there are several (`any`). `value` is the answer; of a `barred` element (under
    `none`) a yes defeats the test.
    """

    facts: tuple[str, ...]
    value: str
    is_barred: bool


@dataclass(frozen=True, slots=True)
class Yardstick:
    """Whose framework it is: the engine's own value says only how it scores.

    `kind` is that of a doctrine of the Alliance, of a report, or of a person's `own` framework; `made_from` is the
    code of the framework that an own one took all but its weights from.
    """

    kind: Literal["doctrine", "report", "own"] = "doctrine"
    made_from: str = ""


DOCTRINE = Yardstick()


@dataclass(frozen=True)
class Brief:
    """An evaluation, as `Evaluation.as_dict` gives it, under its framework."""

    framework: Framework
    evaluation: Mapping[str, Any]
    yardstick: Yardstick = DOCTRINE

    @property
    def legality(self) -> Mapping[str, Any]:
        """The first answer."""
        found: Mapping[str, Any] = self.evaluation["legality"]
        return found

    @cached_property
    def as_of(self) -> date:
        """The day judged."""
        return date.fromisoformat(self.evaluation["as_of"])

    @cached_property
    def tests(self) -> dict[str, Mapping[str, Any]]:
        """The node of each legal test in the trace, by code, in the order of the trace."""
        return {node["code"]: node for node in _nodes(self.legality["trace"]) if "standing" in node}

    @cached_property
    def leaves(self) -> dict[str, Mapping[str, Any]]:
        """The node of each fact in the trace, by code."""
        return {node["code"]: node for node in _nodes(self.legality["trace"]) if node["op"] == "fact"}

    def answer(self, fact: str) -> str:
        """What the trace says of a fact; where attribution is settled the trace has no leaf for it."""
        if fact in self.leaves:
            return str(self.leaves[fact]["value"])
        if fact == STATE_CONDUCT:
            return "no" if self.legality["verdict"] == "not_applicable" else "yes"
        return "unknown"

    def answered(self, facts: Iterable[str], value: str) -> tuple[str, ...]:
        """Those of `facts` that are answered `value`."""
        return tuple(fact for fact in facts if self.answer(fact) == value)

    def law_of(self, facts: Iterable[str]) -> tuple[str, ...]:
        """What the answers to `facts` rely on, or else the provisions that the catalogue names for them."""
        found: dict[str, None] = {}
        for fact in facts:
            node = self.leaves.get(fact, {})
            found |= dict.fromkeys(node.get("relied_on") or node.get("provisions") or ())
        return tuple(found)

    @property
    def is_applicable(self) -> bool:
        """Whether the rules on force and intervention bind whoever acts, as far as is known."""
        return bool(self.legality["verdict"] != "not_applicable")

    @property
    def needs_justification(self) -> bool:
        """Whether something may have been done that needs one."""
        return self.is_applicable and any(self.answer(fact) != "no" for fact in ARMS)

    @property
    def is_forcible(self) -> bool:
        """Whether force is or may be used, so that only what justifies force can help."""
        return self.answer(USES_FORCE) != "no"

    def route(self, reading: str) -> tuple[str, ...]:
        """The tests that carry a reading; where force is used, only those that justify force."""
        route = self.legality["readings"][reading]["route"]
        force = [code for code in route if self.tests[code]["justifies"] == "force"]
        return tuple(force if force and self.is_forcible else route)

    def elements(self, test: str) -> tuple[Element, ...]:
        """The elements of a test, in the order of its rule."""
        node = self.tests[test]
        if node["op"] != "all":
            return tuple(_elements(node))
        return tuple(element for child in node["children"] for element in _elements(child))

    # -- words ----------------------------------------------------------------------------------------

    def facts(self, codes: Iterable[str], lead: Lead = "that", joint: Joint = "and") -> Facts:
        """Facts by code as "that" or "whether" clauses."""
        return Facts(tuple(self.framework.titles["facts"][code] for code in codes), lead, joint)

    def names(self, kind: str, codes: Iterable[str], joint: Joint = "and") -> Names:
        """Titles of tests, dimensions, criteria, competence or sovereignty by code."""
        return Names(tuple(self.framework.titles[kind][code] for code in codes), joint)


def _elements(node: Mapping[str, Any]) -> Iterator[Element]:
    """A leaf, the alternatives of `any`, or each of the bars of `none`."""
    if node["op"] == "fact":
        yield Element((node["code"],), str(node["value"]), False)
        return
    facts = [child for child in _nodes(node) if child["op"] == "fact"]
    if node["op"] == "none":
        yield from (Element((child["code"],), str(child["value"]), True) for child in facts)
    else:
        value = node["uncapped"]["value"] if "uncapped" in node else node["value"]
        yield Element(tuple(child["code"] for child in facts), str(value), False)


def paragraph(code: str, *statements: Statement | None) -> Paragraph | None:
    """A paragraph of what there is to say; None where there is nothing."""
    said = tuple(statement for statement in statements if statement is not None)
    return Paragraph(code, said) if said else None


def section(
    code: str,
    heading: str,
    part: Literal["", "legality", "legitimacy", "sovereignty"],
    paragraphs: Iterable[Paragraph | None],
) -> Section | None:
    """A section of what there is to say; None where there is nothing."""
    kept = tuple(item for item in paragraphs if item is not None)
    return Section(code, heading, part, kept) if kept else None


def state(code: str, text: str, *rests_on: str, **params: Param) -> Statement:
    """A statement; what it rests on without naming it comes after the template."""
    return Statement(code, text, params, rests_on)


__all__ = [
    "ACTION_FACTS",
    "ARMS",
    "DOCTRINE",
    "Brief",
    "Element",
    "Paragraph",
    "Section",
    "Yardstick",
    "paragraph",
    "section",
    "state",
]
