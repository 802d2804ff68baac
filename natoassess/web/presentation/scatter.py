"""Geometry of the balance map: sovereignty impact across, legitimacy up, legality by shape.

The same points are laid out twice, for a wide and for a narrow screen, since text must keep its size. Points
that would cover each other are set side by side; names stand where they touch nothing, and are left out where
no such place exists (every point is in the table beneath).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from natoassess.web.presentation import bars, words

#: Half the side of a mark, in units of the drawing.
MARK = 7.0
#: Width of one character and height of a line at 13 px, as measured in Source Sans Pro, a little generous.
CHARACTER, LINE = 6.5, 15.0


@dataclass(frozen=True)
class Frame:
    """A drawing area: size of the drawing and the margins inside which values are placed."""

    width: float
    height: float
    left: float
    top: float
    right: float
    bottom: float

    def x(self, impact: float) -> float:
        """Return the horizontal place of a sovereignty impact 0–100."""
        return round(self.left + (self.width - self.left - self.right) * bars.clamp(impact) / 100, 1)

    def y(self, legitimacy: float) -> float:
        """Return the vertical place of a legitimacy index 0–100; zero lies at the foot."""
        return round(
            self.height - self.bottom - (self.height - self.top - self.bottom) * bars.clamp(legitimacy) / 100,
            1,
        )


WIDE = Frame(820, 560, 34, 34, 12, 44)
NARROW = Frame(360, 430, 34, 34, 12, 44)


@dataclass(frozen=True)
class Point:
    """One phase: what it is called, where it leads and its three answers, each with its range where there
    is one.
    """

    label: str
    url: str
    verdict: str
    legitimacy: float | None
    low: float | None
    high: float | None
    sovereignty: float | None
    sovereignty_low: float | None
    sovereignty_high: float | None
    band: str
    sentence: str

    @property
    def placed(self) -> bool:
        """Whether both indices are known, so that the point has a place."""
        return self.legitimacy is not None and self.sovereignty is not None


@dataclass(frozen=True)
class Box:
    """A rectangle that nothing else may cover."""

    x1: float
    y1: float
    x2: float
    y2: float

    def overlap(self, other: Box) -> float:
        """Return the area shared with another box."""
        across = min(self.x2, other.x2) - max(self.x1, other.x1)
        down = min(self.y2, other.y2) - max(self.y1, other.y1)
        return across * down if across > 0 and down > 0 else 0.0

    def inside(self, frame: Frame) -> bool:
        """Return whether the whole box lies on the drawing and above the axis."""
        return (
            self.x1 >= 2
            and self.x2 <= frame.width - 2
            and self.y1 >= 16
            and self.y2 <= frame.height - frame.bottom
        )


@dataclass(frozen=True)
class Text:
    """The name of a point, and the line that leads to it where it stands apart."""

    text: str
    x: float
    y: float
    anchor: str
    lead: tuple[float, float, float, float] | None = None


@dataclass(frozen=True)
class Mark:
    """A point as drawn: centre, corner of the mark, its whisker and its name (None where no place was
    free).
    """

    point: Point
    mark: str
    x: float
    y: float
    corner_x: float
    corner_y: float
    whisker: tuple[float, float] | None
    text: Text | None


@dataclass(frozen=True)
class Tick:
    """A number on an axis."""

    place: float
    text: str


@dataclass(frozen=True)
class Plot:
    """One drawing: frame, axes, the strip of the mixed band and the marks."""

    frame: Frame
    kind: str
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    bands: tuple[Tick, ...]
    marks: tuple[Mark, ...]
    named: int

    @property
    def right(self) -> float:
        """The right edge of the drawing area."""
        return self.frame.width - self.frame.right

    @property
    def foot(self) -> float:
        """The level of the horizontal axis."""
        return self.frame.height - self.frame.bottom

    @property
    def tick_foot(self) -> float:
        """Where the ticks of the horizontal axis end."""
        return self.foot + 5

    @property
    def across(self) -> float:
        """The width of the drawing area."""
        return self.right - self.frame.left

    @property
    def zone(self) -> tuple[float, float]:
        """Top and height of the strip of the mixed band."""
        top, foot = self.frame.y(bars.BAND_STARTS[1]), self.frame.y(bars.BAND_STARTS[0])
        return top, round(foot - top, 1)


def point(given: Mapping[str, Any]) -> Point:
    """Return a point from ``{label, url, verdict, legitimacy, low, high, sovereignty}``; any value may be
    None.
    """
    legitimacy, impact = given.get("legitimacy"), given.get("sovereignty")
    verdict = str(given.get("verdict") or "none")
    low, high = given.get("low"), given.get("high")
    interval = "" if low is None or high is None else f" ({words.span(low, high)})"
    sentence = _(
        "%(label)s: %(verdict)s; legitimacy %(legitimacy)s%(interval)s, sovereignty impact %(impact)s"
    ) % {
        "label": given["label"],
        "verdict": words.word(words.VERDICTS, verdict),
        "legitimacy": words.number(legitimacy),
        "interval": interval,
        "impact": words.number(impact),
    }
    return Point(
        label=str(given["label"]),
        url=str(given.get("url") or ""),
        verdict=verdict,
        legitimacy=legitimacy,
        low=low,
        high=high,
        sovereignty=impact,
        sovereignty_low=given.get("sovereignty_low"),
        sovereignty_high=given.get("sovereignty_high"),
        band=str(given.get("band") or ""),
        sentence=sentence,
    )


def _set_apart(centres: Sequence[tuple[float, float]], frame: Frame) -> list[tuple[float, float]]:
    """Move centres that would cover each other sideways, by as little as separates them, earlier ones
    first.
    """
    placed: list[tuple[float, float]] = []
    reach = 2 * MARK
    for x, y in centres:
        shifts = sorted((side * step * reach / 2 for step in range(0, 40) for side in (1, -1)), key=abs)
        for shift in shifts:
            free = all(abs(x + shift - px) >= reach or abs(y - py) >= reach for px, py in placed)
            if free and frame.left - MARK <= x + shift <= frame.width - MARK:
                placed.append((round(x + shift, 1), y))
                break
        else:
            placed.append((x, y))
    return placed


def _candidates(label: str, x: float, y: float) -> Iterator[tuple[Text, Box]]:
    """Yield the places for a name around a point, best first: beside it, above or below, then apart with a
    line.
    """
    width, gap, rise = len(label) * CHARACTER, MARK + 4, 4.5

    def beside(anchor: str, at_x: float, at_y: float, lead: bool) -> tuple[Text, Box]:
        left = at_x - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
        line = None
        if lead:
            ux, uy = (at_x > x) - (at_x < x), (at_y > y) - (at_y < y)
            line = (
                round(x + ux * MARK, 1),
                round(y + uy * MARK, 1),
                round(at_x - ux * 2, 1),
                round(at_y - rise + (0 if ux else -uy * LINE / 2), 1),
            )
        text = Text(label, round(at_x, 1), round(at_y, 1), anchor, line)
        return text, Box(left, at_y - LINE + 4, left + width, at_y + 4)

    yield beside("start", x + gap, y + rise, False)
    yield beside("end", x - gap, y + rise, False)
    yield beside("middle", x, y - MARK - 4, False)
    yield beside("middle", x, y + MARK + LINE - 2, False)
    for far in (22.0, 34.0):
        for anchor, side in (("start", 1), ("end", -1)):
            yield beside(anchor, x + side * far * 0.7, y - far + rise, True)
            yield beside(anchor, x + side * far * 0.7, y + far + rise, True)


def _crosses(lead: tuple[float, float, float, float] | None, boxes: Sequence[Box]) -> bool:
    """Return whether the line to a name runs through one of the boxes; eight steps along it are tried."""
    if lead is None:
        return False
    x1, y1, x2, y2 = lead
    steps = [(x1 + (x2 - x1) * step / 8, y1 + (y2 - y1) * step / 8) for step in range(9)]
    return any(box.x1 <= x <= box.x2 and box.y1 <= y <= box.y2 for box in boxes for x, y in steps)


def _place_names(
    points: Sequence[Point], centres: Sequence[tuple[float, float]], frame: Frame
) -> list[Text | None]:
    """Return a place for each name that covers no mark and no other name, and few whiskers; None where none
    is left.

    Each whisker that a place would cover makes it worse by two places of the order of preference.
    """
    marks = [Box(x - MARK - 1, y - MARK - 1, x + MARK + 1, y + MARK + 1) for x, y in centres]
    whiskers = [
        Box(x - 1, frame.y(item.high), x + 1, frame.y(item.low))
        for item, (x, _y) in zip(points, centres, strict=True)
        if item.low is not None and item.high is not None
    ]
    taken = list(marks)
    names: list[Text | None] = [None] * len(points)
    for place in sorted(range(len(points)), key=lambda at: (-centres[at][0], centres[at][1])):
        others = marks[:place] + marks[place + 1 :]
        free = [
            (order + 2 * sum(box.overlap(line) > 0 for line in whiskers), order, text, box)
            for order, (text, box) in enumerate(_candidates(points[place].label, *centres[place]))
            if box.inside(frame)
            and not any(box.overlap(other) for other in taken)
            and not _crosses(text.lead, others)
        ]
        if free:
            _cost, _order, text, box = min(free, key=lambda candidate: candidate[:2])
            names[place] = text
            taken.append(box)
    return names


def plot(points: Sequence[Point], frame: Frame, kind: str) -> Plot:
    """Return the drawing of all points that have a place; ``kind`` names the class that shows or hides it."""
    shown = sorted(
        (item for item in points if item.placed),
        key=lambda item: (item.sovereignty, item.legitimacy, item.label),
    )
    centres = _set_apart(
        [(frame.x(item.sovereignty or 0), frame.y(item.legitimacy or 0)) for item in shown], frame
    )
    names = _place_names(shown, centres, frame)
    marks = tuple(
        Mark(
            point=item,
            mark=words.VERDICT_MARKS.get(item.verdict, "none"),
            x=x,
            y=y,
            corner_x=round(x - MARK, 1),
            corner_y=round(y - MARK, 1),
            whisker=None
            if item.low is None or item.high is None
            else (frame.y(item.high), frame.y(item.low)),
            text=text,
        )
        for item, (x, y), text in zip(shown, centres, names, strict=True)
    )
    mixed, high = bars.BAND_STARTS
    return Plot(
        frame=frame,
        kind=kind,
        x_ticks=tuple(Tick(frame.x(value), str(value)) for value in range(0, 101, 20)),
        y_ticks=tuple(Tick(frame.y(value), f"{value:g}") for value in (0, mixed, high, 100)),
        bands=tuple(
            Tick(frame.y(top) + 16, words.word(words.BANDS, code))
            for code, top in (("high", 100), ("mixed", high), ("low", mixed))
        ),
        marks=marks,
        named=sum(text is not None for text in names),
    )


@dataclass(frozen=True)
class BalanceMap:
    """Both drawings, the points for the table (by legitimacy, unknown last) and how often each verdict
    occurs.
    """

    plots: tuple[Plot, ...]
    points: tuple[Point, ...]
    counts: tuple[tuple[str, int], ...]
    unplaced: int
    partial: bool
    sentence: str


def _outside(item: Point) -> bool:
    """Return whether an index lies off its interval, as it may while it speaks only of what is rated."""
    if item.legitimacy is None or item.low is None or item.high is None:
        return False
    return not item.low <= item.legitimacy <= item.high


def balance_map(given: Iterable[Mapping[str, Any]] | None) -> BalanceMap:
    """Return the balance map of any number of phases; see :func:`point` for what each must hold."""
    points = [point(item) for item in given or ()]
    points.sort(key=lambda item: (item.legitimacy is None, -(item.legitimacy or 0), item.label))
    unplaced = sum(not item.placed for item in points)
    return BalanceMap(
        plots=(plot(points, WIDE, "wide-only"), plot(points, NARROW, "narrow-only")),
        points=tuple(points),
        counts=tuple(
            (code, total)
            for code in words.VERDICTS
            if (total := sum(item.verdict == code for item in points))
            or code in {"lawful", "arguable", "unlawful"}
        ),
        unplaced=unplaced,
        partial=any(_outside(item) for item in points),
        sentence=_(
            "Scatter plot of %(total)d phases: sovereignty impact across, legitimacy up, legality by shape. "
            "The same values are in the table below."
        )
        % {"total": len(points) - unplaced},
    )
