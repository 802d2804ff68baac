"""Your work: what waits, what is mine, how the queues stand; in as many queries for many rows as for few."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.assessments.answers import Answer
from cases.assessments.commenting import comment_add, comment_resolve
from cases.assessments.contributing import contributor_add, contributor_remove
from cases.assessments.models import Assessment, Contributor
from cases.assessments.models.finding import FindingKind
from cases.assessments.overview import Group, overview_of, queues_of
from cases.assessments.overview_rows import Row
from cases.assessments.overview_waiting import reviewable
from cases.assessments.review import review_take
from cases.assessments.rules import may
from cases.assessments.second_codings import second_coding_accept, second_coding_ask
from cases.assessments.services import assessment_review, assessment_submit, findings_save
from natoassess.accounts.invitations import invitation_create
from natoassess.accounts.models import Membership, Role, Team, User
from natoassess.web.presentation.ages import age_words
from tests.filing.pages import text_of
from tests.pages.scenarios import scenario
from tests.support.people import make_user

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]


def words(answer: Any) -> str:
    return text_of(answer.content.decode())


def submitted(
    author: User, team: Team, title: str, *, days: float = 0, visibility: str = "team"
) -> Assessment:
    draft = scenario(author, team, visibility=visibility, title=title)
    done = assessment_submit(editor=author, assessment=draft, expected_version=draft.version)
    Assessment.objects.filter(pk=done.pk).update(submitted_at=timezone.now() - timedelta(days=days))
    done.refresh_from_db()
    return done


def decided(reviewer: User, waiting: Assessment, *, publish: bool, note: str = "") -> Assessment:
    return assessment_review(
        reviewer=reviewer, assessment=waiting, expected_version=waiting.version, publish=publish, note=note
    )


def lines(user: User, group: Group) -> list[tuple[str, str]]:
    return [(row.what, row.title) for row in overview_of(user)[group]]


def test_signing_in_leads_to_it(client: Client, analyst: User) -> None:
    analyst.set_password("correct horse battery")
    analyst.save()
    signed = client.post(
        reverse("accounts:login"), {"username": "analyst", "password": "correct horse battery"}
    )
    assert signed["Location"] == reverse("overview")
    assert client.get(reverse("overview")).status_code == 200


def test_a_reviewer_finds_what_may_be_reviewed_the_oldest_first(
    client_as: As, analyst: User, reviewer: User, outsider: User, team: Team
) -> None:
    submitted(analyst, team, "Younger", days=1)
    submitted(analyst, team, "Older", days=3.2)
    submitted(analyst, team, "Private", days=9, visibility="private")
    submitted(reviewer, team, "My own", days=5)
    submitted(outsider, Team.objects.get(slug="elsewhere"), "Of others", days=7)
    scenario(analyst, team, visibility="team", title="A draft")
    assert lines(reviewer, Group.WAITING) == [("Review", "Older"), ("Review", "Younger")]
    page = words(client_as(reviewer).get(reverse("overview")))
    assert "2 things wait for you, the oldest for 3 days 4 hours." in page
    assert "A draft" not in page and "Private" not in page
    assert lines(reviewer, Group.SUBMITTED) == [("Submitted", "My own")]
    assert lines(outsider, Group.WAITING) == []


def test_the_author_finds_what_was_returned_with_the_note_and_goes_on(
    client_as: As, analyst: User, reviewer: User, team: Team
) -> None:
    back = decided(reviewer, submitted(analyst, team, "Back"), publish=False, note="Say why the strait.")
    page = client_as(analyst).get(reverse("overview"))
    assert "Returned to you" in words(page) and "Say why the strait." in words(page)
    assert reverse("assessments:edit", args=[back.pk, "open"]) in page.content.decode()
    others = words(client_as(reviewer).get(reverse("overview")))
    assert "Say why the strait." not in others


def test_mine_are_drafts_with_progress_what_waits_and_what_is_published(
    client_as: As, analyst: User, reviewer: User, instructor: User, team: Team
) -> None:
    scenario(analyst, team, title="A draft")
    gone = scenario(analyst, team, title="Thrown away")
    Assessment.objects.filter(pk=gone.pk).update(trashed_at=timezone.now())
    submitted(analyst, team, "Waits", days=2)
    decided(reviewer, submitted(analyst, team, "Out"), publish=True)
    assert lines(analyst, Group.DRAFTS) == [("Draft", "A draft")]
    (draft,) = overview_of(analyst)[Group.DRAFTS]
    assert (draft.answered, draft.asked) == (1, 80)
    assert lines(analyst, Group.SUBMITTED) == [("Submitted", "Waits")]
    assert lines(analyst, Group.PUBLISHED) == [("Published", "Out")]
    assert lines(instructor, Group.NEWS) == [("Published", "Out")], "news for the rest of the team"
    assert lines(analyst, Group.NEWS) == []
    page = words(client_as(analyst).get(reverse("overview")))
    assert "1 of 80" in page and "2 days" in page and "Thrown away" not in page


def test_who_was_asked_to_work_on_it_finds_it_until_it_is_handed_in(
    analyst: User, researcher: User, team: Team
) -> None:
    draft = scenario(analyst, team, visibility="team")
    Contributor.objects.create(assessment=draft, user=researcher, added_by=analyst, note="The means, please.")
    (row,) = overview_of(researcher)[Group.WAITING]
    assert (row.what, row.person, row.text) == ("Work on it", "Ana Analyst", "The means, please.")
    assessment_submit(editor=analyst, assessment=draft, expected_version=draft.version)
    assert overview_of(researcher)[Group.WAITING] == []


def test_what_waits_for_a_review_is_what_may_be_reviewed(
    analyst: User, reviewer: User, researcher: User, team: Team
) -> None:
    """The lane and the table of rules say the same, of every kind of tie to an assessment."""
    plain = submitted(analyst, team, "Plain")
    contributed, coded, answered = (
        scenario(analyst, team, visibility="team", title=title) for title in ("Helped", "Coded", "Answered")
    )
    for person in (reviewer, researcher):
        Membership.objects.get_or_create(team=team, user=person, role=Role.REVIEWER)
        Membership.objects.get_or_create(team=team, user=person, role=Role.ANALYST)
    contributor_add(author=analyst, assessment=contributed, user=reviewer)
    request = second_coding_ask(asker=analyst, assessment=coded, coder=reviewer)
    contributor_add(author=analyst, assessment=answered, user=reviewer)
    said = Answer(FindingKind.FACT, "uses_force", "yes")
    answered = findings_save(
        editor=reviewer, assessment=answered, answers=[said], expected_version=answered.version
    )
    contributor_remove(author=analyst, assessment=answered, user=reviewer)
    coding = second_coding_accept(coder=reviewer, request=request)
    for draft, author in ((contributed, analyst), (coded, analyst), (answered, analyst), (coding, reviewer)):
        assessment_submit(editor=author, assessment=draft, expected_version=draft.version)
    everything = Assessment.objects.filter(status="submitted", reference__isnull=True)
    for person in (reviewer, researcher, analyst):
        allowed = {row.pk for row in everything if may(person, "review_assessment", row)}
        assert set(reviewable(person).values_list("pk", flat=True)) == allowed, person
    assert set(reviewable(reviewer)) == {plain}
    assert coding not in reviewable(researcher)


def test_what_another_reviewer_has_taken_up_waits_for_them_alone(
    analyst: User, reviewer: User, team: Team
) -> None:
    other = make_user("other", team=team, roles=(Role.REVIEWER,))
    review_take(reviewer=other, assessment=submitted(analyst, team, "Taken"), instead_of=None)
    assert lines(reviewer, Group.WAITING) == []
    (row,) = overview_of(other)[Group.WAITING]
    assert row.text == "You have taken it up."


def test_second_codings_and_rounds_of_consensus_wait_for_those_who_code(analyst: User, team: Team) -> None:
    coder = make_user("coder", team=team, roles=(Role.ANALYST,))
    draft = scenario(analyst, team, visibility="team")
    request = second_coding_ask(asker=analyst, assessment=draft, coder=coder, note="Blind, please.")
    (row,) = overview_of(coder)[Group.WAITING]
    assert (row.what, row.person, row.text) == ("Second coding", "Ana Analyst", "Blind, please.")
    coding = second_coding_accept(coder=coder, request=request)
    assert lines(coder, Group.WAITING) == [] and lines(coder, Group.DRAFTS) == [("Draft", "Strait closed")]
    for assessment, author in ((draft, analyst), (coding, coder)):
        assessment_submit(editor=author, assessment=assessment, expected_version=assessment.version)
    for person in (analyst, coder):
        assert lines(person, Group.WAITING) == [("Seek consensus", "Strait closed")]
    assert "compared with the first" in overview_of(coder)[Group.SUBMITTED][0].text


def test_open_comments_wait_until_they_are_answered_or_resolved(
    analyst: User, reviewer: User, team: Team
) -> None:
    waiting = submitted(analyst, team, "Talked about")
    first = comment_add(author=reviewer, assessment=waiting, text="Why?")
    comment_add(author=reviewer, assessment=waiting, text="And how?", question="facts-uses_force")
    (row,) = overview_of(analyst)[Group.WAITING]
    assert (row.what, row.text, row.person) == ("Answer or resolve", "2 comments", "Ruth Reviewer")
    comment_add(author=analyst, assessment=waiting, text="Because.", reply_to=first)
    assert overview_of(analyst)[Group.WAITING][0].text == "1 comment"
    comment_resolve(by=reviewer, comment=waiting.comments.get(question="facts-uses_force"))
    assert overview_of(analyst)[Group.WAITING] == []
    assert [row.what for row in overview_of(reviewer)[Group.WAITING]] == ["Review"], "it is not theirs"


def test_a_manager_is_told_where_nobody_can_review(analyst: User, reviewer: User, team: Team) -> None:
    manager = make_user("manager", team=team, roles=(Role.MANAGER,))
    submitted(analyst, team, "Reviewable")
    submitted(reviewer, team, "Stuck", days=1)
    assert lines(manager, Group.WAITING) == [("Find a reviewer", "Stuck")]
    Membership.objects.create(team=team, user=analyst, role=Role.REVIEWER)
    assert lines(manager, Group.WAITING) == []


def test_an_invitation_waits_for_the_address_it_was_sent_to(
    administrator: User, outsider: User, team: Team
) -> None:
    outsider.email = "Otto@example.org"
    outsider.save()
    _invitation, token = invitation_create(
        by=administrator, team=team, email="otto@example.org", roles=[Role.ANALYST]
    )
    (row,) = overview_of(outsider)[Group.WAITING]
    assert (row.what, row.title, row.url) == ("Invitation", "The desk", "")
    assert token not in row.text, "the link is in the mail alone"


def test_queues_count_the_median_and_the_oldest_for_reviewers_and_managers(
    client_as: As, analyst: User, reviewer: User, outsider: User, team: Team
) -> None:
    for days, title in ((1, "Young"), (2, "Middle"), (9.5, "Old")):
        submitted(analyst, team, title, days=days)
    (queue,) = queues_of(reviewer)
    assert (queue.waiting, queue.median, queue.oldest, queue.oldest_title) == (
        3,
        "2 days",
        "9 days 12 hours",
        "Old",
    )
    assert queues_of(analyst) == []
    quiet = make_user("quiet", team=Team.objects.get(slug="elsewhere"), roles=(Role.MANAGER,))
    assert [(one.waiting, one.oldest) for one in queues_of(quiet)] == [(0, "")]
    assert "Queues of your teams" in words(client_as(reviewer).get(reverse("overview")))
    assert "Queues of your teams" not in words(client_as(outsider).get(reverse("overview")))


def test_who_has_nothing_yet_is_told_where_to_begin(client_as: As, analyst: User, db: None) -> None:
    alone = User.objects.create(username="alone")
    page = words(client_as(alone).get(reverse("overview")))
    assert "Nothing waits for you." in page and "Begin here" in page
    assert "ask the manager of a team to invite you" in page
    member = words(client_as(analyst).get(reverse("overview")))
    assert "Share it with your team and submit it" in member


def test_new_notices_stand_there_until_they_are_read(
    client_as: As, analyst: User, reviewer: User, team: Team
) -> None:
    submitted(analyst, team, "News")
    client = client_as(reviewer)
    html = client.get(reverse("overview")).content.decode()
    assert "Ana Analyst asks for a review: News" in html
    until = re.search(r'name="until" value="(\d+)"', html)
    assert until
    client.post(reverse("notices:read"), {"until": until[1]})
    assert "asks for a review" not in client.get(reverse("overview")).content.decode()


def test_as_many_queries_for_many_rows_as_for_few(
    client_as: As,
    analyst: User,
    reviewer: User,
    team: Team,
    queries_at_most: Callable[[int], AbstractContextManager[Any]],
) -> None:
    both = make_user("both", team=team, roles=(Role.REVIEWER, Role.MANAGER, Role.ANALYST))

    def fill(mark: str) -> None:
        scenario(both, team, title=f"Draft {mark}")
        submitted(both, team, f"Mine {mark}")
        submitted(analyst, team, f"Waits {mark}")
        decided(reviewer, submitted(both, team, f"Back {mark}"), publish=False)
        decided(reviewer, submitted(both, team, f"Out {mark}"), publish=True)
        decided(both, submitted(analyst, team, f"News {mark}"), publish=True)
        Contributor.objects.create(assessment=scenario(analyst, team, visibility="team"), user=both)
        asked = scenario(analyst, team, visibility="team", title=f"Coded {mark}")
        second_coding_ask(asker=analyst, assessment=asked, coder=both)
        comment_add(author=reviewer, assessment=submitted(both, team, f"Talk {mark}"), text="Why?")

    client = client_as(both)
    fill("one")
    with queries_at_most(40) as few:
        client.get(reverse("overview"))
    for mark in ("two", "three", "four"):
        fill(mark)
    with queries_at_most(len(few)):
        page = client.get(reverse("overview"))
    for title in ("Draft four", "Mine four", "Waits four", "Back four", "Out four", "News four"):
        assert title in words(page), title


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (-5, "less than a minute"),
        (59, "less than a minute"),
        (60, "1 minute"),
        (3599, "59 minutes"),
        (3600, "1 hour"),
        (86_399, "23 hours"),
        (86_400, "1 day"),
        (2 * 86_400 + 3 * 3600 + 59, "2 days 3 hours"),
    ],
)
def test_ages_in_words(seconds: int, expected: str) -> None:
    assert age_words(timedelta(seconds=seconds)) == expected


def test_a_row_knows_its_age() -> None:
    assert Row("x", "y", timezone.now() - timedelta(hours=30)).age == "1 day 6 hours"
