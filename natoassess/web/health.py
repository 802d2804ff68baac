"""Is the process alive, and is it ready to serve?"""

from __future__ import annotations

from celery import current_app
from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor


def readiness() -> dict[str, str]:
    """{"database", "migrations", "cache", "broker"} → "ok" or what is wrong, in words without secrets."""
    checks: dict[str, str] = {}
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        checks["database"] = "ok"
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
        checks["migrations"] = f"{len(pending)} not applied" if pending else "ok"
    except DatabaseError as error:
        checks["database"] = type(error).__name__
    if settings.REDIS_URL:
        checks["cache"] = _cache_state()
        checks["broker"] = _broker_state()
    return checks


def _cache_state() -> str:
    try:
        cache.set("readyz", "1", timeout=5)
        return "ok" if cache.get("readyz") == "1" else "does not keep values"
    except Exception as error:  # noqa: BLE001  whatever the client library raises, the site is not ready
        return type(error).__name__


def _broker_state() -> str:
    """Whether the broker takes connections; what it refuses in the meantime waits in the database."""
    try:
        with current_app.connection_for_write() as broker:
            broker.ensure_connection(max_retries=0, timeout=2, reraise_as_library_errors=False)
        return "ok"
    except Exception as error:  # noqa: BLE001  as above
        return type(error).__name__
