"""The rows of a study, each set against its baseline: their members are those of COLUMNS, in that order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

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
