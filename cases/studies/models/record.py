"""The record of a case: what happened, who claimed what, by what authority, what was counted, what was held."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.studies.models.case import Case, Phase
from frameworks.models import Actor


class Source(models.Model):
    """A citable document. `reliability` is its letter in the Admiralty code, A to F."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="sources")
    slug = models.SlugField(max_length=80)
    citation = models.TextField()
    url = models.URLField(max_length=400, blank=True)
    kind = models.CharField(max_length=30, blank=True)
    reliability = models.CharField(max_length=1, blank=True)
    known = models.CharField(max_length=40, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["case", "slug"], name="source_slug_once_in_a_case")]

    def __str__(self) -> str:
        return self.citation


class RecordItem(models.Model):
    """One entry of the record of a case, of one phase where it belongs to one."""

    position = models.PositiveSmallIntegerField(default=0)
    phase = models.ForeignKey(
        Phase, on_delete=models.CASCADE, null=True, blank=True, related_name="%(class)ss"
    )
    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, null=True, blank=True, related_name="%(class)ss"
    )

    class Meta:
        abstract = True
        ordering = ["position"]


class Event(RecordItem):
    """A dated event; `reference` names the instrument or provision it is about."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="events")
    on = models.DateField()
    text = models.TextField()
    turn = models.BooleanField(default=False)
    reference = models.CharField(max_length=120, blank=True)
    known = models.CharField(max_length=40, blank=True)

    class Meta(RecordItem.Meta):
        ordering = ["on", "position"]

    def __str__(self) -> str:
        return f"{self.on}: {self.text[:60]}"


class Claim(RecordItem):
    """An actor's reliance on law, or its objection; `answers` names the claims that an objection meets."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="claims")
    slug = models.SlugField(max_length=80)
    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, null=True, blank=True, related_name="claims")
    by = models.CharField(max_length=160, blank=True)
    stance = models.CharField(max_length=10)
    text = models.TextField()
    provisions = models.JSONField(default=list)
    objected_by = models.JSONField(default=list)
    answers = models.JSONField(default=list, blank=True)

    class Meta(RecordItem.Meta):
        constraints = [models.UniqueConstraint(fields=["case", "slug"], name="claim_slug_once_in_a_case")]

    def __str__(self) -> str:
        return f"{self.claimant}: {self.text[:60]}"

    @property
    def claimant(self) -> str:
        """Who claims, in words."""
        return self.actor.name if self.actor else self.by


class LedgerKind(models.TextChoices):
    """What bears on the authority of an intervention and is not an instrument of the law library."""

    ARTICLE_51_LETTER = "article_51_letter", _("report under Article 51")
    CONSENT = "consent", _("consent")
    REQUEST = "request", _("request for help")
    COUNCIL_RECORD = "council_record", _("record of the Security Council")
    ASSEMBLY_ACT = "assembly_act", _("act of the General Assembly")
    REGIONAL_DECISION = "regional_decision", _("decision of a regional organisation")
    ALLIANCE_DECISION = "alliance_decision", _("decision of the North Atlantic Council")
    DOMESTIC_DECISION = "domestic_decision", _("decision of a parliament or government")


class LedgerEntry(RecordItem):
    """A dated entry of the authorisation ledger that the law library does not hold.

    `by` lists the actors it comes from, `by_name` says it in words where they are none of the library's. `terms` are
    its limits. `until` is its last day and `ended_by` what ended it; `until` empty means that it never ended.
    `reference` names an instrument or provision it is about. Votes, determinations and authorisations of the Council
    are not repeated here: they are read from the instruments of the phase.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="ledger")
    phase = models.ForeignKey(Phase, on_delete=models.CASCADE, null=True, blank=True, related_name="ledger")
    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, null=True, blank=True, related_name="ledger_entries"
    )
    slug = models.SlugField(max_length=80)
    kind = models.CharField(max_length=20, choices=LedgerKind)
    on = models.DateField()
    until = models.DateField(_("last day"), null=True, blank=True)
    ended_by = models.TextField(blank=True)
    by = models.JSONField(default=list, blank=True)
    by_name = models.CharField(max_length=300, blank=True)
    text = models.TextField()
    terms = models.TextField(blank=True)
    cite = models.TextField(blank=True)
    reference = models.CharField(max_length=120, blank=True)
    known = models.CharField(max_length=40, blank=True)

    class Meta(RecordItem.Meta):
        ordering = ["on", "position"]
        constraints = [models.UniqueConstraint(fields=["case", "slug"], name="ledger_slug_once_in_a_case")]

    def __str__(self) -> str:
        return f"{self.on}: {self.text[:60]}"


class Figure(RecordItem):
    """A number that somebody counted, with its range where one is known."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="figures")
    slug = models.SlugField(max_length=80)
    what = models.CharField(max_length=200)
    unit = models.CharField(max_length=60, blank=True)
    low = models.FloatField(null=True, blank=True)
    best = models.FloatField(null=True, blank=True)
    high = models.FloatField(null=True, blank=True)
    counted_by = models.CharField(max_length=300)
    credibility = models.PositiveSmallIntegerField(null=True, blank=True)
    note = models.TextField(blank=True)
    known = models.CharField(max_length=40, blank=True)

    class Meta(RecordItem.Meta):
        constraints = [models.UniqueConstraint(fields=["case", "slug"], name="figure_slug_once_in_a_case")]

    def __str__(self) -> str:
        return self.what


class Holding(RecordItem):
    """What an authority found; kept apart from what natoassess computes."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="holdings")
    who = models.CharField(max_length=200)
    on = models.DateField(null=True, blank=True)
    kind = models.CharField(max_length=30, blank=True)
    text = models.TextField()
    cite = models.CharField(max_length=300, blank=True)
    legality = models.CharField(max_length=20, blank=True)
    legitimacy = models.CharField(max_length=20, blank=True)

    def __str__(self) -> str:
        return self.who


class Criticism(RecordItem):
    """What is held against the action."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="criticisms")
    text = models.TextField()
    by = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return self.text[:60]
