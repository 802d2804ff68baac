"""Demo accounts: one click on this machine, nothing at all anywhere else."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from natoassess.accounts.demo import DEMO_ACCOUNTS, demo_accounts_ensure
from natoassess.accounts.models import User

pytestmark = pytest.mark.django_db
LOCAL = {"REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "localhost:8000"}
ELSEWHERE = [
    {"REMOTE_ADDR": "192.0.2.7"},
    {"REMOTE_ADDR": "10.0.0.1"},
    {"HTTP_HOST": "assess.example.org"},
    {"HTTP_HOST": "localhost.example.org"},
    {"HTTP_X_FORWARDED_FOR": "127.0.0.1"},
    {"HTTP_X_FORWARDED_HOST": "localhost"},
    {"HTTP_X_FORWARDED_PROTO": "http"},
    {"HTTP_X_REAL_IP": "127.0.0.1"},
    {"HTTP_FORWARDED": "for=127.0.0.1"},
    {"HTTP_VIA": "1.1 proxy"},
]


@pytest.fixture
def demo(settings: Settings) -> Settings:
    """A site as `make run` serves it."""
    settings.DEMO = True
    settings.ALLOWED_HOSTS = [
        "localhost",
        "127.0.0.1",
        "[::1]",
        "assess.example.org",
        "localhost.example.org",
    ]
    demo_accounts_ensure()
    return settings


def asked(client: Client, meta: dict[str, str]) -> Client:
    """The client, asking from this machine unless `meta` says otherwise."""
    client.defaults.update(LOCAL | meta)
    return client


def click(client: Client, role: str, meta: dict[str, str] | None = None) -> int:
    """The status of the answer to the button of `role`."""
    chosen = {"role": role, "next": "/healthz"}
    return asked(client, meta or {}).post(reverse("accounts:demo"), chosen).status_code


@pytest.mark.parametrize("role", [account.role for account in DEMO_ACCOUNTS])
@pytest.mark.parametrize(
    "meta", [{}, {"HTTP_HOST": "127.0.0.1:8000"}, {"REMOTE_ADDR": "::1", "HTTP_HOST": "[::1]:8000"}]
)
def test_one_click_signs_in(role: str, meta: dict[str, str], demo: Settings, client: Client) -> None:
    assert click(client, role, meta) == 302
    assert getattr(get_user(client), "username", "") == role


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(
    demo: Settings, client: Client
) -> None:
    click(client, "analyst")
    cookie = client.cookies["sessionid"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


@pytest.mark.parametrize("meta", ELSEWHERE, ids=str)
def test_elsewhere_it_does_not_exist(meta: dict[str, str], demo: Settings, client: Client) -> None:
    assert click(client, "analyst", meta) == 404
    assert not get_user(client).is_authenticated


@pytest.mark.parametrize("meta", ELSEWHERE, ids=str)
def test_elsewhere_the_sign_in_page_does_not_offer_it(
    meta: dict[str, str], demo: Settings, client: Client
) -> None:
    shown = asked(client, meta).get(reverse("accounts:login"))
    assert shown.status_code == 200
    assert reverse("accounts:demo") not in shown.content.decode()


def test_the_sign_in_page_offers_every_account(demo: Settings, client: Client) -> None:
    shown = asked(client, {}).get(reverse("accounts:login")).content.decode()
    for account in DEMO_ACCOUNTS:
        assert f'value="{account.role}"' in shown


@pytest.mark.parametrize(("name", "value"), [("DEMO", False), ("PRODUCTION", True)])
def test_without_demo_or_in_production_it_does_not_exist(
    name: str, value: bool, demo: Settings, client: Client
) -> None:
    setattr(demo, name, value)
    assert click(client, "analyst") == 404


def test_it_signs_in_no_ordinary_account(demo: Settings, client: Client, outsider: User) -> None:
    assert click(client, outsider.username) == 404


def test_an_ordinary_account_of_the_same_name_is_left_alone(settings: Settings) -> None:
    settings.DEMO = True
    ordinary = User.objects.create(username="analyst", password="!")
    demo_accounts_ensure()
    ordinary.refresh_from_db()
    assert not ordinary.is_demo
    assert not ordinary.memberships.exists()


def test_a_second_start_makes_no_second_account() -> None:
    assert demo_accounts_ensure() == len(DEMO_ACCOUNTS)
    assert demo_accounts_ensure() == 0


def test_demo_accounts_have_no_password(client: Client) -> None:
    demo_accounts_ensure()
    assert not any(user.has_usable_password() for user in User.objects.filter(is_demo=True))
