"""Sovereignty impact: the mean harm over all dimensions, gross and adjusted for consent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from frameworks.scoring.canonical import DECIMALS, rounded
from frameworks.scoring.confidence import CANNOT_BE_JUDGED, TOP
from frameworks.scoring.findings import Findings, fact_values
from frameworks.scoring.kernel import Codes, Floats, Numbers, mean_harm
from frameworks.scoring.table import rating_columns
from frameworks.scoring.uncapped import bounds_of_test
from frameworks.scoring.values import CONSENT_TEST, Framework

NO, YES = 0, 2


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


@dataclass(frozen=True, slots=True)
class SovereigntyScores:
    """The impact of many rows on 0–100, six decimals, each of shape (rows,).

    NaN in `gross` where nothing is rated, in `adjusted` where it is not determined; `worst` is the position of
    the dimension of highest level, −1 where there is no harm.
    """

    gross: Floats
    gross_low: Floats
    gross_high: Floats
    adjusted: Floats
    adjusted_low: Floats
    adjusted_high: Floats
    coverage: Floats
    worst: Numbers


def sovereignty_scores(
    framework: Framework, harms: Codes, evidence: Codes, consent_low: Codes, consent_high: Codes
) -> SovereigntyScores:
    """The impact of rows of levels and evidence (rows, dimensions), coded as in `Table`, gross and adjusted.

    Adjusted: a dimension that consent can cure counts (1 − c) of its level, where c is 1 if the consent test
    is met, 0 if it fails, and otherwise anywhere in between, so that only a range is known.
    """
    adjustable = np.array([harm.consent_adjustable for harm in framework.sovereignty])
    known = harms >= 0
    open_ = ~known | (evidence == CANNOT_BE_JUDGED)
    low, high = np.where(open_, 0, harms), np.where(open_, TOP, harms)
    full, refused = consent_low == YES, consent_high == NO
    most = ~(full[:, None] & adjustable)
    least = refused[:, None] | ~adjustable
    every = np.ones_like(known)
    determined = known.all(axis=1) & (full | refused)
    adjusted = mean_harm(np.where(most, harms, 0), every)
    adjusted[~determined] = np.nan
    worst = np.where(harms.max(axis=1) > 0, harms.argmax(axis=1), -1)
    return SovereigntyScores(
        gross=np.round(mean_harm(harms, known), DECIMALS),
        gross_low=np.round(mean_harm(low, every), DECIMALS),
        gross_high=np.round(mean_harm(high, every), DECIMALS),
        adjusted=np.round(adjusted, DECIMALS),
        adjusted_low=np.round(mean_harm(np.where(least, low, 0), every), DECIMALS),
        adjusted_high=np.round(mean_harm(np.where(most, high, 0), every), DECIMALS),
        coverage=np.round(known.mean(axis=1), DECIMALS),
        worst=worst,
    )


def impact(framework: Framework, findings: Findings) -> Impact:
    """The impact of one set of findings: a batch of one."""
    columns = rating_columns([harm.code for harm in framework.sovereignty], [findings.sovereignty])
    consent = bounds_of_test(framework, fact_values(findings), CONSENT_TEST)
    low, high = (np.array([end], dtype=np.int8) for end in consent)
    scores = sovereignty_scores(framework, columns.levels, columns.evidence, low, high)
    return impact_of(framework, columns.levels, scores, 0)


def impact_of(framework: Framework, harms: Codes, scores: SovereigntyScores, row: int) -> Impact:
    """One row of a batch, with the harm in each dimension."""
    worst = int(scores.worst[row])
    levels = [None if level < 0 else level for level in harms[row].tolist()]
    return Impact(
        gross=_number(scores.gross[row]),
        gross_low=float(scores.gross_low[row]),
        gross_high=float(scores.gross_high[row]),
        adjusted=_number(scores.adjusted[row]),
        adjusted_low=float(scores.adjusted_low[row]),
        adjusted_high=float(scores.adjusted_high[row]),
        coverage=float(scores.coverage[row]),
        worst=None if worst < 0 else framework.sovereignty[worst].code,
        dimensions={
            harm.code: Harm(
                level, None if level is None else rounded(100 * level / TOP), harm.consent_adjustable
            )
            for harm, level in zip(framework.sovereignty, levels, strict=True)
        },
    )


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
