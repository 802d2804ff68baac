"""Middleware of the accounts: what keeps the list of signed-in browsers."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse

from natoassess.accounts.browsers import end_too_old, session_seen

GetResponse = Callable[[HttpRequest], HttpResponse]


class BrowserSessionMiddleware:
    """Notes which browsers are signed in, and ends sessions that have lasted too long. Behind authentication."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """A request without a session costs nothing; one with a session a write every few minutes."""
        end_too_old(request)
        response = self.get_response(request)
        if SESSION_KEY in request.session:
            session_seen(request)
        return response
