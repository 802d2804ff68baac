"""Phases compared on legitimacy, as a service: what pages, API and exports call, and the words for what it finds.

A service module like services.py (it may touch the engine); apart from it because it takes several sets of findings.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any, NamedTuple

from django.utils.translation import gettext

from frameworks.compile import compile_framework
from frameworks.models import Framework
from frameworks.scoring import Findings, FindingsInvalid, Row
from frameworks.scoring.alike import likeness
from frameworks.scoring.comparing import FEWEST, MOST, compare
from frameworks.scoring.explain import Claim, render
from frameworks.scoring.explain_comparing import Lead, lead, likeness_claims, pair_claims, phase_claims
from frameworks.services import (
    DEFAULT_DRAWS,
    MAXIMUM_DRAWS,
    Sentence,
    findings_parse_each,
    findings_set_aside,
)

__all__ = ["FEWEST", "MOST", "Alike", "Pair", "Ranking", "Scenario", "answers_of", "most_draws", "rank"]

MOST_DRAWN = 200_000
"""Draws of all scenarios of one comparison together: what a request may cost."""


def most_draws(scenarios: int) -> int:
    """How many draws so many scenarios may be compared by in one request."""
    return min(MAXIMUM_DRAWS, MOST_DRAWN // max(scenarios, 1))


class Scenario(NamedTuple):
    """One phase to compare: what it is called, its findings in the form of POST /score/, the day it is judged."""

    label: str
    body: Mapping[str, Any]
    as_of: date


class Pair(NamedTuple):
    """Two scenarios by position, the one ahead first, with the share of draws in which it is, and the words."""

    leader: int
    other: int
    share: float
    lead: Lead
    sentence: str


class Alike(NamedTuple):
    """What would give `one` the verdict of `other` (positions), as the engine found it and in words."""

    one: int
    other: int
    found: Mapping[str, Any]
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True)
class Ranking:
    """Which scenario is ahead on legitimacy under one framework, and how surely.

    `numbers` is the engine's comparison (SMAA-2) as plain values, with positions among the scenarios given; None
    where fewer than two can be scored under the framework. `refused` says why one cannot. `about` holds the
    sentences on each scenario, `alike` the first scenario beside each other one. `dimensions` are titles by code,
    `set_aside` the criteria that some scenario rates and the framework does not ask.
    """

    framework: Framework
    labels: tuple[str, ...]
    dimensions: Mapping[str, str]
    numbers: Mapping[str, Any] | None
    about: Mapping[int, tuple[Sentence, ...]]
    pairs: tuple[Pair, ...]
    alike: tuple[Alike, ...]
    refused: Mapping[int, str]
    set_aside: tuple[str, ...]

    @property
    def unrated(self) -> tuple[str, ...]:
        """The labels of the scenarios in which nothing is rated."""
        return tuple(self.labels[i] for i in self.numbers["left_out"]) if self.numbers else ()

    @property
    def order(self) -> tuple[Mapping[str, Any], ...]:
        """The places from the best mean rank on; of equals the one given first stands first."""
        places = self.numbers["places"] if self.numbers else []
        return tuple(sorted(places, key=_mean_rank))

    def as_dict(self) -> dict[str, Any]:
        """The ranking as the API answers with it: plain JSON values, positions from 0 in the order asked for."""
        framework = self.framework
        numbers = self.numbers and {
            **self.numbers,
            "places": [
                {
                    **place,
                    "label": self.labels[place["position"]],
                    "sentences": _plain(self.about[place["position"]]),
                }
                for place in self.numbers["places"]
            ],
            "pairs": [pair._asdict() for pair in self.pairs],
        }
        return {
            "ranked_under": {
                "code": framework.code,
                "version": framework.version,
                "checksum": framework.checksum,
            },
            "set_aside": list(self.set_aside),
            "ranking": numbers,
            "refused": [{"position": place, "detail": why} for place, why in self.refused.items()],
            "alike": [
                {
                    "one": pair.one,
                    "other": pair.other,
                    **pair.found,
                    "sentences": _plain(pair.sentences),
                }
                for pair in self.alike
            ],
        }

    def neighbours_first(self) -> tuple[list[Pair], list[Pair]]:
        """The pairs that stand next to each other in the order, best first; then all others."""
        order = [place["position"] for place in self.order]
        by_pair = {frozenset(pair[:2]): pair for pair in self.pairs}
        beside = [frozenset(pair) for pair in pairwise(order)]
        return [by_pair[pair] for pair in beside], [
            pair for members, pair in by_pair.items() if members not in beside
        ]


def _plain(sentences: Iterable[Sentence]) -> list[dict[str, str]]:
    return [sentence._asdict() for sentence in sentences]


def _mean_rank(place: Mapping[str, Any]) -> float:
    return float(sum(rank * share for rank, share in enumerate(place["acceptability"], start=1)))


def rank(
    *,
    framework: Framework,
    scenarios: Sequence[Scenario],
    draws: int = DEFAULT_DRAWS,
    seed: int | None = None,
) -> Ranking:
    """Compare 2 to 10 scenarios on legitimacy under one framework, each by the law of its own day.

    Raises ValueError where the number of scenarios, `draws` (1 to 100,000) or `seed` is out of range.
    """
    if not FEWEST <= len(scenarios) <= MOST:
        raise ValueError(f"a comparison takes {FEWEST} to {MOST} scenarios")
    parsed = findings_parse_each(framework=framework, bodies=[scenario.body for scenario in scenarios])
    rows = {
        i: Row(found, scenarios[i].as_of) for i, found in enumerate(parsed) if isinstance(found, Findings)
    }
    labels = tuple(scenario.label for scenario in scenarios)
    titles = compile_framework(framework).titles
    numbers = _numbers(framework, rows, draws, seed)
    about, pairs = {}, []
    if numbers:
        about = {i: _said(claims) for i, claims in phase_claims(numbers, labels, titles).items()}
        places = [place["position"] for place in numbers["places"]]
        for (leader, other), claim in pair_claims(numbers, labels).items():
            share = numbers["ahead"][places.index(leader)][places.index(other)]
            pairs.append(Pair(leader, other, share, lead(share), _said([claim])[0].text))
    return Ranking(
        framework=framework,
        labels=labels,
        dimensions=titles["dimensions"],
        numbers=numbers,
        about=about,
        pairs=tuple(pairs),
        alike=_alike(framework, rows, labels),
        refused={
            i: "; ".join(fault.detail for fault in found.faults)
            for i, found in enumerate(parsed)
            if isinstance(found, FindingsInvalid)
        },
        set_aside=_set_aside(framework, scenarios),
    )


def _numbers(
    framework: Framework, rows: Mapping[int, Row], draws: int, seed: int | None
) -> dict[str, Any] | None:
    """The engine's comparison of the rows, with their positions among all scenarios."""
    if len(rows) < FEWEST:
        return None
    positions = list(rows)
    numbers = compare(compile_framework(framework), list(rows.values()), draws=draws, seed=seed).as_dict()
    for place in numbers["places"]:
        place["position"] = positions[place["position"]]
    return numbers | {"left_out": [positions[i] for i in numbers["left_out"]]}


