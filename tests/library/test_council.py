"""Who belonged to what on a day; the Security Council's size and majority; every vote held against its members."""

from __future__ import annotations

from datetime import date

import pytest

from frameworks.council import Term, council_rules, overlapping, voter_id
from frameworks.membership import council_on, members_on, was_member
from frameworks.models import Instrument
from natoassess.web.presentation.votes import SECURITY_COUNCIL

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("day", "size", "filled", "majority"),
    [
        (date(1946, 1, 17), 11, 11, 7),
        (date(1965, 8, 30), 11, 11, 7),
        (date(1965, 8, 31), 15, 11, 9),
        (date(1965, 12, 31), 15, 11, 9),
        (date(1966, 1, 1), 15, 15, 9),
        (date(2022, 2, 25), 15, 15, 9),
    ],
)
def test_size_and_majority_of_a_day(day: date, size: int, filled: int, majority: int) -> None:
    """Trap 2: seven of eleven until 31 August 1965, nine of fifteen since; the new seats were filled in 1966."""
    rules = council_rules(day)
    assert rules is not None
    assert (rules.size, rules.seats_filled, rules.majority) == (size, filled, majority)


def test_before_it_first_met_there_was_no_council() -> None:
    assert council_rules(date(1946, 1, 16)) is None
    assert council_on(date(1945, 10, 24)) is None


@pytest.mark.parametrize(
    ("member", "day", "belonged"),
    [
        ("turkiye", date(1952, 2, 17), False),
        ("turkiye", date(1952, 2, 18), True),
        ("poland", date(1999, 3, 11), False),
        ("poland", date(1999, 3, 24), True),
        ("sweden", date(2024, 3, 6), False),
        ("sweden", date(2024, 3, 7), True),
        ("russian-federation", date(2011, 3, 17), False),
    ],
)
def test_membership_of_the_alliance(member: str, day: date, belonged: bool) -> None:
    assert was_member("nato", member, day) is belonged


def test_nineteen_allies_on_24_march_1999() -> None:
    """Traps: the Alliance of a day is not the Alliance of today."""
    members = set(members_on("nato", date(1999, 3, 24)).values_list("pk", flat=True))
    assert len(members) == 19
    assert {"czechia", "hungary", "poland"} <= members
    assert "albania" not in members


def test_the_permanent_members_are_those_of_the_day() -> None:
    names = {
        day: {actor.pk for actor in council.permanent}
        for day in (date(1950, 6, 25), date(1971, 12, 4), date(1991, 4, 3), date(1992, 11, 19))
        if (council := council_on(day))
    }
    assert "republic-of-china" in names[date(1950, 6, 25)]
    assert "china" in names[date(1971, 12, 4)]
    assert "ussr" in names[date(1991, 4, 3)]
    assert "russian-federation" in names[date(1992, 11, 19)]
    assert all(len(members) == 5 for members in names.values())


def test_the_library_knows_every_member_on_the_day_of_every_vote() -> None:
    days = Instrument.objects.filter(body=SECURITY_COUNCIL).values_list("adopted_on", flat=True)
    councils = [council_on(day) for day in {day for day in days if day}]
    assert len(councils) > 50
    assert all(council is not None and council.is_complete for council in councils)


def test_a_seat_voted_under_the_name_it_had() -> None:
    ids = {"China": "china", "Republic of China": "republic-of-china", "Egypt": "egypt"}
    assert voter_id("China", ids, {"republic-of-china"}) == "republic-of-china"
    assert voter_id("China", ids, {"china"}) == "china"
    assert voter_id("United Arab Republic", ids, {"egypt"}) == "egypt"
    assert voter_id("Atlantis", ids) is None


def test_terms_that_share_a_day_are_found_and_neighbours_are_not() -> None:
    first = Term("council", "brazil", date(2010, 1, 1), date(2011, 12, 31))
    again = Term("council", "brazil", date(2012, 1, 1), None)
    inside = Term("council", "brazil", date(2011, 12, 31), date(2012, 6, 1))
    assert overlapping([again, first]) == []
    assert overlapping([first, inside]) == [(first, inside)]
