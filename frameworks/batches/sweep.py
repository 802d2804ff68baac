"""Many findings under one framework, again and again: by the law of other days, and with other weights.

For studies of how far an answer rests on a choice of the yardstick. Arrays throughout; the numbers are those of
`findings_evaluate` with the same weights (frameworks.services), and the verdict of another day is that of its period
in `date_flips`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

import numpy as np

from frameworks.compile import compile_framework
from frameworks.models import Framework
from frameworks.scoring import FactFinding, Findings, FindingsInvalid, Row, Scores, score_many, table_from
from frameworks.scoring.date_flips import lapsed_on, resting_on
from frameworks.scoring.legality import OUTCOMES
from frameworks.scoring.table import Table
from frameworks.scoring.values import BANDS, READINGS, VERDICTS, FactValue
from frameworks.scoring.values import Framework as ScoringFramework
from frameworks.scoring.weighting import Weights, published_weights, weights_over
from frameworks.services import findings_parse_each
from frameworks.weighing import shares

__all__ = [
    "READINGS",
    "Answered",
    "Grid",
    "Swept",
    "Weighting",
    "grid_make",
    "grid_sweep",
    "weighting_faults",
    "weightings_random",
]

DECIMALS = 6
_NO: FactValue = "no"


class Answered(NamedTuple):
    """One set of findings in the form of POST /score/, and the day for which it was answered."""

    body: Mapping[str, Any]
    as_of: date


class Weighting(NamedTuple):
    """Weights under a name, relative to an average of 1, by kind (dimensions, criteria) and code.

    `named` says that a person wrote them, and not a program that knows the framework.
    """

    name: str
    weights: Mapping[str, Mapping[str, float]]
    named: bool = False


class Place(NamedTuple):
    """One row of a grid: which of the findings, the day judged, and the facts that count as no on it.

    `turn` is 0 on the findings' own day, and the place among the other days after that.
    """

    answered: int
    turn: int
    day: date
    lapsed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """Findings under one framework on several days; `left_out` says of findings that it cannot take, why."""

    framework: ScoringFramework
    table: Table
    places: tuple[Place, ...]
    left_out: Mapping[int, str]


class Swept(NamedTuple):
    """What one row of a grid comes to with one weighting. Numbers on 0–100, None where there is none.

    `readings` has verdict, at_least and at_most by reading; `rank` is the place by index among the findings of the same
    day of the grid, 1 the highest, equals sharing the better one, `ranked` how many have a place.
    """

    place: Place
    weighting: str
    readings: Mapping[str, tuple[str, str, str]]
    numbers: Mapping[str, Any]
    rank: int | None
    ranked: int


def grid_make(framework: Framework, answered: Sequence[Answered], days: Sequence[date]) -> Grid:
    """Each of the findings on its own day and then on each of `days`.

    On another day an answer about what an act of law allows or forbids counts as no where none of the clauses it rests
    on is in force (docs/scoring.md, Dates); everything else is held as it was answered.
    """
    compiled = compile_framework(framework)
    rows, places, left_out = [], [], {}
    parsed = findings_parse_each(framework=framework, bodies=[one.body for one in answered])
    for number, (found, one) in enumerate(zip(parsed, answered, strict=True)):
        if isinstance(found, FindingsInvalid):
            left_out[number] = str(found)
            continue
        resting = resting_on(compiled, found, one.as_of)
        for turn, day in enumerate((one.as_of, *days)):
            lapsed = tuple(lapsed_on(resting, day))
            rows.append(Row(_without(found, lapsed), day))
            places.append(Place(number, turn, day, lapsed))
    return Grid(compiled, table_from(compiled, rows), tuple(places), left_out)


def _without(findings: Findings, lapsed: Sequence[str]) -> Findings:
    """The findings with some facts answered no."""
    if not lapsed:
        return findings
    return replace(findings, facts={**findings.facts, **dict.fromkeys(lapsed, FactFinding(_NO))})


def weightings_random(framework: Framework, count: int, seed: int) -> list[Weighting]:
    """Weights of the dimensions drawn evenly from all there are (Dirichlet with all parameters 1), in order.

    Criteria keep their weights within their dimension. Rounded to six decimals, as they are published, so that
    each can be asked for again.
    """
    codes = [dimension.code for dimension in compile_framework(framework).dimensions]
    shares = np.random.Generator(np.random.PCG64(seed)).dirichlet(np.ones(len(codes)), size=count)
    relative = np.round(shares * len(codes), DECIMALS).tolist()
    return [
        Weighting(f"random {number}", {"dimensions": dict(zip(codes, row, strict=True))})
        for number, row in enumerate(relative, start=1)
    ]


def weighting_faults(framework: Framework, weighting: Weighting) -> list[str]:
    """What is wrong with weights under a framework, each with its place; nothing where they fit."""
    try:
        weights_over(compile_framework(framework), weighting.weights)
    except FindingsInvalid as error:
        return [f"{fault.pointer}: {fault.detail}" for fault in error.faults]
    return []


def weighted(framework: ScoringFramework, weights: object) -> ScoringFramework:
    """The framework with other weights, for numbers alone: its checksum stays. Raises FindingsInvalid."""
    altered: Weights = weights_over(framework, weights)
    if altered == published_weights(framework):
        return framework
    across = shares(altered["dimensions"])
    within: dict[str, float] = {}
    for dimension in framework.dimensions:
        own = [c.code for c in framework.criteria if c.dimension == dimension.code]
        within |= shares({code: altered["criteria"][code] for code in own})
    return replace(
        framework,
        dimensions=tuple(replace(each, weight=across[each.code]) for each in framework.dimensions),
        criteria=tuple(replace(each, weight=within[each.code]) for each in framework.criteria),
    )


def grid_sweep(grid: Grid, weightings: Sequence[Weighting]) -> Iterator[Swept]:
    """Every row of the grid with each weighting. Raises FindingsInvalid for weights that cannot be."""
    if not grid.places:
        return
    for weighting in weightings:
        scores = score_many(weighted(grid.framework, weighting.weights), grid.table)
        yield from _swept(grid, weighting.name, scores)


def _swept(grid: Grid, name: str, scores: Scores) -> Iterator[Swept]:
    law = scores.legality
    verdicts, lows, highs = law.verdict.tolist(), law.low.tolist(), law.high.tolist()
    numbers = _numbers(scores)
    ranks, ranked = _ranks(grid, numbers["index"])
    for row, place in enumerate(grid.places):
        readings = {
            reading: _bounded(verdicts[row][i], lows[row][i], highs[row][i])
            for i, reading in enumerate(READINGS)
        }
        yield Swept(
            place,
            name,
            readings,
            {key: column[row] for key, column in numbers.items()},
            ranks[row],
            ranked[row],
        )


def _bounded(verdict: int, low: int, high: int) -> tuple[str, str, str]:
    word = OUTCOMES[verdict]
    return (word, word, word) if low < 0 else (word, VERDICTS[low], VERDICTS[high])


def _numbers(scores: Scores) -> dict[str, list[Any]]:
    """The columns of legitimacy and sovereignty as lists, NaN as None, bands as words."""
    found: dict[str, list[Any]] = {}
    for name in ("index", "low", "high", "coverage"):
        found[name] = _plain(getattr(scores.legitimacy, name))
    for name in ("band", "band_at_least", "band_at_most"):
        found[name] = [BANDS[at] if at >= 0 else None for at in getattr(scores.legitimacy, name).tolist()]
    for name in ("gross", "gross_low", "gross_high", "adjusted", "adjusted_low", "adjusted_high"):
        found[name] = _plain(getattr(scores.sovereignty, name))
    return found


def _plain(column: Any) -> list[float | None]:
    return [None if math.isnan(number) else number for number in column.tolist()]


def _ranks(grid: Grid, index: Sequence[float | None]) -> tuple[list[int | None], list[int]]:
    """The place of each row among the rows of the same turn (own day, then each other day), and how many have one."""
    ranks: list[int | None] = [None] * len(index)
    ranked = [0] * len(index)
    turns = 1 + max(place.turn for place in grid.places)
    for turn in range(turns):
        rows = range(turn, len(index), turns)
        placed = sorted((value for row in rows if (value := index[row]) is not None), reverse=True)
        for row in rows:
            value = index[row]
            ranked[row] = len(placed)
            ranks[row] = None if value is None else placed.index(value) + 1
    return ranks, ranked
