"""A real Celery worker: a process of its own, which can be killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from tests.support.server import ROOT
from tests.support.waiting import until

COMMAND = (
    "-m",
    "celery",
    "--app",
    "tests.jobs.worker_app",
    "worker",
    "--concurrency",
    "1",
    "--loglevel",
    "INFO",
)
STOP_SECONDS = 30


class Worker:
    """`celery worker` with its pool, in a process group of its own."""

    command: Sequence[str] = COMMAND

    def __init__(self, env: Mapping[str, str], log: Path) -> None:
        self.log = log
        with log.open("ab") as written:
            self._begun = written.tell()
            self._process = subprocess.Popen(
                [sys.executable, *self.command],
                cwd=ROOT,
                env={**env, "PYTHONUNBUFFERED": "1"},
                start_new_session=True,
                stdout=written,
                stderr=subprocess.STDOUT,
            )

    @property
    def pid(self) -> int:
        """Of the process that its pool belongs to."""
        return self._process.pid

    def wait(self) -> None:
        """Until it takes jobs."""
        until(lambda: self._process.poll() is not None or " ready." in self.output, what="the worker")
        assert self._process.poll() is None, self.output

    @property
    def output(self) -> str:
        """What it has said since it started."""
        return self.log.read_bytes()[self._begun :].decode(errors="replace")

    def kill(self) -> None:
        """SIGKILL to it and its pool: no chance to tidy up."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def stop(self) -> int:
        """SIGTERM; returns the exit code."""
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
        try:
            return self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()
            return -signal.SIGKILL
