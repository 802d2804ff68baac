"""The line of time of a strip: where days lie on it.

A phase of 78 days beside one of 25 years must stay legible: where one scale for all would leave a phase too narrow,
each phase gets a scale of its own, and the axis says so. Inside a phase days are evenly spaced in either case. What
lies before, between and after the phases is drawn short, with a break in the axis. Places are per cent of the width.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from typing import Literal

from django.utils.translation import ngettext

RIGHT = 93.0
"""Per cent of the width that the phases share; the rest holds the words of the scales."""
FLANK, GAP, NARROWEST, LEAST_SHARED = 8.0, 3.5, 20.0, 72.0
"""Width of what lies before and after, of a gap, and of the narrowest phase, all phases having at least that share."""
ONE_DAY = timedelta(days=1)
MARGIN, NEAR = timedelta(days=14), timedelta(days=366)
"""What is drawn beyond a change of the law outside the phases, and how near to them a change must be to be drawn."""
_DAYS_OF_A_YEAR = 365.25

Kind = Literal["phase", "before", "gap", "after"]


@dataclass(frozen=True)
class Stretch:
    """Days, both included, on which the answers of a phase come to one verdict; None where an end is open."""

    verdict: str
    since: date | None
    until: date | None
    today: bool


@dataclass(frozen=True)
class StripPhase:
    """What the strip is told of a phase. `ends_on` None while it lasts; numbers None where nothing is rated.

    `low` and `high` are the interval of `index`, or its bounds while it speaks only of what is rated (`partial`).
    """

    number: int
    title: str
    starts_on: date
    ends_on: date | None
    as_of: date
    verdict: str | None
    stretches: tuple[Stretch, ...] = ()
    index: float | None = None
    low: float | None = None
    high: float | None = None
    partial: bool = False
    gross: float | None = None
    adjusted_low: float | None = None
    adjusted_high: float | None = None


@dataclass(frozen=True)
class StripEvent:
    """A turning event: its number in the list below the strip, its day, and the number of its phase if it has one."""

    number: int
    on: date
    phase: int | None = None


@dataclass(frozen=True)
class Piece:
    """A part of the line of time: a phase, or what lies before, between or after; `after` is the day after its last."""

    kind: Kind
    x: float
    width: float
    first: date
    after: date
    phase: StripPhase | None = None

    @property
    def right(self) -> float:
        """Its right edge."""
        return round(self.x + self.width, 2)

    def at(self, day: date) -> float:
        """The place of a day, held inside the piece."""
        days = max((self.after - self.first).days, 1)
        share = min(max((day - self.first).days / days, 0.0), 1.0)
        return round(self.x + self.width * share, 2)

    @property
    def length(self) -> str:
        """How long it is, in words."""
        return length_words((self.after - self.first).days)


def length_words(days: int) -> str:
    """ "5 days", "11 weeks", "14 months", "25 years": as much as an axis can say."""
    if days < 21:
        return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}
    if days < 120:
        return ngettext("%(count)d week", "%(count)d weeks", round(days / 7)) % {"count": round(days / 7)}
    years = days / _DAYS_OF_A_YEAR
    if years < 3:
        months = round(12 * years)
        return ngettext("%(count)d month", "%(count)d months", months) % {"count": months}
    return ngettext("%(count)d year", "%(count)d years", round(years)) % {"count": round(years)}


def _after(phase: StripPhase, today: date) -> date:
    last = phase.ends_on or max(today, phase.starts_on)
    return last + ONE_DAY


def pieces_of(
    phases: Sequence[StripPhase], events: Sequence[StripEvent], today: date
) -> tuple[bool, list[Piece]]:
    """The line of time, and whether all phases share one scale."""
    first, last = phases[0].starts_on, max(_after(phase, today) for phase in phases)
    early, late = _outside(phases, events, first, last)
    before, after = early < first, late > last
    ends = list(accumulate((_after(phase, today) for phase in phases), max))
    gaps = [(end, phase.starts_on) for end, phase in zip(ends, phases[1:], strict=False)]
    room = RIGHT - FLANK * (before + after) - GAP * sum(end < start for end, start in gaps)
    shared, widths = _widths([(_after(phase, today) - phase.starts_on).days for phase in phases], room)
    found, x = [], 0.0
    if before:
        found.append(Piece("before", x, FLANK, early, first))
        x += FLANK
    for place, (phase, width) in enumerate(zip(phases, widths, strict=True)):
        if place and gaps[place - 1][0] < phase.starts_on:
            found.append(Piece("gap", round(x, 2), GAP, *gaps[place - 1]))
            x += GAP
        found.append(
            Piece("phase", round(x, 2), round(width, 2), phase.starts_on, _after(phase, today), phase)
        )
        x += width
    if after:
        found.append(Piece("after", round(x, 2), FLANK, last, late))
    return shared, found


def _outside(
    phases: Sequence[StripPhase], events: Sequence[StripEvent], first: date, last: date
) -> tuple[date, date]:
    """The first day to draw and the one after the last: those of the phases, of the events outside them, and enough to
    show the nearest change of the law before the first phase, and after the last if it has ended.
    """
    days = [item.on for item in events]
    changes = [stretch.since for stretch in phases[0].stretches if stretch.since and stretch.since < first]
    near = [day - MARGIN for day in changes[-1:] if first - day <= NEAR]
    early = min([first, *(day - ONE_DAY for day in days if day < first), *near])
    ended = [stretch.since for stretch in phases[-1].stretches if stretch.since and stretch.since >= last]
    near = [day + MARGIN for day in ended[:1] if day - last <= NEAR and phases[-1].ends_on is not None]
    return early, max([last, *(day + ONE_DAY for day in days), *near])


def _widths(days: Sequence[int], room: float) -> tuple[bool, list[float]]:
    """One scale where it leaves no phase too narrow; else by the square root of the days, none below the least."""
    least = min(NARROWEST, LEAST_SHARED / len(days)) * room / 100
    even = [room * count / sum(days) for count in days]
    if min(even) >= least:
        return True, even
    roots = [count**0.5 for count in days]
    spare = room - least * len(days)
    return False, [least + spare * root / sum(roots) for root in roots]


def place_of(pieces: Sequence[Piece], event: StripEvent) -> float:
    """The place of an event: in its own phase, else in the first phase that has its day, else outside the phases."""

    def rank(piece: Piece) -> int:
        if piece.phase is None:
            return 2
        return 0 if piece.phase.number == event.phase else 1

    for piece in sorted(pieces, key=rank):
        if piece.first <= event.on < piece.after:
            return piece.at(event.on)
    return pieces[0].x if event.on < pieces[0].first else pieces[-1].right
