"""The site as `make run` serves it: a process of its own, with a database of its own, on a free port."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SERVE = (sys.executable, "manage.py", "serve")
START_SECONDS = 90
STOP_SECONDS = 20
#: What this process may hold that would change how the served one runs.
INHERITED = (
    "DATABASE_URL",
    "REDIS_URL",
    "DJANGO_SETTINGS_MODULE",
    "SECRET_KEY",
    "ALLOWED_HOSTS",
    "DEBUG",
    "BIND",
)


def free_port() -> int:
    """A port of the loopback interface that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(var_dir: Path, **changes: str) -> dict[str, str]:
    """The environment of `make run`, with its files in `var_dir`."""
    clean = {name: value for name, value in os.environ.items() if name not in INHERITED}
    unlimited = {"API_RATE_ANONYMOUS": "none", "API_RATE_USER": "none", "API_RATE_RESEARCHER": "none"}
    return clean | unlimited | {"EMBEDDED": "1", "DEMO": "1", "VAR_DIR": str(var_dir)} | changes


class Server:
    """A process that serves the site; `url` once it answers, `output` for what it has said."""

    def __init__(self, env: Mapping[str, str], port: int | str, command: Sequence[str] = SERVE) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.output = ""
        self._answering = threading.Event()
        self._process = subprocess.Popen(
            command,
            cwd=ROOT,
            start_new_session=True,
            env={**env, "PORT": str(port), "PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.pid = self._process.pid
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as lines:
            for line in lines:
                self.output += line
                if self.url in line:
                    self._answering.set()
        self._answering.set()

    def wait(self) -> None:
        """Until it says its address; RuntimeError with its words where it gave up."""
        told = self._answering.wait(START_SECONDS)
        if not told or self.url not in self.output:
            self.stop()
            raise RuntimeError(f"the site did not start:\n{self.output}")

    def stop(self, signal_number: int = signal.SIGTERM) -> int:
        """Send the signal and return the exit code."""
        if self._process.poll() is None:
            self._process.send_signal(signal_number)
        return self.exit_code()

    def exit_code(self) -> int:
        """Wait for the process to end by itself."""
        try:
            code = self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            code = self._process.wait()
        self._reader.join(STOP_SECONDS)
        return code


@contextmanager
def served(var_dir: Path, **changes: str) -> Iterator[Server]:
    """The site, answering, until the block ends."""
    server = Server(environment(var_dir, **changes), free_port())
    try:
        server.wait()
        yield server
    finally:
        server.stop()
