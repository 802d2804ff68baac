"""What a second worker is worth: the same batch by one and by two, each in turn, on PostgreSQL and Redis.

Each worker is a process of its own with one process in its pool. The answers are asserted equal. On a machine with two
processors the site, PostgreSQL and Redis share them with the workers.
"""

from __future__ import annotations

import os
import statistics
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.benchmarks.batch_site import BatchSite, batch_site, seconds_of
from tests.support.batches import as_csv

ROWS = 100_000
ROUNDS = 3
LEAST = 1.8
"""How many times as fast two are to be."""


@contextmanager
def working(site: BatchSite, count: int) -> Iterator[None]:
    """So many workers, ready."""
    with ExitStack() as stack:
        for _ in range(count):
            stack.callback(site.worker().stop)
        yield


def measured(site: BatchSite, file: Path, draws: int, workers: int) -> tuple[float, str]:
    """Seconds from the arrival of the file to its last row, and the checksum of the results."""
    with working(site, workers):
        batch = site.send(file, draws=draws)
        taken = seconds_of(site.wait(batch))
    digest, _bytes = site.digest(batch)
    site.remove(batch)
    return taken, digest


def run(rows: int = ROWS, rounds: int = ROUNDS) -> None:
    """Print the medians, and what two are worth; without draws and with."""
    with (
        tempfile.TemporaryDirectory(prefix="natoassess-batches-") as folder,
        batch_site(Path(folder)) as site,
    ):
        print(f"\nBatches: {rows:,} rows, one worker and two ({os.cpu_count()} processors)")
        file = Path(folder) / "rows.csv"
        file.write_bytes(as_csv(rows))
        for draws in (0, 1_000):
            taken: dict[int, list[float]] = {1: [], 2: []}
            digests = set()
            for _ in range(rounds):
                for workers, found in taken.items():
                    seconds, digest = measured(site, file, draws, workers)
                    found.append(seconds)
                    digests.add(digest)
            assert len(digests) == 1, "one worker or two, the same bytes"
            one, two = (statistics.median(found) for found in taken.values())
            worth = one / two
            mark = "" if worth >= LEAST else f"   (below {LEAST} ×)"
            print(f"  {draws:>5} draws: one {one:6.1f} s, two {two:6.1f} s: {worth:.2f} ×{mark}")


if __name__ == "__main__":
    run()
