"""The charts on paper, compiled and read back: the numbers of the page, whole, tagged, and no text read as markup."""

from __future__ import annotations

import io
from typing import Any

import pytest
import typst
from pypdf import PdfReader

from natoassess.web.formats import typst_charts
from natoassess.web.formats.paper import font_paths
from natoassess.web.presentation import bars, charts
from natoassess.web.presentation.profile import dimension_profile

HOSTILE = 'a "quoted" \\ #panic(1) *x* $y$ ] } \n<l>'

LEGITIMACY: dict[str, Any] = {
    "index": 69.0,
    "low": 60.0,
    "high": 75.0,
    "band": "high",
    "coverage": 0.9,
    "dimensions": {
        "cause": {"index": 87.5, "low": 80.0, "high": 90.0, "coverage": 0.9},
        "means": {"index": None, "low": 0.0, "high": 100.0, "coverage": 0.0},
    },
    "contributions": [
        {"criterion": "one", "points": 3.57, "weight": 0.05},
        {"criterion": "two", "points": 1.25, "weight": 0.05},
    ],
    "distribution": {
        "p05": 63.2,
        "p50": 68.7,
        "p95": 74.2,
        "bands": {"low": 0.0, "mixed": 0.31, "high": 0.69},
        "error": 0.0046,
        "draws": 10_000,
        "seed": 7,
    },
    "tornado": [
        {"criterion": "one", "low": 66.1, "high": 70.4},
        {"criterion": "two", "low": 68.0, "high": 69.5},
    ],
    "variance_shares": {"ratings": {"one": 0.4}, "dimension_weights": 0.1, "criterion_weights": 0.05},
}
TITLES = {"cause": "Just cause", "means": HOSTILE}


def text_of(markup: str) -> str:
    """What a reader of the tagged PDF finds, on one line."""
    source: Any = (
        f'#set document(title: "Charts")\n#set text(font: "Source Sans Pro", size: 9pt)\n{markup}'.encode()
    )
    pdf = typst.compile(source, font_paths=font_paths(), ignore_system_fonts=True, pdf_standards=["ua-1"])
    pages = PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_the_distribution_has_its_quantiles_and_chances() -> None:
    text = text_of(typst_charts.distribution(charts.distribution(LEGITIMACY)))
    for part in (
        "63.2",
        "68.7",
        "74.2",
        "31",
        "69",
        "likely",
        "10,000 draws, seed 7.",
        "0.5 percentage points",
    ):
        assert part in text


def test_the_tornado_has_both_ends_and_the_variance() -> None:
    text = text_of(typst_charts.tornado(charts.tornado(LEGITIMACY, {"one": "Gravity", "two": HOSTILE})))
    assert "Gravity" in text
    for part in ("66.1", "70.4", "68.0", "69.5", "40"):
        assert part in text


def test_the_contributions_add_up() -> None:
    rows = charts.contribution_rows(LEGITIMACY["contributions"], {"one": "Gravity"})
    text = text_of(typst_charts.contributions(rows))
    for part in ("Gravity", "3.57", "1.25", "Together, the index 4.82"):
        assert part in text


def test_dimensions_and_profile_say_what_is_not_rated() -> None:
    for markup in (
        typst_charts.dimensions(charts.dimension_rows(LEGITIMACY, TITLES)),
        typst_charts.dimension_profile(dimension_profile([("A", LEGITIMACY), (HOSTILE, LEGITIMACY)], TITLES)),
    ):
        text = text_of(markup)
        assert "Just cause" in text
        assert "87.5" in text
        assert "not rated" in text
        assert "#panic(1) *x* $y$" in text


def test_intervals_stand_below_one_another() -> None:
    drawn = [("Kosovo 1999", charts.distribution(LEGITIMACY)), (HOSTILE, None)]
    text = text_of(typst_charts.intervals(drawn))
    assert "Kosovo 1999 63.2 68.7 74.2 high: likely" in text
    assert "#panic(1)" in text


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        (typst_charts.distribution(None), "No draws were made"),
        (typst_charts.tornado(None), "No draws were made"),
        (typst_charts.contributions([]), "No criterion is rated yet."),
        (typst_charts.dimensions([]), "No dimension is rated yet."),
        (typst_charts.dimension_profile(None), "No dimension is rated yet."),
    ],
)
def test_nothing_to_draw_is_said_in_words(markup: str, words: str) -> None:
    assert words in text_of(markup)


def test_a_bar_on_paper_stands_where_it_stands_on_the_page() -> None:
    drawn = bars.legitimacy_bar(LEGITIMACY)
    markup = typst_charts.bar(drawn, slim=False)
    for rect in drawn.rects:
        assert f"dx: {rect.x}%" in markup
        assert f"width: {rect.width}%" in markup
    assert f"place(dx: {drawn.point}% - 2.6pt" in markup
    assert all(typst_charts.literal(label.text.replace(" ", "\u00a0")) in markup for label in drawn.labels)
    assert (
        text_of(
            f"#{typst_charts.bar(bars.sovereignty_bar({'gross': 40, 'adjusted_low': 5, 'adjusted_high': 40}))}"
        )
        == ""
    )
