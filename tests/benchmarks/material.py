"""The committed framework of the golden cases, and random findings under it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from frameworks.scoring import Framework, framework_from

AS_OF = date(1999, 3, 24)
Numbers = NDArray[np.intp]
Floats = NDArray[np.float64]


@cache
def specification() -> Mapping[str, Any]:
    path = Path(__file__).parents[1] / "golden" / "replay" / "framework.json"
    loaded: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


@cache
def framework() -> Framework:
    return framework_from(specification())


def answers(rows: int, *, unknown: float) -> Numbers:
    """Answers (rows, facts): 0 no, 1 contested, 2 yes, 3 unknown; the conduct is always a State's."""
    rng, facts = np.random.default_rng(20), framework().fact_codes
    drawn = rng.integers(0, 3, (rows, len(facts)))
    drawn[rng.random(drawn.shape) < unknown] = 3
    drawn[:, facts.index("state_conduct")] = 2
    return drawn


def levels(rows: int, *, unknown: float) -> Numbers:
    """Levels (rows, criteria) from 0 to 4, −1 where unknown."""
    rng = np.random.default_rng(21)
    drawn = rng.integers(0, 5, (rows, len(framework().criteria)))
    drawn[rng.random(drawn.shape) < unknown] = -1
    return drawn
