"""Several phases of one scenario: adding one with its draft. A service module beside services.py."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from cases.assessments.answers import answer_of
from cases.assessments.describing import HANDED_IN, case_settle
from cases.assessments.models import Assessment
from cases.assessments.rules import require
from cases.assessments.saving import answers_fill, assessment_reread
from cases.assessments.services import assessment_create, label_of
from cases.assessments.steps import OPEN
from cases.studies.models import Case, Phase
from frameworks.models import Framework
from natoassess.accounts.models import User
from natoassess.accounts.selectors import Person
from natoassess.web.audit.services import record

MOST_PHASES = 20
"""Phases of one scenario; a page of more could not be read."""


class TooManyPhases(Exception):
    """The scenario has as many phases as it can have."""

    def __init__(self) -> None:
        super().__init__(f"a scenario has at most {MOST_PHASES} phases")


@dataclass(frozen=True)
class NewPhase:
    """A phase that is added to a scenario, in its author's words, and how its draft judges.

    `former_title` is what the one phase so far is called from now on; empty leaves its name.
    """

    title: str
    summary: str
    acting_names: str
    starts_on: date
    ends_on: date | None
    as_of: date
    framework: Framework
    former_title: str = ""


@dataclass(frozen=True)
class PhaseOfScenario:
    """A phase of one's own scenario: one's newest assessment of it, and whether that is the one shown."""

    assessment: Assessment
    is_here: bool

    @property
    def phase(self) -> Phase:
        """The phase."""
        return self.assessment.phase

    @property
    def url(self) -> str:
        """Where one goes on with it: among its open questions, or at its result."""
        if self.assessment.is_editable:
            return reverse("assessments:edit", args=[self.assessment.pk, OPEN])
        return reverse("assessments:detail", args=[self.assessment.pk])


@transaction.atomic
def phase_add(
    *, editor: User, assessment: Assessment, described: NewPhase, answers_from: Assessment | None = None
) -> Assessment:
    """Add a phase to the scenario of `assessment` and make a draft of it, with the same readers and standpoint.

    `answers_from` is an assessment of the same scenario whose answers, reasons and evidence the draft begins with.
    Raises PermissionDenied for anybody but the author of the scenario; TooManyPhases.
    """
    require(editor, "add_phase", assessment)
    # Of two that add at once, the second waits: both count the phases there are.
    case = Case.objects.select_for_update().get(pk=assessment.phase.case_id)
    slugs = set(case.phases.values_list("slug", flat=True))
    if len(slugs) >= MOST_PHASES:
        raise TooManyPhases
    if described.former_title and len(slugs) == 1 and may_rename(assessment):
        title = described.former_title
        Phase.objects.filter(pk=assessment.phase_id).update(title=title, label=label_of(title))
    phase = _phase_new(case, slugs, described)
    draft = assessment_create(
        author=editor,
        phase=phase,
        framework=described.framework,
        as_of=described.as_of,
        standpoint=assessment.standpoint,
        visibility=assessment.visibility,
        team=assessment.team,
    )
    if answers_from is not None:
        if answers_from.phase.case_id != case.pk or answers_from.author_id != editor.pk:
            raise PermissionDenied
        stored = answers_from.findings.prefetch_related("evidence__source", "evidence__cited")
        answers_fill(assessment=draft, answers=map(answer_of, stored), by=editor)
    case_settle(case=case)
    source = answers_from.pk if answers_from is not None else None
    record(
        actor=editor,
        action="phase.added",
        subject=phase,
        detail={"scenario": case.slug, "assessment": draft.pk, "answers_from": source},
    )
    return assessment_reread(draft)


def _phase_new(case: Case, slugs: set[str], described: NewPhase) -> Phase:
    """The phase, behind the others until the scenario is settled; `slugs` are those that are taken."""
    return Phase.objects.create(
        case=case,
        slug=next(slug for number in range(2, MOST_PHASES + 3) if (slug := f"phase-{number}") not in slugs),
        position=len(slugs),
        title=described.title,
        label=label_of(described.title),
        starts_on=described.starts_on,
        ends_on=described.ends_on,
        as_of=described.as_of,
        summary=described.summary,
        acting_names=described.acting_names,
    )


def may_rename(assessment: Assessment) -> bool:
    """Whether the phase may still be called otherwise: no assessment of it was handed in."""
    return not Assessment.objects.filter(phase=assessment.phase_id, status__in=HANDED_IN).exists()


def phases_of_scenario(author: Person, assessment: Assessment) -> list[PhaseOfScenario]:
    """The phases of a scenario of `author`'s own that they assess, in order of date; none of others'. One query."""
    if not isinstance(author, User) or assessment.phase.case.owner_id != author.pk:
        return []
    newest: dict[int, Assessment] = {}
    for row in own_assessments(author, assessment.phase.case):
        if row.phase_id not in newest or row.pk == assessment.pk:
            newest[row.phase_id] = row
    return [PhaseOfScenario(row, row.pk == assessment.pk) for row in newest.values()]


def own_assessments(author: User, case: Case) -> QuerySet[Assessment]:
    """The assessments that `author` has of the phases of `case`, by phase, newest first; none that is in the trash."""
    return (
        Assessment.objects.filter(phase__case=case, author=author, trashed_at__isnull=True)
        .select_related("phase__case")
        .order_by("phase__position", "-pk")
    )
