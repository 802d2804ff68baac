"""The columns of a table: their names, types and meanings, and a row as a line of JSON or of CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rest_framework import serializers
from rest_framework.utils.encoders import JSONEncoder

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Column:
    """A column: its dotted name, its JSON type ("json" for lists and objects, a text of JSON in CSV), its meaning."""

    name: str
    type: str
    meaning: str

    @property
    def schema(self) -> dict[str, Any]:
        """The column in a JSON Schema; every value but a key's may be null."""
        described: dict[str, Any] = {"description": self.meaning}
        if self.type == "json":
            return described
        if self.type in {"date", "date-time"}:
            return described | {"type": ["string", "null"], "format": self.type}
        return described | {"type": [self.type, "null"]}


TYPES: tuple[tuple[type[serializers.Field[Any, Any, Any, Any]], str], ...] = (
    (serializers.BooleanField, "boolean"),
    (serializers.IntegerField, "integer"),
    (serializers.FloatField, "number"),
    (serializers.DateTimeField, "date-time"),
    (serializers.DateField, "date"),
    (serializers.ListField, "json"),
    (serializers.DictField, "json"),
    (serializers.JSONField, "json"),
    (serializers.ManyRelatedField, "json"),
    (serializers.ListSerializer, "json"),
)


def columns_of(
    serializer: serializers.Serializer[Any], meanings: Mapping[str, str], prefix: str = ""
) -> list[Column]:
    """The columns of what `serializer` shows: nested objects flattened under dotted names, lists left whole.

    `meanings` are said for whole names, before what the serializer itself says of a field.
    """
    made: list[Column] = []
    for name, field in serializer.fields.items():
        whole = f"{prefix}{name}"
        if isinstance(field, serializers.Serializer):
            made += columns_of(field, meanings, f"{whole}.")
            continue
        kind = next((word for base, word in TYPES if isinstance(field, base)), "string")
        if isinstance(field, serializers.SerializerMethodField):
            kind = _type_of_method(serializer, name)
        made.append(Column(whole, kind, meanings.get(whole) or str(field.help_text or "")))
    return made


def _type_of_method(serializer: serializers.Serializer[Any], name: str) -> str:
    """By what the method that makes the value says it returns."""
    returned = str(getattr(serializer, f"get_{name}").__annotations__.get("return", ""))
    return "json" if returned.startswith(("list", "dict")) else "string"


def json_text(value: Any) -> str:
    """A value as JSON: the same text for the same content, whatever database held it."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), cls=JSONEncoder)


def json_line(row: Row, columns: Sequence[Column]) -> str:
    """A row as a line of JSON, its members in the order of `columns`. Raises ValueError for a member that is none."""
    names = list(dict.fromkeys(column.name.partition(".")[0] for column in columns))
    if set(row) != set(names):
        raise ValueError(f"columns and row differ: {', '.join(sorted(set(row) ^ set(names)))}")
    return "{" + ",".join(f"{json_text(name)}:{json_text(row[name])}" for name in names) + "}"


def csv_line(cells: Iterable[str]) -> str:
    """Cells as a line of CSV (RFC 4180), ended by a line feed."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(list(cells))
    return text.getvalue()


def csv_cells(row: Row, columns: Sequence[Column]) -> list[str]:
    """The cells of a row that was read from its JSON; an empty cell is null."""
    return [_cell(_at(row, column.name), column.type) for column in columns]


def _at(row: Row, name: str) -> Any:
    value: Any = row
    for part in name.split("."):
        if value is None:
            return None
        value = value[part]
    return value


def _cell(value: Any, kind: str) -> str:
    if value is None:
        return ""
    if kind == "json" or not isinstance(value, str):
        return json_text(value)
    return value
