"""The geometry of a small graph: one thing in the middle, what refers to it left, what it refers to right. Pure.

Lengths are units of the drawing's viewBox. Boxes never overlap; lines end at the edges of boxes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 880
BOX_WIDTH = 230
BOX_HEIGHT = 44
GAP = 14
MOST = 7
"""More neighbours than this on one side are not drawn; the list beside the drawing has them all."""
LETTERS = 32
"""What fits on one line of a box."""


@dataclass(frozen=True)
class Neighbour:
    """Something related: its key (for its address), its name, how it is related."""

    key: str
    text: str
    words: str


@dataclass(frozen=True)
class Box:
    """A rectangle with a name, and under it how it is related; `key` None for the middle."""

    key: str | None
    x: float
    y: float
    width: float
    height: float
    text: str
    words: str

    @property
    def middle(self) -> float:
        """Half its height down."""
        return self.y + self.height / 2

    @property
    def text_x(self) -> float:
        """Where its text begins."""
        return self.x + 10

    @property
    def first_line(self) -> float:
        """The base line of its name."""
        return self.y + (18 if self.words else 27)

    @property
    def second_line(self) -> float:
        """The base line of how it is related."""
        return self.y + 35


@dataclass(frozen=True)
class Line:
    """A line from (x1, y1) to (x2, y2), with the tip of an arrow at its end as points of a polygon."""

    x1: float
    y1: float
    x2: float
    y2: float
    tip: str


@dataclass(frozen=True)
class Graph:
    """The whole drawing: its size, the box in the middle, the neighbours, the lines, and how many are left out."""

    width: float
    height: float
    centre: Box
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    left_out: int


def shorten(text: str, letters: int = LETTERS) -> str:
    """`text`, cut at a word with an ellipsis where it is longer than `letters`."""
    if len(text) <= letters:
        return text
    cut = text[: letters - 1]
    word = cut.rsplit(" ", 1)[0]
    return f"{(word if len(word) > letters // 2 else cut).rstrip(' ,;:')}…"


def graph(name: str, before: Sequence[Neighbour], after: Sequence[Neighbour]) -> Graph:
    """Lay out `name` between what refers to it (`before`) and what it refers to (`after`)."""
    shown = max(min(len(before), MOST), min(len(after), MOST), 1)
    height = shown * BOX_HEIGHT + (shown - 1) * GAP
    centre = _box((WIDTH - BOX_WIDTH) / 2, (height - BOX_HEIGHT) / 2, None, name, "")
    left = _column(0, before[:MOST], height)
    right = _column(WIDTH - BOX_WIDTH, after[:MOST], height)
    lines = [_line(box.x + box.width, box.middle, centre.x, centre.middle) for box in left]
    lines += [_line(centre.x + centre.width, centre.middle, box.x, box.middle) for box in right]
    left_out = max(len(before) - MOST, 0) + max(len(after) - MOST, 0)
    return Graph(WIDTH, height, centre, (*left, *right), tuple(lines), left_out)


def _column(x: float, neighbours: Sequence[Neighbour], height: float) -> list[Box]:
    """Boxes under one another, in the middle of `height`."""
    taken = len(neighbours) * BOX_HEIGHT + max(len(neighbours) - 1, 0) * GAP
    top = (height - taken) / 2
    return [
        _box(x, top + place * (BOX_HEIGHT + GAP), item.key, item.text, item.words)
        for place, item in enumerate(neighbours)
    ]


def _box(x: float, y: float, key: str | None, text: str, words: str) -> Box:
    return Box(key, x, y, BOX_WIDTH, BOX_HEIGHT, shorten(text), shorten(words))


def _line(x1: float, y1: float, x2: float, y2: float) -> Line:
    """A line whose arrow lies flat, so that it points into the box."""
    tip = f"{x2:g},{y2:g} {x2 - 8:g},{y2 - 4:g} {x2 - 8:g},{y2 + 4:g}"
    return Line(x1, y1, x2 - 8, y2, tip)
