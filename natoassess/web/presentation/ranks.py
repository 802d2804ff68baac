"""Geometry of ranks: how often each phase takes each rank, as one slim bar a cell.

The length of a bar and the figure above it say the same; the likeliest rank of a row is set in bold as well.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from natoassess.web.presentation.bars import Bar, Rect, clamp


@dataclass(frozen=True)
class RankCell:
    """One phase at one rank (from 1): the share of the draws, its bar, and whether the row has no larger one."""

    rank: int
    share: float
    bar: Bar
    is_likeliest: bool


@dataclass(frozen=True)
class RankRow:
    """One phase: its position among those compared, its name, and its ranks from the first to the last."""

    position: int
    label: str
    cells: tuple[RankCell, ...]


def rank_rows(places: Sequence[Mapping[str, Any]], labels: Sequence[str]) -> list[RankRow]:
    """The rows of a table of ranks.

    `places` are mappings with ``position`` and ``acceptability`` (shares of 1, from the first rank on), in the order in
    which they are to stand; ``labels`` are found by position.
    """
    return [
        RankRow(
            place["position"],
            labels[place["position"]],
            tuple(
                RankCell(rank, share, _bar(share), share == max(place["acceptability"]))
                for rank, share in enumerate(place["acceptability"], start=1)
            ),
        )
        for place in places
    ]


def _bar(share: float) -> Bar:
    """A share of 1 as a filled length on a track; the figure beside it says it in words."""
    return Bar(
        kind="ranks",
        sentence="",
        rects=(Rect("track", 0, 100), Rect("fill", 0, clamp(100 * share))),
        ticks=(),
    )
