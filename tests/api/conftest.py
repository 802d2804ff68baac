"""Clients of the API, and a scenario to file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from natoassess.accounts.models import User

ROOT = "/api/v1"
LISTS = (
    "actors",
    "instruments",
    "provisions",
    "frameworks",
    "facts",
    "criteria",
    "sovereignty",
    "tests",
    "cases",
    "phases",
)
"""Lists that a library fills."""
Answer = Any
"""What the client of the API returns: a response with json(); the stubs do not know it."""

SCENARIO: dict[str, Any] = {
    "title": "Strikes on Ardania",
    "summary": "An alliance strikes the air defences of a State that expels a minority.",
    "target_name": "Ardania",
    "acting_names": "An alliance of nine States",
    "starts_on": "2026-05-02",
    "as_of": "2026-05-02",
    "visibility": "team",
    "facts": {
        "state_conduct": "yes",
        "uses_force": "yes",
        "council_authorises_force": {
            "value": "no",
            "provisions": ["un-charter#art-42"],
            "why": "It could not agree.",
            "evidence": [
                {
                    "reliability": "A",
                    "credibility": 1,
                    "citation": "Records of the Council",
                    "url": "https://example.org/records",
                    "note": "page 4",
                }
            ],
        },
        "within_mandate": "no",
    },
    "ratings": {"threat_gravity": {"level": 4, "confidence": "high", "why": "Expulsions."}},
    "sovereignty": {"territory": {"level": 1}},
}


@pytest.fixture
def author(analyst: User, api_client_as: Callable[[User], APIClient]) -> APIClient:
    """A client with a token of the analyst."""
    return api_client_as(analyst)


@pytest.fixture
def draft(author: APIClient) -> Answer:
    """The answer to filing SCENARIO."""
    response: Answer = author.post(f"{ROOT}/assessments/", SCENARIO)
    assert response.status_code == 201, response.content
    return response


@pytest.fixture
def address(draft: Answer) -> str:
    """Where the draft is."""
    return f"{ROOT}/assessments/{draft.json()['id']}/"


def pointers_of(response: Answer) -> dict[str, str]:
    """Pointer to detail, of a problem document."""
    assert response["Content-Type"] == "application/problem+json"
    return {fault["pointer"]: fault["detail"] for fault in response.json()["errors"]}
