"""Finding forgotten jobs: not sent because the broker was down, lost with its memory, or left by a dead worker."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from celery import bootsteps
from celery.worker.consumer.tasks import Tasks
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import Q
from django.utils import timezone

from natoassess.web.jobs.claims import orphans_release
from natoassess.web.jobs.models import OPEN, Job, State
from natoassess.web.jobs.results import result_discard, strays_remove
from natoassess.web.jobs.services import job_send

logger = logging.getLogger(__name__)
OTHERS: list[Callable[[], object]] = []
"""What the apps above have swept along: quick, safe to run anywhere and any number of times at once."""
WITH_WORK: list[Callable[[float, float], object]] = []
"""What else is done by workers; called with the two waits of `jobs_sweep`, in seconds."""
STRAY_SECONDS = 86_400


@dataclass(frozen=True)
class Sweep:
    """What one sweep did, in numbers of jobs (and of files without one)."""

    orphans: int
    sent: int
    waiting: int
    expired: int
    strays: int


def jobs_sweep(*, orphaned_after: float | None = None, resend_after: float | None = None) -> Sweep:
    """Queue orphans again, send what waits, remove what is old. May run anywhere, any number of times at once.

    `orphaned_after`: seconds without a heartbeat (JOBS_ORPHAN_SECONDS); `resend_after`: seconds since the last
    message (JOBS_RESEND_SECONDS). A job sent twice runs once.
    """
    silent = settings.JOBS_ORPHAN_SECONDS if orphaned_after is None else orphaned_after
    orphans = orphans_release(silent_for=silent)
    sent, waiting = _send_waiting(settings.JOBS_RESEND_SECONDS if resend_after is None else resend_after)
    return Sweep(orphans, sent, waiting, *_remove_old())


def _send_waiting(resend_after: float) -> tuple[int, int]:
    """Send queued jobs, the oldest first; stop at the first that the broker refuses. Returns (sent, still unsent)."""
    due = timezone.now() - timedelta(seconds=resend_after)
    waiting = list(
        Job.objects.filter(Q(sent_at__isnull=True) | Q(sent_at__lte=due), state=State.QUEUED)
        .order_by("created_at")
        .values_list("pk", flat=True)
    )
    for sent, job_id in enumerate(waiting):
        if not job_send(job_id=job_id):
            return sent, len(waiting) - sent
    return len(waiting), 0


def _remove_old() -> tuple[int, int]:
    """Remove jobs that ended JOBS_KEEP_DAYS ago, with their files, and files that belong to none."""
    limit = timezone.now() - timedelta(days=settings.JOBS_KEEP_DAYS)
    old = Job.objects.filter(finished_at__lt=limit).exclude(state__in=OPEN)
    expired = 0
    for pk, file in old.values_list("pk", "result_file"):
        Job.objects.filter(pk=pk).delete()
        result_discard(file)
        expired += 1
    known = set(Job.objects.exclude(result_file="").values_list("result_file", flat=True))
    return expired, strays_remove(known=known, older_than_seconds=STRAY_SECONDS)


def sweep_too(other: Callable[[], object]) -> None:
    """Have `other` run with every sweep of a worker. Registering it twice changes nothing."""
    if other not in OTHERS:
        OTHERS.append(other)


def sweep_work(other: Callable[[float, float], object]) -> None:
    """Have `other` release orphans and send what waits whenever jobs are swept; see WITH_WORK."""
    if other not in WITH_WORK:
        WITH_WORK.append(other)


def work_sweep(*, orphaned_after: float | None = None, resend_after: float | None = None) -> Sweep:
    """`jobs_sweep`, and the same for all other work that is done by workers."""
    silent = settings.JOBS_ORPHAN_SECONDS if orphaned_after is None else orphaned_after
    resend = settings.JOBS_RESEND_SECONDS if resend_after is None else resend_after
    swept = jobs_sweep(orphaned_after=silent, resend_after=resend)
    for other in WITH_WORK:
        other(silent, resend)
    return swept


def sweep(**given: float) -> None:
    """`work_sweep` and the others, for a worker: an error is logged, no connection stays open when its pool forks."""
    try:
        work_sweep(**given)
        for other in OTHERS:
            other()
    except DatabaseError as error:
        logger.warning("the sweep failed: %s", type(error).__name__)
    except Exception:
        logger.exception("the sweep failed")
    finally:
        connection.close()


class Sweeping(bootsteps.StartStopStep):
    """A step of every Celery worker: sweep whenever it has reached its broker, then every JOBS_SWEEP_SECONDS.

    It runs on the worker's own timer, in the thread that forks the pool's processes. Were it in a thread beside it, a
    fork could fall into a sweep, and the new process wait for ever for a lock (SQLite's, the driver's) that nobody
    there holds.
    """

    requires = (Tasks,)

    def __init__(self, parent: Any, **given: Any) -> None:
        self._entries: list[Any] = []
        super().__init__(parent, **given)

    def start(self, parent: Any) -> None:
        """Send all that waits at once: the broker may have forgotten its messages."""
        self._entries = [
            parent.timer.call_after(0, sweep, kwargs={"resend_after": 0.0}),
            parent.timer.call_repeatedly(settings.JOBS_SWEEP_SECONDS, sweep),
        ]

    def stop(self, parent: Any) -> None:
        """No more sweeps; also when the broker is lost, until it is found again."""
        while self._entries:
            self._entries.pop().cancel()
