"""manage.py check_library on spoiled copies: file, line, what is wrong; errors end with 1."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.library.conftest import Spoil

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def check(*options: str) -> tuple[str, bool]:
    """What the command printed, and whether it failed."""
    out = StringIO()
    try:
        call_command("check_library", *options, stdout=out)
    except CommandError as error:
        return f"{out.getvalue()}\n{error}", True
    return out.getvalue(), False


def test_the_library_is_clean() -> None:
    """No error and no notice in what is shipped."""
    printed, failed = check("--strict")
    assert not failed, printed
    assert "0 errors, 0 notices" in printed


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        # Uncited values.
        (
            "law/instruments/sc-1952.yaml",
            'source: "docslib.org 4368052 and vdocuments.mx: contents of NATO Strategy Documents 1949-1969 (Pedlow)"',
            "source: null",
            "confidence is verified, but no source is named",
        ),
        (
            "cases/kosovo-1999.yaml",
            "phase: threat-of-force, provision: null, source: hrw-2000, known: verified",
            "phase: threat-of-force, provision: null, source: null, known: verified",
            "uncited",
        ),
        ("cases/kosovo-1999.yaml", "target: fr-yugoslavia", "target: atlantis", "no actor has the id atlantis"),
        # Dangling references.
        ("law/instruments/sc-2022.yaml", "to: sc-2010", "to: sc-2011", "did you mean sc-2010?"),
        ("law/instruments/unsc-1973.yaml", "ended_by: unsc-2016", "ended_by: unsc-2017", "unsc-2017"),
        # Periods that overlap, run backwards or leave the life of their actor.
        (
            "law/actors.yaml",
            "member: egypt, from: 1949-01-01",
            "member: egypt, from: 1946-06-01",
            "egypt is a member of un-security-council already",
        ),
        (
            "law/actors.yaml",
            "member: greece, from: 1952-02-18, until: null",
            "member: greece, from: 1952-02-18, until: 1951-02-18",
            "ends on 1951-02-18, before it begins on 1952-02-18",
        ),
        (
            "law/actors.yaml",
            "member: belgium, from: 1949-08-24",
            "member: belgium, from: 1949-04-04",
            "begins before NATO does",
        ),
        # Votes.
        ("law/instruments/unsc-1973.yaml", "abstain: 5", "abstain: 4", "add up to 14, the Council had 15"),
        (
            "law/instruments/unsc-1973.yaml",
            "abstaining: [Brazil,",
            "abstaining: [Italy,",
            "Italy was not a member of the Council on 2011-03-17",
        ),
        (
            "law/instruments/unsc-1973.yaml",
            "abstaining: [Brazil,",
            "abstaining: [Portugal,",
            "Portugal is named twice",
        ),
        (
            "law/instruments/unsc-1973.yaml",
            "abstaining: [Brazil,",
            "abstaining: [Brasil,",
            "no actor is called Brasil",
        ),
        ("law/instruments/unsc-2623.yaml", "procedural: true", "procedural: false", "adopted against the vote of"),
        # Relations that contradict dates.
        ("law/instruments/sc-2010.yaml", "supersedes\n    to: sc-1999", "supersedes\n    to: sc-2022", "younger"),
        ("law/instruments/sc-2022.yaml", "to: sc-2010", "to: sc-1991", "whose last day in force was 1999-04-23"),
        # Authorities.
        ("law/instruments/unsc-678.yaml", "effect: obliges", "effect: authorises", "no authority says whom"),
        # Overviews.
        ("law/concepts.yaml", "sc-1991#para-20", "sc-1991#para-99", "sc-1991#para-99"),
        ("law/ladder.yaml", "facts: [uses_force", "facts: [uses_forse", "the catalogue has no fact uses_forse"),
        ("law/organisations.yaml", "  - {id: limits,", "  - {id: bounds,", "no cell bounds"),
    ],
)  # fmt: skip
def test_a_fault_is_found_with_its_place(spoil: Spoil, file: str, old: str, new: str, words: str) -> None:
    """Each spoiled copy yields the fault meant, in the file that was spoiled."""
    path = spoil(file, old, new)
    printed, failed = check("--quiet")
    assert failed
    lines = [line for line in printed.splitlines() if words in line]
    assert lines, printed
    assert all(": error: " in line for line in lines)
    assert any(path.name in line for line in lines)


def test_the_line_is_that_of_the_fault(spoil: Spoil) -> None:
    path = spoil("law/instruments/unsc-1973.yaml", "[Brazil, China", "[Italy, China")
    text = path.read_text(encoding="utf-8")
    line = 1 + text[: text.index("[Italy")].count("\n")
    printed, _failed = check()
    assert f"unsc-1973.yaml:{line}: error: Italy" in printed


def test_a_notice_fails_only_where_it_is_asked_to(spoil: Spoil) -> None:
    """What ends something whose end nobody recorded can be loaded, but should be looked at."""
    spoil("law/instruments/sc-2022.yaml", "to: sc-2010", "to: sc-2010#para-2")
    spoil("law/instruments/sc-2010.yaml", "in_force_until: 2022-06-28", "in_force_until: null")
    spoil("law/instruments/sc-2010.yaml", "ended_by: sc-2022", "ended_by: null")
    printed, failed = check()
    assert "notice: supersedes sc-2010#para-2, of which no last day in force is recorded" in printed
    assert not failed, printed
    assert check("--strict")[1]
