"""CSV after RFC 4180: UTF-8, a header, lines ended by CR LF.

Two habits beyond the RFC:

* An empty cell is null; `""` is an empty text. (PostgreSQL's COPY reads it so; most readers take both as empty.)
* A text that begins with = + - @ a tab, a carriage return or an apostrophe has an apostrophe before it, so that no
  spreadsheet takes it for a formula. `text_read` takes it away again. Other kinds of column never have one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from natoassess.web.formulas import FORMULA
from natoassess.web.rows.columns import Cell, Columns
from natoassess.web.rows.kinds import Kind

END = "\r\n"
ESCAPED = (*FORMULA, "'")
QUOTED = frozenset('",\r\n')


def write(columns: Columns, rows: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    """The header, then each row."""
    yield _line([_quoted(name) for name in columns.names]).encode()
    kinds = [column.kind for column in columns]
    for cells in columns.table(rows):
        yield _line([field(cell, kind) for cell, kind in zip(cells, kinds, strict=True)]).encode()


def field(cell: Cell, kind: Kind) -> str:
    """One cell as it stands between the commas."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if not isinstance(cell, str):
        return repr(cell)
    if kind is Kind.TEXT and cell.startswith(ESCAPED):
        cell = f"'{cell}"
    return _quoted(cell)


def text_read(text: str) -> str:
    """A cell of a text column as it was, from how a reader of CSV hands it over."""
    return text.removeprefix("'")


def _quoted(text: str) -> str:
    if text and QUOTED.isdisjoint(text):
        return text
    doubled = text.replace('"', '""')
    return f'"{doubled}"'


def _line(fields: list[str]) -> str:
    # A line with nothing on it is skipped by readers: the one cell of a row is quoted even where it is null.
    return (",".join(fields) or '""') + END
