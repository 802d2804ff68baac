"""Files of rows read back with the readers that people use: csv, json, openpyxl, pyarrow."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from natoassess.web.rows import Columns, Kind
from natoassess.web.rows.delimited import text_read

Table = list[dict[str, Any]]


def csv_read(columns: Columns, content: bytes) -> Table:
    """Cells by the kind of their column; an empty one is None."""
    head, *lines = csv.reader(io.StringIO(content.decode(), newline=""), strict=True)
    assert head == list(columns.names)
    read: dict[Kind, Callable[[str], Any]] = {
        Kind.TEXT: text_read,
        Kind.WHOLE: int,
        Kind.NUMBER: float,
        Kind.BOOLEAN: {"true": True, "false": False}.__getitem__,
        Kind.JSON: json.loads,
    }
    return [
        {
            column.name: read.get(column.kind, str)(cell) if cell else None
            for column, cell in zip(columns, line, strict=True)
        }
        for line in lines
    ]


def jsonl_read(content: bytes) -> list[Any]:
    """Nested, as the API has them."""
    assert content.endswith(b"\n") or not content
    return [json.loads(line) for line in content.decode().split("\n")[:-1]]


def xlsx_read(columns: Columns, content: bytes) -> Table:
    """Cells by the kind of their column, with what goes on in the sheet of long ones."""
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(content))
    head, *lines = book["Rows"].iter_rows(values_only=True)
    assert head == columns.names
    assert book["Rows"].freeze_panes == "A2"
    table = [[_unescaped(cell) for cell in line] for line in lines]
    if "Continued" in book.sheetnames:
        for row, name, _part, text in list(book["Continued"].iter_rows(values_only=True))[1:]:
            at = columns.names.index(str(name))
            table[int(row) - 2][at] += _unescaped(text)
    return [
        {column.name: _from_sheet(cell, column.kind) for column, cell in zip(columns, line, strict=True)}
        for line in table
    ]


def parquet_read(columns: Columns, content: bytes) -> Table:
    """Typed values; days and moments as the API writes them."""
    from pyarrow import parquet

    table = parquet.read_table(io.BytesIO(content))
    assert tuple(table.column_names) == columns.names
    json_columns = {column.name for column in columns if column.kind is Kind.JSON}
    return [
        {
            name: json.loads(value) if name in json_columns and value is not None else _as_text(value)
            for name, value in row.items()
        }
        for row in table.to_pylist()
    ]


READERS = {"csv": csv_read, "xlsx": xlsx_read, "parquet": parquet_read}


def flat(row: dict[str, Any], columns: Columns) -> dict[str, Any]:
    """A row of the API under dotted names, made anew here: what the files have to say."""
    cells: dict[str, Any] = {}
    for column in columns:
        value: Any = row
        for member in column.name.split("."):
            value = value.get(member) if value is not None else None
        cells[column.name] = value
    return cells


def _unescaped(cell: Any) -> Any:
    from openpyxl.utils.escape import unescape

    return unescape(cell) if isinstance(cell, str) else cell


def _from_sheet(cell: Any, kind: Kind) -> Any:
    if cell is None:
        return None
    if kind is Kind.JSON:
        return json.loads(cell)
    if kind is Kind.DAY and isinstance(cell, datetime):
        return cell.date().isoformat()
    if kind in (Kind.WHOLE, Kind.NUMBER) and isinstance(cell, str):
        return int(cell) if kind is Kind.WHOLE else float(cell)
    return cell


def _as_text(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return value.isoformat() if isinstance(value, date) else value
