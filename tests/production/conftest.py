"""The site set up and served as production does it, once for all tests here."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import production
from tests.support.production import Gunicorn
from tests.support.redis import NoRedis, Redis

PASSWORD = "a long enough pass phrase 17"
ACCOUNT = "otto"


@pytest.fixture(scope="session")
def var_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """VAR_DIR of the site."""
    return tmp_path_factory.mktemp("production")


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """A real Redis; empty where there is none, and attempts to sign in are then counted in the one process."""
    try:
        server = Redis()
    except NoRedis:
        yield ""
        return
    server.start()
    yield server.url
    server.stop()


@pytest.fixture(scope="session")
def production_env(var_dir: Path, redis_url: str) -> Iterator[dict[str, str]]:
    """The environment of a site whose database is migrated and loaded and whose static files are gathered."""
    with production.database(os.environ["DATABASE_URL"]) as url:
        env = production.environment(url, var_dir, REDIS_URL=redis_url)
        for command in (
            ("migrate", "--noinput", "--verbosity=0"),
            ("load_library",),
            ("collectstatic", "--noinput", "--verbosity=0"),
        ):
            done = production.manage(env, *command)
            assert done.returncode == 0, done.stderr
        yield env


@pytest.fixture(scope="session")
def account(production_env: dict[str, str]) -> str:
    """The name of an account with PASSWORD."""
    made = production.manage(
        production_env | {"DJANGO_SUPERUSER_PASSWORD": PASSWORD},
        "createsuperuser",
        "--noinput",
        f"--username={ACCOUNT}",
        "--email=otto@example.org",
    )
    assert made.returncode == 0, made.stderr
    return ACCOUNT


@pytest.fixture(scope="session")
def gunicorn(production_env: dict[str, str], var_dir: Path) -> Iterator[Gunicorn]:
    """The served site."""
    workers = "2" if production_env["REDIS_URL"] else "1"  # without Redis each process counts for itself
    running = Gunicorn(production_env | {"WEB_CONCURRENCY": workers}, var_dir / "gunicorn.log")
    running.wait()
    yield running
    running.stop()
