"""The strip of a case: days on their line, the short beside the long, and the verdict of other days."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from natoassess.web.presentation.strip import LANE, Strip, phase_strip
from natoassess.web.presentation.strip_time import (
    NARROWEST,
    RIGHT,
    Stretch,
    StripEvent,
    StripPhase,
    length_words,
)

TODAY = date(2026, 1, 1)


def phase(number: int, start: date, end: date | None, **values: Any) -> StripPhase:
    """A phase judged for its first day, lawful unless said otherwise."""
    given = {"verdict": "lawful", **values}
    return StripPhase(number, f"Phase {number}", start, end, start, **given)


def strip(*phases: StripPhase, events: tuple[StripEvent, ...] = ()) -> Strip:
    """The strip of some phases."""
    found = phase_strip(phases, events, today=TODAY)
    assert found is not None
    return found


def test_no_phase_no_strip() -> None:
    assert phase_strip([], [], today=TODAY) is None


# Time ---------------------------------------------------------------------------------------------
def test_phases_alike_in_length_share_one_scale() -> None:
    drawn = strip(phase(1, date(2000, 1, 1), date(2000, 1, 31)), phase(2, date(2000, 2, 1), date(2000, 3, 1)))
    first, second = drawn.phases
    assert first.width / second.width == pytest.approx(31 / 30, abs=0.01)
    assert "one scale" in drawn.note


def test_a_short_phase_beside_a_long_one_stays_legible_and_the_axis_says_so() -> None:
    drawn = strip(phase(1, date(1999, 3, 24), date(1999, 6, 10)), phase(2, date(1999, 6, 11), None))
    short, long = drawn.phases
    assert short.width >= NARROWEST * RIGHT / 100
    assert long.width > short.width
    assert "scale of time of its own" in drawn.note
    assert (short.length, long.length) == ("11 weeks", "27 years")


@pytest.mark.parametrize(
    ("days", "said"), [(1, "1 day"), (20, "20 days"), (79, "11 weeks"), (200, "7 months"), (9600, "26 years")]
)
def test_a_length_is_said_as_an_axis_can(days: int, said: str) -> None:
    assert length_words(days) == said


def test_every_day_lies_inside_the_drawing_and_in_order() -> None:
    drawn = strip(
        phase(1, date(1999, 3, 24), date(1999, 6, 10)),
        phase(2, date(2003, 1, 1), date(2004, 1, 1)),
        events=tuple(
            StripEvent(number, date(1998, 1, 1) + timedelta(days=200 * number)) for number in range(1, 14)
        ),
    )
    kinds = [piece.kind for piece in drawn.pieces]
    assert kinds == ["before", "phase", "gap", "phase", "after"]
    places = [tick.x for tick in drawn.ticks]
    assert places == sorted(places)
    assert places[0] >= 0 and places[-1] <= RIGHT + 0.1
    for left, right in zip(drawn.pieces, drawn.pieces[1:], strict=False):
        assert left.right == pytest.approx(right.x, abs=0.05)


def test_numbers_of_events_on_one_day_stand_above_each_other() -> None:
    day = date(2000, 1, 10)
    drawn = strip(
        phase(1, date(2000, 1, 1), date(2000, 1, 31)), events=(StripEvent(1, day), StripEvent(2, day))
    )
    one, two = drawn.ticks
    assert one.x == two.x
    assert one.y != two.y


def test_an_event_of_overlapping_phases_stands_in_its_own() -> None:
    long, short = (
        phase(1, date(1993, 4, 12), date(1995, 12, 20)),
        phase(2, date(1995, 8, 30), date(1995, 9, 20)),
    )
    drawn = strip(long, short, events=(StripEvent(1, date(1995, 8, 30), 2),))
    assert drawn.ticks[0].x == drawn.phases[1].x
    assert "overlap" in drawn.note
    assert [piece.kind for piece in drawn.pieces] == ["phase", "phase"]


# Legality -----------------------------------------------------------------------------------------
def test_drift_is_the_title() -> None:
    drift = strip(
        phase(1, date(2011, 3, 19), date(2011, 4, 14)),
        phase(2, date(2011, 4, 15), date(2011, 10, 31), verdict="arguable"),
    )
    assert drift.title == "Lawful, then arguable"
    assert [line.mark for line in drift.verdicts] == ["lawful", "arguable"]
    alike = strip(phase(1, date(2011, 3, 19), date(2011, 4, 14)), phase(2, date(2011, 4, 15), None))
    assert alike.title == "Lawful throughout"


def test_a_phase_that_is_not_assessed_is_said_in_the_title_and_in_the_lane() -> None:
    drawn = strip(
        phase(1, date(1998, 10, 13), date(1999, 3, 23), verdict=None),
        phase(2, date(1999, 3, 24), date(1999, 6, 10), verdict="unlawful"),
    )
    assert drawn.title == "Not assessed, then unlawful"
    assert [line.word for line in drawn.verdicts] == ["not assessed", "unlawful"]


def test_phases_that_overlap_are_named_in_the_title_since_none_followed_the_other() -> None:
    drawn = strip(
        phase(1, date(2014, 9, 22), date(2018, 12, 31), verdict="arguable"),
        phase(2, date(2015, 9, 30), date(2018, 12, 31), verdict="arguable"),
        phase(3, date(2018, 4, 14), date(2018, 4, 14), verdict="unlawful"),
    )
    assert drawn.title == "Phases 1 and 2 arguable, phase 3 unlawful"


def test_days_on_which_the_law_gives_another_verdict_are_drawn_thin() -> None:
    stretches = (
        Stretch("unlawful", None, date(2011, 3, 16), today=False),
        Stretch("lawful", date(2011, 3, 17), date(2011, 10, 31), today=True),
        Stretch("unlawful", date(2011, 11, 1), None, today=False),
    )
    drawn = strip(phase(1, date(2011, 3, 19), date(2011, 12, 31), stretches=stretches))
    inside = [line for line in drawn.verdicts if drawn.phases[0].x <= line.x1]
    assert [(line.verdict, line.firm) for line in inside] == [("lawful", True), ("unlawful", False)]
    assert inside[1].x1 == drawn.phases[0].at(date(2011, 11, 1))
    before = [line for line in drawn.verdicts if line.x1 < drawn.phases[0].x]
    assert [line.verdict for line in before] == ["unlawful", "lawful"]
    assert drawn.other


def test_the_law_after_a_phase_that_ended_is_drawn_and_after_one_that_lasts_it_is_not() -> None:
    stretches = (
        Stretch("lawful", None, date(2011, 10, 31), today=True),
        Stretch("unlawful", date(2011, 11, 1), None, today=False),
    )
    ended = strip(phase(1, date(2011, 3, 19), date(2011, 10, 31), stretches=stretches))
    assert [piece.kind for piece in ended.pieces] == ["phase", "after"]
    assert [line.verdict for line in ended.verdicts] == ["lawful", "unlawful"]
    lasting = strip(phase(1, date(2011, 3, 19), None, stretches=stretches))
    assert [piece.kind for piece in lasting.pieces] == ["phase"]


def test_a_change_of_the_law_long_before_is_left_to_the_table() -> None:
    stretches = (
        Stretch("unlawful", None, date(2001, 9, 11), today=False),
        Stretch("arguable", date(2001, 9, 12), None, today=True),
    )
    one = phase(1, date(2024, 1, 12), None, verdict="arguable", stretches=stretches)
    assert [piece.kind for piece in strip(one).pieces] == ["phase"]
    events = (StripEvent(1, date(2023, 11, 19)), StripEvent(2, date(2024, 1, 9)))
    before, _phase = strip(one, events=events).pieces
    assert before.first > date(2023, 11, 1)


def test_phases_that_overlap_are_not_told_as_a_sequence() -> None:
    drawn = strip(
        phase(1, date(2014, 9, 22), date(2018, 12, 31), verdict="arguable"),
        phase(2, date(2018, 4, 14), date(2018, 4, 14), verdict="unlawful"),
    )
    assert drawn.title == "Phase 1 arguable, phase 2 unlawful"


def test_a_mark_never_stands_on_the_word_before_it() -> None:
    stretches = (
        Stretch("lawful", None, date(1996, 1, 1), today=True),
        Stretch("unlawful", date(1996, 1, 2), None, today=False),
    )
    drawn = strip(phase(1, date(1995, 12, 20), date(2004, 12, 2), stretches=stretches))
    firm, thin = drawn.verdicts
    assert firm.mark_x is not None and thin.mark_x is not None
    assert thin.x1 - firm.x1 < 2
    assert thin.mark_x - firm.mark_x >= 10


# The indices --------------------------------------------------------------------------------------
def test_an_index_stands_with_its_range_and_inside_its_lane() -> None:
    given = phase(1, date(2000, 1, 1), date(2000, 2, 1), index=69.0, low=63.2, high=74.2)
    (step,) = strip(given).legitimacy
    assert step.text == "69.0 (63.2–74.2)"
    assert step.y is not None
    assert 0 <= step.top < step.y < step.top + step.height <= LANE


def test_an_index_of_part_of_the_criteria_says_so() -> None:
    given = phase(1, date(2000, 1, 1), date(2000, 2, 1), index=46.2, low=44.5, high=48.0, partial=True)
    assert strip(given).legitimacy[0].text == "46.2 of rated (44.5–48.0)"


def test_impact_is_filled_as_adjusted_and_hatched_where_consent_is_open() -> None:
    given = phase(1, date(2000, 1, 1), date(2000, 2, 1), gross=80.0, adjusted_low=20.0, adjusted_high=80.0)
    (step,) = strip(given).sovereignty
    assert (step.text, step.note) == ("80.0", "adjusted 20.0–80.0")
    assert step.height == pytest.approx(LANE * 0.2, abs=0.1)
    assert step.hatch_height == pytest.approx(LANE * 0.6, abs=0.1)
    assert step.hatch_top == step.y


def test_what_is_not_rated_is_said_and_not_drawn() -> None:
    drawn = strip(phase(1, date(2000, 1, 1), date(2000, 2, 1)))
    assert (drawn.legitimacy[0].y, drawn.legitimacy[0].text) == (None, "not rated")
    assert "legitimacy not known" in drawn.sentence
