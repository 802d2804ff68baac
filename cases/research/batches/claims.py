"""What workers do with chunks. Every change is one UPDATE that names the claim: a compare-and-swap."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.research.batches.files import Written
from cases.research.batches.models import OPEN, Batch, BatchState, Chunk, ChunkState, OnFault
from natoassess.web.jobs.claims import Claim, row_claim

RELEASED = {"state": ChunkState.WAITING, "claim": None, "sent_at": None}


@dataclass(frozen=True)
class Made:
    """What was made of a chunk: its two files, and how many rows were good and bad."""

    results: Written
    faults: Written
    good: int
    bad: int


def chunk_claim(*, chunk_id: uuid.UUID) -> Claim | None:
    """Take a waiting chunk of an open batch; None otherwise: a message that comes twice does no harm."""
    waiting = Chunk.objects.filter(state=ChunkState.WAITING, batch__state__in=OPEN)
    claim = row_claim(waiting, chunk_id)
    if claim is not None:
        now = timezone.now()
        Batch.objects.filter(chunks=chunk_id, state=BatchState.QUEUED).update(
            state=BatchState.RUNNING,
            started_at=Coalesce("started_at", now),
            spell_at=now,
            spell_rows=F("done_rows"),
        )
    return claim


def is_wanted(*, claim: Claim) -> bool:
    """Whether the claim holds and nobody has called the batch off."""
    return bool(claim.row.filter(batch__state__in=OPEN).exists())


@transaction.atomic
def chunk_finish(*, claim: Claim, made: Made) -> bool:
    """Done, counted in the batch in the same transaction; the last one ends the batch.

    False, and nothing changed, where the claim is lost or the batch was called off.
    """
    chunk = claim.row.first()
    if chunk is None:
        return False
    # The lock on the batch makes those who finish chunks take turns: one of them sees that it was the last.
    batch = Batch.objects.select_for_update().filter(pk=chunk.batch_id, state__in=OPEN).first()
    if batch is None:
        return False
    done = claim.row.update(
        state=ChunkState.DONE,
        claim=None,
        good=made.good,
        bad=made.bad,
        results_file=made.results.name,
        results_bytes=made.results.bytes,
        results_sha256=made.results.sha256,
        faults_file=made.faults.name,
        faults_bytes=made.faults.bytes,
    )
    if not done:
        return False
    batch.done_rows += chunk.rows
    batch.good_rows += made.good
    batch.bad_rows += made.bad
    if batch.on_fault == OnFault.STOP and made.bad:
        batch.state, batch.finished_at = BatchState.FAILED, timezone.now()
        batch.error = _("Rows have faults, and it was to stop there.")
    elif batch.done_rows == batch.rows:
        batch.state, batch.finished_at = BatchState.DONE, timezone.now()
    batch.save(update_fields=["done_rows", "good_rows", "bad_rows", "state", "error", "finished_at"])
    return True


def chunk_release(*, claim: Claim) -> bool:
    """Back among those that wait, as if never begun."""
    return bool(claim.row.update(**RELEASED, attempts=F("attempts") - 1))


@transaction.atomic
def chunk_fail(*, claim: Claim, error: str) -> bool:
    """Failed for good, and the batch with it, with the reason in words for its owner."""
    chunk = claim.row.first()
    if chunk is None:
        return False
    # The batch first, then its chunks, as everywhere: nobody waits for each other.
    Batch.objects.select_for_update().filter(pk=chunk.batch_id).first()
    if not claim.row.update(state=ChunkState.FAILED, claim=None):
        return False
    batch_fail(batch_id=chunk.batch_id, error=error)
    return True


def batch_fail(*, batch_id: uuid.UUID, error: str) -> bool:
    """End an open batch without its result."""
    still = Batch.objects.filter(pk=batch_id, state__in=OPEN)
    return bool(still.update(state=BatchState.FAILED, error=error, finished_at=timezone.now()))


def orphans_release(*, silent_for: float) -> int:
    """End the claims of workers that have shown no life for `silent_for` seconds; returns how many.

    A chunk that was lost JOBS_MAX_ATTEMPTS times has failed, and its batch with it: it may be what kills the workers.
    """
    limit = timezone.now() - timedelta(seconds=silent_for)
    lost = Chunk.objects.filter(state=ChunkState.RUNNING, heartbeat_at__lte=limit)
    ended = 0
    for chunk in lost.filter(attempts__gte=settings.JOBS_MAX_ATTEMPTS).order_by("pk"):
        words = {"first": chunk.first, "last": chunk.last, "n": settings.JOBS_MAX_ATTEMPTS}
        error = _("The worker was lost %(n)d times over rows %(first)d to %(last)d.") % words
        ended += chunk_fail(claim=Claim(chunk.pk, chunk.claim or uuid.UUID(int=0), Chunk), error=error)
    return ended + lost.update(**RELEASED)
