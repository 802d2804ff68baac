"""The embedded site has one file and one writer at a time: writers wait for each other, readers do not."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from tests.api.conftest import SCENARIO
from tests.concurrency.conftest import at_once
from tests.support.server import ROOT, Server, environment, served

pytestmark = pytest.mark.once  # a process of its own, on a SQLite file of its own

WRITERS = 8
TOKEN = """
from natoassess.accounts.models import User
from natoassess.accounts.tokens import token_create
print("token:" + token_create(user=User.objects.get(username="analyst"), days=30))
"""


def token_of(var_dir: Path) -> str:
    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "--verbosity=0"],
        cwd=ROOT,
        env=environment(var_dir),
        input=TOKEN,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.partition("token:")[2].strip()


def call(
    site: Server, token: str, method: str, path: str, body: object = None, tag: str = ""
) -> tuple[int, str]:
    """Status and ETag."""
    headers = {"Authorization": f"Token {token}", "Content-Type": "application/json", "If-Match": tag}
    asked = urllib.request.Request(  # noqa: S310  our own server
        site.url + path,
        json.dumps(body).encode() if body is not None else None,
        {name: value for name, value in headers.items() if value},
        method=method,
    )
    try:
        with urllib.request.urlopen(asked, timeout=60) as answer:  # noqa: S310
            return answer.status, answer.headers.get("Location") or answer.headers.get("ETag") or ""
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, ""


def test_writers_wait_and_nothing_is_lost(tmp_path: Path) -> None:
    root = "/api/v1/assessments/"
    with served(tmp_path) as site:
        ask = partial(call, site, token_of(tmp_path))
        with reading(partial(ask, "GET", "/api/v1/cases/kosovo-1999/")) as read:
            filed = at_once(*[partial(ask, "POST", root, SCENARIO)] * WRITERS)
            assert Counter(status for status, _where in filed) == {201: WRITERS}, site.output
            address = filed[0][1].removeprefix(site.url)
            _status, tag = ask("GET", address)
            changes = [partial(ask, "PATCH", address, {"title": f"Editor {n}"}, tag) for n in range(WRITERS)]
            answers = at_once(*changes, partial(ask, "PATCH", address, {"title": "Blind"}))
            assert Counter(status for status, _tag in answers) == {200: 1, 412: WRITERS - 1, 428: 1}, (
                site.output
            )
        assert {status for status, _tag in read} == {200}
        assert "locked" not in site.output


@contextmanager
def reading(ask: Callable[[], tuple[int, str]]) -> Iterator[list[tuple[int, str]]]:
    """Ask again and again in a thread while the block runs; what was answered."""
    answers: list[tuple[int, str]] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            answers.append(ask())

    reader = threading.Thread(target=read)
    reader.start()
    try:
        yield answers
    finally:
        done.set()
        reader.join()
