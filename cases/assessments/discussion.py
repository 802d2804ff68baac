"""What is read of comments: threads by question, for those who work on the assessment and nobody else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils.translation import ngettext

from cases.assessments.commenting import is_too_old
from cases.assessments.models import Assessment, Comment
from cases.assessments.rules import may
from natoassess.accounts.selectors import Person

OPEN, RESOLVED = "open", "resolved"


def comments(user: Person, assessment: Assessment) -> QuerySet[Comment]:
    """The comments on `assessment`, oldest first; none for whom they are not meant."""
    rows = Comment.objects.filter(assessment=assessment).select_related("author", "resolved_by")
    return rows.order_by("pk") if may(user, "read_discussion", assessment) else rows.none()


def threads(user: Person, assessment: Assessment, *, state: str = "") -> QuerySet[Comment]:
    """The first comments of threads with their `replies`, oldest first; `state` narrows to open or resolved ones."""
    replies = Comment.objects.select_related("author", "resolved_by").order_by("pk")
    rows = (
        comments(user, assessment)
        .filter(reply_to__isnull=True)
        .prefetch_related(Prefetch("replies", queryset=replies))
    )
    if not state:
        return rows
    return rows.filter(resolved_at__isnull=state == OPEN)


@dataclass(frozen=True)
class Said:
    """A comment as one person sees it, and what that person may do with it.

    `draft` and `error` are of a reply that was not taken; `is_new` marks the one just written.
    """

    comment: Comment
    can_mend: bool = False
    can_delete: bool = False
    replies: tuple[Said, ...] = ()
    draft: str = ""
    error: str = ""
    is_new: bool = False

    @property
    def can_change(self) -> bool:
        """Whether there is anything to do with it."""
        return self.can_mend or self.can_delete


@dataclass(frozen=True)
class QuestionThreads:
    """The threads on one question, or on the whole where `name` is empty; `draft` and `error` as in Said."""

    name: str
    threads: tuple[Said, ...]
    may_comment: bool
    draft: str = ""
    error: str = ""

    @property
    def slug(self) -> str:
        """What the identifiers on its page end with."""
        return self.name or "whole"

    @property
    def open_count(self) -> int:
        """How many are not resolved."""
        return sum(said.comment.is_open for said in self.threads)

    @property
    def count(self) -> int:
        """Comments with their replies."""
        return sum(1 + len(said.replies) for said in self.threads)

    @property
    def words(self) -> str:
        """ "2 comments, 1 open"; empty where there are none."""
        return counted(self.count, self.open_count)


def counted(total: int, open_threads: int) -> str:
    """ "2 comments, 1 open"; empty for none."""
    if not total:
        return ""
    text = ngettext("%(count)d comment", "%(count)d comments", total) % {"count": total}
    if not open_threads:
        return text
    return f"{text}, " + ngettext("%(count)d open", "%(count)d open", open_threads) % {"count": open_threads}


def said_of(first: Comment, user: Person, *, may_comment: bool) -> Said:
    """A thread as `user` sees it. Its `replies` must be prefetched."""
    replies = list(first.replies.all())
    last = replies[-1] if replies else first

    def one(comment: Comment, answers: Iterable[Comment] = ()) -> Said:
        own = may_comment and comment.author_id is not None and comment.author_id == user.pk
        free = own and comment == last
        return Said(
            comment,
            can_mend=free and not is_too_old(comment),
            can_delete=free,
            replies=tuple(one(reply) for reply in answers),
        )

    return one(first, replies)


def with_drafts(
    on: QuestionThreads, texts: Mapping[str, str], *, fault_at: str = "", error: str = "", new: int = 0
) -> QuestionThreads:
    """The same with what was typed and not kept: by "text" for a new thread, "reply-7" for a reply to comment 7.

    `error` stands where `fault_at` names it; `new` is the comment that was just written.
    """

    def one(said: Said) -> Said:
        name = f"reply-{said.comment.pk}"
        return replace(
            said,
            replies=tuple(one(reply) for reply in said.replies),
            draft=texts.get(name, ""),
            error=error if fault_at == name else "",
            is_new=said.comment.pk == new,
        )

    return replace(
        on,
        threads=tuple(one(said) for said in on.threads),
        draft=texts.get("text", ""),
        error=error if fault_at == "text" else "",
    )


class Discussion:
    """All that was said of an assessment, as `user` may read it: asked at most once of the database each."""

    def __init__(self, user: Person, assessment: Assessment) -> None:
        self.user = user
        self.assessment = assessment

    @cached_property
    def may_read(self) -> bool:
        """Whether it is this person's to read."""
        return may(self.user, "read_discussion", self.assessment)

    @cached_property
    def may_comment(self) -> bool:
        """Whether this person may add to it."""
        return self.may_read and may(self.user, "comment_assessment", self.assessment)

    @cached_property
    def _by_question(self) -> Mapping[str, list[Said]]:
        found: dict[str, list[Said]] = {}
        if self.may_read:
            for first in threads(self.user, self.assessment):
                found.setdefault(first.question, []).append(
                    said_of(first, self.user, may_comment=self.may_comment)
                )
        return found

    def on(self, name: str) -> QuestionThreads:
        """What was said of one question, by its name ("facts-uses_force"); of the whole for an empty one."""
        return QuestionThreads(name, tuple(self._by_question.get(name, ())), self.may_comment)

    @cached_property
    def counts(self) -> tuple[int, int]:
        """How many comments there are, and how many threads are open."""
        found = comments(self.user, self.assessment).aggregate(
            every=Count("pk"),
            unresolved=Count("pk", filter=Q(reply_to__isnull=True, resolved_at__isnull=True)),
        )
        return found["every"], found["unresolved"]

    @property
    def words(self) -> str:
        """ "12 comments, 3 open"; empty for none."""
        return counted(*self.counts)

    @property
    def open_count(self) -> int:
        """How many threads are open."""
        return self.counts[1]
