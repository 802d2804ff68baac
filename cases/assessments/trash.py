"""The trash: drafts that were thrown away, kept for thirty days. A service module beside services.py."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from cases.assessments.attachments import files_forget
from cases.assessments.describing import case_settle
from cases.assessments.models import Assessment
from cases.assessments.models.assessment import Status
from cases.assessments.rules import require
from cases.assessments.saving import assessment_reread
from cases.studies.models import Case, Phase
from natoassess.accounts.models import User
from natoassess.web.audit.services import record
from natoassess.web.concurrency import StaleVersion

KEPT_DAYS = 30
"""So long a draft stays in the trash; the days are counted from the moment it was thrown away."""


@transaction.atomic
def assessment_trash(*, editor: User, assessment: Assessment, expected_version: int) -> None:
    """Throw a draft away: it is found in the trash alone, and can be restored.

    Raises PermissionDenied for anybody but its author and for what was handed in once; StaleVersion.
    """
    require(editor, "delete_assessment", assessment)
    now = timezone.now()
    there = Assessment.objects.filter(
        pk=assessment.pk, version=expected_version, status=Status.DRAFT, trashed_at__isnull=True
    )
    if not there.update(version=F("version") + 1, trashed_at=now, trashed_by=editor):
        raise StaleVersion(Assessment.objects.values_list("version", flat=True).get(pk=assessment.pk))
    _settle(assessment)
    record(actor=editor, action="assessment.trashed", subject=assessment, detail=_about(assessment))


@transaction.atomic
def assessment_restore(*, editor: User, assessment: Assessment) -> Assessment:
    """Take a draft out of the trash, as it was.

    Raises PermissionDenied for anybody but its author; Assessment.DoesNotExist where it went meanwhile.
    """
    require(editor, "restore_assessment", assessment)
    there = Assessment.objects.filter(pk=assessment.pk, trashed_at__isnull=False)
    if there.update(version=F("version") + 1, trashed_at=None, trashed_by=None):
        record(actor=editor, action="assessment.restored", subject=assessment, detail=_about(assessment))
    restored = assessment_reread(assessment)
    _settle(restored)
    return restored


@transaction.atomic
def assessment_discard(*, editor: User, assessment: Assessment) -> None:
    """Delete for good what is in the trash. Raises PermissionDenied for anybody but its author."""
    require(editor, "discard_assessment", assessment)
    _remove(assessment, by=editor)


def trash_empty(*, now: datetime | None = None) -> int:
    """Delete for good what was thrown away KEPT_DAYS ago. May run anywhere, any number of times at once.

    Returns how many drafts are gone.
    """
    gone = 0
    for pk in list(_due(now or timezone.now()).values_list("pk", flat=True)):
        with transaction.atomic():
            # Asked again under a lock: it may have been restored, or removed by another process.
            still = _due(now or timezone.now()).select_for_update(of=("self",)).filter(pk=pk)
            assessment = still.select_related("phase__case").first()
            if assessment is not None:
                _remove(assessment, by=None)
                gone += 1
    return gone


def goes_on(assessment: Assessment) -> datetime | None:
    """When a draft in the trash is deleted for good; None for one that is not there."""
    return assessment.trashed_at + timedelta(days=KEPT_DAYS) if assessment.trashed_at else None


def _due(now: datetime) -> QuerySet[Assessment]:
    return Assessment.objects.filter(trashed_at__lte=now - timedelta(days=KEPT_DAYS))


def _remove(assessment: Assessment, *, by: User | None) -> None:
    """Delete a draft; with it its phase and its scenario, where its author described them and nothing else is left."""
    case, phase = assessment.phase.case, assessment.phase
    record(actor=by, action="assessment.deleted", subject=assessment, detail=_about(assessment))
    files_forget([assessment])
    assessment.delete()
    if case.owner_id is None or case.owner_id != assessment.author_id:
        return
    if not Assessment.objects.filter(phase=phase).exists():
        Phase.objects.filter(pk=phase.pk).delete()
    if Phase.objects.filter(case=case).exists():
        case_settle(case=case)
    else:
        Case.objects.filter(pk=case.pk).delete()


def _settle(assessment: Assessment) -> None:
    """How widely a scenario is seen hangs on the drafts that are not in the trash."""
    case = assessment.phase.case
    if case.owner_id == assessment.author_id:
        case_settle(case=case)


def _about(assessment: Assessment) -> dict[str, str]:
    return {"phase": f"{assessment.phase.case.slug}/{assessment.phase.slug}"}
