"""Finding forgotten jobs: not sent because the broker was down, lost with its memory, or left by a dead worker."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from celery.signals import worker_ready, worker_shutdown
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import Q
from django.utils import timezone

from natoassess.web.jobs.claims import orphans_release
from natoassess.web.jobs.models import OPEN, Job, State
from natoassess.web.jobs.results import result_discard, strays_remove
from natoassess.web.jobs.services import job_send

logger = logging.getLogger(__name__)
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


class Sweeper:
    """Sweeps every JOBS_SWEEP_SECONDS in a thread of its own, until stopped."""

    def __init__(self) -> None:
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="sweeper", daemon=True)

    def start(self) -> None:
        """Sweep at once, sending everything that waits; then from time to time."""
        self._thread.start()

    def stop(self) -> None:
        """End; a sweep that is under way is finished first."""
        self._over.set()
        if self._thread.is_alive():
            self._thread.join(10)

    def _run(self) -> None:
        self._sweep(resend_after=0)
        while not self._over.wait(settings.JOBS_SWEEP_SECONDS):
            self._sweep()

    def _sweep(self, **given: float) -> None:
        try:
            jobs_sweep(**given)
        except DatabaseError as error:
            logger.warning("the sweep failed: %s", type(error).__name__)
        except Exception:
            logger.exception("the sweep failed")
        finally:
            connection.close()


_sweepers: list[Sweeper] = []


def watch_workers() -> None:
    """Give each Celery worker that starts in this process a sweeper."""
    worker_ready.connect(_worker_ready, dispatch_uid="jobs.sweeper.start")
    worker_shutdown.connect(_worker_shutdown, dispatch_uid="jobs.sweeper.stop")


def _worker_ready(**_given: Any) -> None:
    sweeper = Sweeper()
    _sweepers.append(sweeper)
    sweeper.start()


def _worker_shutdown(**_given: Any) -> None:
    while _sweepers:
        _sweepers.pop().stop()
