"""Weight flips: the smallest shift of one weight that changes the band of legitimacy, in closed form.

Give one weight the share s and let the others keep their proportions. With A the index of what the weight
belongs to, B that of the rest, and R the part of the rest that is rated (docs/scoring.md, section 2),

    I(s) = (s A + (1 − s) R B) / (s + (1 − s) R),

which comes to a limit T at s = R (T − B) / ((A − T) + R (T − B)), and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil, floor
from typing import Any, Literal, NamedTuple

import numpy as np

from frameworks.scoring.canonical import DECIMALS, rounded
from frameworks.scoring.confidence import TOP
from frameworks.scoring.findings import Findings
from frameworks.scoring.legitimacy import Flags, Floats, Index, Ratings, Scale, arranged, index
from frameworks.scoring.values import BANDS, Band

_UNIT = 10**DECIMALS
_OFFSETS = (0.0, 0.4999 / _UNIT, 0.5001 / _UNIT)
"""How far below a limit to look: indices are rounded to six decimals before they are banded, so that half a unit
below it still rounds up to it, and anything less does not."""

Kind = Literal["dimension", "criterion"]


@dataclass(frozen=True, slots=True)
class WeightFlip:
    """One weight, the nearest value at which the band is another, and that band.

    `kind` says whose weight it is: a dimension's share among the dimensions, or a criterion's within its
    dimension. `old`, `new` and `shift` are shares of 1, six decimals.
    """

    kind: Kind
    code: str
    old: float
    new: float
    shift: float
    band: Band

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        moved = {"from": self.old, "to": self.new, "shift": self.shift}
        return {"kind": self.kind, "code": self.code, **moved, "band": self.band}


class _Mixture(NamedTuple):
    """An index as it depends on the share of one of its parts; indices on 0–100."""

    own: float
    rest: float
    rest_rated: float

    def share_at(self, target: float) -> float | None:
        """The share at which the index comes to the target; None where it is the same for every share."""
        pull = self.rest_rated * (target - self.rest)
        whole = (self.own - target) + pull
        return pull / whole if whole and self.own != self.rest else None


class _Candidate(NamedTuple):
    """A share at which something may change: of the dimension or criterion at `position`."""

    kind: Kind
    position: int
    old: float
    new: float


def weight_flips(
    scale: Scale, findings: Findings, today: Index | None = None, ratings: Ratings | None = None
) -> tuple[WeightFlip, ...]:
    """For each weight, upwards and downwards, the smallest shift that changes the band; the smallest first.

    Only weights strictly between 0 and 1 are shifted, and they stay there, so that no dimension and no cap
    comes or goes. A shift that leaves too little rated for a band is none. Empty where there is no band today.
    """
    now = (today or index(scale, findings)).band
    if now is None:
        return ()
    ratings = ratings or arranged(scale, findings.ratings)
    candidates = list(_candidates(scale, ratings))
    if not candidates:
        return ()
    found: dict[tuple[Kind, int, bool], WeightFlip] = {}
    bands = _bands(scale, ratings, candidates)
    for candidate, band in sorted(zip(candidates, bands, strict=True), key=lambda pair: _distance(pair[0])):
        kind, position, old, new = candidate
        if band is not None and band != now:
            named = scale.framework.dimensions if kind == "dimension" else scale.framework.criteria
            shift = rounded(new - rounded(old))
            flip = WeightFlip(kind, named[position].code, rounded(old), new, shift, band)
            found.setdefault((kind, position, new > old), flip)
    return tuple(sorted(found.values(), key=lambda flip: abs(flip.shift)))


def _distance(candidate: _Candidate) -> float:
    return abs(candidate.new - candidate.old)


def _candidates(scale: Scale, ratings: Ratings) -> Iterator[_Candidate]:
    """Every share, rounded away from today's, at which the index or a dimension passes a limit."""
    within, across = scale.shares(ratings.rated)
    indices = scale.dimension_indices(ratings.levels, ratings.rated)
    total = float(np.nansum(across * indices))
    limits = (scale.framework.bands.mixed, scale.framework.bands.high)
    for d in np.flatnonzero(across):
        own, weight = float(indices[d]), float(scale.across[d])
        rated = float(scale.across[(across > 0)].sum()) - weight
        rest = (total - across[d] * own) / (1 - across[d]) if across[d] < 1 else own
        if rated > 0:
            mixture = _Mixture(own, rest, rated / (1 - weight))
            yield from _at(mixture, limits, "dimension", int(d), weight)
    for c in np.flatnonzero(within):
        d = scale.dimension[c]
        own, weight = 100 / TOP * float(ratings.levels[c]), float(scale.within[c])
        members = ratings.rated & (scale.dimension == d)
        rated = float(scale.within[members].sum()) - weight
        if rated > 1e-12 and 0 < weight < 1:
            rest = (float(indices[d]) - within[c] * own) / (1 - within[c])
            mixture = _Mixture(own, rest, rated / (1 - weight))
            # The index passes its limit where the dimension comes to this.
            inward = [float(indices[d]) + (limit - total) / float(across[d]) for limit in limits]
            slack = 1 / float(across[d])
            yield from _at(mixture, inward, "criterion", int(c), weight, slack)
            yield from _at(mixture, [scale.framework.dimension_floor.below], "criterion", int(c), weight)


