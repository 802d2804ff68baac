"""Cutting a file into chunks of whole lines, while it arrives: one pass, one line in memory at most."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from natoassess.web.problems import Problem

BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Piece:
    """A run of whole lines: its place in the file, in bytes, and its rows, counted from 1."""

    start: int
    length: int
    first: int
    rows: int


@dataclass(frozen=True)
class Limits:
    """What a file may be, and how its chunks are cut."""

    rows: int
    line_bytes: int
    chunk_rows: int
    chunk_bytes: int


class Cutter:
    """Takes a file in blocks and says where its chunks begin.

    With `has_header` the first line is no row. Every other line is a row, an empty one between others too; empty lines
    at the end are none. A line ends with LF or CR LF, the last with the file. Raises Problem: 400 where a line is
    longer than it may be or holds a null character, 413 for too many rows.
    """

    def __init__(self, limits: Limits, *, has_header: bool) -> None:
        self.head: bytes | None = None
        """The first line without its end, once it is there."""
        self.rows = 0
        self.pieces: list[Piece] = []
        self._limits = limits
        self._has_header = has_header
        self._read = 0
        self._begun = b""  # what has been read of it
        self._start = 0  # where the present chunk begins
        self._end = 0  # where its last row that is not empty ends
        self._rows = 0  # of the present chunk
        self._waiting = 0  # empty lines that count once another row follows

    def feed(self, block: bytes) -> None:
        """Take the next bytes."""
        if b"\x00" in block:
            raise _fault(_("The file holds a null character; send UTF-8 text."))
        begin, done = self._read, 0
        self._read += len(block)
        while (at := block.find(b"\n", done)) >= 0:
            self._end_line(begin + at + 1, block[done : at + 1])
            done = at + 1
        self._begun += block[done:]
        if len(self._begun) > self._limits.line_bytes:
            raise self._too_long()

    def finish(self) -> list[Piece]:
        """The chunks, once the file has ended. Raises Problem (400) where it holds no row."""
        if self._begun:
            self._end_line(self._read, b"")
        if self._rows:
            self._cut()
        if not self.rows:
            raise _fault(_("The file holds no row."))
        return self.pieces

    def _end_line(self, end: int, rest: bytes) -> None:
        """The present line ends before `end`, with `rest`."""
        line, self._begun = self._begun + rest, b""
        if len(line) > self._limits.line_bytes:
            raise self._too_long()
        if self.head is None:
            if line.startswith(BYTE_ORDER_MARK):
                line = line[len(BYTE_ORDER_MARK) :]
                self._start = len(BYTE_ORDER_MARK)
            self.head = line.rstrip(b"\r\n")
            if self._has_header:
                self._start = end
                return
        self._waiting += 1
        if len(line) > 2 or line.strip():
            self._count(end)

    def _count(self, end: int) -> None:
        """A row that is not empty ends before `end`; the empty ones before it are rows too."""
        self.rows += self._waiting
        self._rows += self._waiting
        self._waiting = 0
        self._end = end
        if self.rows > self._limits.rows:
            detail = _("The file has more than %(most)d rows; send it in parts.") % {
                "most": self._limits.rows
            }
            raise Problem(detail, code="too_many_rows", status_code=413)
        if self._rows >= self._limits.chunk_rows or end - self._start >= self._limits.chunk_bytes:
            self._cut()

    def _cut(self) -> None:
        first = self.rows - self._rows + 1
        self.pieces.append(Piece(self._start, self._end - self._start, first, self._rows))
        self._start, self._rows = self._end, 0

    def _too_long(self) -> Problem:
        row = self.rows + self._waiting + 1
        detail = _("Row %(row)d is longer than %(most)d bytes; a row is one line.")
        return _fault(detail % {"row": row, "most": self._limits.line_bytes}, f"/{row}")


def _fault(detail: str, pointer: str = "") -> Problem:
    return Problem(
        _("The file cannot be taken; nothing was kept."),
        code="invalid_file",
        errors=[{"pointer": pointer, "detail": detail}],
    )
