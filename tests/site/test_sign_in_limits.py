"""How often a password may be tried, and from where a request is taken to come."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache
from django.test import Client, RequestFactory
from django.urls import reverse
from pytest_django import Settings
from redis.exceptions import ConnectionError as NoRedis

from natoassess.accounts import sign_in_limits
from natoassess.accounts.models import User
from natoassess.accounts.sign_in_limits import (
    TRIES_OF_AN_ACCOUNT,
    TRIES_OF_AN_ADDRESS,
    WINDOW_SECONDS,
    attempt,
    succeeded,
)
from natoassess.web.addresses import client_address

HERE, THERE = "192.0.2.1", "192.0.2.2"


@pytest.fixture(autouse=True)
def fresh_counts() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """later(seconds): that much time passes."""
    now = [sign_in_limits.clock()]
    monkeypatch.setattr(sign_in_limits, "clock", lambda: now[0])

    def pass_by(seconds: float) -> None:
        now[0] += seconds

    return pass_by


def tries(number: int, username: str = "ana", address: str = HERE) -> list[int]:
    return [attempt(username=username, address=address) for _ in range(number)]


def test_the_sixth_attempt_waits_until_the_window_ends(later: Callable[[float], None]) -> None:
    assert tries(TRIES_OF_AN_ACCOUNT) == [0] * TRIES_OF_AN_ACCOUNT
    later(60)
    assert tries(1) == [WINDOW_SECONDS - 60]
    later(WINDOW_SECONDS - 61)
    assert tries(1) == [1], "waiting is not lengthened by asking again"
    later(1)
    assert tries(1) == [0]


def test_neither_another_address_nor_another_account_is_locked() -> None:
    tries(TRIES_OF_AN_ACCOUNT + 1)
    assert attempt(username="ana", address=THERE) == 0
    assert attempt(username="otto", address=HERE) == 0
    assert attempt(username=" ANA ", address=HERE) > 0, "the same name, written otherwise"


def test_success_forgets_the_mistakes_on_that_account() -> None:
    tries(TRIES_OF_AN_ACCOUNT)
    succeeded(username="ana", address=HERE)
    assert tries(TRIES_OF_AN_ACCOUNT) == [0] * TRIES_OF_AN_ACCOUNT
    assert tries(1)[0] > 0


def test_one_address_may_not_try_every_account() -> None:
    waits = [attempt(username=f"user{n}", address=HERE) for n in range(TRIES_OF_AN_ADDRESS + 1)]
    assert waits[:-1] == [0] * TRIES_OF_AN_ADDRESS
    assert waits[-1] > 0
    assert attempt(username="user0", address=THERE) == 0


def test_an_office_that_signs_in_rightly_is_never_locked() -> None:
    for number in range(TRIES_OF_AN_ADDRESS * 2):
        assert attempt(username=f"user{number}", address=HERE) == 0
        succeeded(username=f"user{number}", address=HERE)


def test_without_the_cache_people_sign_in_and_the_log_says_so(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_given: object, **_named: object) -> None:
        raise NoRedis("down")

    for name in ("get_or_set", "delete_many"):
        monkeypatch.setattr(cache, name, broken)
    assert tries(TRIES_OF_AN_ACCOUNT * 2) == [0] * TRIES_OF_AN_ACCOUNT * 2
    succeeded(username="ana", address=HERE)
    assert "not counted" in caplog.text


@pytest.mark.django_db
def test_the_page_says_how_long_to_wait_and_looks_at_no_password(client: Client) -> None:
    User.objects.create_user("ana", password="right pass phrase")
    address = reverse("accounts:login")
    for number in range(TRIES_OF_AN_ACCOUNT):
        assert client.post(address, {"username": "ana", "password": f"wrong {number}"}).status_code == 200
    refused = client.post(address, {"username": "ana", "password": "right pass phrase"})
    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= WINDOW_SECONDS
    assert "Wait 15 minutes" in refused.content.decode()
    assert "_auth_user_id" not in client.session
    elsewhere = client.post(
        address, {"username": "ana", "password": "right pass phrase"}, REMOTE_ADDR="192.0.2.77"
    )
    assert elsewhere.status_code == 302


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "203.0.113.5", "192.0.2.9"),
        (1, "203.0.113.5", "203.0.113.5"),
        (1, "10.0.0.1, 203.0.113.5", "203.0.113.5"),
        (2, "10.0.0.1, 203.0.113.5, 198.51.100.1", "203.0.113.5"),
        (2, "203.0.113.5", "203.0.113.5"),
        (1, "", "192.0.2.9"),
        (1, "nonsense", "unknown"),
        (1, "2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
    ],
)
def test_the_address_is_what_the_proxies_say_and_not_what_the_client_says(
    proxies: int, forwarded: str, expected: str, settings: Settings
) -> None:
    settings.PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.9", headers={"X-Forwarded-For": forwarded})
    assert client_address(request) == expected
