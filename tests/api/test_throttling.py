"""Rate limits: by address for strangers, by person for the signed-in, and every answer says where one stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import override_settings
from rest_framework.test import APIClient

from natoassess.accounts.models import User
from natoassess.web import throttling
from tests.api.conftest import ROOT, Answer

pytestmark = [pytest.mark.django_db, pytest.mark.once]
HERE = f"{ROOT}/facts/uses_force/"
NOW = 1_000_000 * 60 + 12.5
"""Twelve and a half seconds into a minute."""
RATES = {"anonymous": "2/min", "user": "3/min", "researcher": "4/min"}


@pytest.fixture(autouse=True)
def limits(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(throttling, "clock", lambda: NOW)
    cache.clear()
    with override_settings(REST_FRAMEWORK={**settings.REST_FRAMEWORK, "DEFAULT_THROTTLE_RATES": RATES}):
        yield
    cache.clear()


def limit_of(answer: Answer) -> tuple[str, str]:
    return answer["RateLimit-Policy"], answer["RateLimit"]


def test_strangers_share_the_limit_of_their_address(api_client: APIClient) -> None:
    answers = [api_client.get(HERE) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert [limit_of(answer) for answer in answers] == [
        ('"default";q=2;w=60', f'"default";r={left};t=48') for left in (1, 0, 0)
    ]
    last = answers[-1]
    assert last["Content-Type"] == "application/problem+json"
    assert last.json()["code"] == "throttled"
    assert last["Retry-After"] == "48"
    elsewhere = api_client.get(HERE, REMOTE_ADDR="192.0.2.7")
    assert elsewhere.status_code == 200


def test_the_next_window_begins_anew(api_client: APIClient, monkeypatch: pytest.MonkeyPatch) -> None:
    assert [api_client.get(HERE).status_code for _ in range(3)] == [200, 200, 429]
    monkeypatch.setattr(throttling, "clock", lambda: NOW + 48)
    again = api_client.get(HERE)
    assert (again.status_code, again["RateLimit"]) == (200, '"default";r=1;t=60')


def test_people_have_a_limit_of_their_own_and_researchers_a_higher_one(
    analyst: User, researcher: User, api_client_as: Callable[[User], APIClient]
) -> None:
    one, other = api_client_as(analyst), api_client_as(researcher)
    assert [one.get(HERE).status_code for _ in range(4)] == [200, 200, 200, 429]
    answers = [other.get(HERE) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 429]
    assert answers[0]["RateLimit-Policy"] == '"default";q=4;w=60'


def test_a_person_has_one_counter_however_many_tokens(
    analyst: User, api_client_as: Callable[[User], APIClient]
) -> None:
    one, other = api_client_as(analyst), api_client_as(analyst)
    assert [client.get(HERE).status_code for client in (one, other, one, other)] == [200, 200, 200, 429]


@pytest.mark.parametrize(
    ("method", "path", "headers", "status"),
    [
        ("get", "/facts/no_such_fact/", {}, 404),
        ("get", "/facts/?no=such", {}, 400),
        ("get", "/facts/", {"HTTP_ACCEPT": "image/png"}, 406),
        ("delete", "/facts/", {}, 405),
        ("get", "/jobs/", {}, 401),
        ("get", "/facts/", {"HTTP_AUTHORIZATION": "Token 0123456789abcdef"}, 401),
        ("post", "/score/", {}, 400),
        ("get", "/schema/", {}, 200),
        ("get", "/docs/", {}, 200),
    ],
)
def test_refusals_count_and_say_so(
    api_client: APIClient, method: str, path: str, headers: dict[str, str], status: int
) -> None:
    answer = getattr(api_client, method)(ROOT + path, **headers)
    assert answer.status_code == status
    assert limit_of(answer) == ('"default";q=2;w=60', '"default";r=1;t=48')


def test_guessing_tokens_is_limited_too(api_client: APIClient) -> None:
    guesses = [api_client.get(HERE, HTTP_AUTHORIZATION=f"Token {'0' * n}") for n in (20, 30, 40)]
    assert [guess.status_code for guess in guesses] == [401, 401, 429]


def test_none_switches_a_limit_off(api_client: APIClient) -> None:
    off = {**settings.REST_FRAMEWORK, "DEFAULT_THROTTLE_RATES": dict.fromkeys(RATES)}
    with override_settings(REST_FRAMEWORK=off):
        answers = [api_client.get(HERE) for _ in range(5)]
    assert {answer.status_code for answer in answers} == {200}
    assert not any("RateLimit" in answer for answer in answers)
