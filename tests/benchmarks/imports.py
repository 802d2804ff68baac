"""What importing costs a process that has just started: time, and memory at its highest where Linux tells it."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

MODULES = ("numpy", "frameworks.scoring", "scipy.stats", "skcriteria", "openfisca_core.simulations")
# Not getrusage: its highest memory is at least that of the process that started this one.
PROBE = """
import {module}
try:
    with open("/proc/self/status") as status:
        print(next(line.split()[1] for line in status if line.startswith("VmHWM")))
except OSError:
    print("nan")
"""


def run(repeats: int = 5) -> None:
    """Print the median of each module, less that of a Python that imports nothing of the kind."""
    empty = _cost("sys", repeats)
    print("\nCold import, beyond starting Python")
    for module in MODULES:
        seconds, kilobytes = _cost(module, repeats)
        more = (seconds - empty[0], (kilobytes - empty[1]) / 1024)
        print(f"  {module:<44} {1000 * more[0]:>11,.0f} ms {more[1]:>10,.0f} MB")


def _cost(module: str, repeats: int) -> tuple[float, float]:
    command = [sys.executable, "-c", PROBE.format(module=module)]
    seconds, kilobytes = [], []
    subprocess.run(command, check=True, capture_output=True)
    for _ in range(repeats):
        start = time.perf_counter()
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        seconds.append(time.perf_counter() - start)
        kilobytes.append(float(done.stdout.split()[-1]))
    return statistics.median(seconds), statistics.median(kilobytes)
