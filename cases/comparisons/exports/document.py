"""PDF/UA by Typst: the page of a comparison on paper.

The data go in as JSON, so that no text of a user can become markup; equal comparisons give equal bytes.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.comparisons.comparison import Cell, Comparison, Section
from cases.comparisons.exports.ranks import ranking_payload
from natoassess.web.formats import paper, typst_charts
from natoassess.web.formats.paper import pdf_of
from natoassess.web.presentation import answers, charts, words
from natoassess.web.presentation.profile import dimension_profile

TEMPLATE = Path(__file__).parent / "comparison.typ"
HEADINGS = {
    "facts": gettext_lazy("Facts: where they differ"),
    "ratings": gettext_lazy("Legitimacy: where the ratings differ"),
    "sovereignty": gettext_lazy("Sovereignty: where the levels differ"),
}


def render(comparison: Comparison) -> bytes:
    """The comparison as a tagged PDF (PDF/UA-1), A4."""
    return pdf_of(TEMPLATE, shown(payload(comparison)))


def shown(given: dict[str, Any]) -> dict[str, Any]:
    """`given` in characters that the fonts hold, with a notice where some are missing."""
    missing = _(
        "The fonts of this file do not hold every character written here; a box stands for each that is missing. "
        "The page and the CSV hold them all."
    )
    return paper.shown(given, document=f"{given['title']}: {given['heading']}", missing=missing)


def payload(comparison: Comparison) -> dict[str, Any]:
    """What the template prints: words and figures, nothing to compute."""
    return {
        "title": _("%(n)d phases compared") % {"n": len(comparison.columns)},
        "heading": " · ".join(column.label for column in comparison.columns),
        "columns": [_column(column) for column in comparison.columns],
        "labels": {
            "legality": _("Legality, prevailing"),
            "readings": _("Strict / permissive"),
            "legitimacy": _("Legitimacy, 0 to 100"),
            "sovereignty": _("Sovereignty impact, gross"),
            "as_of": _("Law as of"),
            "answers": _("The three answers"),
            "agree": _("Where all agree"),
            "none": _("No question of this part divides them."),
            "sources": _("What stands behind the columns"),
            "page": _("Page"),
        },
        "charts": _charts(comparison),
        "sections": [_section(s) for s in (comparison.facts, comparison.ratings, comparison.sovereignty)],
        "agreeing": [
            {"label": r.label, "value": _value("facts", r.cells[0])} for r in comparison.facts.agreeing
        ],
        "caveat": _(
            "Not legal advice. Not affiliated with NATO or the United Nations. Library assessments are project coding, "
            "not reviewed by counsel. The three answers are never summed; names of the actors never enter a score."
        ),
        "ranking": ranking_payload(comparison),
        "frameworks": _("Framework: %(names)s.") % {"names": "; ".join(comparison.frameworks)},
    }


def _charts(comparison: Comparison) -> list[dict[str, str]]:
    """The charts of the page as Typst markup, in which every text is a quoted string."""
    profile = dimension_profile(comparison.phases, comparison.dimensions)
    drawn = [(label, charts.distribution(legitimacy)) for label, legitimacy in comparison.phases]
    return [
        {"heading": _("Legitimacy by dimension"), "markup": typst_charts.dimension_profile(profile)},
        {"heading": _("How sure the indices are"), "markup": typst_charts.intervals(drawn)},
    ]


def _column(column: Any) -> dict[str, Any]:
    evaluation = column.evaluation
    legality, legitimacy, sovereignty = (
        evaluation[name] for name in ("legality", "legitimacy", "sovereignty")
    )
    readings = {name: words.word(words.VERDICTS, r["verdict"]) for name, r in legality["readings"].items()}
    distribution = legitimacy["distribution"] or {}
    return {
        "label": column.label,
        "sublabel": column.sublabel,
        "as_of": date_format(column.assessment.as_of, "j F Y"),
        "verdict": words.word(words.VERDICTS, legality["verdict"]),
        "mark": words.VERDICT_MARKS.get(legality["verdict"], "none"),
        "readings": f"{readings['strict']} / {readings['permissive']}",
        "legitimacy": words.number(legitimacy["index"])
        if legitimacy["index"] is not None
        else _("not rated"),
        "legitimacy_small": " · ".join(answers.legitimacy_small(legitimacy)),
        "sovereignty": words.number(sovereignty["gross"])
        if sovereignty["gross"] is not None
        else _("not rated"),
        "sovereignty_small": " · ".join(answers.sovereignty_small(sovereignty)),
        "bar": {
            "index": legitimacy["index"],
            "p05": distribution.get("p05"),
            "p95": distribution.get("p95"),
            "gross": sovereignty["gross"],
        },
        "source": _("%(phase)s: %(who)s, %(status)s, %(framework)s, evaluation %(id)s")
        % {
            "phase": column.assessment.phase,
            "who": column.assessment.coded_by or column.assessment.author or _("unknown author"),
            "status": column.assessment.get_status_display(),
            "framework": column.assessment.framework,
            "id": evaluation["evaluation_id"],
        },
    }


def _section(section: Section) -> dict[str, Any]:
    return {
        "heading": str(HEADINGS[section.code]),
        "rows": [
            {
                "label": row.label,
                "cells": [
                    {"value": _value(section.code, cell), "why": cell.why, "odd": cell.odd}
                    for cell in row.cells
                ],
            }
            for row in section.differing
        ],
    }


def _value(part: str, cell: Cell) -> str:
    """An answer in words; unknown and na are never a number."""
    if cell.value.isdigit():
        return _("%(level)s of 4") % {"level": cell.value}
    if cell.value == "na":
        return _("does not apply")
    return words.word(words.FACT_VALUES, cell.value)
