"""An entry of the log of what was withdrawn, which the program offers no way to change or take away."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from natoassess.web.frozen import FrozenModel


class How(models.TextChoices):
    """What became of something that was public."""

    RETRACTED = "retracted", _("retracted by its author or a reviewer")
    REMOVED = "removed", _("removed by a later edition of the library")
    DEPRECATED = "deprecated", _("no longer part of the current library")
    RETURNED = "returned", _("public again")


class Withdrawal(FrozenModel):
    """One thing that went out of public view, or came back into it.

    `kind` and `key` are what the API calls it: provision, unsc-1973#op4. They are words, not foreign keys: the entry
    outlives what it is about. `replaced_by` is a key of the same kind, empty where nothing took its place. Of several
    entries about one thing the last one says how it stands.
    """

    at = models.DateTimeField(default=timezone.now, editable=False)
    kind = models.CharField(max_length=20, editable=False)
    key = models.CharField(max_length=200, editable=False)
    how = models.CharField(max_length=10, choices=How, editable=False)
    reason = models.TextField(blank=True, editable=False)
    replaced_by = models.CharField(max_length=200, blank=True, editable=False)

    class Meta:
        ordering = ["at", "pk"]
        default_permissions = ("view",)
        indexes = [models.Index(fields=["kind", "key"], name="withdrawal_of")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}: {self.how}"
