"""Instruments of law and the provisions they hold, each with its period in force."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _


class Nature(models.TextChoices):
    """Whether a provision binds by itself or is evidence of what the law is."""

    BINDING = "binding", _("binding")
    EVIDENCE = "evidence", _("evidence")


class Confidence(models.TextChoices):
    """How far an entry was checked against a source."""

    VERIFIED = "verified", _("verified")
    PARTLY_VERIFIED = "partly-verified", _("partly verified")
    EXPERT_KNOWLEDGE = "expert-knowledge", _("expert knowledge, to be checked before it is quoted")
    UNVERIFIED = "unverified", _("not verified")


class Effect(models.TextChoices):
    """What a provision does."""

    AUTHORISES = "authorises", _("authorises")
    PERMITS = "permits", _("permits")
    OBLIGES = "obliges", _("obliges")
    PROHIBITS = "prohibits", _("prohibits")
    CONSTRAINS = "constrains", _("constrains")
    DEFINES = "defines", _("defines")
    CONSULTS = "consults", _("consults")


class Instrument(models.Model):
    """A treaty, resolution, failed draft, strategic concept, judgment, declaration or report.

    `vote` keeps the counts and names as the library has them: {"for", "against", "abstain", …}, names where known.
    `history` lists what befell it after its adoption: {"on", "what", "by", "note"}, `by` an instrument or null.
    `extras` holds what few instruments have (accessions, invocations of Article 5).
    """

    id = models.SlugField(primary_key=True, max_length=60)
    title = models.CharField(max_length=300)
    kind = models.CharField(max_length=60, db_index=True)
    body = models.CharField(max_length=160)
    symbol = models.CharField(max_length=160, blank=True)
    adopted_on = models.DateField(null=True, blank=True, db_index=True)
    in_force_from = models.DateField(null=True, blank=True)
    in_force_until = models.DateField(_("last day in force"), null=True, blank=True)
    ended_by = models.CharField(max_length=300, blank=True)
    binding = models.CharField(max_length=10, choices=Nature)
    chapter_vii = models.BooleanField(_("invokes Chapter VII"), null=True)
    vote = models.JSONField(null=True, blank=True)
    summary = models.TextField()
    confidence = models.CharField(max_length=30)
    verified_fields = models.JSONField(default=list)
    source = models.TextField(blank=True)
    notes = models.TextField(blank=True)
    url = models.URLField(max_length=400, blank=True)
    extras = models.JSONField(default=dict, blank=True)
    history = models.JSONField(default=list, blank=True)
    deprecated = models.BooleanField(default=False)

    class Meta:
        ordering = ["adopted_on", "id"]

    def __str__(self) -> str:
        return self.symbol or self.title

    def in_force_on(self, day: date) -> bool:
        """Whether the instrument was in force on `day`; one that never entered into force never was."""
        if self.in_force_from is None or day < self.in_force_from:
            return False
        return self.in_force_until is None or day <= self.in_force_until


class Determination(models.TextChoices):
    """What the Security Council may determine to exist: Charter Art. 39."""

    THREAT = "threat_to_the_peace", _("threat to the peace")
    BREACH = "breach_of_the_peace", _("breach of the peace")
    AGGRESSION = "act_of_aggression", _("act of aggression")


class Provision(models.Model):
    """One clause. Its period is its own where it differs from that of its instrument.

    `authority` says of a clause that authorises who may do what, where, by what means and until when:
    {"addressee", "task", "area", "means", "time"}, each null where the text is silent; null for other clauses.
    `determines` is what the Security Council determines in it under Charter Art. 39; empty where it determines nothing.
    """

    id = models.CharField(primary_key=True, max_length=120)
    instrument = models.ForeignKey(Instrument, on_delete=models.CASCADE, related_name="provisions")
    slug = models.SlugField(max_length=60)
    label = models.CharField(max_length=60)
    position = models.PositiveSmallIntegerField()
    effect = models.CharField(max_length=12, choices=Effect)
    summary = models.TextField()
    key_phrase = models.CharField(max_length=200, blank=True)
    in_force_from = models.DateField(null=True, blank=True)
    in_force_until = models.DateField(_("last day in force"), null=True, blank=True)
    ended_by = models.CharField(max_length=300, blank=True)
    known = models.CharField(max_length=40, blank=True)
    determines = models.CharField(
        _("what the Council finds in it"), max_length=24, choices=Determination, blank=True
    )
    authority = models.JSONField(null=True, blank=True)
    deprecated = models.BooleanField(default=False)

    class Meta:
        ordering = ["instrument", "position"]
        constraints = [
            models.UniqueConstraint(fields=["instrument", "slug"], name="one_slug_in_an_instrument")
        ]

    def __str__(self) -> str:
        return f"{self.instrument}, {self.label}"

    @property
    def starts_on(self) -> date | None:
        """First day in force."""
        return self.in_force_from or self.instrument.in_force_from

    @property
    def ends_on(self) -> date | None:
        """Last day in force; None while it has none."""
        return self.in_force_until or self.instrument.in_force_until
