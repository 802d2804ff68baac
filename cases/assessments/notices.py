"""Who is told what of an assessment. Services call these at the end of their transaction.

Subjects name the case and the people; what was answered, noted or commented stays on the site, where the one who reads
it must be signed in. Nobody is told of what they did themselves.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.assessments.models import Assessment, Contributor
from cases.assessments.phase_answers import title_of
from natoassess.accounts.models import NoticeKind, Role, User, Visibility
from natoassess.accounts.notices import notify_all
from natoassess.accounts.selectors import with_role


def review_requested(*, assessment: Assessment, by: User) -> None:
    """Submitted: tell the reviewers of the team that it is shared with, without its author."""
    if assessment.visibility == Visibility.PRIVATE or assessment.team_id is None:
        return
    reviewers = with_role(assessment.team_id, Role.REVIEWER)
    notify_all(
        users=[person for person in _others(reviewers, by) if person.pk != assessment.author_id],
        kind=NoticeKind.REVIEW_REQUESTED,
        subject=_("%(name)s asks for a review: %(title)s") % _names(assessment, by),
        text=_("Read it whole, then publish it or return it with a note."),
        url=reverse("assessments:review", args=[assessment.pk]),
    )


def returned(*, assessment: Assessment, by: User) -> None:
    """Returned: tell the author and the contributors."""
    notify_all(
        users=_others(_workers(assessment), by),
        kind=NoticeKind.RETURNED,
        subject=_("%(name)s returned %(title)s") % _names(assessment, by),
        text=_("The note says what is to be changed. Then submit it again."),
        url=reverse("assessments:detail", args=[assessment.pk]),
    )


def published(*, assessment: Assessment, by: User) -> None:
    """Published: tell the author and the contributors."""
    notify_all(
        users=_others(_workers(assessment), by),
        kind=NoticeKind.PUBLISHED,
        subject=_("%(name)s published %(title)s") % _names(assessment, by),
        url=reverse("assessments:detail", args=[assessment.pk]),
    )


def retracted(*, assessment: Assessment, by: User, url: str = "") -> None:
    """Retracted: tell the author, the contributors and the reviewers of the team. `url`: its tombstone."""
    reviewers = with_role(assessment.team_id, Role.REVIEWER)
    notify_all(
        users=_others([*_workers(assessment), *reviewers], by),
        kind=NoticeKind.RETRACTED,
        subject=_("%(name)s retracted %(title)s") % _names(assessment, by),
        text=_("Its page stays, with the reason. Do not rely on it any more."),
        url=url or reverse("assessments:detail", args=[assessment.pk]),
    )


def commented(*, assessment: Assessment, by: User, thread: Iterable[User] = (), url: str = "") -> None:
    """A comment: tell the author, the contributors, and those in the `thread`. `url`: the comment itself."""
    notify_all(
        users=_others([*_workers(assessment), *thread], by),
        kind=NoticeKind.COMMENT,
        subject=_("%(name)s commented on %(title)s") % _names(assessment, by),
        url=url or reverse("assessments:detail", args=[assessment.pk]),
    )


def assigned(*, assessment: Assessment, by: User, contributor: User) -> None:
    """Somebody was asked to answer beside the author: tell them."""
    notify_all(
        users=_others([contributor], by),
        kind=NoticeKind.ASSIGNED,
        subject=_("%(name)s asks you to work on %(title)s") % _names(assessment, by),
        url=reverse("assessments:edit", args=[assessment.pk, "open"]),
    )


def second_coding_asked(*, assessment: Assessment, by: User, coder: User, url: str) -> None:
    """Somebody was asked for a blind second coding: tell them. `url`: where they code."""
    notify_all(
        users=_others([coder], by),
        kind=NoticeKind.SECOND_CODING,
        subject=_("%(name)s asks you for a second coding of %(title)s") % _names(assessment, by),
        text=_("Answer the questions by yourself; you see the first answers once you have handed in yours."),
        url=url,
    )


def _workers(assessment: Assessment) -> list[User]:
    """The author and the contributors."""
    contributors = Contributor.objects.filter(assessment=assessment).select_related("user")
    author = [assessment.author] if assessment.author else []
    return [*author, *(row.user for row in contributors)]


def _others(people: Iterable[User], by: User) -> list[User]:
    return [person for person in people if person.pk != by.pk]


def _names(assessment: Assessment, by: User) -> dict[str, str]:
    return {"name": by.name, "title": title_of(assessment)}
