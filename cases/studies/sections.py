"""The cases of the library: cases/studies/library/*.yaml."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from cases.studies.models import Case, CaseActor, Phase, Source
from cases.studies.models.case import CaseKind
from cases.studies.record_rows import RECORD_MODELS, phase_values, place_values, source_values
from frameworks.library import registry
from frameworks.library.context import LAW, Context
from frameworks.library.reading import Document
from frameworks.library.writing import Changes, day, remove, sync, upsert
from natoassess.accounts.models import Visibility

LIBRARY = Path(__file__).parent / "library"
LINK = re.compile(r"\]\((instrument|provision):([a-z0-9#-]+)\)")
RECORDS = tuple(part for _model, part, _key, _values in RECORD_MODELS)
RESERVED = frozenset({"agreement", "consistency", "timeline"})
"""Addresses below /cases/ that are pages of their own."""


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
            if data["id"] in RESERVED:
                context.fault(document, "/id", f"{data['id']} is the address of a page; choose another id")
            context.expect(("actor",), data["target"], document, "/target")
            for index, row in enumerate(data["actors"]):
                context.expect(("actor",), row["actor"], document, f"/actors/{index}/actor")
            for index, source in enumerate(data["sources"]):
                context.define("source", f"{data['id']}/{source['id']}", document, f"/sources/{index}/id")
            self._check_phases(context, document, labels)
            for part in RECORDS:
                for index, row in enumerate(data.get(part, [])):
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
    if isinstance(row.get("by"), list):
        context.expect_all(("actor",), row["by"], document, f"{where}/by")
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
        Source,
        {"case": case},
        "slug",
        [source_values(n, row) for n, row in enumerate(data["sources"])],
        changes,
    )
    phases = sync(
        Phase, {"case": case}, "slug", [phase_values(n, row) for n, row in enumerate(data["phases"])], changes
    )
    for phase, row in zip(phases, data["phases"], strict=True):
        phase.acting.set(row["acting"])
        phase.instruments.set(row.get("instruments", []))
    places = {phase.slug: phase.pk for phase in phases}, {source.slug: source.pk for source in sources}
    for model, part, told_by, values_of in RECORD_MODELS:
        rows = [
            {**place_values(n, row, *places), **values_of(row)} for n, row in enumerate(data.get(part, []))
        ]
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


def register() -> None:
    """Add the cases to the library."""
    registry.register(CaseSection())
