"""How sure a rating is: the spread of levels that its confidence and its evidence allow.

All chances are whole percentages, so that quantiles are exact.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from frameworks.scoring.findings import Grade, Rating

LEVELS = range(5)
TOP = 4
Chances = tuple[int, int, int, int, int]
"""The chance of each level 0 to 4, in per cent."""

UNIFORM: Chances = (20, 20, 20, 20, 20)
_SPREAD: Mapping[str, Mapping[int, int]] = {
    "high": {0: 90, 1: 5},
    "moderate": {0: 70, 1: 15},
    "low": {0: 50, 1: 20, 2: 5},
}
_TAIL = 5
CONFIDENCE_ORDER: tuple[Literal["high"], Literal["moderate"], Literal["low"]] = ("high", "moderate", "low")
_BY_RELIABILITY = {"A": 0, "B": 0, "C": 1, "D": 2, "E": 2, "F": 3}
_BY_CREDIBILITY = {1: 0, 2: 0, 3: 1, 4: 2, 5: 2, 6: 3}
CANNOT_BE_JUDGED = 3


def bound(evidence: Sequence[Grade]) -> int:
    """The best confidence that the best graded item allows, as a position in high, moderate, low, none."""
    return min(
        (max(_BY_RELIABILITY[item.reliability], _BY_CREDIBILITY[item.credibility]) for item in evidence),
        default=0,
    )


def confidence(rating: Rating) -> Literal["high", "moderate", "low"]:
    """The confidence that counts: the one stated, or less where the evidence does not bear it."""
    return CONFIDENCE_ORDER[min(max(CONFIDENCE_ORDER.index(rating.confidence), bound(rating.evidence)), 2)]


def rests_on_nothing(rating: Rating) -> bool:
    """Whether no item of evidence can be judged (F or 6): then the bounds leave the rating open."""
    return bound(rating.evidence) == CANNOT_BE_JUDGED


def chances(rating: Rating) -> Chances:
    """The chance of each level; mass beyond an end is reflected inward. Unknown is uniform.

    Raises ValueError for a rating that does not apply.
    """
    if rating.level == "na":
        raise ValueError("a rating that does not apply has no level")
    if rating.level is None:
        return UNIFORM
    return _around(rating.level, confidence(rating))


def _around(level: int, sureness: str) -> Chances:
    shares = [0] * len(LEVELS)
    for distance, chance in _SPREAD[sureness].items():
        for step in {distance, -distance}:
            shares[_reflected(level + step)] += chance
    return (shares[0], shares[1], shares[2], shares[3], shares[4])


def _reflected(level: int) -> int:
    """5→3, 6→2, −1→1, −2→2."""
    return 2 * TOP - level if level > TOP else abs(level)


SPREADS: tuple[Chances, ...] = (
    UNIFORM,
    *(_around(level, sureness) for level in LEVELS for sureness in CONFIDENCE_ORDER),
)
"""Every spread there is: unknown first, then 1 + 3 · level + the position of the confidence (high, moderate, low)."""


def tails(spread: Chances) -> tuple[int, int]:
    """The 5 % and the 95 % level: the outermost levels that leave at least 5 % at or beyond them."""
    low = next(level for level in LEVELS if sum(spread[: level + 1]) >= _TAIL)
    high = next(level for level in reversed(LEVELS) if sum(spread[level:]) >= _TAIL)
    return low, high


def mean_and_variance(spread: Chances) -> tuple[float, float]:
    """Mean and variance of the level."""
    mean = sum(level * share for level, share in enumerate(spread)) / 100
    square = sum(level**2 * share for level, share in enumerate(spread)) / 100
    return mean, square - mean**2
