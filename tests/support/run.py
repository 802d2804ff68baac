"""python -m tests.support.run: what a database can change on PostgreSQL, then everything on SQLite.

The first run that fails ends it, so that the last line is always pytest's closing line of the run that counts.
Options after the module's name go to pytest. WORKERS=1 runs without pytest-xdist.
"""

from __future__ import annotations

import os
import subprocess
import sys

from tests.support import postgres

#: Exit code of pytest where no test was selected.
NOTHING_SELECTED = 5


def main(options: list[str]) -> int:
    """Run both; returns the exit code."""
    try:
        with postgres.database_url() as url:
            print(
                f"== On PostgreSQL ({url.rsplit('@', 1)[-1]}), all but the journeys and what no database can change",
                flush=True,
            )
            code = run_pytest(["-m", "not journey and not once", *options], url)
    except postgres.NoPostgres as reason:
        if os.environ.get("NO_SKIPS"):
            print(reason, file=sys.stderr)
            return 1
        print(reason, flush=True)
        code = 0
    if code not in (0, NOTHING_SELECTED):
        return code
    print("== On SQLite, with the journeys in Chromium", flush=True)
    return run_pytest(["-m", "not postgres", *options], "")


def run_pytest(options: list[str], url: str) -> int:
    """One run of pytest on the database at `url` (SQLite where empty)."""
    workers = os.environ.get("WORKERS") or str(min(2, os.cpu_count() or 1))
    parallel = [] if workers == "1" else ["-n", workers, "--dist", "loadfile"]
    environment = {**os.environ, "DATABASE_URL": url, "PYTHONUNBUFFERED": "1"}
    return subprocess.run(
        [sys.executable, "-m", "pytest", *parallel, *options], env=environment, check=False
    ).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
