"""The memorandum as PDF/UA: numbered paragraphs with notes, and the charts drawn from the geometry of the page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from cases.assessments.memoranda import Memo
from cases.assessments.presentation.labels import Labels
from natoassess.web.formats import typst_charts
from natoassess.web.formats.paper import pdf_of, shown
from natoassess.web.presentation import charts, profile

TEMPLATE = Path(__file__).parent / "memorandum.typ"
WIDEST = 8
"""So many ratings in the tornado, as on the page."""


def render(memo: Memo, labels: Labels) -> bytes:
    """The memorandum as a tagged PDF, A4; the same memorandum gives the same bytes."""
    heading = _("Memorandum")
    return pdf_of(TEMPLATE, shown(payload(memo, labels), document=f"{heading}: {memo.title}"))


def payload(memo: Memo, labels: Labels) -> dict[str, Any]:
    """What the template prints."""
    written = memo.written
    return {
        "kind": _("Memorandum"),
        "title": memo.title,
        "lines": [*memo.lines, memo.citation],
        "sections": [
            {
                "heading": part.heading,
                "paragraphs": [
                    {
                        "number": paragraph.number,
                        "text": paragraph.text,
                        "notes": [cited.number for cited in paragraph.notes],
                    }
                    for paragraph in part.paragraphs
                ],
            }
            for part in written.sections
        ],
        "law": [{"number": cited.number, "citation": cited.citation} for cited in written.law],
        "charts": _charts(memo.evaluation["legitimacy"], labels),
        "labels": {"law": _("Law cited"), "page": _("Page"), "charts": _("The charts of legitimacy")},
    }


def _charts(legitimacy: dict[str, Any], labels: Labels) -> list[dict[str, Any]]:
    """Heading and Typst markup of each chart; none while nothing is rated."""
    if legitimacy["index"] is None:
        return []
    one = profile.dimension_profile([("", legitimacy)], labels.dimension_titles)
    drawn = [
        (_("The dimensions"), typst_charts.dimension_profile(one)),
        (_("How sure the index is"), typst_charts.distribution(charts.distribution(legitimacy))),
        (
            _("Which ratings it hangs on"),
            typst_charts.tornado(charts.tornado(legitimacy, labels.criterion_titles, WIDEST)),
        ),
        (
            _("What each criterion adds to the index"),
            typst_charts.contributions(
                charts.contribution_rows(legitimacy["contributions"], labels.criterion_titles)
            ),
        ),
    ]
    # All but the long table of contributions stand on one page: a drawing that breaks loses its upper part.
    return [
        {"heading": heading, "markup": markup, "whole": number < len(drawn)}
        for number, (heading, markup) in enumerate(drawn, start=1)
    ]
