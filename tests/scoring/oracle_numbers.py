"""Sections 2 to 4 of the specification written down plainly: one row at a time, in fractions where they can be.

Like the oracle of the legal formula it knows nothing of arrays, blocks or codes; weights are exact fractions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from frameworks.scoring import Framework

BANDS = ("low", "mixed", "high")
Levels = Mapping[str, int]
"""The level of each criterion that counts."""


class Rated(NamedTuple):
    """A rating: 0 to 4, "unknown" or "na", its confidence, and the best confidence its evidence allows."""

    level: int | str
    confidence: int = 1
    evidence: int = 0

    @property
    def spread(self) -> list[int]:
        """The chance of each level in per cent."""
        if isinstance(self.level, str):
            return [20] * 5
        shares = ({0: 90, 1: 5}, {0: 70, 1: 15}, {0: 50, 1: 20, 2: 5})[self.sureness]
        found = [0] * 5
        for distance, share in shares.items():
            for at in {self.level - distance, self.level + distance}:
                found[-at if at < 0 else 8 - at if at > 4 else at] += share
        return found

    @property
    def sureness(self) -> int:
        return min(max(self.confidence, self.evidence), 2)

    @property
    def unjudged(self) -> bool:
        return self.level == "unknown" or self.evidence == 3


def weighty(framework: Framework) -> list[Any]:
    """The criteria that count for something."""
    across = {dimension.code: dimension.weight for dimension in framework.dimensions}
    return [c for c in framework.criteria if c.weight > 0 and across[c.dimension] > 0]


def dimension_index(framework: Framework, code: str, levels: Levels) -> Fraction | None:
    """100 · Σ w x over the criteria of a dimension that count, weights made to add up to 1."""
    counted = [c for c in weighty(framework) if c.dimension == code and c.code in levels]
    total = sum(Fraction(c.weight) for c in counted)
    if not total:
        return None
    return sum((Fraction(c.weight) / total * levels[c.code] * 25 for c in counted), Fraction(0))


def index(framework: Framework, levels: Levels) -> Fraction | None:
    """The same over the dimensions that remain."""
    found = [(Fraction(d.weight), dimension_index(framework, d.code, levels)) for d in framework.dimensions]
    known = [(weight, value) for weight, value in found if value is not None]
    total = sum(weight for weight, _ in known)
    return sum((weight * value for weight, value in known), Fraction(0)) / total if known else None


def band(framework: Framework, levels: Levels) -> str | None:
    """The band: from the index, lowered by caps and by a dimension below the floor."""
    value = index(framework, levels)
    return None if value is None else capped(framework, value, levels, dimensions(framework, levels))


def dimensions(framework: Framework, levels: Levels) -> list[Fraction | None]:
    return [dimension_index(framework, d.code, levels) for d in framework.dimensions]


def capped(
    framework: Framework, value: Fraction | float, levels: Levels, found: Sequence[Fraction | float | None]
) -> str:
    """The band of an index whose levels and dimensions are given; compared as published, to six decimals."""
    published = round(float(value), 6)
    highest = (published >= framework.bands.mixed) + (published >= framework.bands.high)
    for criterion in weighty(framework):
        caps = criterion.caps
        if caps and criterion.code in levels and levels[criterion.code] <= caps.at:
            highest = min(highest, BANDS.index(caps.band))
    floor = framework.dimension_floor
    if any(d is not None and round(float(d), 6) < floor.below for d in found):
        highest = min(highest, BANDS.index(floor.band))
    return BANDS[highest]


def coverage(framework: Framework, ratings: Mapping[str, Rated]) -> Fraction:
    """The share of weight rated, among what applies."""
    applies = [c for c in weighty(framework) if ratings[c.code].level != "na"]
    shares = []
    for d in framework.dimensions:
        members = [c for c in applies if c.dimension == d.code]
        total = sum(Fraction(c.weight) for c in members)
        known = sum(Fraction(c.weight) for c in members if isinstance(ratings[c.code].level, int))
        if total:
            shares.append((Fraction(d.weight), known / total))
    whole = sum(weight for weight, _ in shares)
    return sum((weight * share for weight, share in shares), Fraction(0)) / whole if shares else Fraction(0)


def rated(ratings: Mapping[str, Rated]) -> dict[str, int]:
    """The levels that count for the index."""
    return {code: r.level for code, r in ratings.items() if isinstance(r.level, int)}


def bound(ratings: Mapping[str, Rated], extreme: int) -> dict[str, int]:
    """The levels at one bound: what is unknown, or rests on nothing, at the extreme."""
    applies = {code: r for code, r in ratings.items() if r.level != "na"}
    return {
        code: extreme if r.unjudged or isinstance(r.level, str) else r.level for code, r in applies.items()
    }


def harm(levels: Sequence[int]) -> Fraction | None:
    return Fraction(25 * sum(levels), len(levels)) if levels else None


def drawn(
    framework: Framework,
    ratings: Mapping[str, Rated],
    gammas: Mapping[str, float],
    uniforms: Mapping[str, float],
) -> tuple[float, str]:
    """Index and band of one draw: a level per criterion from its spread, weights from gammas at two levels."""
    levels = {
        code: next(level for level in range(5) if 100 * uniforms[code] < sum(r.spread[: level + 1]))
        for code, r in ratings.items()
        if r.level != "na"
    }
    total = weight = 0.0
    found: list[float | None] = []
    for d in framework.dimensions:
        members = [c.code for c in weighty(framework) if c.dimension == d.code]
        counted = [code for code in members if code in levels]
        if not counted:
            found.append(None)
            continue
        own = sum(gammas[code] for code in counted)
        value = 25 * sum(gammas[code] * levels[code] for code in counted) / own
        whole = sum(gammas[code] for code in members)
        found.append(value)
        total, weight = total + whole * value, weight + whole
    return total / weight, capped(framework, total / weight, levels, found)
