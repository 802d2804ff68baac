"""What a list costs does not grow with its rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from tests.api.conftest import LISTS, ROOT, SCENARIO
from tests.support.queries import count

pytestmark = pytest.mark.django_db


def cost(client: APIClient, address: str) -> int:
    def fetch() -> None:
        response = client.get(address)
        assert response.status_code == 200, response.content

    fetch()
    return count(fetch)


@pytest.mark.parametrize("resource", LISTS)
def test_two_rows_cost_what_all_do(api_client: APIClient, resource: str) -> None:
    few = cost(api_client, f"{ROOT}/{resource}/?page_size=2")
    many = cost(api_client, f"{ROOT}/{resource}/?page_size=200")
    assert few == many <= 6


def test_assessments_with_their_scenarios(author: APIClient, api_client: APIClient) -> None:
    few = cost(author, f"{ROOT}/assessments/?page_size=2")
    for number in range(6):
        filed = author.post(f"{ROOT}/assessments/", SCENARIO | {"title": f"Scenario {number}", "facts": {}})
        assert filed.status_code == 201
    for resource in ("assessments", "cases", "phases"):
        two = cost(author, f"{ROOT}/{resource}/?page_size=2")
        all_of_them = cost(author, f"{ROOT}/{resource}/?page_size=200")
        assert two == all_of_them <= 9, resource
    assert cost(author, f"{ROOT}/assessments/") == few


@pytest.mark.parametrize(
    ("address", "limit"),
    [
        ("instruments/nat/", 4), ("actors/nato/", 4), ("cases/kosovo-1999/", 26), ("phases/kosovo-1999/kfor/", 5),
        ("frameworks/nato-2022/", 11), ("facts/uses_force/", 3),
    ],
)  # fmt: skip
def test_details(api_client: APIClient, address: str, limit: int) -> None:
    """One of them asks for the edition of the library, with which an unchanged answer ends."""
    assert cost(api_client, f"{ROOT}/{address}") <= limit


def test_scoring_asks_for_the_framework_the_law_and_which_precedents_there_are(api_client: APIClient) -> None:
    facts: dict[str, Any] = {
        "uses_force": {"value": "yes", "provisions": ["un-charter#art-2-4", "unsc-1203"]}
    }
    body = {"framework": "nato-2022", "as_of": "1999-03-24", "facts": facts, "draws": 0}
    fetch: Callable[[], Any] = lambda: api_client.post(f"{ROOT}/score/", body)  # noqa: E731
    assert fetch().status_code == 200
    assert count(fetch) <= 5
