"""The rules for a case file, each by itself: one thing wrong, one fault, in its place and with the cure."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cases.studies.case_checks import check_case
from frameworks.library.context import Context
from tests.library.documents import case, context, document, noticed, told


def checked(folder: Path, data: dict[str, Any]) -> Context:
    """The checking of one case file."""
    made = context()
    for phase in data["phases"]:
        made.ids["phase"].add(f"{data['id']}/{phase['id']}")
    check_case(made, document(folder, "sylvania-2001", data))
    return made


def test_a_whole_case_has_no_fault(tmp_path: Path) -> None:
    made = checked(tmp_path, case())
    assert told(made) == []
    assert noticed(made) == []


def put(part: str, index: int, **values: Any) -> Callable[[dict[str, Any]], None]:
    """Change values of one entry; None takes the key away."""

    def change(data: dict[str, Any]) -> None:
        row = data[part][index]
        row.update(values)
        for name in [name for name, value in values.items() if value is None]:
            del row[name]

    return change


def drop_last_question(data: dict[str, Any]) -> None:
    data["questions"].pop()


def open_with_no_phase(data: dict[str, Any]) -> None:
    data["opens_with"] = "epilogue"


def name_a_claim_twice(data: dict[str, Any]) -> None:
    data["claims"].append({**data["claims"][0]})


@pytest.mark.parametrize(
    ("spoil", "where", "words"),
    [
        (put("events", 0, source=None), "/events/0", "uncited: name its source, or say known"),
        (put("figures", 0, source=None), "/figures/0", "uncited: name its source, or say known"),
        (put("ledger", 0, source=None), "/ledger/0", "uncited: name its source, or say known"),
        (put("claims", 0, source=None), "/claims/0", "uncited: name the source in which it was made"),
        (put("figures", 0, low=None, best=None), "/figures/0", "a figure without any number"),
        (put("figures", 0, low=13), "/figures/0", "low, best and high must rise"),
        (put("figures", 0, high=11), "/figures/0", "low, best and high must rise"),
        (put("figures", 0, counted_by=" "), "/figures/0/counted_by", "say who counted"),
        (put("events", 0, on="2001-01-31"), "/events/0/on", "lies outside the phase landing"),
        (put("events", 0, on="2001-03-01"), "/events/0/on", "lies outside the phase landing"),
        (put("phases", 1, ends_on="2001-02-27"), "/phases/1/ends_on", "before it begins"),
        (put("phases", 0, starts_on="2001-01-31"), "/phases/0/starts_on", "reaches beyond the case"),
        (put("phases", 0, as_of="2001-03-01"), "/phases/0/as_of", "is not that of a day of the phase"),
        (put("claims", 0, actor="atlantis"), "/claims/0/actor", "no actor has the id atlantis"),
        (put("claims", 0, actor=None), "/claims/0", "a claim names its actor"),
        (put("claims", 1, answers=["c9"]), "/claims/1/answers/0", "no claim of this case has the id c9"),
        (put("claims", 1, answers=["c2"]), "/claims/1/answers/0", "does not answer itself"),
        (put("claims", 1, phase="stay"), "/claims/1/answers/0", "is a claim of the phase landing"),
        (put("claims", 0, answers=["c2"]), "/claims/0/answers", "only an objection answers"),
        (name_a_claim_twice, "/claims/2/id", "claims has c1 already"),
        (put("ledger", 0, until="2001-01-29"), "/ledger/0/until", "before it begins on 2001-01-30"),
        (put("ledger", 0, ended_by="Withdrawal"), "/ledger/0/ended_by", "no last day is given"),
        (put("ledger", 0, by=None), "/ledger/0", "names nobody it comes from"),
        (put("ledger", 0, by=["atlantis"]), "/ledger/0/by/0", "no actor has the id atlantis"),
        (put("ledger", 0, source="letter"), "/ledger/0/source", "no source has the id"),
        (put("ledger", 0, phase="retreat"), "/ledger/0/phase", "no phase has the id"),
        (put("ledger", 0, provision="res-2"), "/ledger/0/provision", "did you mean res-1?"),
        (open_with_no_phase, "/opens_with", "the case has no phase epilogue"),
        (drop_last_question, "/questions", "2 questions for a class; every case has 3"),
    ],
)  # fmt: skip
def test_one_thing_wrong_is_one_fault(
    tmp_path: Path, spoil: Callable[[dict[str, Any]], None], where: str, words: str
) -> None:
    data = case()
    spoil(data)
    [fault] = told(checked(tmp_path, data))
    assert fault.startswith(f"{where}: ")
    assert words in fault


def test_the_line_is_that_of_the_entry(tmp_path: Path) -> None:
    data = case()
    data["ledger"][0]["until"] = "2001-01-29"
    made = checked(tmp_path, data)
    text = (tmp_path / "sylvania-2001.yaml").read_text(encoding="utf-8")
    assert [fault.line for fault in made.faults] == [1 + text[: text.index('"until"')].count("\n")]


@pytest.mark.parametrize("name", ["agreement", "consistency", "timeline"])
def test_a_case_is_not_called_as_a_page(tmp_path: Path, name: str) -> None:
    made = context()
    data = case(id=name, phases=[], events=[], claims=[], ledger=[])
    check_case(made, document(tmp_path, name, data))
    assert told(made) == [f"/id: {name} is the address of a page; choose another id"]


def test_an_objection_that_answers_nothing_is_noticed(tmp_path: Path) -> None:
    data = case()
    del data["claims"][1]["answers"]
    made = checked(tmp_path, data)
    assert told(made) == []
    assert noticed(made) == ["/claims/1: the objection answers nothing; name the claims under answers"]


def test_phases_of_one_time_need_a_reason(tmp_path: Path) -> None:
    """The same actor twice at once, in one operation: noticed. Another operation or other actors are reason enough."""
    data = case()
    data["phases"][1] |= {"starts_on": "2001-02-20", "as_of": "2001-02-20"}
    [notice] = noticed(checked(tmp_path, data))
    assert "overlaps landing, in which freedonia acts too" in notice
    data["phases"][1]["operation"] = "Operation Soup"
    assert noticed(checked(tmp_path, data)) == []
    data["phases"][1] |= {"operation": "Operation Duck", "acting": ["sylvania"]}
    assert noticed(checked(tmp_path, data)) == []
