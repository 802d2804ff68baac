"""Making a release: everything that everybody may read, frozen as files. Whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from cases.assessments.scenario_schema import SCENARIO_SCHEMA
from cases.research.models import Release
from cases.research.models.release import DOI, NAME
from cases.research.releases import judged, texts, yardstick
from cases.research.releases.changes import Changed, changes_since, counts
from cases.research.releases.dataset import tables
from cases.research.releases.folder import File, Folder, archive_name, put, unfinished
from cases.research.releases.schemas import CODEBOOK, codebook_rows, row_schema
from cases.research.releases.tables import Table, json_pages, json_text
from frameworks.library.sections import LIBRARY
from frameworks.models import LibraryEdition
from frameworks.services import ENGINE_VERSION
from natoassess.web.audit.services import record
from natoassess.web.rows import FORMS, Columns
from natoassess.web.snapshots import one_snapshot

CSV = FORMS["csv"]


class ReleaseInvalid(Exception):
    """A release that cannot be made: says why, and what to do."""


@dataclass(frozen=True)
class Made:
    """A release, and whether it was made now or stood there already with the same bytes."""

    release: Release
    is_new: bool


def release_make(*, name: str, day: date | None = None, doi: str = "") -> Made:
    """Freeze the public data of this moment under `name`.

    `day` is the date-released of the citation: today in UTC, or that of the release of this name where there is one.
    Raises ReleaseInvalid for a bad name or DOI, or where a release of this name holds other bytes.
    """
    _check(name, doi)
    known = Release.objects.filter(name=name).first()
    before = Release.objects.filter(name=known.since).first() if known else Release.objects.first()
    since = before.name if before else ""
    day = day or (known.day if known else timezone.now().astimezone(UTC).date())
    doi = doi or (known.doi if known else "")
    with unfinished() as root:
        folder = Folder(root)
        try:
            # Read from one state of the database; the row is written afterwards, in a transaction of its own.
            with translation.override("en"), timezone.override(UTC), one_snapshot():
                edition = LibraryEdition.objects.first()
                changed = _write(folder, name, day, doi, since)
            files, archive = folder.finish(archive_name(name))
        except OSError as error:
            raise ReleaseInvalid(f"The files cannot be written or read: {error}.") from error
        if known:
            _refuse_other_bytes(known, files)
            return Made(known, is_new=False)
        release = Release(
            name=name,
            day=day,
            edition=edition.digest if edition else "",
            engine=ENGINE_VERSION,
            doi=doi,
            files=files,
            archive=archive,
            since=since,
            changes=counts(changed),
        )
        _keep(release, root)
    return Made(release, is_new=True)


def _check(name: str, doi: str) -> None:
    try:
        NAME(name)
        if doi:
            DOI(doi)
    except ValidationError as error:
        raise ReleaseInvalid(" ".join(error.messages)) from error


def _refuse_other_bytes(known: Release, files: list[File]) -> None:
    was = {entry["path"]: entry["sha256"] for entry in known.files}
    now = {entry["path"]: entry["sha256"] for entry in files}
    differing = sorted(path for path in was.keys() | now.keys() if was.get(path) != now.get(path))
    differing = [path for path in differing if path != "SHA256SUMS"]
    if differing:
        more = f" and {len(differing) - 5} more" if len(differing) > 5 else ""
        raise ReleaseInvalid(
            f"Release {known.name} was made on {known.made_at:%Y-%m-%d} with other bytes in "
            f"{', '.join(differing[:5])}{more}. A release never changes: give this one the next number."
        )


def _keep(release: Release, root: Path) -> None:
    """The row and the folder, both or neither: what lies there without a row is nobody's release."""
    try:
        with transaction.atomic():
            release.save()
            record(actor=None, action="release.made", subject=release, detail={"name": release.name})
            put(root, release.name)
    except IntegrityError as error:
        raise ReleaseInvalid(
            f"Somebody made release {release.name} at the same time; nothing was written."
        ) from error


def _write(folder: Folder, name: str, day: date, doi: str, since: str) -> dict[str, Changed]:
    """Every file but the sums and the ZIP; returns what changed since the release before."""
    every = tables()
    for table in every:
        _write_table(folder, table.path, table.meaning, table.columns, map(table.line, table.rows()))
    meaning = "Every column of every table: what it means, its kind, whether it may be empty."
    _write_table(folder, "codebook.{}".format, meaning, CODEBOOK, map(json_text, codebook_rows(every)))
    _write_lines(
        folder,
        "documents/evaluations.jsonl",
        "Of each assessment the answers as the engine took them, and the whole evaluation.",
        map(json_text, judged.evaluations()),
    )
    _write_lines(
        folder,
        "documents/publications.jsonl",
        "The whole document of each publication, as its content_sha256 was taken.",
        map(json_text, judged.documents()),
    )
    for path, about, content in (*yardstick.files(), *_schemas(every)):
        folder.text(path, about, json_pages(content))
    changed = changes_since(since, folder.root, every)
    whole = json_pages({"since": since or None, "tables": changed})
    folder.text(
        "CHANGES.json", "The keys of the rows added, changed and removed since the release before.", whole
    )
    folder.text("CITATION.cff", "How the release is cited, for programs.", texts.citation_cff(name, day, doi))
    folder.text("LICENSE", "The licence of the data.", texts.licence())
    folder.text(
        "README.md",
        "What the files are, how they are read, cited and verified.",
        texts.readme(name, day, every, folder.files, doi),
    )
    return changed


def _write_table(
    folder: Folder, path: Callable[[str], str], about: str, columns: Columns, lines: Iterable[str]
) -> None:
    """JSON Lines, then CSV from the lines, so that both hold the same."""
    rows = _write_lines(folder, path("jsonl"), about, lines)
    with (folder.root / path("jsonl")).open(encoding="utf-8", newline="\n") as written:
        folder.write(path("csv"), about, CSV.write(columns, map(json.loads, written)), rows=rows)


def _write_lines(folder: Folder, path: str, about: str, lines: Iterable[str]) -> int:
    """The lines, as they come; returns how many there were."""
    count = 0

    def counted() -> Iterator[bytes]:
        nonlocal count
        for line in lines:
            count += 1
            yield f"{line}\n".encode()

    entry = folder.write(path, about, counted())
    entry["rows"] = count
    return count


def _schemas(every: list[Table]) -> Iterator[tuple[str, str, Any]]:
    """Of the rows of each table, of the library files, of a scenario file."""
    for table in every:
        yield f"schemas/tables/{table.name}.json", f"A row of {table.name}.", row_schema(table)
    for path in sorted((LIBRARY / "schemas").glob("*.json")):
        about = f"A library file: {path.stem}."
        yield f"schemas/library/{path.name}", about, json.loads(path.read_text(encoding="utf-8"))
    yield "schemas/scenario.json", "A scenario file.", SCENARIO_SCHEMA
