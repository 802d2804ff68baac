"""The name shown and the mail address, which counts once a link sent to it was followed."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail as django_mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from natoassess.accounts import profiles
from natoassess.accounts.models import User
from tests.accounts.conftest import PASSWORD
from tests.pages.markup import text_of

pytestmark = pytest.mark.django_db
NEW = "vera.holm@example.net"


def link_for(client: Client, address: str = NEW) -> str:
    """Ask for another address; the path of the link that was sent there."""
    assert client.post(reverse("accounts:mail"), {"email": address, "password": PASSWORD}).status_code == 302
    assert django_mail.outbox[-1].to == [address]
    found = re.search(r"https?://[^/\s]+(/\S+)", str(django_mail.outbox[-1].body))
    assert found is not None
    return found[1]


def test_the_name_shown_is_changed(client_as: Callable[[User], Client], vera: User) -> None:
    client = client_as(vera)
    assert client.post(reverse("accounts:name"), {"display_name": "Vera H."}).status_code == 302
    assert User.objects.get(pk=vera.pk).name == "Vera H."
    assert client.post(reverse("accounts:name"), {"display_name": " "}).status_code == 422


def test_an_address_counts_once_its_link_was_followed_and_the_old_one_is_told(
    client_as: Callable[[User], Client], vera: User, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    client = client_as(vera)
    link = link_for(client)
    assert User.objects.get(pk=vera.pk).email == "vera@example.org"
    assert NEW in text_of(client.get(link))
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(link).status_code == 302
    assert User.objects.get(pk=vera.pk).email == NEW
    assert django_mail.outbox[-1].to == ["vera@example.org"]
    assert client.post(link).status_code == 410, "once"


def test_a_link_serves_nobody_but_who_asked(
    client_as: Callable[[User], Client], client: Client, vera: User, otto: User
) -> None:
    """Whoever the mail reached by mistake cannot make the address count, and reset the password by it."""
    link = link_for(client_as(vera))
    assert client.get(link).status_code == 302, "sign in first"
    assert client_as(otto).post(link).status_code == 410
    assert client_as(vera).post(f"{link[:-3]}xy/").status_code == 410
    assert User.objects.get(pk=vera.pk).email == "vera@example.org"


def test_a_link_grows_old(
    client_as: Callable[[User], Client], vera: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_as(vera)
    link = link_for(client)
    monkeypatch.setattr(profiles, "VALID_SECONDS", -1)
    assert client.get(link).status_code == 410


def test_an_address_belongs_to_one_account_in_whatever_capitals(
    client_as: Callable[[User], Client], vera: User, otto: User
) -> None:
    client = client_as(vera)
    link = link_for(client, "OTTO@example.org")
    refused = client.post(link)
    assert refused.status_code == 409 and "Another account has this address" in text_of(refused)
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=vera.pk).update(email="Otto@Example.org")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"password": "wrong"}, "not the password"),
        ({"email": "no address"}, "valid email"),
        ({"email": "Vera@example.org"}, "already"),
    ],
)
def test_what_will_not_do_sends_no_mail(
    client_as: Callable[[User], Client], vera: User, fields: dict[str, str], words: str
) -> None:
    refused = client_as(vera).post(reverse("accounts:mail"), {"email": NEW, "password": PASSWORD, **fields})
    assert refused.status_code == 422 and words in text_of(refused)
    assert django_mail.outbox == []
