"""The report of an assessment as a document: what is said, made once; natoassess.web.formats writes it as PDF and DOCX.

What was submitted or published is reported from its frozen snapshot and never evaluated anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from cases.assessments.memoranda import memorandum_of
from cases.assessments.models import Assessment
from cases.assessments.presentation import Result, result_of
from cases.assessments.reports import answers, figures, front, method, uncertainty
from cases.assessments.reports.memorandum import memorandum_blocks
from cases.assessments.reports.sources import Sources
from natoassess.web.formats.document import Block, Contents, Document, Heading, Paragraph, Run, said


@dataclass(frozen=True)
class Dissenting:
    """A dissent that is printed: who dissents, from which answer in words (empty: from the whole), and why."""

    author: str
    question: str
    text: str


def report_of(
    assessment: Assessment, *, site: str, number: str = "", dissents: Sequence[Dissenting] = ()
) -> Document:
    """The report of `assessment` as it is to be shown: frozen once submitted, else of the answers as they stand.

    `site` is the address of the site without a slash at its end, for links; `number` that of the publication. Raises
    FindingsInvalid for a draft with an answer that cannot stand.
    """
    result = result_of(assessment)
    memo = memorandum_of(assessment, result.evaluation)
    evaluation, labels = memo.evaluation, result.labels
    given = answers.given_of(assessment, result)
    sources = Sources()
    blocks: list[Block] = [
        front.particulars(assessment, result, number),
        Contents(_("Contents")),
        Heading(2, _("The three answers"), "answers"),
        *front.three_answers(evaluation, labels, result.parts.deck if result.parts else ""),
        *memorandum_blocks(memo, site),
        *figures.blocks(evaluation, labels),
        *answers.blocks(given, sources, site),
        *uncertainty.blocks(evaluation, result, given),
        *_dissent(dissents),
        *method.method_blocks(assessment, evaluation, site),
        *method.citation_blocks(assessment, evaluation, result.citation, site, number),
        *sources.blocks(),
    ]
    return Document(
        kind=_("Report"),
        title=memo.title,
        lines=tuple(front.head_lines(assessment)),
        blocks=tuple(blocks),
        dated=_dated(assessment, result),
        mark=front.mark_of(assessment),
        subject=result.citation,
    )


def _dissent(dissents: Sequence[Dissenting]) -> Iterator[Block]:
    yield Heading(2, _("Dissent"), "dissent")
    if not dissents:
        yield Paragraph(said(_("Nobody has put a dissent on record.")))
        return
    for dissent in dissents:
        about = dissent.question or _("the whole assessment")
        yield Heading(3, _("%(who)s, on %(about)s") % {"who": dissent.author, "about": about})
        for paragraph in dissent.text.splitlines():
            if paragraph.strip():
                yield Paragraph((Run(paragraph),))


def _dated(assessment: Assessment, result: Result) -> datetime:
    """The moment that the content dates from: of the snapshot, or of the last change of a draft."""
    if result.snapshot is not None and not assessment.is_editable:
        return result.snapshot.made_at
    return assessment.changed_at
