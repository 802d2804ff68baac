"""What changes assessments. Every function is atomic; those that edit compare and swap the version."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.text import slugify

from cases.assessments import notices
from cases.assessments.answers import Answer
from cases.assessments.blindness import coding_handed_in
from cases.assessments.describing import case_settle, held_by_others
from cases.assessments.evaluation import PARTS, body_of, evaluate, summary_of
from cases.assessments.models import Assessment, Snapshot
from cases.assessments.models.assessment import Standpoint, Status
from cases.assessments.models.finding import FindingKind
from cases.assessments.publishing import publication_make
from cases.assessments.record import record_of
from cases.assessments.review import review_decidable
from cases.assessments.rules import require
from cases.assessments.saving import answers_write, assessment_lock, assessment_reread
from cases.studies.models import Case, Phase
from cases.studies.models.case import CaseKind
from frameworks.models import Framework
from frameworks.own import framework_cite
from natoassess.accounts.models import Team, User, Visibility
from natoassess.web.audit.services import record
from natoassess.web.concurrency import StaleVersion

MOST_LABEL = 40
"""Characters of the short name of a phase."""


@dataclass(frozen=True)
class Description:
    """What a scenario is, in its author's words.

    Where it has several phases, `title` and `summary` are those of the scenario, and `phase_title` and `phase_summary`
    those of the phase; where it has one, the phase has the same and `phase_title` is empty.
    """

    title: str
    summary: str
    target_name: str
    acting_names: str
    starts_on: date
    ends_on: date | None
    as_of: date
    standpoint: str = Standpoint.EX_POST
    visibility: str = Visibility.PRIVATE
    phase_title: str = ""
    phase_summary: str = ""


def body_with(*, assessment: Assessment, answers: Iterable[Answer]) -> dict[str, Any]:
    """The body of POST /score/ as it would be if `answers` were saved; nothing is written."""
    body = body_of(assessment)
    for answer in answers:
        given: dict[str, Any] = {"why": answer.why} if answer.why else {}
        if answer.kind == FindingKind.FACT:
            given |= {"value": answer.value, "provisions": list(answer.provisions), "fixed": answer.fixed}
        else:
            given["level"] = int(answer.value) if answer.value.isdigit() else answer.value
            if answer.kind == FindingKind.RATING and answer.confidence:
                given["confidence"] = answer.confidence
        part = body[PARTS[answer.kind]]
        if answer.evidence is None:
            given["evidence"] = part.get(answer.code, {}).get("evidence", [])
        else:
            given["evidence"] = [
                {grade: item[grade] for grade in ("reliability", "credibility")} for item in answer.evidence
            ]
        part[answer.code] = given
    return body


@transaction.atomic
def scenario_create(
    *, author: User, description: Description, framework: Framework, team: Team | None
) -> Assessment:
    """Make a scenario with one phase and a draft assessment of it."""
    case = Case.objects.create(
        slug=f"{slugify(description.title)[:60] or 'scenario'}-{get_random_string(6).lower()}",
        kind=CaseKind.SCENARIO,
        owner=author,
        **_case_values(description, team),
    )
    phase = Phase.objects.create(case=case, slug="phase", position=0, **_phase_values(description))
    return assessment_create(
        author=author,
        phase=phase,
        framework=framework,
        as_of=description.as_of,
        standpoint=description.standpoint,
        visibility=description.visibility,
        team=team,
    )


@transaction.atomic
def assessment_create(
    *,
    author: User,
    phase: Phase,
    framework: Framework,
    as_of: date,
    standpoint: str = Standpoint.EX_POST,
    visibility: str = Visibility.PRIVATE,
    team: Team | None = None,
) -> Assessment:
    """Make an empty draft assessment of `phase`; everything unanswered is unknown."""
    made = Assessment.objects.create(
        author=author,
        phase=phase,
        framework=framework,
        as_of=as_of,
        standpoint=standpoint,
        visibility=visibility,
        team=team if visibility != Visibility.PRIVATE else None,
    )
    record(actor=author, action="assessment.created", subject=made)
    return made


@transaction.atomic
def scenario_describe(
    *,
    editor: User,
    assessment: Assessment,
    description: Description,
    framework: Framework,
    team: Team | None,
    expected_version: int | None = None,
    expected_terms: str | None = None,
) -> Assessment:
    """Change what a scenario is, and its date, standpoint, framework and visibility.

    `expected_version` guards the whole assessment; `expected_terms` (see `terms_mark`) only what is changed here, so
    that an answer saved meanwhile is in nobody's way. One of them is needed. Raises PermissionDenied for anybody but
    its author, StaleVersion where it has changed meanwhile. What
    another assessment that was handed in stands on stays as it is: the scenario, or the phase too.
    """
    require(editor, "describe_assessment", assessment)
    if expected_version is None:
        locked = assessment_lock(assessment)
        if terms_mark(locked) != expected_terms or locked.status != assessment.status:
            raise StaleVersion(locked.version)
        expected_version = locked.version
    _swap_version(assessment, expected_version)
    Assessment.objects.filter(pk=assessment.pk).update(
        as_of=description.as_of,
        standpoint=description.standpoint,
        visibility=description.visibility,
        team=team if description.visibility != Visibility.PRIVATE else None,
        framework=framework,
    )
    shown = {"visibility": str(description.visibility), "team": team.slug if team else None}
    if shown != {"visibility": assessment.visibility, "team": assessment.team and assessment.team.slug}:
        record(actor=editor, action="assessment.shared", subject=assessment, detail=shown)
    case = assessment.phase.case
    if case.owner_id == editor.pk:
        held = held_by_others(assessment)
        if not held.case:
            Case.objects.filter(pk=case.pk).update(**_case_values(description, team))
        if not held.phase:
            Phase.objects.filter(pk=assessment.phase_id).update(**_phase_values(description))
        case_settle(case=case)
    return assessment_reread(assessment)


def terms_mark(assessment: Assessment) -> str:
    """A short mark of what an assessment is of and how it judges: two are the same where nothing of that differs."""
    phase, case = assessment.phase, assessment.phase.case
    terms = [
        [assessment.framework_id, assessment.as_of, assessment.standpoint],
        [assessment.visibility, assessment.team_id],
        [case.title, case.deck, case.target_name, case.starts_on, case.ends_on],
        [phase.title, phase.acting_names, phase.starts_on, phase.ends_on],
    ]
    return hashlib.sha256(json.dumps(terms, default=str).encode()).hexdigest()[:16]


@transaction.atomic
def findings_save(
    *, editor: User, assessment: Assessment, expected_version: int, answers: Iterable[Answer]
) -> Assessment:
    """Save `answers`, leaving all others as they are, for callers that hold the version of the whole assessment.

    Pages save answer by answer: saving.answers_save. Raises PermissionDenied, or StaleVersion where anybody saved
    anything since `expected_version` was read; then nothing was written.
    """
    require(editor, "change_assessment", assessment)
    _swap_version(assessment, expected_version)
    whatever_is_there = [replace(answer, expected=None) for answer in answers]
    answers_write(editor=editor, assessment=assessment, answers=whatever_is_there)
    return assessment_reread(assessment)


@transaction.atomic
def assessment_submit(*, editor: User, assessment: Assessment, expected_version: int) -> Assessment:
    """Freeze the answers and their evaluation, and hand the assessment to the reviewers of its team.

    Raises PermissionDenied, StaleVersion, or FindingsInvalid where an answer cannot stand; then nothing is changed.
    """
    require(editor, "submit_assessment", assessment)
    _swap_version(assessment, expected_version)
    snapshot = snapshot_make(assessment=assessment)
    Assessment.objects.filter(pk=assessment.pk).update(status=Status.SUBMITTED, submitted_at=timezone.now())
    record(
        actor=editor,
        action="assessment.submitted",
        subject=assessment,
        detail={"revision": snapshot.revision},
    )
    if (request := coding_handed_in(actor=editor, coding=assessment)) is not None:
        notices.second_coding_handed_in(request=request, by=editor)
    notices.review_requested(assessment=assessment, by=editor)
    return assessment_reread(assessment)


@transaction.atomic
def assessment_review(
    *, reviewer: User, assessment: Assessment, expected_version: int, publish: bool, note: str
) -> Assessment:
    """Publish a submitted assessment under a number of its own, or return it to its author with a note.

    Raises PermissionDenied for anybody but a reviewer of its team other than its author, StaleVersion, ReviewTaken
    where another reviewer has taken it up, SecondCodingOpen where it would be published before a second coding of it
    is settled.
    """
    require(reviewer, "review_assessment", assessment)
    _swap_version(assessment, expected_version)
    review_decidable(reviewer=reviewer, assessment=assessment, publish=publish)
    now = timezone.now()
    Assessment.objects.filter(pk=assessment.pk).update(
        status=Status.PUBLISHED if publish else Status.RETURNED,
        published_at=now if publish else None,
        reviewer=reviewer,
        review_note=note,
        under_review_by=None,
        under_review_since=None,
    )
    decided = assessment_reread(assessment)
    number = publication_make(assessment=decided, reviewer=reviewer, at=now).number if publish else None
    record(
        actor=reviewer,
        action="assessment.published" if publish else "assessment.returned",
        subject=decided,
        detail={"number": number} if publish else {},
    )
    tell = notices.published if publish else notices.returned
    tell(assessment=decided, by=reviewer)
    return decided


def snapshot_make(*, assessment: Assessment) -> Snapshot:
    """Freeze the findings and their evaluation as the next revision. Raises FindingsInvalid."""
    body = body_of(assessment)
    evaluation = evaluate(assessment, body=body)
    framework_cite(framework=assessment.framework)
    last = assessment.snapshots.order_by("-revision").first()
    return Snapshot.objects.create(
        assessment=assessment,
        revision=last.revision + 1 if last else 1,
        evaluation_id=evaluation["evaluation_id"],
        findings=body,
        evaluation=evaluation,
        summary=summary_of(evaluation),
        record=record_of(assessment),
    )


def _swap_version(assessment: Assessment, expected_version: int) -> None:
    """Compare and swap in one statement, so that of two editors exactly one goes on.

    The status too: what the editor may do was asked of the status as it was read.
    """
    read = Assessment.objects.filter(pk=assessment.pk, version=expected_version, status=assessment.status)
    swapped = read.update(version=F("version") + 1, changed_at=timezone.now())
    if not swapped:
        raise StaleVersion(Assessment.objects.values_list("version", flat=True).get(pk=assessment.pk))


def label_of(title: str) -> str:
    """A title as the label of a phase: whole, or cut between two words and ended by "…"; 40 characters at most."""
    if len(title) <= MOST_LABEL:
        return title
    cut = title[: MOST_LABEL - 1]
    whole = cut if title[MOST_LABEL - 1].isspace() else cut.rsplit(maxsplit=1)[0]
    return f"{whole.rstrip(' ,;:–-')}…"


def _case_values(description: Description, team: Team | None) -> dict[str, Any]:
    return {
        "title": description.title,
        "deck": description.summary,
        "target_name": description.target_name,
        "starts_on": description.starts_on,
        "ends_on": description.ends_on,
        "visibility": description.visibility,
        "team": team if description.visibility != Visibility.PRIVATE else None,
    }


def _phase_values(description: Description) -> dict[str, Any]:
    title = description.phase_title or description.title
    return {
        "title": title,
        "label": label_of(title),
        "starts_on": description.starts_on,
        "ends_on": description.ends_on,
        "as_of": description.as_of,
        "summary": description.phase_summary if description.phase_title else description.summary,
        "acting_names": description.acting_names,
    }
