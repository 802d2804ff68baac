"""The files of a comparison, read back: the same numbers, no formula, no markup."""

from __future__ import annotations

import csv
import dataclasses
import io
import re

import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from cases.comparisons.comparison import Cell, Comparison, Section, build
from cases.comparisons.exports import FORMATS, delimited, file_name
from frameworks.selectors import catalogue_current

pytestmark = pytest.mark.once


@pytest.fixture
def rows(comparison: Comparison) -> list[dict[str, str]]:
    """The CSV, read back."""
    text = FORMATS["csv"].render(comparison).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_csv_holds_every_answer_of_the_evaluations(
    comparison: Comparison, rows: list[dict[str, str]]
) -> None:
    """Cell for cell what the engine gave."""
    by_code = {row["code"]: row for row in rows if row["part"] == "answer"}
    for column in comparison.columns:
        legitimacy = column.evaluation["legitimacy"]
        assert by_code["legality.verdict"][column.label] == column.evaluation["legality"]["verdict"]
        assert float(by_code["legitimacy.index"][column.label]) == legitimacy["index"]
        assert float(by_code["legitimacy.p05"][column.label]) == legitimacy["distribution"]["p05"]
        assert float(by_code["sovereignty.gross"][column.label]) == column.evaluation["sovereignty"]["gross"]
    about = {row["code"]: row for row in rows if row["part"] == "about"}
    assert about["evaluation_id"]["Kosovo 1999"] == comparison.columns[0].evaluation["evaluation_id"]


def test_csv_holds_every_question_with_value_and_reason(
    comparison: Comparison, rows: list[dict[str, str]]
) -> None:
    """80 questions, each with the finding and the reason of each phase."""
    findings = [row for row in rows if row["part"] in {"facts", "ratings", "sovereignty"}]
    assert len(findings) == 80
    for row in findings:
        for column in comparison.columns:
            finding = column.findings[row["part"]][row["code"]]
            assert row[column.label] == str(finding.get("value", finding.get("level")))
            assert row[f"{column.label}: reason"].lstrip("'") == finding["why"]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_csv_holds_no_formula(text: str) -> None:
    """What a spreadsheet would run is written as text."""
    assert delimited._safe([text, "plain", None]) == [f"'{text}", "plain", ""]


def test_pdf_is_tagged_and_holds_the_answers(comparison: Comparison) -> None:
    """PDF/UA: a title, a language, a structure tree; and the words and figures of the page."""
    reader = PdfReader(io.BytesIO(FORMATS["pdf"].render(comparison)))
    catalog = reader.root_object
    assert str(catalog["/Lang"]) == "en"
    assert "/StructTreeRoot" in catalog
    marks = catalog["/MarkInfo"]
    assert isinstance(marks, DictionaryObject)
    assert marks["/Marked"]
    text = "\n".join(page.extract_text() for page in reader.pages)
    drawn = comparison.columns[0].evaluation["legitimacy"]["distribution"]
    interval = f"{drawn['p05']:.1f}–{drawn['p95']:.1f}"
    for words in ("Kosovo 1999", "unlawful", "lawful", "arguable", "69.0", interval, "Not legal advice"):
        assert words in text


def test_pdf_holds_the_profile_and_the_intervals(comparison: Comparison) -> None:
    """The charts of the page: every dimension of every phase, and the quantiles of every distribution."""
    reader = PdfReader(io.BytesIO(FORMATS["pdf"].render(comparison)))
    text = " ".join("\n".join(page.extract_text() for page in reader.pages).split())
    for code, title in comparison.dimensions.items():
        parts = [
            column.evaluation["legitimacy"]["dimensions"][code]["index"] for column in comparison.columns
        ]
        assert f"{title} {' '.join(f'{index:.1f}' for index in parts)}" in text
    for column in comparison.columns:
        drawn = column.evaluation["legitimacy"]["distribution"]
        assert f"{column.label} {drawn['p05']:.1f} {drawn['p50']:.1f} {drawn['p95']:.1f}" in text


FOOT = 20 * 72 / 25.4
"""The bottom margin of a page in points: below it stands the footer and nothing else."""


