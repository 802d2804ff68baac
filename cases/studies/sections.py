"""The cases of the library: cases/studies/library/*.yaml."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db.models import Model

from cases.studies.models import Case, CaseActor, Claim, Criticism, Event, Figure, Holding, Phase, Source
from cases.studies.models.case import CaseKind
from frameworks.library import registry
from frameworks.library.context import LAW, Context
from frameworks.library.reading import Document
from frameworks.library.writing import Changes, day, remove, sync, upsert
from natoassess.accounts.models import Visibility

LIBRARY = Path(__file__).parent / "library"
LINK = re.compile(r"\]\((instrument|provision):([a-z0-9#-]+)\)")
RECORDS = ("events", "claims", "figures", "holdings", "criticisms")


class CaseSection:
    """One case a file, with its phases and its whole record."""

    name, order = "cases", 50

    def paths(self) -> list[Path]:
        """One file a case."""
        return sorted(LIBRARY.glob("*.yaml"))

    def check(self, context: Context) -> None:
        """Ids, references, dates and ranges of every case."""
        labels: dict[str, str] = {}
        for document in context.read("cases", self.paths(), "case.json"):
            data = document.data
            context.define("case", data["id"], document)
            if document.path.stem != data["id"]:
                context.fault(
                    document, "/id", f"the file is called {document.path.stem}; id and name must agree"
                )
            context.expect(("actor",), data["target"], document, "/target")
            for index, row in enumerate(data["actors"]):
                context.expect(("actor",), row["actor"], document, f"/actors/{index}/actor")
            for index, source in enumerate(data["sources"]):
                context.define("source", f"{data['id']}/{source['id']}", document, f"/sources/{index}/id")
            self._check_phases(context, document, labels)
            for part in RECORDS:
                for index, row in enumerate(data[part]):
                    _check_record(context, document, f"/{part}/{index}", row)
            _check_links(context, document)

    def _check_phases(self, context: Context, document: Document, labels: dict[str, str]) -> None:
        for index, phase in enumerate(document.data["phases"]):
            where = f"/phases/{index}"
            context.define("phase", f"{document.data['id']}/{phase['id']}", document, f"{where}/id")
            context.expect_all(("actor",), phase["acting"], document, f"{where}/acting")
            context.expect_all(("instrument",), phase.get("instruments"), document, f"{where}/instruments")
            if phase["ends_on"] and phase["ends_on"] < phase["starts_on"]:
                context.fault(document, f"{where}/ends_on", "the phase ends before it begins")
            if phase["label"] in labels:
                context.fault(document, f"{where}/label", f"{labels[phase['label']]} has this label too")
            labels[phase["label"]] = f"{document.data['id']}/{phase['id']}"

    def write(self, context: Context, changes: Changes) -> None:
        """Upsert the cases with all they hold; one whose file is gone goes, or is deprecated if in use."""
        for document in context.documents["cases"]:
            _write_case(document.data, changes)
        gone = Case.objects.filter(owner=None, kind=CaseKind.HISTORICAL).exclude(slug__in=context.ids["case"])
        for case in gone:
            remove(case, changes)


def _check_record(context: Context, document: Document, where: str, row: dict[str, Any]) -> None:
    case = document.data["id"]
    if row.get("phase"):
        context.expect(("phase",), f"{case}/{row['phase']}", document, f"{where}/phase")
    if row.get("source"):
        context.expect(("source",), f"{case}/{row['source']}", document, f"{where}/source")
    if row.get("provision"):
        context.expect(LAW, row["provision"], document, f"{where}/provision")
    if row.get("actor"):
        context.expect(("actor",), row["actor"], document, f"{where}/actor")
    elif "stance" in row and not row.get("by"):
        context.fault(document, where, "a claim names its actor, or says by whom it was made")
    context.expect_all(LAW, row.get("provisions"), document, f"{where}/provisions")
    cited = row.get("source") or row.get("provision") or row.get("known") == "expert knowledge"
    if where.startswith(("/events/", "/figures/")) and not cited:
        context.fault(document, where, "uncited: name its source, or say known: expert knowledge")
    known = [row[name] for name in ("low", "best", "high") if row.get(name) is not None]
    if "counted_by" in row and known != sorted(known):
        context.fault(document, where, "a figure's low, best and high must rise")


def _check_links(context: Context, document: Document) -> None:
    """Links from the narrative into the law lead somewhere."""
    for index, paragraph in enumerate(document.data["narrative"]):
        for kind, identity in LINK.findall(paragraph):
            context.expect((kind,), identity, document, f"/narrative/{index}")


def _write_case(data: dict[str, Any], changes: Changes) -> None:
    values = {
        "title": data["title"],
        "deck": data["deck"].strip(),
        "kind": CaseKind.HISTORICAL,
        "target_id": data["target"],
        "starts_on": day(data["starts_on"]),
        "ends_on": day(data["ends_on"]),
        "narrative": [paragraph.strip() for paragraph in data["narrative"]],
        "questions": data["questions"],
        "known": data["known"].strip(),
        "unknowns": data["unknowns"],
        "visibility": Visibility.PUBLIC,
        "deprecated": bool(data.get("deprecated", False)),
    }
    case = upsert(Case, {"slug": data["id"]}, values, changes)
    _write_actors(case, data["actors"], changes)
    sources = sync(
        Source, {"case": case}, "slug", [_source(n, row) for n, row in enumerate(data["sources"])], changes
    )
    phases = sync(
        Phase, {"case": case}, "slug", [_phase(n, row) for n, row in enumerate(data["phases"])], changes
    )
    for phase, row in zip(phases, data["phases"], strict=True):
        phase.acting.set(row["acting"])
        phase.instruments.set(row.get("instruments", []))
    places = {phase.slug: phase.pk for phase in phases}, {source.slug: source.pk for source in sources}
    for model, part, told_by, values_of in RECORD_MODELS:
        rows = [{**_place(n, row, *places), **values_of(row)} for n, row in enumerate(data[part])]
        sync(model, {"case": case}, told_by, rows, changes)


def _write_actors(case: Case, rows: list[dict[str, Any]], changes: Changes) -> None:
    kept = [
        upsert(
            CaseActor,
            {"case": case, "actor_id": row["actor"], "role": row["role"]},
            {"note": row.get("note") or "", "position": number},
            changes,
        ).pk
        for number, row in enumerate(rows)
    ]
    for stale in case.actor_rows.exclude(pk__in=kept):
        remove(stale, changes)


def _source(number: int, row: dict[str, Any]) -> dict[str, Any]:
    return {
        "slug": row["id"],
        "citation": row["citation"],
        "url": row.get("url") or "",
        "kind": row["kind"],
        "reliability": row["reliability"],
        "known": row.get("known") or "",
        "position": number,
    }


def _phase(number: int, row: dict[str, Any]) -> dict[str, Any]:
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


def _place(
    number: int, row: dict[str, Any], phases: dict[str, int], sources: dict[str, int]
) -> dict[str, Any]:
    return {
        "position": number,
        "phase_id": phases[row["phase"]] if row.get("phase") else None,
        "source_id": sources[row["source"]] if row.get("source") else None,
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
    (Figure, "figures", "slug", _figure),
    (Holding, "holdings", "position", _holding),
    (Criticism, "criticisms", "position", _criticism),
)
"""Each kind of record: its model, its key in the file, the field that tells its rows apart, and its values."""


def register() -> None:
    """Add the cases to the library."""
    registry.register(CaseSection())
