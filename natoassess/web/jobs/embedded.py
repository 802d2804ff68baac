"""The worker inside the web process, for a site without a broker: the same tasks, over a queue in memory."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from celery import Celery
from celery.app import app_or_default
from celery.worker import WorkController

from natoassess.web.jobs.context import STOPPING
from natoassess.web.jobs.sweeping import work_sweep

CONCURRENCY = 2
START_SECONDS = 20
STOP_SECONDS = 30


class NoWorker(RuntimeError):
    """The worker inside this process did not start."""


@contextmanager
def embedded_worker() -> Iterator[None]:
    """A worker in this process while the block lasts. There must be no other: its queue is this process's memory.

    What an earlier process left behind is found first: running jobs have no worker any more, and queued ones no
    message. At the end a running job gives itself back at its next step.
    """
    # Inside a Django process the default app is the project's own (natoassess.celery sets it).
    app: Celery[Any] = app_or_default(None)
    STOPPING.clear()
    work_sweep(orphaned_after=0)
    worker = WorkController(
        app=app,
        hostname="embedded@localhost",
        pool_cls="threads",
        concurrency=CONCURRENCY,
        without_heartbeat=True,
        without_mingle=True,
        without_gossip=True,
    )
    failed: list[BaseException] = []
    thread = threading.Thread(target=_work, args=(worker, failed), name="embedded-worker", daemon=True)
    thread.start()
    try:
        yield
    finally:
        STOPPING.set()
        worker.stop()
        thread.join(STOP_SECONDS)
    if failed:
        raise NoWorker(str(failed[0])) from failed[0]


def _work(worker: WorkController, failed: list[BaseException]) -> None:
    try:
        worker.start()
    except Exception as error:  # noqa: BLE001  told to whoever started it, when it ends
        failed.append(error)
