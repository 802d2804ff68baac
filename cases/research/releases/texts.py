"""The texts of a release: README.md, LICENSE and CITATION.cff, and how it is cited."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from cases.assessments.reports.citing import LICENCE
from cases.research.citations import release_cited
from cases.research.releases.folder import File
from cases.research.releases.tables import Table
from natoassess.web.citations import Citation, oscola_line

TITLE = "natoassess: law, cases and assessments of international interventions"
AUTHORS = "natoassess contributors"
ABSTRACT = (
    "The law on international interventions as dated clauses, historical cases with their records, the yardstick of "
    "natoassess in all its versions, and published assessments of legality, legitimacy and sovereignty impact with "
    "every answer, its reason and its evidence."
)


def citation_cff(name: str, day: date, doi: str) -> str:
    """CITATION.cff after the Citation File Format 1.2.0."""
    lines = [
        "cff-version: 1.2.0",
        'message: "Cite the release that you used, by its version."',
        "type: dataset",
        f'title: "{TITLE}"',
        f'version: "{name}"',
        f"date-released: {day.isoformat()}",
        "authors:",
        f'  - name: "{AUTHORS}"',
        "license: CC-BY-4.0",
        f'abstract: "{ABSTRACT}"',
        "keywords:",
        *(
            f"  - {word}"
            for word in ("international law", "use of force", "intervention", "sovereignty", "NATO")
        ),
        *([f"doi: {doi}"] if doi else []),
    ]
    return "\n".join(lines) + "\n"


def release_record(name: str, day: date, *, doi: str, url: str, checksum: str = "") -> Citation:
    """A release as it is cited, by its DOI where it has one. `checksum`: the SHA-256 of its archive."""
    return release_cited(
        name=name, title=TITLE, authors=(AUTHORS,), day=day, url=url, doi=doi, checksum=checksum
    )


def licence() -> str:
    """LICENSE: that of the library, and what it does not cover."""
    return (
        "The library of natoassess (law, yardstick, cases, reference assessments, codings) and the files made of it\n"
        "are licensed under Creative Commons Attribution 4.0 International (CC BY 4.0),\n"
        f'{LICENCE} ; attribute them to "natoassess".\n\n'
        "Assessments that people published under a number (NA-…) are theirs. They stand here as they were published\n"
        "for everybody to read: cite them by number and authors, and ask their authors before you use their texts\n"
        "otherwise than the law on quotation allows.\n\n"
        "Not legal advice. Not affiliated with NATO or the United Nations. No classified material.\n"
    )


def readme(name: str, day: date, tables: Sequence[Table], files: Sequence[File], doi: str) -> str:
    """README.md: what the files are, how they are read, cited and verified."""
    rows = {entry["path"]: entry["rows"] for entry in files}
    listed = "\n".join(
        f"| {table.name} | {rows[table.path('jsonl')]:,} | {', '.join(table.key)} | {table.meaning} |"
        for table in tables
    )
    return f"""# natoassess, release {name}

{ABSTRACT}

Frozen on {day.isoformat()}. Nothing in it changes; what is mended stands in a later release.

## Files
- `tables/`: every table as CSV and as JSON Lines, with the same rows, values and columns.
- `codebook.csv`, `codebook.jsonl`: every column of every table: what it means, its kind, whether it may be empty.
- `schemas/tables/`: a JSON Schema (2020-12) of a row of each table; `schemas/library/`: of the library files.
- `catalogue/`, `frameworks/`: the yardstick whole, with what the engine makes of each framework.
- `documents/evaluations.jsonl`: of each assessment the answers as the engine took them and the whole evaluation.
- `documents/publications.jsonl`: the whole document of each publication, as its `content_sha256` was taken.
- `CHANGES.json`: the keys of the rows added, changed and removed since the release before.
- `SHA256SUMS`, `CITATION.cff`, `LICENSE`.

## Tables
| table | rows | key | what it holds |
|---|---|---|---|
{listed}

Rows are ordered by key, texts by code point. Everything is UTF-8. Moments are in UTC.

CSV: an empty cell is null, `""` an empty text; cells of kind JSON hold JSON. A text that begins with = + - @ or an
apostrophe has an apostrophe before it, so that no spreadsheet takes it for a formula; JSON Lines has it as it is.

Left out are numbers and times that say where and when a row was written in one database. Assessments are named by
their library id or by the number of their publication.

## Cite
{oscola_line(release_record(name, day, doi=doi, url=""))}
Add the address from which you have it; CITATION.cff has the same for programs.

One row is cited by release, table and key: natoassess {name}, provisions, unsc-1973#op4.

## Verify
    sha256sum -c SHA256SUMS

The same data give the same files, byte by byte, whichever database they are read from and wherever.
"""
