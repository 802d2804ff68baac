"""What keeps a scenario of several phases in order: what may still be described, and what follows from its phases."""

from __future__ import annotations

from dataclasses import dataclass

from cases.assessments.models import Assessment
from cases.assessments.models.assessment import Status
from cases.studies.models import Case, Phase
from natoassess.accounts.models import Visibility

HANDED_IN = (Status.SUBMITTED, Status.PUBLISHED, Status.SUPERSEDED, Status.RETRACTED)
WIDEST = (Visibility.PUBLIC, Visibility.TEAM, Visibility.PRIVATE)
"""From what everybody may see to what nobody but the owner may."""


@dataclass(frozen=True)
class Held:
    """What may not be described anew, because another assessment that was handed in stands on it."""

    case: bool = False
    phase: bool = False


def held_by_others(assessment: Assessment) -> Held:
    """What of the scenario and of the phase of `assessment` others hold that were handed in. One query."""
    others = Assessment.objects.filter(phase__case=assessment.phase.case_id, status__in=HANDED_IN)
    phases = set(others.exclude(pk=assessment.pk).values_list("phase_id", flat=True))
    return Held(case=bool(phases), phase=assessment.phase_id in phases)


def has_several_phases(case: Case) -> bool:
    """Whether scenario and phase have descriptions of their own."""
    return Phase.objects.filter(case=case)[:2].count() > 1


def case_settle(*, case: Case) -> None:
    """Bring a scenario in line with its phases: their order by date, its first and last day, how widely it is seen."""
    phases = sorted(Phase.objects.filter(case=case), key=lambda phase: (phase.starts_on, phase.pk))
    for position, phase in enumerate(phases):
        if phase.position != position:
            Phase.objects.filter(pk=phase.pk).update(position=position)
    own = Assessment.objects.filter(phase__case=case, author=case.owner_id, trashed_at__isnull=True)
    shared = dict(own.values_list("visibility", "team"))
    widest = next((visibility for visibility in WIDEST if visibility in shared), Visibility.PRIVATE)
    ends = [phase.ends_on for phase in phases]
    Case.objects.filter(pk=case.pk).update(
        starts_on=phases[0].starts_on,
        ends_on=None if None in ends else max(end for end in ends if end is not None),
        visibility=widest,
        team=shared.get(widest),
    )
