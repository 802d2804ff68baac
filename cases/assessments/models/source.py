"""The register of sources of an assessment, and the files kept with them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.assessments.models.assessment import Assessment
from natoassess.accounts.models import User


class SourceKind(models.TextChoices):
    """What sort of document a source is."""

    OFFICIAL = "official", _("official document")
    RESOLUTION = "resolution", _("resolution or decision")
    JUDGMENT = "judgment", _("judgment")
    REPORT = "report", _("report")
    SCHOLARSHIP = "scholarship", _("scholarship")
    PRESS = "press", _("press")
    STATEMENT = "statement", _("statement or interview")
    DATA = "data", _("data or imagery")
    OTHER = "other", _("other")


class CitedSource(models.Model):
    """A document that one assessment cites, beside the sources of the library's cases, which are read-only.

    `citation` is the source in full, as it is shown. `reliability` is its letter in the Admiralty code; a use may
    differ from it (docs/decisions/0014-evidence.md). `dated` is the document's own date in words, since many have no
    day. One that is not `is_kept` was made in passing, in a row of evidence, and goes with its last use.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="cited_sources")
    citation = models.TextField(_("citation in full"))
    author = models.CharField(_("author"), max_length=200, blank=True)
    title = models.CharField(_("title"), max_length=300, blank=True)
    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    dated = models.CharField(_("date"), max_length=60, blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=SourceKind, blank=True)
    url = models.URLField(_("address"), max_length=400, blank=True)
    accessed_on = models.DateField(_("accessed on"), null=True, blank=True)
    reliability = models.CharField(
        _("reliability"), max_length=1, choices=[(letter, letter) for letter in "ABCDEF"]
    )
    is_kept = models.BooleanField(_("stays while it is not used"), default=False)
    added_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.citation


class Attachment(models.Model):
    """A file kept with a source: the team's copy of the document.

    It lies in settings.EVIDENCE_DIR under `key`, a random name of its own; `name` is what a download is called.
    """

    source = models.ForeignKey(CitedSource, on_delete=models.CASCADE, related_name="attachments")
    key = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField(_("bytes"))
    sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name
