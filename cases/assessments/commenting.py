"""Comments on an assessment: said, mended, resolved, taken back. Every function is atomic and asks who may."""

from __future__ import annotations

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.assessments import notices
from cases.assessments.limits import COMMENT_LENGTH, MOST_COMMENTS, is_visible
from cases.assessments.models import Assessment, Comment
from cases.assessments.rules import may, require
from cases.assessments.steps import questionnaire_of
from natoassess.accounts.models import User
from natoassess.web.audit.services import record

MENDABLE_FOR = timedelta(minutes=15)
"""How long a comment can be mended by who wrote it, as long as nobody has answered it."""


class CommentRefused(Exception):
    """Something stands against it; `code` is for programs, the text for people."""

    def __init__(self, code: str, detail: str) -> None:
        self.code = code
        super().__init__(detail)


@transaction.atomic
def comment_add(
    *,
    author: User,
    assessment: Assessment,
    text: str,
    question: str = "",
    reply_to: Comment | None = None,
) -> Comment:
    """Begin a thread on `question` (empty: on the whole), or reply to one. A reply to a resolved one reopens it.

    A reply stands where its thread stands, whatever `question` says. Raises PermissionDenied; CommentRefused for a
    question that the framework does not ask, a text that is empty or too long, a thread of another assessment, one
    that is gone, and beyond MOST_COMMENTS.
    """
    require(author, "comment_assessment", assessment)
    text = _checked(text)
    if Comment.objects.filter(assessment=assessment).count() >= MOST_COMMENTS:
        raise CommentRefused(
            "too_many", _("An assessment takes %(most)d comments.") % {"most": MOST_COMMENTS}
        )
    if reply_to is not None:
        # Locked, so that the thread is not taken back while somebody answers it.
        first = _locked(assessment, reply_to.reply_to_id or reply_to.pk)
        question = first.question
        if first.resolved_at is not None:
            _resolved_set(first, by=None)
            _note(author, "comment.reopened", first)
    elif question and question not in questionnaire_of(assessment.framework, assessment.standpoint).by_name:
        raise CommentRefused("unknown_question", _("The framework asks no such question."))
    else:
        first = None
    comment = Comment.objects.create(
        assessment=assessment, question=question, author=author, text=text, reply_to=first
    )
    _note(author, "comment.added", comment)
    notices.commented(comment=comment, by=author)
    return comment


@transaction.atomic
def comment_edit(*, editor: User, comment: Comment, text: str) -> Comment:
    """Mend one's own comment. Raises PermissionDenied for another's, CommentRefused once it is too late."""
    comment = _own(editor, comment)
    if is_too_old(comment):
        raise CommentRefused(
            "too_late", _("A comment can be mended for a quarter of an hour. Add another instead.")
        )
    if _is_answered(comment):
        raise CommentRefused("answered", _("It has been answered and stays as it is. Add another instead."))
    text = _checked(text)
    if text != comment.text:
        comment.text, comment.edited_at = text, timezone.now()
        comment.save(update_fields=["text", "edited_at"])
        _note(editor, "comment.edited", comment)
    return comment


@transaction.atomic
def comment_delete(*, by: User, comment: Comment) -> None:
    """Take one's own comment back; nothing is left of it. Raises PermissionDenied, CommentRefused once answered."""
    comment = _own(by, comment)
    if _is_answered(comment):
        raise CommentRefused(
            "answered", _("It has been answered and stays, so that the answer can be understood.")
        )
    _note(by, "comment.deleted", comment)
    comment.delete()


@transaction.atomic
def comment_resolve(*, by: User, comment: Comment) -> Comment:
    """Settle a thread. Raises PermissionDenied, CommentRefused for a reply and where it was resolved already."""
    return _turn(by, comment, resolved=True)


@transaction.atomic
def comment_reopen(*, by: User, comment: Comment) -> Comment:
    """Open a settled thread again. Raises PermissionDenied, CommentRefused for a reply and where it is open."""
    return _turn(by, comment, resolved=False)


def is_too_old(comment: Comment) -> bool:
    """Whether the time for mending it is over."""
    return timezone.now() - comment.at > MENDABLE_FOR


def _turn(by: User, comment: Comment, *, resolved: bool) -> Comment:
    """Compare and swap in one statement: of two who turn it at once, one has done it and the other is told."""
    require(by, "comment_assessment", comment.assessment)
    if comment.reply_to_id is not None:
        raise CommentRefused("is_reply", _("A thread is resolved at its first comment."))
    if not _resolved_set(comment, by=by if resolved else None):
        if not Comment.objects.filter(pk=comment.pk).exists():
            raise _gone()
        if resolved:
            raise CommentRefused("already_resolved", _("It was resolved already."))
        raise CommentRefused("already_open", _("It was opened again already."))
    _note(by, "comment.resolved" if resolved else "comment.reopened", comment)
    comment.refresh_from_db()
    return comment


def _resolved_set(comment: Comment, *, by: User | None) -> bool:
    """Resolve it by `by`, or reopen it for None; False where it was so already."""
    read = Comment.objects.filter(pk=comment.pk, resolved_at__isnull=by is not None)
    return bool(read.update(resolved_at=timezone.now() if by else None, resolved_by=by))


def _own(editor: User, comment: Comment) -> Comment:
    """The comment as it now is, locked. Raises PermissionDenied for another's, CommentRefused where it is gone."""
    if comment.author_id != editor.pk or not may(editor, "comment_assessment", comment.assessment):
        raise PermissionDenied(_("A comment is changed only by who wrote it."))
    return _locked(comment.assessment, comment.pk)


def _locked(assessment: Assessment, pk: int) -> Comment:
    found = Comment.objects.select_for_update().filter(assessment=assessment, pk=pk).first()
    if found is None:
        raise _gone()
    return found


def _gone() -> CommentRefused:
    return CommentRefused("gone", _("The comment was taken back meanwhile."))


def _is_answered(comment: Comment) -> bool:
    """Whether others have a word that hangs on it: a reply to it, or a later one in the thread it replies in."""
    if comment.reply_to_id is None:
        return comment.replies.exists()
    return Comment.objects.filter(reply_to=comment.reply_to_id, pk__gt=comment.pk).exists()


def _checked(text: str) -> str:
    """The text as it is kept. Raises CommentRefused."""
    text = text.replace("\r\n", "\n").strip()
    if not is_visible(text):
        raise CommentRefused("empty", _("Write something first."))
    if len(text) > COMMENT_LENGTH:
        raise CommentRefused(
            "too_long",
            _("A comment takes %(most)d characters; this one has %(given)d.")
            % {"most": COMMENT_LENGTH, "given": len(text)},
        )
    if "\x00" in text:
        raise CommentRefused("null", _("The text holds a null character, which cannot be kept."))
    return text


def _note(actor: User, action: str, comment: Comment) -> None:
    """Into the audit log, without the words."""
    record(
        actor=actor,
        action=action,
        subject=comment.assessment,
        detail={"comment": comment.pk, "question": comment.question},
    )
