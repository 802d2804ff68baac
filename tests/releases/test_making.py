"""Making a release: whole or not at all, once, and the same bytes from the same data."""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone, translation

from cases.research.models import Release
from cases.research.releases import judged
from cases.research.releases.dataset import tables
from cases.research.releases.making import ReleaseInvalid, release_make
from frameworks.models import Catalogue, Fact, LegalTest
from natoassess.web.audit.models import AuditEntry
from natoassess.web.frozen import Frozen
from tests.releases.conftest import DAY, Making


def sums(shelf: Path, name: str = "2026.1") -> dict[str, str]:
    """SHA256SUMS by path."""
    pairs = (line.partition("  ") for line in (shelf / name / "SHA256SUMS").read_text().splitlines())
    return {path: digest for digest, _blanks, path in pairs}


def test_the_same_data_give_the_same_bytes(make: Making, shelf: Path) -> None:
    """Elsewhere, in another language, from rows that lie in another order. The round trip of backups does the same
    from one database to the other."""
    make()
    first = sums(shelf)
    shelf.rename(shelf.with_name("first"))
    Release.objects.all()._raw_delete("default")
    test = LegalTest.objects.first()
    assert test is not None
    held = LegalTest.objects.filter(pk=test.pk).values().get()
    test.delete()
    LegalTest.objects.create(**held | {"id": None})
    with timezone.override("Pacific/Kiritimati"), translation.override("de"):
        make()
    assert sums(shelf) == first


def test_a_release_is_made_once_and_again_only_to_the_same_bytes(make: Making, shelf: Path) -> None:
    release = make()
    again = release_make(name="2026.1")
    assert (again.is_new, again.release) == (False, release)
    Fact.objects.filter(code="uses_force").update(label="Another label")
    before = {path: path.read_bytes() for path in shelf.rglob("*") if path.is_file()}
    with pytest.raises(ReleaseInvalid, match=r"other bytes in .*tables/facts.csv.*next number"):
        make()
    assert {path: path.read_bytes() for path in shelf.rglob("*") if path.is_file()} == before
    assert Release.objects.count() == 1
    assert AuditEntry.objects.filter(action="release.made").count() == 1


def test_the_next_release_says_what_changed(make: Making, shelf: Path) -> None:
    """By key in CHANGES.json, in numbers in the row; the first release stays as it was."""
    Fact.objects.create(catalogue=Catalogue.objects.create(version=99), code="old", position=0)
    make()
    before = sums(shelf)
    Fact.objects.filter(code="uses_force").update(label="Another label")
    Fact.objects.filter(catalogue__version=99).delete()
    second = make("2026.2")
    assert second.since == "2026.1"
    assert second.changes == {
        "facts": {"added": 0, "changed": 1, "removed": 1},
    }
    told = json.loads((shelf / "2026.2/CHANGES.json").read_text())
    assert told["since"] == "2026.1"
    assert told["tables"]["facts"] == {
        "added": [],
        "changed": [[1, "uses_force"]],
        "removed": [[99, "old"]],
    }
    assert sums(shelf) == before
    call_command("check_release", stdout=StringIO())


@pytest.mark.parametrize(
    "name", ["2026", "2026.0", "26.1", "2026.1/..", "2026.01", "", "2026.1\n", "２０２６.1"]
)
def test_a_name_is_a_year_and_a_number(few: None, shelf: Path, name: str) -> None:
    with pytest.raises(ReleaseInvalid, match="year and number"):
        release_make(name=name)
    assert not shelf.exists()


def test_a_doi_is_one(few: None) -> None:
    with pytest.raises(CommandError, match=r"10\.5281/zenodo"):
        call_command("make_release", "2026.1", "--doi", "https://doi.org/10.5281/zenodo.1")


def test_what_fails_halfway_leaves_nothing(few: None, shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> Iterator[dict[str, str]]:
        yield {"assessment": "one"}
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(judged, "evaluations", broken)
    with pytest.raises(ReleaseInvalid, match="No space left"):
        release_make(name="2026.1", day=DAY)
    assert not shelf.exists()
    assert not list(shelf.with_name("releases.part").iterdir())
    assert not Release.objects.exists()


def test_a_row_that_no_column_describes_is_not_released(library: None) -> None:
    (table, *_others) = tables()
    with pytest.raises(ValueError, match="mail"):
        table.line({**next(table.rows()), "mail": "someone@example.org"})


def test_nothing_changes_a_release(make: Making) -> None:
    release = make()
    release.doi = "10.5281/zenodo.1"
    for change in (release.save, release.delete, Release.objects.all().delete):
        with pytest.raises(Frozen):
            change()
    with pytest.raises(Frozen):
        Release.objects.update(doi="10.5281/zenodo.1")


def test_the_check_names_every_fault(make: Making, shelf: Path) -> None:
    make()
    root = shelf / "2026.1"
    table, schema = root / "tables/facts.csv", root / "schemas/scenario.json"
    table.write_bytes(table.read_bytes().replace(b"yes", b"no!", 1) + b"x")
    schema.unlink()
    (root / "tables/more.csv").write_text("more")
    with pytest.raises(CommandError) as caught:
        call_command("check_release", "2026.1")
    assert str(caught.value).splitlines()[:3] == [
        "2026.1: schemas/scenario.json: is missing",
        "2026.1: tables/facts.csv: is damaged, its checksum differs",
        "2026.1: tables/more.csv: is no file of the release",
    ]
    with pytest.raises(CommandError, match=r"no release 2027\.1"):
        call_command("check_release", "2027.1")
