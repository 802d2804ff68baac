"""What was published: numbered, citable, never changed. A later revision supersedes it, a retraction marks it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.assessments.models.assessment import Assessment, Snapshot
from natoassess.accounts.models import Team, User, Visibility
from natoassess.web.frozen import Frozen, FrozenModel, FrozenRows

RETRACTION = frozenset({"retracted_at", "retracted_by", "retracted_by_name", "retraction_reason"})
"""All that is ever written into a publication after it was made."""


class PublicationYear(models.Model):
    """The last serial number given in a year; counted up in the transaction that publishes, so no number is lost."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["year"]

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class Publications(FrozenRows):
    """Publications; a retraction is the one thing that is added to them."""

    def update(self, **kwargs: Any) -> int:
        """Write a retraction. Raises Frozen for anything else."""
        if not kwargs or not kwargs.keys() <= RETRACTION:
            raise Frozen
        return models.QuerySet.update(self, **kwargs)


class Publication(FrozenModel):
    """A published assessment under its number, such as NA-2026-0007.

    `record` holds what a reader is shown besides the evaluation: what was assessed, the answers with their reasons and
    citations, dissents, names; `snapshot` the evaluation. `content_sha256` is the digest of both (see
    publication_record.digest_of). Names are kept as they were on that day: accounts may go. Library reference
    assessments have library ids and no number.
    """

    number = models.CharField(max_length=20, unique=True)
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    assessment = models.OneToOneField(Assessment, on_delete=models.PROTECT, related_name="publication")
    snapshot = models.OneToOneField(Snapshot, on_delete=models.PROTECT, related_name="publication")
    title = models.CharField(max_length=340)
    authors = models.JSONField(_("names of the authors"), default=list)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="published_by_me"
    )
    reviewer_name = models.CharField(max_length=160, blank=True)
    visibility = models.CharField(max_length=10, choices=Visibility)
    team = models.ForeignKey(
        Team, on_delete=models.SET_NULL, null=True, blank=True, related_name="publications"
    )
    team_name = models.CharField(max_length=120, blank=True)
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    record = models.JSONField()
    content_sha256 = models.CharField(max_length=64)
    retracted_at = models.DateTimeField(null=True, blank=True)
    retracted_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="retracted_by_me"
    )
    retracted_by_name = models.CharField(max_length=160, blank=True)
    retraction_reason = models.TextField(blank=True)

    objects: ClassVar[Any] = Publications.as_manager()

    class Meta:
        ordering = ["-year", "-serial"]
        default_permissions = ("view",)
        constraints = [models.UniqueConstraint(fields=["year", "serial"], name="serial_once_in_a_year")]

    def __str__(self) -> str:
        return self.number

    @property
    def is_retracted(self) -> bool:
        """Whether only its tombstone is shown."""
        return self.retracted_at is not None

    @property
    def successor(self) -> Publication | None:
        """The publication that supersedes it; None while it is the newest."""
        return getattr(self, "superseded_by", None)

    @property
    def authors_words(self) -> str:
        """The names of the authors in a row."""
        return ", ".join(self.authors)
