"""How instruments and provisions stand to one another."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from frameworks.models.instrument import Instrument, Provision


class RelationKind(models.TextChoices):
    """What the one does to the other; read from the first to the second."""

    EXCEPTION_TO = "exception_to", _("exception to")
    IMPLEMENTS = "implements", _("implements")
    RECALLS = "recalls", _("recalls")
    EXTENDS = "extends", _("extends")
    AMENDS = "amends", _("amends")
    SUPERSEDES = "supersedes", _("supersedes")
    TERMINATES = "terminates", _("terminates")


class Relation(models.Model):
    """One instrument, or a clause of it, implements, extends, terminates … another, or a clause of that."""

    instrument = models.ForeignKey(Instrument, on_delete=models.CASCADE, related_name="relations")
    clause = models.ForeignKey(
        Provision, on_delete=models.CASCADE, null=True, blank=True, related_name="relations"
    )
    kind = models.CharField(max_length=14, choices=RelationKind)
    to_instrument = models.ForeignKey(
        Instrument, on_delete=models.CASCADE, related_name="relations_to", db_index=True
    )
    to_clause = models.ForeignKey(
        Provision, on_delete=models.CASCADE, null=True, blank=True, related_name="relations_to"
    )
    note = models.TextField(blank=True)
    known = models.CharField(max_length=40, blank=True)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["instrument", "position"]
        constraints = [
            models.UniqueConstraint(fields=["instrument", "position"], name="one_relation_in_a_place")
        ]

    def __str__(self) -> str:
        return f"{self.instrument_id} {self.kind} {self.to}"

    @property
    def to(self) -> str:
        """The id of the instrument or provision that the relation is to."""
        return self.to_clause_id or self.to_instrument_id
