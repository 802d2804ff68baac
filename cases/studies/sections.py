"""The cases of the library: cases/studies/library/*.yaml."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.db.models import Model, QuerySet

from cases.studies.case_checks import check_case
from cases.studies.models import Case, CaseActor, Claim, Figure, LedgerEntry, Phase, Source
from cases.studies.models.case import CaseKind
from cases.studies.record_rows import (
    RECORD_MODELS,
    actor_values,
    case_values,
    phase_values,
    place_values,
    source_values,
)
from frameworks.library import registry, standing
from frameworks.library.context import Context
from frameworks.library.writing import Changes, remove, sync_rows

LIBRARY = Path(__file__).parent / "library"
Files = list[tuple[Case, dict[str, Any]]]
"""The cases as rows, each with what its file says."""


class CaseSection:
    """One case a file, with its phases and its whole record."""

    name, order = "cases", 50

    def paths(self) -> list[Path]:
        """One file a case."""
        return sorted(LIBRARY.glob("*.yaml"))

    def check(self, context: Context) -> None:
        """Each by itself; and no two phases of the library under one label."""
        labels: dict[str, str] = {}
        for document in context.read("cases", self.paths(), "case.json"):
            for index, phase in enumerate(document.data["phases"]):
                name = f"{document.data['id']}/{phase['id']}"
                context.define("phase", name, document, f"/phases/{index}/id")
                if phase["label"] in labels:
                    detail = f"{labels[phase['label']]} has this label too; give each its own"
                    context.fault(document, f"/phases/{index}/label", detail)
                labels[phase["label"]] = name
            check_case(context, document)

    def write(self, context: Context, changes: Changes) -> None:
        """Bring the cases with all they hold to the state of the files.

        A case whose file is gone goes, or is deprecated if in use.
        """
        documents = [document.data for document in context.documents["cases"]]
        library = Case.objects.filter(owner=None, kind=CaseKind.HISTORICAL)
        rows = sync_rows(library, ("slug",), map(case_values, documents), changes)
        files = list(zip(rows, documents, strict=True))
        actors = [{"case_id": case.pk, **actor_values(n, row)} for case, n, row in _entries(files, "actors")]
        sync_rows(_of(CaseActor, files), ("case_id", "actor_id", "role"), actors, changes)
        _write_records(files, _write_sources(files, changes), _write_phases(files, changes), changes)


def sources_remove_stale(context: Context, changes: Changes) -> None:
    """Remove the sources that the files no longer have, once nothing cites them any more."""
    for document in context.documents["cases"]:
        named = [source["id"] for source in document.data["sources"]]
        for stale in Source.objects.filter(case__slug=document.data["id"]).exclude(slug__in=named):
            remove(stale, changes)


Places = dict[tuple[int, str], int]
"""The key of a phase or source by the key of its case and its id."""


def _write_sources(files: Files, changes: Changes) -> Places:
    """The sources; stale ones stay until nothing cites them."""
    rows = [{"case_id": case.pk, **source_values(n, row)} for case, n, row in _entries(files, "sources")]
    written = sync_rows(_of(Source, files), ("case_id", "slug"), rows, changes, remove_others=False)
    return {(source.case_id, source.slug): source.pk for source in written}


def _write_phases(files: Files, changes: Changes) -> Places:
    """The phases, with who acts in them and which instruments bear on them."""
    entries = list(_entries(files, "phases"))
    rows = [{"case_id": case.pk, **phase_values(n, row)} for case, n, row in entries]
    phases = sync_rows(_of(Phase, files), ("case_id", "slug"), rows, changes)
    told = list(zip(phases, (row for _case, _n, row in entries), strict=True))
    for links, target, part in (
        (Phase.acting.through, "actor_id", "acting"),
        (Phase.instruments.through, "instrument_id", "instruments"),
    ):
        pairs = {(phase.pk, name): None for phase, row in told for name in row.get(part, [])}
        wanted = [{"phase_id": phase, target: name} for phase, name in pairs]
        present: QuerySet[Any] = links._default_manager.filter(phase__in=phases)
        sync_rows(present, ("phase_id", target), wanted, changes)
    return {(phase.case_id, phase.slug): phase.pk for phase in phases}


def _write_records(files: Files, sources: Places, phases: Places, changes: Changes) -> None:
    for model, part, told_by, values_of in RECORD_MODELS:
        rows = [
            {"case_id": case.pk, **place_values(n, row, case.pk, phases, sources), **values_of(row)}
            for case, n, row in _entries(files, part)
        ]
        sync_rows(_of(model, files), ("case_id", told_by), rows, changes)


def _entries(files: Files, part: str) -> Iterable[tuple[Case, int, dict[str, Any]]]:
    """Every entry of one part of every case, with its place in its file."""
    return ((case, n, row) for case, data in files for n, row in enumerate(data.get(part, [])))


def _of(model: type[Model], files: Files) -> QuerySet[Any]:
    """The rows of `model` that belong to these cases."""
    return model._default_manager.filter(case__in=[case for case, _data in files])


def cases_standing() -> dict[str, dict[str, bool]]:
    """The cases of the library that readers find, with their phases and what of their records has an id."""
    library = Case.objects.filter(owner=None, kind=CaseKind.HISTORICAL)
    found = {"case": {slug: not old for slug, old in library.values_list("slug", "deprecated")}}
    for kind, model in (
        ("phase", Phase),
        ("claim", Claim),
        ("figure", Figure),
        ("ledger", LedgerEntry),
        ("source", Source),
    ):
        rows = model._default_manager.filter(case__in=library)
        told = rows.values_list("case__slug", "slug", "case__deprecated")
        found[kind] = {f"{case}/{slug}": not old for case, slug, old in told}
    return found


def register() -> None:
    """Add the cases to the library."""
    registry.register(CaseSection())
    standing.register("studies", cases_standing)
