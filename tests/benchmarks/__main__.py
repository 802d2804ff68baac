"""`make bench`: every comparison in one run. Answers are asserted equal before anything is timed."""

from __future__ import annotations

import os
import platform
from importlib.metadata import version

from tests.benchmarks import draws, imports, index, legality, rows

PACKAGES = ("numpy", "scikit-criteria", "OpenFisca-Core")


def main() -> None:
    """Print the machine, then each comparison: medians, and ratios to the first line of each."""
    versions = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    print(f"{os.cpu_count()} CPUs ({platform.machine()}), Python {platform.python_version()}, {versions}")
    for part in (legality, index, draws, rows):
        part.run()
    imports.run()


if __name__ == "__main__":
    main()
