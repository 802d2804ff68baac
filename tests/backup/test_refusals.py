"""What restoring refuses, and that it then changes nothing."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from pytest_django import Settings

from frameworks.models import Instrument
from natoassess.accounts.models import Team, User
from natoassess.web.backup import files, tables

pytestmark = pytest.mark.django_db(transaction=True)
Spoil = Callable[[dict[str, bytes]], object]


@pytest.fixture
def archive(settings: Settings, tmp_path: Path) -> Path:
    """A backup of the loaded library, a team and a file."""
    settings.VAR_DIR = tmp_path / "var"
    (settings.VAR_DIR / "results").mkdir(parents=True)
    (settings.VAR_DIR / "results" / "kept.csv").write_text("kept")
    (settings.VAR_DIR / "secret_key").write_text("secret")
    Team.objects.create(slug="kept", name="Kept")
    path = tmp_path / "backup.zip"
    call_command("backup", str(path), stdout=StringIO())
    return path


def state() -> dict[str, list[str]]:
    """Every table as text, and every file."""
    held = {
        model._meta.label: [tables.as_json(row) for row in tables.rows(model)]
        for model in tables.all_tables()
    }
    return held | {name: [path.read_text()] for name, path in files.data_files()}


def restore(path: Path, **options: object) -> None:
    call_command("restore", str(path), stdout=StringIO(), **options)


def test_it_holds_every_table_but_sessions_and_nobody_else_reads_it(archive: Path) -> None:
    with zipfile.ZipFile(archive) as opened:
        names = set(opened.namelist())
    kept = {name for name in names if name.startswith("tables/")}
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    assert kept == {
        f"tables/{m._meta.label_lower}.jsonl"
        for m in models
        if m._meta.label not in {"sessions.Session", "accounts.BrowserSession"}
    }
    assert {name for name in names if name.startswith("files/")} == {"files/results/kept.csv"}
    assert archive.stat().st_mode & 0o077 == 0
    with pytest.raises(CommandError, match="exists"):
        call_command("backup", str(archive))


def test_replacing_brings_back_rows_files_times_and_what_was_deleted(
    archive: Path, settings: Settings
) -> None:
    before = state()
    Team.objects.all().delete()
    User.objects.create(username="late")
    Instrument.objects.filter(pk="nat").update(title="Changed")
    (settings.VAR_DIR / "results" / "kept.csv").write_text("changed")
    (settings.VAR_DIR / "results" / "late.csv").write_text("late")
    with pytest.raises(CommandError, match="--replace"):
        restore(archive)
    assert User.objects.filter(username="late").exists()
    restore(archive, replace=True)
    assert state() == before
    assert (settings.VAR_DIR / "secret_key").read_text() == "secret"
    assert Team.objects.create(slug="next").pk > Team.objects.get(slug="kept").pk


def test_nothing_changes_where_it_refuses(
    archive: Path, tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One test for all refusals: a transactional test empties and refills the database."""
    Team.objects.create(slug="later")
    before = state()
    table = "tables/accounts.team.jsonl"
    spoils: dict[str, Spoil] = {
        "checksum differs": lambda held: held.update({table: held[table].replace(b"Kept", b"Lost")}),
        "does not hold what its manifest says": lambda held: held.pop(table),
        "not a whole backup": lambda held: held.pop("manifest.json"),
        "its format is": lambda held: held.update(
            {"manifest.json": held["manifest.json"].replace(b"backup/1", b"backup/9")}
        ),
        "another state of migrations": lambda held: held.update(
            {
                "manifest.json": held["manifest.json"].replace(
                    b"accounts.0001_initial", b"accounts.0009_future"
                )
            }
        ),
    }
    for words, spoil in spoils.items():
        with pytest.raises(CommandError, match=words):
            restore(rewritten(archive, tmp_path / "spoilt.zip", spoil), replace=True)
        assert state() == before, words
    escaping = rewritten(
        archive, tmp_path / "spoilt.zip", lambda held: None, {"results/kept.csv": "../kept.csv"}
    )
    with pytest.raises(CommandError, match="lead elsewhere"):
        restore(escaping, replace=True)
    assert not (settings.VAR_DIR.parent / "kept.csv").exists()

    # The last step fails: rows and files go back to what they were.
    def broken(self: files.Exchange) -> None:
        moves(self)
        raise OSError("disk full")

    moves = files.Exchange.forward
    monkeypatch.setattr(files.Exchange, "forward", broken)
    with pytest.raises(OSError, match="disk full"):
        restore(archive, replace=True)
    assert state() == before
    MigrationRecorder(connection).record_applied("accounts", "0999_other_branch")
    try:
        with pytest.raises(CommandError, match="the archive lacks accounts.0999_other_branch"):
            restore(archive, replace=True)
    finally:
        MigrationRecorder(connection).record_unapplied("accounts", "0999_other_branch")


def rewritten(source: Path, target: Path, spoil: Spoil, renamed: dict[str, str] | None = None) -> Path:
    """A copy of the archive that `spoil` has had in hand; `renamed` files are renamed in the manifest too."""
    with zipfile.ZipFile(source) as opened:
        held = {name: opened.read(name) for name in opened.namelist()}
    for old, new in (renamed or {}).items():
        held[f"files/{new}"] = held.pop(f"files/{old}")
        manifest = json.loads(held["manifest.json"])
        manifest["entries"][f"files/{new}"] = manifest["entries"].pop(f"files/{old}")
        held["manifest.json"] = json.dumps(manifest).encode()
    spoil(held)
    with zipfile.ZipFile(target, "w") as opened:
        for name, content in held.items():
            opened.writestr(name, content)
    return target
