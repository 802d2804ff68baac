"""The search as a reader meets it, and as a program does."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from rest_framework.test import APIClient

from cases.assessments.services import assessment_submit
from cases.studies.api.search import KIND_CODES
from cases.studies.search import kinds
from frameworks.search.query import MOST_LETTERS
from natoassess.accounts.models import Team, User
from tests.pages.markup import forbidden_markup, text_of
from tests.pages.scenarios import scenario
from tests.support.queries import count

pytestmark = pytest.mark.django_db

PAGE, API = "/search/", "/api/v1/search/"


def found(response: Any) -> list[str]:
    """The keys on a page of results, in order."""
    context = response.context
    return [result.entry.key for result in [*context["library"], *context["scenarios"]]]


def marked(response: Any) -> set[str]:
    """What is marked on a page, in small letters."""
    return {text.lower() for text in re.findall(r"<mark>(.*?)</mark>", response.content.decode())}


def test_matches_are_marked_and_link_to_their_place(client: Client) -> None:
    response = client.get(PAGE, {"q": "intervention"})
    assert "intervention" in marked(response)
    assert all(word.startswith("intervention") for word in marked(response))
    assert 'href="/law/ga-2131xx/"' in response.content.decode()
    assert forbidden_markup(response) == []
    clause = client.get(PAGE, {"q": "S/RES/1973 OP4", "kind": "provision"})
    assert 'href="/law/unsc-1973/#op4"' in clause.content.decode()


@pytest.mark.usefixtures("corpus")
def test_what_is_found_is_escaped_and_so_is_the_question(client: Client, api_client: APIClient) -> None:
    page = client.get(PAGE, {"q": "<script>alert(1)</script> racak"}).content.decode()
    assert "<script>alert" not in page
    page = client.get(PAGE, {"q": "racak"}).content.decode()
    assert "Report &lt;b&gt;on&lt;/b&gt; <mark>Račak</mark> &amp; its aftermath" in page
    entry = api_client.get(API, {"q": "racak"}).json()["results"][0]
    assert entry["title"] == "Report <b>on</b> Račak & its aftermath"
    assert [entry["title"][start:end] for start, end in entry["title_matches"]] == ["Račak"]


def test_page_and_api_find_the_same_in_the_same_order(client: Client, api_client: APIClient) -> None:
    questions: list[dict[str, Any]] = [
        {"q": "intervention"},
        {"q": "libya -nato", "kind": ["claim", "event"]},
    ]
    for question in questions:
        rows: list[str] = []
        number = 1
        while True:
            response = client.get(PAGE, {**question, "page": number})
            rows += found(response)
            if not response.context["page_obj"].has_next():
                break
            number += 1
        listed = api_client.get(API, {**question, "page_size": 200}).json()
        assert [entry["id"] for entry in listed["results"]] == rows
        assert listed["count"] == len(rows) > 5


def test_kinds_combine_stay_in_the_address_and_keep_their_counts(
    client: Client, api_client: APIClient
) -> None:
    everything = api_client.get(API, {"q": "force"}).json()
    narrowed = api_client.get(API, {"q": "force", "kind": ["fact", "test"]}).json()
    assert narrowed["kinds"] == everything["kinds"]
    assert narrowed["count"] == everything["kinds"]["fact"] + everything["kinds"]["test"]
    assert {entry["kind"] for entry in narrowed["results"]} == {"fact", "test"}
    page = client.get(PAGE, {"q": "force", "kind": "provision"})
    assert 'value="provision" checked' in page.content.decode()
    assert "?q=force&amp;kind=provision&amp;page=2" in page.content.decode()


def test_empty_states_say_what_to_do(client: Client) -> None:
    assert "What are you looking for?" in text_of(client.get(PAGE))
    assert "Take a word away" in text_of(client.get(PAGE, {"q": "quinquireme"}))
    other = client.get(PAGE, {"q": "quinquireme OR", "kind": "fact"})
    assert other.status_code == 200
    elsewhere = client.get(PAGE, {"q": "ukfac-2016", "kind": "fact"})
    assert "Nothing of this kind" in text_of(elsewhere)
    assert 'href="/search/?q=ukfac-2016"' in elsewhere.content.decode()


@pytest.mark.parametrize(
    ("question", "parameter", "words"),
    [
        (
            {"q": "x" * (MOST_LETTERS + 1)},
            "q",
            f"at most {MOST_LETTERS} characters (it has {MOST_LETTERS + 1})",
        ),
        ({"q": "-kosovo"}, "q", "no word to look for"),
        ({"q": "!?"}, "q", "no word to look for"),
        ({"q": "force", "kind": "poem"}, "kind", "poem is not one of the available choices"),
    ],
)
def test_what_cannot_be_asked_is_refused_at_its_field(
    client: Client, api_client: APIClient, question: dict[str, str], parameter: str, words: str
) -> None:
    page = client.get(PAGE, question)
    assert page.status_code == 400
    assert words in text_of(page)
    answer = api_client.get(API, question)
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_params")
    assert [fault["parameter"] for fault in answer.json()["errors"]] == [parameter]
    assert words in answer.json()["errors"][0]["detail"]


def test_the_api_needs_a_question_and_refuses_what_it_does_not_know(
    api_client: APIClient, client: Client
) -> None:
    assert api_client.get(API).json()["errors"][0]["parameter"] == "q"
    answer = api_client.get(API, {"q": "force", "kinds": "fact"})
    assert (answer.status_code, answer.json()["code"]) == (400, "unknown_params")
    assert "did you mean kind?" in answer.json()["errors"][0]["detail"]
    assert api_client.get(API, {"q": "force", "page": "99"}).status_code == 404
    assert api_client.get(API, {"q": "force", "page_size": "0"}).status_code == 400
    assert client.get(PAGE, {"q": "force", "qq": "1"}).status_code == 400
    for page in ("0", "99", "one"):
        assert client.get(PAGE, {"q": "force", "page": page}).status_code == 400


def test_the_kinds_of_the_api_are_those_that_are_registered() -> None:
    assert list(KIND_CODES) == [kind.code for kind in kinds()]


def test_a_scenario_is_found_by_those_who_may_see_it(
    client: Client, client_as: Callable[[User], Client], api_client: APIClient, analyst: User, reviewer: User,
    outsider: User, team: Team,
) -> None:  # fmt: skip
    mine = scenario(analyst, team, title="Zanzibar strait closed")
    draft = scenario(analyst, team, title="Zanzibar port closed", visibility="team")
    assert found(client_as(reviewer).get(PAGE, {"q": "zanzibar"})) == []  # a draft is its author's alone
    shared = assessment_submit(editor=analyst, assessment=draft, expected_version=draft.version)
    own, teams = mine.phase.case.slug, shared.phase.case.slug
    for question in (
        "zanzibar",
        "escorts zanzibar",
        '"a blockade" zanzibar',
        "ruritania zanzibar -port zanzibar",
    ):
        answer = client_as(analyst).get(PAGE, {"q": question})
        assert own in found(answer), question
        assert own not in found(client_as(reviewer).get(PAGE, {"q": question}))
        assert found(client_as(outsider).get(PAGE, {"q": question})) == []
        assert found(client.get(PAGE, {"q": question})) == []
    assert set(found(client_as(analyst).get(PAGE, {"q": "zanzibar"}))) == {own, teams}
    assert found(client_as(reviewer).get(PAGE, {"q": "zanzibar", "kind": "scenario"})) == [teams]
    assert found(client_as(analyst).get(PAGE, {"q": "zanzibar -port"})) == [own]
    assert api_client.get(API, {"q": "zanzibar"}).json()["kinds"] == {}


def test_scenarios_stand_below_the_library(
    client_as: Callable[[User], Client], analyst: User, team: Team
) -> None:
    scenario(analyst, team, title="Libya Libya Libya")
    response = client_as(analyst).get(PAGE, {"q": "libya", "kind": ["case", "scenario"]})
    assert found(response)[-1].startswith("libya-libya")
    assert [result.entry.key for result in response.context["library"]][0] == "libya-2011"


def test_the_cost_does_not_grow(client_as: Callable[[User], Client], analyst: User, team: Team) -> None:
    signed_in = client_as(analyst)
    one = count(lambda: signed_in.get(API, {"q": "quinquireme"}))
    many = count(lambda: signed_in.get(API, {"q": 'force -kosovo the use* of "law"', "page_size": "200"}))
    assert one <= many <= 10
    scenario(analyst, team, title="Force here")
    two = count(lambda: signed_in.get(API, {"q": "force"}))
    for number in range(5):
        scenario(analyst, team, title=f"Force {number}")
    assert count(lambda: signed_in.get(API, {"q": "force"})) == two <= 11
    assert count(lambda: signed_in.get(PAGE, {"q": "force"})) <= 16
