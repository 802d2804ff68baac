"""From SQLite to PostgreSQL and back: every row of every table is the same, read past the code that moved it."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg2
import pytest

from tests.support import production
from tests.support.server import ROOT, environment

pytestmark = pytest.mark.postgres
JSONB = 3802
NOT_COMPARED = {"django_session", "django_migrations", "sqlite_sequence"}
FINDS_WORDS = "frameworks_searchwords"
"""The tables by which SQLite finds words, kept by triggers; PostgreSQL has a generated column instead."""
Tables = dict[str, list[dict[str, Any]]]

FILL = """
from datetime import date
from natoassess.accounts.models import Team, User
from natoassess.accounts.tokens import token_create
from cases.assessments.models.finding import FindingKind
from cases.assessments.answers import Answer
from cases.assessments.services import Description, assessment_submit, findings_save, scenario_create
from frameworks.selectors import framework_get
author = User.objects.get(username="analyst")
author.set_password("x"); author.save()
token_create(user=author, days=30)
given = Description(title="Détroit “fermé” \\U0001f6a2", summary="Two lines\\n\\tand a tab", target_name="R",
    acting_names="A", starts_on=date(2026, 3, 1), ends_on=None, as_of=date(2026, 3, 1), visibility="team")
draft = scenario_create(author=author, description=given, framework=framework_get("nato-2022"), team=Team.objects.get())
evidence = ({"citation": "A report", "reliability": "A", "credibility": 1},)
law = ("un-charter#art-2-4",)
answer = Answer(FindingKind.FACT, "uses_force", "yes", why="Seen.", provisions=law, evidence=evidence)
draft = findings_save(editor=author, assessment=draft, answers=[answer], expected_version=1)
assessment_submit(editor=author, assessment=draft, expected_version=2)
from natoassess.web.jobs.runner import job_run
from natoassess.web.jobs.services import job_create
items = ["kosovo-1999/allied-force", "libya-2011/later-phase"]
asked = {"items": items, "format": "csv"}
job, made = job_create(owner_id=author.pk, kind="comparison-export", parameters=asked)
assert job_run(job_id=job.pk, beating=False)
"""


def manage(env: dict[str, str], *command: str, given: str = "") -> str:
    done = subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env=env,
        input=given,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def in_sqlite(var_dir: Path, json_columns: dict[str, set[str]]) -> Tables:
    """Every table as SQLite has it; texts that PostgreSQL keeps as jsonb are parsed."""
    database = sqlite3.connect(var_dir / "natoassess.sqlite3")
    database.row_factory = sqlite3.Row
    found: Tables = {}
    for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        if name not in NOT_COMPARED and not name.startswith(FINDS_WORDS):
            rows = [dict(row) for row in database.execute(f'SELECT * FROM "{name}"')]  # noqa: S608
            for row in rows:
                for column in json_columns.get(name, set()):
                    row[column] = json.loads(row[column] or "null")
            found[name] = sorted(rows, key=_key)
    database.close()
    return found


def in_postgres(url: str) -> tuple[Tables, dict[str, set[str]]]:
    """Every table as PostgreSQL has it, its values in the words of SQLite; and which columns are jsonb."""
    connection = psycopg2.connect(url)
    found: Tables = {}
    json_columns: dict[str, set[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (name,) in cursor.fetchall():
            if name in NOT_COMPARED:
                continue
            cursor.execute(f'SELECT * FROM "{name}"')  # noqa: S608
            names = [column.name for column in cursor.description or ()]
            json_columns[name] = {
                column.name for column in cursor.description or () if column.type_code == JSONB
            }
            rows = [dict(zip(names, map(_as_sqlite, row), strict=True)) for row in cursor.fetchall()]
            for row in rows if name == "frameworks_searchentry" else ():
                del row["tokens"]
            found[name] = sorted(rows, key=_key)
    connection.close()
    return found, json_columns


def _as_sqlite(value: Any) -> Any:
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, Decimal):
        return float(value)
    return value


def _key(row: dict[str, Any]) -> str:
    return str(row.get("id", "")).rjust(20) + json.dumps(row, sort_keys=True, default=str)


def test_every_table_survives_the_way_to_the_other_database_and_back(tmp_path: Path) -> None:
    first, second, third = (tmp_path / name for name in ("sqlite", "postgres", "again"))
    origin = environment(first)
    for command in (("migrate", "--verbosity=0"), ("load_library",), ("ensure_demo_accounts",)):
        manage(origin, *command)
    manage(origin, "shell", "--verbosity=0", given=FILL)
    (first / "results").mkdir()
    (first / "results" / "report.pdf").write_bytes(b"%PDF \x00\xff")
    # Elsewhere than where the other database is read: the release is the same all the same.
    manage(origin | {"TZ": "America/St_Johns"}, "make_release", "2026.1")
    released = sum(path.is_file() for path in (first / "releases").rglob("*"))
    assert f"{released + 2} files" in manage(origin, "backup", str(tmp_path / "a.zip"))

    with production.database(os.environ["DATABASE_URL"]) as url:
        moved = environment(second, DATABASE_URL=url)
        manage(moved, "migrate", "--verbosity=0")
        manage(moved, "restore", str(tmp_path / "a.zip"))
        there, json_columns = in_postgres(url)
        assert "with the same bytes" in manage(moved | {"TZ": "Asia/Tokyo"}, "make_release", "2026.1")
        manage(moved, "backup", str(tmp_path / "b.zip"))
        # The next number of a sequence is free.
        manage(
            moved,
            "shell",
            "--verbosity=0",
            given="from natoassess.accounts.models import Team; Team.objects.create(slug='x')",
        )

    back = environment(third)
    manage(back, "migrate", "--verbosity=0")
    manage(back, "restore", str(tmp_path / "b.zip"))

    here = in_sqlite(first, json_columns)
    assert sum(map(len, here.values())) > 1000
    assert len(here["assessments_evidence"]) >= 1
    (job,) = here["jobs_job"]
    assert job["state"] == "done"
    assert set(here) == set(there)
    for name, rows in here.items():
        assert there[name] == rows, name
    assert in_sqlite(third, json_columns) == here
    for folder in (second, third):
        assert (folder / "results" / "report.pdf").read_bytes() == b"%PDF \x00\xff"
        assert (folder / "jobs" / job["result_file"]).read_bytes() == (
            first / "jobs" / job["result_file"]
        ).read_bytes()
        assert not list(folder.glob(".restore-*"))
