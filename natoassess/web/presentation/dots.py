"""Geometry of a dot plot: one row for each yardstick, its index of legitimacy as a mark, its interval as a line.

One function lays the same rows out twice, for a wide screen (names beside the rows) and for a narrow one (names above
them), since text must keep its size. The numbers stand in a table beside the drawing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from natoassess.web.presentation import bars, words

#: Half the size of a mark, in units of the drawing.
MARK = 6.0
#: Nearer to the right edge than this (in units) the number stands left of its interval.
NUMBER_ROOM = 44.0
#: The shape that stands for each kind of yardstick; the key and the table say the same in words.
SHAPES: Mapping[str, str] = {"doctrine": "disc", "report": "diamond", "own": "square"}


@dataclass(frozen=True)
class Layout:
    """A drawing area: its class, its width, where the scale begins and ends, and the height of head, row and foot.

    `above` says that a name stands above its row rather than beside it.
    """

    kind: str
    width: float
    left: float
    right: float
    head: float
    row: float
    foot: float
    above: bool

    def x(self, value: float) -> float:
        """The place of an index 0–100 across."""
        return round(self.left + (self.right - self.left) * bars.clamp(value) / 100, 1)


WIDE = Layout("wide-only", 820, 250, 806, 22, 34, 26, above=False)
NARROW = Layout("narrow-only", 360, 10, 350, 22, 46, 26, above=True)


@dataclass(frozen=True)
class Dot:
    """A row of the drawing. `x` is None where nothing is rated; `whisker` and `bounds` are the two ends of a line."""

    label: str
    shape: str
    y: float
    name_x: float
    name_y: float
    x: float | None
    whisker: tuple[float, float] | None
    bounds: tuple[float, float] | None
    number: str
    number_x: float
    number_anchor: str

    @property
    def corners(self) -> str:
        """The diamond around the mark's place, as the points of a polygon."""
        x, y, r = self.x or 0.0, self.y, MARK + 1.5
        return f"{x:g},{y - r:g} {x + r:g},{y:g} {x:g},{y + r:g} {x - r:g},{y:g}"

    @property
    def corner(self) -> tuple[float, float]:
        """The upper left corner of the square around the mark's place."""
        return round((self.x or 0.0) - MARK, 1), round(self.y - MARK, 1)


@dataclass(frozen=True)
class Place:
    """A place across, with its text."""

    x: float
    text: str


@dataclass(frozen=True)
class DotPlot:
    """All that one drawing shows."""

    layout: Layout
    height: float
    top: float
    floor: float
    ticks: tuple[Place, ...]
    bands: tuple[Place, ...]
    zone: tuple[float, float]
    reference: float | None
    dots: tuple[Dot, ...]
    sentence: str


def dot_plots(rows: Iterable[Mapping[str, Any]], *, reference: float | None) -> tuple[DotPlot, DotPlot]:
    """Lay out rows of ``{label, kind, index, low, high, interval}`` wide and narrow; any number may be None.

    ``interval`` is p05 and p95 of the draws, ``low`` and ``high`` are the bounds over what is not known;
    ``reference`` is the index that all others are held against, drawn as an upright line.
    """
    given = list(rows)
    return _plot(given, WIDE, reference), _plot(given, NARROW, reference)


def _plot(rows: Sequence[Mapping[str, Any]], layout: Layout, reference: float | None) -> DotPlot:
    floor = layout.head + layout.row * len(rows)
    mixed, high = bars.BAND_STARTS
    middles = (("low", 0.0, mixed), ("mixed", mixed, high), ("high", high, 100.0))
    return DotPlot(
        layout=layout,
        height=floor + layout.foot,
        top=layout.head - 4,
        floor=floor,
        ticks=tuple(Place(layout.x(value), f"{value:g}") for value in (0.0, mixed, high, 100.0)),
        bands=tuple(
            Place(layout.x((start + end) / 2), words.word(words.BANDS, code)) for code, start, end in middles
        ),
        zone=(layout.x(mixed), round(layout.x(high) - layout.x(mixed), 1)),
        reference=None if reference is None else layout.x(reference),
        dots=tuple(_dot(row, place, layout) for place, row in enumerate(rows)),
        sentence=_sentence(rows),
    )


def _dot(row: Mapping[str, Any], place: int, layout: Layout) -> Dot:
    top = layout.head + layout.row * place
    y = top + layout.row * (0.68 if layout.above else 0.5)
    index, interval = row.get("index"), row.get("interval")
    bounds = bars.bounds(row, "low", "high")
    ends = [value for value in (index, *(interval or ()), *(bounds or ())) if value is not None]
    right = layout.x(max(ends)) if ends else layout.left
    fits = right + NUMBER_ROOM <= layout.width
    return Dot(
        label=str(row["label"]),
        shape=SHAPES.get(str(row.get("kind")), "disc"),
        y=round(y, 1),
        name_x=layout.left if layout.above else 0,
        name_y=round(top + 16 if layout.above else y + 4.5, 1),
        x=None if index is None else layout.x(index),
        whisker=None if interval is None else (layout.x(interval[0]), layout.x(interval[1])),
        bounds=None if bounds is None else (layout.x(bounds[0]), layout.x(bounds[1])),
        number=words.number(index),
        number_x=round(right + 10 if fits else layout.x(min(ends)) - 10, 1),
        number_anchor="start" if fits else "end",
    )


def _sentence(rows: Sequence[Mapping[str, Any]]) -> str:
    parts = [
        _("%(label)s: %(index)s%(interval)s")
        % {
            "label": row["label"],
            "index": words.number(row.get("index")),
            "interval": f" ({words.span(*row['interval'])})" if row.get("interval") else "",
        }
        for row in rows
    ]
    return _("Dot plot of the index of legitimacy, 0 to 100, with 90 per cent intervals. %(rows)s.") % {
        "rows": "; ".join(parts)
    }
