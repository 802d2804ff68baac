"""The routes of many rows: which tests carry the headline verdict, as arrays. The plain form is in legality.py."""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import NDArray

from frameworks.scoring.kernel import Codes, Flags, ends_of_registers
from frameworks.scoring.program import Program, cap_of, compiled
from frameworks.scoring.values import ANSWERS, HEADLINE, Framework

_NO = ANSWERS.index("no")


def route_scores(framework: Framework, answers: Codes, as_of: NDArray[np.datetime64]) -> Flags:
    """Whether each test is on the route of the prevailing reading: (rows, tests), tests in catalogue order.

    `answers` (rows, facts) are coded by position in ANSWERS. A test attains an end of the value where its own capped
    end equals it, above 0, in an arm of the formula that comes to that end; of an undetermined value one end is
    enough. Where nothing is judged there is no route.
    """
    program = compiled(framework)
    tests = len(program.tests)
    found = ends_of_registers(program, answers, (*program.tests, program.no_force, program.no_breach))
    caps = _caps(framework, program)[np.searchsorted(program.since, as_of, side="right")].T
    own = np.minimum(found[:, :tests], caps)
    force = np.array([test.justifies == "force" for test in framework.tests])
    force_arm = np.maximum(found[:, tests], own[:, force].max(axis=1))
    measures_arm = np.maximum(found[:, tests + 1], own.max(axis=1))
    value = np.minimum(force_arm, measures_arm)
    open_ = value[0] != value[1]
    route = np.zeros(own.shape[1:], dtype=np.bool_)
    for arm, members in ((force_arm, force), (measures_arm, np.ones_like(force))):
        low, high = (own == arm[:, None]) & (value == arm)[:, None] & (own > 0)
        route |= ((low & high) | ((low | high) & open_)) & members[:, None]
    route &= answers[:, program.conduct] != _NO
    return route.T


def _caps(framework: Framework, program: Program) -> Codes:
    """How far the prevailing reading lets each test carry in each period: (periods, tests), in halves."""
    days = (date.min, *program.since.tolist())
    caps = [[cap_of(framework, test, HEADLINE, day) for test in framework.tests] for day in days]
    return np.array(caps, dtype=np.int8)
