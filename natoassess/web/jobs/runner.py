"""Running one job: claim it, keep it alive, run its kind, record how it ended."""

from __future__ import annotations

import logging
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.db import DatabaseError, connection
from django.utils.translation import gettext as _

from natoassess.web.jobs.claims import (
    Claim,
    claim_beat,
    claim_cancel,
    claim_fail,
    claim_finish,
    claim_release,
    job_claim,
)
from natoassess.web.jobs.context import Cancelled, ClaimLost, JobContext, JobFailed, Stopped, TimedOut
from natoassess.web.jobs.kinds import KINDS
from natoassess.web.jobs.models import Job
from natoassess.web.jobs.results import result_discard

logger = logging.getLogger(__name__)


def job_run(*, job_id: uuid.UUID, beating: bool = True) -> bool:
    """Do the job, if nobody else does; returns whether this call finished it with a result.

    Errors of the database are not caught: the row then still says running, and the sweeper finds it.
    """
    claim = job_claim(job_id=job_id)
    if claim is None:
        return False
    deadline = time.monotonic() + settings.JOBS_TIME_LIMIT
    job = claim.row.select_related("owner").first()
    if job is None:
        return False
    context = JobContext(job, claim, deadline=deadline)
    finished = False
    try:
        with heartbeat(claim, deadline) if beating else _silence():
            error = _attempt(job, claim, context)
        if error:
            claim_fail(claim=claim, error=error)
        elif context.result is not None:
            finished = claim_finish(claim=claim, result=context.result)
    finally:
        if not finished and context.result is not None:
            result_discard(context.result.file)
    return finished


def _attempt(job: Job, claim: Claim, context: JobContext) -> str:
    """Run the kind; the reason in words where it failed, else nothing."""
    kind = KINDS.get(job.kind)
    if kind is None:
        return _("This site no longer knows jobs of the kind %(kind)s.") % {"kind": job.kind}
    if job.owner is not None and not job.owner.is_active:
        return _("The account that asked for it is closed.")
    try:
        kind.run(context)
    except Cancelled:
        claim_cancel(claim=claim)
    except ClaimLost:
        logger.warning("job %s was taken over by another worker", job.pk)
    except Stopped:
        claim_release(claim=claim)
    except JobFailed as error:
        return str(error)
    except (TimedOut, SoftTimeLimitExceeded):
        return _("It took longer than %(n)d seconds.") % {"n": settings.JOBS_TIME_LIMIT}
    except DatabaseError:
        raise
    except Exception:
        logger.exception("job %s (%s) failed", job.pk, job.kind)
        return _("Something went wrong here. It has been recorded.")
    else:
        if context.result is None:
            return _("It ended without a result.")
        return ""
    # It has ended otherwise; a file it may have written does not count.
    if context.result is not None:
        result_discard(context.result.file)
        context.result = None
    return ""


@contextmanager
def heartbeat(claim: Claim, deadline: float) -> Iterator[None]:
    """Show life from a thread of its own, because one step may take longer than a silence that means death."""
    over = threading.Event()

    def beat() -> None:
        try:
            while not over.wait(settings.JOBS_HEARTBEAT_SECONDS) and time.monotonic() < deadline:
                try:
                    if not claim_beat(claim=claim):
                        return
                except DatabaseError as error:
                    logger.warning("job %s could not show life: %s", claim.job_id, type(error).__name__)
                    connection.close()
        finally:
            connection.close()

    thread = threading.Thread(target=beat, name=f"heartbeat-{claim.job_id}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


@contextmanager
def _silence() -> Iterator[None]:
    yield
