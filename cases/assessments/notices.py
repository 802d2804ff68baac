"""Who is told what of an assessment. Services call these at the end of their transaction.

Subjects name the case and the people; what was answered, noted or commented stays on the site, where the one who reads
it must be signed in. Nobody is told of what they did themselves.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.assessments.models import Assessment, Comment, Contributor, SecondCoding
from cases.assessments.phase_answers import title_of
from cases.assessments.rules import may
from natoassess.accounts.models import NoticeKind, Role, User, Visibility
from natoassess.accounts.notices import notify_all
from natoassess.accounts.selectors import members_of_id, with_role


def review_requested(*, assessment: Assessment, by: User) -> None:
    """Submitted: tell those of the team who may review it; nobody where it is private or a second coding."""
    if assessment.visibility == Visibility.PRIVATE or assessment.team_id is None:
        return
    reviewers = with_role(assessment.team_id, Role.REVIEWER)
    notify_all(
        users=[person for person in _others(reviewers, by) if may(person, "open_review", assessment)],
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


def retracted(*, assessment: Assessment, by: User, number: str) -> None:
    """Retracted: tell the author, the contributors and the reviewers of the team. `number`: of the publication."""
    reviewers = with_role(assessment.team_id, Role.REVIEWER)
    notify_all(
        users=_others([*_workers(assessment), *reviewers], by),
        kind=NoticeKind.RETRACTED,
        subject=_("%(name)s retracted %(number)s, %(title)s") % {**_names(assessment, by), "number": number},
        text=_("Its page stays, with the reason. Do not rely on it any more."),
        url=reverse("published:detail", args=[number]),
    )


def commented(*, comment: Comment, by: User) -> None:
    """A comment: tell the author, the contributors, and those who spoke in its thread and may still read it."""
    assessment, first = comment.assessment, comment.reply_to_id or comment.pk
    spoke = User.objects.filter(comments__in=Comment.objects.filter(Q(pk=first) | Q(reply_to=first)))
    workers = _workers(assessment)
    thread = [
        person
        for person in _others(spoke.distinct(), by)
        if person in workers or may(person, "read_discussion", assessment)
    ]
    notify_all(
        users=_others([*workers, *thread], by),
        kind=NoticeKind.COMMENT,
        subject=_("%(name)s commented on %(title)s") % _names(assessment, by),
        url=f"{reverse('assessments:comments', args=[assessment.pk])}#comment-{comment.pk}",
    )


def assigned(*, assessment: Assessment, by: User, contributor: User) -> None:
    """Somebody was asked to answer beside the author: tell them."""
    notify_all(
        users=_others([contributor], by),
        kind=NoticeKind.ASSIGNED,
        subject=_("%(name)s asks you to work on %(title)s") % _names(assessment, by),
        url=reverse("assessments:edit", args=[assessment.pk, "open"]),
    )


def handed_over(*, assessment: Assessment, by: User, to: User) -> None:
    """Somebody was made the author: tell them."""
    notify_all(
        users=_others([to], by),
        kind=NoticeKind.ASSIGNED,
        subject=_("%(name)s hands %(title)s over to you") % _names(assessment, by),
        text=_("You are its author from now on."),
        url=reverse("assessments:edit", args=[assessment.pk, "open"]),
    )


def second_coding_asked(*, request: SecondCoding, by: User) -> None:
    """Somebody was asked for a blind second coding: tell them."""
    notify_all(
        users=_others([request.coder], by),
        kind=NoticeKind.SECOND_CODING,
        subject=_("%(name)s asks you for a second coding of %(title)s") % _names(request.assessment, by),
        text=_("Answer the questions by yourself; you see the first answers once you have handed in yours."),
        url=reverse("assessments:second-coding-request", args=[request.pk]),
    )


def second_coding_handed_in(*, request: SecondCoding, by: User) -> None:
    """A second coding was handed in: tell the author of the first, and who asked for it."""
    author = [request.assessment.author] if request.assessment.author else []
    asker = [request.asked_by] if request.asked_by else []
    notify_all(
        users=_others([*author, *asker], by),
        kind=NoticeKind.SECOND_CODING,
        subject=_("%(name)s has handed in a second coding of %(title)s") % _names(request.assessment, by),
        url=reverse("assessments:second-coding", args=[request.assessment_id]),
    )


def _workers(assessment: Assessment) -> list[User]:
    """The author, and the contributors who are still in the team."""
    contributors = Contributor.objects.filter(
        assessment=assessment, user__in=members_of_id(assessment.team_id)
    ).select_related("user")
    author = [assessment.author] if assessment.author else []
    return [*author, *(row.user for row in contributors)]


def _others(people: Iterable[User], by: User) -> list[User]:
    return [person for person in people if person.pk != by.pk]


def _names(assessment: Assessment, by: User) -> dict[str, str]:
    return {"name": by.name, "title": title_of(assessment)}
