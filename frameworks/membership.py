"""Who belonged to what on a day, and the Security Council of that day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from frameworks.council import COUNCIL, PERMANENT, CouncilRules, council_rules
from frameworks.models import Actor, ActorMembership


def terms_on(day: date) -> Q:
    """The condition on ActorMembership rows that they cover `day`, both ends included."""
    return Q(starts_on__lte=day) & (Q(ends_on__isnull=True) | Q(ends_on__gte=day))


def was_member(organisation: str, member: str, on: date) -> bool:
    """Whether `member` belonged to `organisation` on that day; both are ids of actors."""
    return ActorMembership.objects.filter(
        terms_on(on), organisation_id=organisation, member_id=member
    ).exists()


def members_on(organisation: str, day: date) -> QuerySet[Actor]:
    """The members of `organisation` on `day`, by name."""
    terms = ActorMembership.objects.filter(terms_on(day), organisation_id=organisation)
    return Actor.objects.filter(pk__in=terms.values("member_id")).order_by("name")


@dataclass(frozen=True)
class Council:
    """The Security Council of a day: its rules, who sat in it, and whether the library knows all of them."""

    day: date
    rules: CouncilRules
    permanent: tuple[Actor, ...]
    elected: tuple[Actor, ...]

    @property
    def members(self) -> tuple[Actor, ...]:
        """All members, the permanent ones first."""
        return self.permanent + self.elected

    @property
    def is_complete(self) -> bool:
        """Whether every filled seat has a name."""
        return len(self.members) == self.rules.seats_filled


def council_on(day: date) -> Council | None:
    """The Security Council of `day`; None before it first met, on 17 January 1946."""
    rules = council_rules(day)
    if rules is None:
        return None
    members = list(members_on(COUNCIL, day))
    return Council(
        day=day,
        rules=rules,
        permanent=tuple(actor for actor in members if actor.pk in PERMANENT),
        elected=tuple(actor for actor in members if actor.pk not in PERMANENT),
    )
