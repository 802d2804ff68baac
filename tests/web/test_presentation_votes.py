"""Votes: arithmetic, names as far as they are recorded, and what a permanent member's vote means."""

from __future__ import annotations

from typing import Any

import pytest

from natoassess.web.presentation.votes import SECURITY_COUNCIL, vote_sentence, vote_view

YUGOSLAV_DRAFT: dict[str, Any] = {
    "for": 3,
    "against": 12,
    "abstain": 0,
    "abstaining": [],
    "for_names": ["China", "Namibia", "Russian Federation"],
    "against_names": ["Argentina", "France", "United Kingdom", "United States"],
    "outcome": "not enough votes",
}


def test_seats_and_arithmetic_agree() -> None:
    vote = vote_view(YUGOSLAV_DRAFT, SECURITY_COUNCIL)
    assert len(vote.seats) == vote.total == 15
    assert [seat.kind for seat in vote.seats].count("against") == 12
    assert vote.arithmetic == "3 + 12 + 0 = 15 seats"
    assert vote_sentence(vote) == "3 for, 12 against, 0 abstained"
    assert vote.seats[-1].x + vote.seats[-1].width <= 100


def test_a_negative_vote_is_no_veto_where_votes_were_wanting() -> None:
    note = vote_view(YUGOSLAV_DRAFT, SECURITY_COUNCIL).note
    assert "9 votes in favour were needed" in note
    assert "No negative vote therefore acted as a veto" in note


def test_a_veto_is_called_one() -> None:
    vote = {"for": 13, "against": 1, "abstain": 1, "against_names": ["Russian Federation"], "outcome": "veto"}
    assert vote_view(vote, SECURITY_COUNCIL).note == "Not adopted: a permanent member voted against."


def test_absence_is_not_abstention_and_seven_of_eleven_carried() -> None:
    vote = {
        "for": 7,
        "against": 1,
        "abstain": 0,
        "against_names": ["Yugoslavia"],
        "absent": ["USSR"],
        "not_participating": ["Egypt", "India"],
    }
    shown = vote_view(vote, SECURITY_COUNCIL)
    assert shown.total == 11
    assert [(side.word, side.count) for side in shown.sides][2:] == [
        ("abstained", 0),
        ("absent", 1),
        ("did not take part", 2),
    ]
    assert shown.note == ""


def test_names_that_nobody_recorded_stay_unknown() -> None:
    shown = vote_view(
        {"for": 10, "against": 0, "abstain": 5, "abstaining": ["Brazil", "China"]}, SECURITY_COUNCIL
    )
    in_favour, _against, abstained = shown.sides
    assert (in_favour.names, in_favour.missing) == ((), 10)
    assert ([name.text for name in abstained.names], abstained.missing) == (["Brazil", "China"], 3)


def test_only_the_council_has_permanent_members() -> None:
    vote = {"for": 141, "against": 5, "abstain": 35, "against_names": ["Belarus", "Russian Federation"]}
    assert vote_view(vote, SECURITY_COUNCIL).has_permanent
    assembly = vote_view(vote, "UN General Assembly")
    assert not assembly.has_permanent
    assert [seat.kind for seat in assembly.seats] == ["for", "against", "abstain"]
    assert assembly.arithmetic == "141 + 5 + 35 = 181 votes"


@pytest.mark.parametrize(
    ("vote", "mode"),
    [
        (
            {"for": None, "against": None, "abstain": None, "mode": "adopted without a vote"},
            "Adopted without a vote",
        ),
        (None, "The vote is not recorded here."),
    ],
)
def test_a_vote_that_was_not_counted_draws_no_seats(vote: dict[str, Any] | None, mode: str) -> None:
    shown = vote_view(vote, SECURITY_COUNCIL)
    assert shown.mode == mode
    assert shown.seats == ()
