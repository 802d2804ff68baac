"""What people do with batches: send one, call it off, have it go on, remove it. What workers do is in claims.py."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import F, Sum
from django.utils import timezone

from cases.research.batches.feeding import batch_feed
from cases.research.batches.files import INPUT, folder, folder_remove
from cases.research.batches.models import OPEN, Batch, BatchState, Chunk, ChunkState, OnFault
from cases.research.batches.reception import Received
from natoassess.accounts.models import User
from natoassess.web.audit.services import record


class TooManyBatches(Exception):
    """The person has `most` batches that are not finished."""

    def __init__(self, most: int) -> None:
        self.most = most
        super().__init__(f"at most {most} unfinished batches")


class TooMuchKept(Exception):
    """The files of the person's batches, sent and made, would be larger than `most` bytes."""

    def __init__(self, most: int) -> None:
        self.most = most
        super().__init__(f"at most {most} bytes of files")


class KeyReused(Exception):
    """The idempotency key came with another file or other parameters before."""


@dataclass(frozen=True)
class Request:
    """What is asked for: how the file is written, what it is called, and the parameters by their names in the API."""

    form: str
    name: str
    on_fault: str
    asked: dict[str, Any]
    idempotency_key: str = ""


def quota_check(*, owner: User, more_bytes: int = 0) -> None:
    """Raises TooManyBatches and TooMuchKept, where one more batch would be one too many.

    What was made of a file counts too: a row of three bytes can have a result of a thousand.
    """
    own = Batch.objects.filter(owner=owner)
    if own.filter(state__in=OPEN).count() >= settings.BATCHES_MAX_OPEN:
        raise TooManyBatches(settings.BATCHES_MAX_OPEN)
    sent: int = own.aggregate(kept=Sum("bytes"))["kept"] or 0
    made: int = (
        Chunk.objects.filter(batch__owner=owner).aggregate(kept=Sum(F("results_bytes") + F("faults_bytes")))[
            "kept"
        ]
        or 0
    )
    if sent + made + more_bytes > settings.BATCHES_MAX_KEPT:
        raise TooMuchKept(settings.BATCHES_MAX_KEPT)


@transaction.atomic
def batch_create(*, owner: User, request: Request, received: Received) -> tuple[Batch, bool]:
    """Keep the file that has arrived and queue its chunks; the first are sent once this is committed.

    Returns the batch and whether it is new: the same key and file of the same owner give the same batch again.
    Raises KeyReused, TooManyBatches and TooMuchKept.
    """
    # One at a time for each person: neither the key nor the quota can be overtaken.
    get_user_model()._default_manager.select_for_update().get(pk=owner.pk)
    if request.idempotency_key:
        known = Batch.objects.filter(owner=owner, idempotency_key=request.idempotency_key).first()
        if known is not None:
            if (known.sha256, known.form, known.asked) != (received.sha256, request.form, request.asked):
                raise KeyReused
            return known, False
    quota_check(owner=owner, more_bytes=received.bytes)
    batch = Batch.objects.create(
        owner=owner,
        name=request.name,
        idempotency_key=request.idempotency_key,
        form=request.form,
        asked=request.asked,
        plan=received.plan,
        on_fault=request.on_fault,
        rows=received.rows,
        bytes=received.bytes,
        sha256=received.sha256,
    )
    Chunk.objects.bulk_create(
        [
            Chunk(
                batch=batch,
                number=number,
                start=piece.start,
                length=piece.length,
                first=piece.first,
                rows=piece.rows,
            )
            for number, piece in enumerate(received.pieces, start=1)
        ],
        batch_size=500,
    )
    folder(batch.pk).mkdir(mode=0o700)
    received.path.rename(folder(batch.pk) / INPUT)
    detail = {"rows": received.rows, "bytes": received.bytes, "sha256": received.sha256}
    record(actor=owner, action="batch.made", subject=batch, detail=detail)
    transaction.on_commit(partial(batch_feed, batch_id=batch.pk), robust=True)
    return batch, True


@transaction.atomic
def batch_cancel(*, owner: User, batch: Batch) -> bool:
    """Call a batch off: chunks at work stop at their next step, done ones are kept. False where it had ended."""
    still = Batch.objects.filter(pk=batch.pk, state__in=OPEN)
    if not still.update(state=BatchState.CANCELLED, finished_at=timezone.now()):
        return False
    record(actor=owner, action="batch.cancelled", subject=batch)
    return True


@transaction.atomic
def batch_resume(*, owner: User, batch: Batch) -> bool:
    """Go on with a batch that was called off or failed, with what is missing. False where it is not such a one.

    One that stopped at rows with faults goes on without them. Raises TooManyBatches and TooMuchKept.
    """
    get_user_model()._default_manager.select_for_update().get(pk=owner.pk)
    ended = Batch.objects.select_for_update().filter(
        pk=batch.pk, state__in=(BatchState.FAILED, BatchState.CANCELLED)
    )
    if not ended.exists():
        return False
    quota_check(owner=owner)
    left = Chunk.objects.filter(batch=batch.pk, state__in=(ChunkState.WAITING, ChunkState.FAILED))
    left.update(state=ChunkState.WAITING, claim=None, attempts=0, sent_at=None)
    is_done = Batch.objects.filter(pk=batch.pk, done_rows=F("rows")).exists()
    ended.update(
        state=BatchState.DONE if is_done else BatchState.QUEUED,
        on_fault=OnFault.SKIP,
        error="",
        finished_at=timezone.now() if is_done else None,
    )
    record(actor=owner, action="batch.resumed", subject=batch)
    transaction.on_commit(partial(batch_feed, batch_id=batch.pk), robust=True)
    return True


@transaction.atomic
def batch_delete(*, owner: User, batch: Batch) -> None:
    """Remove a batch with all its files, also while it is at work: what workers still make of it counts for nothing."""
    batch_id = batch.pk
    record(actor=owner, action="batch.deleted", subject=batch)
    Batch.objects.select_for_update().filter(pk=batch_id).first()  # before its chunks, as everywhere
    Batch.objects.filter(pk=batch_id).delete()
    transaction.on_commit(partial(folder_remove, batch_id), robust=True)
