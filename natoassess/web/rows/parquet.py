"""Parquet: typed columns, in groups of rows. Needs the package pyarrow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from natoassess.web.rows.columns import Cell, Columns
from natoassess.web.rows.kept_file import chunks
from natoassess.web.rows.kinds import Kind

GROUP = 2_000
"""Rows that are held in memory and written together."""


def write(columns: Columns, rows: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    """The bytes of the file, which is made in a temporary folder, a group of rows at a time.

    Days are date32, moments timestamps in UTC with microseconds, JSON is text.
    """
    with TemporaryDirectory(prefix="natoassess-rows-") as folder:
        path = Path(folder) / "rows.parquet"
        _make(path, columns, rows)
        yield from chunks(path)


def _make(path: Path, columns: Columns, rows: Iterable[Mapping[str, Any]]) -> None:
    import pyarrow as pa
    from pyarrow import parquet as pq

    types = {
        Kind.TEXT: pa.string(),
        Kind.WHOLE: pa.int64(),
        Kind.NUMBER: pa.float64(),
        Kind.BOOLEAN: pa.bool_(),
        Kind.DAY: pa.date32(),
        Kind.MOMENT: pa.timestamp("us", tz="UTC"),
        Kind.JSON: pa.string(),
    }
    schema = pa.schema([pa.field(column.name, types[column.kind]) for column in columns])
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for group in _groups(columns.table(rows)):
            arrays = [
                pa.array([typed(cells[at], column.kind) for cells in group], type=types[column.kind])
                for at, column in enumerate(columns)
            ]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))


def typed(cell: Cell, kind: Kind) -> Any:
    """A cell as Arrow takes it."""
    if cell is None:
        return None
    if kind is Kind.DAY:
        return date.fromisoformat(str(cell))
    if kind is Kind.MOMENT:
        return datetime.fromisoformat(str(cell))
    return cell


def _groups(table: Iterator[list[Cell]]) -> Iterator[list[list[Cell]]]:
    group: list[list[Cell]] = []
    for cells in table:
        group.append(cells)
        if len(group) == GROUP:
            yield group
            group = []
    if group:
        yield group
