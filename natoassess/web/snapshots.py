"""One state of the database for everything that a page shows.

A page is read with several statements. Between two of them the library may be loaded anew, and the page would show
half of one edition and half of the next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse

GetResponse = Callable[[HttpRequest], HttpResponse]
READING = frozenset({"GET", "HEAD"})
WITHOUT_DATABASE = frozenset({"/healthz", "/readyz"})
"""These answer while the database does not."""


@contextmanager
def one_snapshot() -> Iterator[None]:
    """Every statement in the block reads the same committed state; nobody waits for it.

    PostgreSQL: REPEATABLE READ. SQLite: a deferred transaction, which in WAL mode reads beside one writer. Inside
    another transaction the block reads what that one reads.
    """
    if connection.in_atomic_block:
        yield
        return
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        sqlite: Any = connection  # the attribute is of its wrapper alone
        mode = sqlite.transaction_mode
        sqlite.transaction_mode = "DEFERRED"
        try:
            with transaction.atomic():
                # Back at once: a transaction begun later on this connection is one that writes.
                sqlite.transaction_mode = mode
                yield
        finally:
            sqlite.transaction_mode = mode
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


class OneSnapshotMiddleware:
    """Answers each reading request from one state of the database. The last middleware: it holds the view alone."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer; a request that writes sees to its own transactions in its services."""
        if request.method not in READING or request.path in WITHOUT_DATABASE:
            return self.get_response(request)
        with one_snapshot():
            return self.get_response(request)
