"""Geometry of bars, tables with bars and the balance map."""

from __future__ import annotations

from itertools import combinations, pairwise
from typing import Any

import pytest

from natoassess.web.presentation import answers, bars, charts, scatter

KOSOVO: dict[str, Any] = {
    "index": 69.0,
    "low": 69.0,
    "high": 69.0,
    "band": "high",
    "coverage": 1.0,
    "distribution": {
        "p05": 63.1,
        "p50": 68.8,
        "p95": 74.2,
        "bands": {"low": 0.0, "mixed": 0.297, "high": 0.703},
        "error": 0.0046,
        "draws": 10_000,
        "seed": 7,
    },
}
PARTIAL: dict[str, Any] = {**KOSOVO, "index": 69.9, "low": 67.2, "high": 70.8, "coverage": 0.964}


def kinds(bar: bars.Bar) -> list[str]:
    return [rect.kind for rect in bar.rects] + [line.kind for line in bar.lines]


def test_the_legitimacy_bar_places_point_and_interval_at_their_values() -> None:
    bar = bars.legitimacy_bar(KOSOVO)
    assert bar.point == 69.0
    assert [(line.x1, line.x2) for line in bar.lines if line.kind == "interval"] == [(63.1, 74.2)]
    assert sum(rect.width for rect in bar.rects) == 100
    assert "bounds" not in kinds(bar)
    assert "90 per cent interval 63.1 to 74.2" in bar.sentence


def test_bounds_are_drawn_and_said_while_something_is_unrated() -> None:
    bar = bars.legitimacy_bar(PARTIAL)
    assert [(line.x1, line.x2) for line in bar.lines if line.kind == "bounds"] == [(67.2, 70.8)]
    assert "69.9 of what is rated" in bar.sentence
    assert "bounds 67.2 to 70.8" in bar.sentence
    assert "bounds 67.2–70.8" in answers.legitimacy_small(PARTIAL)


@pytest.mark.parametrize(
    "nothing", [{}, {"index": None, "low": 0, "high": 100, "coverage": 0, "distribution": None}]
)
def test_nothing_rated_is_open_from_end_to_end(nothing: dict[str, Any]) -> None:
    bar = bars.legitimacy_bar(nothing)
    assert bar.point is None
    assert [(line.x1, line.x2) for line in bar.lines] == [(0, 100)]
    assert answers.legitimacy_small(nothing) == ["open from 0 to 100"]
    assert bars.sovereignty_bar({}).lines[0].x2 == 100


def test_the_hatch_lies_between_adjusted_low_and_high() -> None:
    impact = {
        "gross": 62.5,
        "gross_low": 62.5,
        "gross_high": 62.5,
        "adjusted": None,
        "adjusted_low": 12.5,
        "adjusted_high": 62.5,
    }
    bar = bars.sovereignty_bar(impact)
    assert [(rect.x, rect.width) for rect in bar.rects if rect.kind == "hatch"] == [(12.5, 50.0)]
    assert "adjusted for consent 12.5–62.5" in bar.sentence
    settled = bars.sovereignty_bar({**impact, "adjusted": 62.5, "adjusted_low": 62.5})
    assert "hatch" not in kinds(settled)


@pytest.mark.parametrize("at", [0, 10, 50, 90, 100])
def test_labels_of_a_bar_never_share_a_place(at: float) -> None:
    labels = bars.end_labels("gross", at)
    assert any(label.text == "gross" for label in labels)
    assert all(second.x - first.x >= bars.LABEL_ROOM for first, second in pairwise(labels))


def test_values_beyond_the_scale_stay_inside_the_bar() -> None:
    assert bars.clamp(-3) == 0
    assert bars.clamp(104.2) == 100


def test_contributions_are_ordered_and_their_track_is_what_full_marks_would_add() -> None:
    given = [
        {"criterion": "b", "points": 1.0, "weight": 0.04},
        {"criterion": "a", "points": 2.0, "weight": 0.02},
    ]
    rows = charts.contribution_rows(given, {"a": "First"})
    assert [row.title for row in rows] == ["First", "b"]
    assert rows[0].most == 2.0
    assert [rect.width for rect in rows[0].bar.rects] == [50, 50]
    assert [rect.width for rect in rows[1].bar.rects] == [100, 25]


def test_dimensions_follow_the_framework_and_gather_their_points() -> None:
    legitimacy = {
        "dimensions": {"means": {"index": None, "coverage": 0}, "cause": {"index": 80.0, "coverage": 1}},
        "contributions": [{"criterion": "a", "points": 2.0}, {"criterion": "b", "points": 1.5}],
    }
    framework = {
        "dimensions": [{"code": "cause", "title": "Just cause"}, {"code": "means", "title": "Means"}]
    }
    titles = charts.titles_of(framework, "dimensions")
    rows = charts.dimension_rows(legitimacy, titles, {"a": "cause", "b": "cause"})
    assert [(row.title, row.index, row.points) for row in rows] == [
        ("Just cause", 80.0, 3.5),
        ("Means", None, None),
    ]
    assert "fill" not in kinds(rows[1].bar)


