"""Every error is a problem document of RFC 9457."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from rest_framework.test import APIClient

from tests.api.conftest import ROOT

pytestmark = pytest.mark.django_db


def members(response: Any) -> tuple[int, str]:
    assert response["Content-Type"] == "application/problem+json"
    problem = response.json()
    assert problem["status"] == response.status_code
    assert problem["type"] == "about:blank"
    assert problem["title"]
    assert problem["detail"]
    return response.status_code, problem["code"]


@pytest.mark.parametrize(
    "address",
    [
        "nowhere/", "instruments/nothing/", "provisions/unsc-1973%23op99/", "frameworks/nato-1/",
        "frameworks/nato-2022/9/", "facts/nothing/", "cases/nothing/", "phases/kosovo-1999/nothing/",
        "assessments/999999999999999999999/", "instruments/?page=999",
    ],
)  # fmt: skip
def test_not_found(api_client: APIClient, address: str) -> None:
    assert members(api_client.get(f"{ROOT}/{address}")) == (404, "not_found")


@pytest.mark.parametrize(
    ("method", "address", "allowed"),
    [
        ("post", "instruments/", "GET, HEAD, OPTIONS"),
        ("delete", "cases/kosovo-1999/", "GET, HEAD, OPTIONS"),
        ("get", "score/", "POST, OPTIONS"),
        ("put", "score/", "POST, OPTIONS"),
        ("put", "schema/", "GET, HEAD, OPTIONS"),
    ],
)
def test_method_not_allowed(api_client: APIClient, method: str, address: str, allowed: str) -> None:
    response = getattr(api_client, method)(f"{ROOT}/{address}")
    assert members(response) == (405, "method_not_allowed")
    assert response["Allow"] == allowed


def test_the_api_speaks_json_alone(api_client: APIClient) -> None:
    assert members(api_client.get(f"{ROOT}/instruments/nat/", HTTP_ACCEPT="text/csv")) == (
        406,
        "not_acceptable",
    )
    form = api_client.generic(
        "POST", f"{ROOT}/score/", "a=1", content_type="application/x-www-form-urlencoded"
    )
    assert members(form) == (415, "unsupported_media_type")


def test_a_wrong_token_is_refused_even_where_none_is_needed(api_client: APIClient) -> None:
    response = api_client.get(f"{ROOT}/instruments/", HTTP_AUTHORIZATION="Token nonsense")
    assert members(response) == (401, "authentication_failed")
    assert response["WWW-Authenticate"] == "Token"


def test_what_the_schema_and_the_docs_refuse_is_a_problem_too(api_client: APIClient) -> None:
    assert members(api_client.get(f"{ROOT}/schema/?x=1")) == (400, "unknown_params")
    assert members(api_client.get(f"{ROOT}/docs/?x=1")) == (400, "unknown_params")
    assert members(api_client.get(f"{ROOT}/schema/", HTTP_ACCEPT="image/png")) == (406, "not_acceptable")


def test_a_defect_is_a_problem_without_its_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**_members: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr("frameworks.api.score.score", broken)
    client = Client(raise_request_exception=False)
    response = client.post(f"{ROOT}/score/", "{}", content_type="application/json")
    assert response.status_code == 500
    assert response["Content-Type"] == "application/problem+json"
    assert b"secret" not in response.content


@pytest.mark.parametrize("address", ["", "instruments/", "instruments/nat/", "assessments/", "schema/"])
def test_head_and_options(api_client: APIClient, address: str) -> None:
    full = api_client.get(f"{ROOT}/{address}")
    head = api_client.head(f"{ROOT}/{address}")
    assert (head.status_code, head.content, head["Content-Type"]) == (200, b"", full["Content-Type"])
    options = api_client.options(f"{ROOT}/{address}")
    assert options.status_code == 200
    assert "GET" in options["Allow"]


def test_options_tell_the_signed_in_more(author: APIClient) -> None:
    described = author.options(f"{ROOT}/assessments/")
    assert described.status_code == 200
    assert "POST" in described.json()["actions"]


def test_answers_depend_on_who_asks(api_client: APIClient) -> None:
    varies = api_client.get(f"{ROOT}/assessments/")["Vary"]
    assert {"Authorization", "Cookie"} <= {name.strip() for name in varies.split(",")}


def test_what_the_signed_in_see_is_stored_by_no_cache(author: APIClient) -> None:
    assert author.get(f"{ROOT}/assessments/")["Cache-Control"] == "no-store"
