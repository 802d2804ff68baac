"""JSON Lines: one object a line, nested exactly as in the API's `results`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from natoassess.web.rows.columns import Columns, json_text


def write(columns: Columns, rows: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    """One line for each row, whatever the columns: the rows are not flattened. UTF-8, ended by a newline each."""
    for row in rows:
        yield f"{json_text(row)}\n".encode()
