"""Middleware of the accounts: what keeps the list of signed-in browsers, and the last use of tokens."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.contrib.auth import SESSION_KEY
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

from natoassess.accounts.browsers import end_too_old, session_seen
from natoassess.accounts.tokens import token_seen

GetResponse = Callable[[HttpRequest], HttpResponse]
log = logging.getLogger(__name__)


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


class TokenUseMiddleware:
    """Writes down when a token was last used. Around the snapshot that a reading request answers from: it writes."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer is made already: it goes out whether or not the note can be written."""
        response = self.get_response(request)
        token = getattr(request, "token_used", None)
        if token is not None:
            try:
                token_seen(token=token)
            except DatabaseError as error:
                log.warning("the last use of a token was not written: %s", type(error).__name__)
        return response
