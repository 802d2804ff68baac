"""What is read of assessments, narrowed to what a person may see."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from cases.assessments.blindness import kept_from
from cases.assessments.evaluation import PARTS, evaluate
from cases.assessments.models import Assessment, Contributor, Evidence, Finding, Snapshot
from cases.assessments.models.assessment import OUT, Status
from cases.assessments.models.finding import FindingKind
from cases.studies.models import Phase
from frameworks.selectors import instruments, provisions
from natoassess.accounts.models import User, Visibility
from natoassess.accounts.selectors import Person, team_ids


def assessments(user: Person) -> QuerySet[Assessment]:
    """The assessments that `user` may see, without those in the trash.

    Published to all, also what was superseded since; one's own and those one contributes to; shared with one's team
    once submitted; less what one is kept from while a coding is blind. What was retracted is shown to nobody: its
    tombstone is (publications.py).
    """
    visible = Q(status__in=OUT, visibility=Visibility.PUBLIC)
    if isinstance(user, User):
        team = Q(team__in=team_ids(user))
        shared = team & Q(visibility__in=[Visibility.TEAM, Visibility.PUBLIC])
        visible |= Q(author=user) | (team & contributed(user)) | (shared & ~Q(status=Status.DRAFT))
        visible &= ~kept_from(user)
    return (
        Assessment.objects.filter(visible, trashed_at__isnull=True)
        .exclude(status=Status.RETRACTED)
        .select_related(
            "phase__case__target", "framework", "author", "team", "second_coding_for", "publication"
        )
        .defer("publication__record")
        .prefetch_related(Prefetch("snapshots", queryset=_light_snapshots()))
        .order_by("-changed_at", "-pk")
    )


def contributed(user: User) -> Q:
    """Those that `user` was asked to answer beside their author."""
    return Q(pk__in=Contributor.objects.filter(user=user).values("assessment"))


def trash(user: User) -> QuerySet[Assessment]:
    """What `user` filed and threw away, latest first."""
    return (
        Assessment.objects.filter(author=user, trashed_at__isnull=False)
        .select_related("phase__case", "framework")
        .order_by("-trashed_at", "-pk")
    )


def published(user: Person) -> QuerySet[Assessment]:
    """Of those, the published ones that nothing supersedes."""
    return assessments(user).filter(status=Status.PUBLISHED)


def _light_snapshots() -> QuerySet[Snapshot]:
    """Snapshots newest first, without the large columns, which are read one at a time where needed."""
    return Snapshot.objects.defer("findings", "evaluation", "record").order_by("-revision")


def evaluation_of(assessment: Assessment) -> dict[str, Any]:
    """The evaluation to show: the frozen one once submitted, else that of the answers as they stand.

    Raises FindingsInvalid for a draft with an answer that cannot stand.
    """
    if not assessment.is_editable:
        for snapshot in assessment.snapshots.all():
            return dict(snapshot.evaluation)
    return evaluate(assessment)


def frozen(assessments: Iterable[Assessment]) -> dict[int, Snapshot]:
    """The latest snapshot, whole, of each assessment that is no longer editable, by the assessment's key.

    One query however many there are: for pages that show several evaluations at once.
    """
    return newest_snapshots(assessment for assessment in assessments if not assessment.is_editable)


def newest_snapshots(assessments: Iterable[Assessment]) -> dict[int, Snapshot]:
    """The snapshot, whole, that each assessment was last submitted as, by its key; none of what never was."""
    keys = [assessment.pk for assessment in assessments]
    latest = Snapshot.objects.filter(assessment__in=keys).order_by("assessment_id", "revision")
    return {snapshot.assessment_id: snapshot for snapshot in latest}


def newest_findings(assessments: Iterable[Assessment]) -> dict[int, dict[str, Any]]:
    """The answers, in the form of POST /score/, that each assessment was last submitted with, by its key.

    Without the evaluations, which are many times as large.
    """
    keys = [assessment.pk for assessment in assessments]
    latest = Snapshot.objects.filter(assessment__in=keys).order_by("assessment_id", "revision")
    return dict(latest.values_list("assessment_id", "findings"))


def reference_assessments(phases: Iterable[Phase]) -> dict[int, Assessment]:
    """The library's reference assessment of each phase that has one, by the phase's key."""
    rows = (
        Assessment.objects.filter(phase__in=list(phases), reference__isnull=False, status=Status.PUBLISHED)
        .select_related("framework", "phase__case__target")
        .prefetch_related(Prefetch("snapshots", queryset=_light_snapshots()))
        .order_by("phase_id", "pk")
    )
    return {assessment.phase_id: assessment for assessment in rows}


def drafts(editor: User) -> QuerySet[Assessment]:
    """What `editor` has filed or contributes to, with what the pages of filing need beside it."""
    own = Q(author=editor) | (Q(team__in=team_ids(editor)) & contributed(editor))
    own &= ~kept_from(editor)
    return Assessment.objects.filter(own, trashed_at__isnull=True).select_related(
        "phase__case__target", "framework__catalogue", "team", "author"
    )


def findings_by_name(assessment: Assessment) -> dict[str, Finding]:
    """The answers of an assessment with their evidence, by part and code: "facts-uses_force"."""
    evidence = Prefetch("evidence", queryset=Evidence.objects.select_related("source", "cited"))
    rows = assessment.findings.select_related("changed_by").prefetch_related(evidence)
    return {f"{PARTS[FindingKind(finding.kind)]}-{finding.code}": finding for finding in rows}


def law_ids() -> list[str]:
    """The identifiers of all provisions and instruments, for suggesting the one that was meant."""
    return [*provisions().values_list("pk", flat=True), *instruments().values_list("pk", flat=True)]
