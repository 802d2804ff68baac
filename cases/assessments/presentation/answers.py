"""The answers given, as they are listed with their reasons, provisions and evidence, and where to change them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.assessments.evaluation import KINDS, PARTS
from cases.assessments.models import Assessment, Finding
from cases.assessments.models.finding import FindingKind
from cases.assessments.presentation.labels import Labels, nodes
from frameworks.naming import law_address, reference_name
from frameworks.selectors import references
from frameworks.services import FindingsInvalid
from natoassess.web.presentation import words
from natoassess.web.presentation.traces import Law


@dataclass(frozen=True)
class Answer:
    """One question with its answer; `finding` is None where nothing was ever filed."""

    kind: str
    code: str
    label: str
    question: str
    value: str
    finding: Finding | None
    laws: tuple[Law, ...]

    @property
    def anchor(self) -> str:
        """Where the answer stands on its page: fact-uses_force."""
        return f"{self.kind}-{self.code}"

    @property
    def name(self) -> str:
        """Its place in the body of POST /score/, by which comments hang on it: facts-uses_force."""
        return f"{PARTS[FindingKind(self.kind)]}-{self.code}"

    @property
    def is_open(self) -> bool:
        """Whether it is not answered, or answered "not known"."""
        return self.value == "unknown"


@dataclass(frozen=True)
class AnswerGroup:
    """The answers of one group of facts, one dimension of legitimacy, or on sovereignty."""

    title: str
    answers: tuple[Answer, ...]

    @property
    def answered(self) -> int:
        """How many of them have an answer."""
        return sum(not answer.is_open for answer in self.answers)


@dataclass(frozen=True)
class FaultShown:
    """An answer that cannot stand: what it is about, what is wrong, and where to mend it."""

    label: str
    detail: str
    url: str


def laws_of(ids: Iterable[str]) -> dict[str, Law]:
    """The words and the page of each provision or instrument named; two queries."""
    return {name: Law(reference_name(row), law_address(row)) for name, row in references(ids).items()}


def cited(evaluation: Mapping[str, Any], findings: Iterable[Finding]) -> set[str]:
    """Every provision that the trace, the line of time, the warnings or the answers name."""
    named: set[str] = set()
    for node in nodes(evaluation["legality"]["trace"]):
        named.update(node["provisions"], node.get("relied_on", ()))
    for period in evaluation["legality"].get("date_flips", ()):
        for reason in period["because"]:
            named.update(filter(None, (reason.get("provision"), reason.get("ended_by"))))
    for warning in evaluation["warnings"]:
        # A detail names the instrument that ended a provision by its identifier; other words find nothing.
        named.update([warning["provision"] or "", *warning["detail"].replace(",", "").split()])
    for finding in findings:
        named.update(finding.provisions)
    return named


def answer_groups(findings: list[Finding], labels: Labels, laws: Mapping[str, Law]) -> list[AnswerGroup]:
    """All questions of the catalogue in its order, each with its answer."""
    given = {(finding.kind, finding.code): finding for finding in findings}

    def answer(kind: FindingKind, code: str, label: str, question: str) -> Answer:
        finding = given.get((kind, code))
        relied_on = finding.provisions if finding else []
        return Answer(
            kind=str(kind),
            code=code,
            label=label,
            question=question,
            value=finding.value if finding else "unknown",
            finding=finding,
            laws=tuple(laws.get(name) or Law(name, "") for name in relied_on),
        )

    facts = [
        AnswerGroup(
            title,
            tuple(
                answer(FindingKind.FACT, code, fact.label, fact.question)
                for code, fact in labels.facts.items()
                if fact.group == group
            ),
        )
        for group, title in labels.groups.items()
    ]
    ratings = [
        AnswerGroup(
            title,
            tuple(
                answer(FindingKind.RATING, code, row.label, row.question)
                for code, row in labels.criteria.items()
                if labels.dimension_of[code] == dimension
            ),
        )
        for dimension, title in labels.dimension_titles.items()
    ]
    harms = AnswerGroup(
        _("Sovereignty"),
        tuple(
            answer(FindingKind.SOVEREIGNTY, code, row.label, row.question)
            for code, row in labels.sovereignty.items()
        ),
    )
    return [group for group in [*facts, *ratings, harms] if group.answers]


def step_url(assessment: Assessment, labels: Labels, part: str, code: str) -> str:
    """The page of the form that asks a question, at the question; `part` as in the body of POST /score/."""
    if part == "facts" and code in labels.facts:
        slug = f"facts-{labels.facts[code].group}"
    elif part == "ratings" and code in labels.criteria:
        slug = f"legitimacy-{labels.dimension_of[code]}"
    elif part == "sovereignty":
        slug = "sovereignty"
    else:
        return reverse("assessments:describe", args=[assessment.pk])
    page = reverse("assessments:edit", args=[assessment.pk, slug.replace("_", "-")])
    return f"{page}#{part}-{code}"


def faults_shown(error: FindingsInvalid, assessment: Assessment, labels: Labels) -> list[FaultShown]:
    """What the engine refuses, in words, each with the step where it is mended."""
    shown = []
    for fault in error.faults:
        part, _slash, rest = fault.pointer.strip("/").partition("/")
        code = rest.partition("/")[0]
        label = labels.question(code) if part in KINDS and code else words.capitalise(words.word({}, part))
        shown.append(FaultShown(label, fault.detail, step_url(assessment, labels, part, code)))
    return shown
