"""manage.py serve, for real: it takes the port, loses nothing, and stops when told."""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.support.server import Server, environment, free_port, served

pytestmark = pytest.mark.once  # a process of its own, on a SQLite file of its own


@pytest.fixture(scope="module")
def var_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of the served site, kept from one start to the next."""
    return tmp_path_factory.mktemp("var")


@pytest.fixture
def server(var_dir: Path) -> Iterator[Server]:
    """The site, answering."""
    with served(var_dir) as running:
        yield running


def ask(server: Server, address: str, **headers: str) -> tuple[int, str]:
    connection = HTTPConnection(urlsplit(server.url).netloc, timeout=30)
    try:
        connection.request(
            "GET", address, headers={name.replace("_", "-"): text for name, text in headers.items()}
        )
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def rows(var_dir: Path) -> dict[str, list[tuple[object, ...]]]:
    with sqlite3.connect(var_dir / "natoassess.sqlite3") as database:
        names = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        wanted = [name for name in names if name.startswith(("frameworks_", "studies_", "accounts_"))]
        found = {name: database.execute(f'SELECT * FROM "{name}" ORDER BY 1').fetchall() for name in wanted}  # noqa: S608
    database.close()
    return found


@pytest.mark.parametrize("signal_number", [signal.SIGTERM, signal.SIGINT])
def test_starts_ready_says_where_and_stops_cleanly(server: Server, signal_number: int) -> None:
    assert ask(server, "/readyz")[0] == 200
    assert "Sign in:" in server.output
    assert server.stop(signal_number) == 0
    assert server.output.rstrip().endswith("Stopped.")
    assert "Traceback" not in server.output


def test_a_second_start_loses_nothing_and_loads_nothing_twice(var_dir: Path) -> None:
    with served(var_dir):
        pass
    before = rows(var_dir)
    with served(var_dir) as again:
        assert "unchanged" in again.output
    assert rows(var_dir) == before
    assert any(before.values())


def test_a_busy_port_is_named_before_any_work(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        refused = Server(environment(tmp_path), port)
        assert refused.exit_code() == 1
    assert f"Port {port} of 127.0.0.1 is busy" in refused.output
    assert "PORT=" in refused.output
    assert not (tmp_path / "natoassess.sqlite3").exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"PORT": "http"}, "PORT is 'http'"),
        ({"PORT": "70000"}, "PORT is '70000'"),
        ({"BIND": "host.invalid"}, "BIND is 'host.invalid'"),
    ],
)
def test_an_unusable_address_is_named(changes: dict[str, str], words: str, tmp_path: Path) -> None:
    refused = Server(environment(tmp_path, **changes), changes.get("PORT", free_port()))
    assert refused.exit_code() == 1
    assert words in refused.output


def test_demo_accounts_are_hidden_from_whoever_comes_through_a_proxy(server: Server) -> None:
    assert "/accounts/demo/" in ask(server, "/accounts/login/")[1]
    assert "/accounts/demo/" not in ask(server, "/accounts/login/", X_Forwarded_For="192.0.2.7")[1]
    assert "/accounts/demo/" not in ask(server, "/accounts/login/", Forwarded="for=192.0.2.7")[1]


def test_other_hosts_are_refused(server: Server) -> None:
    assert ask(server, "/healthz", Host="assess.example.org")[0] == 400


def test_the_server_does_not_say_what_it_is(server: Server) -> None:
    connection = HTTPConnection(urlsplit(server.url).netloc, timeout=30)
    connection.request("GET", "/healthz")
    assert connection.getresponse().getheader("Server") is None
    connection.close()


def test_production_is_not_served_this_way(tmp_path: Path) -> None:
    production = environment(
        tmp_path,
        EMBEDDED="",
        DEMO="",
        SECRET_KEY="q8Zr-2mVw0KxTf7uYb4NcLs9EaHj3PdGi6RoMvXkBt1QyWnC5z",
        ALLOWED_HOSTS="assess.example.org",
        DATABASE_URL=os.environ.get("DATABASE_URL") or "postgres://user@127.0.0.1:1/natoassess",
    )
    refused = Server(production, free_port())
    assert refused.exit_code() == 1
    assert "gunicorn" in refused.output
