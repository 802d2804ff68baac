"""Agreement on a phase: which assessments count, what is disputed, and what the differences do."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from html import unescape
from typing import Any

import pytest
from django.test import Client
from rest_framework.test import APIClient

from cases.assessments.models import Assessment, Coding
from natoassess.accounts.models import User, Visibility
from tests.agreement.conftest import KOSOVO, CodeAgain
from tests.api.conftest import ROOT
from tests.support.queries import count

PAGE = "/cases/kosovo-1999/allied-force/agreement/"
API = f"{ROOT}/phases/kosovo-1999/allied-force/agreement/"
OTHER = {
    "council_authorises_force": "contested", "within_mandate": "yes", "necessity_of_force": "yes",
    "proper_purpose": "1", "territory": "4",
}  # fmt: skip


def words(html: str) -> str:
    """The text of a page as a reader has it."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def test_one_assessment_is_no_agreement(library: None, client: Client, api_client: APIClient) -> None:
    """Nothing that people filed is compared; the codings that the reference was settled from are."""
    page = words(client.get(PAGE).content.decode())
    assert "Nobody else has submitted an assessment of this phase" in page
    assert "The codings behind the reference assessment" in page
    found = api_client.get(API).json()
    assert (len(found["assessments"]), found["alpha"], found["disputed"]) == (1, None, [])
    assert "How far they agree" not in client.get("/cases/kosovo-1999/?phase=allied-force").content.decode()
    Coding.objects.all().delete()
    page = words(client.get(PAGE).content.decode())
    assert "There is nothing to compare yet" in page
    assert "alpha" not in page


def test_two_differ_where_they_were_made_to(
    library: None, api_client: APIClient, code_again: CodeAgain
) -> None:
    second = code_again(OTHER)
    found = api_client.get(API).json()
    assert {item["code"] for item in found["disputed"]} == set(OTHER)
    reference, other = found["assessments"]
    assert (reference["verdict"], other["verdict"]) == ("unlawful", "arguable")
    assert (reference["turns"], other["turns"]) == ([], [["council_authorises_force", "within_mandate"]])
    shares = [item["disagreement"] for item in found["disputed"]]
    assert shares == sorted(shares, reverse=True)
    purpose = next(item for item in found["disputed"] if item["code"] == "proper_purpose")
    assert purpose["disagreement"] == 0.5
    assert purpose["answers"] == [
        {"value": 3, "assessments": [reference["assessment"]], "verdict": None, "band": None},
        {"value": 1, "assessments": [second.pk], "verdict": "unlawful", "band": "mixed"},
    ]
    alpha = found["alpha"]["facts"]
    assert alpha["low"] <= alpha["alpha"] <= alpha["high"] <= 1 and alpha["low"] < 1
    assert (alpha["coders"], alpha["items"], alpha["values"]) == (2, 42, 84)


def test_a_perfect_repetition_agrees_perfectly(
    library: None, api_client: APIClient, code_again: CodeAgain
) -> None:
    code_again({})
    found = api_client.get(API).json()
    assert {part: alpha["alpha"] for part, alpha in found["alpha"].items()} == {
        "facts": 1.0,
        "ratings": 1.0,
        "sovereignty": 1.0,
    }
    assert found["disputed"] == []


def test_the_page_says_who_and_what_follows(library: None, client: Client, code_again: CodeAgain) -> None:
    code_again(OTHER)
    page = words(client.get(PAGE).content.decode())
    assert "Ana Analyst : arguable . Of the facts answered differently, these are enough" in page
    assert (
        "“The Council authorises these actors to use force”; “The action stays inside what was authorised”"
        in page
    )
    assert "1 answer changes the verdict or the band by itself" in page
    assert "Ana Analyst → band mixed" in page
    assert "Stands apart" not in page, "of two none stands against most"
    assert "How far they agree" in client.get("/cases/kosovo-1999/?phase=allied-force").content.decode()


def test_of_three_one_can_stand_apart(
    library: None, api_client: APIClient, code_again: CodeAgain, researcher: User
) -> None:
    code_again({"consent_given": "contested"})
    code_again({"consent_given": "contested", "within_mandate": "yes"}, author=researcher)
    found = api_client.get(API).json()
    assert [coding["apart"] for coding in found["assessments"]] == [1, 0, 1]
    assert [coding["name"] for coding in found["assessments"]] == [
        "Reference assessment",
        "Ana Analyst",
        "Ravi Researcher",
    ]


def test_only_what_was_submitted_and_may_be_seen_counts(
    library: None,
    analyst: User,
    outsider: User,
    api_client_as: Callable[[User], APIClient],
    code_again: CodeAgain,
) -> None:
    """A draft is no coding, not even its author's own; what a team shares counts in the team."""
    code_again(OTHER, submit=False)
    assert len(api_client_as(analyst).get(API).json()["assessments"]) == 1
    code_again(OTHER, publish=False, visibility=Visibility.TEAM)
    assert len(api_client_as(analyst).get(API).json()["assessments"]) == 2
    assert len(api_client_as(outsider).get(API).json()["assessments"]) == 1


@pytest.mark.parametrize("address", [PAGE, API])
def test_what_does_not_exist_and_what_is_not_understood(library: None, client: Client, address: str) -> None:
    assert client.get(address.replace("allied-force", "nothing")).status_code == 404
    assert client.get(f"{address}?sort=up").status_code == 400


def test_queries_do_not_grow_with_the_codings(
    library: None,
    client: Client,
    api_client: APIClient,
    code_again: CodeAgain,
    queries_at_most: Callable[[int], AbstractContextManager[Any]],
) -> None:
    code_again(OTHER)
    for address, limit in ((PAGE, 26), (API, 8)):
        with queries_at_most(limit):
            assert client.get(address).status_code == 200
    few = count(lambda: client.get(PAGE)), count(lambda: api_client.get(API))
    code_again({"consent_given": "yes"})
    code_again({"casualties": "0"})
    assert (count(lambda: client.get(PAGE)), count(lambda: api_client.get(API))) == few


def test_a_result_leads_to_the_agreement_where_there_are_two_to_compare(
    library: None, client: Client, code_again: CodeAgain
) -> None:
    first = f"/assessments/{Assessment.objects.get(reference=KOSOVO).pk}/"
    assert "The codings it was settled from" in client.get(first).content.decode()
    code_again({}, publish=False)
    again = f"/assessments/{code_again({}).pk}/"
    assert f'href="{PAGE}"' in client.get(again).content.decode()
    before = count(lambda: client.get(again))
    code_again(OTHER)
    assert count(lambda: client.get(again)) == before
