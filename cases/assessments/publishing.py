"""Publishing, revising and retracting. A service module beside services.py.

What was published is never changed: a revision is a publication of its own that supersedes it, a retraction is written
beside it.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from cases.assessments import notices
from cases.assessments.answers import answer_of
from cases.assessments.models import Assessment, Publication, PublicationYear, Snapshot
from cases.assessments.models.assessment import Status
from cases.assessments.publication_record import digest_of, dissents_of, document_of
from cases.assessments.register_copy import register_copy
from cases.assessments.rules import require
from cases.assessments.saving import answers_fill, assessment_lock
from cases.assessments.withdrawing import withdrawn_record
from natoassess.accounts.models import User
from natoassess.web.audit.services import record

SHORTEST_REASON, LONGEST_REASON = 20, 2000
"""Characters of the reason for a retraction."""


class NotRevisable(Exception):
    """It is revised already: by `revision`, a draft or what superseded it."""

    def __init__(self, revision: Assessment) -> None:
        self.revision = revision
        super().__init__(f"it is revised by {revision.pk}")


class NotRetractable(Exception):
    """It was retracted before, or the reason is too short or too long."""


def number_of(year: int, serial: int) -> str:
    """The number that a publication is cited by: NA-2026-0007."""
    return f"NA-{year}-{serial:04d}"


def publication_make(*, assessment: Assessment, reviewer: User, at: datetime) -> Publication:
    """Give `assessment`, which is being published in the transaction of the caller, its number, and freeze the rest.

    Numbers are counted by the year in UTC, without a gap: what is rolled back takes its number back with it. What it
    revises is superseded.
    """
    year = at.astimezone(UTC).year
    serial = _next_serial(year)
    snapshot = assessment.snapshots.order_by("-revision")[0]
    revised = assessment.revises
    subject = snapshot.record["subject"]
    title = (
        subject["title"] if subject["title"] == subject["case"] else f"{subject['case']}: {subject['title']}"
    )
    number, team = number_of(year, serial), assessment.team
    kept = {"number": number, "title": title, "published_at": at.isoformat(), "reviewer": reviewer.name}
    kept |= _kept(assessment, snapshot)
    made = Publication.objects.create(
        number=number,
        year=year,
        serial=serial,
        assessment=assessment,
        snapshot=snapshot,
        title=title,
        authors=kept["authors"],
        published_at=at,
        published_by=reviewer,
        reviewer_name=reviewer.name,
        visibility=assessment.visibility,
        team=team,
        team_name=kept["team"],
        supersedes=revised,
        record=kept,
        content_sha256=digest_of(document_of(kept, snapshot)),
    )
    if revised:
        before = Assessment.objects.filter(pk=revised.assessment_id, status=Status.PUBLISHED)
        before.update(status=Status.SUPERSEDED, version=F("version") + 1)
        record(
            actor=reviewer, action="publication.superseded", subject=revised, detail={"superseded_by": number}
        )
    return made


def _kept(assessment: Assessment, snapshot: Snapshot) -> dict[str, Any]:
    """What of an assessment is kept with its publication, besides what its snapshot keeps."""
    return {
        "authors": authors_of(assessment),
        "visibility": str(assessment.visibility),
        "team": assessment.team.name if assessment.team else "",
        "supersedes": assessment.revises.number if assessment.revises else None,
        "revision": snapshot.revision,
        "case": assessment.phase.case.slug,
        "phase": assessment.phase.slug,
        "dissents": dissents_of(assessment),
    }


def authors_of(assessment: Assessment) -> list[str]:
    """The names of who wrote it, as they are today: the author, then those who answered beside them."""
    names = [assessment.author.name] if assessment.author else []
    return names + [row.user.name for row in assessment.contributors.select_related("user").order_by("pk")]


def _next_serial(year: int) -> int:
    """The next serial number of `year`. Whoever publishes at the same time waits until this transaction ends."""
    row = PublicationYear.objects.filter(pk=year)
    if not row.update(last=F("last") + 1):
        try:
            with transaction.atomic():
                PublicationYear.objects.create(year=year, last=1)
        except IntegrityError:  # somebody began the year a moment ago
            row.update(last=F("last") + 1)
    return row.values_list("last", flat=True).get()


@transaction.atomic
def publication_revise(*, author: User, publication: Publication) -> Assessment:
    """Open a draft with the answers and the evidence of `publication`, which supersedes it once it is published.

    Raises PermissionDenied for anybody but its author, NotRevisable where a newer one supersedes it or a revision is
    open already.
    """
    # Whoever asks for a revision of the same at the same time waits here, and then finds the first one.
    source = assessment_lock(publication.assessment)
    require(author, "revise_publication", source)
    if (revision := Assessment.objects.filter(revises=publication).first()) is not None:
        raise NotRevisable(revision)
    draft = Assessment.objects.create(
        phase_id=source.phase_id,
        framework_id=source.framework_id,
        author=author,
        team_id=source.team_id,
        visibility=source.visibility,
        as_of=source.as_of,
        standpoint=source.standpoint,
        revises=publication,
    )
    register_copy(source=source, target=draft)
    stored = source.findings.prefetch_related("evidence__source", "evidence__cited")
    answers_fill(assessment=draft, answers=map(answer_of, stored), by=author)
    record(
        actor=author,
        action="assessment.revision_begun",
        subject=draft,
        detail={"revises": publication.number},
    )
    return draft


@transaction.atomic
def publication_retract(*, editor: User, publication: Publication, reason: str) -> Publication:
    """Withdraw `publication`: from now on its address shows who withdrew it, when and why, and no figures.

    Nothing undoes it. Raises PermissionDenied for anybody but its author and the reviewers of its team,
    NotRetractable where it was retracted before or the reason is shorter than SHORTEST_REASON or longer than
    LONGEST_REASON.
    """
    assessment = assessment_lock(publication.assessment)
    require(editor, "retract_publication", assessment)
    said = reason.strip()
    if not SHORTEST_REASON <= len(said) <= LONGEST_REASON:
        raise NotRetractable("reason")
    now = timezone.now()
    written = Publication.objects.filter(pk=publication.pk, retracted_at__isnull=True).update(
        retracted_at=now, retracted_by=editor, retracted_by_name=editor.name, retraction_reason=said
    )
    if not written:
        raise NotRetractable("retracted")
    Assessment.objects.filter(pk=assessment.pk).update(status=Status.RETRACTED, version=F("version") + 1)
    withdrawn_record(publication=publication, reason=said)
    record(
        actor=editor,
        action="publication.retracted",
        subject=publication,
        detail={"number": publication.number},
    )
    notices.retracted(assessment=assessment, by=editor, number=publication.number)
    return Publication.objects.get(pk=publication.pk)
