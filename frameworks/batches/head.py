"""The beginning of a file: what it is saved as, and the header of a CSV."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from frameworks.batches.slots import Slots, slots_of
from frameworks.models import Framework
from frameworks.scoring.faults import FaultLog

DELIMITERS = (",", ";", "\t")
MOST_COLUMNS = 2_000
"""Far more than there are questions: a header of a megabyte would be checked name by name."""
ROW_COLUMNS = ("id", "as_of", "standpoint")
"""Columns that say something of the row itself."""

_KEYS = {"facts": ("why",), "ratings": ("confidence", "why"), "sovereignty": ("confidence", "why")}
_MAIN = ""
_BOM = "\ufeff"


class Column(NamedTuple):
    """What one column of a CSV holds: `part` is facts, ratings, sovereignty, or the name of a row's own column.

    `key` is empty for the answer itself, else confidence or why.
    """

    part: str
    code: str = ""
    key: str = _MAIN


def head_check(head: bytes, form: str | None, log: FaultLog) -> bool:
    """Whether the first bytes can be read at all; otherwise the fault is noted."""
    detail = ""
    if not head.strip():
        detail = "is empty"
    elif head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        detail = "is UTF-16; save it as UTF-8"
    elif head[:4] == b"PK\x03\x04":
        detail = "is a workbook or an archive; save the table as CSV (UTF-8)"
    elif head[:2] == b"\x1f\x8b":
        detail = "is compressed; send it unpacked"
    elif b"\n" not in head and b"\r" in head.strip():
        detail = "ends its lines with CR alone; save it with LF or CRLF"
    elif form == "csv" and head.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] in (b"{", b"["):
        detail = "looks like JSON; choose the form jsonl"
    if detail:
        log.add(("file",), detail)
    return not detail


def header_of(
    head: bytes, framework: Framework, as_of_given: bool, log: FaultLog
) -> tuple[tuple[str, ...], str]:
    """The names of the columns and what parts them; every fault of the header is noted."""
    line = head.split(b"\n", 1)[0].rstrip(b"\r")
    try:
        text = line.decode().removeprefix(_BOM)
    except UnicodeDecodeError as error:
        log.add(("file",), f"is not UTF-8 in its first line (byte {error.start + 1}); save it as UTF-8")
        return (), ","
    delimiter = max(DELIMITERS, key=lambda mark: (text.count(mark), mark == ","))
    try:
        names = [name.strip() for name in next(csv.reader([text], delimiter=delimiter, strict=True), [])]
    except csv.Error as error:
        log.add(("file",), f"has a first line that is no CSV: {error}")
        return (), delimiter
    if len(names) > MOST_COLUMNS:
        log.add(("file",), f"has {len(names):,} columns; no catalogue asks for more than {MOST_COLUMNS:,}")
        return (), delimiter
    columns = _columns(names, slots_of(framework), log)
    found = [column for column in columns if column is not None]
    if not any(column.part not in ROW_COLUMNS for column in found):
        log.add(
            ("file",),
            "has no column of the catalogue: its first line must name the columns, such as uses_force",
        )
    elif not as_of_given and Column("as_of") not in found:
        log.add(("as_of",), "is missing: give it for the whole batch, or each row's in a column as_of")
    return tuple(names), delimiter


@lru_cache(maxsize=16)
def columns_of(names: tuple[str, ...], slots: Slots) -> tuple[Column, ...]:
    """What the columns of a header hold that `header_of` has checked. Raises ValueError for another."""
    found = [column for column in _columns(names, slots, FaultLog()) if column is not None]
    if len(found) != len(names):
        raise ValueError("the header has not been checked")
    return tuple(found)


def _columns(names: Sequence[str], slots: Slots, log: FaultLog) -> list[Column | None]:
    """What each name stands for; None where a fault is noted."""
    known = _known(slots)
    first: dict[Column, int] = {}
    columns: list[Column | None] = []
    for place, name in enumerate(names):
        at = ("file", "columns", place)
        meant = known.get(name, ())
        column = meant[0] if len(meant) == 1 else None
        if not name:
            log.add(at, f"column {place + 1} has no name")
        elif not meant:
            log.unknown(at, f"column {name[:80]}", name, known)
        elif column is None:
            log.add(at, f"{name} may be either: write {' or '.join(f'{c.part}.{name}' for c in meant)}")
        elif column in first:
            log.add(at, f"{name} is there twice: columns {first[column] + 1} and {place + 1}")
        else:
            first[column] = place
        columns.append(column)
    for column, place in first.items():
        if column.key and column._replace(key=_MAIN) not in first:
            log.add(("file", "columns", place), f"{names[place]} needs a column {column.code} beside it")
    return columns


@lru_cache(maxsize=16)
def _known(slots: Slots) -> dict[str, tuple[Column, ...]]:
    """What every name may stand for: codes as they are, or with the part before them; .confidence and .why."""
    known: dict[str, tuple[Column, ...]] = {name: (Column(name),) for name in ROW_COLUMNS}
    parts = {"facts": slots.facts, "ratings": slots.ratings, "sovereignty": slots.sovereignty}
    for part, codes in parts.items():
        for code in codes:
            for key in (_MAIN, *_KEYS[part]):
                column = Column(part, code, key)
                name = f"{code}.{key}" if key else code
                known[name] = (*known.get(name, ()), column)
                known[f"{part}.{name}"] = (column,)
    return known
