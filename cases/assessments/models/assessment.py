"""One person's answers for one phase under one framework, as of a date."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.studies.models import Phase
from frameworks.models import Framework
from natoassess.accounts.models import Team, User, Visibility
from natoassess.web.frozen import FrozenModel


class Status(models.TextChoices):
    """Where an assessment stands between its author and the public."""

    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    RETURNED = "returned", _("returned")
    PUBLISHED = "published", _("published")
    SUPERSEDED = "superseded", _("superseded")
    RETRACTED = "retracted", _("retracted")


OUT = frozenset({Status.PUBLISHED, Status.SUPERSEDED})
"""Published and to be read: the newest, and those that a newer one has taken the place of."""


class Standpoint(models.TextChoices):
    """What the assessor may know: only what was known then, or all that is known now."""

    EX_POST = "ex_post", _("ex post: with what is known now")
    EX_ANTE = "ex_ante", _("ex ante: with what was known then")


class Assessment(models.Model):
    """Answers to the catalogue's questions for one phase.

    `version` rises with every change and is the ETag. Reference assessments belong to the library: they have a
    `reference` id and no author. Editable while draft or returned; frozen in a Snapshot when submitted.
    `revises` names the publication that it takes the place of once it is published itself.
    `reviewer` decided last; `under_review_by` has taken up the review that is due, and the others leave it to them.
    `settled` says how the codings of a reference assessment were reconciled: [{"questions": [code], "why": text}].
    """

    reference = models.CharField(_("library id"), max_length=120, null=True, blank=True, unique=True)  # noqa: DJ001  null: unique where given
    phase = models.ForeignKey(Phase, on_delete=models.CASCADE, related_name="assessments")
    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="assessments")
    author = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="assessments"
    )
    team = models.ForeignKey(
        Team, on_delete=models.SET_NULL, null=True, blank=True, related_name="assessments"
    )
    visibility = models.CharField(max_length=10, choices=Visibility, default=Visibility.PRIVATE)
    status = models.CharField(max_length=12, choices=Status, default=Status.DRAFT)
    as_of = models.DateField(_("law as of"))
    standpoint = models.CharField(max_length=8, choices=Standpoint, default=Standpoint.EX_POST)
    version = models.PositiveIntegerField(default=1)
    coded_by = models.CharField(max_length=160, blank=True)
    coded_on = models.DateField(null=True, blank=True)
    review_note = models.TextField(blank=True)
    reviewer = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="reviewed"
    )
    under_review_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="reviewing"
    )
    under_review_since = models.DateTimeField(null=True, blank=True)
    changes = models.JSONField(_("changes from the first coding"), default=list, blank=True)
    settled = models.JSONField(_("differences of the codings settled"), default=list, blank=True)
    differs = models.TextField(_("why the verdict differs from what authorities held"), blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    revises = models.OneToOneField(
        "assessments.Publication", on_delete=models.PROTECT, null=True, blank=True, related_name="revision"
    )
    trashed_at = models.DateTimeField(_("thrown away"), null=True, blank=True)
    trashed_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="trashed_assessments"
    )

    class Meta:
        ordering = ["-changed_at", "-pk"]
        indexes = [models.Index(fields=["status", "visibility"], name="assessment_status")]

    def __str__(self) -> str:
        return f"{self.phase} ({self.get_status_display()})"

    @property
    def is_editable(self) -> bool:
        """Whether its answers may still change."""
        return (
            self.reference is None
            and self.trashed_at is None
            and self.status in {Status.DRAFT, Status.RETURNED}
        )


class Contributor(models.Model):
    """A member of the team who answers beside the author.

    `steps` names the pages of the questionnaire that this person was asked to answer; empty stands for all. It says
    who is asked, not who may: a contributor may change any answer.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="contributors")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="contributions")
    steps = models.JSONField(default=list, blank=True)
    note = models.TextField(blank=True)
    added_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["assessment", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "user"], name="contributor_once_in_an_assessment")
        ]

    def __str__(self) -> str:
        return f"{self.user} on {self.assessment}"


class Snapshot(FrozenModel):
    """What was submitted or published, frozen: the findings as sent to the engine and the evaluation it gave.

    `summary` repeats the few numbers that lists and maps show, so that they need not read whole evaluations. `record`
    keeps what the engine does not take: answers with the citations of their evidence, terms, and what was judged
    (cases/assessments/record.py); {} where it was frozen before that was kept.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="snapshots")
    revision = models.PositiveIntegerField()
    evaluation_id = models.CharField(max_length=71, db_index=True)
    findings = models.JSONField()
    evaluation = models.JSONField()
    summary = models.JSONField()
    record = models.JSONField(default=dict, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["assessment", "-revision"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "revision"], name="one_snapshot_a_revision")
        ]

    def __str__(self) -> str:
        return f"{self.assessment}, revision {self.revision}"
