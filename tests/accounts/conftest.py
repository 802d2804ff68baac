"""A person with a password and a mail address, and what guards the account."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from natoassess.accounts import two_step
from natoassess.accounts.models import Role, Team, TwoStep, User
from natoassess.accounts.totp import STEP_SECONDS, code_at
from tests.support.people import make_user

PASSWORD = "a pass phrase of Vera's"
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
NOW = 1_800_000_000


@pytest.fixture
def vera(team: Team) -> User:
    """An analyst of `team` who signs in with PASSWORD."""
    user = make_user("vera", team=team, roles=(Role.ANALYST,), display_name="Vera Holm")
    user.email = "vera@example.org"
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def otto(outsider: User) -> User:
    """Somebody else, with a mail address."""
    outsider.email = "otto@example.org"
    outsider.save()
    return outsider


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], str]:
    """at(steps): it is that many steps of codes after the beginning of the test; returns the code of now."""

    def moved(steps: int) -> str:
        monkeypatch.setattr(two_step, "clock", lambda: float(NOW + steps * STEP_SECONDS))
        return code_at(SECRET, NOW // STEP_SECONDS + steps)

    moved(0)
    return moved


@pytest.fixture
def codes(vera: User, at: Callable[[int], str]) -> list[str]:
    """Vera's two-step sign-in is on; her recovery codes."""
    return two_step.two_step_turn_on(user=vera, secret=SECRET, code=at(0))


def password_given(client: Client, **more: str) -> object:
    """Vera types her password."""
    return client.post(reverse("accounts:login"), {"username": "vera", "password": PASSWORD, **more})


def is_signed_in(client: Client) -> bool:
    """Whether this browser is signed in."""
    return client.get(reverse("accounts:profile")).status_code == 200


def kept_secret_of(user: User) -> str:
    """What the database holds of the secret."""
    return TwoStep.objects.get(user=user).secret
