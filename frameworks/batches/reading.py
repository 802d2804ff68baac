"""From the lines of a file to rows that can be scored, and to what is wrong with the others.

A row that says nothing unusual is recognised by looking its answers up. Any other goes to the engine's own parser,
so that there is one set of rules and of words: what the quick way takes, the parser takes, and reads alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import islice
from typing import Any, NamedTuple, Protocol

from frameworks.batches.identity import Identified
from frameworks.batches.plan import Plan
from frameworks.batches.slots import Slots, slots_of
from frameworks.scoring import Fault, FindingsInvalid, ProvisionStatus, parse_findings
from frameworks.scoring.faults import MOST_SUGGESTIONS, FaultLog, Suggestions, unknown_word
from frameworks.services import law_relied_on, relied_on
from frameworks.stateless import day_in

MOST_LINE = 1 << 20
"""Bytes of the longest line that is read."""

LONGEST_ID = 100
PARTS = ("facts", "ratings", "sovereignty", "standpoint")
_BOM = b"\xef\xbb\xbf"
_FOR_ALL = ("framework", "draws", "seed", "weights")
_MEMBERS = ("id", "as_of", *PARTS)


class Good(NamedTuple):
    """A row that can be scored."""

    number: int
    id: str | None
    row: Identified


class Bad(NamedTuple):
    """A row with faults; `columns` names, for a pointer, the column of the CSV that it means."""

    number: int
    id: str | None
    faults: tuple[Fault, ...]
    columns: Mapping[str, str] = {}


class Full(NamedTuple):
    """A row for the parser: a body in the form of POST /score/, or something else in its place."""

    number: int
    body: object
    columns: Mapping[str, str] = {}


class RowReader(Protocol):
    """Reads one line: quickly, or as something for the parser, or not at all."""

    def read(self, number: int, text: str) -> Good | Full | Bad | None:
        """The row on this line; None where the line is blank."""


@dataclass(frozen=True, slots=True)
class Context:
    """What every line of a chunk is read with; `days` keeps what spellings of days were found right."""

    plan: Plan
    slots: Slots
    days: dict[str, str]

    @property
    def day(self) -> str | None:
        """The day of rows that name none."""
        return None if self.plan.as_of is None else self.plan.as_of.isoformat()


def context_of(plan: Plan) -> Context:
    """A fresh context."""
    return Context(plan, slots_of(plan.framework), {})


def rows_read(context: Context, reader: RowReader, lines: list[bytes], first: int) -> Iterator[Good | Bad]:
    """The rows on some lines, in their order, `first` the number of the first line. Blank lines are left out."""
    found = [row for row in map(_decoded(reader), range(first, first + len(lines)), lines) if row is not None]
    law = law_relied_on(row.body for row in found if isinstance(row, Full) and isinstance(row.body, Mapping))
    for row in found:
        yield _parsed(context, row, law) if isinstance(row, Full) else row


def blocks_of(lines: Iterator[bytes], size: int) -> Iterator[list[bytes]]:
    """Lists of so many lines."""
    while block := list(islice(lines, size)):
        yield block


class _decoded:
    """Reads a line of bytes with a reader of text."""

    def __init__(self, reader: RowReader) -> None:
        self.read = reader.read

    def __call__(self, number: int, line: bytes) -> Good | Full | Bad | None:
        if len(line) > MOST_LINE:
            return _refused(number, f"is longer than {MOST_LINE:,} bytes")
        if number == 1:
            line = line.removeprefix(_BOM)
        try:
            return self.read(number, line.decode().rstrip("\r\n"))
        except UnicodeDecodeError as error:
            return _refused(
                number, f"is not UTF-8 (byte {error.start + 1} of the line); save the file as UTF-8"
            )


def _refused(number: int, detail: str) -> Bad:
    return Bad(number, None, (Fault("", detail),))


def id_fault(given: object) -> str | None:
    """What is wrong with the id of a row, or None."""
    if given is None or (isinstance(given, str) and len(given) <= LONGEST_ID and given.isprintable()):
        return None
    return f"must be text of at most {LONGEST_ID} printable characters"


# -- the parser -------------------------------------------------------------------------------


class _Suggestions(Suggestions):
    """The suggestions for one row; what was worked out for one row is remembered for the next."""

    def unknown(self, kind: str, word: object, known: Any) -> str:
        key = (kind, str(word))
        if key not in self.said and self.left and len(key[1]) <= 80:
            self.left -= 1
            self.said[key] = _unknown(kind, key[1], tuple(known))
        return self.said.get(key, f"unknown {kind}")


@lru_cache(maxsize=4096)
def _unknown(kind: str, word: str, known: tuple[str, ...]) -> str:
    return unknown_word(kind, word, known)


def _parsed(context: Context, full: Full, law: Mapping[str, ProvisionStatus]) -> Good | Bad:
    """The row as the parser reads it, or every fault of it."""
    log = FaultLog(suggestions=_Suggestions(MOST_SUGGESTIONS))
    body = full.body
    if not isinstance(body, Mapping):
        log.add((), 'must be an object such as {"as_of": "1999-03-24", "facts": {}}')
        return Bad(full.number, None, tuple(log.faults), full.columns)
    for name in body:
        if name in _FOR_ALL:
            log.add((name,), "is given once for the whole batch, not in a row")
        elif name not in _MEMBERS:
            log.unknown((name,), "member", name, _MEMBERS)
    name, wrong = body.get("id"), id_fault(body.get("id"))
    if wrong:
        log.add(("id",), wrong)
        name = None
    day = context.plan.as_of if "as_of" not in body and context.plan.as_of else day_in(body, log)
    asked = {"standpoint": context.plan.standpoint} | {part: body[part] for part in PARTS if part in body}
    row = _row_of(context, asked, day, {p: law[p] for p in relied_on(body) if p in law}, log)
    if row is None:
        return Bad(full.number, name, tuple(log.faults), full.columns)
    return Good(full.number, name, row)


def _row_of(
    context: Context,
    asked: Mapping[str, Any],
    day: date | None,
    law: Mapping[str, ProvisionStatus],
    log: FaultLog,
) -> Identified | None:
    slots = context.slots
    try:
        findings = parse_findings(
            slots.framework,
            asked,
            law=law,
            aside=slots.aside,
            suggestions=_Suggestions(MOST_SUGGESTIONS),
        )
    except FindingsInvalid as error:
        log.faults.extend(error.faults)
        return None
    if log or day is None:
        return None
    answers, extra = slots.put(findings)
    return Identified(answers, day.isoformat(), findings.standpoint, extra if extra.odd else None)
