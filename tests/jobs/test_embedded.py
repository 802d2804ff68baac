"""Without a broker: `manage.py serve` does the jobs in its own process, and finds what an earlier one left."""

from __future__ import annotations

import sqlite3
import time
import uuid
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.support.server import served
from tests.support.visitor import Visitor
from tests.support.waiting import until

pytestmark = pytest.mark.once  # a process of its own, on a SQLite file of its own

JOBS = "/api/v1/jobs/"
ITEMS = ["kosovo-1999/allied-force", "libya-2011/later-phase"]
EXPORT = {"kind": "comparison-export", "parameters": {"items": ITEMS, "format": "csv"}}


def ended(visitor: Visitor, address: str) -> dict[str, Any]:
    """The job, once it has ended."""

    def look() -> dict[str, Any] | None:
        job = visitor.get(address)
        return job if job["state"] in {"done", "failed", "cancelled"} else None

    found = until(look, what=address)
    assert found is not None
    return found


def test_jobs_are_done_in_the_process_and_left_ones_found_at_its_next_start(tmp_path: Path) -> None:
    with served(tmp_path) as server:
        visitor = Visitor(server.url, "instructor")
        done = [ended(visitor, visitor.post(JOBS, EXPORT)["url"]) for _ in range(2)]
        assert [job["state"] for job in done] == ["done", "done"]
        status, body = visitor.ask(done[0]["result"]["url"])
        assert (status, len(body)) == (200, done[0]["result"]["size"])
        begun = time.monotonic()
        assert server.stop() == 0
        assert time.monotonic() - begun < 15
        assert "Traceback" not in server.output

    # As if the process had been killed: one job running, one told of to a broker that was its memory.
    with closing(sqlite3.connect(tmp_path / "natoassess.sqlite3")) as database, database:
        database.execute(
            "UPDATE jobs_job SET state = 'queued', result_file = '', finished_at = NULL, attempts = 0"
        )
        database.execute(
            "UPDATE jobs_job SET state = 'running', attempts = 1, claim = ?, heartbeat_at = sent_at WHERE id = ?",
            (uuid.uuid4().hex, done[0]["id"].replace("-", "")),
        )
    for path in (tmp_path / "jobs").iterdir():
        path.unlink()

    with served(tmp_path) as server:
        visitor = Visitor(server.url, "instructor")
        again = [ended(visitor, f"{JOBS}{job['id']}/") for job in done]
        assert [(job["state"], job["attempts"]) for job in again] == [("done", 2), ("done", 1)]
        assert len(list((tmp_path / "jobs").iterdir())) == 2
