"""The account page: teams, roles, and tokens that are shown once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from natoassess.accounts.models import User
from natoassess.accounts.tokens import MAXIMUM_TOKENS, token_create, tokens_of
from tests.pages.markup import forbidden_markup, text_of

pytestmark = pytest.mark.django_db
PROFILE, TOKENS = "accounts:profile", "accounts:tokens"


def test_a_stranger_is_asked_to_sign_in(client: Client) -> None:
    response = client.get(reverse(PROFILE))
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("accounts:login"))


def test_teams_and_roles_are_named(client_as: Callable[[User], Client], reviewer: User) -> None:
    response = client_as(reviewer).get(reverse(PROFILE))
    words = text_of(response)
    assert "The desk reviewer" in words
    assert "You have no token" in words
    assert forbidden_markup(response) == []


def test_a_fresh_token_is_shown_once_and_listed_by_its_beginning(
    client_as: Callable[[User], Client], researcher: User
) -> None:
    client = client_as(researcher)
    made = client.post(reverse(TOKENS), {"days": "30", "name": "a laptop", "scopes": ["read", "batch"]})
    fresh = made.context["fresh_token"]
    key = tokens_of(researcher).get().token_key
    assert fresh.startswith(key)
    assert fresh in made.content.decode()
    again = client.get(reverse(TOKENS)).content.decode()
    assert fresh not in again
    assert key in again and "a laptop" in again and "read, batch" in again


def test_a_token_for_nothing_is_not_made(client_as: Callable[[User], Client], researcher: User) -> None:
    response = client_as(researcher).post(reverse(TOKENS), {"days": "30"})
    assert response.status_code == 422
    assert "Choose at least one" in text_of(response)
    assert not tokens_of(researcher).exists()


def test_a_lifetime_that_is_not_offered_makes_no_token(
    client_as: Callable[[User], Client], researcher: User
) -> None:
    response = client_as(researcher).post(reverse(TOKENS), {"days": "4000", "scopes": "read"})
    assert "Select a valid choice" in text_of(response)
    assert not tokens_of(researcher).exists()


def test_the_eleventh_token_is_refused_in_words(
    client_as: Callable[[User], Client], researcher: User
) -> None:
    for _number in range(MAXIMUM_TOKENS):
        token_create(user=researcher, days=30)
    response = client_as(researcher).post(
        reverse(TOKENS), {"days": "30", "name": "a laptop", "scopes": ["read", "batch"]}
    )
    assert "You have ten tokens" in text_of(response)
    assert tokens_of(researcher).count() == MAXIMUM_TOKENS


def test_a_token_is_ended_by_its_owner_alone(
    client_as: Callable[[User], Client], researcher: User, outsider: User
) -> None:
    token_create(user=researcher, days=30)
    key = tokens_of(researcher).get().token_key
    end = reverse("accounts:token-end", args=[key])
    assert client_as(outsider).post(end).status_code == 404
    assert tokens_of(researcher).exists()
    assert client_as(researcher).post(end).status_code == 302
    assert not tokens_of(researcher).exists()
