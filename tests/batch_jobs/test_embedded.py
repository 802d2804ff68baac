"""Without a broker: the site scores batches in its own process, and goes on with them after it was killed."""

from __future__ import annotations

import json
import signal
from pathlib import Path

import pytest

from tests.support.batches import as_csv
from tests.support.server import served
from tests.support.visitor import Visitor
from tests.support.waiting import until

pytestmark = pytest.mark.once  # a process of its own, on a SQLite file of its own

ROWS = 600
FILE = as_csv(ROWS, faults=frozenset({5}))
SEND = "/api/v1/batches/?framework=nato-2022&draws=200&seed=7"


def send(visitor: Visitor) -> str:
    """The address of a new batch."""
    status, body = visitor.ask(SEND, FILE, "text/csv")
    assert status == 201, body
    return str(json.loads(body)["url"])


def test_a_killed_site_goes_on_where_it_was(tmp_path: Path) -> None:
    with served(tmp_path, BATCHES_CHUNK_ROWS="20") as server:
        visitor = Visitor(server.url, "researcher")
        undisturbed = send(visitor)
        until(lambda: visitor.get(undisturbed)["state"] == "done", what="the first batch")
        expected = visitor.ask(f"{undisturbed}results/")[1]
        killed = send(visitor)
        until(lambda: visitor.get(killed)["done_rows"], what="a chunk of the second")
        server.stop(signal.SIGKILL)
    address = killed.removeprefix(server.url)
    with served(tmp_path, BATCHES_CHUNK_ROWS="20") as server:
        visitor = Visitor(server.url, "researcher")
        until(lambda: visitor.get(address)["state"] == "done", what="the second batch")
        again = visitor.get(address)
        assert (again["good_rows"], again["bad_rows"]) == (ROWS - 1, 1)
        assert visitor.ask(f"{address}results/")[1] == expected
        assert server.stop() == 0
        assert "Traceback" not in server.output
