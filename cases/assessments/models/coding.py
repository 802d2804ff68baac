"""One coder's answers for a phase, kept as they were made."""

from __future__ import annotations

from django.db import models

from cases.assessments.models.assessment import Assessment


class Coding(models.Model):
    """One of the independent codings that a reference assessment was settled from.

    `body` holds the answers in the form of POST /score/, without evidence: {"facts": {code: {"value"}}, "ratings":
    {code: {"level", "confidence"}}, "sovereignty": {code: {"level", "confidence"}}}. `why` holds reasons by code,
    where the coder gave any. `basis` says what the coder had read.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="codings")
    slug = models.SlugField(max_length=40)
    coder = models.CharField(max_length=200)
    coded_on = models.DateField()
    basis = models.TextField()
    body = models.JSONField()
    why = models.JSONField(default=dict, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["assessment", "position"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "slug"], name="coding_slug_once_in_an_assessment")
        ]

    def __str__(self) -> str:
        return f"{self.coder}, {self.coded_on}"
