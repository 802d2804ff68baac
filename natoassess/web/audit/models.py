"""An entry of the audit log, which the program offers no way to change or take away."""

from __future__ import annotations

from typing import Any, NoReturn

from django.db import models
from django.utils import timezone


class AppendOnly(Exception):
    """Something tried to change or delete what was written to the audit log."""

    def __init__(self) -> None:
        super().__init__("the audit log is added to and read; nothing in it is changed or deleted")


class AuditEntries(models.QuerySet["AuditEntry"]):
    """Entries, without the ways to change them."""

    def update(self, **kwargs: Any) -> NoReturn:
        """Raises AppendOnly."""
        raise AppendOnly

    def delete(self) -> NoReturn:
        """Raises AppendOnly."""
        raise AppendOnly

    def bulk_update(self, objs: Any, fields: Any, batch_size: int | None = None) -> NoReturn:
        """Raises AppendOnly."""
        raise AppendOnly

    def update_or_create(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Raises AppendOnly."""
        raise AppendOnly


class AuditEntry(models.Model):
    """One thing that somebody did.

    `action` is a noun and a verb: "assessment.submitted". The actor and the subject are kept as numbers and words,
    not as foreign keys, so that the entry outlives both; `actor_id` is empty where the program itself acted.
    """

    at = models.DateTimeField(default=timezone.now, editable=False)
    actor_id = models.BigIntegerField(null=True, blank=True, editable=False)
    action = models.CharField(max_length=60, editable=False)
    subject_type = models.CharField(max_length=60, blank=True, editable=False)
    subject_id = models.CharField(max_length=80, blank=True, editable=False)
    detail = models.JSONField(default=dict, blank=True, editable=False)

    objects = AuditEntries.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = "audit entry"
        verbose_name_plural = "audit entries"
        default_permissions = ("view",)
        indexes = [
            models.Index(fields=["subject_type", "subject_id"], name="audit_subject"),
            models.Index(fields=["actor_id"], name="audit_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.subject_type} {self.subject_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new entry. Raises AppendOnly for one that was written before."""
        if not self._state.adding:
            raise AppendOnly
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Raises AppendOnly."""
        raise AppendOnly
