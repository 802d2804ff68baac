"""The project's Celery application, for a worker whose exports wait at a gate that the test opens.

JOB_GATE names a folder: `log` says what was begun and written, by which process; jobs go on while `open` is there.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from celery.signals import worker_process_init

from natoassess.celery import app as app
from natoassess.web.jobs.kinds import KINDS

if TYPE_CHECKING:
    from natoassess.web.jobs.context import JobContext

KIND = "comparison-export"
SHORT = 0.02


def gated(run: Callable[[JobContext], None], folder: Path) -> Callable[[JobContext], None]:
    """`run`, with a gate before it."""

    def wait_and_run(job: JobContext) -> None:
        with (folder / "log").open("a") as log:
            log.write(f"begun {job.attempt} {os.getpid()}\n")
        pause = threading.Event()
        while not (folder / "open").exists():
            job.progress(42, "At the gate")
            pause.wait(SHORT)
        run(job)
        with (folder / "log").open("a") as log:
            log.write(f"written {job.attempt} {os.getpid()}\n")

    return wait_and_run


@worker_process_init.connect
def put_gate(**_given: Any) -> None:
    """In each process of the pool, once Django is set up."""
    KINDS[KIND] = replace(KINDS[KIND], run=gated(KINDS[KIND].run, Path(os.environ["JOB_GATE"])))
