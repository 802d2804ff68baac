"""What happened to an assessment, newest first: answers changed, comments, people, submissions and reviews.

Three tables keep it: AnswerChange, Comment and the audit log. Each is asked for one page and a row more, from the place
where the last page ended; the rows are merged by time. What is written meanwhile never shifts a page that follows.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.exceptions import BadRequest
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from cases.assessments.evaluation import PARTS
from cases.assessments.models import AnswerChange, Assessment, Comment
from cases.assessments.models.finding import FindingKind
from cases.assessments.rules import require
from natoassess.accounts.models import User
from natoassess.accounts.selectors import Person
from natoassess.web.audit.services import entries_about

PAGE = 50
JOINED_WITHIN = timedelta(minutes=10)
"""Changes of one answer by one person that lie no further apart are one line."""

ANSWERS, COMMENTS, PEOPLE, MILESTONES = "answers", "comments", "people", "milestones"
KINDS = (ANSWERS, COMMENTS, PEOPLE, MILESTONES)

ACTIONS: dict[str, str] = {
    "comment.resolved": COMMENTS,
    "comment.reopened": COMMENTS,
    "contributor.added": PEOPLE,
    "contributor.asked": PEOPLE,
    "contributor.removed": PEOPLE,
    "assessment.handed_over": PEOPLE,
    "assessment.created": MILESTONES,
    "assessment.submitted": MILESTONES,
    "assessment.revision_begun": MILESTONES,
    "assessment.shared": MILESTONES,
    "review.taken_up": MILESTONES,
    "review.left": MILESTONES,
    "assessment.returned": MILESTONES,
    "assessment.published": MILESTONES,
    "dissent.added": MILESTONES,
    "dissent.withdrawn": MILESTONES,
    "consensus.closed": MILESTONES,
    "assessment.trashed": MILESTONES,
    "assessment.restored": MILESTONES,
}
"""The entries of the audit log that the feed tells, and among what; it is silent on all others."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, order=True)
class Place:
    """Where a row stands in the order of the feed: by time, and of one moment by table and number."""

    at: datetime
    source: int
    pk: int

    def __str__(self) -> str:
        microseconds = (self.at - EPOCH) // timedelta(microseconds=1)
        return f"{microseconds}-{self.source}-{self.pk}"

    @classmethod
    def read(cls, text: str) -> Place:
        """The place that `text` names. Raises BadRequest."""
        parts = text.split("-")
        if len(text) > 60 or len(parts) != 3 or not all(part.isascii() and part.isdigit() for part in parts):
            raise BadRequest(_("The parameter before takes the place that a page of the feed ended with."))
        microseconds, source, pk = map(int, parts)
        try:
            return cls(EPOCH + timedelta(microseconds=microseconds), source, min(pk, 2**63 - 1))
        except OverflowError as error:
            raise BadRequest(_("The parameter before names no moment of time.")) from error


@dataclass(frozen=True)
class Event:
    """One line of the feed. `by` is empty where the account is gone.

    `action` is that of the audit log, or "answer.changed", "comment.added". Of a change `before` and `after` are the
    answers whole, `times` says how many changes were joined. `people` are those whom the entry names, by its `detail`.
    """

    place: Place
    kind: str
    action: str
    by: User | None
    question: str = ""
    before: Mapping[str, Any] | None = None
    after: Mapping[str, Any] | None = None
    is_undo: bool = False
    times: int = 1
    comment: Comment | None = None
    detail: Mapping[str, Any] | None = None
    people: Mapping[str, User] | None = None

    @property
    def at(self) -> datetime:
        """When; of joined changes the last."""
        return self.place.at


@dataclass(frozen=True)
class FeedPage:
    """Events, newest first, and the place from where the next page goes on; None on the last."""

    events: tuple[Event, ...]
    following: Place | None


