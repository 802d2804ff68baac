"""The rules for the answers of a reference assessment, each by itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cases.assessments.answer_checks import Library, check_answers, check_left_over
from frameworks.library.context import Context
from tests.library.documents import (
    CATALOGUE,
    assessment,
    case,
    context,
    document,
    instrument,
    noticed,
    told,
)


def checked(folder: Path, data: dict[str, Any], reliability: str = "B") -> Context:
    """The checking of one assessment, by a catalogue of three questions and a source of that reliability."""
    made = context()
    made.ids["source"].add("sylvania-2001/report")
    library = Library(
        catalogue=CATALOGUE,
        cases={"sylvania-2001": case()},
        instruments={"res-1": instrument()},
        sources={"sylvania-2001/report": reliability},
    )
    check_answers(made, document(folder, "sylvania-2001.landing", data), library)
    return made


def answer(part: str, code: str, **values: Any) -> Callable[[dict[str, Any]], None]:
    """Change one answer; None takes a key away."""

    def change(data: dict[str, Any]) -> None:
        kept = {**data[part].get(code, {}), **values}
        data[part][code] = {name: value for name, value in kept.items() if value is not None}

    return change


def unanswered(data: dict[str, Any]) -> None:
    del data["sovereignty"]["territory"]


def test_whole_answers_have_no_fault(tmp_path: Path) -> None:
    made = checked(tmp_path, assessment())
    assert told(made) == []
    assert noticed(made) == []


@pytest.mark.parametrize(
    ("spoil", "where", "words"),
    [
        (unanswered, "/sovereignty", "territory has no answer"),
        (
            answer("facts", "sings", value="unknown", why="No word."),
            "/facts/sings",
            "the catalogue has no sings",
        ),
        (answer("facts", "uses_force", why="  "), "/facts/uses_force/why", "no reason is given"),
        (answer("facts", "uses_force", evidence=[]), "/facts/uses_force", "no evidence"),
        (answer("sovereignty", "territory", evidence=None), "/sovereignty/territory", "no evidence"),
        (
            answer("facts", "uses_force", evidence=[{"source": "report"}]),
            "/facts/uses_force/evidence/0",
            "needs a credibility from 1 to 6",
        ),
        (
            answer("facts", "uses_force", evidence=[{"source": "diary", "credibility": 1}]),
            "/facts/uses_force/evidence/0/source",
            "no source has the id sylvania-2001/diary",
        ),
        (
            answer(
                "facts", "uses_force", evidence=[{"source": "report", "credibility": 1, "reliability": "A"}]
            ),
            "/facts/uses_force/evidence/0/reliability",
            "the case grades this source B",
        ),
        (
            answer("ratings", "restraint", evidence=[{"source": "report", "credibility": 3}]),
            "/ratings/restraint/confidence",
            "confidence is high, but the best evidence allows moderate",
        ),
        (
            answer("ratings", "restraint", evidence=[{"source": "report", "credibility": 6}]),
            "/ratings/restraint",
            "no item of evidence can be judged",
        ),
        (answer("ratings", "restraint", confidence=None), "/ratings/restraint", "no confidence"),
        (answer("ratings", "restraint", level="na"), "/ratings/restraint", "restraint applies to every phase"),
        (
            answer("facts", "uses_force", provisions=["res-2#op1"]),
            "/facts/uses_force/provisions/0",
            "did you mean res-1#op1?",
        ),
    ],
)  # fmt: skip
def test_one_thing_wrong_is_one_fault(
    tmp_path: Path, spoil: Callable[[dict[str, Any]], None], where: str, words: str
) -> None:
    data = assessment()
    spoil(data)
    [fault] = told(checked(tmp_path, data))
    assert fault.startswith(f"{where}: ")
    assert words in fault


def test_a_source_of_the_third_rank_bears_no_high_confidence(tmp_path: Path) -> None:
    [fault] = told(checked(tmp_path, assessment(), reliability="C"))
    assert fault.startswith("/ratings/restraint/confidence: confidence is high")


def test_the_unknown_needs_no_evidence(tmp_path: Path) -> None:
    data = assessment()
    answer("facts", "uses_force", value="unknown", evidence=None)(data)
    answer("ratings", "restraint", level="unknown", evidence=None, confidence=None)(data)
    assert told(checked(tmp_path, data)) == []


def test_law_that_came_later_is_noticed_where_an_answer_rests_on_it(tmp_path: Path) -> None:
    """An answer no rests on nothing; one yes does."""
    data = assessment(as_of="2001-01-14")
    answer("facts", "uses_force", provisions=["res-1#op1"])(data)
    [notice] = noticed(checked(tmp_path, data))
    assert notice.startswith("/facts/uses_force/provisions/0: res-1#op1 was not in force on 2001-01-14")
    answer("facts", "uses_force", value="no")(data)
    assert noticed(checked(tmp_path, data)) == []


def test_a_source_that_nothing_uses_and_a_phase_without_its_assessment(tmp_path: Path) -> None:
    made = context()
    data = case()
    data["sources"].append({"id": "diary", "reliability": "C"})
    made.documents["cases"].append(document(tmp_path, "sylvania-2001", data))
    made.documents["assessments"].append(document(tmp_path, "sylvania-2001.landing", assessment()))
    check_left_over(made)
    assert told(made) == [
        "/phases/1/reference: reference is true, but no assessment is kept; mend the one or the other"
    ]
    assert noticed(made) == [
        "/sources/1: diary is never used; cite it in the record or as evidence, or drop it"
    ]
