"""An Excel workbook: typed cells, a header that stays in view, no formulas and no links.

* Days are dates from 1900-03-01 on; before that Excel counts wrongly or not at all, and they are ISO 8601 texts.
* Moments are ISO 8601 texts in UTC: Excel knows neither time zones nor microseconds.
* Whole numbers beyond 2^53 are texts: Excel keeps numbers as doubles.
* A text longer than a cell holds (32,767 units of UTF-16) ends there and goes on in the sheet "Continued".
* Empty cells are null; an empty text is a cell that holds an empty text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from natoassess.web.rows.columns import Cell, Columns
from natoassess.web.rows.kept_file import chunks
from natoassess.web.rows.kinds import Kind

FIRST_DAY = date(1900, 3, 1)
MOST_UNITS = 32_767
LARGEST = 2**53
MADE = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
"""The same in every workbook, so that the same rows give the same bytes."""
CONTINUED = ("row", "column", "part", "text")


def write(columns: Columns, rows: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    """The bytes of the workbook, which is made in a temporary folder, row by row."""
    with TemporaryDirectory(prefix="natoassess-rows-") as folder:
        path = Path(folder) / "rows.xlsx"
        _make(path, columns, rows)
        yield from chunks(path)


def _make(path: Path, columns: Columns, rows: Iterable[Mapping[str, Any]]) -> None:
    from xlsxwriter import Workbook

    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": False,
        "tmpdir": str(path.parent),
    }
    with Workbook(str(path), options) as book:
        book.set_properties({"title": "natoassess", "created": MADE})
        _Sheets(book, columns).fill(rows)


def _sheet_class() -> Any:
    from xlsxwriter.worksheet import Worksheet

    class Exact(Worksheet):  # type: ignore[misc]  # xlsxwriter has no types
        """A sheet that keeps every digit of a number, and takes no text for markup."""

        def _xml_number_element(self, number: float, attributes: Any = ()) -> None:
            given = "".join(f' {key}="{value}"' for key, value in attributes)
            self.fh.write(f"<c{given}><v>{number!r}</v></c>")

        def _xml_rich_inline_string(self, string: str, attributes: Any = ()) -> None:
            self._xml_inline_string(string, True, list(attributes))

    return Exact


class _Sheets:
    """The sheet of rows, and the one for what no cell holds."""

    def __init__(self, book: Any, columns: Columns) -> None:
        self.columns = columns
        self.book = book
        self.sheet_class = _sheet_class()
        self.rows = book.add_worksheet("Rows", worksheet_class=self.sheet_class)
        self.day = book.add_format({"num_format": "yyyy-mm-dd"})
        self.head = book.add_format({"bold": True})
        self.more: Any = None
        self.continued = 0
        for at, name in enumerate(columns.names):
            self.rows.write_string(0, at, name, self.head)
        self.rows.freeze_panes(1, 0)

    def fill(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Each row under the header."""
        kinds = [column.kind for column in self.columns]
        for number, cells in enumerate(self.columns.table(rows), start=1):
            for at, (cell, kind) in enumerate(zip(cells, kinds, strict=True)):
                if cell is not None:
                    self._put(number, at, cell, kind)

    def _put(self, number: int, at: int, cell: Cell, kind: Kind) -> None:
        if isinstance(cell, bool):
            self.rows.write_boolean(number, at, cell)
        elif isinstance(cell, (int, float)):
            if abs(cell) <= LARGEST:
                self.rows.write_number(number, at, cell)
            else:
                self.rows.write_string(number, at, repr(cell))
        elif kind is Kind.DAY and (day := date.fromisoformat(str(cell))) >= FIRST_DAY:
            self.rows.write_datetime(number, at, day, self.day)
        else:
            self._put_text(number, at, str(cell))

    def _put_text(self, number: int, at: int, text: str) -> None:
        first, *others = list(parts(text)) or [""]
        self.rows.write_string(number, at, first)
        for part, more in enumerate(others, start=2):
            self._put_more(number + 1, self.columns.names[at], part, more)

    def _put_more(self, row: int, name: str, part: int, text: str) -> None:
        if self.more is None:
            self.more = self.book.add_worksheet("Continued", worksheet_class=self.sheet_class)
            for at, head in enumerate(CONTINUED):
                self.more.write_string(0, at, head, self.head)
            self.more.freeze_panes(1, 0)
        self.continued += 1
        self.more.write_number(self.continued, 0, row)
        self.more.write_string(self.continued, 1, name)
        self.more.write_number(self.continued, 2, part)
        self.more.write_string(self.continued, 3, text)


def parts(text: str) -> Iterator[str]:
    """`text` in pieces that a cell holds; no character is cut in two."""
    if 2 * len(text) <= MOST_UNITS:
        yield text
        return
    start = units = 0
    for at, character in enumerate(text):
        size = 2 if ord(character) > 0xFFFF else 1
        if units + size > MOST_UNITS:
            yield text[start:at]
            start, units = at, 0
        units += size
    yield text[start:]
