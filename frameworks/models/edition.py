"""Which state of the library files the rows were loaded from."""

from __future__ import annotations

from django.db import models


class LibraryEdition(models.Model):
    """One loading that changed something: the digest of all library files, and how many rows changed."""

    digest = models.CharField(max_length=71)
    loaded_at = models.DateTimeField(auto_now_add=True)
    changes = models.JSONField(default=dict)

    class Meta:
        ordering = ["-loaded_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.loaded_at:%Y-%m} {self.digest[:15]}"
