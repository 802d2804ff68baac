"""Passwords: changed with the old one, reset by a mail that tells nothing to who asks."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail as django_mail
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from natoassess.accounts import sign_in_limits
from natoassess.accounts.models import User
from natoassess.accounts.tokens import token_create, tokens_of
from natoassess.web.audit.models import AuditEntry
from tests.accounts.conftest import PASSWORD, is_signed_in, password_given
from tests.pages.markup import text_of

pytestmark = pytest.mark.django_db
NEW = "quite another phrase 7"
CHANGE, RESET = "accounts:password", "accounts:reset"


def change(client: Client, **fields: str) -> Any:
    return client.post(reverse(CHANGE), {"password": PASSWORD, "new_password": NEW, "again": NEW, **fields})


def link_for(client: Client, address: str = "vera@example.org") -> str:
    """Ask for a new password; the path of the link in the mail."""
    sent = len(django_mail.outbox)
    assert client.post(reverse(RESET), {"email": address})["Location"] == reverse("accounts:reset-sent")
    assert len(django_mail.outbox) == sent + 1
    found = re.search(r"https?://[^/\s]+(/\S+)", str(django_mail.outbox[-1].body))
    assert found is not None
    return found[1]


def opened(client: Client, link: str) -> str:
    """Follow the link; the address of the form, which says nothing of the token."""
    form: str = client.get(link)["Location"]
    assert form.endswith("/now/")
    return form


# Changing -----------------------------------------------------------------------------------------
def test_a_new_password_ends_every_other_session_and_no_token(vera: User) -> None:
    here, there = Client(), Client()
    password_given(here)
    password_given(there)
    token_create(user=vera, days=30)
    assert change(here).status_code == 302
    assert is_signed_in(here) and not is_signed_in(there)
    vera.refresh_from_db()
    assert vera.check_password(NEW)
    assert tokens_of(vera).exists()
    assert AuditEntry.objects.filter(action="account.password_changed", actor_id=vera.pk).exists()
    assert len(here.get(reverse("accounts:sessions")).context["sessions"]) == 1


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"password": "wrong"}, "This is not the password of your account"),
        ({"again": "something else 5"}, "The two new passwords differ"),
        ({"new_password": "short1", "again": "short1"}, "too short"),
        ({"new_password": "password1", "again": "password1"}, "too common"),
        ({"new_password": "vera@example.org", "again": "vera@example.org"}, "too similar"),
    ],
)
def test_a_password_that_will_not_do_is_refused_in_words(
    client_as: Callable[[User], Client], vera: User, fields: dict[str, str], words: str
) -> None:
    refused = change(client_as(vera), **fields)
    assert refused.status_code == 422
    assert words in text_of(refused)
    vera.refresh_from_db()
    assert vera.check_password(PASSWORD)


# Resetting ----------------------------------------------------------------------------------------
def test_a_reset_ends_all_sessions_and_tokens_and_asks_for_signing_in(
    vera: User, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    there, client = Client(), Client()
    password_given(there)
    token_create(user=vera, days=30)
    form = opened(client, link_for(client, "VERA@example.org"))
    with django_capture_on_commit_callbacks(execute=True):
        done = client.post(form, {"new_password": NEW, "again": NEW})
    assert done["Location"] == reverse("accounts:login")
    assert not is_signed_in(client) and not is_signed_in(there)
    assert not tokens_of(vera).exists()
    vera.refresh_from_db()
    assert vera.check_password(NEW)
    assert "Your password was reset" in django_mail.outbox[-1].subject
    assert AuditEntry.objects.filter(action="account.password_reset").exists()


def test_a_reset_does_not_go_around_the_second_step(vera: User, codes: list[str]) -> None:
    client = Client()
    form = opened(client, link_for(client))
    client.post(form, {"new_password": NEW, "again": NEW})
    asked = client.post(reverse("accounts:login"), {"username": "vera", "password": NEW})
    assert asked["Location"] == reverse("accounts:second-step")
    assert not is_signed_in(client)


def test_a_link_works_once_for_an_hour_and_until_the_next_sign_in(vera: User, settings: Settings) -> None:
    client = Client()
    used = link_for(client)
    form = opened(client, used)
    assert client.post(form, {"new_password": "short", "again": "short"}).status_code == 422
    assert client.post(form, {"new_password": NEW, "again": NEW}).status_code == 302
    for again in (used, form):
        assert Client().get(again).status_code == 410
    unused = link_for(client)
    client.post(reverse("accounts:login"), {"username": "vera", "password": NEW})
    assert Client().get(unused).status_code == 410
    late = link_for(Client())
    settings.PASSWORD_RESET_TIMEOUT = -1
    assert Client().get(late).status_code == 410


def test_a_forged_link_opens_nothing(vera: User, otto: User) -> None:
    client = Client()
    uid, token = link_for(client).strip("/").split("/")[-2:]
    others = reverse("accounts:reset-confirm", args=["bm9ib2R5", token])
    assert client.get(others).status_code == 410
    assert client.get(reverse("accounts:reset-confirm", args=[uid, "now"])).status_code == 410
    assert client.get(reverse("accounts:reset-confirm", args=[uid, token[:-1] + "x"])).status_code == 410


def test_whoever_asks_learns_nothing(vera: User, otto: User) -> None:
    """Known, unknown, of a demo account, of a former member: one answer, and mail to the first alone."""
    User.objects.filter(pk=otto.pk).update(is_active=False)
    answers = []
    for address in ("vera@example.org", "nobody@example.org", "otto@example.org"):
        client = Client()
        done = client.post(reverse(RESET), {"email": address}, follow=True)
        answers.append((done.redirect_chain, done.status_code, done.content))
    assert answers[0] == answers[1] == answers[2]
    assert [mail.to for mail in django_mail.outbox] == [["vera@example.org"]]


def test_the_work_is_done_once_the_answer_has_gone(vera: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes time, looking the address up and sending, comes behind the last byte for everybody."""
    from django.test import RequestFactory

    from natoassess.accounts import passwords
    from natoassess.accounts.views import reset as page

    asked: list[str] = []
    monkeypatch.setattr(passwords, "reset_mail_send", lambda **given: asked.append(given["address"]))
    response = page.reset(RequestFactory().post(reverse(RESET), {"email": "vera@example.org"}))
    assert response.status_code == 302 and asked == []
    response.close()
    assert asked == ["vera@example.org"]


