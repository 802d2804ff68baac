"""A vote as seats and names, with its arithmetic (for + against + abstained + absent + not participating).

Absence is not abstention, and the abstention of a permanent member is no veto. Names nobody recorded stay
unknown: they are never worked out by subtraction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

#: The permanent members, under every name their seat has had (Charter, Art. 23).
PERMANENT_MEMBERS = frozenset(
    {
        "China",
        "Republic of China",
        "France",
        "Russia",
        "Russian Federation",
        "Soviet Union",
        "USSR",
        "United Kingdom",
        "UK",
        "United States",
        "United States of America",
        "US",
        "USA",
    }
)
SECURITY_COUNCIL = "UN Security Council"
#: More seats than this are not drawn one by one.
MOST_SEATS = 20
_KINDS: tuple[tuple[str, str, str, Any], ...] = (
    ("for", "for", "for_names", gettext_lazy("for")),
    ("against", "against", "against_names", gettext_lazy("against")),
    ("abstain", "abstain", "abstaining", gettext_lazy("abstained")),
    ("absent", "absent", "absent_names", gettext_lazy("absent")),
    ("away", "not_participating", "not_participating_names", gettext_lazy("did not take part")),
)


@dataclass(frozen=True)
class Name:
    """A voter and whether it is a permanent member of the Security Council."""

    text: str
    permanent: bool


@dataclass(frozen=True)
class Side:
    """One way of voting: its class name, its word, how many, and the names as far as they are recorded."""

    kind: str
    word: str
    count: int
    names: tuple[Name, ...]
    missing: int


@dataclass(frozen=True)
class Seat:
    """One seat of the drawing: class name, left edge and width in per cent."""

    kind: str
    x: float
    width: float


@dataclass(frozen=True)
class Vote:
    """A vote ready to be shown. ``mode`` is set instead of sides where nothing was counted."""

    sides: tuple[Side, ...]
    seats: tuple[Seat, ...]
    total: int
    arithmetic: str
    note: str
    mode: str
    has_permanent: bool


def _names(value: object, council: bool) -> tuple[Name, ...]:
    listed: Sequence[Any] = value if isinstance(value, list | tuple) else ()
    return tuple(Name(str(name), council and str(name) in PERMANENT_MEMBERS) for name in listed)


def _sides(vote: Mapping[str, Any], council: bool) -> tuple[Side, ...]:
    sides = []
    for kind, key, names_key, word in _KINDS:
        # Some files give the names under the key of the count.
        names = _names(vote.get(names_key) or vote.get(key), council)
        stored = vote.get(key)
        count = stored if isinstance(stored, int) else len(names)
        if count or kind in {"for", "against"} or (kind == "abstain" and council):
            sides.append(Side(kind, str(word), count, names, max(count - len(names), 0)))
    return tuple(sides)


def _seats(sides: Sequence[Side], total: int) -> tuple[Seat, ...]:
    """Return one rectangle per seat, or one per side where there are too many seats to tell apart."""
    if not total:
        return ()
    if total <= MOST_SEATS:
        pitch = 100 / total
        kinds = [side.kind for side in sides for _seat in range(side.count)]
        return tuple(
            Seat(kind, round(place * pitch + 0.4, 2), round(pitch - 1.27, 2))
            for place, kind in enumerate(kinds)
        )
    seats, at = [], 0.0
    for side in sides:
        width = 100 * side.count / total
        if width:
            seats.append(Seat(side.kind, round(at, 2), round(max(width - 0.5, 0.3), 2)))
        at += width
    return tuple(seats)


def votes_needed(total: int) -> int | None:
    """Return how many of the Council's votes a decision takes: 9 of 15, 7 of 11 (before 31 August 1965)."""
    return {15: 9, 11: 7}.get(total)


def _note(vote: Mapping[str, Any], council: bool, total: int, sides: Sequence[Side]) -> str:
    needed = votes_needed(total) if council else None
    if not needed:
        return ""
    vetoes = [name.text for side in sides if side.kind == "against" for name in side.names if name.permanent]
    if vote.get("outcome") == "veto":
        return _("Not adopted: a permanent member voted against.")
    if vote.get("outcome") == "not enough votes" or int(vote.get("for") or 0) < needed:
        short = _("Not adopted: %(needed)d votes in favour were needed.") % {"needed": needed}
        return f"{short} {_('No negative vote therefore acted as a veto.')}" if vetoes else short
    return ""


def vote_view(vote: Mapping[str, Any] | None, body: str = "") -> Vote:
    """Return what a page shows of a vote ``{for, against, abstain, abstaining, for_names, against_names,
    absent, not_participating, outcome, mode}``; every part may be missing, and counts of None mean that
    nobody counted.
    """
    given = vote or {}
    council = body == SECURITY_COUNCIL
    if given.get("for") is None:
        mode = str(given.get("mode") or _("The vote is not recorded here."))
        return Vote((), (), 0, "", "", mode[:1].upper() + mode[1:], False)
    sides = _sides(given, council)
    total = sum(side.count for side in sides)
    terms = " + ".join(str(side.count) for side in sides)
    seats = ngettext("%(total)d seat", "%(total)d seats", total)
    counted = seats if council else ngettext("%(total)d vote", "%(total)d votes", total)
    arithmetic = f"{terms} = " + counted % {"total": total}
    return Vote(
        sides=sides,
        seats=_seats(sides, total),
        total=total,
        arithmetic=arithmetic,
        note=_note(given, council, total, sides),
        mode="",
        has_permanent=any(name.permanent for side in sides for name in side.names),
    )


def vote_sentence(vote: Vote) -> str:
    """Return "3 for, 12 against, 0 abstained" for a screen reader."""
    return ", ".join(f"{side.count} {side.word}" for side in vote.sides)
