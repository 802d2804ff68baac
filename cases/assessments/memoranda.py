"""The memorandum of an assessment: its evaluation in sentences, for the page, as plain text, on paper."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from cases.assessments.dissents import DissentShown, dissents_shown
from cases.assessments.evaluation import body_of
from cases.assessments.models import Assessment, Snapshot
from cases.assessments.presentation.beside import citation
from cases.assessments.selectors import evaluation_of
from frameworks.memoranda import Heading, Numbered, Said, Written, memorandum_write


@dataclass(frozen=True)
class Memo:
    """A memorandum with what stands at its head: what it is about, where it stands, and how to cite the result."""

    title: str
    lines: tuple[str, ...]
    citation: str
    evaluation: dict[str, Any]
    written: Written

    @property
    def text(self) -> str:
        """As plain text of 78 columns."""
        return self.written.as_text(self.title, (*self.lines, self.citation))


def memorandum_of(assessment: Assessment, evaluation: dict[str, Any] | None = None) -> Memo:
    """The memorandum of `assessment` as it is to be shown: frozen once submitted, else as it stands.

    `evaluation` is that to be shown, where it was read already. Raises FindingsInvalid for a draft with an answer that
    cannot stand.
    """
    evaluation = evaluation or evaluation_of(assessment)
    snapshot = next(iter(assessment.snapshots.all()), None)
    case, phase = assessment.phase.case.title, assessment.phase.title
    return Memo(
        title=phase if phase == case else f"{case}: {phase}",
        lines=_lines(assessment),
        citation=citation(assessment, snapshot),
        evaluation=evaluation,
        written=_with_dissent(
            memorandum_write(
                framework=assessment.framework,
                evaluation=evaluation,
                findings=evaluated_findings(assessment, snapshot),
                is_project_coding=assessment.reference is not None,
            ),
            dissents_shown(assessment),
        ),
    )


def _with_dissent(written: Written, dissents: list[DissentShown]) -> Written:
    """The memorandum with the dissents as its last section, a paragraph each; nothing is added where there is none."""
    if not dissents:
        return written
    last = max((row.number for part in written.sections for row in part.paragraphs), default=0)
    paragraphs = tuple(
        Numbered(number, "dissent", (Said("dissent", shown.sentence, _claim(shown), ()),))
        for number, shown in enumerate(dissents, last + 1)
    )
    section = Heading("dissent", _("Dissent"), "", paragraphs)
    return replace(written, sections=(*written.sections, section))


def _claim(shown: DissentShown) -> dict[str, str]:
    """The values that a dissent states."""
    given = shown.dissent
    return {"author": given.author_name, "question": given.question, "value": given.value}


def evaluated_findings(assessment: Assessment, snapshot: Snapshot | None) -> dict[str, Any]:
    """The answers that were evaluated."""
    if snapshot is not None and not assessment.is_editable:
        return dict(snapshot.findings)
    return body_of(assessment)


def _lines(assessment: Assessment) -> tuple[str, ...]:
    """What a reader must know before the first paragraph."""
    if assessment.reference is not None:
        return (_("Project coding, not reviewed by counsel. Not legal advice."),)
    status = _("Assessment, %(status)s. Not legal advice.") % {"status": assessment.get_status_display()}
    return (status,)
