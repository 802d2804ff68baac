"""What is read of publications, narrowed to what a person may see."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from cases.assessments.models import Assessment, Publication
from natoassess.accounts.models import User, Visibility
from natoassess.accounts.selectors import Person, team_ids


def publications(user: Person) -> QuerySet[Publication]:
    """The publications that `user` may see, retracted ones among them, as they were shared when they were published.

    Public to all; to the team to its members; one's own.
    """
    visible = Q(visibility=Visibility.PUBLIC)
    if isinstance(user, User):
        visible |= Q(assessment__author=user)
        visible |= Q(visibility=Visibility.TEAM, team__in=team_ids(user))
    return (
        Publication.objects.filter(visible)
        .select_related("supersedes", "superseded_by", "snapshot")
        .defer("snapshot__findings", "snapshot__evaluation", "snapshot__record", "record")
        .order_by("-year", "-serial")
    )


def publication_get(user: Person, number: str) -> Publication:
    """One publication, whole, with the assessment that it shows. Raises Publication.DoesNotExist."""
    found = (
        publications(user)
        .defer(None)
        .select_related("assessment__phase__case__target", "assessment__framework__catalogue", "team")
        .get(number=number)
    )
    # The page of a result reads the newest snapshot: here it is the one that was published.
    found.assessment._prefetched_objects_cache = {"snapshots": [found.snapshot]}  # type: ignore[attr-defined]  # as prefetching does
    return found


def revisions_of(user: Person, publication: Publication) -> list[Publication]:
    """All revisions of what `publication` is one of, newest first, of those that `user` may see. One query.

    Revisions have the phase and the author of what they revise.
    """
    assessment = publication.assessment
    akin = publications(user).filter(
        assessment__phase=assessment.phase_id, assessment__author=assessment.author_id
    )
    found = {row.pk: row for row in akin}
    line, before = {publication.pk}, 0
    while len(line) > before:
        before = len(line)
        line |= {row.pk for row in found.values() if row.supersedes_id in line}
        line |= {row.supersedes_id for pk, row in found.items() if pk in line and row.supersedes_id}
    return [row for row in found.values() if row.pk in line]


def current(rows: QuerySet[Publication]) -> QuerySet[Publication]:
    """Of `rows`, what nothing supersedes and nobody withdrew."""
    return rows.filter(superseded_by__isnull=True, retracted_at__isnull=True)


def open_revision(publication: Publication) -> Assessment | None:
    """The draft that revises `publication`, the one in the trash too; None where there is none."""
    return Assessment.objects.filter(revises=publication, publication__isnull=True).first()
