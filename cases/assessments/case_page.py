"""What the page on a case shows of its record: read once, resolved once, nothing queried in a template."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Protocol, TypeVar

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from cases.assessments.case_claims import Exchange, exchanges_of
from cases.assessments.case_ledger import LedgerItem, ledger_items, ledger_references
from cases.assessments.models import Assessment
from cases.assessments.phase_answers import PhaseAnswers, summary_shown
from cases.assessments.presentation.authorities import authorities_words
from cases.assessments.selectors import assessments, newest_snapshots
from cases.studies.authorities import Authorities, authorities_on
from cases.studies.ledger import ledger_of
from cases.studies.models import Case, CaseActor, Claim, Criticism, Event, Figure, Holding, Phase, Source
from cases.studies.narrative import references_in, render
from cases.studies.selectors import strategic_concepts
from cases.studies.timeline import Day, LawOfTheDay, law_of_the_day, timeline_of
from frameworks.models import Actor, Instrument, Provision
from frameworks.selectors import references
from natoassess.accounts.selectors import Person

Law = Mapping[str, Instrument | Provision]

ROLES: dict[str, Promise] = {
    "acting": _("Acting"),
    "target": _("State concerned"),
    "supporting": _("Supporting"),
    "mediating": _("Mediating"),
    "objecting": _("Objecting"),
    "investigating": _("Examining"),
}

SOURCE_KINDS: dict[str, Promise] = {
    "resolution": _("Resolutions"),
    "judgment": _("Judgments and decisions of courts"),
    "official": _("Official records"),
    "statement": _("Statements and letters"),
    "report": _("Reports and inquiries"),
    "scholarship": _("Scholarship"),
    "press": _("Press"),
}
"""Heading of each kind of source, in the order in which the page lists them."""


class OfPhase(Protocol):
    """An entry of the record that may belong to one phase."""

    phase_id: int | None


RowT = TypeVar("RowT", bound=OfPhase)


@dataclass(frozen=True)
class EventRow:
    """An event, the law it is about, whether it belongs to the phase shown, and its number if it is a turning point."""

    event: Event
    law: Instrument | Provision | None
    of_phase: bool
    number: int | None


@dataclass(frozen=True)
class DayRow:
    """A day of the time line with its events; `begins` are the phases that begin on it, each with its law."""

    day: Day
    events: list[EventRow]
    begins: list[tuple[Phase, LawOfTheDay]]


@dataclass(frozen=True)
class SourceRow:
    """A source and the number by which the page cites it."""

    source: Source
    number: int


@dataclass(frozen=True)
class Beside:
    """What authorities held beside what natoassess computes: how the verdict stands to them, and why it differs."""

    authorities: Authorities
    stands: str
    differs: str

    @property
    def held(self) -> str:
        """What they held, in a line."""
        return authorities_words(self.authorities)


@dataclass(frozen=True)
class FigureRow:
    """A figure with its low, best and high as text."""

    figure: Figure
    low: str
    best: str
    high: str


@dataclass(frozen=True)
class CasePage:
    """The record of a case, narrowed to one phase where it is the phase's own."""

    paragraphs: list[SafeString]
    turns: list[Event]
    days: list[DayRow]
    ledger: list[LedgerItem]
    exchanges: list[Exchange]
    holdings: list[Holding]
    figures: list[FigureRow]
    criticisms: list[Criticism]
    instruments: list[Instrument]
    actors: list[tuple[str, list[CaseActor]]]
    sources: list[tuple[str, list[SourceRow]]]
    numbers: dict[str, int]


def case_page(
    case: Case,
    phase: Phase | None,
    *,
    evaluation: Mapping[str, Any] | None = None,
    titles: Mapping[str, str] | None = None,
    whole_ledger: bool = False,
) -> CasePage:
    """The record of `case` (from selectors.case_record), of its phase `phase` and of no phase in particular.

    `evaluation` is that of the phase and `titles` are those of its legal tests. With `whole_ledger` the ledger is that
    of all phases.
    """
    claims = _of_phase(case.claims.all(), phase)
    ledger = ledger_of(case, None if whole_ledger else phase)
    law = references(_references(case, claims) | ledger_references(ledger))
    names = _names([*(actor for claim in claims for actor in claim.objected_by), *ledger.actors()])
    judged = list(case.phases.all()) if whole_ledger or phase is None else [phase]
    sources = _by_kind(case.sources.all())
    return CasePage(
        paragraphs=[render(paragraph, law) for paragraph in case.narrative],
        turns=[event for event in case.events.all() if event.turn],
        days=_day_rows(case, phase, law),
        ledger=ledger_items(ledger, judged, law, names),
        exchanges=exchanges_of(claims, law, names, evaluation, titles),
        holdings=_of_phase(case.holdings.all(), phase),
        figures=[_figure_row(figure) for figure in _of_phase(case.figures.all(), phase)],
        criticisms=_of_phase(case.criticisms.all(), phase),
        instruments=list(phase.instruments.all()) if phase else [],
        actors=_by_role(case.actor_rows.all()),
        sources=sources,
        numbers={row.source.slug: row.number for _label, rows in sources for row in rows},
    )


