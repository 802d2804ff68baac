"""What an answer asserts must be on record: each rule with the ledger bare, and with the entry that bears it out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cases.assessments.answer_checks import Library
from cases.assessments.ledger_checks import RULES, check_ledger
from tests.library.documents import assessment, case, context, document, instrument, told

LETTER = {"id": "letter", "kind": "article_51_letter", "on": "2001-02-03", "by": ["freedonia"]}
CONSENT = {"id": "consent", "kind": "consent", "on": "2001-01-20", "by": ["sylvania"]}
REGION = {"id": "region", "kind": "regional_decision", "on": "2001-01-25", "by_name": "the region"}
ALLIANCE = {"id": "alliance", "kind": "alliance_decision", "on": "2001-01-25", "by_name": "the Council"}
RECORD = {"id": "record", "kind": "council_record", "on": "2001-04-01", "by_name": "its President"}
REQUEST = {"id": "request", "kind": "request", "on": "2001-01-30", "by": ["sylvania"]}


def faults(
    folder: Path,
    code: str,
    value: str = "yes",
    *,
    ledger: tuple[dict[str, Any], ...] = (),
    instruments: tuple[dict[str, Any], ...] = (),
    **answer: Any,
) -> list[str]:
    """The faults of an assessment whose fact `code` is `value`, with this ledger and these instruments."""
    data = case(ledger=list(ledger))
    data["phases"][0]["instruments"] = [each["id"] for each in instruments]
    library = Library(
        catalogue=None,
        cases={"sylvania-2001": data},
        instruments={each["id"]: each for each in (*instruments, instrument(id="other"))},
        sources={},
    )
    fact = {"value": value, "why": "Said so.", **answer}
    made = context()
    check_ledger(made, document(folder, "answers", assessment(facts={code: fact})), library)
    return told(made)


@pytest.mark.parametrize("code", [code for code, _values, _rule, _detail in RULES])
def test_nothing_on_record_bears_no_yes(tmp_path: Path, code: str) -> None:
    [fault] = faults(tmp_path, code)
    assert fault.startswith(f"/facts/{code}: {code} is yes, but ")
    assert faults(tmp_path, code, "no") == []


@pytest.mark.parametrize(
    ("code", "entry"),
    [
        ("reported_to_council", LETTER),
        ("reported_to_council", {**LETTER, "on": "2001-01-05"}),
        ("consent_given", CONSENT),
        ("consent_given", {**CONSENT, "until": "2001-02-01"}),
        ("victim_requested_help", REQUEST),
        ("victim_requested_help", CONSENT),
        ("regional_mandate", REGION),
        ("article_5_agreed", ALLIANCE),
        ("alliance_consensus", ALLIANCE),
        ("council_endorsed_afterwards", RECORD),
    ],
)
def test_the_entry_bears_it_out_where_it_is_of_this_phase(
    tmp_path: Path, code: str, entry: dict[str, Any]
) -> None:
    assert faults(tmp_path, code, ledger=(entry,)) == []
    assert faults(tmp_path, code, ledger=({**entry, "phase": "landing"},)) == []
    assert len(faults(tmp_path, code, ledger=({**entry, "phase": "stay"},))) == 1


@pytest.mark.parametrize(
    "entry",
    [
        {**LETTER, "on": "2001-01-01"},
        {**LETTER, "on": "2001-03-04"},
    ],
)
def test_a_letter_of_another_time_is_no_report(tmp_path: Path, entry: dict[str, Any]) -> None:
    """The phase is of February; thirty days about its first day are the widest that counts."""
    assert len(faults(tmp_path, "reported_to_council", ledger=(entry,))) == 1


@pytest.mark.parametrize("value", ["yes", "contested"])
@pytest.mark.parametrize("entry", [{**CONSENT, "on": "2001-02-02"}, {**CONSENT, "until": "2001-01-31"}])
def test_consent_covers_the_day_of_the_law(tmp_path: Path, value: str, entry: dict[str, Any]) -> None:
    assert len(faults(tmp_path, "consent_given", value, ledger=(entry,))) == 1


def test_an_authority_is_in_force_on_the_day(tmp_path: Path) -> None:
    """Listed by the phase, and neither lapsed nor still to come."""
    code = "council_authorises_force"
    assert faults(tmp_path, code, instruments=(instrument(),)) == []
    lapsed = instrument(in_force_until="2001-01-31")
    assert len(faults(tmp_path, code, instruments=(lapsed,))) == 1
    to_come = instrument(in_force_from="2001-02-02")
    assert len(faults(tmp_path, code, instruments=(to_come,))) == 1
    never = instrument(in_force_from=None, kind="draft resolution, not adopted")
    assert len(faults(tmp_path, code, instruments=(never,))) == 1
    permits = instrument(key_provisions=[{"slug": "op1", "effect": "permits"}])
    assert len(faults(tmp_path, code, instruments=(permits,))) == 1


def test_a_threat_is_determined_in_a_clause(tmp_path: Path) -> None:
    code = "council_threat_determination"
    assert faults(tmp_path, code, instruments=(instrument(),)) == []
    silent = instrument(key_provisions=[{"slug": "op1", "effect": "authorises", "determines": None}])
    assert len(faults(tmp_path, code, instruments=(silent,))) == 1


def test_a_blocked_council_has_a_vetoed_draft_or_a_reason_why_none_was_tabled(tmp_path: Path) -> None:
    code = "council_blocked"
    vetoed = instrument(vote={"for": 9, "against": 2, "outcome": "veto"})
    assert faults(tmp_path, code, instruments=(vetoed,)) == []
    assert len(faults(tmp_path, code, instruments=(instrument(),))) == 1
    assert faults(tmp_path, code, why="No text was tabled: two members said that they would veto it.") == []


def test_an_endorsement_is_a_clause_of_the_council_that_the_answer_names(tmp_path: Path) -> None:
    code = "council_endorsed_afterwards"
    assert faults(tmp_path, code, provisions=["other#op1"]) == []
    assert len(faults(tmp_path, code, provisions=["charter#art-51"])) == 1
