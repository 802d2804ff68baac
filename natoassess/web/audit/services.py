"""Writing and reading the audit log."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.db.models import QuerySet

from natoassess.web.audit.models import AuditEntry


def record(
    *,
    actor: AbstractBaseUser | None,
    action: str,
    subject: models.Model | None = None,
    detail: Mapping[str, Any] | None = None,
) -> AuditEntry:
    """Write one entry, in the transaction of the caller: what is rolled back was not done.

    `actor` None stands for the program itself. `detail` takes what JSON can hold, and no words that people typed in
    confidence: the log is read by managers and administrators.
    """
    return AuditEntry.objects.create(
        actor_id=actor.pk if actor is not None else None,
        action=action,
        subject_type=subject._meta.model_name or "" if subject is not None else "",
        subject_id=str(subject.pk) if subject is not None else "",
        detail=dict(detail or {}),
    )


def entries_about(subject: models.Model) -> QuerySet[AuditEntry]:
    """What was done to `subject`, newest first."""
    return AuditEntry.objects.filter(subject_type=subject._meta.model_name, subject_id=str(subject.pk))
