"""What is read of releases: all of them are public."""

from __future__ import annotations

from django.db.models import QuerySet

from cases.research.models import Release


def releases() -> QuerySet[Release]:
    """All releases, the newest first."""
    found: QuerySet[Release] = Release.objects.order_by("-day", "-pk")
    return found


def release_get(name: str) -> Release:
    """The release of this name. Raises Release.DoesNotExist."""
    found: Release = Release.objects.get(name=name)
    return found
