"""Saving answers one by one: each is compared with what is stored and swapped on its own, and keeps its history.

A service module beside services.py. Whoever writes answers first takes the lock of the assessment's row, so that all
writers of one assessment wait for each other in one order; the version of each answer then says whether it is still
the one that the editor saw.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, Max, Prefetch
from django.utils import timezone

from cases.assessments.answers import (
    Answer,
    Place,
    answer_from_change,
    change_form,
    confidence_of,
    content_given,
    content_of,
)
from cases.assessments.evidence_rows import evidence_write
from cases.assessments.models import AnswerChange, Assessment, Evidence, Finding
from cases.assessments.rules import require
from natoassess.accounts.models import User

ONE_SITTING = timedelta(minutes=2)
"""A reason that is typed in several goes, no longer apart than this, is one change."""


@dataclass(frozen=True)
class Conflict:
    """An answer that was not saved because another was saved meanwhile; `stored` is that one, None where it is gone."""

    answer: Answer
    stored: Finding | None


@dataclass(frozen=True)
class Saved:
    """What became of each answer: saved, as it already was, or in conflict with what is stored."""

    assessment: Assessment
    saved: tuple[Answer, ...] = ()
    unchanged: tuple[Answer, ...] = ()
    conflicting: tuple[Conflict, ...] = ()


@transaction.atomic
def answers_save(
    *, editor: User, assessment: Assessment, answers: Iterable[Answer], is_undo: bool = False
) -> Saved:
    """Save each answer whose question nobody answered since; one that conflicts does not stop the others.

    An answer that equals what is stored is not written, whatever version it was made from; nor is one that was left as
    it was shown, where another was saved since. The version of the
    assessment rises once where anything was saved. Raises PermissionDenied for who may not, or no longer.
    """
    locked = assessment_lock(assessment)
    require(editor, "change_assessment", locked)
    done = answers_write(editor=editor, assessment=locked, answers=answers, is_undo=is_undo)
    if done.saved:
        Assessment.objects.filter(pk=locked.pk).update(version=F("version") + 1, changed_at=timezone.now())
    return replace(done, assessment=assessment_reread(locked))


def assessment_reread(assessment: Assessment) -> Assessment:
    """The assessment as it is now, with its phase, its case and its framework."""
    return Assessment.objects.select_related("phase__case", "framework").get(pk=assessment.pk)


def assessment_lock(assessment: Assessment) -> Assessment:
    """The assessment as it is now, locked until the transaction ends. Raises PermissionDenied where it is gone."""
    locked = Assessment.objects.select_for_update(no_key=True).filter(pk=assessment.pk).first()
    if locked is None:
        raise PermissionDenied
    return locked


def answers_write(
    *, editor: User, assessment: Assessment, answers: Iterable[Answer], is_undo: bool = False
) -> Saved:
    """Write `answers` to an assessment that the caller has locked, and their changes."""
    stored = stored_answers(assessment)
    saved, unchanged, conflicting = [], [], []
    for answer in answers:
        now = stored.get(answer.place)
        if _says_what_is_stored(answer, now):
            unchanged.append(answer)
        elif answer.expected is not None and answer.expected != (now.version if now else 0):
            if _says_what_it_was_made_from(assessment, answer):
                unchanged.append(answer)
            else:
                conflicting.append(Conflict(answer, now))
        elif _write(editor, assessment, answer, now, is_undo):
            saved.append(answer)
        else:
            conflicting.append(Conflict(answer, stored_answers(assessment).get(answer.place)))
    return Saved(assessment, tuple(saved), tuple(unchanged), tuple(conflicting))


def answers_fill(*, assessment: Assessment, answers: Iterable[Answer], by: User | None) -> None:
    """Give an assessment that has no answers its first ones, as `by` gave them: they begin it, and are no changes.

    A few statements write them, however many there are. The version of the assessment rises where there are any.
    """
    given = list(answers)
    findings = Finding.objects.bulk_create(
        Finding(
            assessment=assessment,
            kind=answer.kind,
            code=answer.code,
            value=answer.value,
            why=answer.why,
            confidence=answer.confidence,
            provisions=list(answer.provisions),
            fixed=answer.fixed,
            changed_by=by,
        )
        for answer in given
    )
    evidence = [(finding, answer.evidence or ()) for finding, answer in zip(findings, given, strict=True)]
    evidence_write(assessment=assessment, given=evidence, by=by)
    if findings:
        assessment.version += 1
        assessment.save(update_fields=["version", "changed_at"])


def answers_clear(
    *, editor: User, assessment: Assessment, places: Iterable[Place], is_undo: bool = False
) -> int:
    """Take answers back, so that their questions are unanswered again; how many there were. The caller has the lock."""
    stored = stored_answers(assessment)
    found = [finding for place in places if (finding := stored.get(place)) is not None]
    AnswerChange.objects.bulk_create(
        AnswerChange(
            assessment=assessment,
            kind=finding.kind,
            code=finding.code,
            by=editor,
            version=finding.version + 1,
            before=change_form(finding),
            after=None,
            is_undo=is_undo,
        )
        for finding in found
    )
    Finding.objects.filter(pk__in=[finding.pk for finding in found]).delete()
    return len(found)


def stored_answers(assessment: Assessment) -> dict[Place, Finding]:
    """The answers stored, with their evidence and who gave them, by kind and code."""
    evidence = Prefetch("evidence", queryset=Evidence.objects.select_related("source", "cited"))
    rows = Finding.objects.filter(assessment=assessment).select_related("changed_by")
    return {(finding.kind, finding.code): finding for finding in rows.prefetch_related(evidence)}


def _write(editor: User, assessment: Assessment, answer: Answer, now: Finding | None, is_undo: bool) -> bool:
    """Swap one answer; whether the stored one was still `now`."""
    values = {
        "value": answer.value,
        "why": answer.why,
        "confidence": answer.confidence,
        "provisions": list(answer.provisions),
        "fixed": answer.fixed,
        "changed_at": timezone.now(),
        "changed_by": editor,
    }
    before = change_form(now) if now else None
    if now is None:
        version = _last_version(assessment, answer) + 1
        finding, is_mine = Finding.objects.get_or_create(
            assessment=assessment,
            kind=answer.kind,
            code=answer.code,
            defaults={**values, "version": version},
        )
        if not is_mine:
            return False
    else:
        version, finding = now.version + 1, now
        read = Finding.objects.filter(pk=now.pk, version=now.version)
        if not read.update(**values, version=version):
            return False
    if answer.evidence is not None:
        evidence_write(assessment=assessment, given=[(finding, answer.evidence)], by=editor)
    _record(editor, Finding.objects.get(pk=finding.pk), assessment, before, is_undo)
    return True


def _record(
    editor: User, finding: Finding, assessment: Assessment, before: dict[str, Any] | None, is_undo: bool
) -> None:
    """Keep the change. A reason that goes on being typed takes the place of the change that began it."""
    after = change_form(finding)
    last = AnswerChange.objects.filter(assessment=assessment, kind=finding.kind, code=finding.code).first()
    if last and not is_undo and _goes_on(last, editor, before, after):
        before = last.before
        last.delete()
    AnswerChange.objects.create(
        assessment=assessment,
        kind=finding.kind,
        code=finding.code,
        by=editor,
        version=finding.version,
        before=before,
        after=after,
        is_undo=is_undo,
    )


def _goes_on(last: AnswerChange, editor: User, before: dict[str, Any] | None, after: dict[str, Any]) -> bool:
    """Whether the last change and this one are the same person's typing of one reason."""
    return (
        last.by_id == editor.pk
        and not last.is_undo
        and timezone.now() - last.at < ONE_SITTING
        and last.after == before
        and _differs_in_reason_alone(last.before, last.after)
        and _differs_in_reason_alone(before, after)
    )


