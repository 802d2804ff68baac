"""CSV: each column a question of the catalogue, each line a row."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from operator import getitem, itemgetter
from typing import Any, Protocol

from frameworks.batches.head import Column, columns_of
from frameworks.batches.identity import Identified
from frameworks.batches.reading import Bad, Context, Full, Good, id_fault
from frameworks.batches.slots import ANSWER, MODERATE, NA, SURENESS, UNRATED, rating_code
from frameworks.scoring import Fault, Rating
from frameworks.scoring.confidence import CONFIDENCE_ORDER, LEVELS
from frameworks.scoring.faults import FaultLog, pointer
from frameworks.scoring.findings import STANDPOINTS, is_visible
from frameworks.scoring.values import STATE_CONDUCT
from frameworks.stateless import day_in

_NO, _CONTESTED, _YES = ANSWER["no"], ANSWER["contested"], ANSWER["yes"]
_STEPS = len(CONFIDENCE_ORDER)
_WHOLE = re.compile(r"-?\d{1,9}(\.0)?")
_BREAK = "a cell may not contain a line break, so its quotes must close on the same line"


class _Cells(Protocol):
    def __getitem__(self, cell: str, /) -> int: ...


class _Any:
    """Takes whatever stands in a cell that is looked at elsewhere."""

    def __getitem__(self, cell: str, /) -> int:
        return 0


class CsvReader:
    """Reads lines of CSV under the header of the plan."""

    def __init__(self, context: Context) -> None:
        plan, slots = context.plan, context.slots
        self.context, self.slots, self.delimiter = context, slots, plan.delimiter
        self.names = plan.columns
        self.columns = columns_of(plan.columns, slots)
        self.at = {column: place for place, column in enumerate(self.columns)}
        self.cells: list[_Cells] = [_cells(column, slots.aside, context) for column in self.columns]
        self.moves = [
            (place, self._slot(c)) for c, place in self.at.items() if c.part in _PLACES and not c.key
        ]
        sources = {slot: place for place, slot in self.moves}
        self.arrange = itemgetter(*(sources.get(i, len(self.columns) + i) for i in range(len(slots.empty))))
        self.pointers = _pointers(self.columns, self.names)
        self.sure = [
            (place, self._slot(c))
            for c, place in self.at.items()
            if c.part in _PLACES and c.key == "confidence"
        ]
        self.na = [
            (place, slot, self.at.get(self.columns[place]._replace(key="why")))
            for place, slot in self.moves
            if self.columns[place].part == "ratings"
        ]

    def _slot(self, column: Column) -> int:
        return _places(self.slots, column.part)[column.code]

    def read(self, number: int, text: str) -> Good | Full | Bad | None:
        """The row on this line; None where the line is blank."""
        quoted = '"' in text
        if "\r" in text and not quoted:
            return Bad(number, None, (Fault("", "contains a CR; end lines with LF or CRLF"),))
        try:
            cells = next(csv.reader([text], delimiter=self.delimiter, strict=True), [""]) if quoted else None
        except csv.Error as error:
            return Bad(number, None, (Fault("", f"is no CSV: {error}; {_BREAK}"),))
        if cells is None:
            cells = text.split(self.delimiter)
        if len(cells) != len(self.names):
            if not any(cell.strip() for cell in cells):
                return None
            detail = f"has {len(cells)} cell{'s' * (len(cells) != 1)}, the header {len(self.names)}"
            return Bad(number, None, (Fault("", detail),))
        return self._quick(number, cells) or self._full(number, cells)

    def _quick(self, number: int, cells: Sequence[str]) -> Good | None:
        """The row, where every cell is one that is known to be right; else None."""
        try:
            codes = bytes(map(getitem, self.cells, cells))
        except KeyError:
            return None
        name = self._cell(cells, "id") or None
        day = self._cell(cells, "as_of") or self.context.day
        standpoint = self._cell(cells, "standpoint") or self.context.plan.standpoint
        if day is None or id_fault(name):
            return None
        slots = self.slots
        row = bytearray(self.arrange(codes + slots.empty))
        for place, slot in self.sure:
            if UNRATED < row[slot] < NA:
                row[slot] += codes[place] - MODERATE
        if NA in codes and not self._na_allowed(codes, cells, row):
            return None
        if standpoint == "ex_ante" and row[slots.endorsed] in (_CONTESTED, _YES):
            return None
        if row == slots.empty and not any(cell.strip() for cell in cells):
            return None
        return Good(number, name, Identified(bytes(row), day, standpoint, None))

    def _na_allowed(self, codes: bytes, cells: Sequence[str], row: bytearray) -> bool:
        """Whether each criterion that is said not to apply may be, for all that can be told here."""
        for place, slot, why in self.na:
            if codes[place] == NA:
                if why is None or not is_visible(cells[why]):
                    return False
                if slot in self.slots.last_resort and row[self.slots.force] != _NO:
                    return False
        return True

    def _cell(self, cells: Sequence[str], name: str) -> str:
        place = self.at.get(Column(name))
        return "" if place is None else cells[place]

    def _full(self, number: int, cells: Sequence[str]) -> Full | None:
        """The row as a body of POST /score/, for the parser; None where it is blank."""
        body: dict[str, Any] = {}
        for column, cell in zip(self.columns, cells, strict=True):
            text = cell.strip()
            if not text:
                continue
            if column.part not in _PLACES:
                body[column.part] = cell if column.part == "id" else text
                continue
            main = "value" if column.part == "facts" else "level"
            answer = body.setdefault(column.part, {}).setdefault(column.code, {main: "unknown"})
            answer[column.key or main] = _plain(text) if main == "level" and not column.key else text
        return Full(number, body, self.pointers) if body else None


_PLACES = ("facts", "ratings", "sovereignty")


def _pointers(columns: Sequence[Column], names: Sequence[str]) -> dict[str, str]:
    """The column that each pointer into the body of a row means."""
    found = {}
    for column, name in zip(columns, names, strict=True):
        if column.part not in _PLACES:
            found[pointer(column.part)] = name
        else:
            main = "value" if column.part == "facts" else "level"
            found[pointer(column.part, column.code, column.key or main)] = name
    for column, name in zip(columns, names, strict=True):
        if column.part in _PLACES and not column.key:
            found[pointer(column.part, column.code)] = name
            found.setdefault(pointer(column.part, column.code, "why"), name)
    return found


def _places(slots: Any, part: str) -> Mapping[str, int]:
    places: Mapping[str, int] = getattr(slots, part)
    return places


def _plain(text: str) -> int | str:
    """A whole number, also as 3.0, which is how statistical programs write a column with gaps; else the text."""
    return int(text.removesuffix(".0")) if _WHOLE.fullmatch(text) else text


def _cells(column: Column, aside: Mapping[str, bool], context: Context) -> _Cells:
    """What each cell of a column may hold on the quick way, and its code."""
    if column.part == "as_of":
        return _Days(context)
    if column.part == "standpoint":
        return dict.fromkeys((*STANDPOINTS, ""), 0)
    if column.part == "id" or column.key == "why":
        return _Any()
    if column.key == "confidence":
        return {**SURENESS, "": MODERATE}
    if column.part == "facts":
        allowed = dict(ANSWER) | {"": ANSWER["unknown"]}
        if column.code == STATE_CONDUCT:
            del allowed["contested"]
        return allowed
    levels = {str(level): rating_code(Rating(level)) for level in LEVELS}
    levels |= {f"{text}.0": code for text, code in levels.items()} | {"unknown": UNRATED, "": UNRATED}
    optional = {c.code for c in context.slots.framework.criteria if c.optional} | {
        c for c in aside if aside[c]
    }
    if column.part == "ratings" and column.code in optional:
        levels["na"] = NA
    return levels


class _Days(dict[str, int]):
    """Days that were found right, as they are met."""

    def __init__(self, context: Context) -> None:
        super().__init__({"": 0} if context.day else {})

    def __missing__(self, cell: str) -> int:
        if day_in({"as_of": cell}, FaultLog()) is None:
            raise KeyError(cell)
        if len(self) < 100_000:
            self[cell] = 0
        return 0
