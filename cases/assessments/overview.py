"""What a person finds when they sign in: what waits for them, what is theirs, how their teams' queues stand.

The page is made of lanes. A lane is a function from a person to rows, in a number of queries that does not depend on
how many rows there are; `LANES` says which there are and in which group of the page each stands. Something new that
waits for people is one more line there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from statistics import median

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.assessments.listed import questions_asked
from cases.assessments.models import Assessment, Contributor
from cases.assessments.models.assessment import Status
from cases.assessments.phase_answers import title_of
from natoassess.accounts.models import Membership, Role, Team, User, Visibility
from natoassess.accounts.selectors import invitations_to, team_ids, team_ids_with_role
from natoassess.web.presentation.ages import age_words

MOST = 100
"""Rows of one lane; whoever has more finds them all in the list of assessments."""
NEWS_DAYS = 30


class Group(Enum):
    """A part of the page. Rows of WAITING stand the oldest first, all others the newest first."""

    WAITING = "waiting"
    DRAFTS = "drafts"
    SUBMITTED = "submitted"
    PUBLISHED = "published"
    NEWS = "news"


@dataclass(frozen=True)
class Row:
    """One thing on the overview: what is to be done or what it is, its title and address, and since when.

    `url` empty: nothing to open here, `text` says where. `answered` of `asked` questions: the progress of a draft.
    """

    what: str
    title: str
    since: datetime
    url: str = ""
    person: str = ""
    team: str = ""
    text: str = ""
    answered: int | None = None
    asked: int | None = None

    @property
    def age(self) -> str:
        """How long it has been so."""
        return age_words(timezone.now() - self.since)


@dataclass(frozen=True)
class Lane:
    """A source of rows for one group of the page."""

    slug: str
    group: Group
    rows: Callable[[User], list[Row]]


def reviews(user: User) -> list[Row]:
    """What the person may review: submitted to a team of which they are a reviewer, by somebody else."""
    waiting = _submitted(team_ids_with_role(user, Role.REVIEWER)).exclude(author=user)
    return [
        _row(row, _("Review"), row.submitted_at, url=reverse("assessments:review", args=[row.pk]))
        for row in waiting[:MOST]
    ]


def returned(user: User) -> list[Row]:
    """What came back to the person, with the reviewer's note. Since: when it came back, or was changed after that."""
    rows = _live().filter(author=user, status=Status.RETURNED).select_related("reviewer")
    return [
        _row(
            row,
            _("Returned to you"),
            row.changed_at,
            url=_go_on(row),
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
        _row(
            row.assessment,
            _("Work on it"),
            row.added_at,
            url=_go_on(row.assessment),
            person=row.added_by.name if row.added_by else "",
            text=row.note,
        )
        for row in rows[:MOST]
    ]


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
    able = Membership.objects.filter(team=OuterRef("team"), role=Role.REVIEWER, user__is_active=True).exclude(
        user=OuterRef("author")
    )
    stuck = _submitted(team_ids_with_role(user, Role.MANAGER)).filter(~Exists(able))
    return [
        _row(
            row,
            _("Find a reviewer"),
            row.submitted_at,
            url=reverse("teams:detail", args=[row.team.slug]) if row.team else "",
            text=_("Nobody else in the team is a reviewer. Give a member that role, or invite one."),
        )
        for row in stuck[:MOST]
    ]


def drafts(user: User) -> list[Row]:
    """The person's drafts, with how many questions are answered."""
    rows = list(
        _live()
        .filter(author=user, status=Status.DRAFT)
        .select_related("framework")
        .annotate(answered=Count("findings", filter=~Q(findings__value="unknown")))
        .order_by("-changed_at", "-pk")[:MOST]
    )
    asked = questions_asked({row.framework.catalogue_id for row in rows})
    return [
        _row(
            row,
            _("Draft"),
            row.changed_at,
            url=_go_on(row),
            answered=row.answered,
            asked=asked[row.framework.catalogue_id],
        )
        for row in rows
    ]


def submitted(user: User) -> list[Row]:
    """What the person has handed in and nobody has decided yet; private ones wait for nobody."""
    rows = _live().filter(author=user, status=Status.SUBMITTED).order_by("-submitted_at", "-pk")
    return [
        _row(
            row,
            _("Submitted"),
            row.submitted_at,
            text="" if row.team else _("Private: it is frozen, and nobody is asked to review it."),
        )
        for row in rows[:MOST]
    ]


def published(user: User) -> list[Row]:
    """What the person has published, the last ten."""
    rows = _live().filter(author=user, status=Status.PUBLISHED).order_by("-published_at", "-pk")
    return [_row(row, _("Published"), row.published_at) for row in rows[:10]]


def news(user: User) -> list[Row]:
    """What others in the person's teams have published within thirty days, the last ten."""
    rows = (
        _live()
        .filter(
            team__in=team_ids(user),
            visibility__in=[Visibility.TEAM, Visibility.PUBLIC],
            status=Status.PUBLISHED,
            published_at__gt=timezone.now() - timedelta(days=NEWS_DAYS),
        )
        .exclude(author=user)
        .order_by("-published_at", "-pk")
    )
    return [_row(row, _("Published"), row.published_at) for row in rows[:10]]


LANES: tuple[Lane, ...] = (
    Lane("reviews", Group.WAITING, reviews),
    Lane("returned", Group.WAITING, returned),
    Lane("assigned", Group.WAITING, assigned),
    Lane("invited", Group.WAITING, invited),
    Lane("without-reviewer", Group.WAITING, without_reviewer),
    Lane("drafts", Group.DRAFTS, drafts),
    Lane("submitted", Group.SUBMITTED, submitted),
    Lane("published", Group.PUBLISHED, published),
    Lane("news", Group.NEWS, news),
)


def overview_of(user: User) -> dict[Group, list[Row]]:
    """The rows of every group: what waits the oldest first, all else the newest first."""
    groups: dict[Group, list[Row]] = {group: [] for group in Group}
    for lane in LANES:
        groups[lane.group] += lane.rows(user)
    for group, rows in groups.items():
        rows.sort(key=lambda row: row.since, reverse=group is not Group.WAITING)
    return groups


@dataclass(frozen=True)
class Queue:
    """How many submitted assessments wait in one team, and for how long. The ages are empty where none waits."""

    team: Team
    waiting: int
    median: str = ""
    oldest: str = ""
    oldest_title: str = ""
    oldest_url: str = ""


def queues_of(user: User) -> list[Queue]:
    """The queue of each team that the person reviews for or manages, the longest wait first. Three queries."""
    teams = team_ids_with_role(user, Role.REVIEWER, Role.MANAGER)
    by_team: dict[int, list[Assessment]] = {team: [] for team in teams}
    for row in _submitted(teams):
        if row.team_id is not None:
            by_team[row.team_id].append(row)
    now = timezone.now()
    queues = []
    for team in Team.objects.filter(pk__in=teams):
        ages = [now - row.submitted_at for row in by_team[team.pk] if row.submitted_at]
        if not ages:
            queues.append((timedelta(0), Queue(team, 0)))
            continue
        first = by_team[team.pk][0]
        middle = timedelta(seconds=median(age.total_seconds() for age in ages))
        queue = Queue(
            team,
            len(ages),
            age_words(middle),
            age_words(ages[0]),
            title_of(first),
            reverse("assessments:detail", args=[first.pk]),
        )
        queues.append((ages[0], queue))
    return [queue for _age, queue in sorted(queues, key=lambda pair: pair[0], reverse=True)]


def _live() -> QuerySet[Assessment]:
    """Assessments that people filed and have not thrown away, with what a row says of them."""
    return Assessment.objects.filter(trashed_at__isnull=True, reference__isnull=True).select_related(
        "phase__case", "author", "team"
    )


def _submitted(teams: list[int]) -> QuerySet[Assessment]:
    """What waits in these teams, the oldest first."""
    return (
        _live()
        .filter(
            team__in=teams,
            status=Status.SUBMITTED,
            submitted_at__isnull=False,
            visibility__in=[Visibility.TEAM, Visibility.PUBLIC],
        )
        .order_by("submitted_at", "pk")
    )


def _row(assessment: Assessment, what: str, since: datetime | None, **given: object) -> Row:
    values = {
        "url": reverse("assessments:detail", args=[assessment.pk]),
        "person": assessment.author.name if assessment.author else "",
        "team": assessment.team.name if assessment.team else "",
        **given,
    }
    return Row(what=what, title=title_of(assessment), since=since or assessment.changed_at, **values)  # type: ignore[arg-type]  # as Row names them


def _go_on(assessment: Assessment) -> str:
    return reverse("assessments:edit", args=[assessment.pk, "open"])
