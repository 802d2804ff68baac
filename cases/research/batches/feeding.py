"""Telling workers of chunks: a few of each batch at a time, the next when one ends. No batch is in another's way."""

from __future__ import annotations

import logging
import uuid
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from cases.research.batches.models import OPEN, Batch, Chunk, ChunkState

logger = logging.getLogger(__name__)


def batch_feed(*, batch_id: uuid.UUID) -> bool:
    """Send chunks until BATCHES_IN_FLIGHT of the batch are with the broker or with workers, the first ones first.

    False, logged, where the broker takes no message: the sweeper goes on later.
    """
    return all(_send(chunk_id) for chunk_id in _take_turn(batch_id))


@transaction.atomic
def _take_turn(batch_id: uuid.UUID) -> list[uuid.UUID]:
    """Mark the next chunks as sent. The lock on the batch keeps two from taking the same ones."""
    if not Batch.objects.select_for_update().filter(pk=batch_id, state__in=OPEN).exists():
        return []
    chunks = Chunk.objects.filter(batch=batch_id)
    running = chunks.filter(state=ChunkState.RUNNING).count()
    sent = chunks.filter(state=ChunkState.WAITING, sent_at__isnull=False).count()
    free = max(0, settings.BATCHES_IN_FLIGHT - running - sent)
    waiting = chunks.filter(state=ChunkState.WAITING, sent_at__isnull=True).order_by("number")
    taken = list(waiting.values_list("pk", flat=True)[:free])
    chunks.filter(pk__in=taken).update(sent_at=timezone.now())
    return taken


def _send(chunk_id: uuid.UUID) -> bool:
    from cases.research.batches.tasks import run_chunk

    try:
        run_chunk.apply_async(args=(str(chunk_id),), retry=False)
    except Exception as error:  # noqa: BLE001  whatever the transport raises, the row stays as it is
        logger.warning(
            "chunk %s stays waiting, the broker took no message: %s", chunk_id, type(error).__name__
        )
        Chunk.objects.filter(pk=chunk_id, state=ChunkState.WAITING).update(sent_at=None)
        return False
    return True


def open_batches_feed(*, resend_after: float) -> None:
    """Send again what no worker took `resend_after` seconds after it was sent, and what was never sent.

    Stops where the broker refuses.
    """
    due = timezone.now() - timedelta(seconds=resend_after)
    Chunk.objects.filter(state=ChunkState.WAITING, sent_at__lte=due, batch__state__in=OPEN).update(
        sent_at=None
    )
    for batch_id in Batch.objects.filter(state__in=OPEN).order_by("created_at").values_list("pk", flat=True):
        if not batch_feed(batch_id=batch_id):
            return