def _set_aside(framework: Framework, scenarios: Sequence[Scenario]) -> tuple[str, ...]:
    """The criteria that some scenario rates and the framework does not ask, each once."""
    asides = (findings_set_aside(framework=framework, body=scenario.body) for scenario in scenarios)
    return tuple(dict.fromkeys(code for aside in asides for code in aside))


def _alike(framework: Framework, rows: Mapping[int, Row], labels: Sequence[str]) -> tuple[Alike, ...]:
    """The first scenario beside each other one."""
    if 0 not in rows:
        return ()
    compiled = compile_framework(framework)
    made = []
    for other, row in rows.items():
        if other:
            found = likeness(compiled, rows[0], row).as_dict()
            claims = likeness_claims(found, labels[0], labels[other], compiled.titles)
            made.append(Alike(0, other, found, _said(claims)))
    return tuple(made)


def _said(claims: Iterable[Claim]) -> tuple[Sentence, ...]:
    """The claims in the reader's language."""
    return tuple(Sentence(claim.code, render(claim, gettext)) for claim in claims)


def answers_of(evaluation: Mapping[str, Any]) -> dict[str, Any]:
    """The three answers of an evaluation without their reasons: what stands in a column of a comparison."""
    legality, legitimacy, sovereignty = (
        evaluation[name] for name in ("legality", "legitimacy", "sovereignty")
    )
    distribution = legitimacy["distribution"] or {}
    return {
        "legality": {
            **{name: legality[name] for name in ("verdict", "at_least", "at_most")},
            "readings": {name: reading["verdict"] for name, reading in legality["readings"].items()},
        },
        "legitimacy": {
            **{name: legitimacy[name] for name in ("index", "low", "high", "band")},
            **{name: legitimacy[name] for name in ("band_at_least", "band_at_most", "coverage")},
            **{name: distribution.get(name) for name in ("p05", "p95")},
        },
        "sovereignty": {name: value for name, value in sovereignty.items() if name != "dimensions"},
    }
