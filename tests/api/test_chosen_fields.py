"""`fields` and `omit`: the members that are asked for, the same as in the whole answer, and no more work than that."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any
from unittest import mock

import pytest
from rest_framework.test import APIClient

from cases.assessments.api import serializers
from cases.assessments.models import Assessment
from tests.api.conftest import ROOT

pytestmark = pytest.mark.django_db

ADDRESSES = (
    "actors/", "actors/nato/", "instruments/", "instruments/nat/", "provisions/", "provisions/nat%23art-5/",
    "frameworks/", "frameworks/nato-2022/", "frameworks/nato-2022/1/", "facts/", "facts/uses_force/", "criteria/",
    "criteria/threat_gravity/", "sovereignty/", "sovereignty/territory/", "tests/", "tests/self_defence/", "cases/",
    "cases/kosovo-1999/", "phases/", "phases/kosovo-1999/kfor/", "assessments/", "search/?q=force",
)  # fmt: skip


def asked(api_client: APIClient, address: str, **given: str) -> Any:
    """The answer, or its rows."""
    response = api_client.get(f"{ROOT}/{address}", {"q": "force", **given} if "search" in address else given)
    assert response.status_code == 200, response.content
    return response.json().get("results", response.json())


@pytest.mark.parametrize("address", ADDRESSES)
def test_lists_and_details_give_the_members_asked_for(api_client: APIClient, address: str) -> None:
    whole = asked(api_client, address)
    rows = whole if isinstance(whole, list) else [whole]
    first, second = list(rows[0])[:2]
    some = asked(api_client, address, fields=f"{second},{first}")
    expected = [{first: row[first], second: row[second]} for row in rows]
    assert (some if isinstance(some, list) else [some]) == expected
    rest = asked(api_client, address, omit=second)
    left = [{name: value for name, value in row.items() if name != second} for row in rows]
    assert (rest if isinstance(rest, list) else [rest]) == left


@pytest.fixture
def kosovo(library: None) -> str:
    """The address of the reference assessment of the air campaign."""
    return f"assessments/{Assessment.objects.get(reference='ref-kosovo-1999-allied-force').pk}/"


def test_parts_stand_after_a_dot(api_client: APIClient, kosovo: str) -> None:
    whole = asked(api_client, kosovo)
    some = asked(
        api_client, kosovo, fields="evaluation.legality.verdict,id,facts.uses_force.value,framework.code"
    )
    assert some == {
        "id": whole["id"],
        "framework": {"code": "nato-2022"},
        "facts": {"uses_force": {"value": whole["facts"]["uses_force"]["value"]}},
        "evaluation": {"legality": {"verdict": whole["evaluation"]["legality"]["verdict"]}},
    }
    rest = asked(api_client, kosovo, omit="evaluation.legality,facts")
    del whole["evaluation"]["legality"], whole["facts"]
    assert rest == whole
    case = asked(api_client, "cases/kosovo-1999/", fields="events.on,phases.acting.id")
    assert set(case) == {"events", "phases"}
    assert {tuple(event) for event in case["events"]} == {("on",)}
    assert {tuple(actor) for phase in case["phases"] for actor in phase["acting"]} == {("id",)}


def test_a_whole_and_a_part_of_it_is_the_whole(api_client: APIClient) -> None:
    whole = asked(api_client, "phases/kosovo-1999/kfor/", fields="acting")
    assert asked(api_client, "phases/kosovo-1999/kfor/", fields="acting.id,acting") == whole
    assert asked(api_client, "phases/kosovo-1999/kfor/", fields="acting,acting.id") == whole


def test_members_that_few_have_are_null_of_the_others(api_client: APIClient) -> None:
    rows = asked(api_client, "instruments/", fields="id,accessions", page_size="200")
    assert {row["accessions"] is None for row in rows} == {True, False}


def test_what_is_not_asked_for_is_not_worked_out(api_client: APIClient, kosovo: str) -> None:
    with mock.patch.object(serializers, "evaluated", side_effect=AssertionError("was worked out")):
        asked(api_client, kosovo, fields="id,facts")
        asked(api_client, kosovo, omit="findings,evaluation,faults")


def test_what_is_not_asked_for_is_not_read(
    api_client: APIClient, queries_at_most: Callable[[int], AbstractContextManager[Any]]
) -> None:
    for address in ("instruments/", "actors/"):
        with queries_at_most(3):  # the state of the library, the number of rows, and the rows
            asked(api_client, address, fields="id")
    for address in ("phases/", "cases/"):
        with queries_at_most(4):  # before them, whether there is more than the library to see
            asked(api_client, address, fields="id")
    with queries_at_most(2):
        asked(api_client, "assessments/", omit="result")


@pytest.mark.parametrize(
    ("address", "given", "parameter", "told"),
    [
        ("cases/", {"fields": "id,titel"}, "fields", "nearest: title"),
        ("cases/kosovo-1999/", {"omit": "events.onn"}, "omit", "events.on"),
        ("cases/", {"fields": "id", "omit": "deck"}, "omit", "not both"),
        ("cases/", {"fields": "id,,title"}, "fields", "commas"),
        ("cases/", {"fields": "title."}, "fields", "commas"),
        ("cases/", {"fields": ""}, "fields", "commas"),
        ("cases/", {"fields": "title.first"}, "fields", "title has no parts"),
        ("assessments/", {"fields": "result.verdikt"}, "fields", "result.verdict"),
        ("assessments/", {"fields": "review_note"}, "fields", "review_note"),
        ("cases/", {"fields": ",".join(["id"] * 101)}, "fields", "100"),
    ],
)
def test_names_that_mean_nothing_are_refused_with_the_nearest(
    api_client: APIClient, address: str, given: dict[str, str], parameter: str, told: str
) -> None:
    response = api_client.get(f"{ROOT}/{address}", given)
    assert (response.status_code, response.json()["code"]) == (400, "invalid_params")
    (fault,) = response.json()["errors"]
    assert fault["parameter"] == parameter
    assert told in fault["detail"]


def test_what_is_written_or_frozen_is_given_whole(
    author: APIClient, address: str, api_client: APIClient
) -> None:
    refused = author.patch(f"{address}?fields=id", {"title": "x"}, HTTP_IF_MATCH='"1"')
    assert (refused.status_code, refused.json()["code"]) == (400, "unknown_params")
    frozen = api_client.get(f"{ROOT}/publications/NA-2026-0001/?fields=number")
    assert (frozen.status_code, frozen.json()["code"]) == (400, "unknown_params")
