"""Someone with a demo account at the served site: a session, its CSRF token, and JSON both ways."""

from __future__ import annotations

import io
import json
import os
import urllib.error
import urllib.request
from http.client import HTTPResponse
from http.cookiejar import CookieJar
from typing import Any
from urllib.parse import urlencode

SECONDS = 60
LONG = 3_600


class Visitor:
    """Signed in at `url` as the demo account of `role`."""

    def __init__(self, url: str, role: str) -> None:
        self._url = url
        self._cookies = CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self._cookies))
        self.ask("/accounts/login/")
        self.ask("/accounts/demo/", urlencode({"role": role}).encode(), "application/x-www-form-urlencoded")

    def ask(self, address: str, body: bytes | None = None, media_type: str = "") -> tuple[int, bytes]:
        """Status and body of GET, or of POST where there is a body."""
        place = address if address.startswith("http") else f"{self._url}{address}"
        headers = {"X-CSRFToken": self._token(), "Referer": place}
        if media_type:
            headers["Content-Type"] = media_type
        request = urllib.request.Request(place, data=body, headers=headers)  # noqa: S310  the test's own server
        try:
            with self._opener.open(request, timeout=SECONDS) as answer:
                return int(answer.status), answer.read()
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code, refused.read()

    def open(
        self, address: str, *, method: str = "GET", body: Any = None, media_type: str = ""
    ) -> HTTPResponse:
        """The answer itself, to be read and closed; `body` may be an open file. Raises HTTPError from 400 on."""
        headers = {"X-CSRFToken": self._token()}
        if media_type:
            headers["Content-Type"] = media_type
        if isinstance(body, io.BufferedIOBase):
            headers["Content-Length"] = str(os.fstat(body.fileno()).st_size)
        place = address if address.startswith("http") else f"{self._url}{address}"
        request = urllib.request.Request(place, data=body, headers=headers, method=method)  # noqa: S310  as above
        answer: HTTPResponse = self._opener.open(request, timeout=LONG)
        return answer

    def get(self, address: str) -> dict[str, Any]:
        """The JSON that GET answers."""
        found: dict[str, Any] = json.loads(self.ask(address)[1])
        return found

    def post(self, address: str, body: Any = None) -> dict[str, Any]:
        """The JSON that POST answers."""
        sent = b"" if body is None else json.dumps(body).encode()
        found: dict[str, Any] = json.loads(self.ask(address, sent, "application/json")[1])
        return found

    def _token(self) -> str:
        return next((cookie.value or "" for cookie in self._cookies if cookie.name == "csrftoken"), "")
