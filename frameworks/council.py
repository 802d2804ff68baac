"""The Security Council of a day: seats, majority, permanent members (Charter, Arts. 23 and 27). Pure.

The amendment of 17 December 1963 entered into force on 31 August 1965: fifteen members and nine votes instead of
eleven and seven. The four new seats were filled for the first time on 1 January 1966.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

COUNCIL = "un-security-council"
FIRST_MEETING = date(1946, 1, 17)
ENLARGED = date(1965, 8, 31)
NEW_SEATS_FILLED = date(1966, 1, 1)
PERMANENT = frozenset(
    {"china", "republic-of-china", "france", "russian-federation", "ussr", "united-kingdom", "united-states"}
)
"""The actors that have held a permanent seat; which of them did on a day is a matter of membership."""

FORMER_NAMES: Mapping[str, tuple[str, ...]] = {
    "China": ("china", "republic-of-china"),
    "Soviet Union": ("ussr",),
    "Russia": ("russian-federation",),
    "Ceylon": ("sri-lanka",),
    "United Arab Republic": ("egypt",),
    "Turkey": ("turkiye",),
    "Dahomey": ("benin",),
    "Upper Volta": ("burkina-faso",),
    "Ukrainian SSR": ("ukraine",),
    "Byelorussian SSR": ("belarus",),
    "Cape Verde": ("cabo-verde",),
    "Democratic Yemen": ("south-yemen", "yemen"),
    "German Democratic Republic": ("german-democratic-republic",),
    "Czech Republic": ("czechia",),
}
"""Names under which a seat voted, other than that of the actor today."""


@dataclass(frozen=True)
class CouncilRules:
    """How many members the Charter provides, how many seats were filled, and how many votes a decision takes.

    A decision on substance also takes the absence of a negative vote of any permanent member (Art. 27 (3)).
    """

    size: int
    seats_filled: int
    majority: int


def council_rules(day: date) -> CouncilRules | None:
    """The rules of `day`; None before the Council first met."""
    if day < FIRST_MEETING:
        return None
    if day < ENLARGED:
        return CouncilRules(11, 11, 7)
    return CouncilRules(15, 15 if day >= NEW_SEATS_FILLED else 11, 9)


@dataclass(frozen=True)
class Term:
    """A member's time in an organisation, both days included; `ends_on` None while it lasts."""

    organisation: str
    member: str
    starts_on: date
    ends_on: date | None

    def covers(self, day: date) -> bool:
        """Whether the member belonged on `day`."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


def members_among(terms: Iterable[Term], organisation: str, day: date) -> frozenset[str]:
    """The members of `organisation` on `day`, of the terms given."""
    return frozenset(term.member for term in terms if term.organisation == organisation and term.covers(day))


def overlapping(terms: Iterable[Term]) -> list[tuple[Term, Term]]:
    """Pairs of terms of one member in one organisation that share a day, in order of their beginning."""
    found: list[tuple[Term, Term]] = []
    last: dict[tuple[str, str], Term] = {}
    for term in sorted(terms, key=lambda row: (row.organisation, row.member, row.starts_on)):
        key = (term.organisation, term.member)
        before = last.get(key)
        if before is not None and (before.ends_on is None or term.starts_on <= before.ends_on):
            found.append((before, term))
        last[key] = term
    return found


def voter_id(name: str, ids_by_name: Mapping[str, str], members: Iterable[str] = ()) -> str | None:
    """The actor that voted under `name`; among several that bore it, the one in `members`. None if unknown."""
    candidates = [*([ids_by_name[name]] if name in ids_by_name else []), *FORMER_NAMES.get(name, ())]
    sitting = set(members)
    return next((actor for actor in candidates if actor in sitting), candidates[0] if candidates else None)
