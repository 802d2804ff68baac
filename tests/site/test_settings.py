"""What the environment must say: production names every fault, and starts with no demo account."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from pytest_django import Settings

from natoassess.accounts.demo import demo_accounts_ensure, refuse_demo_accounts_in_production
from natoassess.accounts.models import User
from natoassess.environment import kept_secret, production_faults

ROOT = Path(__file__).resolve().parents[2]
GOOD: dict[str, object] = {
    "secret_key": "q8Zr-2mVw0KxTf7uYb4NcLs9EaHj3PdGi6RoMvXkBt1QyWnC5z",
    "allowed_hosts": ["assess.example.org"],
    "database_url": "postgres://user:word@db:5432/natoassess",
    "debug": False,
    "embedded": False,
    "demo": False,
}


def faults(**changes: object) -> list[str]:
    return production_faults(**(GOOD | changes))  # type: ignore[arg-type]  # the parametrised values are right


def test_a_complete_environment_has_no_fault() -> None:
    assert faults() == []


@pytest.mark.parametrize(
    ("changes", "variable"),
    [
        ({"secret_key": ""}, "SECRET_KEY"),
        ({"secret_key": "short"}, "SECRET_KEY"),
        ({"secret_key": "a" * 60}, "SECRET_KEY"),
        ({"secret_key": "django-insecure-" + "q8Zr2mVw0KxTf7uYb4NcLs9EaHj3PdGi6RoMvXkB"}, "SECRET_KEY"),
        ({"allowed_hosts": []}, "ALLOWED_HOSTS"),
        ({"allowed_hosts": ["*"]}, "ALLOWED_HOSTS"),
        ({"database_url": ""}, "DATABASE_URL"),
        ({"database_url": "sqlite:///file.sqlite3"}, "DATABASE_URL"),
        ({"demo": True}, "DEMO"),
        ({"debug": True}, "DEBUG"),
        ({"embedded": True}, "EMBEDDED"),
    ],
)
def test_each_fault_of_production_is_named_with_its_cure(changes: dict[str, object], variable: str) -> None:
    [fault] = faults(**changes)
    assert fault.startswith(variable)
    assert ":" in fault, "says what to do"


def test_every_fault_is_named_at_once() -> None:
    named = faults(secret_key="", allowed_hosts=[], database_url="", demo=True)
    assert [fault.split()[0] for fault in named] == ["SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "DEMO"]


@pytest.mark.parametrize("mode", ["debug", "embedded"])
def test_this_machine_alone_needs_nothing(mode: str) -> None:
    local = {
        "secret_key": "",
        "allowed_hosts": ["localhost", "127.0.0.1", "[::1]"],
        "database_url": "",
        mode: True,
    }
    assert faults(**local) == []


def start(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A process with the given environment, and of ours only what Python needs."""
    needed = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=needed | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_an_empty_environment_refuses_to_start_and_says_why() -> None:
    refused = start("manage.py", "check")
    assert refused.returncode != 0
    for variable in ("SECRET_KEY is missing", "ALLOWED_HOSTS is missing", "DATABASE_URL is missing"):
        assert variable in refused.stderr


def test_production_with_demo_refuses_to_start() -> None:
    refused = start(
        "manage.py",
        "check",
        SECRET_KEY=str(GOOD["secret_key"]),
        ALLOWED_HOSTS="assess.example.org",
        DATABASE_URL="postgres://user:word@127.0.0.1:1/natoassess",
        DEMO="1",
    )
    assert refused.returncode != 0
    assert "DEMO is on" in refused.stderr


def test_complete_production_settings_load_and_are_strict() -> None:
    loaded = start(
        "-c",
        "import natoassess.settings as s; print(s.PRODUCTION, s.DEMO, s.SESSION_COOKIE_SECURE, s.SECURE_SSL_REDIRECT,"
        " s.DEBUG, s.REST_FRAMEWORK['DEFAULT_THROTTLE_RATES'])",
        SECRET_KEY=str(GOOD["secret_key"]),
        ALLOWED_HOSTS="assess.example.org",
        DATABASE_URL="postgres://user:word@127.0.0.1:1/natoassess",
        API_RATE_USER="none",
    )
    assert loaded.stdout.strip() == (
        "True False True True False {'anonymous': '60/min', 'user': None, 'researcher': '1200/min'}"
    ), loaded.stderr


@pytest.mark.parametrize(("bind", "offered"), [("127.0.0.1", True), ("::1", True), ("0.0.0.0", False)])  # noqa: S104
def test_demo_needs_a_loopback_bind(bind: str, offered: bool, tmp_path: Path) -> None:
    loaded = start(
        "-c",
        "import natoassess.settings as s; print(s.DEMO)",
        EMBEDDED="1",
        DEMO="1",
        BIND=bind,
        VAR_DIR=str(tmp_path),
    )
    assert loaded.stdout.strip() == str(offered), loaded.stderr


@pytest.mark.django_db
def test_production_refuses_a_database_with_demo_accounts(settings: Settings) -> None:
    demo_accounts_ensure()
    settings.PRODUCTION = True
    with pytest.raises(ImproperlyConfigured, match="analyst.*remove_demo_accounts"):
        refuse_demo_accounts_in_production()
    call_command("remove_demo_accounts")
    refuse_demo_accounts_in_production()
    assert not User.objects.filter(is_demo=True).exists()


@pytest.mark.django_db
@pytest.mark.parametrize(("demo", "production"), [(False, False), (True, True)])
def test_demo_accounts_are_made_only_where_they_are_offered(
    demo: bool, production: bool, settings: Settings
) -> None:
    settings.DEMO, settings.PRODUCTION = demo, production
    with pytest.raises(CommandError, match="make run"):
        call_command("ensure_demo_accounts")
    assert not User.objects.filter(is_demo=True).exists()


def test_the_secret_is_made_once_and_kept_private(tmp_path: Path) -> None:
    path = tmp_path / "var" / "secret_key"
    first = kept_secret(path)
    assert kept_secret(path) == first
    assert len(first) >= 50
    assert path.stat().st_mode & 0o077 == 0
