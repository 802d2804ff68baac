"""Counting database queries, so that a page's cost does not grow with its rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext


@contextmanager
def at_most(limit: int) -> Iterator[CaptureQueriesContext]:
    """Fail, listing the statements, if the block sends more than `limit` queries."""
    with CaptureQueriesContext(connection) as captured:
        yield captured
    if len(captured) > limit:
        statements = "\n".join(str(query["sql"])[:300] for query in captured.captured_queries)
        raise AssertionError(f"{len(captured)} queries, at most {limit} expected:\n{statements}")


def count(call: Callable[[], object]) -> int:
    """How many queries `call` sends."""
    with CaptureQueriesContext(connection) as captured:
        call()
    return len(captured)
