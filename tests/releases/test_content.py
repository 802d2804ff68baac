"""What a release holds: everything that everybody may read, in both forms alike, described; and nothing else."""

from __future__ import annotations

import csv
import hashlib
import json
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from rest_framework.test import APIClient

from cases.research.models import Release
from cases.research.releases.dataset import tables
from natoassess.web.rows import Kind
from natoassess.web.rows.delimited import text_read
from tests.releases.world import CANARY, PUBLIC, REASON, RETRACTED

Whole = tuple[Path, Release]


def lines(root: Path, name: str) -> list[dict[str, Any]]:
    """The rows of a table."""
    return [json.loads(line) for line in (root / f"tables/{name}.jsonl").read_text().splitlines()]


def test_the_sums_are_those_of_the_files(whole: Whole) -> None:
    root, release = whole
    done = subprocess.run(
        ["sha256sum", "-c", "--quiet", "SHA256SUMS"], cwd=root, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    named = {line.partition("  ")[2] for line in (root / "SHA256SUMS").read_text().splitlines()}
    found = {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}
    assert found - named == {"SHA256SUMS", "natoassess-2026.1.zip"}
    assert {entry["path"] for entry in release.files} == named | {"SHA256SUMS"}
    for entry in release.files:
        assert hashlib.sha256((root / entry["path"]).read_bytes()).hexdigest() == entry["sha256"]


def test_both_forms_of_a_table_hold_the_same_rows(whole: Whole) -> None:
    root, release = whole
    for table in tables():
        rows = lines(root, table.name)
        with (root / f"tables/{table.name}.csv").open(newline="", encoding="utf-8") as file:
            header, *cells = csv.reader(file)
        assert header == list(table.columns.names)
        assert len(cells) == len(rows) == (release.entry(table.path("jsonl")) or {})["rows"]
        for row, given in zip(rows, cells, strict=True):
            for column, text in zip(table.columns, given, strict=True):
                value = column.cell(row)
                read = text_read(text) if column.kind is Kind.TEXT else text
                expected = (
                    str(value).lower() if isinstance(value, bool) else str("" if value is None else value)
                )
                assert read == expected, (table.name, column.name)


def test_every_row_answers_to_its_schema_and_stands_in_the_order_of_its_key(whole: Whole) -> None:
    root, _release = whole
    for table in tables():
        schema = json.loads((root / f"schemas/tables/{table.name}.json").read_text())
        Draft202012Validator.check_schema(schema)
        rows = lines(root, table.name)
        validator = Draft202012Validator(schema)
        for row in rows[:: max(1, len(rows) // 150)]:
            assert not (error := next(validator.iter_errors(row), None)), (table.name, error)
        keys = [table.key_of(row) for row in rows]
        assert keys == sorted(set(keys)), table.name


def test_every_column_is_described(whole: Whole) -> None:
    """A column that is not fails here: say what it means where its serializer or table is, with Unit: and Empty:."""
    root, _release = whole
    with (root / "codebook.csv").open(newline="", encoding="utf-8") as file:
        told = {(row["table"], row["column"]): row for row in csv.DictReader(file)}
    columns = [(table.name, name) for table in tables() for name in table.columns.names]
    assert list(told) == columns
    assert len({table for table, _column in columns}) == 26
    wanting = [
        key
        for key, row in told.items()
        if not row["meaning"].endswith(".")
        or (row["may_be_empty"] == "true" and not row["empty_means"].endswith("."))
        or (row["type"] in {Kind.WHOLE, Kind.NUMBER} and not row["unit"])
    ]
    assert not wanting


@pytest.mark.usefixtures("library")
def test_the_tables_hold_what_the_lists_hold(whole: Whole, api_client: APIClient) -> None:
    """As many rows as an anonymous reader of the API finds in the library, beside the one public scenario."""
    root, _release = whole
    for name in (
        "actors",
        "instruments",
        "provisions",
        "facts",
        "criteria",
        "sovereignty",
        "tests",
        "frameworks",
    ):
        assert len(lines(root, name)) == api_client.get(f"/api/v1/{name}/").json()["count"], name
    for name in ("cases", "phases", "assessments"):
        assert len(lines(root, name)) == api_client.get(f"/api/v1/{name}/").json()["count"] + 1, name
    row = api_client.get("/api/v1/provisions/unsc-1973%23op4/").json()
    assert row in lines(root, "provisions")


def test_what_nobody_may_read_is_nowhere(whole: Whole) -> None:
    """User names, mail addresses, drafts, what teams keep to themselves, notes of reviewers, own frameworks."""
    root, _release = whole
    for path in root.rglob("*"):
        if path.is_file() and path.suffix != ".zip":
            assert CANARY.encode() not in path.read_bytes().lower(), path
    with zipfile.ZipFile(root / "natoassess-2026.1.zip") as zipped:
        assert not any(CANARY.encode() in zipped.read(name).lower() for name in zipped.namelist())


def test_what_everybody_may_read_is_there(whole: Whole) -> None:
    root, _release = whole
    (shown,) = (row for row in lines(root, "assessments") if row["publication"])
    number = shown["publication"]
    assert (shown["title"], shown["author"], shown["name"]) == (PUBLIC, "Ada Public", number)
    (found,) = (row for row in lines(root, "findings") if row["assessment"] == number)
    assert (found["part"], found["code"], found["value"]) == ("facts", "uses_force", "yes")
    (used,) = (row for row in lines(root, "evidence") if row["assessment"] == number)
    assert used["citation"] == f"{PUBLIC}: a report"
    document, *others = (root / "documents/publications.jsonl").read_text().splitlines()
    assert json.loads(document)["number"] == number
    assert not others, "what was retracted is a tombstone alone"
    states = {row["title"]: (row["state"], row["result"] is None) for row in lines(root, "publications")}
    assert states == {PUBLIC: ("current", False), RETRACTED: ("retracted", True)}
    assert REASON not in (root / "tables/publications.jsonl").read_text()


def test_the_citation_is_one_that_programs_read(whole: Whole) -> None:
    """The required keys of CFF 1.2.0, and the types of those that are given."""
    root, _release = whole
    cff = yaml.safe_load((root / "CITATION.cff").read_text())
    assert {"cff-version", "message", "title", "authors"} <= cff.keys()
    assert (cff["cff-version"], cff["type"], cff["version"]) == ("1.2.0", "dataset", "2026.1")
    assert cff["date-released"].isoformat() == "2026-11-23"
    assert cff["authors"] == [{"name": "natoassess contributors"}]
    assert cff["license"] == "CC-BY-4.0"
    assert "CC BY 4.0" in (root / "LICENSE").read_text() and "MIT" not in (root / "LICENSE").read_text()
    assert all(isinstance(word, str) for word in cff["keywords"])


def test_the_archive_says_nothing_of_when_and_where_it_was_made(whole: Whole) -> None:
    root, release = whole
    with zipfile.ZipFile(root / "natoassess-2026.1.zip") as zipped:
        members = zipped.infolist()
        assert [member.filename for member in members] == [
            f"natoassess-2026.1/{entry['path']}" for entry in release.files
        ]
        assert {
            (member.date_time, member.external_attr >> 16, member.create_system) for member in members
        } == {((1980, 1, 1, 0, 0, 0), 0o100644, 3)}
        assert zipped.read("natoassess-2026.1/README.md") == (root / "README.md").read_bytes()
