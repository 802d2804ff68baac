"""The codebook as data: every column of every public list, from the serializers that make the lists;
and of the tables that are made on request.

What a column means stands once, in the help text of its field: the OpenAPI document shows it whole, the codebook in its
parts. "Unit: …" in it says what a number counts, "Empty: …" at its end what it means that there is no value.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

from django.urls import resolve, reverse
from django.utils.translation import override

from cases.research.studies.columns import COLUMNS as STUDY_COLUMNS
from cases.research.studies.columns import TABLE as STUDY
from natoassess.web.api_root import RESOURCES
from natoassess.web.rows import Column, Columns, Kind, columns_of

LISTS = (
    "instruments",
    "provisions",
    "actors",
    "frameworks",
    "facts",
    "tests",
    "criteria",
    "sovereignty",
    "cases",
    "phases",
    "assessments",
    "publications",
    "releases",
    "deleted",
    "codebook",
)
"""The public lists, in the order in which a reader needs them."""

MADE = {STUDY: STUDY_COLUMNS}
"""Tables that are made on request, and their columns."""

TABLES = (*LISTS, *MADE)
"""Everything that the codebook describes."""

TYPES = [kind.value for kind in Kind]

KINDS = {
    Kind.DAY: "YYYY-MM-DD",
    Kind.MOMENT: "ISO 8601, UTC",
}
PARTS = re.compile(r"\s*\b(Unit|Empty): ")
MARKED = re.compile(r"`([^`]+)`")
"""A name as Markdown marks it, which the OpenAPI document reads; a cell of a table does not."""


@dataclass(frozen=True)
class Value:
    """One of the few values that a column may have."""

    value: str
    label: str


@dataclass(frozen=True)
class Entry:
    """One column of one list."""

    list: str
    column: str
    type: str
    """As natoassess.web.rows.Kind names it."""
    unit: str
    """What a number counts or measures, or how a day is written; empty where there is nothing to say."""
    values: tuple[Value, ...]
    """The values it may have, each with its label; none where it is not bound to a few."""
    meaning: str
    may_be_empty: bool
    empty_means: str
    """What it means that there is no value; empty where there always is one."""
    source: str
    """The attributes that lead to it from the row, or the method that works it out, as in get_phase()."""

    @property
    def empty_words(self) -> str:
        """`empty_means` as it goes on after a colon."""
        return self.empty_means[:1].lower() + self.empty_means[1:]


@cache
def codebook() -> tuple[Entry, ...]:
    """Every column of every public list and of what is made on request, in the order of the columns. In English."""
    with override("en"):
        return tuple(entry_of(name, column) for name in TABLES for column in list_columns(name))


def list_columns(name: str) -> Columns:
    """The columns of the public list, or made table, of that name. Raises KeyError for another name."""
    if name in MADE:
        return MADE[name]
    view: Any = resolve(reverse(RESOURCES[name])).func
    return columns_of(view.cls.serializer_class())


def codebook_rows(name: str) -> tuple[Columns, list[dict[str, Any]]]:
    """The codebook of one list as rows of the list "codebook", and their columns."""
    rows = [asdict(entry) for entry in codebook() if entry.list == name]
    return list_columns("codebook"), rows


def entry_of(name: str, column: Column) -> Entry:
    """What the codebook says of `column` in the list `name`."""
    told = _parts(column.meaning)
    whole = [_parts(text).get("Empty", "") for text in column.around]
    reasons = [reason for reason in (told.get("Empty", ""), *reversed(whole)) if reason]
    return Entry(
        list=name,
        column=column.name,
        type=column.kind.value,
        unit=told.get("Unit", "").rstrip(".") or KINDS.get(column.kind, ""),
        values=tuple(Value(value, label) for value, label in column.choices),
        meaning=told[""],
        may_be_empty=column.nullable or "Empty" in told,
        empty_means=" Or: ".join(reason[0].upper() + reason[1:] for reason in dict.fromkeys(reasons)),
        source=column.source,
    )


def _parts(text: str) -> dict[str, str]:
    """A help text by its parts: "" the meaning, "Unit", "Empty"."""
    meaning, *others = PARTS.split(MARKED.sub(r"“\1”", text))
    return {
        "": meaning.strip(),
        **{name: part.strip() for name, part in zip(others[::2], others[1::2], strict=True)},
    }
