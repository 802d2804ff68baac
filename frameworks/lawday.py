"""What was law on a day: whether an instrument or clause was in force, not yet made, or ended. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from frameworks.models import Instrument, Provision


class Standing(Enum):
    """How something stood on a day."""

    NOT_YET = "not-yet"
    ADOPTED = "adopted"
    IN_FORCE = "in-force"
    ENDED = "ended"
    EVIDENCE = "evidence"
    NEVER = "never"

    @property
    def words(self) -> Promise:
        """As pages say it."""
        return WORDS[self]


WORDS: dict[Standing, Promise] = {
    Standing.NOT_YET: _("not yet made"),
    Standing.ADOPTED: _("adopted, not yet in force"),
    Standing.IN_FORCE: _("in force"),
    Standing.ENDED: _("ended"),
    Standing.EVIDENCE: _("made; evidence, never in force"),
    Standing.NEVER: _("voted down"),
}


def standing_on(
    day: date, *, made: date | None, start: date | None, end: date | None, draft: bool = False
) -> Standing:
    """How something made on `made` and in force from `start` to `end`, both included, stood on `day`."""
    if start is None:
        if made is not None and day < made:
            return Standing.NOT_YET
        return Standing.NEVER if draft else Standing.EVIDENCE
    if day < start:
        return Standing.ADOPTED if made is not None and made <= day else Standing.NOT_YET
    return Standing.ENDED if end is not None and day > end else Standing.IN_FORCE


def instrument_standing(instrument: Instrument, day: date) -> Standing:
    """How an instrument stood on `day`."""
    return standing_on(
        day,
        made=instrument.adopted_on,
        start=instrument.in_force_from,
        end=instrument.in_force_until,
        draft="not adopted" in instrument.kind,
    )


def provision_standing(provision: Provision, instrument: Instrument, day: date) -> Standing:
    """How a clause stood on `day`, by its own period or else that of its instrument."""
    return standing_on(
        day,
        made=instrument.adopted_on,
        start=provision.in_force_from or instrument.in_force_from,
        end=provision.in_force_until or instrument.in_force_until,
        draft="not adopted" in instrument.kind,
    )


@dataclass(frozen=True)
class Effective:
    """How many clauses of an instrument were in force on a day, of how many."""

    in_force: int
    total: int


def effective_provisions(instrument: Instrument, day: date) -> Effective:
    """Count the clauses of `instrument`, whose provisions are prefetched, that were in force on `day`."""
    rows = list(instrument.provisions.all())
    count = sum(provision_standing(row, instrument, day) is Standing.IN_FORCE for row in rows)
    return Effective(count, len(rows))
