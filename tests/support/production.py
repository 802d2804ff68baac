"""The site as production runs it: gunicorn under the settings of production, with a PostgreSQL database of its own."""

from __future__ import annotations

import http.client
import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2
from psycopg2 import sql

from tests.support.server import INHERITED, ROOT, STOP_SECONDS, free_port

HOST = "assess.example.org"
GUNICORN = (sys.executable, "-m", "gunicorn")
START_SECONDS = 60
TIMEOUT = 30


@contextmanager
def database(server_url: str) -> Iterator[str]:
    """The address of an empty database on the server of `server_url`, dropped afterwards."""
    parts = urlsplit(server_url)
    name = f"natoassess_{secrets.token_hex(6)}"
    administration = urlunsplit(parts._replace(path="/postgres"))
    _execute(administration, sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    try:
        yield urlunsplit(parts._replace(path=f"/{name}"))
    finally:
        _execute(administration, sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _execute(url: str, statement: sql.Composable) -> None:
    connection = psycopg2.connect(url)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement)
    finally:
        connection.close()


def environment(database_url: str, var_dir: Path, **changes: str) -> dict[str, str]:
    """The environment of production; nothing of the tests' own settings is left in it."""
    clean = {
        name: value for name, value in os.environ.items() if name not in {*INHERITED, "EMBEDDED", "DEMO"}
    }
    production = {
        "SECRET_KEY": secrets.token_urlsafe(64),
        "ALLOWED_HOSTS": HOST,
        "DATABASE_URL": database_url,
        "VAR_DIR": str(var_dir),
        "API_RATE_ANONYMOUS": "none",
        "API_RATE_USER": "none",
        "API_RATE_RESEARCHER": "none",
        "PYTHONUNBUFFERED": "1",
    }
    return clean | production | changes


def manage(env: Mapping[str, str], *command: str, given: str = "") -> subprocess.CompletedProcess[str]:
    """`manage.py COMMAND` under that environment."""
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env=dict(env),
        input=given,
        capture_output=True,
        text=True,
        check=False,
    )


class Answer:
    """What came back: status, headers, body."""

    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.status = response.status
        self.headers = response.headers
        self.body = response.read()
        self.text = self.body.decode(errors="replace")


class Gunicorn:
    """gunicorn as a process, started as the image starts it; its words are in `log`."""

    def __init__(self, env: Mapping[str, str], log: Path) -> None:
        self.port = free_port()
        self.log = log
        with log.open("wb") as written:
            self.process = subprocess.Popen(
                GUNICORN,
                cwd=ROOT,
                env={**env, "PORT": str(self.port)},
                stdout=written,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def wait(self) -> None:
        """Until it is ready; RuntimeError with its words where it gave up."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                if self.ask("/readyz").status == 200:
                    return
            except OSError:
                time.sleep(0.05)
        self.stop()
        raise RuntimeError(f"gunicorn did not start:\n{self.log.read_text()}")

    def wait_for_words(self, words: str) -> None:
        """Until its log holds `words`; TimeoutError where it never says them."""
        deadline = time.monotonic() + START_SECONDS
        while words not in self.log.read_text():
            if time.monotonic() > deadline:
                raise TimeoutError(f"{words!r} is not in the log:\n{self.log.read_text()}")
            time.sleep(0.02)

    def connect(self) -> http.client.HTTPConnection:
        """A connection of its own."""
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT)

    def ask(
        self,
        path: str,
        method: str = "GET",
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """One request as a proxy that ends TLS hands it on; a header given as "" is left out."""
        connection = self.connect()
        sent = {"Host": HOST, "X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.1"} | dict(
            headers or {}
        )
        try:
            connection.request(method, path, body, {name: value for name, value in sent.items() if value})
            return Answer(connection.getresponse())
        finally:
            connection.close()

    def stop(self, signal_number: int = signal.SIGTERM) -> int:
        """Send the signal; the exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal_number)
        try:
            return self.process.wait(STOP_SECONDS + 10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait()
