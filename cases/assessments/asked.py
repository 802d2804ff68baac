"""Why each question is asked, and why an open one is settled: read from the compiled framework and the trace."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.assessments.models.finding import FindingKind
from cases.assessments.steps import Question, Questionnaire
from frameworks.compile import compiled_parts
from frameworks.models import Framework
from natoassess.web.presentation import words


def why_asked(question: Question, framework: Framework) -> str:
    """What the engine does with the answer, in one line: tests, duties and competence, or its share of an index."""
    parts = _parts(framework.pk, framework.checksum)
    if question.kind == FindingKind.FACT:
        return " ".join(_of_fact(question.code, parts))
    if question.kind == FindingKind.RATING:
        return _of_criterion(question.code, parts)
    return _("One of the %(count)d dimensions that the sovereignty impact is made of.") % {
        "count": len(parts["sovereignty"])
    }


def why_settled(
    question: Question, evaluation: Mapping[str, Any], questions: Questionnaire, framework: Framework
) -> str:
    """Why no answer to an open fact changes the verdict on the prevailing reading, in one line."""
    legality = evaluation["legality"]
    if legality["verdict"] == "not_applicable":
        return _("No State's conduct: the legal question does not arise.")
    labels = {asked.code: asked.label for asked in questions if asked.is_fact}
    nodes = {node["code"]: node for node in _nodes(legality["trace"])}
    uses = [
        test
        for test in _parts(framework.pk, framework.checksum)["tests"]
        if question.code in _facts(test["rule"])
    ]
    if not uses:
        if question.code in _ACTION:
            return _("What else you answered decides already, or decides alone.")
        return _("No legal test turns on it; it is asked for the record.")
    return " ".join(_of_test(test["title"], nodes.get(test["code"]), question.code, labels) for test in uses)


@lru_cache(maxsize=32)
def _parts(pk: int, checksum: str) -> dict[str, Any]:
    return compiled_parts(Framework.objects.select_related("catalogue").get(pk=pk, checksum=checksum))


def _of_fact(code: str, parts: Mapping[str, Any]) -> Iterator[str]:
    if code in _ACTION:
        yield str(_ACTION[code]())
    tests = [test["title"] for test in parts["tests"] if code in _facts(test["rule"])]
    if tests:
        yield ngettext(
            "The test of %(tests)s turns on it.", "These tests turn on it: %(tests)s.", len(tests)
        ) % {"tests": "; ".join(tests)}
    duties = [test["title"] for test in parts["tests"] if code in test["duties"]]
    if duties:
        yield _("It is a duty, not a condition, of: %(tests)s.") % {"tests": "; ".join(duties)}
    competence = [test["title"] for test in parts["competence"] if code in _facts(test["rule"])]
    if competence:
        yield _("The Alliance's own competence turns on it: %(tests)s.") % {"tests": "; ".join(competence)}


def _of_criterion(code: str, parts: Mapping[str, Any]) -> str:
    row = next((item for item in parts["criteria"] if item["code"] == code), None)
    if row is None:
        return _("This framework does not count it.")
    dimension = next(item for item in parts["dimensions"] if item["code"] == row["dimension"])
    share = 100 * dimension["weight"] * row["weight"]
    text = _("Counts %(share)s %% of legitimacy, under “%(dimension)s”.") % {
        "share": words.number(share),
        "dimension": dimension["title"],
    }
    if row["caps"]:
        text += " " + _("A rating of %(at)d or less holds the band at %(band)s.") % {
            "at": row["caps"]["at"],
            "band": words.word(words.BANDS, row["caps"]["band"]),
        }
    return text


def _of_test(title: str, node: Mapping[str, Any] | None, code: str, labels: Mapping[str, str]) -> str:
    """Why one test does not turn on the fact any more."""
    told = {"test": title}
    if node is None:
        return _("%(test)s: decided by what else you answered.") % told
    if node["cap"] == 0:
        return _("%(test)s carries nothing on this reading.") % told
    if node["at_most"] == 0:
        cause = next(_causes(node), None)
        if cause is None:
            return _("%(test)s already fails.") % told
        told |= {
            "fact": labels.get(cause["code"], cause["code"]),
            "value": words.word(words.FACT_VALUES, cause["value"]),
        }
        return _("%(test)s already fails: “%(fact)s”, %(value)s.") % told
    if node["at_least"] == node["at_most"]:
        return _("%(test)s already holds as far as it can.") % told
    return _("%(test)s can carry no further than what is decided already.") % told


def _causes(node: Mapping[str, Any], is_denied: bool = False) -> Iterator[Mapping[str, Any]]:
    """The answered facts that alone make a test fail."""
    for child in node["children"]:
        if child["op"] == "fact":
            if child["at_least" if is_denied else "at_most"] == (1 if is_denied else 0):
                yield child
        elif child["op"] == "none" and not is_denied:
            yield from _causes(child, True)
        elif child["op"] == "all" and not is_denied:
            yield from _causes(child)


def _nodes(node: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    if "standing" in node:
        yield node
    for child in node["children"]:
        yield from _nodes(child)


def _facts(rule: Any) -> set[str]:
    """The facts that a rule of the specification names."""
    if isinstance(rule, str):
        return {rule}
    if isinstance(rule, Mapping):
        return set().union(*(_facts(part) for part in rule.values()))
    return set().union(*(_facts(part) for part in rule))


_ACTION = {
    "state_conduct": lambda: _("Only the conduct of States and international organisations is judged here."),
    "uses_force": lambda: _("Force is unlawful unless a test justifies it."),
    "coerces_reserved_domain": lambda: _(
        "To coerce a State in what it may decide freely is unlawful unless a test justifies it."
    ),
    "breaches_other_obligation": lambda: _("A breach is unlawful unless a test justifies it."),
}
"""The facts of the action, on which the formula itself turns (docs/scoring.md, section 1)."""
