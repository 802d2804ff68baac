"""Who relies on an instrument in the cases: claims, phases, and answers of published assessments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db.models import Q, TextField
from django.db.models.functions import Cast
from django.urls import reverse

from cases.assessments.models import Finding
from cases.assessments.models.finding import FindingKind
from cases.assessments.phase_answers import assessment_title, phase_answers
from cases.assessments.selectors import published
from cases.studies import selectors as studies
from cases.studies.models import Claim, Event, Phase
from frameworks import reliance
from frameworks.models import Actor, Catalogue, Instrument
from frameworks.reliance import AnswerGiven, ClaimMade, EventRecorded, PhaseConcerned, Reliance
from frameworks.usage import names_instrument
from natoassess.accounts.selectors import Person
from natoassess.web.presentation import words


def register() -> None:
    """Let the pages of the law ask here."""
    reliance.register("cases", reliance_in_cases)


def phase_address(phase: Phase) -> str:
    """The page of a case with that phase selected."""
    return f"{reverse('cases:detail', args=[phase.case.slug])}?phase={phase.slug}"


def reliance_in_cases(instrument: Instrument, user: Person) -> Reliance:
    """What relies on `instrument` in the cases and published assessments that `user` may see."""
    phases = {phase.pk: phase for phase in studies.phases(user)}
    claims = _claims_naming(instrument, user)
    held = set(instrument.phases.values_list("pk", flat=True))
    wanted = held | {claim.phase_id for claim in claims}
    answers = phase_answers(user, [phase for pk, phase in phases.items() if pk in wanted])
    verdicts = {answer.phase.pk: answer.verdict for answer in answers}
    return Reliance(
        claims=_claims_made(claims, instrument, phases, verdicts),
        answers=_answers_given(instrument, user),
        phases=tuple(
            PhaseConcerned(str(phase), phase_address(phase), verdicts.get(pk))
            for pk, phase in phases.items()
            if pk in held
        ),
        events=_events_about(instrument, user),
    )


def _events_about(instrument: Instrument, user: Person) -> tuple[EventRecorded, ...]:
    """The events of the cases that are about the instrument or a clause of it, oldest first."""
    rows = (
        Event.objects.filter(
            Q(reference=instrument.pk) | Q(reference__startswith=f"{instrument.pk}#"),
            case__in=studies.cases(user),
        )
        .select_related("case", "phase")
        .order_by("on", "case__slug", "position")
    )
    return tuple(
        EventRecorded(
            title=str(row.case),
            url=reverse("cases:detail", args=[row.case.slug]),
            on=row.on,
            text=row.text,
            clauses=_clauses([row.reference], instrument),
        )
        for row in rows
    )


def _clauses(references: Iterable[str], instrument: Instrument) -> tuple[str, ...]:
    """The labels of the clauses of `instrument` among the references."""
    labels = {provision.id: provision.label for provision in instrument.provisions.all()}
    return tuple(labels[item] for item in references if item in labels)


def _is_named(references: Iterable[str], instrument: Instrument) -> bool:
    return any(names_instrument(item, instrument.pk) for item in references)


def _claims_naming(instrument: Instrument, user: Person) -> list[Claim]:
    """The claims that name the instrument: narrowed by text in the database, made exact here."""
    rows = (
        Claim.objects.filter(case__in=studies.cases(user))
        .annotate(named=Cast("provisions", TextField()))
        .filter(named__contains=f'"{instrument.pk}')
        .select_related("actor", "case")
        .order_by("case__starts_on", "case", "phase__position", "position")
    )
    return [claim for claim in rows if _is_named(claim.provisions, instrument)]


def _claims_made(
    claims: Iterable[Claim],
    instrument: Instrument,
    phases: Mapping[int, Phase],
    verdicts: Mapping[int, str | None],
) -> tuple[ClaimMade, ...]:
    listed = list(claims)
    ids = {actor for claim in listed for actor in claim.objected_by}
    names = dict(Actor.objects.filter(pk__in=ids).values_list("pk", "name"))
    made = []
    for claim in listed:
        phase = phases.get(claim.phase_id) if claim.phase_id is not None else None
        made.append(
            ClaimMade(
                title=str(phase or claim.case),
                url=phase_address(phase) if phase else reverse("cases:detail", args=[claim.case.slug]),
                by=claim.claimant,
                stance=claim.stance,
                clauses=_clauses(claim.provisions, instrument),
                text=claim.text,
                objected_by=", ".join(names.get(actor, actor) for actor in claim.objected_by),
                verdict=verdicts.get(phase.pk) if phase else None,
            )
        )
    return tuple(made)


def _answers_given(instrument: Instrument, user: Person) -> tuple[AnswerGiven, ...]:
    """The facts of published assessments that rest on the instrument."""
    rows = (
        Finding.objects.filter(assessment__in=published(user), kind=FindingKind.FACT)
        .annotate(named=Cast("provisions", TextField()))
        .filter(named__contains=f'"{instrument.pk}')
        .select_related("assessment__phase__case", "assessment__author", "assessment__framework")
        .order_by("assessment__phase__starts_on", "assessment", "pk")
    )
    catalogue = Catalogue.objects.order_by("-version").first()
    labels = dict(catalogue.facts.values_list("code", "label")) if catalogue else {}
    given = []
    for finding in rows:
        if not _is_named(finding.provisions, instrument):
            continue
        address = reverse("assessments:detail", args=[finding.assessment_id])
        given.append(
            AnswerGiven(
                title=f"{finding.assessment.phase} · {assessment_title(finding.assessment)}",
                assessment_url=address,
                url=f"{address}#fact-{finding.code}",
                question=labels.get(finding.code, words.capitalise(finding.code.replace("_", " "))),
                value=finding.value,
                clauses=_clauses(finding.provisions, instrument),
            )
        )
    return tuple(given)
