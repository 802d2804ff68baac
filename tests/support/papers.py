"""Reading back what was written: the text of a PDF, the blocks and texts of a DOCX."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

from docx import Document
from docx.document import Document as Word
from docx.oxml.ns import qn
from pypdf import PdfReader

SPACES = re.compile(r"[\s\u00ad\u200b-]+")

FOOT = re.compile(r"natoassess · .*?Page\s*\d+\s*/\s*\d+", re.DOTALL)


def pdf_of(content: bytes) -> PdfReader:
    """A PDF, opened."""
    return PdfReader(io.BytesIO(content))


def squeezed(text: str) -> str:
    """`text` without spaces and hyphens: paper breaks words where it likes."""
    return SPACES.sub("", text)


def text_of_pdf(content: bytes) -> str:
    """All its words without the feet of its pages, squeezed."""
    return squeezed("".join(FOOT.sub("", page.extract_text()) for page in pdf_of(content).pages))


def docx_of(content: bytes) -> Word:
    """A DOCX, opened."""
    return Document(io.BytesIO(content))


def paragraphs_of(word: Word) -> list[str]:
    """Every paragraph outside tables, whole: with the words of its links."""
    return [paragraph.text for paragraph in word.paragraphs]


def cells_of(word: Word) -> dict[str, list[list[str]]]:
    """The rows of each table, heading first, by its caption."""
    return {
        str(table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))): [
            ["\n".join(paragraph.text for paragraph in cell.paragraphs) for cell in row.cells]
            for row in table.rows
        ]
        for table in word.tables
    }


def headings_of(word: Word) -> Iterator[tuple[int, str]]:
    """Level and text of each heading; the title is level 1."""
    for paragraph in word.paragraphs:
        name = paragraph.style.name if paragraph.style else ""
        if name == "Title":
            yield 1, paragraph.text
        elif name and name.startswith("Heading "):
            yield int(name.removeprefix("Heading ")), paragraph.text


def structure_of(content: bytes) -> list[str]:
    """The kinds of the tags of a PDF, in reading order."""
    found: list[str] = []

    def walk(node: object) -> None:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for child in node:
                walk(child)
        elif isinstance(node, dict) and "/S" in node:
            found.append(str(node["/S"]))
            if "/K" in node:
                walk(node["/K"])

    root = pdf_of(content).trailer["/Root"]["/StructTreeRoot"]  # type: ignore[index]
    walk(root["/K"])
    return found