def assessments_of(user: Person, phase: Phase) -> list[PhaseAnswers]:
    """The assessments of `phase` that `user` may see, the reference first."""
    rows = assessments(user).filter(phase=phase)
    listed = [PhaseAnswers(phase, row, summary_shown(row)) for row in rows]
    return sorted(listed, key=lambda filed: filed.assessment is None or filed.assessment.reference is None)


def evaluations_shown(answers: Iterable[PhaseAnswers]) -> dict[int, dict[str, Any]]:
    """The whole evaluation last frozen of each assessment in `answers`, by its key; none where none was submitted."""
    listed = [answer.assessment for answer in answers if answer.assessment is not None]
    return {key: dict(row.evaluation) for key, row in newest_snapshots(listed).items()}


def beside_authorities(phase: Phase, assessment: Assessment | None, verdict: str | None) -> Beside:
    """What authorities held of `phase`, and how the `verdict` of `assessment` stands to it; one query."""
    authorities = authorities_on([phase])[phase.pk]
    return Beside(
        authorities,
        authorities.against(verdict or "none"),
        assessment.differs if assessment is not None else "",
    )


def _of_phase(rows: Iterable[RowT], phase: Phase | None) -> list[RowT]:
    """The rows of `phase` and those of the case as a whole."""
    return [row for row in rows if row.phase_id is None or (phase is not None and row.phase_id == phase.pk)]


def _references(case: Case, claims: Iterable[Claim]) -> set[str]:
    found = references_in(case.narrative)
    found |= {event.reference for event in case.events.all() if event.reference}
    found |= {item for claim in claims for item in claim.provisions}
    return found


def _names(ids: Iterable[str]) -> dict[str, str]:
    """The names of actors, by their ids."""
    return dict(Actor.objects.filter(pk__in=set(ids)).values_list("pk", "name"))


def _day_rows(case: Case, phase: Phase | None, law: Law) -> list[DayRow]:
    concepts = strategic_concepts()
    numbers = {event.pk: number for number, event in enumerate((e for e in case.events.all() if e.turn), 1)}
    return [
        DayRow(
            day,
            [
                EventRow(
                    event,
                    law.get(event.reference),
                    phase is not None and event.phase_id == phase.pk,
                    numbers.get(event.pk),
                )
                for event in day.events
            ],
            [(begun, law_of_the_day(begun, concepts)) for begun in day.begins],
        )
        for day in timeline_of(case, concepts)
    ]


def _by_kind(sources: Iterable[Source]) -> list[tuple[str, list[SourceRow]]]:
    """The sources under the headings of their kinds, numbered through in that order."""
    places = list(SOURCE_KINDS)

    def place(source: Source) -> int:
        return places.index(source.kind) if source.kind in places else len(places)

    ordered: Sequence[Source] = sorted(sources, key=lambda source: (place(source), source.position))
    rows = [SourceRow(source, number) for number, source in enumerate(ordered, 1)]
    headings = [*SOURCE_KINDS.values(), _("Other sources")]
    return [
        (str(headings[at]), list(group)) for at, group in groupby(rows, key=lambda row: place(row.source))
    ]


def _figure_row(figure: Figure) -> FigureRow:
    return FigureRow(figure, _amount(figure.low), _amount(figure.best), _amount(figure.high))


def _amount(value: float | None) -> str:
    """ "9,002", "3.5", or a dash for what nobody counted."""
    if value is None:
        return "–"
    return f"{value:,.0f}" if value == int(value) else f"{value:,}"


def _by_role(rows: Iterable[CaseActor]) -> list[tuple[str, list[CaseActor]]]:
    listed = list(rows)
    known = [(role, str(label)) for role, label in ROLES.items()]
    others = sorted({row.role for row in listed} - set(ROLES))
    roles = known + [(role, role.capitalize()) for role in others]
    grouped = [(label, [row for row in listed if row.role == role]) for role, label in roles]
    return [(label, members) for label, members in grouped if members]
