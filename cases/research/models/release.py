"""A release: the public data as they stood on a day, frozen as files."""

from __future__ import annotations

from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from natoassess.web.frozen import FrozenModel

NAME = RegexValidator(
    r"^(20[0-9]{2})\.([1-9][0-9]{0,2})\Z", _("A release is named by year and number: 2026.1.")
)

DOI = RegexValidator(
    r"^10\.[0-9]{4,9}/[A-Za-z0-9:/_;.()\[\]-]{1,80}\Z", _("Write the DOI as 10.5281/zenodo.123.")
)


class Release(FrozenModel):
    """What was frozen under a name, such as 2026.1. The files lie in settings.RELEASES_DIR/<name>/.

    `day` is the date-released of its citation; `edition` the digest of the library files it was made from, empty where
    none was loaded. `files` lists each file: {"path", "about", "bytes", "sha256", "media_type",
    "rows"}, by path; `archive` is
    the same of the ZIP that holds them all. `changes` counts rows added, changed and removed by table since `since`,
    the release before it.
    """

    name = models.CharField(max_length=10, unique=True, validators=[NAME], editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    day = models.DateField(editable=False)
    edition = models.CharField(max_length=71, blank=True, editable=False)
    engine = models.CharField(max_length=40, editable=False)
    doi = models.CharField(max_length=120, blank=True, editable=False)
    files = models.JSONField(editable=False)
    archive = models.JSONField(editable=False)
    since = models.CharField(max_length=10, blank=True, editable=False)
    changes = models.JSONField(editable=False)

    class Meta:
        ordering = ["-day", "-pk"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return self.name

    @property
    def size(self) -> int:
        """Bytes of all files together, without the ZIP."""
        return sum(entry["bytes"] for entry in self.files)

    @property
    def rows(self) -> int:
        """Rows of all tables together."""
        return sum(entry["rows"] or 0 for entry in self.files if entry["path"].endswith(".jsonl"))

    def entry(self, path: str) -> dict[str, Any] | None:
        """What is known of one of its files, or of the ZIP; None where it has no such file."""
        return next((entry for entry in [*self.files, self.archive] if entry["path"] == path), None)
