"""Documents as data: what they refuse, and what a file of them holds."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime

import pytest

from natoassess.web.formats.document import (
    Bullets,
    Cell,
    Column,
    Document,
    Heading,
    Paragraph,
    Run,
    Table,
    cell,
    drawn,
    said,
)
from natoassess.web.formats.document_docx import docx_render, writable
from natoassess.web.formats.document_pdf import pdf_render
from tests.support.papers import cells_of, docx_of, structure_of

pytestmark = pytest.mark.once


def document(*blocks: object) -> Document:
    """A document of `blocks`."""
    return Document("Report", "A title", ("A line",), tuple(blocks), datetime(2026, 3, 1, tzinfo=UTC))  # type: ignore[arg-type]


def test_a_row_is_as_wide_as_its_table() -> None:
    with pytest.raises(ValueError, match="a row of 1 cells in 2 columns"):
        Table("Figures", (Column("A"), Column("B")), ((cell("1"),),))


def test_a_drawing_is_left_out_where_it_cannot_be_drawn() -> None:
    columns = (Column("Name"), Column("", is_drawing=True), Column("Points", is_number=True))
    table = Table("Points", columns, ((cell("One"), drawn("circle(radius: 2pt)"), cell("1.0")),))
    made = document(Heading(2, "Figures", "figures"), table)
    assert cells_of(docx_of(docx_render(made))) == {"Points": [["Name", "Points"], ["One", "1.0"]]}
    assert structure_of(pdf_render(made)).count("/TD") == 3


def test_a_link_to_nowhere_stays_text() -> None:
    lost = document(Paragraph((Run("See "), Run("1", href="#gone", is_note=True))))
    assert docx_of(docx_render(lost)).paragraphs[-1].text == "See 1"
    assert "/Link" not in structure_of(pdf_render(lost))
    kept = document(
        Paragraph((Run("1", href="#note-1", is_note=True),)),
        Bullets((said("The note"),), numbered=True, anchors=("note-1",)),
    )
    assert structure_of(pdf_render(kept)).count("/Link") == 1


def test_nothing_of_the_clock_is_in_a_file_of_word() -> None:
    made = docx_render(document(Paragraph(said("Text")), Table("T", (Column("A"),), ((Cell(),),))))
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.namelist()[0] == "[Content_Types].xml"
    assert docx_of(made).core_properties.modified == datetime(2026, 3, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("a\x00b\x1bc", "abc"),
        ("\u202eabc\u2066", "abc"),
        ("\ud800x\ufffe", "x"),
        ("مرحبا 👩‍🚀\n", "مرحبا 👩‍🚀\n"),
    ],
)
def test_what_xml_cannot_hold_is_left_out(given: str, kept: str) -> None:
    assert writable(given) == kept
