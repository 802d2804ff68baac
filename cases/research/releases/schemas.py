"""The codebook of a release as data, and a JSON Schema of a row of each table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cases.research.codebook import entry_of
from cases.research.releases.tables import Table, column
from natoassess.web.rows import Column, Columns, Kind

DIALECT = "https://json-schema.org/draft/2020-12/schema"
TYPES = {
    Kind.TEXT: "string",
    Kind.WHOLE: "integer",
    Kind.NUMBER: "number",
    Kind.BOOLEAN: "boolean",
    Kind.DAY: "string",
    Kind.MOMENT: "string",
}
FORMATS = {Kind.DAY: "date", Kind.MOMENT: "date-time"}
CODEBOOK = Columns(
    (
        column("table", "The table."),
        column("column", "The column; a dotted name stands for a member of an object in JSON Lines."),
        column("type", "The kind of its values."),
        column("unit", "What a number counts or measures, or how a day is written.", nullable=True),
        column("key", "Whether it is part of what tells the rows of the table apart.", Kind.BOOLEAN),
        column(
            "values", "The few values that it may have, each with its label; an empty list: any.", Kind.JSON
        ),
        column("meaning", "What it says."),
        column("may_be_empty", "Whether it may be null; an empty cell in CSV.", Kind.BOOLEAN),
        column("empty_means", "What it means that there is no value.", nullable=True),
    )
)
"""The columns of the codebook itself."""


def codebook_rows(tables: list[Table]) -> Iterator[dict[str, Any]]:
    """One row for each column of each table, in their order, in the words of the codebook of lists."""
    for table in tables:
        for each in table.columns:
            told = entry_of(table.name, each)
            yield {
                "table": table.name,
                "column": each.name,
                "type": told.type,
                "unit": told.unit or None,
                "key": each.name in table.key,
                "values": [{"value": value.value, "label": value.label} for value in told.values],
                "meaning": told.meaning,
                "may_be_empty": told.may_be_empty,
                "empty_means": told.empty_means or None,
            }


def row_schema(table: Table) -> dict[str, Any]:
    """A JSON Schema (2020-12) of a line of the table's JSON Lines."""
    top: dict[str, Any] = {"$schema": DIALECT, "title": table.name, "description": table.meaning, **_object()}
    for each in table.columns:
        place = top
        for member in each.path[:-1]:
            place = _member(place, member, {**_object(), "type": ["object", "null"]})
        _member(place, each.path[-1], _value(each))
    return top


def _object() -> dict[str, Any]:
    return {"type": "object", "additionalProperties": False, "required": [], "properties": {}}


def _member(place: dict[str, Any], name: str, described: dict[str, Any]) -> dict[str, Any]:
    if name not in place["properties"]:
        place["properties"][name] = described
        place["required"].append(name)
    member: dict[str, Any] = place["properties"][name]
    return member


def _value(each: Column) -> dict[str, Any]:
    described: dict[str, Any] = {"description": each.meaning} if each.meaning else {}
    if each.kind is Kind.JSON:
        return described
    kind = TYPES[each.kind]
    described["type"] = [kind, "null"] if each.nullable else kind
    if each.kind in FORMATS:
        described["format"] = FORMATS[each.kind]
    return described
