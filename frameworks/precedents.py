"""Precedents as a service: the library's phases nearest to findings, and what they would have predicted.

The yardstick stands below the cases and knows nothing of them; the app that holds coded phases registers how they
are read (docs/decisions/0010). A service module like services.py: it may touch the engine.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple, Protocol, cast

from frameworks.compile import compile_framework
from frameworks.models import Framework
from frameworks.scoring.likeness import Likeness, nearest_pairs, turns_between
from frameworks.scoring.precedents import (
    LEAST_SHARED,
    NEAREST,
    Backtest,
    Base,
    Coded,
    Factor,
    Gap,
    Precedent,
    leave_one_out,
    nearest,
)
from frameworks.scoring.values import FactValue

__all__ = [
    "LEAST_SHARED",
    "NEAREST",
    "Backtest",
    "CodedPhase",
    "Factor",
    "Gap",
    "LikePair",
    "Precedent",
    "PrecedentSource",
    "outcomes_backtest",
    "precedents_find",
    "pairs_alike",
    "precedents_members",
    "register",
]


@dataclass(frozen=True)
class CodedPhase:
    """A phase that everybody may see, with its published findings in the form of POST /score/."""

    case: str
    phase: str
    findings: Mapping[str, Any]


class PrecedentSource(Protocol):
    """Who knows coded phases. Only what everybody may see: a precedent must not tell of somebody's draft."""

    def edition(self) -> str:
        """A text that changes whenever a coding does; asked each time, so it must be cheap."""

    def codings(self) -> Iterable[CodedPhase]:
        """All of them; read once for each edition and framework."""


_sources: dict[str, PrecedentSource] = {}


def register(name: str, source: PrecedentSource) -> None:
    """Add a source of coded phases; registering a name again replaces it."""
    _sources[name] = source


def precedents_find(
    *,
    framework: Framework,
    findings: Mapping[str, Any],
    without: Collection[str] = (),
    limit: int = NEAREST,
) -> tuple[Precedent, ...]:
    """The coded phases nearest to `findings` under `framework`, nearest first.

    `findings` has the form of POST /score/ and was found valid, or is a draft's. `without` names phases
    (case/phase) that may not appear: the one at hand first of all.
    """
    return nearest(_base(framework), _coded("", "", findings), limit=limit, without=without)


def precedents_members(precedents: Iterable[Precedent]) -> list[dict[str, Any]]:
    """The `precedents` of an evaluation, as POST /score/ gives them."""
    return [
        dict(zip(("case", "phase"), precedent.id.split("/"), strict=True))
        | {
            "similarity": precedent.similarity,
            "shared": [factor.fact for factor in precedent.shared],
            "distinguishing": [factor.fact for factor in precedent.distinguishing],
        }
        for precedent in precedents
    ]


def outcomes_backtest(*, framework: Framework, outcomes: Mapping[str, str], apart: bool = False) -> Backtest:
    """How well nearest precedents predict `outcomes`, which maps case/phase to what was found of it.

    With `apart` no phase is predicted from another of its own case.
    """
    return leave_one_out(_base(framework), outcomes, apart=apart)


class LikePair(NamedTuple):
    """Two phases alike in their facts; the smallest sets of facts that turn the verdict of the first into the other's.

    `turns` is empty where both come to the same, or where it would take more than three facts.
    """

    likeness: Likeness
    turns: tuple[tuple[str, ...], ...]


def pairs_alike(
    *, framework: Framework, days: Mapping[str, date], comparable: Callable[[str, str], bool]
) -> list[LikePair]:
    """Each coded phase with the one nearest to it in its facts, of those that `comparable` admits; each pair once.

    `days` maps case/phase to the day by whose law it is judged; what is not in it takes no part.
    """
    base = _base(framework)
    kept = Base(base.framework, tuple(phase for phase in base.phases if phase.id in days))
    coded = {phase.id: phase for phase in kept.phases}
    return [
        LikePair(pair, turns_between(kept.framework, coded[pair.one], coded[pair.other], days[pair.one]))
        for pair in nearest_pairs(kept, comparable)
    ]


def _base(framework: Framework) -> Base:
    editions = tuple((name, source.edition()) for name, source in sorted(_sources.items()))
    return _built(framework.pk, framework.checksum, editions)


@lru_cache(maxsize=16)
def _built(pk: int, checksum: str, editions: tuple[tuple[str, str], ...]) -> Base:
    """The phases as arrays. `checksum` and `editions` are of what they are made from: other content, other arrays."""
    framework = compile_framework(Framework.objects.get(pk=pk))
    phases = (
        _coded(f"{coding.case}/{coding.phase}", coding.case, coding.findings)
        for name, _ in editions
        for coding in _sources[name].codings()
    )
    return Base(framework, tuple(sorted(phases, key=lambda phase: phase.id)))


def _coded(identity: str, case: str, findings: Mapping[str, Any]) -> Coded:
    """The plain answers of findings: facts that are known, levels that are given."""
    given = {
        code: answer["value"] if isinstance(answer, Mapping) else answer
        for code, answer in findings.get("facts", {}).items()
    }
    levels = {code: answer.get("level") for code, answer in findings.get("ratings", {}).items()}
    return Coded(
        id=identity,
        group=case,
        facts={code: cast(FactValue, value) for code, value in given.items() if value != "unknown"},
        levels={code: level for code, level in levels.items() if isinstance(level, int)},
    )
