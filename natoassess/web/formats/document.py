"""A document as data: what is said, in which order and with which structure, and nothing about how it looks.

It is made once and rendered twice: `document_pdf` sets it as PDF/UA, `document_docx` writes it for word processors.
Equal documents give equal bytes. All texts are plain: nothing in them is read as markup.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Run:
    """A piece of text. `href` is an address, or "#anchor" of a heading, a table row or an entry of this document.

    `is_note` sets it small and raised, as the number of a note.
    """

    text: str
    strong: bool = False
    quiet: bool = False
    href: str = ""
    is_note: bool = False


Runs = tuple[Run, ...]


def said(text: object) -> Runs:
    """Plain text as the runs of a paragraph; none for an empty text."""
    return (Run(str(text)),) if str(text) else ()


@dataclass(frozen=True)
class Heading:
    """A heading of level 2 or 3; the title of the document is level 1. `anchor` is what links to it name."""

    level: int
    text: str
    anchor: str = ""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; `number` stands before it where its kind is numbered. `quiet`: it explains and may be skipped."""

    runs: Runs
    number: int | None = None
    quiet: bool = False


@dataclass(frozen=True)
class Note:
    """A paragraph set apart in a frame: what a reader must not miss."""

    runs: Runs


@dataclass(frozen=True)
class Bullets:
    """A list. With `numbered` the items carry 1, 2, …; `anchors` then names each (see `Run.href`)."""

    items: tuple[Runs, ...]
    numbered: bool = False
    anchors: tuple[str, ...] = ()


@dataclass(frozen=True)
class Terms:
    """Names and what they stand for, as the particulars on a title page."""

    pairs: tuple[tuple[str, Runs], ...]


@dataclass(frozen=True)
class Code:
    """Lines of a command, set apart and not hyphenated."""

    lines: tuple[str, ...]


@dataclass(frozen=True)
class Column:
    """A column of a table: its heading, its share of the width, and whether it holds numbers (set to the right).

    `is_drawing` holds Typst markup, drawn on paper beside the numbers and left out elsewhere: it says nothing that the
    other columns do not say.
    """

    heading: str
    width: float = 1.0
    is_number: bool = False
    is_drawing: bool = False


@dataclass(frozen=True)
class Cell:
    """A cell: paragraphs, or the markup of its drawing. `anchor` makes it a place that links name."""

    paragraphs: tuple[Runs, ...] = ()
    drawing: str = ""
    anchor: str = ""


@dataclass(frozen=True)
class Table:
    """A table with a caption, a heading row that repeats on each page, and rows as wide as `columns`.

    Raises ValueError for a row of another width.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(
                    f"{self.caption!r}: a row of {len(row)} cells in {len(self.columns)} columns"
                )


@dataclass(frozen=True)
class Figure:
    """A drawing as Typst markup, its caption, and in `alt` all that it shows, for whoever does not see it."""

    caption: str
    alt: str
    markup: str


@dataclass(frozen=True)
class Contents:
    """The headings of level 2, each a link to its place."""

    heading: str


Block = Heading | Paragraph | Note | Bullets | Terms | Code | Table | Figure | Contents


@dataclass(frozen=True)
class Document:
    """A document: `kind` in a word, title, `properties` in the file, and blocks.

    `mark` is the word that every page carries while the document is not final ("Draft"), `dated` the moment its content
    dates from: never that of writing it, so that equal content gives equal bytes.
    """

    kind: str
    title: str
    lines: tuple[str, ...]
    blocks: tuple[Block, ...]
    dated: datetime
    mark: str = ""
    subject: str = ""
    language: str = "en-GB"

    @property
    def full_title(self) -> str:
        """What the file calls itself: its kind and its title."""
        return f"{self.kind}: {self.title}"


def cell(text: object, *, strong: bool = False, anchor: str = "") -> Cell:
    """A cell of one paragraph."""
    return Cell((((Run(str(text), strong=strong),)) if str(text) else (),), anchor=anchor)


def drawn(markup: str) -> Cell:
    """A cell that holds a drawing."""
    return Cell(drawing=markup)


def headings(blocks: Iterable[Block], level: int = 2) -> list[Heading]:
    """The headings of a level, in order."""
    return [block for block in blocks if isinstance(block, Heading) and block.level == level]
