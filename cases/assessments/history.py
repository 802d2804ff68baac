"""What became of each answer: who changed it, when, from what to what; and taking a change back."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F, Max, QuerySet
from django.utils import timezone

from cases.assessments.answers import answer_from_change
from cases.assessments.evaluation import PARTS
from cases.assessments.models import AnswerChange, Assessment
from cases.assessments.models.finding import FindingKind
from cases.assessments.rules import require
from cases.assessments.saving import (
    Conflict,
    Saved,
    answers_clear,
    answers_save,
    assessment_lock,
    assessment_reread,
    stored_answers,
)
from natoassess.accounts.models import User


class UndoRefused(Exception):
    """The change cannot be taken back: it is not the editor's own, or not the last of its answer; `last` is that."""

    def __init__(self, last: AnswerChange | None) -> None:
        self.last = last
        super().__init__("the change is not the editor's own last one of this answer")


def changes_of(
    assessment: Assessment, *, kind: FindingKind | None = None, code: str = ""
) -> QuerySet[AnswerChange]:
    """The changes of an assessment, or of one answer of it, newest first, with who made them."""
    rows = AnswerChange.objects.filter(assessment=assessment).select_related("by")
    return rows.filter(kind=kind, code=code) if kind is not None else rows


def changes_since(assessment: Assessment, seen: int) -> QuerySet[AnswerChange]:
    """The changes made after the one with the key `seen`, newest first."""
    return changes_of(assessment).filter(pk__gt=seen)


def last_change(assessment: Assessment) -> int:
    """The key of the newest change of an assessment; 0 where there is none."""
    return changes_of(assessment).values_list("pk", flat=True).first() or 0


def last_changes(assessment: Assessment) -> dict[str, AnswerChange]:
    """The newest change of each answer, by the name of the question: "facts-uses_force". One query."""
    rows = AnswerChange.objects.filter(assessment=assessment)
    newest = rows.order_by().values("kind", "code").annotate(last=Max("pk")).values("last")
    found = AnswerChange.objects.filter(pk__in=newest).select_related("by")
    return {f"{PARTS[FindingKind(change.kind)]}-{change.code}": change for change in found}


@transaction.atomic
def answer_undo(*, editor: User, assessment: Assessment, change: int) -> Saved:
    """Take the editor's own change with the key `change` back; undoing an undo brings the answer back again.

    Raises PermissionDenied for who may not, UndoRefused where the change is not theirs or not the last of its answer.
    """
    locked = assessment_lock(assessment)
    require(editor, "change_assessment", locked)
    row = changes_of(locked).filter(pk=change).first()
    if row is None:
        raise UndoRefused(None)
    last = changes_of(locked, kind=FindingKind(row.kind), code=row.code).first()
    if last != row or row.by_id != editor.pk:
        raise UndoRefused(last)
    return _put(editor, locked, row, row.before, None)


@transaction.atomic
def answer_restore(*, editor: User, assessment: Assessment, change: AnswerChange, expected: int) -> Saved:
    """Put an answer back as it stood after `change`, in place of the stored one of version `expected` (0: none).

    Raises PermissionDenied for who may not; where the answer has another version the result holds the conflict.
    """
    locked = assessment_lock(assessment)
    require(editor, "change_assessment", locked)
    return _put(editor, locked, change, change.after, expected)


def _put(
    editor: User,
    locked: Assessment,
    change: AnswerChange,
    form: dict[str, object] | None,
    expected: int | None,
) -> Saved:
    """Save what the answer was, or take it back where there was none; either is a change of its own."""
    kind = FindingKind(change.kind)
    place = (change.kind, change.code)
    stored = stored_answers(locked).get(place)
    version = stored.version if stored else 0
    answer = answer_from_change(kind, change.code, BLANK if form is None else form)
    if expected is not None and expected != version:
        return Saved(locked, conflicting=(Conflict(answer, stored),))
    if form is not None:
        return answers_save(editor=editor, assessment=locked, answers=[answer], is_undo=True)
    if not answers_clear(editor=editor, assessment=locked, places=[place], is_undo=True):
        return Saved(locked, unchanged=(answer,))
    Assessment.objects.filter(pk=locked.pk).update(version=F("version") + 1, changed_at=timezone.now())
    return Saved(assessment_reread(locked), saved=(answer,))


BLANK = {"value": "unknown", "why": "", "confidence": "", "provisions": [], "fixed": False, "evidence": []}
"""No answer, in the form that changes keep."""
