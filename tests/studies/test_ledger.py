"""The authorisation ledger: what bears on authority, told apart and in the order of its days."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from cases.studies.ledger import Ledger, draft_kind, ledger_of, vetoing
from cases.studies.models import Case
from cases.studies.models.record import LedgerKind
from frameworks.lawday import Standing
from frameworks.models import Instrument
from tests.studies.record import case_with_phases, clause, draft, entry, read, resolution
from tests.support import queries

pytestmark = pytest.mark.django_db

START, END = date(2000, 3, 1), date(2000, 9, 30)


def unsaved_draft(vote: dict[str, Any], on: date = date(1999, 3, 26)) -> Instrument:
    """A draft that is in no database."""
    return Instrument(id="x", kind="UNSC draft (not adopted)", adopted_on=on, vote=vote)


def ledger(case: Case, *, whole: bool = False) -> Ledger:
    """The ledger of the first phase of a case, or of all of it."""
    record, phases = read(case)
    return ledger_of(record, None if whole else phases[0])


def told(found: Ledger) -> list[tuple[str, date | None]]:
    """The rows as kind and day."""
    return [(row.kind, row.on) for row in found.rows]


# Drafts -------------------------------------------------------------------------------------------
def test_a_draft_that_lacked_the_votes_failed_whoever_voted_against_it() -> None:
    three_to_twelve = {"for": 3, "against": 12, "abstain": 0, "against_names": ["France", "United States"]}
    assert draft_kind(unsaved_draft(three_to_twelve)) == "draft_failed"


def test_a_draft_with_the_votes_that_a_permanent_member_voted_down_is_vetoed() -> None:
    vote = {"for": 9, "against": 2, "abstain": 4, "against_names": ["China", "Russian Federation"]}
    assert draft_kind(unsaved_draft(vote)) == "draft_vetoed"
    assert vetoing(vote) == ("China", "Russian Federation")


def test_the_abstention_of_a_permanent_member_is_no_veto() -> None:
    vote = {"for": 9, "against": 1, "abstain": 5, "against_names": ["Cuba"], "abstaining": ["China"]}
    assert draft_kind(unsaved_draft(vote)) == "draft_not_adopted"
    assert vetoing(vote) == ()


def test_seven_votes_were_enough_for_a_veto_in_a_council_of_eleven() -> None:
    vote = {"for": 7, "against": 1, "abstain": 3, "against_names": ["USSR"]}
    assert draft_kind(unsaved_draft(vote, date(1950, 11, 30))) == "draft_vetoed"
    assert draft_kind(unsaved_draft(vote, date(1999, 11, 30))) == "draft_failed"


def test_where_names_are_unknown_the_recorded_outcome_decides() -> None:
    assert draft_kind(unsaved_draft({"for": 9, "outcome": "double veto"})) == "draft_vetoed"
    assert draft_kind(unsaved_draft({"for": None, "outcome": "not enough votes"})) == "draft_failed"
    assert draft_kind(unsaved_draft({"for": None})) == "draft_not_adopted"


def test_a_draft_makes_no_demand_and_authorises_nothing(library: None) -> None:
    case, (phase,) = case_with_phases((START, END))
    failed = draft(phase, "d1", START, {"for": 9, "against": 1, "against_names": ["China"]})
    clause(failed, "op1", "authorises")
    clause(failed, "op2", "obliges")
    (row,) = ledger(case).rows
    assert row.kind == "draft_vetoed"
    assert row.names == ("China",)


# What the Council decides -------------------------------------------------------------------------
def test_a_finding_is_a_row_of_its_own_beside_what_its_clause_decides(library: None) -> None:
    case, (phase,) = case_with_phases((START, END))
    made = resolution(phase, "r1", START)
    clause(made, "op1", "obliges", determines="breach_of_the_peace")
    clause(made, "op2", "defines", determines="threat_to_the_peace")
    clause(made, "op3", "prohibits")
    clause(made, "op4", "defines")
    found = ledger(case)
    assert [row.kind for row in found.rows] == [
        "resolution",
        "determination",
        "demand",
        "determination",
        "prohibition",
    ]
    assert [row.found for row in found.of_kind("determination")] == [
        "breach of the peace",
        "threat to the peace",
    ]


def test_an_authority_says_when_it_ended_and_whether_it_stood_on_the_day_judged(library: None) -> None:
    case, (phase,) = case_with_phases((START, END))
    made = resolution(phase, "r1", date(2000, 2, 1))
    clause(made, "op1", "authorises", in_force_until=date(2000, 5, 31), ended_by="r2")
    clause(made, "op2", "authorises", in_force_until=date(2000, 2, 20), ended_by="r2")
    later = resolution(phase, "r2", date(2000, 5, 31))
    clause(later, "op1", "authorises")
    authorities = ledger(case).of_kind("authorisation")
    assert [row.standing for row in authorities] == [
        Standing.IN_FORCE,
        Standing.ENDED,
        Standing.NOT_YET,
    ]
    assert authorities[0].until == date(2000, 5, 31)
    assert authorities[0].in_force
    ends = ledger(case).of_kind("authority_ended")
    assert [(row.on, row.ended_by) for row in ends] == [(date(2000, 2, 20), "r2"), (date(2000, 5, 31), "r2")]


def test_authorities_that_end_together_are_one_act(library: None) -> None:
    case, (phase,) = case_with_phases((START, END))
    made = resolution(phase, "r1", START)
    for slug in ("op1", "op2"):
        clause(made, slug, "authorises", in_force_until=END, ended_by="r2")
    acts = ledger(case).acts()
    assert [(act.head.kind, len(act.clauses)) for act in acts] == [("resolution", 2), ("authority_ended", 1)]


def test_an_assembly_that_recommends_authorises_nothing(library: None) -> None:
    case, (phase,) = case_with_phases((START, END))
    made = resolution(phase, "a1", START, body="UN General Assembly", binding="evidence")
    Instrument.objects.filter(pk=made.pk).update(kind="GA resolution")
    clause(made, "op1", "authorises")
    clause(made, "op2", "obliges")
    assert [row.kind for row in ledger(case).rows] == ["assembly_resolution", "recommendation"]


def test_general_law_made_long_before_is_no_act_on_the_case(library: None) -> None:
    case, (phase,) = case_with_phases((START, END))
    made = resolution(phase, "a1", date(1970, 10, 24), body="UN General Assembly")
    Instrument.objects.filter(pk=made.pk).update(kind="GA resolution")
    resolution(phase, "r1", date(1970, 10, 24))
    assert [row.kind for row in ledger(case).rows] == ["resolution"]


# Entries and order --------------------------------------------------------------------------------
def test_rows_stand_in_the_order_of_their_days(library: None) -> None:
    case, (phase,) = case_with_phases((START, END))
    resolution(phase, "r2", date(2000, 6, 1))
    entry(case, "request", LedgerKind.REQUEST, date(2000, 2, 28), phase=phase)
    entry(
        case,
        "consent",
        LedgerKind.CONSENT,
        date(2000, 3, 2),
        phase=phase,
        until=date(2000, 7, 1),
        ended_by="withdrawn",
    )
    entry(case, "letter", LedgerKind.ARTICLE_51_LETTER, date(2000, 6, 1), phase=phase)
    assert told(ledger(case)) == [
        ("request", date(2000, 2, 28)),
        ("consent", date(2000, 3, 2)),
        ("resolution", date(2000, 6, 1)),
        ("article_51_letter", date(2000, 6, 1)),
        ("consent_ended", date(2000, 7, 1)),
    ]


def test_a_phase_has_its_own_entries_and_those_of_none_and_the_case_has_all(library: None) -> None:
    case, (first, second) = case_with_phases((START, END), (date(2000, 10, 1), None))
    entry(case, "first", LedgerKind.REQUEST, START, phase=first)
    entry(case, "second", LedgerKind.REQUEST, date(2000, 10, 1), phase=second)
    entry(case, "both", LedgerKind.COUNCIL_RECORD, date(2000, 4, 1))
    resolution(second, "r1", date(2000, 11, 1))
    assert [row.entry.slug for row in ledger(case).rows if row.entry] == ["first", "both"]
    assert [row.kind for row in ledger(case, whole=True).rows] == [
        "request",
        "council_record",
        "request",
        "resolution",
    ]


def test_the_ledger_of_a_record_sends_no_query(library: None) -> None:
    record, phases = read(Case.objects.get(slug="libya-2011"))
    with queries.at_most(0):
        found = ledger_of(record, phases[-1])
        assert found.acts()


def test_the_failed_draft_of_kosovo_is_no_veto_and_the_mandate_of_libya_ends(library: None) -> None:
    kosovo, phases = read(Case.objects.get(slug="kosovo-1999"))
    allied = next(phase for phase in phases if phase.slug == "allied-force")
    (rejected,) = ledger_of(kosovo, allied).of_kind("draft_failed")
    assert rejected.instrument is not None
    assert rejected.instrument.pk == "draft-s-1999-328"
    libya, phases = read(Case.objects.get(slug="libya-2011"))
    ends = ledger_of(libya, phases[-1]).of_kind("authority_ended")
    assert {row.provision.pk for row in ends if row.provision} == {"unsc-1973#op4", "unsc-1973#op8"}
    assert {row.on for row in ends} == {date(2011, 10, 31)}


def test_a_vote_is_called_by_name_only_where_a_name_is_known(library: None) -> None:
    case, (phase,) = case_with_phases((START, END))
    resolution(phase, "counted", START, vote={"for": 14, "against": 0, "abstain": 1})
    resolution(phase, "named", END, vote={"for": 14, "against": 0, "abstain": 1, "abstaining": ["China"]})
    found = {row.instrument.pk: row.is_by_name for row in ledger(case).rows if row.instrument}
    assert found == {"counted": False, "named": True}
