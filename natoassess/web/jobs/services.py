"""What people do with jobs: ask for one, and call it off. What workers do is in claims.py."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Mapping
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from natoassess.web.jobs.kinds import KINDS
from natoassess.web.jobs.models import OPEN, Job, State

logger = logging.getLogger(__name__)


class TooManyJobs(Exception):
    """The person has `most` jobs that are not finished; another would have to wait."""

    def __init__(self, most: int) -> None:
        self.most = most
        super().__init__(f"at most {most} unfinished jobs")


class KeyReused(Exception):
    """The idempotency key was used before, for other parameters."""


@transaction.atomic
def job_create(
    *,
    owner_id: int | None,
    kind: str,
    parameters: Mapping[str, Any],
    idempotency_key: str = "",
) -> tuple[Job, bool]:
    """Queue a job of `kind` with parameters that its kind has checked; it is sent once this is committed.

    Returns the job and whether it is new: the same key for the same owner and kind gives the same job again.
    Raises KeyReused where the key came with other parameters, TooManyJobs, and KeyError for an unknown kind.
    """
    if kind not in KINDS:
        raise KeyError(kind)
    if owner_id is not None:
        # One at a time for each person: neither the key nor the limit can be overtaken.
        get_user_model()._default_manager.select_for_update().get(pk=owner_id)
    if idempotency_key:
        known = Job.objects.filter(owner_id=owner_id, kind=kind, idempotency_key=idempotency_key).first()
        if known is not None:
            if known.parameters != dict(parameters):
                raise KeyReused
            return known, False
    if (
        owner_id is not None
        and Job.objects.filter(owner_id=owner_id, state__in=OPEN).count() >= settings.JOBS_MAX_OPEN
    ):
        raise TooManyJobs(settings.JOBS_MAX_OPEN)
    job = Job.objects.create(
        owner_id=owner_id,
        kind=kind,
        parameters=dict(parameters),
        idempotency_key=idempotency_key,
    )
    transaction.on_commit(partial(job_send, job_id=job.pk), robust=True)
    return job, True


def job_send(*, job_id: uuid.UUID) -> bool:
    """Tell the broker of a queued job; False, logged, where the broker is down: the sweeper sends it later."""
    from natoassess.web.jobs.tasks import run_job

    try:
        run_job.apply_async(args=(str(job_id),), retry=False)
    except Exception as error:  # noqa: BLE001  whatever the transport raises, the row stays queued
        logger.warning("job %s stays queued, the broker took no message: %s", job_id, type(error).__name__)
        return False
    Job.objects.filter(pk=job_id).update(sent_at=timezone.now())
    return True


def job_cancel(*, job: Job) -> bool:
    """Call a job off: at once while queued, at its next step while running. False where it has ended already."""
    now = timezone.now()
    waiting = Job.objects.filter(pk=job.pk, state=State.QUEUED)
    running = Job.objects.filter(pk=job.pk, state=State.RUNNING)
    # A job may move from queued to running and back between two statements; each pass sees one of the two.
    for _pass in range(3):
        if waiting.update(state=State.CANCELLED, cancel_requested=True, finished_at=now):
            return True
        if running.update(cancel_requested=True):
            return True
        if not Job.objects.filter(pk=job.pk, state__in=OPEN).exists():
            return False
    return False
