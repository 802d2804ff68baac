"""Finding forgotten chunks, and removing old batches."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from cases.research.batches.claims import orphans_release
from cases.research.batches.feeding import open_batches_feed
from cases.research.batches.files import folder_remove, strays_remove
from cases.research.batches.models import OPEN, Batch

STRAY_SECONDS = 86_400


def chunks_sweep(orphaned_after: float, resend_after: float) -> None:
    """Release chunks of workers that are silent, send what waits. Safe to run anywhere, any number of times at once."""
    orphans_release(silent_for=orphaned_after)
    open_batches_feed(resend_after=resend_after)


def batches_remove_old() -> None:
    """Remove batches that ended BATCHES_KEEP_DAYS ago, with their files, and files that belong to none."""
    limit = timezone.now() - timedelta(days=settings.BATCHES_KEEP_DAYS)
    for batch in Batch.objects.filter(finished_at__lt=limit).exclude(state__in=OPEN).only("pk"):
        batch_id = batch.pk
        batch.delete()
        folder_remove(batch_id)
    known = {str(batch_id) for batch_id in Batch.objects.values_list("pk", flat=True)}
    strays_remove(known=known, older_than_seconds=STRAY_SECONDS)