def test_too_many_mails_are_not_sent_and_too_many_questions_refused(vera: User) -> None:
    client = Client()
    for _number in range(sign_in_limits.MAILS_TO_AN_ADDRESS + 2):
        assert client.post(reverse(RESET), {"email": "vera@example.org"}).status_code == 302
    assert len(django_mail.outbox) == sign_in_limits.MAILS_TO_AN_ADDRESS
    for number in range(sign_in_limits.MAILS_FROM_AN_ADDRESS):
        last = client.post(reverse(RESET), {"email": f"somebody{number}@example.org"})
    assert last.status_code == 429 and int(last["Retry-After"]) > 0
    assert client.post(reverse(RESET), {"email": "a@example.org"}, REMOTE_ADDR="192.0.2.8").status_code == 302


def test_a_site_without_mail_says_so(vera: User, settings: Settings, client: Client) -> None:
    settings.MAIL_SET_UP = False
    page = client.get(reverse(RESET))
    assert page.status_code == 200 and "This site sends no mail" in text_of(page)
    assert client.post(reverse(RESET), {"email": "vera@example.org"}).status_code == 503
    assert client.get(reverse("readyz")).status_code == 200
    assert django_mail.outbox == []


def test_a_mail_server_that_fails_is_logged_without_the_address(
    vera: User, settings: Settings, caplog: pytest.LogCaptureFixture, client: Client
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert client.post(reverse(RESET), {"email": "vera@example.org"}).status_code == 302
    assert "a mail was not sent: ConnectionRefusedError" in caplog.text
    assert "vera@" not in caplog.text
