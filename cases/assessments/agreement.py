"""Agreement on a phase: every assessment of it that a person may see, compared answer by answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch

from cases.assessments.evaluation import PARTS, finding_body
from cases.assessments.models import Assessment, Finding
from cases.assessments.models.finding import FindingKind
from cases.assessments.phase_answers import PhaseAnswers, assessment_title, summary_shown
from cases.assessments.selectors import assessments, frozen
from cases.studies.models import Phase
from frameworks.agreement import CodedItem, CodingsCompared, codings_compare
from natoassess.accounts.selectors import Person

LEAST = 2


@dataclass(frozen=True)
class Coding:
    """One assessment of the phase: `name` tells it from the others on the page."""

    name: str
    assessment: Assessment
    answers: PhaseAnswers
    findings: Mapping[str, Any]
    apart: int = 0
    """On how many disputed items it stands against what most say."""


@dataclass(frozen=True)
class Agreement:
    """The assessments of a phase, the reference first, then the oldest; None while there are fewer than two."""

    phase: Phase
    codings: tuple[Coding, ...]
    compared: CodingsCompared | None

    @property
    def disputed(self) -> list[CodedItem]:
        """The questions that are answered differently, most disputed first, then in catalogue order."""
        found = [item for item in self.compared.items if item.is_disputed] if self.compared else []
        return sorted(found, key=lambda item: -(item.disagreement or 0))


def agreement_on(user: Person, phase: Phase) -> Agreement:
    """How far the assessments of `phase` that `user` may see agree.

    Each is read as frozen, one's own draft as it stands. All are compared under the framework and the date of the
    first, so that a difference in the outcome is one of answers.
    """
    rows = _assessments_of(user, phase)
    if len(rows) < LEAST:
        return Agreement(phase, (), None)
    bodies = _bodies(rows)
    first = rows[0]
    compared = codings_compare(
        framework=first.framework, as_of=first.as_of, codings=[bodies[row.pk] for row in rows]
    )
    apart = _against_most(compared.items, len(rows))
    codings = tuple(
        Coding(name, row, PhaseAnswers(phase, row, summary_shown(row)), bodies[row.pk], against)
        for name, row, against in zip(_names(rows), rows, apart, strict=True)
    )
    return Agreement(phase, codings, compared)


def _assessments_of(user: Person, phase: Phase) -> list[Assessment]:
    findings = Prefetch("findings", queryset=Finding.objects.prefetch_related("evidence"))
    rows = assessments(user).filter(phase=phase).prefetch_related(findings).order_by("created_at", "pk")
    return sorted(rows, key=lambda row: row.reference is None)


def _bodies(rows: Iterable[Assessment]) -> dict[int, Mapping[str, Any]]:
    """The answers of each assessment in the form of POST /score/, by its key; queries do not grow with them."""
    listed = list(rows)
    snapshots = frozen(listed)
    return {
        row.pk: snapshots[row.pk].findings if row.pk in snapshots else _as_they_stand(row) for row in listed
    }


def _as_they_stand(assessment: Assessment) -> dict[str, Any]:
    body: dict[str, Any] = {part: {} for part in PARTS.values()}
    for finding in assessment.findings.all():
        body[PARTS[FindingKind(finding.kind)]][finding.code] = finding_body(finding)
    return body


def _names(rows: Iterable[Assessment]) -> list[str]:
    """What to call each assessment; a number tells those of one person apart."""
    listed = list(rows)
    titles = [
        row.author.name if row.author and row.reference is None else assessment_title(row) for row in listed
    ]
    total, seen = Counter(titles), Counter[str]()
    names = []
    for title in titles:
        seen[title] += 1
        names.append(f"{title} ({seen[title]})" if total[title] > 1 else title)
    return names


def _against_most(items: Iterable[CodedItem], coders: int) -> list[int]:
    """For each coder, on how many items it stands alone or in a minority against one commonest answer."""
    against = [0] * coders
    for item in items:
        (answer, most), *rest = Counter(item.answers).most_common(2)
        if rest and rest[0][1] == most:
            continue
        for place, given in enumerate(item.answers):
            against[place] += given != answer
    return against
