"""Timing contestants against each other, in one run and in turn, so that a busy machine is busy for all of them."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import Any, NamedTuple

REPEATS = 7


class Contestant(NamedTuple):
    """One way to do a job; `share` is the part of the rows it does, where all of them would take too long."""

    name: str
    run: Callable[[], Any]
    share: float = 1.0


def compared(title: str, contestants: list[Contestant], repeats: int = REPEATS) -> None:
    """Print the median time of each contestant for the whole job, and its ratio to that of the first."""
    taken: dict[str, list[float]] = {one.name: [] for one in contestants}
    for one in contestants:
        one.run()
    for _ in range(repeats):
        for one in contestants:
            start = time.perf_counter()
            one.run()
            taken[one.name].append((time.perf_counter() - start) / one.share)
    first = statistics.median(taken[contestants[0].name])
    print(f"\n{title}")
    for one in contestants:
        median = statistics.median(taken[one.name])
        note = "" if one.share == 1 else f"   ({one.share:.1%} of the rows, scaled up)"
        print(f"  {one.name:<44} {1000 * median:>11,.1f} ms {median / first:>10,.1f} ×{note}")
