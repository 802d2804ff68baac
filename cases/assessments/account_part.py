"""The assessments of a person, as a part of the account (natoassess.accounts.holdings)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from cases.assessments.attachments import files_forget
from cases.assessments.file_store import path_of
from cases.assessments.models import AnswerChange, Assessment, Comment, Contributor, Publication
from cases.assessments.models.assessment import Status
from cases.assessments.models.second_coding import BLIND, CodingState, Dissent, SecondCoding
from cases.assessments.scenario_files import as_yaml, file_name, scenario_of
from cases.assessments.second_codings import second_coding_decline
from cases.assessments.sources import files_of
from cases.studies.models import Case
from natoassess.accounts.deletion import FORMER
from natoassess.accounts.holdings import Fate, File, Holding, as_json
from natoassess.accounts.holdings import register as register_holding
from natoassess.accounts.models import User, Visibility

OTHERS_RELY = (
    Q(status__in=[Status.PUBLISHED, Status.SUPERSEDED, Status.RETRACTED])
    | Q(publication__isnull=False)
    | (~Q(status=Status.DRAFT) & ~Q(visibility=Visibility.PRIVATE) & Q(trashed_at__isnull=True))
)
"""Assessments that others have seen and go on seeing: published, ever, or handed to a team."""


def register() -> None:
    """Add the part."""
    register_holding(Holding("assessments", files, fate, leave))


def files(user: User) -> Iterator[File]:
    """Each assessment as a scenario file, with its files and what else is known of it; then `_shares`."""
    for row in _of(user).select_related("phase__case__target", "framework__catalogue", "team", "reviewer"):
        yield f"{row.pk}/{file_name(row, 'yaml')}", as_yaml(scenario_of(row))
        yield f"{row.pk}/assessment.json", as_json(_about(row))
        for file in files_of(row):
            if path_of(file.key).is_file():
                yield f"{row.pk}/files/{file.pk}-{file.name}", path_of(file.key).read_bytes()
    yield from _shares(user)


def _shares(user: User) -> Iterator[File]:
    """What `user` did in the assessments of others, and said about any."""
    lists: dict[str, QuerySet[Any]] = {
        "contributions": Contributor.objects.filter(user=user).values(
            "assessment", "steps", "note", "added_at"
        ),
        "answer_changes": AnswerChange.objects.filter(by=user).values(
            "assessment", "kind", "code", "at", "before", "after"
        ),
        "comments": Comment.objects.filter(author=user).values("assessment", "question", "text", "at"),
        "second_codings": SecondCoding.objects.filter(coder=user).values(
            "assessment", "coding", "state", "asked_at", "submitted_at"
        ),
        "dissents": Dissent.objects.filter(author=user).values(
            "assessment", "question", "value", "text", "made_at"
        ),
        "reviews": Assessment.objects.filter(reviewer=user).values("pk", "status", "review_note"),
    }
    for name, rows in lists.items():
        if held := list(rows):
            yield f"{name}.json", as_json(held)


GOING = ngettext_lazy(
    "%(n)d draft or private assessment, with its scenario, sources and files.",
    "%(n)d drafts and private assessments, with their scenarios, sources and files.",
    "n",
)
SHARED = ngettext_lazy(
    "In %(n)d of these drafts others have answered beside you: their answers go with it.",
    "In %(n)d of these drafts others have answered beside you: their answers go with them.",
    "n",
)
STAYING = ngettext_lazy(
    "%(n)d assessment that was published or handed to a team; its author is shown as a former member.",
    "%(n)d assessments that were published or handed to a team; their author is shown as a former member.",
    "n",
)
PRINTED = ngettext_lazy(
    "%(n)d publication with a number: it is cited as it was printed, and goes on naming you.",
    "%(n)d publications with numbers: they are cited as they were printed, and go on naming you.",
    "n",
)


def fate(user: User) -> list[Fate]:
    """Drafts and private work go; what was published or handed to a team stays."""
    staying = _of(user).filter(OTHERS_RELY)
    going = _of(user).exclude(pk__in=staying.values("pk"))
    shared = going.filter(contributors__isnull=False).distinct()
    printed = Publication.objects.filter(assessment__author=user)
    said = Comment.objects.filter(author=user), AnswerChange.objects.filter(by=user)
    elsewhere = any(rows.exclude(assessment__author=user).exists() for rows in said)
    return [
        Fate(goes=_counted(going, GOING), stays=_counted(staying, STAYING)),
        Fate(goes=_counted(shared, SHARED), stays=_counted(printed, PRINTED)),
        Fate(stays=_("Your comments on the work of others, and your answers in it.") if elsewhere else ""),
    ]


def leave(user: User) -> None:
    """Delete what nobody else relies on, and the scenarios that nothing assesses any more.

    Nobody is left to wait for `user`: second codings that were asked of them end.
    """
    for request in SecondCoding.objects.filter(coder=user, state__in=BLIND):
        second_coding_decline(coder=user, request=request)
    SecondCoding.objects.filter(coder=user, state=CodingState.SUBMITTED).update(state=CodingState.CANCELLED)
    Contributor.objects.filter(user=user).delete()
    going = _of(user).exclude(pk__in=_of(user).filter(OTHERS_RELY).values("pk"))
    files_forget(going)
    going.delete()
    Case.objects.filter(owner=user).exclude(phases__assessments__isnull=False).delete()
    unprinted = Dissent.objects.filter(author=user, assessment__publication__isnull=True)
    unprinted.update(author_name=FORMER)


def _counted(rows: QuerySet[Any], words: Any) -> str:
    """The sentence with the number of rows; "" for none."""
    number = rows.count()
    return str(words % {"n": number}) if number else ""


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
