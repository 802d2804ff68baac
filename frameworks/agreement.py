"""Agreement as a service: several codings of one phase, compared under one framework.

A service module like services.py: it may touch the engine.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from frameworks.compile import compile_framework
from frameworks.models import Framework
from frameworks.scoring import FactFinding, Findings, Rating
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
    "Effect",
    "Item",
    "Part",
    "Reliability",
    "codings_compare",
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
    parts: dict[Part, list[Item]] = {
        "facts": [Item("facts", code) for code in compiled.fact_codes],
        "ratings": [Item("ratings", criterion.code) for criterion in compiled.criteria],
        "sovereignty": [Item("sovereignty", harm.code) for harm in compiled.sovereignty],
    }
    first, tried = effects(compiled, read[0], read[1:], as_of=as_of, items=parts["facts"] + parts["ratings"])
    reliabilities: dict[Part, Reliability] = {}
    items: list[CodedItem] = []
    for part, asked in parts.items():
        metric: Metric = "nominal" if part == "facts" else "ordinal"
        values = len(FACT_ANSWERS if part == "facts" else LEVELS)
        table = table_of(read, asked)
        reliabilities[part] = reliability(table, values=values, metric=metric, draws=BOOTSTRAPS)
        apart = disagreements(table, values=values, metric=metric)
        items += [
            CodedItem(item, tuple(answer_to(coding, item) for coding in read), share, tried.get(item, {}))
            for item, share in zip(asked, apart, strict=True)
        ]
    turns = tuple(turning_sets(compiled, read[0], coding, as_of=as_of) for coding in read)
    return CodingsCompared(reliabilities, tuple(items), first, turns)


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
