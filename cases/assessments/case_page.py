"""What the page on a case shows of its record: read once, resolved once, nothing queried in a template."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol, TypeVar

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from cases.assessments.models import Assessment, Snapshot
from cases.assessments.phase_answers import PhaseAnswers, summary_shown
from cases.assessments.selectors import assessments
from cases.studies.models import Case, CaseActor, Claim, Criticism, Event, Figure, Holding, Phase, Source
from cases.studies.narrative import references_in, render
from frameworks.models import Actor, Instrument, Provision
from frameworks.naming import short_name, vote_counts
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


class OfPhase(Protocol):
    """An entry of the record that may belong to one phase."""

    phase_id: int | None


RowT = TypeVar("RowT", bound=OfPhase)


@dataclass(frozen=True)
class EventRow:
    """An entry of the time line, the law it is about, and whether it belongs to the phase that is shown."""

    event: Event
    law: Instrument | Provision | None
    of_phase: bool


@dataclass(frozen=True)
class ClaimRow:
    """A claim, the law it turns on, and who objected, in words."""

    claim: Claim
    law: list[Instrument | Provision]
    objected_by: str


@dataclass(frozen=True)
class FigureRow:
    """A figure with its low, best and high as text."""

    figure: Figure
    low: str
    best: str
    high: str


@dataclass(frozen=True)
class VoteRow:
    """A vote counted on an instrument of the phase: its counts in short, and whether it is shown opened."""

    instrument: Instrument
    name: str
    result: str
    during: bool


@dataclass(frozen=True)
class CasePage:
    """The record of a case, narrowed to one phase where it is the phase's own."""

    paragraphs: list[SafeString]
    events: list[EventRow]
    claims: list[ClaimRow]
    holdings: list[Holding]
    figures: list[FigureRow]
    criticisms: list[Criticism]
    votes: list[VoteRow]
    instruments: list[Instrument]
    actors: list[tuple[str, list[CaseActor]]]
    sources: list[Source]


def case_page(case: Case, phase: Phase | None) -> CasePage:
    """The record of `case` (from selectors.case_record), of its phase `phase` and of no phase in particular."""
    claims = _of_phase(case.claims.all(), phase)
    law = references(_references(case, claims))
    instruments = list(phase.instruments.all()) if phase else []
    return CasePage(
        paragraphs=[render(paragraph, law) for paragraph in case.narrative],
        events=[
            EventRow(event, law.get(event.reference), phase is not None and event.phase_id == phase.pk)
            for event in case.events.all()
        ],
        claims=_claim_rows(claims, law),
        holdings=_of_phase(case.holdings.all(), phase),
        figures=[_figure_row(figure) for figure in _of_phase(case.figures.all(), phase)],
        criticisms=_of_phase(case.criticisms.all(), phase),
        votes=_vote_rows(instruments, phase),
        instruments=instruments,
        actors=_by_role(case.actor_rows.all()),
        sources=list(case.sources.all()),
    )


def assessments_of(user: Person, phase: Phase) -> list[PhaseAnswers]:
    """The assessments of `phase` that `user` may see, the reference first."""
    rows = assessments(user).filter(phase=phase)
    listed = [PhaseAnswers(phase, row, summary_shown(row)) for row in rows]
    return sorted(listed, key=lambda filed: filed.assessment is None or filed.assessment.reference is None)


def evaluation_shown(assessment: Assessment | None) -> dict[str, Any] | None:
    """The whole evaluation that was last frozen; None for a draft that was never submitted."""
    if assessment is None:
        return None
    newest = Snapshot.objects.filter(assessment=assessment).order_by("-revision")
    evaluation = newest.values_list("evaluation", flat=True).first()
    return dict(evaluation) if evaluation else None


def _of_phase(rows: Iterable[RowT], phase: Phase | None) -> list[RowT]:
    """The rows of `phase` and those of the case as a whole."""
    return [row for row in rows if row.phase_id is None or (phase is not None and row.phase_id == phase.pk)]


def _references(case: Case, claims: Iterable[Claim]) -> set[str]:
    found = references_in(case.narrative)
    found |= {event.reference for event in case.events.all() if event.reference}
    found |= {item for claim in claims for item in claim.provisions}
    return found


def _claim_rows(claims: Iterable[Claim], law: Law) -> list[ClaimRow]:
    listed = list(claims)
    ids = {actor for claim in listed for actor in claim.objected_by}
    names = dict(Actor.objects.filter(pk__in=ids).values_list("pk", "name"))
    return [
        ClaimRow(
            claim,
            [law[item] for item in claim.provisions if item in law],
            ", ".join(names.get(actor, actor) for actor in claim.objected_by),
        )
        for claim in listed
    ]


def _vote_rows(instruments: Iterable[Instrument], phase: Phase | None) -> list[VoteRow]:
    """The counted votes, oldest first. Where none was cast during the phase, the last before it stands for it."""
    rows = []
    for item in instruments:
        if phase is None or not item.vote or item.vote.get("for") is None:
            continue
        after = item.adopted_on is not None and item.adopted_on >= phase.starts_on
        before = phase.ends_on is None or (item.adopted_on is not None and item.adopted_on <= phase.ends_on)
        rows.append(VoteRow(item, short_name(item), vote_counts(item), after and before))
    if rows and not any(row.during for row in rows):
        rows[-1] = replace(rows[-1], during=True)
    return rows


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
