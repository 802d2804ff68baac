"""What is read about batches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from cases.research.batches.models import Batch, Chunk, ChunkState

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser


def visible_to(user: AbstractBaseUser | AnonymousUser) -> QuerySet[Batch]:
    """The batches of `user`, the newest first; nobody sees another's, administrators included."""
    if not user.is_authenticated:
        return Batch.objects.none()
    return Batch.objects.filter(owner=user.pk)


def chunks_done(batch: Batch) -> QuerySet[Chunk]:
    """Its chunks that are done, in the order of their rows."""
    return Chunk.objects.filter(batch=batch, state=ChunkState.DONE).order_by("number")