def test_the_distribution_speaks_of_all_three_bands() -> None:
    draws = charts.distribution(KOSOVO)
    assert draws is not None
    assert [(chance.code, chance.words) for chance in draws.chances] == [
        ("low", "almost no chance"),
        ("mixed", "unlikely"),
        ("high", "likely"),
    ]
    assert draws.error_points == pytest.approx(0.46)
    assert charts.distribution({**KOSOVO, "distribution": None}) is None


def test_the_tornado_puts_the_widest_first_on_one_scale() -> None:
    legitimacy = {
        "index": 69.0,
        "tornado": [
            {"criterion": "a", "low": 68.0, "high": 70.0},
            {"criterion": "b", "low": 66.0, "high": 71.8},
        ],
        "variance_shares": {"ratings": {"b": 0.11}, "dimension_weights": 0.2, "criterion_weights": 0.1},
    }
    found = charts.tornado(legitimacy, {})
    assert found is not None
    assert [row.code for row in found.rows] == ["b", "a"]
    assert (found.low, found.high) == (65, 75)
    assert found.rows[0].share == 0.11
    assert found.rows[1].share is None
    assert found.weights_share == pytest.approx(0.3)
    fill = found.rows[1].bar.rects[1]
    assert (fill.x, fill.width) == (30, 20)
    assert charts.tornado({"tornado": None}, {}) is None


def phases(count: int) -> list[dict[str, Any]]:
    return [
        {
            "label": f"Phase {number} of the year",
            "url": f"/cases/{number}/",
            "verdict": ("lawful", "arguable", "unlawful", "undetermined")[number % 4],
            "legitimacy": float(number * 37 % 90 + 5),
            "low": float(number * 37 % 90),
            "high": float(number * 37 % 90 + 9),
            "sovereignty": float(number * 23 % 80),
        }
        for number in range(count)
    ]


def name_box(text: scatter.Text) -> scatter.Box:
    width = len(text.text) * scatter.CHARACTER
    left = text.x - {"start": 0.0, "middle": width / 2, "end": width}[text.anchor]
    return scatter.Box(left, text.y - scatter.LINE + 4, left + width, text.y + 4)


@pytest.mark.parametrize("count", [1, 4, 30])
def test_names_on_the_map_touch_neither_each_other_nor_a_mark(count: int) -> None:
    for plot in scatter.balance_map(phases(count)).plots:
        assert len(plot.marks) == count
        names = [name_box(mark.text) for mark in plot.marks if mark.text]
        assert plot.named == len(names) > 0
        assert not any(first.overlap(second) for first, second in combinations(names, 2))
        marks = [
            scatter.Box(
                mark.x - scatter.MARK, mark.y - scatter.MARK, mark.x + scatter.MARK, mark.y + scatter.MARK
            )
            for mark in plot.marks
        ]
        assert not any(name.overlap(mark) for name in names for mark in marks)


def test_four_phases_are_all_named_on_both_maps() -> None:
    assert [plot.named for plot in scatter.balance_map(phases(4)).plots] == [4, 4]


def test_phases_at_one_point_are_set_side_by_side() -> None:
    same = [{**phases(1)[0], "label": name} for name in ("A", "B", "C")]
    marks = scatter.balance_map(same).plots[0].marks
    assert len({mark.x for mark in marks}) == 3
    assert len({mark.y for mark in marks}) == 1
    assert all(abs(a.x - b.x) >= 2 * scatter.MARK for a, b in combinations(marks, 2))


def test_more_legitimacy_stands_higher_and_more_impact_farther_right() -> None:
    frame = scatter.WIDE
    assert frame.y(100) < frame.y(67) < frame.y(0)
    assert frame.x(0) < frame.x(50) < frame.x(100) <= frame.width


def test_a_phase_without_an_index_is_in_the_table_and_not_on_the_map() -> None:
    found = scatter.balance_map([*phases(2), {"label": "Open", "legitimacy": None, "sovereignty": 10.0}])
    assert found.unplaced == 1
    assert found.points[-1].label == "Open"
    assert all(len(plot.marks) == 2 for plot in found.plots)


def test_the_order_of_phases_does_not_move_the_map() -> None:
    assert scatter.balance_map(phases(9)) == scatter.balance_map(list(reversed(phases(9))))


def test_a_mark_off_its_interval_is_owned_up_to() -> None:
    assert not scatter.balance_map(phases(3)).partial
    assert scatter.balance_map([{**phases(1)[0], "low": 90.0, "high": 95.0}]).partial


def test_a_map_of_nothing_is_empty() -> None:
    assert [plot.marks for plot in scatter.balance_map(None).plots] == [(), ()]
