"""A signed-in analyst."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from natoassess.accounts.models import User


@pytest.fixture
def filer(analyst: User, client_as: Callable[[User], Client]) -> Client:
    """The analyst's browser."""
    return client_as(analyst)
