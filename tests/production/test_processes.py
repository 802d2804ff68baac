"""Starting, reloading and stopping: no request is dropped, and what is unsafe does not start."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import production
from tests.support.production import HOST, Answer, Gunicorn

pytestmark = pytest.mark.postgres
CLIENTS = 4
RELOADS = 2
REQUESTS = 60
BODY = json.dumps({"as_of": "1999-03-24", "draws": 0, "facts": {"uses_force": "yes"}}).encode()


@pytest.fixture
def site(production_env: dict[str, str], tmp_path: Path) -> Iterator[Gunicorn]:
    """A gunicorn of the test's own, with two workers."""
    running = Gunicorn(production_env | {"WEB_CONCURRENCY": "2"}, tmp_path / "gunicorn.log")
    running.wait()
    yield running
    running.stop()


def test_a_reload_drops_no_request(site: Gunicorn) -> None:
    """Clients ask without pause, on connections of their own and on kept ones, while all workers are replaced."""
    failures: list[str] = []
    answered: list[int] = []
    begun = threading.Barrier(CLIENTS + 1)

    def client(keep: bool) -> None:
        connection = site.connect()
        for number in range(REQUESTS):
            if number == 3:
                begun.wait(30)
            try:
                connection.request("GET", "/api/v1/facts/uses_force/", headers=_headers(keep))
                answer = Answer(connection.getresponse())
                answered.append(answer.status)
                if answer.status != 200:
                    failures.append(f"{number}: {answer.status}")
            except (OSError, http.client.HTTPException) as error:
                failures.append(f"{number}: {error!r}")
                connection.close()
        connection.close()

    threads = [threading.Thread(target=client, args=(number % 2 == 0,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    begun.wait(30)
    for _ in range(RELOADS):
        site.process.send_signal(signal.SIGHUP)
    for thread in threads:
        thread.join()
    site.stop()
    assert failures == []
    assert answered == [200] * CLIENTS * REQUESTS
    assert "Handling signal: hup" in site.log.read_text()


def _headers(keep: bool) -> dict[str, str]:
    return {"Host": HOST, "X-Forwarded-Proto": "https", "Connection": "keep-alive" if keep else "close"}


def test_told_to_stop_it_finishes_what_it_has_begun(site: Gunicorn) -> None:
    """ "100 Continue" says that a worker holds the request; the signal comes between that and its body."""
    head = (
        f"POST /api/v1/score/ HTTP/1.1\r\nHost: {HOST}\r\nX-Forwarded-Proto: https\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(BODY)}\r\nExpect: 100-continue\r\n\r\n"
    )
    held = [socket.create_connection(("127.0.0.1", site.port), timeout=30) for _ in range(CLIENTS)]
    for connection in held:
        connection.sendall(head.encode())
        assert connection.recv(1024).startswith(b"HTTP/1.1 100")
    site.process.send_signal(signal.SIGTERM)
    site.wait_for_words("Handling signal: term")
    for connection in held:
        connection.sendall(BODY)
        answer = http.client.HTTPResponse(connection)
        answer.begin()
        assert answer.status == 200
        assert json.loads(answer.read())["evaluation_id"]
        answer.close()
        connection.close()
    assert site.stop() == 0


def test_demo_accounts_keep_it_from_starting(var_dir: Path, tmp_path: Path) -> None:
    with production.database(os.environ["DATABASE_URL"]) as url:
        env = production.environment(url, var_dir)
        assert production.manage(env, "migrate", "--noinput", "--verbosity=0").returncode == 0
        embedded = env | {"EMBEDDED": "1", "DEMO": "1", "ALLOWED_HOSTS": "localhost"}
        made = production.manage(embedded, "ensure_demo_accounts")
        assert made.returncode == 0, made.stderr
        refused = Gunicorn(env, tmp_path / "gunicorn.log")
        assert refused.process.wait(60) != 0
        assert "demo accounts in the production database" in refused.log.read_text()
        assert production.manage(env, "remove_demo_accounts").returncode == 0
        started = Gunicorn(env, tmp_path / "again.log")
        started.wait()
        assert started.stop() == 0


@pytest.mark.parametrize("variable", ["SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL"])
def test_what_is_missing_keeps_it_from_starting(
    production_env: dict[str, str], tmp_path: Path, variable: str
) -> None:
    refused = Gunicorn(production_env | {variable: ""}, tmp_path / "gunicorn.log")
    assert refused.process.wait(60) != 0
    assert f"{variable} is missing" in refused.log.read_text()
