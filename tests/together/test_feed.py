"""The feed: everything in its order, page by page, however much is written meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from cases.assessments.commenting import comment_resolve
from cases.assessments.feed import ACTIONS, Event, Place, feed
from cases.assessments.models import AnswerChange, Assessment, Comment
from cases.assessments.models.finding import FindingKind
from cases.assessments.presentation.feed import DID
from natoassess.accounts.models import User
from natoassess.web.audit.models import AuditEntry
from natoassess.web.audit.services import entries_about, record
from tests.support.queries import count
from tests.together.conftest import Say

ClientAs = Callable[[User], Client]
START = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def change(
    assessment: Assessment, by: User | None, minute: float, before: Any, after: Any, code: str = "uses_force"
) -> AnswerChange:
    """A change of an answer, some minutes after START."""

    def answer(value: Any) -> dict[str, Any] | None:
        return (
            {"value": value, "why": "", "provisions": [], "evidence": []} if isinstance(value, str) else value
        )

    row = AnswerChange.objects.create(
        assessment=assessment,
        kind=FindingKind.FACT,
        code=code,
        by=by,
        version=1,
        before=answer(before),
        after=answer(after),
    )
    AnswerChange.objects.filter(pk=row.pk).update(at=START + timedelta(minutes=minute))
    return row


def everything(
    user: User, assessment: Assessment, size: int, meanwhile: Callable[[], object] = lambda: None
) -> list[Event]:
    """All pages one after the other; `meanwhile` runs between them."""
    events: list[Event] = []
    before: Place | None = None
    while True:
        page = feed(user, assessment, before=before, size=size)
        events += page.events
        if page.following is None:
            return events
        before = Place.read(str(page.following))
        meanwhile()


@pytest.fixture
def eventful(draft: Assessment, analyst: User, contributor: User, say: Say) -> Assessment:
    """A draft on which two people have worked for a day; some of it in the very same moment."""
    for number in range(7):
        change(draft, analyst, number * 30, "unknown", "yes", code="uses_force")
        change(draft, contributor, number * 30, "unknown", "no", code="state_conduct")
        Comment.objects.filter(pk=say(f"Comment {number}").pk).update(
            at=START + timedelta(minutes=number * 30)
        )
    comment_resolve(by=analyst, comment=Comment.objects.earliest("pk"))
    return draft


def test_pages_hold_everything_once_and_in_order_under_writes(
    eventful: Assessment, analyst: User, say: Say
) -> None:
    whole = everything(analyst, eventful, 1_000)
    told = entries_about(eventful).filter(action__in=list(ACTIONS)).count()
    assert len(whole) == eventful.answer_changes.count() + eventful.comments.count() + told
    assert len(whole) > 7 * 3
    assert [event.place for event in whole] == sorted((event.place for event in whole), reverse=True)
    for size in (1, 2, 3, 5):
        paged = everything(analyst, eventful, size, lambda: say("Meanwhile"))
        assert [event.place for event in paged] == [event.place for event in whole]
        Comment.objects.filter(text="Meanwhile").delete()


def test_changes_close_to_each_other_are_one_line(
    draft: Assessment, analyst: User, contributor: User
) -> None:
    change(draft, analyst, 0, None, "yes")
    change(draft, analyst, 4, "yes", "no")
    change(draft, contributor, 5, "unknown", "yes", code="state_conduct")
    change(draft, analyst, 9, "no", "contested")
    change(draft, contributor, 10, "contested", "yes")
    change(draft, analyst, 60, "yes", "no")
    told = [
        (
            event.by.username if event.by else "",
            (event.before or {}).get("value"),
            (event.after or {}).get("value"),
            event.times,
        )
        for event in feed(analyst, draft, kind="answers").events
        if event.question in {"facts-uses_force", "facts-state_conduct"}
    ]
    assert told == [
        ("analyst", "yes", "no", 1),
        ("teammate", "contested", "yes", 1),
        ("analyst", None, "contested", 3),
        ("teammate", "unknown", "yes", 1),
    ]


def test_the_page_tells_it_in_words(
    draft: Assessment, analyst: User, contributor: User, reviewer: User, say: Say, client_as: ClientAs
) -> None:
    change(draft, analyst, 0, {"value": "unknown", "why": ""}, {"value": "yes", "why": "Shells fell."})
    say("<b>Which</b> source?", author=contributor)
    record(actor=analyst, action="assessment.submitted", subject=draft)
    record(actor=None, action="assessment.unheard_of", subject=draft, detail={"secret": "not told"})
    answer = client_as(analyst).get(f"/assessments/{draft.pk}/feed/").content.decode()
    for words in (
        "20 November 2026",
        "changed an answer",
        "Not known",
        "<strong>Yes</strong>",
        "reason written",
        "&lt;b&gt;Which&lt;/b&gt; source?",
        "asked Tomas Teammate to answer",
        "submitted the assessment",
    ):
        assert words in answer
    assert "not told" not in answer
    contributor.delete()
    later = client_as(analyst).get(f"/assessments/{draft.pk}/feed/").content.decode()
    assert "former member" in later
    assert "asked former member to answer" in later


def test_every_action_has_words() -> None:
    assert set(ACTIONS) < set(DID)


def test_it_is_narrowed_by_person_and_kind(
    eventful: Assessment, analyst: User, contributor: User, client_as: ClientAs
) -> None:
    client = client_as(analyst)
    address = f"/assessments/{eventful.pk}/feed/"
    theirs = client.get(f"{address}?who={contributor.pk}&kind=answers").content.decode()
    assert theirs.count('<li data-kind="answers">') == 7
    assert '<li data-kind="comments">' not in theirs
    assert client.get(f"{address}?kind=people").content.decode().count('<li data-kind="people">') == 1
    assert client.get(f"{address}?kind=milestones").content.decode().count("<li data-kind=") == 1
    for query in (
        "kind=all",
        "who=x",
        "who=99999999",
        "before=1",
        "before=9-9-x",
        "before=" + "9" * 40 + "-1-1",
        "page=2",
    ):
        assert client.get(f"{address}?{query}").status_code == 400, query


@pytest.mark.parametrize("who", ["teammate", "reviewer", "outsider", "administrator"])
def test_it_is_for_those_who_work_on_it(
    who: str, request: pytest.FixtureRequest, draft: Assessment, client_as: ClientAs
) -> None:
    person: User = request.getfixturevalue(who)
    assert client_as(person).get(f"/assessments/{draft.pk}/feed/").status_code == 404
    with pytest.raises(PermissionDenied):
        feed(person, draft)


def test_a_page_costs_the_same_however_long_the_feed(
    eventful: Assessment, analyst: User, client_as: ClientAs
) -> None:
    client = client_as(analyst)
    address = f"/assessments/{eventful.pk}/feed/"
    few = count(lambda: client.get(address))
    rows = [
        AnswerChange(assessment=eventful, kind=FindingKind.FACT, code=f"code_{number}", by=analyst, version=1)
        for number in range(300)
    ]
    AnswerChange.objects.bulk_create(rows)
    assert count(lambda: client.get(address)) <= few
    assert len(feed(analyst, eventful).events) == 50
    assert AuditEntry.objects.count() < 20
