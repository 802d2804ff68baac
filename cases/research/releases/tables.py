"""What a table of a release is: a name, a key, columns, and rows in one order on every database."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection
from django.db.models import F, QuerySet
from django.db.models.functions import Collate
from rest_framework import serializers
from rest_framework.utils.encoders import JSONEncoder

from natoassess.web.rows import Column, Columns, Kind, columns_of

AT_ONCE = 200
"""Rows that are held at a time."""
Row = Mapping[str, Any]
Extra = tuple[Column, Callable[[Any], Any]]
"""A column that the serializer has not, and where its value comes from."""
_line = JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
_pages = JSONEncoder(ensure_ascii=False, sort_keys=True, indent=2)


@dataclass(frozen=True)
class Table:
    """`rows` yields every row that everybody may read, in the order of `key`; texts by code point."""

    name: str
    meaning: str
    key: tuple[str, ...]
    columns: Columns
    rows: Callable[[], Iterator[Row]]

    def path(self, form: str) -> str:
        """Where its file of that form stands in a release."""
        return f"tables/{self.name}.{form}"

    def key_of(self, row: Row) -> tuple[Any, ...]:
        """What tells `row` from the others, in the order of the rows."""
        return tuple(_at(row, name) for name in self.key)

    def line(self, row: Row) -> str:
        """A row as a line of JSON, its members in the order of the columns.

        Raises ValueError where its members are not the columns: nothing is released that no column describes.
        """
        names = list(dict.fromkeys(column.path[0] for column in self.columns))
        if set(row) != set(names):
            odd = ", ".join(sorted(set(row) ^ set(names)))
            raise ValueError(f"the columns and a row of {self.name} differ: {odd}")
        return "{" + ",".join(f"{json_text(name)}:{json_text(row[name])}" for name in names) + "}"


def _at(row: Row, name: str) -> Any:
    value: Any = row
    for member in name.split("."):
        value = value[member]
    return value


def json_text(value: Any) -> str:
    """A value as JSON: the same text for the same content, whatever database held it."""
    return _line.encode(value)


def json_pages(value: Any) -> str:
    """The same over many lines, for people to read."""
    return _pages.encode(value) + "\n"


def column(name: str, meaning: str, kind: Kind = Kind.TEXT, *, nullable: bool = False) -> Column:
    """A column that no serializer describes."""
    return Column(name=name, kind=kind, path=(name,), nullable=nullable, meaning=meaning)


def in_order(rows: QuerySet[Any], *texts: str, then: Sequence[str] = ()) -> QuerySet[Any]:
    """`rows` by these columns of text by code point, then by those of numbers: the same on every database."""
    collation = "C" if connection.vendor == "postgresql" else "BINARY"
    return rows.order_by(*(Collate(F(name), collation) for name in texts), *then)


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A table of what a serializer shows of rows.

    `extras` stand before its own columns; those in `without` are left out, dotted names among them. Lists in `sets`
    have no order of their own and are sorted. `meanings` are said in place of what the serializer says of a column.
    """

    name: str
    meaning: str
    key: tuple[str, ...]
    serializer: type[serializers.Serializer[Any]]
    rows: Callable[[], QuerySet[Any]]
    meanings: Mapping[str, str]
    extras: Sequence[Extra] = ()
    without: frozenset[str] = frozenset()
    sets: frozenset[str] = frozenset()
    context: Callable[[], Mapping[str, Any]] = dict

    def table(self) -> Table:
        """The table."""
        own = [
            replace(each, meaning=self.meanings.get(each.name) or each.meaning)
            for each in columns_of(self.serializer())
            if each.name not in self.without
        ]
        columns = Columns((*(extra for extra, _value in self.extras), *own))
        return Table(self.name, self.meaning, self.key, columns, self.read)

    def read(self) -> Iterator[Row]:
        """Every row, a few at a time."""
        shown = self.serializer(context=dict(self.context()))
        for name in self.without & shown.fields.keys():
            del shown.fields[name]  # not even read
        for row in self.rows().iterator(chunk_size=AT_ONCE):
            yield {extra.name: value(row) for extra, value in self.extras} | self._trimmed(
                dict(shown.to_representation(row))
            )

    def _trimmed(self, made: dict[str, Any]) -> dict[str, Any]:
        for name in self.without:
            head, _dot, rest = name.partition(".")
            if rest and made.get(head) is not None:
                made[head] = {key: value for key, value in made[head].items() if key != rest}
        for name in self.sets:
            made[name] = sorted(made[name], key=json_text)
        return made


def shown_table(
    told: Mapping[str, Mapping[str, str]],
    name: str,
    key: tuple[str, ...],
    serializer: type[serializers.Serializer[Any]],
    rows: Callable[[], QuerySet[Any]],
    *,
    extras: Sequence[Extra] = (),
    without: Collection[str] = (),
    sets: Collection[str] = (),
) -> Table:
    """The table `name` of what a serializer shows; `told` has by name its meaning, under "", and those of columns."""
    return Shown(
        name=name,
        meaning=told[name][""],
        key=key,
        serializer=serializer,
        rows=rows,
        meanings=told[name],
        extras=extras,
        without=frozenset(without),
        sets=frozenset(sets),
    ).table()
