"""Whole lines of a file in, lines of results and of faults out."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from frameworks.batches.identity import identities
from frameworks.batches.plan import Plan
from frameworks.batches.reading import Bad, Context, Good, blocks_of, context_of, rows_read
from frameworks.batches.reading_csv import CsvReader
from frameworks.batches.reading_json import JsonReader
from frameworks.batches.results import Writer, fault_members
from frameworks.batches.slots import CONFIDENCE_OF, LEVEL_OF, Slots
from frameworks.scoring import Table, score_many

ROWS_AT_ONCE = 2_000
"""Rows that are read and scored together: memory does not grow beyond them."""


class Scored(NamedTuple):
    """Results and faults as lines of JSON, and how many rows were good and bad."""

    results: bytes
    faults: bytes
    good: int
    bad: int


def rows_score(plan: Plan, lines: bytes, first: int) -> Scored:
    """Score the rows on whole lines of a file, `first` the number of the first of them, counted from 1 after a header.

    One line of `results` for each good row: its number, its `id`, and the numbers of POST /score/ for the same input,
    to the last digit. One line of `faults` for each bad row: {"row", "id", "errors": [{"pointer", "detail", "column"}]}
    with all its faults in the words of POST /score/, `column` in a CSV only. Blank lines count and give neither.
    The same lines with the same `first` give the same bytes wherever the file was cut.

    Raises RuleError for a framework whose rules cannot be evaluated.
    """
    return rows_score_within(context_of(plan), lines, first)


def rows_score_within(context: Context, lines: bytes, first: int) -> Scored:
    """`rows_score` with what it has looked up."""
    reader = CsvReader(context) if context.plan.form == "csv" else JsonReader(context)
    writer = Writer(context.slots)
    results, faults = io.BytesIO(), io.BytesIO()
    good = bad = 0
    number = first
    for block in blocks_of(iter(io.BytesIO(lines)), ROWS_AT_ONCE):
        kept: list[Good] = []
        for row in rows_read(context, reader, block, number):
            if isinstance(row, Good):
                kept.append(row)
            else:
                faults.write(_fault_line(row))
                bad += 1
        number += len(block)
        good += len(kept)
        results.write(_scored(context, writer, kept))
    return Scored(results.getvalue(), faults.getvalue(), good, bad)


def _scored(context: Context, writer: Writer, rows: Sequence[Good]) -> bytes:
    """The results of some good rows, as lines."""
    if not rows:
        return b""
    plan, slots = context.plan, context.slots
    hashed = [row.row for row in rows]
    named = list(identities(slots, hashed, draws=plan.draws, seed=plan.seed))
    table = _table(slots, rows)
    scores = score_many(
        slots.framework, table, draws=plan.draws, seed=np.array([each.seed for each in named], dtype=np.int64)
    )
    lines = writer.lines(rows, named, table, scores)
    return "".join(f"{line}\n" for line in lines).encode()


def _table(slots: Slots, rows: Sequence[Good]) -> Table:
    """The rows as the engine takes them."""
    whole = np.frombuffer(b"".join(row.row.answers for row in rows), dtype=np.uint8)
    codes = whole.reshape(len(rows), -1).T
    ratings = codes[slots.level_places]
    evidence = np.zeros(codes.shape, dtype=np.int8)
    for i, row in enumerate(rows):
        if row.row.extra is not None:
            for place, odd in row.row.extra.odd.items():
                evidence[place, i] = odd.bound
    return Table(
        answers=codes[slots.answer_places].astype(np.int8).T,
        levels=LEVEL_OF[ratings].T,
        confidence=CONFIDENCE_OF[ratings].T,
        evidence=evidence[slots.level_places].T,
        harms=LEVEL_OF[codes[slots.harm_places]].T,
        harm_evidence=evidence[slots.harm_places].T,
        as_of=np.array([row.row.day for row in rows], dtype="datetime64[D]"),
    )


def _fault_line(row: Bad) -> bytes:
    errors = []
    for fault in row.faults:
        error = {"pointer": fault.pointer, "detail": fault.detail}
        column = row.columns.get(fault.pointer)
        errors.append(error if column is None else error | {"column": column})
    return fault_members(errors, row.number, row.id).encode() + b"\n"
