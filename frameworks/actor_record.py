"""What an actor did: how it voted in the Council, and, asked of the apps above, its part in the cases.

The law stands below the cases and knows nothing of them; they register how its part is looked up.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy

from frameworks.council import COUNCIL, members_among, voter_id
from frameworks.council import Term as CouncilTerm
from frameworks.models import Actor, ActorMembership, Instrument
from natoassess.accounts.selectors import Person
from natoassess.web.presentation.votes import SECURITY_COUNCIL
from natoassess.web.presentation.words import Word

SIDES: dict[str, Word] = {
    "for_names": gettext_lazy("for"),
    "against_names": gettext_lazy("against"),
    "abstaining": gettext_lazy("abstained"),
    "absent_names": gettext_lazy("absent"),
    "not_participating_names": gettext_lazy("did not take part"),
}


@dataclass(frozen=True)
class VoteCast:
    """One recorded vote of an actor, or its absence."""

    instrument: Instrument
    side: str
    words: str


def votes_of(actor: Actor) -> list[VoteCast]:
    """The votes in the Security Council that name `actor`, oldest first. A seat's former names count as its own."""
    rows = Instrument.objects.filter(body=SECURITY_COUNCIL, vote__isnull=False).order_by("adopted_on", "id")
    terms = [
        CouncilTerm(COUNCIL, member, start, end)
        for member, start, end in ActorMembership.objects.filter(organisation_id=COUNCIL).values_list(
            "member_id", "starts_on", "ends_on"
        )
    ]
    ids = dict(Actor.objects.values_list("name", "pk"))
    found = []
    for row in rows:
        if row.adopted_on is None or actor.pk not in (members := _members(terms, row.adopted_on)):
            continue
        for side, words in SIDES.items():
            names = (row.vote or {}).get(side) or []
            if any(voter_id(name, ids, members) == actor.pk for name in names):
                found.append(VoteCast(row, side, str(words)))
    return found


def _members(terms: list[CouncilTerm], day: date) -> frozenset[str]:
    return members_among(terms, COUNCIL, day)


@dataclass(frozen=True)
class RolePlayed:
    """An actor's role in a case, or in a phase of it."""

    title: str
    url: str
    role: str
    note: str


@dataclass(frozen=True)
class ClaimOf:
    """A claim that an actor made, or objected to (`stance`), and the law that it names."""

    title: str
    url: str
    stance: str
    text: str
    provisions: tuple[str, ...]


@dataclass(frozen=True)
class Part:
    """An actor's part in the cases that the person asking may see."""

    roles: tuple[RolePlayed, ...] = ()
    claims: tuple[ClaimOf, ...] = ()


Lookup = Callable[[Actor, Person], Part]
_lookups: dict[str, Lookup] = {}


def register(name: str, lookup: Lookup) -> None:
    """Add a way to look parts up; registering a name again replaces it."""
    _lookups[name] = lookup


def part_of(actor: Actor, user: Person) -> Part:
    """The part of `actor` in what `user` may see, from all apps that know of one."""
    parts = [_lookups[name](actor, user) for name in sorted(_lookups)]
    return Part(
        roles=tuple(role for part in parts for role in part.roles),
        claims=tuple(claim for part in parts for claim in part.claims),
    )
