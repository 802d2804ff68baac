"""A document for word processors (Office Open XML): real headings, repeating heading rows, alternative texts, links.

Nothing in the file depends on the clock, so that equal documents give equal bytes.
"""

from __future__ import annotations

import io
import unicodedata
import zipfile
from collections.abc import Iterator
from typing import Any

from docx import Document as open_template
from docx.document import Document as Word
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.text.paragraph import Paragraph as WordParagraph

from natoassess.web.formats import document as model
from natoassess.web.formats.document_docx_look import dress
from natoassess.web.formats.paper import pictures_of

WIDTH_MM = 162
"""Of the text: A4 without the margins."""

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest moment that a zip archive can hold: stands in every entry."""

OVERRIDES = {*range(0x202A, 0x202F), *range(0x2066, 0x206A)}
"""Marks that turn the direction of what follows them: they would turn the program's own words too."""


def docx_render(document: model.Document) -> bytes:
    """The document as a file of Word (.docx), A4."""
    return _Writer(document).bytes()


def writable(text: str) -> str:
    """`text` without what XML cannot hold and without marks that would turn the text around it."""
    return "".join(
        character
        for character in text
        if character in "\n\t"
        or (
            unicodedata.category(character) not in {"Cc", "Cs", "Cn", "Co"}
            and ord(character) not in OVERRIDES
        )
    )


