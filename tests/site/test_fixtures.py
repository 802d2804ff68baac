"""The ground of the other tests: the library is there, also after a test that empties the database."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth import get_user
from django.test import Client

from frameworks.models import LibraryEdition
from natoassess.accounts.models import User


@pytest.mark.django_db
def test_library_is_loaded_once() -> None:
    assert LibraryEdition.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_library_survives_transactional_tests(turn: int) -> None:
    assert LibraryEdition.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("turn", [1, 2])
def test_library_survives_served_tests(turn: int, live_server: object) -> None:
    """A served test is transactional without asking for `transactional_db` by name."""
    assert LibraryEdition.objects.count() == 1


def test_outsider_shares_no_team(analyst: User, outsider: User) -> None:
    assert not set(analyst.teams.all()) & set(outsider.teams.all())


def test_client_as_is_signed_in(client_as: Callable[[User], Client], analyst: User) -> None:
    assert get_user(client_as(analyst)) == analyst
