"""Which tables belong into a backup, and a row of each as JSON that loses nothing."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import connection, models
from django.db.migrations.recorder import MigrationRecorder

Row = dict[str, Any]
NOT_KEPT: tuple[type[models.Model], ...] = (Session,)
"""A restored site asks everyone to sign in again; a backup opens nobody's session. Models of ours that belong to
sessions say `in_backup = False`."""
MADE_BY_MIGRATIONS = frozenset({"auth.permission", "contenttypes.contenttype"})
"""These hold rows as soon as a database is migrated, so they say nothing about whether it is empty."""
BATCH = 500


def all_tables() -> list[type[models.Model]]:
    """Every model with a table of its own, join tables among them, by name."""
    models_ = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    ]
    return sorted(models_, key=lambda model: model._meta.label_lower)


def kept_tables() -> list[type[models.Model]]:
    """Those of them that a backup holds."""
    return [model for model in all_tables() if model not in NOT_KEPT and getattr(model, "in_backup", True)]


def migrations() -> list[str]:
    """The migrations that this database is at: "app.name", sorted."""
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())


def columns(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """The fields that are columns of the model's own table."""
    return list(model._meta.local_concrete_fields)


def rows(model: type[models.Model]) -> Iterator[Row]:
    """Every row by primary key, read a batch at a time: {column: value}."""
    names = [field.attname for field in columns(model)]
    yield from model._base_manager.order_by("pk").values(*names).iterator(chunk_size=BATCH)


def as_json(row: Row) -> str:
    """A row as one line."""
    return json.dumps(row, default=_plain, ensure_ascii=False, separators=(",", ":"))


def from_json(model: type[models.Model], line: str) -> models.Model:
    """The row that `as_json` wrote, not saved. Raises ValueError where its columns are not those of the model."""
    values = json.loads(line)
    fields = columns(model)
    if set(values) != {field.attname for field in fields}:
        raise ValueError(f"the columns are not those of {model._meta.label}")
    made = model()
    for field in fields:
        setattr(made, field.attname, _value(field, values[field.attname]))
    return made


def _plain(value: object) -> object:
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value / timedelta(microseconds=1)
    if isinstance(value, (Decimal, UUID)):
        return str(value)
    if isinstance(value, (bytes, memoryview)):
        return base64.b64encode(bytes(value)).decode("ascii")
    raise TypeError(f"a value of type {type(value).__name__} cannot be kept")


def _value(field: models.Field[Any, Any], value: Any) -> Any:
    if value is None or isinstance(field, models.JSONField):
        return value
    if isinstance(field, models.BinaryField):
        return base64.b64decode(value)
    if isinstance(field, models.DurationField):
        return timedelta(microseconds=value)
    if isinstance(field, models.FileField):
        return value
    return field.to_python(value)


def insert(model: type[models.Model], made: list[models.Model]) -> None:
    """Insert rows exactly as they are: no default, no `auto_now`, no signal."""
    fields = columns(model)
    step = max(1, connection.ops.bulk_batch_size(fields, made))
    for start in range(0, len(made), step):
        query = models.sql.InsertQuery(model)
        query.insert_values(fields, made[start : start + step], raw=True)
        query.get_compiler(using=connection.alias).execute_sql()
