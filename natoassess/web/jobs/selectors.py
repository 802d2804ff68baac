"""What is read about jobs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from natoassess.web.jobs.models import Job

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser


def visible_to(user: AbstractBaseUser | AnonymousUser) -> QuerySet[Job]:
    """The jobs of `user`, the newest first; nobody sees another's, administrators included."""
    if not user.is_authenticated:
        return Job.objects.none()
    return Job.objects.filter(owner=user.pk)
