"""The assessments of a person, as a part of the account (natoassess.accounts.holdings)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import ngettext

from cases.assessments.attachments import files_forget
from cases.assessments.models import Assessment, Contributor
from cases.assessments.models.assessment import Status
from cases.assessments.scenario_files import as_yaml, file_name, scenario_of
from cases.studies.models import Case
from natoassess.accounts.holdings import Fate, File, Holding, as_json
from natoassess.accounts.holdings import register as register_holding
from natoassess.accounts.models import User, Visibility

OTHERS_RELY = Q(status=Status.PUBLISHED) | (
    ~Q(status=Status.DRAFT) & ~Q(visibility=Visibility.PRIVATE) & Q(trashed_at__isnull=True)
)
"""Assessments that others have seen and go on seeing: published, or handed to a team."""


def register() -> None:
    """Add the part."""
    register_holding(Holding("assessments", files, fate, leave))


def files(user: User) -> Iterator[File]:
    """Each assessment as a scenario file and what else is known of it, and where `user` answers for others."""
    for row in _of(user).select_related("phase__case__target", "framework__catalogue", "team", "reviewer"):
        yield f"{row.pk}/{file_name(row, 'yaml')}", as_yaml(scenario_of(row))
        yield f"{row.pk}/assessment.json", as_json(_about(row))
    answered = Contributor.objects.filter(user=user).select_related("assessment__phase__case")
    if answered:
        yield (
            "contributions.json",
            as_json(
                [
                    {
                        "assessment": row.assessment_id,
                        "title": str(row.assessment.phase),
                        "since": row.added_at,
                    }
                    for row in answered
                ]
            ),
        )


def fate(user: User) -> list[Fate]:
    """Drafts and private work go; what was published or handed to a team stays."""
    staying = _of(user).filter(OTHERS_RELY).count()
    going = _of(user).count() - staying
    return [
        Fate(
            goes=ngettext(
                "%(n)d draft or private assessment, with its scenario.",
                "%(n)d drafts and private assessments, with their scenarios.",
                going,
            )
            % {"n": going}
            if going
            else "",
            stays=ngettext(
                "%(n)d assessment that was published or handed to a team; its author is shown as a former member.",
                "%(n)d assessments that were published or handed to a team; their author is shown as a former member.",
                staying,
            )
            % {"n": staying}
            if staying
            else "",
        )
    ]


def leave(user: User) -> None:
    """Delete what nobody else relies on, and the scenarios that nothing assesses any more."""
    Contributor.objects.filter(user=user).delete()
    going = _of(user).exclude(pk__in=_of(user).filter(OTHERS_RELY).values("pk"))
    files_forget(going)
    going.delete()
    Case.objects.filter(owner=user).exclude(phases__assessments__isnull=False).delete()


def _of(user: User) -> QuerySet[Assessment]:
    return Assessment.objects.filter(author=user).order_by("pk")


def _about(row: Assessment) -> dict[str, Any]:
    return {
        "id": row.pk,
        "title": str(row.phase),
        "status": row.status,
        "visibility": row.visibility,
        "team": row.team.slug if row.team else "",
        "framework": f"{row.framework.code} {row.framework.version}",
        "created_at": row.created_at,
        "changed_at": row.changed_at,
        "submitted_at": row.submitted_at,
        "published_at": row.published_at,
        "trashed_at": row.trashed_at,
        "review_note": row.review_note,
        "evaluations": list(
            row.snapshots.order_by("revision").values("revision", "evaluation_id", "made_at")
        ),
    }
