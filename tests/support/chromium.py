"""Chromium for the journeys: whichever is installed, and what it complains about."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Route

COMMANDS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
APPLICATIONS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
ABSENT = "no Chromium: install chromium or Google Chrome, or set CHROMIUM to its executable"


def executable() -> str | None:
    """The path of a Chromium: CHROMIUM, a command on PATH, an application of macOS; None if there is none."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named
    found = next((path for command in COMMANDS if (path := shutil.which(command))), None)
    return found or next((path for path in APPLICATIONS if Path(path).exists()), None)


def arguments() -> list[str]:
    """Command-line switches; the sandbox cannot run as root."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    return ["--disable-dev-shm-usage", *(["--no-sandbox"] if root else [])]


class Complaints(list[str]):
    """What went wrong in the browser; a journey that provokes an error on purpose clears the list afterwards.

    Console errors (a broken content security policy is one), scripts that failed, requests to other hosts.
    """

    def __init__(self, base_url: str) -> None:
        super().__init__()
        self._host = urlsplit(base_url).netloc
        self._meant: set[int] = set()

    def mean(self, *statuses: int) -> None:
        """Answers of these statuses are what the journey is about: the browser's word on them is no complaint."""
        self._meant |= set(statuses)

    def watch(self, page: Page) -> None:
        """Collect what `page` complains about."""
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.append(f"script error: {error}"))

    def fence(self, context: BrowserContext) -> None:
        """Let no request leave for another host, and record that it was tried."""
        context.route(lambda url: urlsplit(url).netloc not in {self._host, ""}, self._refuse)

    def _console(self, message: ConsoleMessage) -> None:
        meant = any(f"status of {status} " in message.text for status in self._meant)
        if message.type == "error" and not meant:
            self.append(f"console: {message.text} ({message.location.get('url', '')})")

    def _refuse(self, route: Route, request: Request) -> None:
        self.append(f"request to another host: {request.url}")
        route.abort()
