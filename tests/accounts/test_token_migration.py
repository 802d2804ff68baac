"""Tokens made before there were scopes go on doing all that they did."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from knox.models import AuthToken

from natoassess.accounts.models import TokenDetails, User
from natoassess.accounts.tokens import tokens_of
from natoassess.web.scopes import SCOPES

pytestmark = pytest.mark.django_db


def test_they_get_every_scope(analyst: User) -> None:
    named, _text = AuthToken.objects.create(user=analyst, expiry=timedelta(days=30))
    AuthToken.objects.create(user=analyst, expiry=timedelta(days=30))
    TokenDetails.objects.create(token=named, name="a laptop")
    migration = import_module("natoassess.accounts.migrations.0004_token_details")
    migration.give_all_scopes(apps, None)
    assert {(token.details.name, tuple(token.details.scopes)) for token in tokens_of(analyst)} == {
        ("a laptop", SCOPES),
        ("", SCOPES),
    }