def feed(
    user: Person,
    assessment: Assessment,
    *,
    before: Place | None = None,
    who: int | None = None,
    kind: str = "",
    size: int = PAGE,
) -> FeedPage:
    """A page of the feed; five queries at most. `size` counts rows before they are joined.

    Raises PermissionDenied for whom it is not meant.
    """
    require(user, "read_discussion", assessment)
    sources: list[Iterable[tuple[Place, Any]]] = []
    if kind in ("", ANSWERS):
        changes = AnswerChange.objects.filter(assessment=assessment).select_related("by")
        sources.append(_rows(changes, 0, "by", before, who, size))
    if kind in ("", COMMENTS):
        said = Comment.objects.filter(assessment=assessment).select_related("author", "reply_to")
        sources.append(_rows(said, 1, "author", before, who, size))
    if kind != ANSWERS:
        actions = [action for action, of in ACTIONS.items() if kind in ("", of)]
        entries = entries_about(assessment).filter(action__in=actions)
        sources.append(_rows(entries, 2, "actor_id", before, who, size))
    merged = list(heapq.merge(*sources, key=lambda row: row[0], reverse=True))
    page = merged[:size]
    people = _people(row for place, row in page if place.source == 2)
    following = page[-1][0] if len(merged) > size else None
    return FeedPage(tuple(joined([_event(place, row, people) for place, row in page])), following)


def _rows(
    rows: QuerySet[Any], source: int, by: str, before: Place | None, who: int | None, size: int
) -> list[tuple[Place, Any]]:
    """One page and a row more of a table, newest first, from `before` on."""
    if who is not None:
        rows = rows.filter(**{by: who})
    if before is not None:
        at_once = Q(at=before.at, pk__lt=before.pk) if source == before.source else Q(at=before.at)
        rows = rows.filter(Q(at__lt=before.at) | (at_once if source <= before.source else Q(pk__in=[])))
    return [(Place(row.at, source, row.pk), row) for row in rows.order_by("-at", "-pk")[: size + 1]]


def _people(entries: Iterable[Any]) -> dict[int, User]:
    """Everybody whom entries of the audit log name, in one query."""
    named = {
        number for entry in entries for number in (entry.actor_id, *_named(entry.detail).values()) if number
    }
    return User.objects.in_bulk(named) if named else {}


def _named(detail: Mapping[str, Any]) -> dict[str, int]:
    return {role: detail[role] for role in ("user", "from", "to") if isinstance(detail.get(role), int)}


def _event(place: Place, row: Any, people: Mapping[int, User]) -> Event:
    if isinstance(row, AnswerChange):
        # The part of the body and the code, as forms name a question.
        name = f"{PARTS[FindingKind(row.kind)]}-{row.code}"
        return Event(
            place, ANSWERS, "answer.changed", row.by, name, row.before, row.after, is_undo=row.is_undo
        )
    if isinstance(row, Comment):
        return Event(place, COMMENTS, "comment.added", row.author, row.question, comment=row)
    return Event(
        place,
        ACTIONS[row.action],
        row.action,
        people.get(row.actor_id),
        str(row.detail.get("question", "")),
        detail=row.detail,
        people={role: people[pk] for role, pk in _named(row.detail).items() if pk in people},
    )


def joined(events: Sequence[Event]) -> list[Event]:
    """The same with changes of one answer by one person, close to each other, as one: from the first to the last.

    A change that was taken back within a moment stays: that it was tried is part of what happened.
    """
    told: list[Event] = []
    latest: dict[tuple[int, str], tuple[int, datetime]] = {}
    for event in events:
        key = (event.by.pk, event.question) if event.by is not None and event.kind == ANSWERS else None
        if key is not None and key in latest:
            line, oldest = latest[key]
            if oldest - event.at <= JOINED_WITHIN:
                told[line] = replace(told[line], before=event.before, times=told[line].times + 1)
                latest[key] = (line, event.at)
                continue
        if key is not None:
            latest[key] = (len(told), event.at)
        told.append(event)
    return told


def people_in(assessment: Assessment) -> list[User]:
    """Whoever did something that the feed tells, by name; four queries. Accounts that are gone are not among them."""
    known: set[int | None] = {assessment.author_id}
    known.update(
        AnswerChange.objects.filter(assessment=assessment).order_by().values_list("by", flat=True).distinct()
    )
    known.update(
        Comment.objects.filter(assessment=assessment).order_by().values_list("author", flat=True).distinct()
    )
    told = entries_about(assessment).filter(action__in=list(ACTIONS)).order_by()
    known.update(told.values_list("actor_id", flat=True).distinct())
    people = User.objects.filter(pk__in=[pk for pk in known if pk is not None])
    return sorted(people, key=lambda person: (person.name.casefold(), person.pk))
