"""The two indices in figures: every dimension, every criterion, every kind of harm."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from cases.assessments.presentation.labels import Labels
from natoassess.web.formats import typst_charts
from natoassess.web.formats.document import (
    Block,
    Column,
    Figure,
    Heading,
    Paragraph,
    Table,
    cell,
    drawn,
    said,
)
from natoassess.web.presentation import bars, charts, profile, words


def blocks(evaluation: Mapping[str, Any], labels: Labels) -> Iterator[Block]:
    """Both indices, or that nothing is rated."""
    yield Heading(2, _("The indices in figures"), "figures")
    legitimacy, impact = evaluation["legitimacy"], evaluation["sovereignty"]
    if legitimacy["index"] is None and impact["gross"] is None:
        yield Paragraph(said(_("Nothing is rated yet.")))
        return
    if legitimacy["index"] is not None:
        yield from _dimensions(legitimacy, labels)
        yield from _contributions(legitimacy, labels)
    if impact["gross"] is not None:
        yield from _harms(impact, labels)


def _dimensions(legitimacy: Mapping[str, Any], labels: Labels) -> Iterator[Block]:
    yield Heading(3, _("The dimensions of legitimacy"))
    shape = profile.dimension_profile([("", legitimacy)], labels.dimension_titles)
    if shape is not None:
        yield Figure(
            _("The dimensions of legitimacy, each from 0 to 100"),
            _profile_words(legitimacy, labels),
            typst_charts.profile_drawing(shape),
        )
    columns = (
        Column(_("Dimension"), 2.6),
        Column(_("Index"), is_number=True),
        Column(_("At least"), is_number=True),
        Column(_("At most"), is_number=True),
        Column(_("Rated"), is_number=True),
    )
    rows = tuple(
        (
            cell(labels.dimension_titles.get(code, code)),
            cell(words.number(part["index"]) if part["index"] is not None else _("not rated")),
            cell(words.number(part["low"])),
            cell(words.number(part["high"])),
            cell(words.portion(part["coverage"])),
        )
        for code, part in legitimacy["dimensions"].items()
    )
    yield Table(_("Index and bounds of each dimension, and how much of its weight is rated"), columns, rows)


def _profile_words(legitimacy: Mapping[str, Any], labels: Labels) -> str:
    parts = [
        f"{labels.dimension_titles.get(code, code)} "
        + (words.number(part["index"]) if part["index"] is not None else _("not rated"))
        for code, part in legitimacy["dimensions"].items()
    ]
    return _("The index of each dimension on a scale from 0 to 100: %(parts)s.") % {"parts": "; ".join(parts)}


def _contributions(legitimacy: Mapping[str, Any], labels: Labels) -> Iterator[Block]:
    rows = charts.contribution_rows(legitimacy["contributions"], labels.criterion_titles)
    if not rows:
        return
    yield Heading(3, _("What each criterion adds to the index"))
    columns = (
        Column(_("Criterion"), 2.6),
        Column("", 2, is_drawing=True),
        Column(_("Points"), is_number=True),
        Column(_("At most"), is_number=True),
    )
    told = [
        (
            cell(row.title),
            drawn(typst_charts.bar(row.bar)),
            cell(words.number(row.points, 2)),
            cell(words.number(row.most, 2)),
        )
        for row in rows
    ]
    total = words.number(sum(row.points for row in rows), 2)
    told.append((cell(_("Together, the index"), strong=True), cell(""), cell(total, strong=True), cell("")))
    yield Table(_("Points of each criterion, most first"), columns, tuple(told))


def _harms(impact: Mapping[str, Any], labels: Labels) -> Iterator[Block]:
    yield Heading(3, _("The kinds of harm to sovereignty"))
    shape = bars.sovereignty_bar(impact)
    yield Figure(
        _("The impact on sovereignty: filled as adjusted for consent, framed in full"),
        shape.sentence,
        typst_charts.bar(shape, slim=False),
    )
    columns = (
        Column(_("Kind of harm"), 2.6),
        Column(_("Level"), is_number=True),
        Column(_("Of 100"), is_number=True),
        Column(_("Valid consent takes it off"), 1.4),
    )
    rows = tuple(
        (
            cell(labels.sovereignty_titles.get(code, code)),
            cell(part["level"] if part["level"] is not None else _("not rated")),
            cell(_number(part["gross"])),
            cell(_("yes") if part["consent_adjustable"] else _("no")),
        )
        for code, part in impact["dimensions"].items()
    )
    yield Table(_("Level of each kind of harm, 0 to 4, and what it comes to of 100"), columns, rows)


def _number(value: float | None) -> str:
    return words.number(value) if value is not None else _("not rated")
