"""CSV: one row an answer, one column a phase, and a column of reasons beside each."""

from __future__ import annotations

import csv
import io
from typing import Any

from django.utils.translation import gettext as _

from cases.comparisons.comparison import Comparison
from cases.comparisons.exports.answers import answer_rows
from cases.comparisons.exports.ranks import ranking_rows
from natoassess.web.formulas import harmless


def render(comparison: Comparison) -> bytes:
    """The comparison as UTF-8 CSV with a byte-order mark, which spreadsheets need to read accents."""
    out = io.StringIO()
    writer = csv.writer(out)
    labels = [column.label for column in comparison.columns]
    writer.writerow(
        ["part", "code", "question"]
        + _safe(labels)
        + _safe([_("%(phase)s: reason") % {"phase": x} for x in labels])
    )
    for code, label, values in _about(comparison):
        writer.writerow(["about", code, label, *_safe(values)])
    for code, label, value in answer_rows():
        figures = [value(column.evaluation) for column in comparison.columns]
        writer.writerow(["answer", code, label, *_safe(figures)])
    for code, label, figures in ranking_rows(comparison):
        writer.writerow(["ranking", code, *_safe([label, *figures])])
    for section in (comparison.facts, comparison.ratings, comparison.sovereignty):
        for row in section.rows:
            values = [cell.value for cell in row.cells]
            whys = [cell.why for cell in row.cells]
            writer.writerow([section.code, row.code, *_safe([row.question, *values, *whys])])
    return out.getvalue().encode("utf-8-sig")


def _about(comparison: Comparison) -> list[tuple[str, str, list[Any]]]:
    """What identifies each column, and the caveat that belongs to every copy."""
    columns = comparison.columns
    return [
        (
            "phase",
            _("Phase"),
            [f"{c.assessment.phase.case.title}: {c.assessment.phase.title}" for c in columns],
        ),
        ("as_of", _("Law as of"), [c.assessment.as_of.isoformat() for c in columns]),
        ("framework", _("Framework"), [str(c.assessment.framework) for c in columns]),
        ("status", _("Status"), [c.assessment.get_status_display() for c in columns]),
        (
            "coded_by",
            _("Coded by"),
            [c.assessment.coded_by or str(c.assessment.author or "") for c in columns],
        ),
        ("evaluation_id", _("Evaluation"), [c.evaluation["evaluation_id"] for c in columns]),
        ("caveat", _("Not legal advice. Not affiliated with NATO or the United Nations."), []),
    ]


def _safe(values: list[Any]) -> list[str]:
    """Texts that no spreadsheet takes for a formula; None is empty."""
    return ["" if value is None else harmless(str(value)) for value in values]
