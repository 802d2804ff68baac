"""Precedents of an assessment: the library's phases most like it, with their answers and what authorities held."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from cases.assessments.evaluation import body_of
from cases.assessments.models import Assessment, Snapshot
from cases.assessments.models.assessment import Status
from cases.assessments.phase_answers import PhaseAnswers, phase_answers
from cases.assessments.presentation.authorities import authorities_words
from cases.assessments.reliance import phase_address
from cases.assessments.selectors import frozen
from cases.studies import selectors as studies
from cases.studies.authorities import Authorities, authorities_on
from frameworks import precedents as service
from frameworks.precedents import (
    LEAST_SHARED,
    NEAREST,
    CodedPhase,
    Factor,
    Precedent,
    precedents_find,
    precedents_members,
)
from natoassess.accounts.models import Visibility
from natoassess.accounts.selectors import Person

__all__ = [
    "LEAST_SHARED",
    "PrecedentShown",
    "evaluation_with_precedents",
    "findings_of",
    "precedents_near",
    "precedents_shown",
    "register",
]


class ReferenceCodings:
    """The library's reference assessments as precedents: published, for everybody, of cases still in the library."""

    def edition(self) -> str:
        """A digest of what is published of each phase: evaluations are named by their content."""
        rows = _snapshots().values_list(
            "assessment__phase__case__slug", "assessment__phase__slug", "revision", "evaluation_id"
        )
        return hashlib.sha256(repr(list(rows)).encode()).hexdigest()

    def codings(self) -> Iterator[CodedPhase]:
        """The newest snapshot of each reference assessment."""
        rows = _snapshots().select_related("assessment__phase__case").defer("evaluation")
        newest = {row.assessment_id: row for row in rows}
        for row in newest.values():
            phase = row.assessment.phase
            yield CodedPhase(phase.case.slug, phase.slug, row.findings)


def _snapshots() -> QuerySet[Snapshot]:
    return Snapshot.objects.filter(
        assessment__reference__isnull=False,
        assessment__status=Status.PUBLISHED,
        assessment__visibility=Visibility.PUBLIC,
        assessment__phase__case__deprecated=False,
    ).order_by("assessment_id", "revision")


def register() -> None:
    """Let the scoring service know the phases coded here."""
    service.register("cases", ReferenceCodings())


@dataclass(frozen=True)
class PrecedentShown:
    """A precedent with the answers of its phase and what authorities held of it."""

    precedent: Precedent
    answers: PhaseAnswers
    authorities: Authorities

    @property
    def url(self) -> str:
        """The page of its case with the phase selected."""
        return phase_address(self.answers.phase)

    @property
    def held(self) -> str:
        """What authorities held of it, in a line."""
        return authorities_words(self.authorities)

    @cached_property
    def speaking_for(self) -> list[Factor]:
        """Shared facts that speak for lawfulness in both."""
        return _of_side(self.precedent.shared, "for")

    @cached_property
    def speaking_against(self) -> list[Factor]:
        """Shared facts that speak against it in both."""
        return _of_side(self.precedent.shared, "against")

    @cached_property
    def shared_besides(self) -> list[Factor]:
        """Shared facts that no legal test asks for."""
        return _of_side(self.precedent.shared, None)

    @cached_property
    def better_here(self) -> list[Factor]:
        """Facts in which the phase at hand stands better for lawfulness than the precedent."""
        return _of_side(self.precedent.distinguishing, "for")

    @cached_property
    def worse_here(self) -> list[Factor]:
        """Facts in which it stands worse."""
        return _of_side(self.precedent.distinguishing, "against")

    @cached_property
    def different_besides(self) -> list[Factor]:
        """Facts that differ and that no legal test asks for."""
        return _of_side(self.precedent.distinguishing, None)


def _of_side(factors: Iterable[Factor], side: str | None) -> list[Factor]:
    return [factor for factor in factors if factor.side == side]


def findings_of(assessment: Assessment) -> dict[str, Any]:
    """The answers that an assessment is read by: frozen once submitted, else as they stand."""
    snapshot = frozen([assessment]).get(assessment.pk)
    return dict(snapshot.findings) if snapshot is not None else body_of(assessment)


def precedents_near(
    assessment: Assessment, *, findings: Mapping[str, Any] | None = None, limit: int = NEAREST
) -> tuple[Precedent, ...]:
    """The library's phases nearest to `assessment`, under its framework; its own phase is never among them.

    `findings` are its answers where they were read before.
    """
    return precedents_find(
        framework=assessment.framework,
        findings=findings if findings is not None else findings_of(assessment),
        without={f"{assessment.phase.case.slug}/{assessment.phase.slug}"},
        limit=limit,
    )


def evaluation_with_precedents(
    assessment: Assessment, evaluation: Mapping[str, Any], *, findings: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """`evaluation` with the precedents of today: they follow the library and are no part of what was frozen."""
    near = precedents_near(assessment, findings=findings)
    return {**evaluation, "precedents": precedents_members(near)}


def precedents_shown(user: Person, assessment: Assessment, *, limit: int = NEAREST) -> list[PrecedentShown]:
    """The precedents of `assessment` with what pages and API show beside them, nearest first."""
    found = precedents_near(assessment, limit=limit)
    cases = {precedent.id.split("/")[0] for precedent in found}
    phases = {
        f"{phase.case.slug}/{phase.slug}": phase
        for phase in studies.phases(user).filter(case__slug__in=cases, reference=True)
    }
    kept = [precedent for precedent in found if precedent.id in phases]
    listed = [phases[precedent.id] for precedent in kept]
    authorities = authorities_on(listed)
    return [
        PrecedentShown(precedent, answers, authorities[answers.phase.pk])
        for precedent, answers in zip(kept, phase_answers(user, listed), strict=True)
    ]
