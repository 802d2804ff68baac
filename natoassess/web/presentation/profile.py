"""The profile of legitimacy: each dimension of one or several phases on one scale from 0 to 100.

The geometry is the same on a page and on paper: across in per cent of the width, so that text keeps its size; down
in steps of one unit (a CSS pixel on the page, 0.75 pt on paper). A phase has a shape of its own, then a dash, then a
colour. Where phases agree their marks stand one above the other, never one upon the other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from natoassess.web.presentation import bars, words

SHAPES = ("disc", "square", "diamond", "up", "down")
"""Filled for the first five phases, hollow for the next five: a comparison holds ten at most."""

INSET = 2.0
"""Per cent kept free on either side, so that a mark at 0 or at 100 stays whole."""

ROW, AXIS, FOOT, DODGE = 46.0, 30.0, 22.0, 5.0
"""Height of a row, where its line lies in it, the room for the scale, and how far marks at one place move apart."""


@dataclass(frozen=True)
class Series:
    """A phase: its name, and how its marks and lines are told from the others'."""

    label: str
    place: int

    @property
    def shape(self) -> str:
        """disc, square, diamond, up or down."""
        return SHAPES[self.place % len(SHAPES)]

    @property
    def is_hollow(self) -> bool:
        """Whether the mark is drawn as an outline."""
        return self.place % (2 * len(SHAPES)) >= len(SHAPES)


@dataclass(frozen=True)
class ProfilePoint:
    """The index of one phase in one dimension; None while nothing is rated. `low` and `high` where they are apart."""

    series: Series
    index: float | None
    low: float | None
    high: float | None
    x: float
    y: float
    x_low: float | None
    x_high: float | None


@dataclass(frozen=True)
class ProfileRow:
    """A dimension: its title, the height of its title and of its line, and a point for each phase, in order."""

    code: str
    title: str
    label_y: float
    y: float
    points: tuple[ProfilePoint, ...]


@dataclass(frozen=True)
class Segment:
    """A line between the marks of one phase in two dimensions that follow each other."""

    series: Series
    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True)
class Profile:
    """All that is drawn, with the sentence that says the same; `ticks` are (place, text, height of the text)."""

    sentence: str
    series: tuple[Series, ...]
    rows: tuple[ProfileRow, ...]
    segments: tuple[Segment, ...]
    ticks: tuple[bars.Label, ...]
    height: float
    foot: float

    @property
    def is_single(self) -> bool:
        """Whether it shows one phase only, which needs no key."""
        return len(self.series) == 1


def across(value: float) -> float:
    """The place of an index from 0 to 100, in per cent of the width."""
    return round(INSET + (100 - 2 * INSET) * bars.clamp(value) / 100, 2)


def dimension_profile(
    phases: Sequence[tuple[str, Mapping[str, Any]]], titles: Mapping[str, str]
) -> Profile | None:
    """The profile of `phases`, each a name and a legitimacy result; None where no dimension of any is rated.

    `titles` maps dimensions to their titles in order; a dimension that none of the phases has is left out.
    """
    found = [(label, legitimacy.get("dimensions") or {}) for label, legitimacy in phases]
    codes = [code for code in titles if any(code in dimensions for _label, dimensions in found)]
    if not any(
        (dimensions.get(code) or {}).get("index") is not None for _l, dimensions in found for code in codes
    ):
        return None
    series = tuple(Series(label, place) for place, (label, _d) in enumerate(found))
    rows = tuple(
        _row(number, code, titles[code], series, [dimensions.get(code) or {} for _l, dimensions in found])
        for number, code in enumerate(codes)
    )
    foot = ROW * len(rows) + 4
    return Profile(
        sentence=_sentence(rows, series),
        series=series,
        rows=rows,
        segments=tuple(_segments(rows, series)),
        ticks=tuple(bars.Label(f"{value:g}", across(value)) for value in (0.0, *bars.BAND_STARTS, 100.0)),
        height=foot + FOOT,
        foot=foot,
    )


def _row(
    number: int, code: str, title: str, series: Sequence[Series], parts: Sequence[Mapping[str, Any]]
) -> ProfileRow:
    top = ROW * number
    points = []
    for own, part in zip(series, parts, strict=True):
        index, edge = part.get("index"), bars.bounds(part, "low", "high")
        points.append(
            ProfilePoint(
                series=own,
                index=index,
                low=edge[0] if edge else None,
                high=edge[1] if edge else None,
                x=across(index or 0.0),
                y=round(top + AXIS + _dodged(own, parts), 2),
                x_low=across(edge[0]) if edge else None,
                x_high=across(edge[1]) if edge else None,
            )
        )
    return ProfileRow(code, title, top + 14, top + AXIS, tuple(points))


def _dodged(own: Series, parts: Sequence[Mapping[str, Any]]) -> float:
    """How far a mark moves off the line: not at all, unless others lie within 3 points of it."""
    index = parts[own.place].get("index")
    if index is None:
        return 0.0
    near = [
        place
        for place, part in enumerate(parts)
        if part.get("index") is not None and abs(part["index"] - index) < 3
    ]
    return DODGE * (near.index(own.place) - (len(near) - 1) / 2) * min(1.0, 4 / len(near))


def _segments(rows: Sequence[ProfileRow], series: Sequence[Series]) -> list[Segment]:
    """The lines of each phase from dimension to dimension; none to or from one that is not rated."""
    drawn = []
    for own in series:
        for above, below in zip(rows, rows[1:], strict=False):
            first, second = above.points[own.place], below.points[own.place]
            if first.index is not None and second.index is not None:
                drawn.append(Segment(own, first.x, first.y, second.x, second.y))
    return drawn


def _sentence(rows: Sequence[ProfileRow], series: Sequence[Series]) -> str:
    """The profile in words: of one phase its ends, of several the dimension that sets them apart most."""
    if len(series) == 1:
        rated = [(row.points[0].index, row.title) for row in rows if row.points[0].index is not None]
        low, high = min(rated), max(rated)
        return _("Legitimacy by dimension, from %(low)s (%(low_at)s) to %(high)s (%(high_at)s)") % {
            "low": words.number(low[0]),
            "low_at": low[1],
            "high": words.number(high[0]),
            "high_at": high[1],
        }
    widest, title = 0.0, rows[0].title
    for row in rows:
        known = [point.index for point in row.points if point.index is not None]
        if len(known) > 1 and max(known) - min(known) > widest:
            widest, title = max(known) - min(known), row.title
    return _(
        "Legitimacy by dimension of %(count)d phases; furthest apart, by %(points)s points, in %(title)s"
    ) % {
        "count": len(series),
        "points": words.number(widest),
        "title": title,
    }
