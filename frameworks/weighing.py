"""Weights from what a person says of them: directly, or by ranking.

Pure: numbers and codes in, relative weights or faults out. docs/scoring.md, "Doctrines and other yardsticks", derives
the rank-order centroid.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast

from natoassess.web.problems import pointer

By = Literal["weights", "ranking"]
WAYS: tuple[By, By] = ("weights", "ranking")
MOST = 1000.0
"""The largest weight or rank that may be given; only proportions count."""


@dataclass(frozen=True)
class WeightFault:
    """One thing to mend: a JSON pointer into what was given, and the cure."""

    pointer: str
    detail: str


@dataclass(frozen=True)
class Elicited:
    """What a person gave for one level: how, and a number for each code, a weight or a rank (1 is first)."""

    by: By
    values: Mapping[str, float]

    def as_dict(self) -> dict[str, Any]:
        """For the row, so that the form can show it again."""
        return {"by": self.by, "values": dict(self.values)}


def rank_order_centroid(ranks: Mapping[str, float]) -> dict[str, float]:
    """Weights that add up to 1 from ranks: w_i = (1/n) Σ_{k=i..n} 1/k (Barron and Barrett 1996).

    The smaller rank is the more important; only the order counts, not the distances. Codes of equal rank share
    equally in the weights of the places that they take together. An empty mapping gives an empty one.
    """
    n = len(ranks)
    by_place = [sum(1 / k for k in range(place, n + 1)) / n for place in range(1, n + 1)]
    ordered = sorted(ranks.values())
    shared: dict[float, float] = {}
    for rank in set(ordered):
        places = [by_place[place] for place, other in enumerate(ordered) if other == rank]
        shared[rank] = sum(places) / len(places)
    return {code: shared[rank] for code, rank in ranks.items()}


def weights_from(
    dimensions: Elicited, criteria: Elicited, members: Mapping[str, Sequence[str]]
) -> dict[str, dict[str, float]]:
    """The relative weights that a framework keeps; `members` lists the criteria of each dimension.

    Dimensions are ranked among each other, criteria among those of their dimension.
    """
    across = rank_order_centroid(dimensions.values) if dimensions.by == "ranking" else dict(dimensions.values)
    within: dict[str, float] = {}
    for codes in members.values():
        given = {code: criteria.values[code] for code in codes}
        within |= rank_order_centroid(given) if criteria.by == "ranking" else given
    return {"dimensions": across, "criteria": within}


def shares(weights: Mapping[str, float]) -> dict[str, float]:
    """Relative weights as parts of 1, by code; all 0 where nothing weighs."""
    total = sum(weights.values())
    return {code: weight / total if total else 0.0 for code, weight in weights.items()}


def read_elicited(
    given: object,
    part: str,
    known: Sequence[str],
    faults: list[WeightFault],
    *,
    before: Elicited | None = None,
) -> Elicited:
    """Check {"by": "weights" or "ranking", "values": {code: number}}, with a value for each of `known`.

    Weights that are left out are those of `before`, where that has weights; a ranking must be complete, because a
    place means nothing without the others. Faults are added to `faults`, each with a pointer under /`part`.
    """
    if not isinstance(given, Mapping):
        detail = 'must be an object such as {"by": "ranking", "values": {"…": 1}}'
        faults.append(WeightFault(f"/{part}", detail))
        return Elicited("weights", dict.fromkeys(known, 1.0))
    faults += [
        WeightFault(pointer(part, name), "unknown member; known: by, values")
        for name in given
        if name not in ("by", "values")
    ]
    by = given.get("by", "weights")
    if by not in WAYS:
        faults.append(WeightFault(f"/{part}/by", f"must be {' or '.join(WAYS)}"))
        by = "weights"
    values = given.get("values")
    if not isinstance(values, Mapping):
        faults.append(WeightFault(f"/{part}/values", "must be an object of codes and numbers"))
        values = dict.fromkeys(known, 1.0)
    if by == "weights" and before is not None and before.by == "weights":
        values = {**before.values, **values}
    return Elicited(cast(By, by), _numbers(values, part, by, known, faults))


_MISSING = {
    "weights": "is missing: these were ranked before, so give all their weights",
    "ranking": "is missing: a ranking gives a rank to every code",
}


def _numbers(
    values: Mapping[Any, object], part: str, by: str, known: Sequence[str], faults: list[WeightFault]
) -> dict[str, float]:
    unknown = f"unknown code; known: {', '.join(known)}"
    faults += [WeightFault(pointer(part, "values", code), unknown) for code in values if code not in known]
    read: dict[str, float] = {}
    for code in known:
        value = values.get(code)
        fault = _number_fault(value, by) if code in values else _MISSING[by]
        if fault:
            faults.append(WeightFault(pointer(part, "values", code), fault))
        read[code] = 1.0 if fault else float(cast(float, value))
    return read


def _number_fault(value: object, by: str) -> str:
    """What is wrong with a weight or a rank; nothing where it can stand."""
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if by == "ranking":
        # the range first: an integer may be too large for a float
        whole = number and 1 <= cast(float, value) <= MOST and float(cast(float, value)).is_integer()
        return "" if whole else f"must be a rank: a whole number from 1, the most important, to {MOST:.0f}"
    # not (0 <= x): a number that is none (NaN) is refused as well
    inside = number and 0 <= cast(float, value) <= MOST
    return "" if inside else f"must be a weight: a number from 0 to {MOST:.0f}"


def zero_faults(
    dimensions: Elicited, criteria: Elicited, members: Mapping[str, Iterable[str]]
) -> list[WeightFault]:
    """Weights that leave nothing to weigh: all dimensions at 0, or all criteria of a dimension that counts."""
    if not any(dimensions.values.values()):
        return [WeightFault("/dimensions/values", "at least one dimension needs a weight above 0")]
    return [
        WeightFault(
            f"/dimensions/values/{dimension}",
            "it has a weight and all of its criteria have none; give one of them some, or the dimension 0",
        )
        for dimension, codes in members.items()
        if dimensions.values[dimension] and not any(criteria.values[code] for code in codes)
    ]
