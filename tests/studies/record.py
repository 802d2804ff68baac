"""A small case of invented law, so that a test says all that it rests on."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.models import AnonymousUser

from cases.studies.models import Case, LedgerEntry, Phase
from cases.studies.models.case import CaseKind
from cases.studies.selectors import case_record
from frameworks.models import Instrument, Provision

COUNCIL = "UN Security Council"


def case_with_phases(*periods: tuple[date, date | None]) -> tuple[Case, list[Phase]]:
    """A case of the library with one phase for each period, judged for its first day."""
    case = Case.objects.create(
        slug="invented", title="Invented", kind=CaseKind.HISTORICAL, starts_on=periods[0][0]
    )
    phases = [
        Phase.objects.create(
            case=case,
            slug=f"phase-{number}",
            title=f"Phase {number}",
            label=f"Invented {number}",
            position=number,
            starts_on=start,
            ends_on=end,
            as_of=start,
        )
        for number, (start, end) in enumerate(periods)
    ]
    return case, phases


def resolution(phase: Phase, slug: str, on: date, **values: Any) -> Instrument:
    """A resolution of the Council that the phase lists."""
    return _instrument(
        phase, slug, on, "UNSC resolution", {"in_force_from": on, "binding": "binding", **values}
    )


def draft(phase: Phase, slug: str, on: date, vote: dict[str, Any], **values: Any) -> Instrument:
    """A draft that was not adopted."""
    return _instrument(
        phase, slug, on, "UNSC draft (not adopted)", {"binding": "evidence", "vote": vote, **values}
    )


def _instrument(phase: Phase, slug: str, on: date, kind: str, values: dict[str, Any]) -> Instrument:
    given = {"title": slug, "symbol": f"S/{slug}", "body": COUNCIL, "summary": f"What {slug} says", **values}
    made = Instrument.objects.create(id=slug, kind=kind, adopted_on=on, **given)
    phase.instruments.add(made)
    return made


def clause(instrument: Instrument, slug: str, effect: str, **values: Any) -> Provision:
    """A clause of an instrument."""
    return Provision.objects.create(
        id=f"{instrument.pk}#{slug}",
        instrument=instrument,
        slug=slug,
        label=slug.upper(),
        position=instrument.provisions.count(),
        effect=effect,
        summary=f"What {slug} says",
        **values,
    )


def entry(case: Case, slug: str, kind: str, on: date, **values: Any) -> LedgerEntry:
    """An entry of the case file."""
    return LedgerEntry.objects.create(
        case=case,
        slug=slug,
        kind=kind,
        on=on,
        text=f"What {slug} says",
        position=case.ledger.count(),
        **values,
    )


def read(case: Case) -> tuple[Case, list[Phase]]:
    """The case with its record prefetched, as the page reads it, and its phases."""
    record = case_record(case, AnonymousUser())
    return record, list(record.phases.all())
