"""The loaded library, kept in tables beside its own: a test that empties the database costs no second loading."""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models, transaction

APPS = ("frameworks", "studies", "assessments")
"""The apps whose tables a loading writes."""


def library_keep() -> None:
    """Copy the tables of the library as they stand. Django does not know the copies, so it never empties them."""
    with transaction.atomic(), connection.cursor() as cursor:
        for table, kept, _columns in _tables():
            cursor.execute(f"DROP TABLE IF EXISTS {kept}")
            cursor.execute(f"CREATE TABLE {kept} AS SELECT * FROM {table}")  # noqa: S608  names of ours


def library_restore() -> None:
    """Fill the tables of the library, which are empty, from their copies."""
    with transaction.atomic(), connection.cursor() as cursor:
        for table, kept, columns in _tables():
            cursor.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {kept}")  # noqa: S608
        for statement in connection.ops.sequence_reset_sql(no_style(), list(_models())):
            cursor.execute(statement)


def _models() -> Iterator[type[models.Model]]:
    for label in APPS:
        yield from apps.get_app_config(label).get_models(include_auto_created=True)


def _tables() -> Iterator[tuple[str, str, str]]:
    """Each table, the name of its copy, and the columns that Django writes (not those that the database makes)."""
    quote = connection.ops.quote_name
    for model in _models():
        name = model._meta.db_table
        columns = ", ".join(quote(str(field.column)) for field in model._meta.local_concrete_fields)
        yield quote(name), quote(f"kept_{name}"), columns
