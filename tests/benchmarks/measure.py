"""Timing contestants against each other, in one run and in turn, so that a busy machine is busy for all of them."""

from __future__ import annotations

import resource
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
    """Print the median time of each contestant for the whole job, and its ratio to that of the first.

    Behind them both again by the time of the processor, which a busy machine lengthens less: of this process and of
    those that it started and waited for.
    """
    taken: dict[str, list[float]] = {one.name: [] for one in contestants}
    worked: dict[str, list[float]] = {one.name: [] for one in contestants}
    for one in contestants:
        one.run()
    for _ in range(repeats):
        for one in contestants:
            start, before = time.perf_counter(), processor_time()
            one.run()
            taken[one.name].append((time.perf_counter() - start) / one.share)
            worked[one.name].append((processor_time() - before) / one.share)
    first, first_worked = (statistics.median(times[contestants[0].name]) for times in (taken, worked))
    print(f"\n{title}")
    for one in contestants:
        median, work = (statistics.median(times[one.name]) for times in (taken, worked))
        note = "" if one.share == 1 else f"   ({one.share:.1%} of the rows, scaled up)"
        clock = f"{1000 * median:>11,.1f} ms {median / first:>10,.2f} ×"
        processor = f"{1000 * work:>11,.1f} ms {work / first_worked:>10,.2f} ×"
        print(f"  {one.name:<44} {clock}  processor {processor}{note}")


def processor_time() -> float:
    """Seconds that processors have worked for this process and for its children that have ended."""
    own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime
