"""What a person finds when they sign in: what waits for them, what is theirs, how their teams' queues stand.

The page is made of lanes. A lane is a function from a person to rows, in a number of queries that does not depend on
how many rows there are; `LANES` says which there are and in which group of the page each stands. Something new that
waits for people is one more line there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from statistics import median

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.assessments import overview_waiting as waiting
from cases.assessments.listed import questions_asked
from cases.assessments.models import Assessment
from cases.assessments.models.assessment import Status
from cases.assessments.overview_rows import MOST, Row, go_on, live, row_of, submitted_to
from cases.assessments.phase_answers import title_of
from natoassess.accounts.models import Role, Team, User, Visibility
from natoassess.accounts.selectors import team_ids, team_ids_with_role
from natoassess.web.presentation.ages import age_words

NEWS_DAYS = 30


class Group(Enum):
    """A part of the page. Rows of WAITING stand the oldest first, all others the newest first."""

    WAITING = "waiting"
    DRAFTS = "drafts"
    SUBMITTED = "submitted"
    PUBLISHED = "published"
    NEWS = "news"


@dataclass(frozen=True)
class Lane:
    """A source of rows for one group of the page."""

    slug: str
    group: Group
    rows: Callable[[User], list[Row]]


def drafts(user: User) -> list[Row]:
    """The person's drafts, with how many questions are answered."""
    rows = list(
        live()
        .filter(author=user, status=Status.DRAFT)
        .select_related("framework")
        .annotate(answered=Count("findings", filter=~Q(findings__value="unknown")))
        .order_by("-changed_at", "-pk")[:MOST]
    )
    asked = questions_asked({row.framework.catalogue_id for row in rows})
    return [
        row_of(
            row,
            _("Draft"),
            row.changed_at,
            url=go_on(row),
            answered=row.answered,
            asked=asked[row.framework.catalogue_id],
        )
        for row in rows
    ]


def submitted(user: User) -> list[Row]:
    """What the person has handed in and nobody has decided yet; private ones wait for nobody."""
    rows = live().filter(author=user, status=Status.SUBMITTED).order_by("-submitted_at", "-pk")
    return [
        row_of(
            row,
            _("Submitted"),
            row.submitted_at,
            text=_why_unreviewed(row),
        )
        for row in rows[:MOST]
    ]


def _why_unreviewed(row: Assessment) -> str:
    if getattr(row, "second_coding_for", None) is not None:
        return _("A second coding: it is compared with the first, not reviewed.")
    return "" if row.team else _("Private: it is frozen, and nobody is asked to review it.")


def published(user: User) -> list[Row]:
    """What the person has published, the last ten."""
    rows = live().filter(author=user, status=Status.PUBLISHED).order_by("-published_at", "-pk")
    return [_out(row) for row in rows[:10]]


def _out(row: Assessment) -> Row:
    """What is published stands under its number, at an address that never changes."""
    publication = getattr(row, "publication", None)
    if publication is None:
        return row_of(row, _("Published"), row.published_at)
    address = reverse("published:detail", args=[publication.number])
    return row_of(row, _("Published"), row.published_at, url=address, text=publication.number)


def news(user: User) -> list[Row]:
    """What others in the person's teams have published within thirty days, the last ten."""
    rows = (
        live()
        .filter(
            team__in=team_ids(user),
            visibility__in=[Visibility.TEAM, Visibility.PUBLIC],
            status=Status.PUBLISHED,
            published_at__gt=timezone.now() - timedelta(days=NEWS_DAYS),
        )
        .exclude(author=user)
        .order_by("-published_at", "-pk")
    )
    return [_out(row) for row in rows[:10]]


LANES: tuple[Lane, ...] = (
    Lane("reviews", Group.WAITING, waiting.reviews),
    Lane("returned", Group.WAITING, waiting.returned),
    Lane("assigned", Group.WAITING, waiting.assigned),
    Lane("second-codings", Group.WAITING, waiting.second_codings),
    Lane("consensus", Group.WAITING, waiting.consensus),
    Lane("comments", Group.WAITING, waiting.comments),
    Lane("invited", Group.WAITING, waiting.invited),
    Lane("without-reviewer", Group.WAITING, waiting.without_reviewer),
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
    for row in submitted_to(teams):
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
