"""Tables of the library that set law side by side."""

from __future__ import annotations

from django.db import models


class Overview(models.Model):
    """One such table: the Strategic Concepts, other organisations, the hybrid ladder; `content` as the file has it.

    `frameworks.overviews` gives the content its types.
    """

    code = models.SlugField(primary_key=True, max_length=40)
    content = models.JSONField()

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code
