"""Browsers that are signed in: listed, ended at once, and gone by themselves after a while."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from natoassess.accounts import browsers
from natoassess.accounts.models import BrowserSession, User
from natoassess.web.audit.models import AuditEntry
from natoassess.web.backup.tables import kept_tables
from tests.accounts.conftest import is_signed_in, password_given
from tests.pages.markup import forbidden_markup, text_of

pytestmark = pytest.mark.django_db
PAGE = "accounts:sessions"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.5 Mobile/15E148 Safari/604.1"
)


def browser(agent: str, address: str = "127.0.0.1") -> Client:
    """A browser in which Vera signs in."""
    client = Client(headers={"User-Agent": agent}, REMOTE_ADDR=address)
    password_given(client)
    return client


def row_of(client: Client) -> BrowserSession:
    return BrowserSession.objects.get(session_key=client.session.session_key)


def test_each_browser_is_listed_this_one_first(vera: User) -> None:
    here, _there = browser(FIREFOX), browser(IPHONE, "192.0.2.7")
    page = here.get(reverse(PAGE))
    assert [shown["words"] for shown in page.context["sessions"]] == [
        ("Firefox", "Linux"),
        ("Safari", "iPhone"),
    ]
    words = text_of(page)
    assert words.count("this one") >= 1 and "Firefox on Linux" in words and "192.0.2.7" in words
    assert forbidden_markup(page) == []
    assert all(
        key not in page.content.decode() for key in Session.objects.values_list("session_key", flat=True)
    )


def test_a_browser_that_is_ended_is_out_at_once(vera: User) -> None:
    here, there = browser(FIREFOX), browser(IPHONE)
    assert is_signed_in(there)
    ended = here.post(reverse("accounts:session-end", args=[row_of(there).pk]))
    assert ended["Location"] == reverse(PAGE)
    assert not is_signed_in(there)
    assert is_signed_in(here)
    assert len(here.get(reverse(PAGE)).context["sessions"]) == 1
    assert AuditEntry.objects.get(action="account.session_ended").actor_id == vera.pk


def test_all_the_others_are_ended_together(vera: User) -> None:
    here, others = browser(FIREFOX), [browser(IPHONE), browser(FIREFOX)]
    done = here.post(reverse("accounts:sessions-end"), follow=True)
    assert "2 other browsers were signed out." in text_of(done)
    assert [is_signed_in(other) for other in others] == [False, False]
    assert is_signed_in(here)


def test_ending_this_one_signs_out(vera: User) -> None:
    here = browser(FIREFOX)
    done = here.post(reverse("accounts:session-end", args=[row_of(here).pk]))
    assert done["Location"] == reverse("accounts:login")
    assert not is_signed_in(here)


def test_the_sessions_of_others_do_not_exist(
    vera: User, otto: User, client_as: Callable[[User], Client]
) -> None:
    here, stranger = browser(FIREFOX), client_as(otto)
    stranger.get(reverse("accounts:profile"))
    end = reverse("accounts:session-end", args=[row_of(here).pk])
    assert stranger.post(end).status_code == 404
    assert stranger.post(reverse("accounts:session-end", args=[999_999])).status_code == 404
    assert stranger.post(reverse("accounts:sessions-end")).status_code == 302
    assert is_signed_in(here)


def test_signing_out_forgets_the_browser_and_what_it_kept(vera: User) -> None:
    here = browser(FIREFOX)
    page = here.get(reverse("accounts:profile")).content.decode()
    assert f'<body data-user="{vera.browser_key}">' in page
    assert len(vera.browser_key) == 16 and vera.browser_key != User(pk=vera.pk + 1).browser_key
    assert here.post(reverse("accounts:logout"))["Clear-Site-Data"] == '"storage"'
    assert not BrowserSession.objects.exists()
    assert "data-user" not in here.get(reverse("home")).content.decode()


def test_reading_a_page_writes_nothing_until_five_minutes_have_passed(
    vera: User,
    monkeypatch: pytest.MonkeyPatch,
    queries_at_most: Callable[[int], AbstractContextManager[Any]],
) -> None:
    here = browser(FIREFOX)
    before = row_of(here).last_seen
    with queries_at_most(12) as asked:
        is_signed_in(here)
    written = [query["sql"] for query in asked if not query["sql"].startswith("SELECT")]
    assert [sql for sql in written if "browsersession" in sql or "django_session" in sql] == []
    begun = browsers.clock()
    monkeypatch.setattr(browsers, "clock", lambda: begun + browsers.SEEN_EVERY + 1)
    is_signed_in(here)
    assert row_of(here).last_seen > before
    assert row_of(here).first_seen <= before


def test_a_session_ends_after_a_month_however_much_it_is_used(
    vera: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = browser(FIREFOX)
    begun = browsers.clock()
    monkeypatch.setattr(browsers, "clock", lambda: begun + browsers.LONGEST - 60)
    assert is_signed_in(here)
    monkeypatch.setattr(browsers, "clock", lambda: begun + browsers.LONGEST + 60)
    assert not is_signed_in(here)
    password_given(here)
    assert is_signed_in(here), "signing in begins a new month"


def test_rows_of_sessions_that_ended_by_themselves_are_not_shown_and_go(vera: User) -> None:
    gone, here = browser(IPHONE), browser(FIREFOX)
    Session.objects.filter(session_key=gone.session.session_key).delete()
    assert len(here.get(reverse(PAGE)).context["sessions"]) == 1
    browser(FIREFOX)
    assert BrowserSession.objects.count() == 2


def test_a_backup_holds_nobodys_session() -> None:
    assert BrowserSession not in kept_tables() and Session not in kept_tables()
    assert User in kept_tables()


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("", ("", "")),
        ("curl/8.9", ("", "")),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64) AppleWebKit/537.36 Chrome/130 Safari/537.36 Edg/130",
            ("Edge", "Windows"),
        ),
        (
            "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/130 Mobile Safari/537.36",
            ("Chrome", "Android"),
        ),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 14_6) AppleWebKit/605 Version/18 Safari/605",
            ("Safari", "macOS"),
        ),
    ],
)
def test_a_browser_in_words(agent: str, words: tuple[str, str]) -> None:
    assert browsers.in_words(agent) == words
