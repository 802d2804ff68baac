"""The report of an assessment as a document: what is said, made once; natoassess.web.formats writes it as PDF and DOCX.

What was submitted or published is reported from its frozen snapshot and never evaluated anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from cases.assessments.dissents import DissentShown, dissents_shown
from cases.assessments.memoranda import memorandum_of
from cases.assessments.models import Assessment
from cases.assessments.presentation import Result, result_of
from cases.assessments.reports import answers, figures, front, method, uncertainty
from cases.assessments.reports.citing import citation_blocks
from cases.assessments.reports.matter import matter_of
from cases.assessments.reports.memorandum import memorandum_blocks
from cases.assessments.reports.sources import Sources
from natoassess.web.formats.document import Block, Contents, Document, Heading, Paragraph, Run, said


def report_of(assessment: Assessment, *, site: str) -> Document:
    """The report of `assessment` as it is to be shown: frozen once submitted, else of the answers as they stand.

    `site` is the address of the site without a slash at its end, for links. Raises FindingsInvalid for a draft with an
    answer that cannot stand.
    """
    result = result_of(assessment)
    memo = memorandum_of(assessment, result.evaluation)
    matter = matter_of(assessment, result.snapshot)
    evaluation, labels = memo.evaluation, result.labels
    given = answers.given_of(matter, result)
    sources = Sources()
    blocks: list[Block] = [
        front.particulars(matter, evaluation),
        Contents(_("Contents")),
        Heading(2, _("The three answers"), "answers"),
        *front.three_answers(evaluation, labels, result.parts.deck if result.parts else ""),
        *memorandum_blocks(memo, site),
        *figures.blocks(evaluation, labels),
        *answers.blocks(given, sources, site),
        *uncertainty.blocks(evaluation, result, given),
        *_dissent(dissents_shown(assessment)),
        *method.method_blocks(assessment, evaluation, site),
        *citation_blocks(matter, evaluation, result.citation, site),
        *sources.blocks(),
    ]
    return Document(
        kind=_("Report"),
        title=matter.title,
        lines=tuple(front.head_lines(matter)),
        blocks=tuple(blocks),
        dated=_dated(assessment, result),
        mark=front.mark_of(assessment),
        subject=evaluation["evaluation_id"],
    )


def _dissent(dissents: Sequence[DissentShown]) -> Iterator[Block]:
    yield Heading(2, _("Dissent"), "dissent")
    if not dissents:
        yield Paragraph(said(_("Nobody has put a dissent on record.")))
        return
    for shown in dissents:
        named = {"who": shown.dissent.author_name, "about": shown.about or _("the whole assessment")}
        yield Heading(3, _("%(who)s, on %(about)s") % named)
        if shown.value:
            yield Paragraph((Run(_("Holds: %(value)s.") % {"value": shown.value}, strong=True),))
        for paragraph in shown.dissent.text.splitlines():
            if paragraph.strip():
                yield Paragraph((Run(paragraph),))


def _dated(assessment: Assessment, result: Result) -> datetime:
    """The moment that the content dates from: of the snapshot, or of the last change of a draft."""
    if result.snapshot is not None and not assessment.is_editable:
        return result.snapshot.made_at
    return assessment.changed_at
