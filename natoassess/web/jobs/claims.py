"""What workers do with jobs. Every change is one UPDATE that names the claim: a compare-and-swap."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import F, Model, Q, QuerySet
from django.utils import timezone

from natoassess.web.jobs.models import Job, State
from natoassess.web.jobs.results import Result, result_discard


@dataclass(frozen=True)
class Claim:
    """The right to work on one row, a job unless `model` says otherwise, until another takes it over."""

    job_id: uuid.UUID
    token: uuid.UUID
    model: type[Model] = Job

    @property
    def row(self) -> QuerySet[Any]:
        """The row, as long as the claim holds."""
        return self.model._default_manager.filter(pk=self.job_id, state=State.RUNNING, claim=self.token)


def row_claim(waiting: QuerySet[Any], row_id: uuid.UUID, **members: Any) -> Claim | None:
    """Take one of the rows that wait, setting `members`; None where another has it, or it waits no more.

    Its model has the columns state, claim, attempts, started_at and heartbeat_at, as Job has them.
    """
    claim = Claim(row_id, uuid.uuid4(), waiting.model)
    now = timezone.now()
    taken = waiting.filter(pk=row_id).update(
        state=State.RUNNING,
        claim=claim.token,
        attempts=F("attempts") + 1,
        started_at=now,
        heartbeat_at=now,
        **members,
    )
    return claim if taken else None


def job_claim(*, job_id: uuid.UUID) -> Claim | None:
    """Take a queued job; None where another has it, or it has ended: a message that comes twice does no harm."""
    return row_claim(Job.objects.filter(state=State.QUEUED), job_id, progress=0, message="")


def claim_beat(*, claim: Claim) -> bool:
    """Show that the worker lives; False where the claim is lost."""
    return bool(claim.row.update(heartbeat_at=timezone.now()))


def claim_report(*, claim: Claim, progress: int, message: str) -> bool:
    """Record how far it is, 0 to 100; False where the claim is lost."""
    return bool(
        claim.row.update(
            progress=max(0, min(100, progress)), message=message[:200], heartbeat_at=timezone.now()
        )
    )


def claim_finish(*, claim: Claim, result: Result) -> bool:
    """Done, with its result. False where it was called off or the claim is lost: the file is then removed."""
    done = claim.row.filter(cancel_requested=False).update(
        state=State.DONE,
        progress=100,
        message="",
        finished_at=timezone.now(),
        result_file=result.file,
        result_name=result.name,
        result_media_type=result.media_type,
        result_size=result.size,
    )
    if done:
        return True
    result_discard(result.file)
    claim_cancel(claim=claim)
    return False


def claim_fail(*, claim: Claim, error: str) -> bool:
    """Failed for good, with the reason in words for its owner."""
    return bool(claim.row.update(state=State.FAILED, error=error, finished_at=timezone.now()))


def claim_cancel(*, claim: Claim) -> bool:
    """Stopped, where its owner has called it off."""
    asked = claim.row.filter(cancel_requested=True)
    return bool(asked.update(state=State.CANCELLED, finished_at=timezone.now()))


def claim_release(*, claim: Claim) -> bool:
    """Back into the queue, as if never begun: the worker is told to stop."""
    return bool(
        claim.row.update(
            state=State.QUEUED, claim=None, attempts=F("attempts") - 1, sent_at=None, progress=0, message=""
        )
    )


def orphans_release(*, silent_for: float) -> int:
    """End the claims of workers that have shown no life for `silent_for` seconds; returns how many.

    The job goes back into the queue, unless it was called off, or has been lost JOBS_MAX_ATTEMPTS times.
    """
    now = timezone.now()
    lost = Job.objects.filter(state=State.RUNNING, heartbeat_at__lte=now - timedelta(seconds=silent_for))
    ended = lost.filter(cancel_requested=True).update(state=State.CANCELLED, finished_at=now)
    worn = Q(attempts__gte=settings.JOBS_MAX_ATTEMPTS)
    ended += lost.filter(worn).update(
        state=State.FAILED,
        finished_at=now,
        error=f"Its worker was lost {settings.JOBS_MAX_ATTEMPTS} times while it ran.",
    )
    again = {"state": State.QUEUED, "claim": None, "sent_at": None, "progress": 0, "message": ""}
    return ended + lost.update(**again)
