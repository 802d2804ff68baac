"""The sections this app holds: actors, instruments, the catalogue, the frameworks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from frameworks.compile import FrameworkInvalid, checksum_of, compile_framework
from frameworks.library import registry, standing
from frameworks.library.actors import check_memberships
from frameworks.library.context import LAW, Context
from frameworks.library.instruments import check_instrument, instrument_values, provision_values
from frameworks.library.overviews import OverviewSection
from frameworks.library.reading import Document
from frameworks.library.relations import check_relations, write_relations
from frameworks.library.writing import Changes, day, remove, sync, sync_rows, upsert
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
from frameworks.models.framework import OWN_PREFIX, FrameworkKind

LIBRARY = Path(__file__).parent


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
            check_memberships(context, document)

    def write(self, context: Context, changes: Changes) -> None:
        """Make actors and memberships those of the file; an actor in use stays."""
        files = [document.data for document in context.documents["actors"]]
        actors = [_actor_values(entry) for data in files for entry in data["actors"]]
        sync_rows(Actor.objects.all(), ("id",), actors, changes, remove_others=False)
        key = ("organisation_id", "member_id", "starts_on")
        terms = [_membership_values(row) for data in files for row in data.get("memberships", [])]
        sync_rows(ActorMembership.objects.all(), key, terms, changes)
        for gone in Actor.objects.exclude(pk__in=context.ids["actor"]):
            remove(gone, changes)


def _actor_values(entry: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": entry["id"],
        "name": entry["name"],
        "kind": entry["kind"],
        "iso": entry.get("iso") or "",
        "starts_on": day(entry.get("from")),
        "ends_on": day(entry.get("until")),
        "note": entry.get("note") or "",
    }


def _membership_values(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "organisation_id": row["organisation"],
        "member_id": row["member"],
        "starts_on": day(row["from"]),
        "ends_on": day(row.get("until")),
        "note": row.get("note") or "",
    }


class InstrumentSection:
    """instruments/*.yaml: one instrument a file, with its provisions."""

    name, order = "instruments", 20

    def paths(self) -> list[Path]:
        """One file an instrument."""
        return sorted((LIBRARY / "instruments").glob("*.yaml"))

    def check(self, context: Context) -> None:
        """Each by itself, then what they do to one another."""
        for document in context.read("instruments", self.paths(), "instrument.json"):
            check_instrument(context, document)
        check_relations(context)

    def write(self, context: Context, changes: Changes) -> None:
        """Upsert instruments and provisions; one whose file is gone goes, or is deprecated if in use."""
        files = [document.data for document in context.documents["instruments"]]
        rows = [{"id": data["id"], **instrument_values(data)} for data in files]
        sync_rows(Instrument.objects.all(), ("id",), rows, changes, remove_others=False)
        clauses = [
            {"instrument_id": data["id"], **provision_values(data["id"], place, entry)}
            for data in files
            for place, entry in enumerate(data["key_provisions"])
        ]
        current = Provision.objects.filter(instrument__in=context.ids["instrument"])
        sync_rows(current, ("id",), clauses, changes)
        write_relations(context, changes)
        for stale in Instrument.objects.exclude(pk__in=context.ids["instrument"]):
            remove(stale, changes)


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
            if data["code"].startswith(OWN_PREFIX):
                context.fault(document, "/code", f"{OWN_PREFIX}… names what people made; choose another code")
            if "dimensions" in data and data.get("kind") != FrameworkKind.REPORT:
                detail = "a doctrine of the Alliance takes the dimensions of the catalogue; only a report has its own"
                context.fault(document, "/dimensions", detail)
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
        if not context.against_rows:
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
        "kind": data.get("kind", FrameworkKind.DOCTRINE),
        "dimensions": data.get("dimensions", []),
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
    parts = (ActorSection(), InstrumentSection(), CatalogueSection(), FrameworkSection(), OverviewSection())
    for section in parts:
        registry.register(section)
    standing.register("frameworks", standing.law_and_yardstick)
