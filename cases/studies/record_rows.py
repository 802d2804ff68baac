"""How the entries of a case file become rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Model

from cases.studies.models import Claim, Criticism, Event, Figure, Holding, LedgerEntry
from cases.studies.models.case import CaseKind
from frameworks.library.writing import day
from natoassess.accounts.models import Visibility


def case_values(data: dict[str, Any]) -> dict[str, Any]:
    """The fields of a case's row."""
    return {
        "slug": data["id"],
        "title": data["title"],
        "deck": data["deck"].strip(),
        "kind": CaseKind.HISTORICAL,
        "target_id": data["target"],
        "starts_on": day(data["starts_on"]),
        "ends_on": day(data["ends_on"]),
        "narrative": [paragraph.strip() for paragraph in data["narrative"]],
        "questions": data["questions"],
        "opens_with": data.get("opens_with") or "",
        "known": data["known"].strip(),
        "unknowns": data["unknowns"],
        "visibility": Visibility.PUBLIC,
        "deprecated": bool(data.get("deprecated", False)),
    }


def actor_values(number: int, row: dict[str, Any]) -> dict[str, Any]:
    """The fields of the row that says what an actor did in a case."""
    return {
        "actor_id": row["actor"],
        "role": row["role"],
        "note": row.get("note") or "",
        "position": number,
    }


def source_values(number: int, row: dict[str, Any]) -> dict[str, Any]:
    """The fields of a source's row."""
    return {
        "slug": row["id"],
        "citation": row["citation"],
        "url": row.get("url") or "",
        "kind": row["kind"],
        "reliability": row["reliability"],
        "known": row.get("known") or "",
        "position": number,
    }


def phase_values(number: int, row: dict[str, Any]) -> dict[str, Any]:
    """The fields of a phase's row, but for the actors and instruments it links."""
    return {
        "slug": row["id"],
        "title": row["title"],
        "label": row["label"],
        "position": number,
        "starts_on": day(row["starts_on"]),
        "ends_on": day(row["ends_on"]),
        "as_of": day(row["as_of"]),
        "summary": row["summary"].strip(),
        "operation": row.get("operation") or "",
        "type_of_force": row.get("type_of_force") or "",
        "nato_operation": bool(row.get("nato_operation", False)),
        "reference": row["reference"],
    }


def place_values(
    number: int,
    row: dict[str, Any],
    case: int,
    phases: dict[tuple[int, str], int],
    sources: dict[tuple[int, str], int],
) -> dict[str, Any]:
    """Where an entry of the record of `case` belongs: its place in the file, its phase and its source."""
    return {
        "position": number,
        "phase_id": phases[case, row["phase"]] if row.get("phase") else None,
        "source_id": sources[case, row["source"]] if row.get("source") else None,
    }


def _event(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "on": day(row["on"]),
        "text": row["text"],
        "turn": bool(row.get("turn", False)),
        "reference": row.get("provision") or "",
        "known": row.get("known") or "",
    }


def _claim(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "slug": row["id"],
        "actor_id": row.get("actor") or None,
        "by": row.get("by") or "",
        "stance": row["stance"],
        "text": row["text"],
        "provisions": row.get("provisions", []),
        "objected_by": row.get("objected_by", []),
        "answers": row.get("answers", []),
    }


def _ledger_entry(row: dict[str, Any]) -> dict[str, Any]:
    names = ("ended_by", "by_name", "terms", "cite", "known")
    return {
        **{name: row.get(name) or "" for name in names},
        "slug": row["id"],
        "kind": row["kind"],
        "on": day(row["on"]),
        "until": day(row.get("until")),
        "by": row.get("by", []),
        "text": row["text"],
        "reference": row.get("provision") or "",
    }


def _figure(row: dict[str, Any]) -> dict[str, Any]:
    numbers = {
        name: float(row[name]) if row.get(name) is not None else None for name in ("low", "best", "high")
    }
    return {
        **numbers,
        "slug": row["id"],
        "what": row["what"],
        "unit": row.get("unit") or "",
        "counted_by": row["counted_by"],
        "credibility": row.get("credibility"),
        "note": row.get("note") or "",
        "known": row.get("known") or "",
    }


def _holding(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "who": row["who"],
        "on": day(row.get("on")),
        "kind": row.get("kind") or "",
        "text": row["text"],
        "cite": row.get("cite") or "",
        "legality": row.get("legality") or "",
        "legitimacy": row.get("legitimacy") or "",
    }


def _criticism(row: dict[str, Any]) -> dict[str, Any]:
    return {"text": row["text"], "by": row.get("by") or ""}


RECORD_MODELS: tuple[tuple[type[Model], str, str, Callable[[dict[str, Any]], dict[str, Any]]], ...] = (
    (Event, "events", "position", _event),
    (Claim, "claims", "slug", _claim),
    (LedgerEntry, "ledger", "slug", _ledger_entry),
    (Figure, "figures", "slug", _figure),
    (Holding, "holdings", "position", _holding),
    (Criticism, "criticisms", "position", _criticism),
)
"""Each kind of record: its model, its key in the file, the field that tells its rows apart, and its values."""
