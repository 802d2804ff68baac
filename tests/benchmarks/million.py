"""python -m tests.benchmarks.million: a million rows on PostgreSQL and Redis; of two workers one is killed midway.

First one worker scores the file undisturbed, then two of which one gets SIGKILL when half is done, and another is
started in its place, as whoever looks after processes would. Results and faults of both are the same bytes, and every
row is counted once, or it exits with an error. Prints what it took. Takes a quiet machine and about 5 GB of disk.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from tests.benchmarks.batch_site import BatchSite, batch_site, seconds_of

BLOCK = 10_000
FACTS = ("yes", "no", "contested", "unknown")
LEVELS = ("0", "1", "2", "3", "4")
DAYS = ("1999-03-24", "2001-10-07", "2011-03-19", "2022-02-24")
FAULT_EVERY = 10_007
"""A prime, so that the rows with faults fall everywhere in chunks."""


@dataclass(frozen=True)
class Run:
    """One batch: what it took, in seconds, and what came out of it."""

    name: str
    sending: float
    scoring: float
    reading: float
    results: tuple[str, int]
    faults: tuple[str, int]
    good: int
    bad: int
    peaks: Mapping[str, int]


def main() -> int:
    """Make the file, run both, compare; 1 where they differ."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--rows", type=int, default=1_000_000)
    asked.add_argument("--draws", type=int, default=0)
    given = asked.parse_args()
    print(f"{os.cpu_count()} processors ({platform.machine()}), Python {platform.python_version()}")
    with tempfile.TemporaryDirectory(prefix="natoassess-million-") as name:
        folder = Path(name)
        with batch_site(folder) as site:
            file = folder / "rows.csv"
            columns, bad = rows_write(site, file, given.rows)
            print(
                f"{given.rows:,} rows of {columns} columns, {file.stat().st_size:,} bytes, {given.draws} draws"
            )
            alone = run(site, file, given.draws, "one worker", killing=False)
            killed = run(site, file, given.draws, "two workers, one killed midway", killing=True)
    for done in (alone, killed):
        tell(done, given.rows)
    wrong = faults_of(alone, killed, given.rows, bad)
    print("\n".join(wrong) or "The same bytes; no row lost, none twice.")
    return 1 if wrong else 0


def rows_write(site: BatchSite, file: Path, rows: int) -> tuple[int, int]:
    """A file of rows that answer every question; returns its columns and how many rows have a fault."""
    header = site.text("/research/batches/rows.csv?framework=nato-2022").strip()
    names = header.split(",")
    facts = {fact["code"] for fact in json.loads(site.text("/api/v1/facts/?page_size=200"))["results"]}
    random, bad = np.random.default_rng(7), 0
    with file.open("w", encoding="utf-8", newline="\n") as out:
        out.write(f"{header}\n")
        for first in range(1, rows + 1, BLOCK):
            count = min(BLOCK, rows + 1 - first)
            columns = [_column(name, facts, first, count, random) for name in names]
            answer = names.index("uses_force")
            for number in range(first, first + count):
                if number % FAULT_EVERY == 0:
                    columns[answer][number - first] = "perhaps"
                    bad += 1
            out.writelines(f"{','.join(cells)}\n" for cells in zip(*columns, strict=True))
    return len(names), bad


def _column(name: str, facts: set[str], first: int, count: int, random: np.random.Generator) -> list[str]:
    if name == "id":
        return [f"r{number}" for number in range(first, first + count)]
    if name == "standpoint":
        return [""] * count
    if name == "as_of":
        words: tuple[str, ...] = DAYS
    elif name.rpartition(".")[2] in facts:
        words = tuple(word for word in FACTS if (name, word) != ("state_conduct", "contested"))
    else:
        words = LEVELS
    return [words[place] for place in random.integers(0, len(words), count).tolist()]


def run(site: BatchSite, file: Path, draws: int, name: str, *, killing: bool) -> Run:
    """Send the file, have it scored, read what came out."""
    workers = [site.worker() for _ in range(2 if killing else 1)]
    peaks: dict[str, int] = {}
    try:
        begun = time.perf_counter()
        batch = site.send(file, draws=draws)
        sent = time.perf_counter()
        if killing:
            midway = site.wait(batch, rows=batch["rows"] // 2)
            peaks["worker"] = peak(workers[0].pid)
            workers[0].kill()
            print(f"killed one worker after {midway['done_rows']:,} rows")
            workers[0] = site.worker()
        done = site.wait(batch)
        seconds = seconds_of(done)
        before = time.perf_counter()
        results, faults = site.digest(batch), site.digest(batch, "faults")
        read = time.perf_counter()
        peaks["worker"] = max([peaks.get("worker", 0), *(peak(worker.pid) for worker in workers)])
        peaks["web"] = peak(site.server.pid)
    finally:
        for worker in workers:
            worker.stop()
    site.remove(batch)
    counts: tuple[int, int] = done["good_rows"], done["bad_rows"]
    return Run(name, sent - begun, seconds, read - before, results, faults, *counts, peaks)


def peak(pid: int) -> int:
    """The most memory that a process or one of its children has held so far, in bytes (Linux)."""
    found = 0
    for process in (pid, *children(pid)):
        try:
            lines = Path(f"/proc/{process}/status").read_text().splitlines()
        except OSError:
            continue
        found = max([found, *(1024 * int(line.split()[1]) for line in lines if line.startswith("VmHWM"))])
    return found


def children(pid: int) -> list[int]:
    """The processes that this one has started."""
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def tell(done: Run, rows: int) -> None:
    """What a run took."""
    print(f"\n{done.name}")
    print(
        f"  sent {done.sending:.1f} s; scored {done.scoring:.1f} s, {rows / done.scoring:,.0f} rows a second"
    )
    print(
        f"  results {done.results[1]:,} bytes, faults {done.faults[1]:,} bytes, read in {done.reading:.1f} s"
    )
    memory = ", ".join(f"{name} {most / 1_048_576:.0f} MB" for name, most in sorted(done.peaks.items()))
    print(f"  peak memory: {memory}")
    print(f"  good {done.good:,}, with faults {done.bad:,}")
    print(f"  sha256 of results {done.results[0]}")
    print(f"  sha256 of faults  {done.faults[0]}")


def faults_of(alone: Run, killed: Run, rows: int, bad: int) -> list[str]:
    """What is not as it must be."""
    wrong: list[str] = []
    if (alone.results, alone.faults) != (killed.results, killed.faults):
        wrong.append("One worker and two made different bytes.")
    expected: tuple[Any, ...] = (rows - bad, bad)
    for done in (alone, killed):
        if (done.good, done.bad) != expected:
            wrong.append(f"{done.name}: counted {done.good:,} and {done.bad:,} in place of {expected}.")
    return wrong


if __name__ == "__main__":
    sys.exit(main())
