"""The sections this app holds: actors, instruments, the catalogue, the frameworks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from frameworks.compile import FrameworkInvalid, checksum_of, compile_framework
from frameworks.library import registry
from frameworks.library.context import LAW, Context
from frameworks.library.reading import Document
from frameworks.library.writing import Changes, day, remove, sync, upsert
from frameworks.models import (
    Actor,
    ActorMembership,
    Catalogue,
    CompetenceRule,
    Criterion,
    Dimension,
    Fact,
    Framework,
    Instrument,
    LegalTest,
    Provision,
    SovereigntyDimension,
)

LIBRARY = Path(__file__).parent
INSTRUMENT_EXTRAS = ("accessions", "article_5_invocations", "article_4_consultations", "article_4_note")
COUNTS = ("for", "against", "abstain", "absent", "not_participating")


class ActorSection:
    """actors.yaml: States, organisations and others, with dated memberships."""

    name, order = "actors", 10

    def paths(self) -> list[Path]:
        """The one file."""
        return [LIBRARY / "actors.yaml"]

    def check(self, context: Context) -> None:
        """Ids once; memberships between known actors."""
        for document in context.read("actors", self.paths(), "actors.json"):
            for index, actor in enumerate(document.data["actors"]):
                context.define("actor", actor["id"], document, f"/actors/{index}/id")
            for index, row in enumerate(document.data.get("memberships", [])):
                for side in ("organisation", "member"):
                    context.expect(("actor",), row[side], document, f"/memberships/{index}/{side}")

    def write(self, context: Context, changes: Changes) -> None:
        """Upsert actors and memberships."""
        for document in context.documents["actors"]:
            for entry in document.data["actors"]:
                values = {
                    "name": entry["name"],
                    "kind": entry["kind"],
                    "iso": entry.get("iso") or "",
                    "starts_on": day(entry.get("from")),
                    "ends_on": day(entry.get("until")),
                    "note": entry.get("note") or "",
                }
                upsert(Actor, {"id": entry["id"]}, values, changes)
            for row in document.data.get("memberships", []):
                key = {
                    "organisation_id": row["organisation"],
                    "member_id": row["member"],
                    "starts_on": day(row["from"]),
                }
                upsert(ActorMembership, key, {"ends_on": day(row.get("until"))}, changes)


class InstrumentSection:
    """instruments/*.yaml: one instrument a file, with its provisions."""

    name, order = "instruments", 20

    def paths(self) -> list[Path]:
        """One file an instrument."""
        return sorted((LIBRARY / "instruments").glob("*.yaml"))

    def check(self, context: Context) -> None:
        """Ids are the files' names; periods run forward; votes add up to the Council's size."""
        for document in context.read("instruments", self.paths(), "instrument.json"):
            data = document.data
            context.define("instrument", data["id"], document)
            if document.path.stem != data["id"]:
                context.fault(
                    document, "/id", f"the file is called {document.path.stem}; id and name must agree"
                )
            _check_period(context, document, "", data, None)
            _check_vote(context, document)
            for index, provision in enumerate(data["key_provisions"]):
                where = f"/key_provisions/{index}"
                context.define("provision", f"{data['id']}#{provision['slug']}", document, f"{where}/slug")
                _check_period(context, document, where, provision, data["in_force_from"])

    def write(self, context: Context, changes: Changes) -> None:
        """Upsert instruments and provisions; one whose file is gone goes, or is deprecated if in use."""
        for document in context.documents["instruments"]:
            data = document.data
            instrument = upsert(Instrument, {"id": data["id"]}, _instrument_values(data), changes)
            rows = [_provision_values(data["id"], n, entry) for n, entry in enumerate(data["key_provisions"])]
            sync(Provision, {"instrument": instrument}, "id", rows, changes)
        for stale in Instrument.objects.exclude(pk__in=context.ids["instrument"]):
            remove(stale, changes)


def _instrument_values(data: dict[str, Any]) -> dict[str, Any]:
    dates = {name: day(data.get(name)) for name in ("adopted_on", "in_force_from", "in_force_until")}
    texts = {
        name: data.get(name) or ""
        for name in (
            "title",
            "kind",
            "body",
            "symbol",
            "ended_by",
            "binding",
            "summary",
            "confidence",
            "source",
        )
    }
    return {
        **dates,
        **texts,
        "notes": data.get("notes") or "",
        "url": data.get("url") or "",
        "chapter_vii": data["chapter_vii"],
        "vote": data["vote"],
        "verified_fields": data["verified_fields"],
        "extras": {name: data[name] for name in INSTRUMENT_EXTRAS if name in data},
        "deprecated": bool(data.get("deprecated", False)),
    }


def _provision_values(instrument_id: str, position: int, entry: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": f"{instrument_id}#{entry['slug']}",
        "slug": entry["slug"],
        "label": entry["label"],
        "position": position,
        "effect": entry["effect"],
        "summary": entry["summary"],
        "key_phrase": entry.get("key_phrase") or "",
        "in_force_from": day(entry.get("in_force_from")),
        "in_force_until": day(entry.get("in_force_until")),
        "ended_by": entry.get("ended_by") or "",
        "known": entry.get("known") or "",
        "deprecated": False,
    }


def _check_period(
    context: Context, document: Document, where: str, entry: dict[str, Any], inherited: str | None
) -> None:
    """A period runs forward; a provision without a beginning of its own has its instrument's (`inherited`)."""
    start, end = entry.get("in_force_from") or inherited, entry.get("in_force_until")
    if start and end and end < start:
        context.fault(document, f"{where}/in_force_until", f"ends on {end}, before it begins on {start}")


def _check_vote(context: Context, document: Document) -> None:
    """Charter art. 27: fifteen members since 31 August 1965 (eleven before); every seat is accounted for."""
    data = document.data
    vote = data["vote"]
    if not vote or data["body"] != "UN Security Council" or not all(name in vote for name in COUNTS[:3]):
        return
    counts = [vote.get(name) for name in COUNTS]
    if all(isinstance(count, int) or count is None for count in counts):
        seats = 15 if data["adopted_on"] >= "1965-08-31" else 11
        total = sum(count or 0 for count in counts)
        if total != seats:
            context.fault(document, "/vote", f"the votes add up to {total}, the Council had {seats} members")


class CatalogueSection:
    """catalogue.yaml: every question and how the answers combine."""

    name, order = "catalogue", 30

    def paths(self) -> list[Path]:
        """The one file."""
        return [LIBRARY / "catalogue.yaml"]

    def check(self, context: Context) -> None:
        """Every provision named exists; the rules themselves are checked with each framework."""
        for document in context.read("catalogue", self.paths(), "catalogue.json"):
            for part in ("facts", "tests", "competence"):
                for index, item in enumerate(document.data[part]):
                    context.expect_all(LAW, item.get("provisions"), document, f"/{part}/{index}/provisions")

    def write(self, context: Context, changes: Changes) -> None:
        """Upsert the catalogue and its items."""
        for document in context.documents["catalogue"]:
            data = document.data
            values = {"groups": data["groups"], "scales": data["scales"]}
            catalogue = upsert(Catalogue, {"version": data["version"]}, values, changes)
            _write_items(catalogue, data, changes)


def _write_items(catalogue: Catalogue, data: dict[str, Any], changes: Changes) -> None:
    parent = {"catalogue": catalogue}
    for model, part, names in (
        (Fact, "facts", ("group", "label", "question", "help", "provisions")),
        (LegalTest, "tests", ("title", "justifies", "standing", "provisions", "rule", "duties")),
        (CompetenceRule, "competence", ("title", "provisions", "rule")),
        (Dimension, "dimensions", ("title", "question")),
        (SovereigntyDimension, "sovereignty", ("label", "question", "consent_adjustable", "levels")),
    ):
        sync(model, parent, "code", _rows(data[part], names), changes)
    dimensions = {dimension.code: dimension for dimension in catalogue.dimensions.all()}
    names = ("label", "question", "low", "mid", "high", "levels")
    rows = [
        {
            **row,
            "dimension": dimensions[entry["dimension"]],
            "optional": entry.get("optional", False),
            "caps": entry.get("caps"),
        }
        for row, entry in zip(_rows(data["criteria"], names), data["criteria"], strict=True)
    ]
    sync(Criterion, parent, "code", rows, changes)


def _rows(entries: list[dict[str, Any]], names: tuple[str, ...]) -> list[dict[str, Any]]:
    """The entries as model values; a missing list is empty, a missing text is ''."""
    empty: dict[str, Any] = {"provisions": [], "duties": [], "levels": []}
    return [
        {
            "code": entry["code"],
            "position": n,
            **{name: entry.get(name, empty.get(name, "")) for name in names},
        }
        for n, entry in enumerate(entries)
    ]


class FrameworkSection:
    """frameworks/*.yaml: published versions of the yardstick, immutable."""

    name, order = "frameworks", 40

    def paths(self) -> list[Path]:
        """One file a framework."""
        return sorted((LIBRARY / "frameworks").glob("*.yaml"))

    def check(self, context: Context) -> None:
        """The framework means something, and what was published has not changed."""
        catalogues = {document.data["version"]: document for document in context.documents["catalogue"]}
        for document in context.read("frameworks", self.paths(), "framework.json"):
            data = document.data
            context.define("framework", data["code"], document, "/code")
            context.expect(("instrument",), data["concept"], document, "/concept")
            for code, provisions in data.get("competence_provisions", {}).items():
                context.expect_all(LAW, provisions, document, f"/competence_provisions/{code}")
            if data["catalogue"] not in catalogues:
                context.fault(document, "/catalogue", f"there is no catalogue of version {data['catalogue']}")
                continue
            self._check_meaning(context, document, catalogues[data["catalogue"]])

    def _check_meaning(self, context: Context, document: Document, catalogue: Document) -> None:
        data = document.data
        try:
            checksum = checksum_of(data, catalogue.data)
        except FrameworkInvalid as error:
            for fault in error.faults:
                home = (
                    document
                    if fault.pointer.split("/")[1:2] and fault.pointer.split("/")[1] in data
                    else catalogue
                )
                context.fault(home, fault.pointer, fault.detail)
            return
        published = Framework.objects.filter(code=data["code"], version=data["version"]).first()
        if published is not None and published.checksum != checksum:
            context.fault(
                document,
                "/version",
                f"{data['code']} version {data['version']} is published and its content has changed "
                "(here or in its catalogue): raise the version",
            )

    def write(self, context: Context, changes: Changes) -> None:
        """Upsert the frameworks; what the rows compile to must be what the files said."""
        catalogues = {document.data["version"]: document.data for document in context.documents["catalogue"]}
        for document in context.documents["frameworks"]:
            data = document.data
            checksum = checksum_of(data, catalogues[data["catalogue"]])
            row = upsert(
                Framework,
                {"code": data["code"], "version": data["version"]},
                _framework_values(data, checksum),
                changes,
            )
            if compile_framework(Framework.objects.get(pk=row.pk)).checksum != checksum:
                context.fault(
                    document, "", "the rows do not say what the file says; this is a defect of the loader"
                )


def _framework_values(data: dict[str, Any], checksum: str) -> dict[str, Any]:
    names = ("title", "summary", "readings", "weights", "bands", "dimension_floor")
    return {
        **{name: data[name] for name in names},
        "catalogue": Catalogue.objects.get(version=data["catalogue"]),
        "concept_id": data["concept"],
        "doctrine_from": day(data["doctrine"]["from"]),
        "doctrine_until": day(data["doctrine"]["until"]),
        "earliest_doctrine": data["doctrine"].get("earliest", False),
        "minimum_coverage": float(data["minimum_coverage"]),
        "kappa": float(data["kappa"]),
        "competence_provisions": data.get("competence_provisions", {}),
        "checksum": checksum,
        "source": data.get("source") or "",
        "notes": data.get("notes") or "",
        "deprecated": bool(data.get("deprecated", False)),
    }


def register() -> None:
    """Add this app's sections to the library."""
    for section in (ActorSection(), InstrumentSection(), CatalogueSection(), FrameworkSection()):
        registry.register(section)
