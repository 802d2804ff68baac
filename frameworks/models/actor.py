"""States, organisations and others that act, object or are acted upon."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ActorKind(models.TextChoices):
    """What an actor is."""

    STATE = "state", _("State")
    ORGANISATION = "organisation", _("organisation")
    NON_STATE = "non_state", _("non-State actor")


class Actor(models.Model):
    """A State (present or historic), an organisation or another actor. Its name never enters a score."""

    id = models.SlugField(primary_key=True, max_length=60)
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=20, choices=ActorKind)
    iso = models.CharField(_("ISO 3166-1 code"), max_length=2, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ActorMembership(models.Model):
    """A State's membership of an organisation, from and to a day."""

    organisation = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="member_rows")
    member = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="membership_rows")
    starts_on = models.DateField()
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["organisation", "starts_on", "member"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "member", "starts_on"], name="one_accession_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.member} in {self.organisation} from {self.starts_on}"
