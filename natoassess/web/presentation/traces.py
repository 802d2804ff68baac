"""The legality trace as an outline: each node of the engine's tree with its words, grades and reason.

A node is ``{code, op, at_least, at_most, standing?, cap?, uncapped?, provisions, relied_on?, evidence,
weakest?, children}``. Its two ends may be numbers (0, ½, 1), fact values (no, contested, yes) or verdicts
(unlawful, arguable, lawful). A page that arranges the tree may add ``title``, ``open``, ``negated`` and
``verdict``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from natoassess.web.presentation import words

_TRUTH: dict[object, float] = {
    "no": 0.0,
    "unlawful": 0.0,
    "contested": 0.5,
    "arguable": 0.5,
    "yes": 1.0,
    "lawful": 1.0,
}
_FACTS = {0.0: "no", 0.5: "contested", 1.0: "yes"}
_VERDICTS = {0.0: "unlawful", 0.5: "arguable", 1.0: "lawful"}
_OPS: dict[str, words.Word] = {
    "all": gettext_lazy("if all of"),
    "any": gettext_lazy("if at least one of"),
    "none": gettext_lazy("if none of"),
    "not": gettext_lazy("not"),
}
#: The joints of the tree, which are no questions of the catalogue (docs/scoring.md, section 1).
_JOINTS: dict[str, words.Word] = {
    "lawful": gettext_lazy("The action is lawful"),
    "force": gettext_lazy("It uses no force, or the force is justified"),
    "no_force": gettext_lazy("It uses no force"),
    "no_coercion_or_breach": gettext_lazy("It coerces no State and breaches no other obligation"),
    "no_state_conduct": gettext_lazy("It is not the conduct of a State or an international organisation"),
    "measures": gettext_lazy("It coerces no State and breaches no other obligation, or that is justified"),
    "scope": gettext_lazy("It is no State’s conduct, or it is lawful"),
    "force_tests": gettext_lazy("A test above justifies the force, and with it the rest"),
}
#: What a cap lets a test carry, by its value.
_CARRIES: dict[float, words.Word] = {
    0.0: gettext_lazy("carries nothing"),
    0.5: gettext_lazy("carries to arguable"),
}


@dataclass(frozen=True)
class Law:
    """A provision that a line stands on: its words, and its address where there is a page for it."""

    label: str
    url: str


@dataclass(frozen=True)
class Node:
    """One line of the outline. ``verdict`` is set at the root only, ``value`` everywhere else."""

    code: str
    title: str
    op: str
    verdict: str
    value: str
    span: str
    standing: str
    carries: str
    why: str
    grades: tuple[tuple[str, int], ...]
    provisions: tuple[Law, ...]
    weakest: bool
    negated: bool
    is_open: bool
    children: tuple[Node, ...]


def truth(end: object, fallback: float) -> float:
    """Return an end of a node's interval as 0, ½ or 1; ``fallback`` where it is missing.

    Raises ``ValueError`` for anything that is no truth value.
    """
    if end is None:
        return fallback
    if isinstance(end, int | float):
        return float(end)
    if end in _TRUTH:
        return _TRUTH[end]
    raise ValueError(f"not a truth value: {end!r}")


def _ends(node: Mapping[str, Any]) -> tuple[float, float]:
    return truth(node.get("at_least"), 0.0), truth(node.get("at_most"), 1.0)


def _value(low: float, high: float) -> tuple[str, str]:
    """Return the fact value of an interval and, where it is open, the words for its ends."""
    if low == high and low in _FACTS:
        return _FACTS[low], ""
    if (low, high) == (0.0, 1.0):
        return "unknown", ""
    ends = {
        "low": words.word(words.FACT_VALUES, _FACTS[low]),
        "high": words.word(words.FACT_VALUES, _FACTS[high]),
    }
    return "unknown", _("%(low)s to %(high)s") % ends


def _grades(evidence: Iterable[Mapping[str, Any]] | None) -> tuple[tuple[str, int], ...]:
    return tuple(
        (str(item["reliability"]), int(item["credibility"]))
        for item in evidence or ()
        if item.get("reliability") and item.get("credibility")
    )


def _is_weakest(node: Mapping[str, Any], parent: Mapping[str, Any] | None) -> bool:
    """Return whether the engine marks the node, or its parent names it, as the weakest element."""
    if node.get("weakest") is True:
        return True
    named = (parent or {}).get("weakest")
    return isinstance(named, str | list | tuple) and bool(node.get("code")) and node.get("code") in named


def _is_open(node: Mapping[str, Any], depth: int, value: str) -> bool:
    """Return whether a branch stands open: as its node says, else near the root or where it comes to
    something.
    """
    if "open" in node:
        return bool(node["open"])
    return depth < 2 or not node.get("code") or value in {"yes", "contested"}


def _title(code: str, titles: Mapping[str, str]) -> str:
    """Return the words for a code; where a node has none, its operator speaks for it."""
    if code in titles:
        return titles[code]
    return words.capitalise(words.word(_JOINTS, code)) if code else ""


def _root_verdict(node: Mapping[str, Any], low: float, high: float) -> str:
    """Return the verdict that the root of a trace stands for; anything wider than a point is undetermined."""
    said = _VERDICTS.get(low, "undetermined") if low == high else "undetermined"
    return str(node.get("verdict") or said)


def trace_node(
    node: Mapping[str, Any],
    titles: Mapping[str, str],
    whys: Mapping[str, str],
    laws: Mapping[str, Law] | None = None,
    *,
    depth: int = 0,
    parent: Mapping[str, Any] | None = None,
    negated: bool = False,
) -> Node:
    """Return the outline for a node and all below it.

    ``titles`` maps the codes of facts and tests to their words, ``whys`` those of facts to the coder's
    reason, ``laws`` the identifiers of provisions to their words and pages. Unless a node says so itself,
    the first two levels stand open, and below them what comes to yes or contested. A test shows what it
    comes to before its standing caps it, since the cap is said beside it. Where all is open, none is weakest.
    """
    low, high = _ends(node.get("uncapped") or node)
    op = str(node.get("op") or "")
    below: Sequence[Mapping[str, Any]] = node.get("children") or ()
    children = tuple(
        trace_node(child, titles, whys, laws, depth=depth + 1, parent=node, negated=op == "not")
        for child in below
    )
    value, span = _value(low, high)
    code = str(node.get("code") or ("lawful" if depth == 0 else ""))
    finding: Mapping[str, Any] = node.get("finding") or {}
    cap = node.get("cap")
    return Node(
        code=code,
        title=str(node.get("title") or "") or _title(code, titles),
        op=words.word(_OPS, op) if op in _OPS and children else "",
        verdict=_root_verdict(node, low, high) if depth == 0 else "",
        value=value,
        span=span,
        standing=words.word(words.STANDINGS, node["standing"]) if node.get("standing") else "",
        carries=str(_CARRIES.get(truth(cap, 1.0), "")) if cap is not None else "",
        why=whys.get(code) or str(finding.get("why") or node.get("why") or ""),
        grades=_grades(node.get("evidence") or finding.get("evidence")),
        provisions=tuple(
            (laws or {}).get(item) or Law(str(item), "")
            for item in node.get("relied_on") or node.get("provisions") or ()
        ),
        weakest=value != "unknown" and _is_weakest(node, parent),
        negated=negated or bool(node.get("negated")),
        is_open=_is_open(node, depth, value),
        children=children,
    )


@dataclass(frozen=True)
class Change:
    """One fact that would have to change: its words, its value today and then, and code and value as they are sent."""

    fact: str
    before: str
    after: str
    code: str
    value: str


@dataclass(frozen=True)
class Flip:
    """A smallest set of changes and the verdict it reaches."""

    verdict: str
    changes: tuple[Change, ...]

    @property
    def query(self) -> str:
        """The changes as the query of an address: fact.uses_force=no."""
        return urlencode([(f"fact.{change.code}", change.value) for change in self.changes])


def flips(found: Iterable[Mapping[str, Any]] | None, labels: Mapping[str, str]) -> list[Flip]:
    """Return the engine's flips in words; ``labels`` maps fact codes to a statement or question."""
    return [
        Flip(
            verdict=str(item["verdict"]),
            changes=tuple(
                Change(
                    fact=labels.get(change["fact"]) or words.word({}, change["fact"]),
                    before=words.word(words.FACT_VALUES, change.get("from") or "unknown"),
                    after=words.word(words.FACT_VALUES, change.get("to") or "unknown"),
                    code=str(change["fact"]),
                    value=str(change.get("to") or "unknown"),
                )
                for change in item["changes"]
            ),
        )
        for item in found or ()
    ]
