"""What an address does not understand it refuses, and says what it would understand."""

from __future__ import annotations

import pytest
from rest_framework.test import APIClient

from tests.api.conftest import ROOT

pytestmark = pytest.mark.django_db

LISTS = (
    "actors", "instruments", "provisions", "frameworks", "facts", "criteria", "sovereignty", "tests", "cases",
    "phases", "assessments", "search",
)  # fmt: skip


@pytest.mark.parametrize("resource", LISTS)
def test_lists_refuse_what_they_do_not_know(api_client: APIClient, resource: str) -> None:
    response = api_client.get(f"{ROOT}/{resource}/?pag_size=2&x=1")
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    problem = response.json()
    assert problem["code"] == "unknown_params"
    assert [fault["parameter"] for fault in problem["errors"]] == ["pag_size", "x"]
    assert "page_size" in problem["errors"][0]["detail"]


@pytest.mark.parametrize(
    "address",
    [
        "actors/nato/",
        "instruments/nat/",
        "cases/kosovo-1999/",
        "phases/kosovo-1999/kfor/",
        "facts/uses_force/",
        "",
        "schema/",
    ],
)
def test_so_do_details(api_client: APIClient, address: str) -> None:
    response = api_client.get(f"{ROOT}/{address}?q=war")
    assert response.status_code == 400
    assert response.json()["code"] == "unknown_params"


def test_the_score_takes_no_parameters(api_client: APIClient) -> None:
    response = api_client.post(f"{ROOT}/score/?draws=5", {"as_of": "2011-03-17"})
    assert (response.status_code, response.json()["code"]) == (400, "unknown_params")


@pytest.mark.parametrize(
    ("address", "parameter"),
    [
        ("instruments/?chapter_vii=perhaps", "chapter_vii"),
        ("instruments/?adopted_on__gte=17.3.2011", "adopted_on__gte"),
        ("instruments/?in_force_on=2011-02-30", "in_force_on"),
        ("instruments/?kind=poem", "kind"),
        ("actors/?member_of=warsaw-pact", "member_of"),
        ("actors/?on=24.3.1999", "on"),
        ("instruments/?order_by=colour", "order_by"),
        ("instruments/?page_size=0", "page_size"),
        ("instruments/?page_size=201", "page_size"),
        ("instruments/?page=one", "page"),
        ("provisions/?effect=explodes", "effect"),
        ("facts/?catalogue=1.5", "catalogue"),
        ("facts/uses_force/?catalogue=x", "catalogue"),
        ("assessments/?phase=kosovo", "phase"),
        ("assessments/?verdict=guilty", "verdict"),
        ("assessments/?mine=1", "mine"),
    ],
)
def test_values_that_mean_nothing_are_refused_by_name(
    api_client: APIClient, address: str, parameter: str
) -> None:
    response = api_client.get(f"{ROOT}/{address}")
    assert response.status_code == 400
    assert response.json()["code"] == "invalid_params"
    assert [fault["parameter"] for fault in response.json()["errors"]] == [parameter]
