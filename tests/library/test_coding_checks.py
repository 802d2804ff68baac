"""The rules for the codings of a phase: whole, and every difference settled with a reason."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from cases.assessments.answer_checks import Library
from cases.assessments.coding_checks import check_codings
from frameworks.library.context import Context
from tests.library.documents import CATALOGUE, assessment, context, document, noticed, told


def coding(name: str, *, force: str = "yes", restraint: int = 3) -> dict[str, Any]:
    """One coding; as it stands it agrees with the reference assessment."""
    return {
        "id": name,
        "facts": {"uses_force": force},
        "ratings": {"restraint": {"level": restraint}},
        "sovereignty": {"territory": {"level": 1}},
    }


def checked(folder: Path, codings: list[dict[str, Any]], settled: list[dict[str, Any]]) -> Context:
    """The checking of one file of codings."""
    made = context()
    library = Library(catalogue=CATALOGUE, cases={}, instruments={}, sources={})
    data = {"assessment": "ref-sylvania", "codings": codings, "settled": settled}
    check_codings(made, document(folder, "codings", data), assessment(), library)
    return made


def test_codings_that_agree_need_nothing(tmp_path: Path) -> None:
    made = checked(tmp_path, [coding("first"), coding("second")], [])
    assert told(made) == []
    assert noticed(made) == []


def test_a_difference_between_codings_is_settled(tmp_path: Path) -> None:
    apart = [coding("first"), coding("second", force="contested")]
    [fault] = told(checked(tmp_path, apart, []))
    assert fault.startswith("/settled: the codings differ on uses_force")
    reason = [{"questions": ["uses_force"], "why": "The first is followed: shots were fired."}]
    assert told(checked(tmp_path, apart, reason)) == []


def test_a_difference_from_the_assessment_is_settled_too(tmp_path: Path) -> None:
    """Both coders agree, and the assessment says something else."""
    [fault] = told(checked(tmp_path, [coding("first", restraint=2), coding("second", restraint=2)], []))
    assert fault.startswith("/settled: the codings differ on restraint")


def test_what_is_settled_without_need_twice_or_of_nothing(tmp_path: Path) -> None:
    apart = [coding("first"), coding("second", force="no")]
    once = {"questions": ["uses_force"], "why": "Shots."}
    for extra, words in (
        ({"questions": ["territory"], "why": "A beach."}, "agree on territory; nothing is to be settled"),
        ({"questions": ["uses_force"], "why": "Again."}, "uses_force is settled twice"),
        ({"questions": ["sings"], "why": "No word."}, "the assessment has no question sings"),
    ):
        [fault] = told(checked(tmp_path, apart, [once, extra]))
        assert fault.startswith("/settled/1/questions/0: ")
        assert words in fault


def test_a_coding_is_whole_and_makes_nothing_up(tmp_path: Path) -> None:
    second = coding("second")
    del second["sovereignty"]["territory"]
    second["ratings"]["charm"] = {"level": 4}
    made = checked(tmp_path, [coding("first"), second], [])
    assert [fault for fault in told(made) if fault.startswith("/codings/1")] == [
        "/codings/1/ratings/charm: the catalogue has no charm",
        "/codings/1/sovereignty: territory has no answer; answer it, or say that it is unknown and why",
    ]


def test_two_codings_have_two_names(tmp_path: Path) -> None:
    [fault] = told(checked(tmp_path, [coding("first"), coding("first")], []))
    assert fault.startswith("/codings/1/id: a coding is called first already")


def test_one_coding_is_noticed(tmp_path: Path) -> None:
    made = checked(tmp_path, [coding("first")], [])
    assert told(made) == []
    assert noticed(made) == [
        "/codings: one coding only; have the phase coded again by somebody who has not seen it"
    ]
