"""What waits for a person: each function is one lane of the overview (overview.py), in a fixed number of queries.

Whether it waits for them follows the table of rules.py; a test holds the two together.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import BigIntegerField, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.assessments.authorship import revisions_of_own_work
from cases.assessments.models import Assessment, Comment, Contributor, SecondCoding
from cases.assessments.models.assessment import OUT, Status
from cases.assessments.models.second_coding import OPEN, CodingState
from cases.assessments.overview_rows import MOST, Row, go_on, live, row_of, submitted_to
from cases.assessments.phase_answers import title_of
from natoassess.accounts.models import Membership, Role, User
from natoassess.accounts.selectors import invitations_to, team_ids, team_ids_with_role

CODED = [*OPEN, CodingState.SETTLED]


def reviewable(user: User) -> QuerySet[Assessment]:
    """What `user` may review (rules.may_review), the oldest first, whoever has taken it up."""
    waiting = submitted_to(team_ids_with_role(user, Role.REVIEWER))
    return (
        waiting.exclude(author=user)
        .exclude(pk__in=revisions_of_own_work(user, waiting))
        .exclude(pk__in=Contributor.objects.filter(user=user).values("assessment"))
        .exclude(pk__in=SecondCoding.objects.filter(coder=user, state__in=CODED).values("assessment"))
        .exclude(answer_changes__by=user)
    )


def reviews(user: User) -> list[Row]:
    """What the person may review and nobody else has taken up."""
    waiting = reviewable(user).filter(Q(under_review_by__isnull=True) | Q(under_review_by=user))
    return [
        row_of(
            row,
            _("Review"),
            row.submitted_at,
            url=reverse("assessments:review", args=[row.pk]),
            text=_("You have taken it up.") if row.under_review_by_id == user.pk else "",
        )
        for row in waiting[:MOST]
    ]


def returned(user: User) -> list[Row]:
    """What came back to the person, with the reviewer's note. Since: when it came back, or was changed after that."""
    rows = live().filter(author=user, status=Status.RETURNED).select_related("reviewer")
    return [
        row_of(
            row,
            _("Returned to you"),
            row.changed_at,
            url=go_on(row),
            person=row.reviewer.name if row.reviewer else "",
            text=row.review_note,
        )
        for row in rows[:MOST]
    ]


def assigned(user: User) -> list[Row]:
    """What the person was asked to answer beside its author, while it can be changed."""
    rows = Contributor.objects.filter(
        user=user,
        assessment__team__in=team_ids(user),
        assessment__status__in=[Status.DRAFT, Status.RETURNED],
        assessment__trashed_at__isnull=True,
    ).select_related("assessment__phase__case", "assessment__author", "assessment__team", "added_by")
    return [
        row_of(
            row.assessment,
            _("Work on it"),
            row.added_at,
            url=go_on(row.assessment),
            person=row.added_by.name if row.added_by else "",
            text=row.note,
        )
        for row in rows[:MOST]
    ]


def second_codings(user: User) -> list[Row]:
    """Second codings that the person was asked for and has not answered; once accepted it is among their drafts."""
    return [
        row_of(
            row.assessment,
            _("Second coding"),
            row.asked_at,
            url=reverse("assessments:second-coding-request", args=[row.pk]),
            person=row.asked_by.name if row.asked_by else "",
            text=row.note,
        )
        for row in _requests().filter(coder=user, state=CodingState.ASKED)[:MOST]
    ]


def consensus(user: User) -> list[Row]:
    """Rounds of consensus that wait for the two who coded: the author and the second coder."""
    rounds = _requests().filter(
        Q(coder=user) | Q(assessment__author=user),
        state=CodingState.SUBMITTED,
        assessment__status=Status.SUBMITTED,
    )
    return [
        row_of(
            row.assessment,
            _("Seek consensus"),
            row.submitted_at,
            url=reverse("assessments:consensus", args=[row.assessment_id]),
            person=_other(row, user),
        )
        for row in rounds[:MOST]
    ]


def comments(user: User) -> list[Row]:
    """Open threads on what the person filed or works on, in which somebody else spoke last: a row an assessment."""
    latest = Comment.objects.filter(reply_to=OuterRef("pk")).order_by("-pk")
    threads = (
        Comment.objects.filter(
            Q(assessment__author=user)
            | Q(assessment__contributors__user=user, assessment__team__in=team_ids(user)),
            reply_to__isnull=True,
            resolved_at__isnull=True,
            assessment__trashed_at__isnull=True,
        )
        .exclude(assessment__status__in=[*OUT, Status.RETRACTED])
        .annotate(
            last_by=Coalesce(
                Subquery(latest.values("author")[:1]), F("author"), output_field=BigIntegerField()
            ),
            last_at=Coalesce(Subquery(latest.values("at")[:1]), F("at")),
        )
        .exclude(last_by=user.pk)
        .select_related("assessment__phase__case", "assessment__team", "author")
        .order_by("last_at")
        .distinct()
    )
    by_assessment: dict[int, list[Comment]] = {}
    for thread in threads[:MOST]:
        by_assessment.setdefault(thread.assessment_id, []).append(thread)
    return [_talk(found) for found in by_assessment.values()]


def invited(user: User) -> list[Row]:
    """Invitations to the person's address. The link is in the mail: nobody else can open it, this page neither."""
    return [
        Row(
            what=_("Invitation"),
            title=row.team.name,
            since=row.sent_at,
            person=row.invited_by.name if row.invited_by else "",
            text=_("To accept, open the link in the mail to %(email)s, or ask for a new one.")
            % {"email": row.email},
        )
        for row in invitations_to(user)[:MOST]
    ]


def without_reviewer(user: User) -> list[Row]:
    """For a manager: submitted, and nobody in the team may review it."""
    here = OuterRef(OuterRef("pk"))
    able = (
        Membership.objects.filter(team=OuterRef("team"), role=Role.REVIEWER, user__is_active=True)
        .exclude(user=OuterRef("author"))
        .exclude(user__in=Contributor.objects.filter(assessment=here).values("user"))
        .exclude(user__in=SecondCoding.objects.filter(assessment=here, state__in=CODED).values("coder"))
    )
    stuck = submitted_to(team_ids_with_role(user, Role.MANAGER)).filter(~Exists(able))
    return [
        row_of(
            row,
            _("Find a reviewer"),
            row.submitted_at,
            url=reverse("teams:detail", args=[row.team.slug]) if row.team else "",
            text=_("Nobody else in the team is a reviewer. Give a member that role, or invite one."),
        )
        for row in stuck[:MOST]
    ]


def _requests() -> QuerySet[SecondCoding]:
    return SecondCoding.objects.filter(assessment__trashed_at__isnull=True).select_related(
        "assessment__phase__case", "assessment__author", "assessment__team", "asked_by", "coder"
    )


def _other(row: SecondCoding, user: User) -> str:
    """With whom: the second coder for the author, the author for the second coder."""
    other = row.coder if row.coder_id != user.pk else row.assessment.author
    return other.name if other else ""


def _talk(found: list[Comment]) -> Row:
    first, assessment = found[0], found[0].assessment
    since: datetime = first.last_at  # type: ignore[attr-defined]  # annotated above
    return Row(
        what=_("Answer or resolve"),
        title=title_of(assessment),
        since=since,
        url=reverse("assessments:comments", args=[assessment.pk]),
        person=first.author.name if first.author else "",
        team=assessment.team.name if assessment.team else "",
        text=ngettext("%(n)d comment", "%(n)d comments", len(found)) % {"n": len(found)},
    )