@pytest.mark.parametrize("columns", [2, 3, 4, 10])
def test_pdf_draws_nothing_through_the_footer(comparison: Comparison, columns: int) -> None:
    """A chart that does not fit stands whole on the next page, its labels with it."""
    chosen = (comparison.columns * 4)[:columns]
    wide = build([column.assessment for column in chosen], catalogue_current())
    for page in PdfReader(io.BytesIO(FORMATS["pdf"].render(wide))).pages:
        low: list[str] = []

        def keep(
            text: str, matrix: list[float], place: list[float], *_rest: object, low: list[str] = low
        ) -> None:
            y = matrix[1] * place[4] + matrix[3] * place[5] + matrix[5]
            if text.strip() and y < FOOT:
                low.append(text)

        page.extract_text(visitor_text=keep)
        footer = " ".join("".join(low).split())
        assert re.fullmatch(rf"natoassess · {columns} phases compared ?Page \d+ / \d+", footer)


def test_pdf_takes_a_users_text_as_text(comparison: Comparison) -> None:
    """Nothing that a user writes is read as Typst markup or code."""
    label = "#panic(1) *x* $y$"
    column = comparison.columns[0]
    column.assessment.phase.label = label
    hostile = type(column)(**{**column.__dict__, "label": label, "sublabel": '#read("/etc/passwd")'})
    changed = Comparison(
        columns=(hostile, *comparison.columns[1:]),
        facts=comparison.facts,
        ratings=comparison.ratings,
        sovereignty=comparison.sovereignty,
    )
    text = PdfReader(io.BytesIO(FORMATS["pdf"].render(changed))).pages[0].extract_text()
    assert "#panic(1) *x*" in text


def test_equal_comparisons_give_equal_bytes(comparison: Comparison) -> None:
    """A file can be compared with the one handed out last year."""
    for kind in FORMATS.values():
        assert kind.render(comparison) == kind.render(comparison)


def test_the_name_of_the_file_says_what_is_inside(comparison: Comparison) -> None:
    """Safe on every system."""
    assert file_name(comparison, "pdf") == "natoassess-kosovo1999-libyamarch2011-libyalater2011.pdf"


@pytest.mark.parametrize(
    "label",
    [
        "تدخل في ليبيا",
        "中国 1999",
        "\U0001f600\U0001f469\u200d\U0001f467 ❤\ufe0f",
        "\u202eRTL\u202c",
        "bell\x07 and tab\t",
        "e\u0301 Ελλάδα Украина",
        "\u200b",
        "\U0010ffff",
    ],
    ids=["arabic", "chinese", "emoji", "direction", "controls", "accents", "nothing", "no-character"],
)
def test_pdf_takes_every_script(comparison: Comparison, label: str) -> None:
    """What the fonts cannot show neither breaks the file nor goes missing without a word."""
    column = comparison.columns[0]
    strange = type(column)(**{**column.__dict__, "label": label, "sublabel": label * 3})
    changed = Comparison(
        columns=(strange, *comparison.columns[1:]),
        facts=comparison.facts,
        ratings=comparison.ratings,
        sovereignty=comparison.sovereignty,
    )
    reader = PdfReader(io.BytesIO(FORMATS["pdf"].render(changed)))
    assert "/StructTreeRoot" in reader.root_object
    text = reader.pages[0].extract_text()
    assert "Libya, later 2011" in text
    missing = any(character in label for character in "ت中\U0001f600")
    assert ("a box stands for each that is missing" in text.replace("\n", " ")) is missing
    assert ("é Ελλάδα Украина" in text) is ("Украина" in label)
    if missing:
        assert label[0] in str(reader.metadata and reader.metadata.title)


def test_pdf_keeps_long_reasons_and_long_words_on_the_page(comparison: Comparison) -> None:
    """A reason longer than a page goes on overleaf, and a word wider than its column is broken, not cut."""
    first, *others = comparison.facts.differing
    words = " ".join(f"reason{number}" for number in range(900))
    cell = Cell(first.cells[0].value, words)
    row = dataclasses.replace(first, label="W" * 120, cells=(cell, *first.cells[1:]))
    changed = dataclasses.replace(comparison, facts=Section("facts", (row, *others)))
    reader = PdfReader(io.BytesIO(FORMATS["pdf"].render(changed)))
    texts = [page.extract_text().replace("\u200b", "") for page in reader.pages]
    whole = "".join(texts)
    assert all(f"reason{number}" in whole for number in range(900))
    assert sum("reason" in text for text in texts) > 1
    lines = [line for text in texts for line in text.splitlines()]
    assert max(line.count("W") for line in lines) < 40
    assert "".join(lines).count("W") >= 120
