"""Sovereignty impact: the mean harm over all dimensions, gross and adjusted for consent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from frameworks.scoring.canonical import rounded
from frameworks.scoring.confidence import TOP, rests_on_nothing
from frameworks.scoring.findings import Findings, Rating, fact_values
from frameworks.scoring.legality import bounds_of_test
from frameworks.scoring.values import CONSENT_TEST, Framework


@dataclass(frozen=True, slots=True)
class Harm:
    """One dimension: its level, and its gross impact on 0–100; nothing where unknown."""

    level: int | None
    gross: float | None
    consent_adjustable: bool


@dataclass(frozen=True, slots=True)
class Impact:
    """The impact on 0–100, six decimals. `worst` is the dimension of highest level, the first of equals."""

    gross: float | None
    gross_low: float
    gross_high: float
    adjusted: float | None
    adjusted_low: float
    adjusted_high: float
    coverage: float
    worst: str | None
    dimensions: Mapping[str, Harm]


def impact(framework: Framework, findings: Findings) -> Impact:
    """The impact, gross and adjusted.

    Adjusted: a dimension that consent can cure counts (1 − c) of its level, where c is 1 if the consent test
    is met, 0 if it fails, and otherwise anywhere in between, so that only a range is known.
    """
    harms = framework.sovereignty
    ratings = [findings.sovereignty.get(harm.code, Rating()) for harm in harms]
    levels = [rating.level if isinstance(rating.level, int) else None for rating in ratings]
    known = [level for level in levels if level is not None]
    low = [
        0 if level is None or rests_on_nothing(r) else level for level, r in zip(levels, ratings, strict=True)
    ]
    high = [
        TOP if level is None or rests_on_nothing(r) else level
        for level, r in zip(levels, ratings, strict=True)
    ]
    consent = bounds_of_test(framework, fact_values(findings), CONSENT_TEST)
    full = consent == (2, 2)
    remains_most = [0 if full and harm.consent_adjustable else 1 for harm in harms]
    refused = consent == (0, 0)
    remains_least = [1 if refused or not harm.consent_adjustable else 0 for harm in harms]
    adjusted = None
    if len(known) == len(harms) and (full or refused):
        adjusted = _mean([level * share for level, share in zip(known, remains_most, strict=True)])
    worst = max(known, default=0)
    return Impact(
        gross=_mean(known) if known else None,
        gross_low=_mean(low),
        gross_high=_mean(high),
        adjusted=adjusted,
        adjusted_low=_mean([level * share for level, share in zip(low, remains_least, strict=True)]),
        adjusted_high=_mean([level * share for level, share in zip(high, remains_most, strict=True)]),
        coverage=rounded(len(known) / len(harms)),
        worst=harms[levels.index(worst)].code if worst else None,
        dimensions={
            harm.code: Harm(level, None if level is None else _mean([level]), harm.consent_adjustable)
            for harm, level in zip(harms, levels, strict=True)
        },
    )


def _mean(levels: Sequence[int]) -> float:
    return rounded(100 * sum(levels) / (TOP * len(levels)))
