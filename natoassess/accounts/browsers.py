"""The browsers in which a person is signed in: seen, listed, ended at once.

Own rows beside django_session, because a session says neither whose it is nor when it was last used. They are
written at most every `SEEN_EVERY` seconds, so that reading pages stays reading.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from importlib import import_module

from django.conf import settings
from django.contrib.auth import SESSION_KEY, login, logout
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from natoassess.accounts.models import BrowserSession, User
from natoassess.web.addresses import client_address
from natoassess.web.audit.services import record

BACKEND = "django.contrib.auth.backends.ModelBackend"
SEEN = "seen"
"""The member of a session that says under which key it was last written down, when, and since when it lasts."""
SEEN_EVERY = 5 * 60
LONGEST = 30 * 24 * 60 * 60
"""Seconds after which a session ends even if it is used every day."""
FAMILIES = (
    *(("Edg", "Edge"), ("OPR", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox")),
    *(("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari")),
)
SYSTEMS = (
    *(("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows")),
    *(("CrOS", "ChromeOS"), ("Mac OS X", "macOS"), ("Linux", "Linux")),
)
"""What a browser says of itself, and what people call it; the first that fits, for most name others too."""
clock: Callable[[], float] = time.time


def sign_in(request: HttpRequest, user: User) -> None:
    """Begin a session of `user` in this browser, after whatever had to be checked."""
    login(request, user, backend=BACKEND)
    request.session.pop(SEEN, None)


def too_old(request: HttpRequest) -> bool:
    """Whether this session lasts longer than any may."""
    seen = request.session.get(SEEN)
    return seen is not None and clock() - float(seen["since"]) > LONGEST


def end_too_old(request: HttpRequest) -> None:
    """Sign out a browser whose session lasts longer than any may."""
    if SESSION_KEY in request.session and too_old(request):
        logout(request)


def session_seen(request: HttpRequest) -> None:
    """Write down that this browser is signed in, unless that was done a moment ago. It also keeps the session alive."""
    session = request.session
    if SESSION_KEY not in session or not isinstance(request.user, User):
        return
    now = clock()
    seen = session.get(SEEN)
    if seen and seen["key"] == session.session_key and now - float(seen["at"]) < SEEN_EVERY:
        return
    if session.session_key is None:
        session.save()
    since = float(seen["since"]) if seen else now
    session[SEEN] = {"key": session.session_key, "at": now, "since": since}
    _write_down(request, request.user, since)


@transaction.atomic
def _write_down(request: HttpRequest, user: User, since: float) -> None:
    _rows_of_ended(user, request.session.session_key).delete()
    BrowserSession.objects.update_or_create(
        session_key=request.session.session_key,
        defaults={
            "user": user,
            "browser": request.headers.get("User-Agent", "")[:300],
            "address": client_address(request),
            "last_seen": timezone.now(),
        },
        create_defaults={
            "user": user,
            "browser": request.headers.get("User-Agent", "")[:300],
            "address": client_address(request),
            "first_seen": datetime.fromtimestamp(since, UTC),
            "last_seen": timezone.now(),
        },
    )


def sessions_of(user: User) -> QuerySet[BrowserSession]:
    """The browsers in which `user` is signed in, last used first."""
    living = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
    return BrowserSession.objects.filter(user=user, session_key__in=living)


@transaction.atomic
def session_end(*, user: User, session: BrowserSession) -> None:
    """Sign `user` out of one browser, at once."""
    _end([session])
    record(actor=user, action="account.session_ended", subject=user, detail={"sessions": 1})


@transaction.atomic
def sessions_end_others(*, user: User, but: str | None) -> int:
    """Sign `user` out of every browser but the one whose session has the key `but`; returns how many."""
    others = list(BrowserSession.objects.filter(user=user).exclude(session_key=but or ""))
    living = sessions_of(user).exclude(session_key=but or "").count()
    _end(others)
    if living:
        record(actor=user, action="account.session_ended", subject=user, detail={"sessions": living})
    return living


def session_forget(session: SessionBase) -> None:
    """Drop the row of a session that signs out by itself."""
    BrowserSession.objects.filter(session_key=session.session_key or "").delete()


def in_words(browser: str) -> tuple[str, str]:
    """The browser and the system that a User-Agent names; "" for what it does not say."""
    family = next((name for mark, name in FAMILIES if mark in browser), "")
    system = next((name for mark, name in SYSTEMS if mark in browser), "")
    return family, system


def _end(sessions: list[BrowserSession]) -> None:
    store = import_module(settings.SESSION_ENGINE).SessionStore
    for session in sessions:
        store(session.session_key).delete()
    BrowserSession.objects.filter(pk__in=[session.pk for session in sessions]).delete()


def _rows_of_ended(user: User, own: str | None) -> QuerySet[BrowserSession]:
    living = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
    return (
        BrowserSession.objects.filter(user=user)
        .exclude(session_key__in=living)
        .exclude(session_key=own or "")
    )
