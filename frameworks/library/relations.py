"""What instruments do to one another: checked when all of them are known, written when all of them are rows."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from frameworks.library.context import LAW, Context
from frameworks.library.reading import Document
from frameworks.library.writing import Changes, sync_rows
from frameworks.models import Relation

LATER = frozenset({"implements", "recalls", "extends", "amends", "supersedes", "terminates"})
"""What can only be done to something older; an exception may stand in the same text as its rule."""
ENDING = frozenset({"supersedes", "terminates"})
_ID = re.compile(r"^[a-z]+[a-z0-9]*(-[a-z0-9]+)+(#[a-z0-9-]+)?$")


def check_relations(context: Context) -> None:
    """Relations, endings and histories name law that is there, at dates that can be."""
    documents = context.documents["instruments"]
    by_id = {document.data["id"]: document.data for document in documents}
    for document in documents:
        data = document.data
        slugs = {entry["slug"] for entry in data["key_provisions"]}
        for index, row in enumerate(data.get("relations") or []):
            where = f"/relations/{index}"
            context.expect(LAW, row["to"], document, f"{where}/to")
            if row.get("clause") and row["clause"] not in slugs:
                context.fault(document, f"{where}/clause", f"it has no clause {row['clause']}")
            if row["to"] == data["id"]:
                context.fault(document, f"{where}/to", "it cannot stand in a relation to itself")
            _check_dates(context, document, where, row, by_id)
        _check_twice(context, document)
        _check_history(context, document)
        _check_endings(context, document, by_id)


def _instrument_of(reference: str) -> str:
    return reference.split("#", 1)[0]


def _object(reference: str, by_id: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]] | None:
    """The instrument a reference is to, and the entry meant: the clause, or the instrument itself."""
    data = by_id.get(_instrument_of(reference))
    if data is None:
        return None
    slug = reference.partition("#")[2]
    clause = next((entry for entry in data["key_provisions"] if entry["slug"] == slug), None)
    return data, clause or data


def _check_dates(
    context: Context, document: Document, where: str, row: dict[str, Any], by_id: dict[str, Any]
) -> None:
    found, made = _object(row["to"], by_id), document.data["adopted_on"]
    if found is None or row["kind"] not in LATER or not made:
        return
    instrument, entry = found
    if instrument["adopted_on"] and made < instrument["adopted_on"]:
        detail = (
            f"{row['kind']} what is younger: {row['to']} is of {instrument['adopted_on']}, this of {made}"
        )
        context.fault(document, where, detail)
    if row["kind"] not in ENDING:
        return
    last = entry.get("in_force_until") or instrument.get("in_force_until")
    if last and date.fromisoformat(last) < date.fromisoformat(made) - timedelta(days=1):
        detail = (
            f"{row['kind']} {row['to']}, whose last day in force was {last}, before this was made on {made}"
        )
        context.fault(document, where, detail)
    if not last and instrument["in_force_from"]:
        context.notice(
            document, where, f"{row['kind']} {row['to']}, of which no last day in force is recorded"
        )


def _check_twice(context: Context, document: Document) -> None:
    seen: set[tuple[str, str, str]] = set()
    for index, row in enumerate(document.data.get("relations") or []):
        key = (row["kind"], row["to"], row.get("clause") or "")
        if key in seen:
            context.fault(document, f"/relations/{index}", "the same relation stands here twice")
        seen.add(key)


def _check_history(context: Context, document: Document) -> None:
    """In order; but for approvals on the way to the adoption, not before it."""
    previous, made = "", document.data["adopted_on"] or ""
    for index, entry in enumerate(document.data.get("history") or []):
        where = f"/history/{index}"
        if entry["on"] < previous:
            context.fault(
                document, f"{where}/on", f"{entry['on']} comes before {previous}; put the oldest first"
            )
        elif entry["on"] < made and entry["what"] != "adopted":
            context.fault(document, f"{where}/on", f"{entry['what']} before it was adopted on {made}")
        previous = max(previous, entry["on"])
        if entry.get("by"):
            context.expect(LAW, entry["by"], document, f"{where}/by")


def _check_endings(context: Context, document: Document, by_id: dict[str, Any]) -> None:
    """`ended_by` may be words; where it is an id, it is of something that was there by then."""
    data = document.data
    entries = [
        ("", data),
        *((f"/key_provisions/{index}", entry) for index, entry in enumerate(data["key_provisions"])),
    ]
    for where, entry in entries:
        ender, last = entry.get("ended_by"), entry.get("in_force_until")
        if not ender:
            continue
        if not last:
            context.fault(document, f"{where}/ended_by", "ended, but no last day in force is given")
        if not _ID.match(ender):
            continue
        context.expect(LAW, ender, document, f"{where}/ended_by")
        found = by_id.get(_instrument_of(ender))
        made = found and found["adopted_on"]
        if made and last and date.fromisoformat(last) < date.fromisoformat(made) - timedelta(days=1):
            detail = f"ended by {ender} of {made}, but its last day in force was {last}"
            context.fault(document, f"{where}/ended_by", detail)


def write_relations(context: Context, changes: Changes) -> None:
    """Make the relations of every instrument those of its file; the instruments are rows by now."""
    rows = [
        {"instrument_id": document.data["id"], **_row(document.data["id"], place, row)}
        for document in context.documents["instruments"]
        for place, row in enumerate(document.data.get("relations") or [])
    ]
    present = Relation.objects.filter(instrument__in=context.ids["instrument"])
    sync_rows(present, ("instrument_id", "position"), rows, changes)


def _row(instrument_id: str, position: int, row: dict[str, Any]) -> dict[str, Any]:
    return {
        "position": position,
        "kind": row["kind"],
        "clause_id": f"{instrument_id}#{row['clause']}" if row.get("clause") else None,
        "to_instrument_id": _instrument_of(row["to"]),
        "to_clause_id": row["to"] if "#" in row["to"] else None,
        "note": row.get("note") or "",
        "known": row.get("known") or "",
    }
