"""A second coding of an assessment by somebody who has not seen the first, how the two were reconciled, and dissent."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.assessments.models.assessment import Assessment
from cases.assessments.models.finding import FindingKind
from natoassess.accounts.models import User


class CodingState(models.TextChoices):
    """How far a second coding has come."""

    ASKED = "asked", _("asked")
    ACCEPTED = "accepted", _("under way")
    SUBMITTED = "submitted", _("handed in")
    SETTLED = "settled", _("settled")
    DECLINED = "declined", _("declined")
    CANCELLED = "cancelled", _("called off")


BLIND = (CodingState.ASKED, CodingState.ACCEPTED)
"""While the coder may not see the first coding."""

OPEN = (*BLIND, CodingState.SUBMITTED)
"""While the first coding waits for it."""


class SecondCoding(models.Model):
    """`coder` is asked to answer the questions of `assessment` anew, without seeing its answers.

    `coding` is the coder's own assessment, made once they accept; it is never published by itself. Where the request is
    declined or called off, the draft stays with the coder as an ordinary one. `first_revision` is the revision of the
    first that it was compared with when the two were reconciled; until then it is compared with the newest.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="second_codings")
    coder = models.ForeignKey(User, on_delete=models.CASCADE, related_name="second_codings")
    asked_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    note = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=CodingState, default=CodingState.ASKED)
    coding = models.OneToOneField(
        Assessment, on_delete=models.SET_NULL, null=True, blank=True, related_name="second_coding_for"
    )
    answered_at = models.DateTimeField(_("accepted or declined"), null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    first_revision = models.PositiveIntegerField(_("revision of the first compared"), null=True, blank=True)

    class Meta:
        ordering = ["assessment", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "coder"],
                condition=models.Q(state__in=[str(state) for state in (*OPEN, CodingState.SETTLED)]),
                name="coder_once_for_an_assessment",
            )
        ]

    def __str__(self) -> str:
        return f"{self.coder} for {self.assessment}"


class ConsensusItem(models.Model):
    """Where the two coders stand now on a question that they answered differently.

    An empty value stands for "has not said anything yet". The question is settled while both values are the same.
    `version` rises with every change; a question on which nobody has spoken counts as version 0.
    """

    second_coding = models.ForeignKey(SecondCoding, on_delete=models.CASCADE, related_name="items")
    kind = models.CharField(max_length=12, choices=FindingKind)
    code = models.SlugField(max_length=60)
    first_value = models.CharField(max_length=10, blank=True)
    first_why = models.TextField(blank=True)
    second_value = models.CharField(max_length=10, blank=True)
    second_why = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["second_coding", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["second_coding", "kind", "code"], name="consensus_item_once_in_a_round"
            )
        ]

    def __str__(self) -> str:
        return f"{self.code}, version {self.version}"

    @property
    def settled_value(self) -> str:
        """The value that both hold now; empty where they do not agree."""
        return self.first_value if self.first_value == self.second_value else ""


class Dissent(models.Model):
    """What somebody holds against an answer, or against the whole, and why. It is kept and printed with the result.

    `question` names the answer ("facts-uses_force"), empty where the whole is meant; `value` is the answer that
    its author would give. `author_name` outlives the account.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="dissents")
    author = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="dissents"
    )
    author_name = models.CharField(max_length=200)
    second_coding = models.ForeignKey(
        SecondCoding, on_delete=models.SET_NULL, null=True, blank=True, related_name="dissents"
    )
    question = models.CharField(max_length=80, blank=True)
    value = models.CharField(max_length=10, blank=True)
    text = models.TextField()
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["assessment", "pk"]

    def __str__(self) -> str:
        return f"{self.author_name} on {self.question or 'the whole'}"
