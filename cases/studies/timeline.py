"""The time line of a case against the law of the day: events beside the law that began or ended then."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils.translation import gettext_lazy as _

from cases.studies.ledger import BACKGROUND, DRAFT, RESOLUTION
from cases.studies.models import Case, Event, Phase
from frameworks.models import Instrument, Provision
from frameworks.models.instrument import Nature
from frameworks.naming import vote_counts

CONCEPT = "NATO strategic concept"
_TREATY = "treaty"
VERBS = {
    RESOLUTION: _("adopted"),
    "GA resolution": _("adopted"),
    CONCEPT: _("adopted"),
    "NATO summit text": _("issued"),
    "ICJ decision": _("delivered"),
    "memorandum": _("signed"),
    "expert manual": _("published"),
    "expert report": _("published"),
    "commission report": _("published"),
    "UN report": _("published"),
}
"""What is done to an instrument of each kind on its day."""


@dataclass(frozen=True)
class LawChange:
    """What became of an instrument on a day: `made`, `in_force`, `rejected`, `ended`, or `clauses_ended`.

    `counts` is its vote in short; `against`, `abstaining` and `absent` the names where the library has them.
    """

    kind: str
    instrument: Instrument
    clauses: tuple[Provision, ...] = ()
    counts: str = ""
    against: tuple[str, ...] = ()
    abstaining: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()

    @property
    def verb(self) -> str:
        """How such an instrument comes about, in a word: a resolution is adopted, a judgment delivered."""
        return str(VERBS.get(self.instrument.kind, _("made")))


@dataclass(frozen=True)
class Day:
    """A day of the time line; `begins` and `ends` are the phases that do so on it.

    `goes_on` is the phase that is under way again alone after a later one ended within it; None on other days.
    """

    on: date
    events: tuple[Event, ...]
    changes: tuple[LawChange, ...]
    begins: tuple[Phase, ...]
    ends: tuple[Phase, ...]
    goes_on: Phase | None = None

    @property
    def turns(self) -> bool:
        """Whether an event of the day is a turning point."""
        return any(event.turn for event in self.events)


@dataclass(frozen=True)
class LawOfTheDay:
    """What was law on the day for which a phase is judged: acts of the record in force, and the Strategic Concept."""

    day: date
    concept: Instrument | None
    in_force: tuple[Instrument, ...]

    @property
    def acts(self) -> list[Instrument]:
        """What binds by itself."""
        return [item for item in self.in_force if item.binding == Nature.BINDING]

    @property
    def evidence(self) -> list[Instrument]:
        """What is evidence of the law: judgments, resolutions of the Assembly, codifications, reports."""
        return [item for item in self.in_force if item.binding != Nature.BINDING]


def timeline_of(case: Case, concepts: Iterable[Instrument]) -> list[Day]:
    """The days of `case` on which something happened or its law changed, oldest first.

    `case` comes from selectors.case_record, `concepts` are the Strategic Concepts. Of law that is general, treaties
    and what was made well before the case began, only the Concepts that came in its course are told.
    """
    phases = list(case.phases.all())
    events = list(case.events.all())
    dates = [event.on for event in events] + [phase.starts_on for phase in phases]
    last = max([*dates, *(phase.ends_on for phase in phases if phase.ends_on)], default=case.starts_on)
    changes = list(_changes(case, phases, concepts, min(dates, default=case.starts_on), last))
    days = {*(event.on for event in events), *(day for day, _law in changes)}
    days |= {phase.starts_on for phase in phases} | {phase.ends_on for phase in phases if phase.ends_on}
    again = _going_on(phases, sorted(days))
    return [
        Day(
            on=day,
            events=tuple(event for event in events if event.on == day),
            changes=tuple(change for changed, change in changes if changed == day),
            begins=tuple(phase for phase in phases if phase.starts_on == day),
            ends=tuple(phase for phase in phases if phase.ends_on == day),
            goes_on=again.get(day),
        )
        for day in sorted(days)
    ]


def _going_on(phases: Iterable[Phase], days: Iterable[date]) -> dict[date, Phase]:
    """The first day after a phase on which an earlier one is still under way, with that one: a heading stands there."""
    listed = sorted(phases, key=lambda phase: phase.starts_on)
    found: dict[date, Phase] = {}
    headed: Phase | None = None
    for day in days:
        under_way = [
            row for row in listed if row.starts_on <= day and (row.ends_on is None or day <= row.ends_on)
        ]
        if any(row.starts_on == day for row in under_way):
            headed = under_way[-1]
        elif headed is not None and under_way and headed not in under_way:
            headed = found[day] = under_way[-1]
    return found


def law_of_the_day(phase: Phase, concepts: Iterable[Instrument]) -> LawOfTheDay:
    """The law of the day for which `phase` is judged, of the acts it lists; treaties, always there, are left out."""
    day = phase.as_of
    listed = [item for item in phase.instruments.all() if item.kind not in {_TREATY, CONCEPT}]
    return LawOfTheDay(
        day, concept_on(concepts, day), tuple(item for item in listed if item.in_force_on(day))
    )


def concept_on(concepts: Iterable[Instrument], day: date) -> Instrument | None:
    """The Strategic Concept in force on `day`; None before the first."""
    return next((concept for concept in concepts if concept.in_force_on(day)), None)


def _changes(
    case: Case, phases: Iterable[Phase], concepts: Iterable[Instrument], first: date, last: date
) -> Iterator[tuple[date, LawChange]]:
    listed = {item.pk: item for phase in phases for item in phase.instruments.all()}
    background = case.starts_on - BACKGROUND
    for item in listed.values():
        if item.kind in {_TREATY, CONCEPT} or item.adopted_on is None:
            continue
        if background <= item.adopted_on <= last or item.kind in {DRAFT, RESOLUTION}:
            yield from _made(item)
        yield from ((day, change) for day, change in _ended(item) if background <= day <= last)
    for concept in concepts:
        if concept.adopted_on and first <= concept.adopted_on <= last:
            yield concept.adopted_on, LawChange("made", concept)


def _made(item: Instrument) -> Iterator[tuple[date, LawChange]]:
    if item.adopted_on is None:
        return
    vote = item.vote or {}
    yield (
        item.adopted_on,
        LawChange(
            "rejected" if item.kind == DRAFT else "made",
            item,
            counts=vote_counts(item),
            against=_names(vote, "against_names", "against"),
            abstaining=_names(vote, "abstaining", "abstain"),
            absent=_names(vote, "absent_names", "absent"),
        ),
    )
    if item.in_force_from and item.in_force_from > item.adopted_on:
        yield item.in_force_from, LawChange("in_force", item)


def _names(vote: dict[str, object], *keys: str) -> tuple[str, ...]:
    listed = next((vote[key] for key in keys if isinstance(vote.get(key), list)), [])
    return tuple(str(name) for name in listed) if isinstance(listed, list) else ()


def _ended(item: Instrument) -> Iterator[tuple[date, LawChange]]:
    """The end of the whole instrument, and of those of its clauses that ended before it, by day."""
    if item.in_force_until:
        yield item.in_force_until, LawChange("ended", item)
    ended = sorted(
        (
            row
            for row in item.provisions.all()
            if row.in_force_until and row.in_force_until != item.in_force_until
        ),
        key=lambda row: (row.in_force_until, row.position),
    )
    for day, rows in groupby(ended, key=lambda row: row.in_force_until):
        if day is not None:
            yield day, LawChange("clauses_ended", item, clauses=tuple(rows))