def _at(
    mixture: _Mixture,
    limits: tuple[float, ...] | list[float],
    kind: Kind,
    position: int,
    old: float,
    slack: float = 1.0,
) -> Iterator[_Candidate]:
    """The shares at which the mixture comes to each limit, to what is rounded up to it, and to just below that."""
    for limit in limits:
        for offset in _OFFSETS:
            target = limit - slack * offset
            share = mixture.share_at(target)
            if share is not None and 0 < share < 1:
                away = ceil if share > old else floor
                new = away(share * _UNIT) / _UNIT
                if 0 < new < 1 and new != rounded(old):
                    yield _Candidate(kind, position, old, new)


def _bands(scale: Scale, ratings: Ratings, candidates: list[_Candidate]) -> list[Band | None]:
    """The band with each candidate's weights, evaluated anew; None where too little is rated for one."""
    across, within = _weights(scale, candidates)
    each, dimension = scale.rows(across, within, ratings.rated)
    weights = each * dimension[:, scale.dimension]
    levels = np.broadcast_to(ratings.levels, weights.shape)
    member = scale.dimension[:, None] == np.arange(len(scale.across))
    indices = np.where(dimension > 0, 100 / TOP * (each * levels) @ member, np.nan)
    bands = scale.banded(100 / TOP * (weights * levels).sum(axis=1), levels, indices, ratings.rated)
    enough = _coverage(scale, across, within, ratings) >= scale.framework.minimum_coverage
    return [BANDS[band] if sure else None for band, sure in zip(bands, enough, strict=True)]


def _coverage(scale: Scale, across: Floats, within: Floats, ratings: Ratings) -> Floats:
    each, dimension = scale.rows(across, within, ratings.counted)
    rated: Flags = ratings.rated
    weights: Floats = (each * dimension[:, scale.dimension])[:, rated]
    return np.asarray(np.round(weights.sum(axis=1), DECIMALS))


def _weights(scale: Scale, candidates: list[_Candidate]) -> tuple[Floats, Floats]:
    """The weights of dimensions and of criteria with each candidate's share, one row each."""
    across = np.tile(scale.across, (len(candidates), 1))
    within = np.tile(scale.within, (len(candidates), 1))
    for row, (kind, position, old, new) in enumerate(candidates):
        if kind == "dimension":
            across[row] *= (1 - new) / (1 - old)
            across[row, position] = new
        else:
            within[row, scale.dimension == scale.dimension[position]] *= (1 - new) / (1 - old)
            within[row, position] = new
    return across, within
