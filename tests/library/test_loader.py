"""The loader: all or nothing, file and line for each fault, the same files load to nothing."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from frameworks.library.context import LibraryInvalid
from frameworks.library.loading import check_library, load_library
from frameworks.models import Framework, Instrument, LibraryEdition, Provision
from natoassess.web.withdrawals.services import withdrawals
from tests.library.conftest import Spoil

pytestmark = pytest.mark.django_db


def faults_of(caught: pytest.ExceptionInfo[LibraryInvalid]) -> list[str]:
    """The faults as a person reads them."""
    return [str(fault) for fault in caught.value.faults]


def test_the_library_has_no_faults() -> None:
    """What is shipped passes its own checks."""
    assert check_library().faults == []


def test_loading_twice_changes_nothing() -> None:
    """Unchanged files are not even parsed; parsed again by force, no row changes and no edition is made.

    Unless a row was changed by hand: putting it right makes an edition, so that what was read of it is known as old.
    """
    editions = LibraryEdition.objects.count()
    assert load_library().unchanged
    report = load_library(force=True)
    assert not report.unchanged
    assert report.changes.total == 0
    assert LibraryEdition.objects.count() == editions
    Instrument.objects.filter(pk="nat").update(title="Mistyped")
    assert load_library(force=True).changes.total == 1
    assert LibraryEdition.objects.count() == editions + 1


def test_a_changed_file_changes_its_rows_and_says_so(spoil: Spoil) -> None:
    """One word of one provision: one row, named with its field; the edition records it."""
    spoil("law/instruments/unsc-1973.yaml", "slug: op4", "slug: op4\n    notes: Looked at again.")
    report = load_library()
    assert report.changes.total == 0, "a note in the file is no row"
    path = spoil("law/instruments/unsc-1973.yaml", "title: ", "deprecated: true\ntitle: The ")
    report = load_library()
    assert report.changes.changed == {"instrument": 1}
    assert report.changes.names == ["instrument unsc-1973: title, deprecated"]
    assert Instrument.objects.get(pk="unsc-1973").title.startswith("The ")
    assert path.exists()
    told = {(row.kind, row.key, row.how) for row in withdrawals()}
    assert {
        ("instrument", "unsc-1973", "deprecated"),
        ("provision", "unsc-1973#op4", "deprecated"),
    } <= told


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("law/instruments/nat.yaml", "id: nat\n", "id: natt\n", "id and name must agree"),
        ("law/instruments/nat.yaml", "effect: prohibits", "effect: forbids", "'forbids' is not one of"),
        ("law/instruments/nat.yaml", "title:", "titel:", "titel"),
        (
            "law/catalogue.yaml",
            "un-charter#art-2-4",
            "un-charter#art-2-44",
            "did you mean un-charter#art-2-4?",
        ),
        ("law/frameworks/nato-2022.yaml", "concept: sc-2022", "concept: sc-2222", "did you mean sc-2022?"),
        (
            "cases/kosovo-1999.yaml",
            "target: fr-yugoslavia",
            "target: fr-yugoslavya",
            "did you mean fr-yugoslavia?",
        ),
        ("cases/libya-2011.yaml", "provision:unsc-1973#op4", "provision:unsc-1973#op44", "unsc-1973#op44"),
        ("assessments/kosovo-1999.kfor.yaml", "  uses_force:", "  uses_forse:", "uses_force has no answer"),
    ],
)
def test_a_fault_is_named_with_file_and_line_and_nothing_is_written(
    spoil: Spoil, file: str, old: str, new: str, words: str
) -> None:
    """The line is that of the word at fault, or of what holds it."""
    path = spoil(file, old, new)
    provisions = Provision.objects.count()
    with pytest.raises(LibraryInvalid) as caught:
        load_library()
    told = faults_of(caught)
    assert any(words in fault for fault in told), told
    assert all(fault.path == path or fault.line >= 1 for fault in caught.value.faults)
    assert any(fault.path == path for fault in caught.value.faults)
    assert Provision.objects.count() == provisions


def test_the_line_is_the_line_of_the_fault(spoil: Spoil) -> None:
    """A person opens the file there and sees it."""
    path = spoil("law/instruments/unsc-1973.yaml", "effect: authorises", "effect: allows")
    line = 1 + path.read_text(encoding="utf-8").split("effect: allows")[0].count("\n")
    with pytest.raises(LibraryInvalid) as caught:
        load_library()
    assert [(fault.path, fault.line) for fault in caught.value.faults] == [(path, line)]


def test_what_is_not_yaml_is_a_fault_with_a_line(spoil: Spoil) -> None:
    """A stray bracket does not end in a traceback."""
    spoil("law/instruments/nat.yaml", "kind: treaty", "kind: [treaty")
    with pytest.raises(LibraryInvalid) as caught:
        load_library()
    assert caught.value.faults[0].path.name == "nat.yaml"
    assert caught.value.faults[0].line > 1


def test_votes_that_do_not_fill_the_council_are_refused(spoil: Spoil) -> None:
    """Charter art. 27: fifteen seats in 2011."""
    spoil("law/instruments/unsc-1973.yaml", "for: 10", "for: 9")
    with pytest.raises(LibraryInvalid, match="add up to 14, the Council had 15"):
        load_library()


def test_a_period_that_ends_before_it_begins_is_refused(spoil: Spoil) -> None:
    """A provision cannot lapse before it is in force."""
    spoil("law/instruments/unsc-1973.yaml", "in_force_until: 2011-10-31", "in_force_until: 2011-03-01")
    with pytest.raises(LibraryInvalid, match="before it begins"):
        load_library()


def test_a_published_framework_never_changes(spoil: Spoil) -> None:
    """Other bands under the same version: raise the version."""
    spoil("law/frameworks/nato-2022.yaml", "high: 67", "high: 70")
    checksum = Framework.objects.get(code="nato-2022").checksum
    with pytest.raises(LibraryInvalid, match="raise the version"):
        load_library()
    assert Framework.objects.get(code="nato-2022").checksum == checksum


def test_a_rule_changed_under_published_frameworks_is_refused(spoil: Spoil) -> None:
    """The catalogue belongs to every framework that names it."""
    spoil("law/catalogue.yaml", "standing: minority", "standing: settled")
    with pytest.raises(LibraryInvalid) as caught:
        load_library()
    assert sum("raise the version" in fault for fault in faults_of(caught)) == 6


def test_an_instrument_whose_file_is_gone_goes_or_is_deprecated(copy: dict[str, Path], spoil: Spoil) -> None:
    """One that a framework stands on is kept and marked; the id in use is never deleted."""
    from frameworks.library.writing import Changes, remove

    concept = Instrument.objects.get(pk="sc-2022")
    changes = Changes()
    remove(concept, changes)
    concept.refresh_from_db()
    assert concept.deprecated
    assert changes.changed == {"instrument": 1}


def test_the_command_says_what_it_did_and_refuses_in_words(spoil: Spoil) -> None:
    """One line where nothing changed; every fault where something is wrong."""
    out = StringIO()
    call_command("load_library", stdout=out)
    assert "unchanged" in out.getvalue()
    call_command("load_library", "--check", stdout=out)
    assert "no faults" in out.getvalue()
    spoil("law/instruments/nat.yaml", "effect: prohibits", "effect: forbids")
    with pytest.raises(CommandError, match=r"1 faults?, nothing written"):
        call_command("load_library")
