"""Comments, contributors and the feed by program."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from rest_framework.test import APIClient

from cases.assessments.commenting import comment_add
from cases.assessments.models import Assessment, Comment, Contributor
from natoassess.accounts.models import User
from tests.pages.scenarios import scenario
from tests.together.conftest import ANSWER, Say

ApiAs = Callable[[User], APIClient]
PROBLEM = "application/problem+json"


def at(assessment: Assessment, rest: str = "comments/") -> str:
    """The address of what belongs to an assessment."""
    return f"/api/v1/assessments/{assessment.pk}/{rest}"


def test_a_thread_from_end_to_end(
    draft: Assessment, analyst: User, contributor: User, api_client_as: ApiAs
) -> None:
    author, other = api_client_as(analyst), api_client_as(contributor)
    said = author.post(at(draft), {"question": ANSWER, "text": "Which\r\nsource?"})
    assert said.status_code == 201
    first = said.json()
    assert (first["text"], first["author"]["username"], first["reply_to"]) == (
        "Which\nsource?",
        "analyst",
        None,
    )
    assert author.get(said["Location"]).json() == first
    reply = other.post(at(draft), {"text": "That one.", "reply_to": first["id"]}).json()
    assert (reply["question"], reply["reply_to"]) == (ANSWER, first["id"])
    here = at(draft, f"comments/{first['id']}/")
    assert other.post(f"{here}resolve/").json()["resolved_by"]["username"] == "teammate"
    late = author.post(f"{here}resolve/")
    assert (late.status_code, late.json()["code"]) == (409, "already_resolved")
    assert author.get(at(draft) + "?state=resolved").json()["count"] == 2
    assert author.get(at(draft) + "?state=open&page_size=1").json()["count"] == 0
    assert author.post(f"{here}reopen/").json()["resolved_at"] is None
    answered = author.patch(here, {"text": "Otherwise"})
    assert (answered.status_code, answered.json()["code"]) == (409, "answered")
    own = at(draft, f"comments/{reply['id']}/")
    assert author.delete(own).status_code == 403
    assert other.patch(own, {"text": "The other one."}).json()["edited_at"] is not None
    assert other.delete(own).status_code == 204
    assert other.get(own).status_code == 404
    told = author.get(at(draft, "feed/")).json()
    latest = told["results"][:4]
    actions = [event["action"] for event in latest]
    assert actions == ["comment.reopened", "comment.resolved", "comment.added", "contributor.added"]
    assert latest[-1]["people"] == {"user": "teammate"}


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        ({}, ["/text"]),
        ({"text": ""}, ["/text"]),
        ({"text": "\u200b"}, ["/text"]),
        ({"text": "a" * 4_001}, ["/text"]),
        ({"text": 1, "reply_to": "x"}, ["/reply_to", "/text"]),
        ({"text": "x", "reply_to": 10**18}, ["/reply_to"]),
        ({"text": "x", "question": "facts-nonsense"}, ["/question"]),
        ({"text": "x", "reply": 1}, ["/reply"]),
        ([], [""]),
    ],
)
def test_faults_are_pointed_at(
    body: object, pointers: list[str], draft: Assessment, analyst: User, api_client_as: ApiAs
) -> None:
    refused = api_client_as(analyst).post(at(draft), body)
    assert refused.status_code == 400
    assert refused["Content-Type"] == PROBLEM
    assert [fault["pointer"] for fault in refused.json()["errors"]] == pointers
    assert not Comment.objects.exists()


def test_unknown_parameters_are_refused(draft: Assessment, analyst: User, api_client_as: ApiAs) -> None:
    client = api_client_as(analyst)
    queries = (
        "comments/?stat=open",
        "comments/?state=shut",
        "comments/?question=x",
        "comments/?page_size=0",
        "contributors/?who=x",
        "feed/?page=2",
        "feed/?kind=x",
        "feed/?who=nobody",
        "feed/?before=x",
        "feed/?page_size=201",
    )
    for rest in queries:
        answer = client.get(at(draft, rest))
        assert (answer.status_code, answer["Content-Type"]) == (400, PROBLEM), rest
        assert answer.json()["errors"][0]["parameter"] == rest.partition("?")[2].partition("=")[0]


def test_a_comment_of_another_assessment_is_not_reached(
    draft: Assessment, analyst: User, outsider: User, api_client_as: ApiAs
) -> None:
    theirs = scenario(outsider, outsider.teams.get())
    comment = comment_add(author=outsider, assessment=theirs, text="Ours")
    client = api_client_as(analyst)
    here = at(draft, f"comments/{comment.pk}/")
    answers = [
        client.get(here),
        client.patch(here, {"text": "x"}),
        client.delete(here),
        client.post(f"{here}resolve/"),
    ]
    assert {answer.status_code for answer in answers} == {404}
    forged = client.post(at(draft), {"text": "x", "reply_to": comment.pk})
    assert forged.json()["errors"][0]["pointer"] == "/reply_to"
    assert client.get(at(theirs)).status_code == 404


def test_contributors_are_asked_and_ended(
    draft: Assessment, analyst: User, teammate: User, outsider: User, api_client_as: ApiAs
) -> None:
    client = api_client_as(analyst)
    asked = client.post(
        at(draft, "contributors/"), {"user": "teammate", "steps": ["facts-action"], "note": "Please"}
    )
    assert (asked.status_code, asked.json()["steps"]) == (200, ["facts-action"])
    assert client.get(at(draft, "contributors/")).json()["results"] == [asked.json()]
    for body, pointer in (
        ({"user": "outsider"}, "/user"),
        ({"user": "analyst"}, "/user"),
        ({"user": "teammate", "steps": ["nonsense"]}, "/steps"),
        ({"user": "teammate", "step": []}, "/step"),
    ):
        refused = client.post(at(draft, "contributors/"), body)
        assert refused.status_code == 400
        assert refused.json()["errors"][0]["pointer"] == pointer
    assert api_client_as(teammate).post(at(draft, "contributors/"), {"user": "teammate"}).status_code == 403
    assert client.delete(at(draft, "contributors/teammate/")).status_code == 204
    assert client.delete(at(draft, "contributors/teammate/")).status_code == 404
    assert api_client_as(teammate).get(at(draft, "contributors/")).status_code == 404


def test_it_is_handed_over(draft: Assessment, analyst: User, teammate: User, api_client_as: ApiAs) -> None:
    client = api_client_as(analyst)
    assert client.post(at(draft, "hand-over/"), {"to": "nobody"}).json()["errors"][0]["pointer"] == "/to"
    assert client.post(at(draft, "hand-over/"), {"to": "teammate"}).status_code == 204
    draft.refresh_from_db()
    assert draft.author == teammate
    assert Contributor.objects.get(assessment=draft).user == analyst
    assert client.post(at(draft, "hand-over/"), {"to": "analyst"}).status_code == 403


def test_published_is_no_longer_talked_about(
    published: Assessment, analyst: User, api_client_as: ApiAs
) -> None:
    client = api_client_as(analyst)
    assert client.get(at(published)).status_code == 200
    for rest, body in (
        ("comments/", {"text": "x"}),
        ("contributors/", {"user": "teammate"}),
        ("hand-over/", {"to": "teammate"}),
    ):
        refused = client.post(at(published, rest), body)
        assert (refused.status_code, refused.json()["code"]) == (409, "not_editable")


def test_the_feed_is_followed_by_its_links(
    draft: Assessment, analyst: User, say: Say, api_client_as: ApiAs
) -> None:
    made = [say(f"Comment {number}").pk for number in range(5)]
    client = api_client_as(analyst)
    address, found = at(draft, "feed/?kind=comments&page_size=2"), []
    while address:
        page = client.get(address).json()
        found += [event["comment"] for event in page["results"]]
        address = page["next"]
    assert found == made[::-1]
