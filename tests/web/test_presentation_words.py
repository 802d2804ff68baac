"""Words, numbers and dates as a reader meets them."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from natoassess.web.presentation import words


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("1999-03-24", "24 March 1999"),
        (date(1999, 3, 24), "24 March 1999"),
        (datetime(1999, 3, 24, 23, 59), "24 March 1999"),
        ("1999-03", "March 1999"),
        ("1999", "1999"),
        (None, "not known"),
        ("", "not known"),
        ("spring of 1999", "spring of 1999"),
        ("1999-02-31", "1999-02-31"),
    ],
)
def test_a_date_is_as_long_as_what_is_known(value: date | str | None, text: str) -> None:
    assert words.long_date(value) == text


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        ("1999-03-24", "1999-06-10", "24 March to 10 June 1999"),
        ("1999-05-03", "1999-05-09", "3–9 May 1999"),
        ("1998-10-13", "1999-03-23", "13 October 1998 to 23 March 1999"),
        ("1999-06-12", None, "from 12 June 1999"),
        (None, "1999-06-12", "until 12 June 1999"),
        ("1999-06-12", "1999-06-12", "12 June 1999"),
        ("1999-06", "2000", "June 1999 to 2000"),
        (None, None, "not known"),
    ],
)
def test_a_range_of_dates_says_no_part_twice(start: str | None, end: str | None, text: str) -> None:
    assert words.date_range(start, end) == text


def test_unknown_is_never_a_number() -> None:
    assert words.number(None) == "not known"
    assert words.span(None, 3.0) == "not known"
    assert words.percent(None) == words.likelihood(None) == "not known"


def test_numbers_keep_one_decimal_and_lose_the_minus_of_zero() -> None:
    assert words.number(69) == "69.0"
    assert words.number(-0.04) == "0.0"
    assert words.number(3.571429, 2) == "3.57"
    assert words.span(63.1, 74.2) == "63.1–74.2"
    assert words.span(62.5, 62.5) == "62.5"


def test_a_share_of_draws_is_never_nought_or_all() -> None:
    assert words.percent(0.0) == "<\u00a01\u00a0%"
    assert words.percent(1.0) == ">\u00a099\u00a0%"
    assert words.percent(0.703) == "70\u00a0%"
    assert words.percent_words(0.703) == "70 per cent"


def test_a_measured_share_may_be_nought_or_all() -> None:
    assert words.portion(0.0) == "0\u00a0%"
    assert words.portion(1.0) == "100\u00a0%"
    assert words.portion(0.964) == "96\u00a0%"


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0.01, "almost no chance"),
        (0.3, "unlikely"),
        (0.5, "roughly even chance"),
        (0.7, "likely"),
        (0.97, "almost certain"),
    ],
)
def test_likelihood_follows_icd_203(share: float, text: str) -> None:
    assert words.likelihood(share) == text


def test_a_grade_is_spelled_out_and_a_wrong_one_refused() -> None:
    assert words.grade_title("b", "2") == "Usually reliable; probably true"
    assert not words.grade_is_weak("C", 3)
    assert words.grade_is_weak("D", 1)
    assert words.grade_is_weak("A", 4)
    with pytest.raises(ValueError, match="no such grade: G2"):
        words.grade_title("G", 2)


def test_every_verdict_has_a_mark_of_the_sprite() -> None:
    assert set(words.VERDICT_MARKS) == set(words.VERDICTS)
    assert words.word(words.VERDICTS, None) == "not assessed"
    assert words.word(words.VERDICTS, "not_applicable") == "not applicable"


def test_an_error_is_never_said_to_be_nothing() -> None:
    assert words.points_at_most(0.0) == words.points_at_most(0.0004) == "below 0.1"
    assert words.points_at_most(0.0006) == "at most 0.1"
    assert words.points_at_most(0.0034) == "at most 0.3"
