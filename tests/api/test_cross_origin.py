"""What a page of another site may do in a visitor's browser: read, without cookies; nothing else."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.api.conftest import ROOT

pytestmark = [pytest.mark.django_db, pytest.mark.once]
ORIGIN = "https://lab.example.org"


def preflight(
    client: Client, method: str, path: str = f"{ROOT}/facts/", asks: str = "if-none-match"
) -> dict[str, str]:
    answer = client.options(
        path,
        headers={
            "origin": ORIGIN,
            "access-control-request-method": method,
            "access-control-request-headers": asks,
        },
    )
    return {name.lower(): value for name, value in answer.items()}


def test_reading_is_allowed_from_anywhere_without_cookies(client: Client) -> None:
    told = preflight(client, "GET")
    assert told["access-control-allow-origin"] == "*"
    assert told["access-control-allow-methods"] == "GET, HEAD, OPTIONS"
    assert {"authorization", "if-none-match"} <= set(told["access-control-allow-headers"].split(", "))
    assert "access-control-allow-credentials" not in told


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_writing_is_not(client: Client, method: str) -> None:
    told = preflight(client, method, f"{ROOT}/assessments/")
    assert method not in told["access-control-allow-methods"]


def test_headers_that_programs_need_are_shown(client: Client) -> None:
    answer = client.get(f"{ROOT}/facts/", headers={"origin": ORIGIN})
    assert answer["Access-Control-Allow-Origin"] == "*"
    shown = {name.lower() for name in answer["Access-Control-Expose-Headers"].split(", ")}
    assert {
        "etag",
        "link",
        "location",
        "ratelimit",
        "ratelimit-policy",
        "retry-after",
        "deprecation",
    } <= shown


@pytest.mark.parametrize("path", ["/", "/accounts/login/", "/law/"])
def test_pages_are_not_for_other_sites(client: Client, path: str) -> None:
    assert "Access-Control-Allow-Origin" not in client.get(path, headers={"origin": ORIGIN})
    assert "access-control-allow-origin" not in preflight(client, "GET", path)
