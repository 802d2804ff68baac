"""The batches of a person, as a part of the account (natoassess.accounts.holdings)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from cases.research.batches.files import folder_remove
from cases.research.batches.models import Batch
from natoassess.accounts.holdings import Fate, File, Holding, as_json
from natoassess.accounts.holdings import register as register_holding
from natoassess.accounts.models import User

FIELDS = (
    "id",
    "name",
    "form",
    "asked",
    "plan",
    "on_fault",
    "rows",
    "bytes",
    "sha256",
    "state",
    "good_rows",
    "bad_rows",
    "created_at",
    "finished_at",
)


def register() -> None:
    """Add the part."""
    register_holding(Holding("batches", files, fate, leave))


def files(user: User) -> Iterator[File]:
    """What was asked for and what became of it; the files themselves are taken from their own pages."""
    if held := list(Batch.objects.filter(owner=user).order_by("created_at").values(*FIELDS)):
        yield "batches.json", as_json(held)


def fate(user: User) -> list[Fate]:
    """All of them go."""
    if not Batch.objects.filter(owner=user).exists():
        return []
    return [Fate(goes=_("Your batches, with what you sent and what was made of it."))]


def leave(user: User) -> None:
    """Remove them, with their files once that is settled. What workers still make of one counts for nothing."""
    for batch_id in list(Batch.objects.filter(owner=user).values_list("pk", flat=True)):
        Batch.objects.select_for_update().filter(pk=batch_id).first()
        Batch.objects.filter(pk=batch_id).delete()
        transaction.on_commit(partial(folder_remove, batch_id), robust=True)