class _Writer:
    """One file in the making: `marks` numbers the places that links name."""

    def __init__(self, document: model.Document) -> None:
        self.document = document
        self.word: Word = open_template()
        self.marks = 0
        self.pictures = iter(
            pictures_of([block.markup for block in document.blocks if isinstance(block, model.Figure)])
        )
        self.places = set(_anchors(document))
        self.styles: dict[str, str] = {}

    def bytes(self) -> bytes:
        """The whole file."""
        dress(self.word, self.document, writable)
        # Looked up once: the library goes through all styles for each paragraph.
        self.styles = {str(style.name): str(style.style_id) for style in self.word.styles}
        self._paragraph((model.Run(self.document.kind),), "Kind")
        self._paragraph((model.Run(self.document.title),), "Title")
        for line in self.document.lines:
            self._paragraph((model.Run(line),), "Quiet")
        for block in self.document.blocks:
            self._block(block)
        kept = io.BytesIO()
        self.word.save(kept)
        return _timeless(kept.getvalue())

    def _block(self, block: model.Block) -> None:
        match block:
            case model.Heading():
                made = self._paragraph((model.Run(block.text),), f"Heading {block.level}")
                self._mark(made, block.anchor)
            case model.Paragraph():
                numbered = (model.Run(f"{block.number}\t", quiet=True),) if block.number is not None else ()
                look = "Numbered" if numbered else "Quiet" if block.quiet else "Normal"
                self._paragraph((*numbered, *block.runs), look)
            case model.Note():
                self._paragraph(block.runs, "Framed")
            case model.Bullets():
                self._bullets(block)
            case model.Terms():
                for name, runs in block.pairs:
                    self._paragraph((model.Run(f"{name}\t", strong=True), *runs), "Term")
            case model.Code():
                self._paragraph((model.Run("\n".join(block.lines)),), "Command")
            case model.Table():
                self._table(block)
            case model.Figure():
                self._figure(block)
            case model.Contents():
                self._contents(block)

    def _contents(self, block: model.Contents) -> None:
        self._paragraph((model.Run(block.heading, strong=True),), "Quiet")
        for heading in model.headings(self.document.blocks):
            self._paragraph((model.Run(heading.text, href=f"#{heading.anchor}"),), "Entry")

    def _bullets(self, block: model.Bullets) -> None:
        anchors = block.anchors or ("",) * len(block.items)
        for number, (runs, anchor) in enumerate(zip(block.items, anchors, strict=True), start=1):
            # The number is written out: what links name must not hang on how a program counts lists.
            lead = (model.Run(f"{number}\t"),) if block.numbered else ()
            made = self._paragraph((*lead, *runs), "Numbered" if block.numbered else "List Bullet")
            self._mark(made, anchor)

    def _table(self, table: model.Table) -> None:
        places = [place for place, column in enumerate(table.columns) if not column.is_drawing]
        columns = [table.columns[place] for place in places]
        self._paragraph((model.Run(table.caption),), "Caption").paragraph_format.keep_with_next = True
        made = self.word.add_table(rows=1, cols=len(columns))
        made.autofit = False
        _rule(made._tbl.tblPr)
        _describe(made._tbl.tblPr, table.caption)
        total = sum(column.width for column in columns)
        widths = [Mm(WIDTH_MM * column.width / total) for column in columns]
        for grid, width in zip(made.columns, widths, strict=True):
            grid.width = width
        _repeat(made.rows[0]._tr)
        for place, column in enumerate(columns):
            self._cell(made.rows[0].cells[place], ((model.Run(column.heading, strong=True),),), column)
        for row in table.rows:
            cells = made.add_row().cells
            for place, (column, kept) in enumerate(zip(columns, places, strict=True)):
                self._cell(cells[place], row[kept].paragraphs, column, row[kept].anchor)
        for line in made._tbl.tr_lst:
            for width, box in zip(widths, line.tc_lst, strict=True):
                box.width = width
        self._paragraph((), "After table")

    def _cell(
        self, box: Any, paragraphs: tuple[model.Runs, ...], column: model.Column, anchor: str = ""
    ) -> None:
        style = self.styles["Cell number" if column.is_number else "Cell"]
        told = [runs for runs in paragraphs if runs] or [()]
        for place, runs in enumerate(told):
            into = box.paragraphs[0] if place == 0 else box.add_paragraph()
            into._p.style = style
            self._runs(into, runs)
            if place == 0:
                self._mark(into, anchor)

    def _figure(self, figure: model.Figure) -> None:
        picture = self.word.add_picture(io.BytesIO(next(self.pictures)), width=Mm(WIDTH_MM))
        properties = picture._inline.docPr
        properties.set("descr", writable(figure.alt))
        properties.set("name", writable(figure.caption))
        self.word.paragraphs[-1].paragraph_format.keep_with_next = True
        self._paragraph((model.Run(figure.caption),), "Caption")

    def _paragraph(self, runs: model.Runs, look: str) -> WordParagraph:
        made = self.word.add_paragraph()
        made._p.style = self.styles[look]
        self._runs(made, runs)
        return made

    def _runs(self, into: WordParagraph, runs: model.Runs) -> None:
        for run in runs:
            if run.href.startswith("#") and run.href[1:] not in self.places:
                run = model.Run(run.text, run.strong, run.quiet, "", run.is_note)
            made = into.add_run(writable(run.text))
            made.bold = True if run.strong else None
            if run.is_note:
                made._r.style = self.styles["Note number"]
            elif run.href and not run.href.startswith("#"):
                made._r.style = self.styles["Web link"]
            elif run.quiet:
                made._r.style = self.styles["Quiet words"]
            if run.href:
                self._link(into, made._r, run.href)

    def _link(self, into: WordParagraph, run: Any, href: str) -> None:
        """Put the run into a hyperlink: to a bookmark of this file, or to an address."""
        link = OxmlElement("w:hyperlink")
        if href.startswith("#"):
            link.set(qn("w:anchor"), _bookmark(href[1:]))
        else:
            link.set(qn("r:id"), into.part.relate_to(href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
        run.addprevious(link)
        link.append(run)

    def _mark(self, paragraph: WordParagraph, anchor: str) -> None:
        """Make the paragraph a place that links name."""
        if not anchor:
            return
        self.marks += 1
        start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
        for element in (start, end):
            element.set(qn("w:id"), str(self.marks))
        start.set(qn("w:name"), _bookmark(anchor))
        place = 1 if paragraph._p.pPr is not None else 0
        paragraph._p.insert(place, start)
        paragraph._p.append(end)


def _anchors(document: model.Document) -> Iterator[str]:
    for block in document.blocks:
        if isinstance(block, model.Heading):
            yield block.anchor
        elif isinstance(block, model.Bullets):
            yield from block.anchors
        elif isinstance(block, model.Table):
            yield from (cell.anchor for row in block.rows for cell in row)


def _bookmark(anchor: str) -> str:
    """A name as word processors take it for a bookmark: letters, digits and underscores."""
    return anchor.replace("-", "_")


def _rule(properties: Any) -> None:
    """Hairlines between the rows; they stand before the layout among the properties."""
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "BBBBBB")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    properties.find(qn("w:tblLayout")).addprevious(borders)


def _describe(properties: Any, caption: str) -> None:
    """The caption of a table for whoever does not see it. They stand last among the properties."""
    element = OxmlElement("w:tblCaption")
    element.set(qn("w:val"), writable(caption))
    properties.append(element)


def _repeat(row: Any) -> None:
    """Make a row the heading of its table, on each page anew."""
    properties = row.get_or_add_trPr()
    for name in ("w:cantSplit", "w:tblHeader"):
        properties.append(OxmlElement(name))


def _timeless(content: bytes) -> bytes:
    """The same archive with its entries in order and without the moment of writing."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as given, zipfile.ZipFile(made, "w") as written:
        names = sorted(given.namelist(), key=lambda name: (name != "[Content_Types].xml", name))
        for name in names:
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            written.writestr(entry, given.read(name))
    return made.getvalue()