def _differs_in_reason_alone(one: Mapping[str, Any] | None, other: Mapping[str, Any] | None) -> bool:
    return one is not None and other is not None and {**one, "why": ""} == {**other, "why": ""}


def _last_version(assessment: Assessment, answer: Answer) -> int:
    """The last version of an answer that was taken back since; 0 where there never was one.

    An answer given anew goes on counting, so that no version stands for two different answers.
    """
    changes = AnswerChange.objects.filter(assessment=assessment, kind=answer.kind, code=answer.code)
    return changes.aggregate(last=Max("version"))["last"] or 0


def _says_what_is_stored(answer: Answer, now: Finding | None) -> bool:
    """Whether there is nothing to write. Who says "whatever is there" may say outright that it is not known."""
    if now is None:
        return answer.expected is not None and content_given(answer, None) == (
            *content_of(None)[:2],
            confidence_of(answer.kind),
            *content_of(None)[3:],
        )
    return content_given(answer, now) == content_of(now)


def _says_what_it_was_made_from(assessment: Assessment, answer: Answer) -> bool:
    """Whether the editor left the answer as it was shown: then there are no two versions, only a later one."""
    if not answer.expected:
        return _says_what_is_stored(replace(answer, expected=0), None)
    changes = AnswerChange.objects.filter(assessment=assessment, kind=answer.kind, code=answer.code)
    then = changes.filter(version=answer.expected).values_list("after", flat=True).first()
    if then is None:
        then = changes.filter(version=answer.expected + 1).values_list("before", flat=True).first()
    if then is None:
        return False
    shown = answer_from_change(answer.kind, answer.code, then)
    return content_given(answer, None) == content_given(shown, None)
