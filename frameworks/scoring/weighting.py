"""Other weights than those published: the same framework with some of them changed.

A relative weight of 1 is the average one, so under a neutral framework every published weight is 1: of n dimensions
one that weighs as much as all of them on average has the share 1/n, and a criterion likewise within its dimension.
docs/scoring.md, "What if".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from frameworks.scoring.faults import FaultLog, FindingsInvalid
from frameworks.scoring.reader import Reader
from frameworks.scoring.values import Framework

MOST_WEIGHT = 100.0
"""A weight a hundred times the average leaves the others next to nothing; more is a slip of the pen."""

KINDS = ("dimensions", "criteria")

Weights = dict[str, dict[str, float]]


def published_weights(framework: Framework) -> Weights:
    """The weights of `framework`, relative to the average of 1 among the dimensions and within each of them."""
    members = Counter(criterion.dimension for criterion in framework.criteria)
    count = len(framework.dimensions)
    return {
        "dimensions": {d.code: round(d.weight * count, 12) for d in framework.dimensions},
        "criteria": {c.code: round(c.weight * members[c.dimension], 12) for c in framework.criteria},
    }


def weights_over(framework: Framework, given: object) -> Weights:
    """All relative weights: those in `given`, by kind (dimensions, criteria) and code, and the published ones.

    Raises FindingsInvalid with every fault, each with a pointer that begins with /weights.
    """
    log = FaultLog()
    reader = Reader(log)
    weights = published_weights(framework)
    parts: Mapping[str, Any] = reader.mapping(given, ("weights",))
    for kind in parts:
        if kind not in KINDS:
            log.unknown(("weights", kind), "kind of weight", kind, KINDS)
    for kind in KINDS:
        for code, value in reader.mapping(parts.get(kind, {}), ("weights", kind)).items():
            if code not in weights[kind]:
                log.unknown(("weights", kind, code), "code", code, weights[kind])
            else:
                weights[kind][code] = reader.number(value, ("weights", kind, code), 0, MOST_WEIGHT)
    if not log and not any(weights["dimensions"].values()):
        log.add(("weights", "dimensions"), "at least one dimension needs a weight above 0")
    if not log:
        _check_within(framework, weights, log)
    if log:
        raise FindingsInvalid(log.faults)
    return weights


def _check_within(framework: Framework, weights: Weights, log: FaultLog) -> None:
    """A dimension that weighs something needs a criterion that does."""
    for dimension in framework.dimensions:
        own = [weights["criteria"][c.code] for c in framework.criteria if c.dimension == dimension.code]
        if weights["dimensions"][dimension.code] and not any(own):
            detail = f"dimension {dimension.code} has weight, so one of its criteria needs some"
            log.add(("weights", "criteria"), detail)
