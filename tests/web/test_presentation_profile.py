"""The profile of dimensions: places in per cent, marks that never lie upon each other, nothing drawn of the unrated."""

from __future__ import annotations

from typing import Any

import pytest
from django.template import Context, Template

from natoassess.web.formats import typst_charts
from natoassess.web.presentation.profile import INSET, across, dimension_profile

TITLES = {"cause": "Just cause", "means": "Means", "purpose": "Purpose"}


def legitimacy(**indices: float | None) -> dict[str, Any]:
    return {
        "dimensions": {
            code: {"index": index, "low": index, "high": index, "coverage": 1}
            for code, index in indices.items()
        }
    }


def test_places_are_per_cent_inside_the_inset() -> None:
    assert [across(value) for value in (0, 50, 100)] == [INSET, 50, 100 - INSET]


def test_rows_stand_in_the_order_of_the_framework() -> None:
    profile = dimension_profile([("A", legitimacy(means=20, cause=80, other=1))], TITLES)
    assert profile is not None
    assert [row.code for row in profile.rows] == ["cause", "means"]
    assert [row.points[0].index for row in profile.rows] == [80, 20]
    assert profile.is_single
    assert "from 20.0 (Means) to 80.0 (Just cause)" in profile.sentence


def test_several_phases_have_shapes_of_their_own_and_the_widest_gap_is_named() -> None:
    phases = [(str(n), legitimacy(cause=10.0 * n, means=50)) for n in range(10)]
    profile = dimension_profile(phases, TITLES)
    assert profile is not None
    assert len({(series.shape, series.is_hollow) for series in profile.series}) == 10
    assert "10 phases; furthest apart, by 90.0 points, in Just cause" in profile.sentence


def test_marks_at_one_place_move_apart_and_stay_in_their_row() -> None:
    phases = [(str(n), legitimacy(cause=50, means=10.0 * n)) for n in range(10)]
    profile = dimension_profile(phases, TITLES)
    assert profile is not None
    same, apart = profile.rows
    heights = [point.y for point in same.points]
    assert len(set(heights)) == 10
    assert same.label_y < min(heights) and max(heights) < apart.label_y
    assert {point.y for point in apart.points} == {apart.y}


def test_no_line_leads_to_what_is_not_rated() -> None:
    profile = dimension_profile([("A", legitimacy(cause=80, means=None, purpose=20))], TITLES)
    assert profile is not None
    assert profile.segments == ()
    html = Template("{% load house %}{% dimension_profile phases framework=titles %}").render(
        Context({"phases": [("A", legitimacy(cause=80, means=None, purpose=20))], "titles": TITLES})
    )
    assert html.count("<circle") == 2
    assert "not rated" in html


def test_open_ratings_show_as_what_they_leave_possible() -> None:
    part = {"dimensions": {"cause": {"index": 50, "low": 25, "high": 75}}}
    profile = dimension_profile([("A", part)], TITLES)
    assert profile is not None
    point = profile.rows[0].points[0]
    assert (point.x_low, point.x, point.x_high) == (across(25), across(50), across(75))


@pytest.mark.parametrize("part", [{}, {"dimensions": {}}, legitimacy(cause=None)])
def test_nothing_rated_is_said_in_words(part: dict[str, Any]) -> None:
    assert dimension_profile([("A", part)], TITLES) is None
    html = Template("{% load house %}{% dimension_profile phases framework=titles %}").render(
        Context({"phases": [("A", part)], "titles": TITLES})
    )
    assert "No dimension is rated yet." in html


def test_on_the_page_and_on_paper_the_same_places() -> None:
    phases = [("A", legitimacy(cause=37, means=91)), ("B", legitimacy(cause=64, means=12))]
    profile = dimension_profile(phases, TITLES)
    assert profile is not None
    html = Template("{% load house %}{% dimension_profile phases framework=titles %}").render(
        Context({"phases": phases, "titles": TITLES})
    )
    markup = typst_charts.dimension_profile(profile)
    for row in profile.rows:
        for point in row.points:
            assert f'<svg x="{point.x}%"' in html
            assert f"place(dx: {point.x}% - 3pt" in markup
