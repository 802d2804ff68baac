"""What stands beside the three answers: competence, warnings about the law, duties, changes, how to cite."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.assessments.models import Assessment, Finding, Snapshot
from cases.assessments.presentation.labels import Labels, listed
from natoassess.web.presentation import words
from natoassess.web.presentation.traces import Law

WARNINGS: dict[str, tuple[words.Word, words.Word]] = {
    "not_in_force": (
        gettext_lazy("Not in force."),
        gettext_lazy("An answer relies on it, though on that day it did not bind."),
    ),
    "period_unknown": (
        gettext_lazy("Period not recorded."),
        gettext_lazy("Whether it bound on that day is not known to the library."),
    ),
    "later_restatement": (
        gettext_lazy("A later restatement."),
        gettext_lazy("It is evidence of what the law was, not law that could be relied on that day."),
    ),
    "doctrine_anticipated": (
        gettext_lazy("Doctrine anticipated."),
        gettext_lazy("No public Strategic Concept governed that day; the earliest framework stands in."),
    ),
}
"""By code of the engine's warnings: what it is called, and what it means. They never change a value."""


@dataclass(frozen=True)
class WarningShown:
    """A warning about the law: its name, the provision where it concerns one, the detail and the meaning."""

    code: str
    name: str
    law: Law | None
    detail: str
    meaning: str


@dataclass(frozen=True)
class CompetenceShown:
    """One basis of the Alliance's own competence: whether it is there, and the answers it follows from."""

    title: str
    value: str
    facts: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class DutyShown:
    """A duty that goes with tests in play: whether it was kept, and with which tests it goes."""

    fact: str
    value: str
    tests: str


@dataclass(frozen=True)
class ChangeShown:
    """An answer that was changed from the first coding, and why."""

    label: str
    before: str
    after: str
    why: str


def warnings_shown(evaluation: Mapping[str, Any], laws: Mapping[str, Law]) -> list[WarningShown]:
    """The warnings of an evaluation in words, those about clauses that did not bind first."""
    shown = []
    for item in evaluation["warnings"]:
        name, meaning = WARNINGS.get(item["code"], (words.capitalise(words.word({}, item["code"])) + ".", ""))
        provision = item["provision"]
        law = (laws.get(provision) or Law(provision, "")) if provision else None
        detail = words.capitalise(_spoken(item["detail"], laws)) + "."
        shown.append(WarningShown(item["code"], str(name), law, detail, str(meaning)))
    return sorted(shown, key=lambda warning: warning.code != "not_in_force")


def _spoken(detail: str, laws: Mapping[str, Law]) -> str:
    """The engine's detail with its ISO dates written out and instruments called by their names."""
    parts = []
    for part in detail.split(" "):
        bare = part.rstrip(",")
        is_date = len(bare) == 10 and bare[4] == bare[7] == "-"
        said = words.long_date(bare) if is_date else laws[bare].label if bare in laws else bare
        parts.append(said + part[len(bare) :])
    return " ".join(parts)


def competence_shown(
    evaluation: Mapping[str, Any], labels: Labels, facts: Mapping[str, Finding]
) -> list[CompetenceShown]:
    """Each basis of competence with the answers that decide it, as (statement, value, reason)."""
    shown = []
    for code, value in evaluation["competence"].items():
        rule = labels.competence.get(code)
        needed = dict.fromkeys(_facts_of(rule.rule)) if rule else {}
        answers = tuple(
            (
                labels.fact(fact),
                facts[fact].value if fact in facts else "unknown",
                facts[fact].why if fact in facts else "",
            )
            for fact in needed
        )
        shown.append(CompetenceShown(rule.title if rule else words.word({}, code), value, answers))
    return shown


def _facts_of(rule: object) -> Iterator[str]:
    """The facts that a rule of the library names, at any depth."""
    if isinstance(rule, str):
        yield rule
    elif isinstance(rule, list):
        for item in rule:
            yield from _facts_of(item)
    elif isinstance(rule, dict):
        for item in rule.values():
            yield from _facts_of(item)


def duties_shown(evaluation: Mapping[str, Any], labels: Labels) -> list[DutyShown]:
    """The duties that go with tests in play; keeping or breaking them never changes the verdict."""
    return [
        DutyShown(
            labels.fact(duty["fact"]), duty["value"], listed([labels.test(code) for code in duty["tests"]])
        )
        for duty in evaluation["legality"]["duties"]
    ]


def changes_shown(assessment: Assessment, labels: Labels) -> list[ChangeShown]:
    """What was changed from the first coding of a library assessment, with the reason."""
    return [
        ChangeShown(
            labels.question(change["item"]),
            words.word(words.FACT_VALUES, change["from"]),
            words.word(words.FACT_VALUES, change["to"]),
            change["why"],
        )
        for change in assessment.changes
    ]


def citation(assessment: Assessment, snapshot: Snapshot | None) -> str:
    """How to name this result in a footnote."""
    case, phase = assessment.phase.case.title, assessment.phase.title
    parts = ["natoassess", phase if phase == case else f"{case}: {phase}"]
    if assessment.reference is not None:
        parts.append(_("reference assessment by the %(who)s") % {"who": assessment.coded_by})
    elif assessment.author is not None:
        parts.append(_("assessment by %(who)s") % {"who": assessment.author.name})
    if snapshot is None or assessment.is_editable:
        parts.append(_("draft of %(day)s") % {"day": words.long_date(assessment.changed_at)})
    else:
        parts.append(_("revision %(number)d") % {"number": snapshot.revision})
    parts.append(str(assessment.framework))
    parts.append(_("law as of %(day)s") % {"day": words.long_date(assessment.as_of)})
    if assessment.coded_on:
        parts.append(words.long_date(assessment.coded_on))
    elif snapshot is not None and not assessment.is_editable:
        parts.append(words.long_date(snapshot.made_at))
    return ", ".join(parts) + "."
