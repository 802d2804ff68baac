"""The rows of a study, each set against its baseline, and the forms in which the table is written."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from cases.research.studies.columns import COLUMNS
from cases.research.studies.plan import PUBLISHED, Study
from frameworks.batches.sweep import Answered, Grid, Swept, grid_make, grid_sweep
from frameworks.models import Framework

BASELINE_READING = "prevailing"
Cell = str | int | float | bool | list[str] | None
Row = Mapping[str, Cell]


@dataclass(frozen=True)
class Base:
    """What the rows of a phase are set against: the first framework, published weights, own day, prevailing reading."""

    verdict: str
    band: str | None
    index: float | None
    rank: int | None


class Table:
    """The rows of a study, framework by framework; `left_out` names what a framework cannot take."""

    def __init__(self, study: Study, answered: list[Answered]) -> None:
        self.study, self.answered = study, answered
        self.items = study.items
        self.bases: dict[int, Base] = {}
        self.left_out: list[dict[str, str]] = []

    def rows(self, step: Callable[[int], None]) -> Iterator[Row]:
        """Every row; `step` is told after each weighting how many have been swept."""
        done = 0
        for framework in self.study.frameworks:
            grid = grid_make(framework, self.answered, self.study.days)
            for number, why in grid.left_out.items():
                self.left_out.append({"item": self.items[number], "framework": framework.code, "why": why})
            for weighting in self.study.weightings[framework.pk]:
                yield from self._rows(framework, grid, list(grid_sweep(grid, [weighting])))
                done += 1
                step(done)

    def _rows(self, framework: Framework, grid: Grid, swept: Iterable[Swept]) -> Iterator[Row]:
        for one in swept:
            number = one.place.answered
            own = one.place.turn == 0
            first = own and one.weighting == PUBLISHED and framework == self.study.frameworks[0]
            if first:
                verdict = one.readings[BASELINE_READING][0]
                self.bases[number] = Base(verdict, one.numbers["band"], one.numbers["index"], one.rank)
            for reading in self.study.readings:
                yield {
                    "item": self.items[number],
                    "framework": framework.code,
                    "version": framework.version,
                    "reading": reading,
                    "weighting": one.weighting,
                    "as_of": one.place.day.isoformat(),
                    "own_day": own,
                    "baseline": first and reading == BASELINE_READING,
                    **dict(zip(("verdict", "at_least", "at_most"), one.readings[reading], strict=True)),
                    "lapsed": list(one.place.lapsed),
                    **one.numbers,
                    "rank": one.rank,
                    "ranked": one.ranked,
                    **_changes(self.bases.get(number), one, reading),
                }


def _changes(base: Base | None, one: Swept, reading: str) -> dict[str, Cell]:
    """What is otherwise than in the baseline; null where the first framework cannot take the phase."""
    if base is None:
        return dict.fromkeys(("verdict_changed", "band_changed", "index_change", "rank_change"))
    index = one.numbers["index"]
    return {
        "verdict_changed": one.readings[reading][0] != base.verdict,
        "band_changed": one.numbers["band"] != base.band,
        "index_change": None if index is None or base.index is None else round(index - base.index, 6) + 0.0,
        "rank_change": None if one.rank is None or base.rank is None else one.rank - base.rank,
    }


# -- forms ------------------------------------------------------------------------------------


def as_csv(rows: Iterable[Row]) -> Iterator[bytes]:
    """A header and a line for each row; lists joined with spaces, true and false in words, null empty."""
    names = [column.name for column in COLUMNS]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    for row in rows:
        writer.writerow([_text(row[name]) for name in names])
        if out.tell() > _BLOCK:
            yield out.getvalue().encode()
            out.seek(0)
            out.truncate()
    yield out.getvalue().encode()


def _text(cell: Cell) -> Any:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return " ".join(cell) if isinstance(cell, list) else cell


def as_jsonl(rows: Iterable[Row]) -> Iterator[bytes]:
    """An object for each row, its members in the order of the columns."""
    names = [column.name for column in COLUMNS]
    for row in rows:
        line = {name: row[name] for name in names}
        yield json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


_BLOCK = 1 << 16
FORMS: Mapping[str, Callable[[Iterable[Row]], Iterator[bytes]]] = {"csv": as_csv, "jsonl": as_jsonl}
"""How the table is written, by the ending of its name."""
