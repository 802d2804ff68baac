"""The derivation tree of the prevailing verdict, as plain JSON values."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from frameworks.scoring.findings import FactFinding, Findings, fact_values
from frameworks.scoring.legality import (
    Ends,
    Row,
    ends,
    formula,
    row_of,
    scoped,
    weakest_facts,
    word_of,
)
from frameworks.scoring.values import HEADLINE, STATE_CONDUCT, Capped, Framework, Leaf, Node, Rule

TRACE_SCHEMA = 1


def trace(framework: Framework, findings: Findings, as_of: date) -> dict[str, Any]:
    """The tree of the prevailing reading.

    Every node has `code`, `op`, `value` (yes, no, contested, unknown), `at_least` and `at_most` (0, 0.5, 1),
    `provisions` and `children`. A test also has its standing, its cap, what it comes to `uncapped` and its
    `weakest` facts; a leaf the finding's evidence and whether it is the weakest of its test. The root is
    `lawful` with the arms `force` and `measures`, or `scope` above it where the action is not known to be a
    State's. Force tests also justify measures; there they are not repeated but named by a node of op `ref`.
    """
    values = fact_values(findings)
    root = formula(framework, HEADLINE, as_of)
    if values.get(STATE_CONDUCT, "unknown") != "yes":
        root = scoped(root)
    return {"schema": TRACE_SCHEMA, **_Tracer(framework, findings, row_of(framework, values)).node(root)}


class _Tracer:
    def __init__(self, framework: Framework, findings: Findings, answers: Row) -> None:
        self.facts = {fact.code: fact for fact in framework.facts}
        self.findings: Mapping[str, FactFinding] = findings.facts
        self.answers = answers
        self.memo: dict[int, Ends] = {}

    def node(self, node: Node, weakest: tuple[str, ...] = ()) -> dict[str, Any]:
        if isinstance(node, Leaf):
            return self.leaf(node, weakest)
        if isinstance(node, Capped):
            return self.test(node)
        children = [self.node(child, weakest) for child in node.children if not self.repeated(node, child)]
        if node.code == "measures":
            children.insert(1, self.reference(node))
        return {**self.head(node.code, node.op, ends(node, self.answers, self.memo)), "children": children}

    def leaf(self, node: Leaf, weakest: tuple[str, ...]) -> dict[str, Any]:
        finding = self.findings.get(node.fact, FactFinding())
        head = self.head(node.fact, "fact", ends(node, self.answers, self.memo))
        return {
            **head,
            "provisions": list(self.facts[node.fact].provisions),
            "relied_on": [provision.id for provision in finding.provisions],
            "evidence": [
                {"reliability": grade.reliability, "credibility": grade.credibility}
                for grade in finding.evidence
            ],
            "weakest": node.fact in weakest,
            "children": [],
        }

    def test(self, node: Capped) -> dict[str, Any]:
        rule = node.test.rule
        weakest = weakest_facts(rule, self.answers, self.memo)
        uncapped = ends(rule, self.answers, self.memo)
        return {
            **self.head(node.test.code, rule.op, ends(node, self.answers, self.memo)),
            "provisions": list(node.test.provisions),
            "justifies": node.test.justifies,
            "standing": node.standing,
            "cap": node.cap / 2,
            "uncapped": _value(uncapped),
            "weakest": list(weakest),
            "children": [self.node(child, weakest) for child in rule.children],
        }

    def reference(self, arm: Rule) -> dict[str, Any]:
        force = Rule("any", tuple(child for child in arm.children if self.repeated(arm, child)))
        # A copy: this rule goes, and another node may take its place in memory.
        value = ends(force, self.answers, dict(self.memo)) if force.children else Ends(0, 0)
        return {**self.head("force_tests", "ref", value), "children": []}

    @staticmethod
    def repeated(arm: Rule, child: Node) -> bool:
        return arm.code == "measures" and isinstance(child, Capped) and child.test.justifies == "force"

    @staticmethod
    def head(code: str, op: str, value: Ends) -> dict[str, Any]:
        return {"code": code, "op": op, **_value(value), "provisions": []}


def _value(value: Ends) -> dict[str, Any]:
    return {"value": word_of(value), "at_least": value.low / 2, "at_most": value.high / 2}
