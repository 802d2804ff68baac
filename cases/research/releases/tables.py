"""What a table of a release is: a name, a key, columns, and rows in one order on every database."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import F, QuerySet
from django.db.models.functions import Collate
from rest_framework import serializers

from cases.research.releases.columns import Column, Row, columns_of, json_text

AT_ONCE = 200
"""Rows that are held at a time."""


@dataclass(frozen=True)
class Table:
    """`rows` yields every row that everybody may read, in the order of `key`; texts by code point."""

    name: str
    meaning: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: Callable[[], Iterator[Row]]

    def key_of(self, row: Row) -> tuple[Any, ...]:
        """What tells `row` from the others."""
        return tuple(row[name] for name in self.key)


Extra = tuple[Column, Callable[[Any], Any]]
"""A column that the serializer has not, and where its value comes from."""


def in_order(rows: QuerySet[Any], *texts: str, then: Sequence[str] = ()) -> QuerySet[Any]:
    """`rows` by these columns of text by code point, then by those of numbers: the same on every database."""
    collation = "C" if connection.vendor == "postgresql" else "BINARY"
    return rows.order_by(*(Collate(F(name), collation) for name in texts), *then)


def serialized(
    *,
    name: str,
    meaning: str,
    key: tuple[str, ...],
    serializer: type[serializers.Serializer[Any]],
    rows: Callable[[], QuerySet[Any]],
    meanings: Mapping[str, str],
    extras: Sequence[Extra] = (),
    without: frozenset[str] = frozenset(),
    sets: frozenset[str] = frozenset(),
    context: Callable[[], Mapping[str, Any]] = dict,
) -> Table:
    """A table of what `serializer` shows of `rows`.

    `extras` stand before its own columns; those in `without` are left out. Lists in `sets` have no order of their own
    and are sorted.
    """
    own = [
        column
        for column in columns_of(serializer(), meanings)
        if column.name not in without and column.name.partition(".")[0] not in without
    ]
    columns = (*(column for column, _value in extras), *own)

    def read() -> Iterator[Row]:
        shown = serializer(context=dict(context()))
        for row in rows().iterator(chunk_size=AT_ONCE):
            made = dict(shown.to_representation(row))
            values = {column.name: value(row) for column, value in extras}
            yield values | _trimmed(made, without, sets)

    return Table(name, meaning, key, columns, read)


def _trimmed(made: dict[str, Any], without: frozenset[str], sets: frozenset[str]) -> dict[str, Any]:
    """Without what is left out, dotted names among it, and with sorted sets."""
    for name in without:
        head, _dot, rest = name.partition(".")
        if not rest:
            made.pop(head, None)
        elif made.get(head) is not None:
            made[head] = {key: value for key, value in made[head].items() if key != rest}
    for name in sets:
        made[name] = sorted(made[name], key=json_text)
    return made
