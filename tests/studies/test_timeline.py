"""The time line of a case against the law of the day."""

from __future__ import annotations

from datetime import date

import pytest

from cases.studies.models import Case, Event
from cases.studies.selectors import strategic_concepts
from cases.studies.timeline import Day, concept_on, law_of_the_day, timeline_of
from frameworks.models import Instrument
from tests.studies.record import case_with_phases, clause, draft, read, resolution
from tests.support import queries

pytestmark = pytest.mark.django_db

START, END = date(1999, 3, 24), date(1999, 6, 10)


def days(case: Case) -> dict[date, Day]:
    """The days of the case, by date."""
    record, _phases = read(case)
    return {day.on: day for day in timeline_of(record, strategic_concepts())}


def test_an_event_stands_on_one_day_with_the_law_that_began_then(library: None) -> None:
    case, (phase,) = case_with_phases((START, END))
    Event.objects.create(case=case, on=date(1999, 5, 14), text="Debate", turn=True, phase=phase, position=0)
    resolution(
        phase,
        "r1",
        date(1999, 5, 14),
        vote={"for": 13, "against": 0, "abstain": 2, "abstaining": ["China", "Russian Federation"]},
    )
    day = days(case)[date(1999, 5, 14)]
    assert day.turns
    assert [event.text for event in day.events] == ["Debate"]
    (change,) = day.changes
    assert (change.kind, change.counts) == ("made", "13–0–2")
    assert change.abstaining == ("China", "Russian Federation")


def test_law_that_failed_or_ended_is_told_as_such(library: None) -> None:
    case, (phase,) = case_with_phases((START, END))
    draft(phase, "d1", date(1999, 3, 26), {"for": 3, "against": 12, "abstain": 0})
    made = resolution(phase, "r1", date(1999, 3, 30), in_force_until=date(1999, 6, 1))
    clause(made, "op1", "authorises", in_force_until=date(1999, 5, 1))
    clause(made, "op2", "authorises", in_force_until=date(1999, 5, 1))
    found = days(case)
    assert [change.kind for change in found[date(1999, 3, 26)].changes] == ["rejected"]
    (ended,) = found[date(1999, 5, 1)].changes
    assert (ended.kind, [row.label for row in ended.clauses]) == ("clauses_ended", ["OP1", "OP2"])
    assert [change.kind for change in found[date(1999, 6, 1)].changes] == ["ended"]


def test_a_phase_begins_and_ends_on_days_of_its_own(library: None) -> None:
    case, (phase,) = case_with_phases((START, END))
    found = days(case)
    assert found[START].begins == (phase,)
    assert found[END].ends == (phase,)


def test_a_strategic_concept_agreed_in_its_course_is_told(library: None) -> None:
    case, _phases = case_with_phases((START, END))
    agreed = [change.instrument.pk for day in days(case).values() for change in day.changes]
    assert agreed == ["sc-1999"]


def test_the_concept_of_a_day_is_the_one_in_force_then(library: None) -> None:
    concepts = strategic_concepts()
    found = [concept_on(concepts, day) for day in (date(1948, 1, 1), START, date(2011, 3, 19))]
    assert [concept.pk if concept else None for concept in found] == [None, "sc-1991", "sc-2010"]


def test_the_law_of_the_day_judged_leaves_out_what_was_not_yet_made(library: None) -> None:
    case, (phase,) = case_with_phases((START, END))
    resolution(phase, "before", date(1999, 1, 1))
    resolution(phase, "after", date(1999, 4, 1))
    record, (read_phase,) = read(case)
    with queries.at_most(0):
        law = law_of_the_day(read_phase, [])
    assert [item.pk for item in law.in_force] == ["before"]
    assert law.concept is None
    assert record.pk == case.pk


def test_evidence_of_the_law_is_told_apart_from_what_binds(library: None) -> None:
    case, (phase,) = case_with_phases((START, END))
    resolution(phase, "act", date(1999, 1, 1))
    manual = resolution(phase, "manual", date(1999, 1, 2), binding="evidence")
    Instrument.objects.filter(pk=manual.pk).update(kind="expert manual")
    _record, (read_phase,) = read(case)
    law = law_of_the_day(read_phase, [])
    assert ([item.pk for item in law.acts], [item.pk for item in law.evidence]) == (["act"], ["manual"])
    changes = {change.instrument.pk: change.verb for day in days(case).values() for change in day.changes}
    assert (changes["act"], changes["manual"]) == ("adopted", "published")


def test_a_phase_still_under_way_is_named_again_after_a_shorter_one(library: None) -> None:
    case, (long, short) = case_with_phases(
        (date(1992, 8, 27), date(2003, 3, 19)), (date(1998, 12, 16), date(1998, 12, 19))
    )
    Event.objects.create(
        case=case, on=date(1999, 1, 25), text="Later strike", turn=False, phase=long, position=0
    )
    found = days(case)
    assert found[date(1999, 1, 25)].goes_on == long
    assert [day for day, row in found.items() if row.goes_on] == [date(1999, 1, 25)]
    assert found[date(1998, 12, 16)].begins == (short,)
