"""Making a backup and restoring one. Restoring is all or nothing."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from django.core.management.color import no_style
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from natoassess.web.backup import tables
from natoassess.web.backup.archive import BackupInvalid, Manifest, Reader, Writer
from natoassess.web.backup.files import UNFINISHED, Exchange, data_files, safe, staging
from natoassess.web.snapshots import one_snapshot


def backup_make(*, target: Path) -> Manifest:
    """Write all data to `target`, which nobody else may read; returns what it holds.

    The tables are read in one transaction, so that they agree with one another while people go on writing; nobody
    waits. Raises BackupInvalid where `target` exists or cannot be written; a failure leaves no half archive.
    """
    if target.exists():
        raise BackupInvalid(f"{target} exists: name another file, or remove it first.")
    unfinished = target.with_name(target.name + UNFINISHED)
    try:
        unfinished.unlink(missing_ok=True)
        before = os.umask(0o077)
        try:
            with one_snapshot():
                manifest = _write(unfinished)
        finally:
            os.umask(before)
        with unfinished.open("rb") as written:
            os.fsync(written.fileno())
        unfinished.rename(target)
    except OSError as error:
        raise BackupInvalid(f"{target} cannot be written: {error.strerror}.") from error
    finally:
        unfinished.unlink(missing_ok=True)
    return manifest


def _write(path: Path) -> Manifest:
    manifest = Manifest(timezone.now().isoformat(), tables.migrations())
    writer = Writer(path, manifest)
    for model in tables.kept_tables():
        writer.table(model._meta.label_lower, map(tables.as_json, tables.rows(model)))
    for name, file in data_files():
        writer.file(name, file)
    writer.finish()
    return manifest


def backup_restore(*, source: Path, replace: bool = False) -> Manifest:
    """Make tables and files what the archive holds; returns its manifest.

    The whole archive is checked before a row is written. Raises BackupInvalid, having changed nothing, for a damaged
    archive, another state of migrations, or data that would be lost without `replace`.
    """
    reader = Reader(source)
    try:
        reader.verify()
        _fits(reader.manifest)
        with staging() as folder:
            staged, aside = folder / "new", folder / "old"
            staged.mkdir()
            aside.mkdir()
            _stage(reader, staged)
            with _exchanged(Exchange(staged, aside)) as exchange, transaction.atomic(durable=True):
                _lock()
                if not replace:
                    _refuse_data()
                _rows(reader)
                exchange.forward()
    finally:
        reader.close()
    return reader.manifest


@contextmanager
def _exchanged(exchange: Exchange) -> Iterator[Exchange]:
    """Takes the files back where the transaction, even its commit, fails."""
    try:
        yield exchange
    except BaseException:
        exchange.back()
        raise


def _fits(manifest: Manifest) -> None:
    """Raise BackupInvalid unless the archive is of the tables that this program has."""
    here, there = set(tables.migrations()), set(manifest.migrations)
    if here != there:
        parts = [
            f"{word} {', '.join(sorted(names)[:4])}{' …' if len(names) > 4 else ''}"
            for word, names in (("the archive lacks", here - there), ("the database lacks", there - here))
            if names
        ]
        raise BackupInvalid(
            f"The archive was made at another state of migrations: {'; '.join(parts)}. Restore it with the version "
            "of the site that made it, on a database migrated by that version, then upgrade."
        )
    labels = {model._meta.label_lower for model in tables.kept_tables()}
    if labels != set(manifest.tables):
        raise BackupInvalid(f"Other tables: {', '.join(sorted(labels ^ set(manifest.tables)))}.")
    odd = [name for name in manifest.files if not safe(name)]
    if odd:
        raise BackupInvalid(f"The archive holds files that lead elsewhere: {', '.join(odd[:3])}.")


def _stage(reader: Reader, folder: Path) -> None:
    for name in reader.manifest.files:
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        with reader.open(f"files/{name}") as stream, target.open("xb") as written:
            shutil.copyfileobj(stream, written)


def _lock() -> None:
    """Nobody else writes until the end; readers go on with what was there. SQLite has one writer anyhow."""
    if connection.vendor != "postgresql":
        return
    names = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in tables.all_tables())
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {names} IN EXCLUSIVE MODE")


def _refuse_data() -> None:
    """Raise BackupInvalid where something would be overwritten."""
    held = [
        model._meta.label_lower
        for model in tables.kept_tables()
        if model._meta.label_lower not in tables.MADE_BY_MIGRATIONS and model._base_manager.exists()
    ]
    held += [name for name, _path in islice(data_files(), 3)]
    if held:
        raise BackupInvalid(
            f"The database or VAR_DIR holds data ({', '.join(held[:4])}{' …' if len(held) > 4 else ''}): back it up, "
            "then restore with --replace, which overwrites all of it."
        )


def _rows(reader: Reader) -> None:
    """Empty every table and fill it again; the constraints are checked when all rows are there."""
    for model in tables.all_tables():
        # DELETE without collecting what depends on a row, for every table goes.
        model._base_manager.all()._raw_delete(connection.alias)
    try:
        for model in tables.kept_tables():
            label = model._meta.label_lower
            made = (tables.from_json(model, line) for line in reader.lines(label))
            while batch := list(islice(made, tables.BATCH)):
                tables.insert(model, batch)
        connection.check_constraints()
    except (ValueError, TypeError, IntegrityError) as error:
        raise BackupInvalid(f"The archive does not fit the tables: {error}") from error
    statements = connection.ops.sequence_reset_sql(no_style(), tables.kept_tables())
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
