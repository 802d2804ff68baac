"""Agreement as a service: several codings of one phase, compared under one framework.

A service module like services.py: it may touch the engine.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from frameworks.compile import compile_framework
from frameworks.models import Framework
from frameworks.scoring import FactFinding, Findings, Rating
from frameworks.scoring import Framework as ScoringFramework
from frameworks.scoring.agreement import (
    FACT_ANSWERS,
    LEVELS,
    Answer,
    Effect,
    Item,
    Metric,
    Part,
    Reliability,
    answer_to,
    disagreements,
    effects,
    reliability,
    table_of,
    turning_sets,
)

__all__ = [
    "Answer",
    "CodedItem",
    "CodingsCompared",
    "CodingsPooled",
    "Effect",
    "Item",
    "Part",
    "Reliability",
    "codings_compare",
    "codings_pool",
]

BOOTSTRAPS = 1_000


@dataclass(frozen=True)
class CodedItem:
    """One question as the codings answer it, in their order.

    `disagreement` runs from 0 (alike) to 1 (at opposite ends), None where fewer than two say anything. `effects` says
    what the first coding would come to with each other answer; nothing for sovereignty, which has no band.
    """

    item: Item
    answers: tuple[Answer, ...]
    disagreement: float | None
    effects: Mapping[Answer, Effect]

    @property
    def is_disputed(self) -> bool:
        """Whether the answers differ; unknown and "does not apply" differ from everything else."""
        return len(set(self.answers)) > 1


@dataclass(frozen=True)
class CodingsCompared:
    """Alpha by part of the findings, every question in catalogue order, and what the first coding comes to."""

    reliability: Mapping[Part, Reliability]
    items: tuple[CodedItem, ...]
    first: Effect
    turns: tuple[tuple[tuple[str, ...], ...], ...]
    """For each coding: the smallest sets of its facts that turn the verdict of the first into its own."""


def codings_compare(
    *, framework: Framework, as_of: date, codings: Sequence[Mapping[str, Any]]
) -> CodingsCompared:
    """Compare codings, each in the form of POST /score/; the first is the one that others are tried on.

    Evidence is left out: it bounds what may be concluded from an answer, and is no answer. Raises ValueError
    without codings.
    """
    if not codings:
        raise ValueError("there is nothing to compare")
    compiled = compile_framework(framework)
    read = [_plain(body) for body in codings]
    parts = _parts(compiled)
    first, tried = effects(compiled, read[0], read[1:], as_of=as_of, items=parts["facts"] + parts["ratings"])
    reliabilities: dict[Part, Reliability] = {}
    items: list[CodedItem] = []
    for part, asked in parts.items():
        metric, values = _scale(part)
        table = table_of(read, asked)
        reliabilities[part] = reliability(table, values=values, metric=metric, draws=BOOTSTRAPS)
        apart = disagreements(table, values=values, metric=metric)
        items += [
            CodedItem(item, tuple(answer_to(coding, item) for coding in read), share, tried.get(item, {}))
            for item, share in zip(asked, apart, strict=True)
        ]
    turns = tuple(turning_sets(compiled, read[0], coding, as_of=as_of) for coding in read)
    return CodingsCompared(reliabilities, tuple(items), first, turns)


@dataclass(frozen=True)
class CodingsPooled:
    """Codings of several phases taken together.

    `reliability` pools all questions of a part over all phases: an item is one question of one phase. `by_phase`
    holds the same of each phase alone, in the order given, without intervals. `apart` says of each question on how
    many phases the coders gave different answers, `asked` on how many at least two answered it.
    """

    reliability: Mapping[Part, Reliability]
    by_phase: tuple[Mapping[Part, Reliability], ...]
    apart: Mapping[Item, int]
    asked: Mapping[Item, int]


def codings_pool(*, framework: Framework, codings: Sequence[Sequence[Mapping[str, Any]]]) -> CodingsPooled:
    """Pool the codings of several phases, two or more of each, each in the form of POST /score/.

    Coders need not be the same from phase to phase: alpha asks how far answers to one question agree, whoever gives
    them. Raises ValueError without codings.
    """
    if not codings:
        raise ValueError("there is nothing to compare")
    read = [[_plain(body) for body in bodies] for bodies in codings]
    width = max(len(phase) for phase in read)
    pooled: dict[Part, Reliability] = {}
    by_phase: list[dict[Part, Reliability]] = [{} for _ in read]
    apart: dict[Item, int] = {}
    asked_by: dict[Item, int] = {}
    for part, asked in _parts(compile_framework(framework)).items():
        metric, values = _scale(part)
        tables = [table_of(phase, asked) for phase in read]
        padded = [_padded(table, width) for table in tables]
        pooled[part] = reliability(
            np.concatenate(padded, axis=1), values=values, metric=metric, draws=BOOTSTRAPS
        )
        for found, table in zip(by_phase, tables, strict=True):
            found[part] = reliability(table, values=values, metric=metric)
        shares = [disagreements(table, values=values, metric=metric) for table in tables]
        for place, item in enumerate(asked):
            given = [phase[place] for phase in shares if phase[place] is not None]
            asked_by[item], apart[item] = len(given), sum(bool(share) for share in given)
    return CodingsPooled(pooled, tuple(by_phase), apart, asked_by)


def _padded(table: NDArray[np.float64], rows: int) -> NDArray[np.float64]:
    """`table` with rows of missing answers below it, so that it has `rows`."""
    return np.pad(table, ((0, rows - len(table)), (0, 0)), constant_values=np.nan)


def _parts(compiled: ScoringFramework) -> dict[Part, list[Item]]:
    """The questions of each part, in catalogue order."""
    return {
        "facts": [Item("facts", code) for code in compiled.fact_codes],
        "ratings": [Item("ratings", criterion.code) for criterion in compiled.criteria],
        "sovereignty": [Item("sovereignty", harm.code) for harm in compiled.sovereignty],
    }


def _scale(part: Part) -> tuple[Metric, int]:
    """How answers of a part differ, and how many there are: facts are kinds, levels are steps."""
    return ("nominal", len(FACT_ANSWERS)) if part == "facts" else ("ordinal", len(LEVELS))


def _plain(body: Mapping[str, Any]) -> Findings:
    """The plain answers of a body that was found valid when it was filed."""
    return Findings(
        facts={code: FactFinding(answer["value"]) for code, answer in body.get("facts", {}).items()},
        ratings=_ratings(body.get("ratings", {})),
        sovereignty=_ratings(body.get("sovereignty", {})),
    )


def _ratings(given: Mapping[str, Any]) -> dict[str, Rating]:
    return {
        code: Rating(cast(Any, answer["level"] if answer["level"] != "unknown" else None))
        for code, answer in given.items()
    }
