"""The prevailing verdict of one row by its compiled rules, without an array: for the searches that ask it often."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np

from frameworks.scoring.candidates import plane
from frameworks.scoring.legality import Ends
from frameworks.scoring.program import compiled
from frameworks.scoring.values import HALVES, HEADLINE, READINGS, STATE_CONDUCT, FactValue, Framework


def headline(framework: Framework, as_of: date, values: Mapping[str, FactValue]) -> Ends:
    """The ends of the prevailing reading for one row of answers; both are −1 where nothing is judged.

    What `judged` gives, without its arrays.
    """
    conduct = values.get(STATE_CONDUCT, "unknown")
    if conduct == "no":
        return Ends(-1, -1)
    program = compiled(framework)
    period = int(np.searchsorted(program.since, np.datetime64(as_of, "D"), side="right"))
    halves = [HALVES[values.get(code, "unknown")] for code in framework.fact_codes]
    found = [0, 0]
    for end in (0, 1):
        for level in (0, 1):
            reaches = plane(program, period, READINGS.index(HEADLINE), level, conduct != "yes")
            plain = [int(ends[end] > level) for ends in halves]
            found[end] += reaches(plain, [int(ends[1 - end] < 2 - level) for ends in halves])
    return Ends(*found)
