"""One answer of an assessment, and the evidence it stands on."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.assessments.models.assessment import Assessment
from cases.assessments.models.source import CitedSource
from cases.studies.models import Source
from natoassess.accounts.models import User


class FindingKind(models.TextChoices):
    """Which part of the catalogue a finding answers."""

    FACT = "fact", _("fact")
    RATING = "rating", _("criterion")
    SOVEREIGNTY = "sovereignty", _("sovereignty dimension")


class Finding(models.Model):
    """One answer: `value` is yes, no, contested, unknown for a fact; 0 to 4, unknown or na for a rating.

    `version` rises with every change of this answer: two people on one assessment are in each other's way only where
    they change the same one. A question that was never answered counts as version 0.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="findings")
    kind = models.CharField(max_length=12, choices=FindingKind)
    code = models.SlugField(max_length=60)
    value = models.CharField(max_length=10, default="unknown")
    confidence = models.CharField(max_length=10, blank=True)
    why = models.TextField(_("reason"), blank=True)
    provisions = models.JSONField(default=list, blank=True)
    fixed = models.BooleanField(_("not to be changed by what-if"), default=False)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(auto_now=True)
    changed_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["kind", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "kind", "code"], name="one_answer_a_question")
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.value}"


class AnswerChange(models.Model):
    """One change of one answer: what it was and what it became, who made it and when.

    `before` and `after` hold the answer whole ({"value", "why", "confidence", "provisions", "fixed", "evidence"}), or
    null where there was none. `version` is that of the answer after the change.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="answer_changes")
    kind = models.CharField(max_length=12, choices=FindingKind)
    code = models.SlugField(max_length=60)
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField()
    before = models.JSONField(null=True, blank=True)
    after = models.JSONField(null=True, blank=True)
    is_undo = models.BooleanField(_("took an earlier change back"), default=False)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["assessment", "kind", "code"], name="answer_change_question")]

    def __str__(self) -> str:
        return f"{self.code}, version {self.version}"


class Evidence(models.Model):
    """A use of a source for a finding, graded by the Admiralty code.

    The document is a `source` of the case under study, or one that the assessment has `cited`; an item filed by
    program may name neither. `reliability` (A to F) grades the source in this use, `credibility` (1 to 6) the item of
    information.
    """

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="evidence")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, null=True, blank=True, related_name="uses")
    cited = models.ForeignKey(
        CitedSource, on_delete=models.RESTRICT, null=True, blank=True, related_name="uses"
    )
    reliability = models.CharField(max_length=1, choices=[(letter, letter) for letter in "ABCDEF"])
    credibility = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(6)])
    note = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"{self.reliability}{self.credibility} {self.title}"

    @property
    def title(self) -> str:
        """The document, in words."""
        document = self.source or self.cited
        return document.citation if document else ""

    @property
    def url(self) -> str:
        """Where the document can be read."""
        document = self.source or self.cited
        return document.url if document else ""

    @property
    def anchor(self) -> str:
        """Where the document stands on the page of sources."""
        if self.cited_id:
            return f"source-{self.cited_id}"
        return f"case-source-{self.source_id}" if self.source_id else ""
