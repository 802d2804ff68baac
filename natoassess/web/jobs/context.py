"""What a running job is given: its parameters, its owner, and a way to report and to write its result."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser

from natoassess.web.jobs.claims import Claim, claim_report
from natoassess.web.jobs.models import Job
from natoassess.web.jobs.results import Result, result_write

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser

STOPPING = threading.Event()
"""Set while the worker inside this process is being stopped: jobs give themselves back at their next step."""


class JobFailed(Exception):
    """The job cannot be done; the message is shown to its owner."""


class Cancelled(Exception):
    """Its owner has called it off."""


class ClaimLost(Exception):
    """Another worker has taken it over, or its row is gone: whatever this one makes does not count."""


class Stopped(Exception):
    """The worker is told to stop; the job goes back into the queue."""


class TimedOut(Exception):
    """It has run longer than settings.JOBS_TIME_LIMIT allows."""


class JobContext:
    """A job while it runs. Call `progress` between steps: that is where it can be called off."""

    def __init__(self, job: Job, claim: Claim, *, deadline: float) -> None:
        self.parameters: Mapping[str, Any] = job.parameters
        self.owner: AbstractBaseUser | AnonymousUser = job.owner or AnonymousUser()
        self.attempt = job.attempts
        self.result: Result | None = None
        self._claim = claim
        self._deadline = deadline

    def progress(self, percent: int, message: str = "") -> None:
        """Say how far it is, 0 to 100, and what comes next.

        Raises Cancelled, ClaimLost, Stopped or TimedOut, none of which a job should catch.
        """
        if STOPPING.is_set():
            raise Stopped
        if time.monotonic() > self._deadline:
            raise TimedOut
        if not claim_report(claim=self._claim, progress=percent, message=message):
            raise ClaimLost
        if self._claim.row.filter(cancel_requested=True).exists():
            raise Cancelled

    def write(self, name: str, media_type: str, content: bytes | Iterable[bytes]) -> None:
        """Write the result: a file `name`, whole or not at all. It is offered once the job ends without error."""
        self.result = result_write(
            job_id=self._claim.job_id,
            claim=self._claim.token,
            name=name,
            media_type=media_type,
            content=content,
        )
