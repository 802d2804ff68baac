"""How a document looks in a word processor: page, styles, header, footer, properties, language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from docx.document import Document as Word
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from natoassess.web.formats import document as model

SERIF, SANS, FIXED = "Cambria", "Calibri", "Courier New"
"""Faces that word processors have, or replace by ones as wide."""

INK, SOFT, LINK = RGBColor(0x1B, 0x1D, 0x20), RGBColor(0x4A, 0x4F, 0x56), RGBColor(0x13, 0x4A, 0x86)


@dataclass(frozen=True)
class Look:
    """One style of paragraphs: its face, size and distances in points, and how far its first column reaches."""

    face: str
    size: float
    before: float = 0
    after: float = 4
    soft: bool = False
    bold: bool = False
    hanging: float = 0
    right: bool = False
    keeps: bool = False


LOOKS = {
    "Normal": Look(SERIF, 10.5, after=6),
    "Title": Look(SERIF, 22, after=6, bold=True, keeps=True),
    "Heading 2": Look(SERIF, 14, before=20, after=6, bold=True, keeps=True),
    "Heading 3": Look(SERIF, 11, before=12, after=4, bold=True, keeps=True),
    "List Bullet": Look(SANS, 9.5, after=3),
    "Caption": Look(SANS, 9, before=8, after=4, soft=True),
    "Kind": Look(SANS, 9, after=0, soft=True),
    "Quiet": Look(SANS, 9, soft=True),
    "Numbered": Look(SERIF, 10.5, after=6, hanging=24),
    "Term": Look(SANS, 9.5, after=3, hanging=128),
    "Entry": Look(SANS, 9.5, after=2),
    "Framed": Look(SANS, 9.5, before=4, after=8),
    "Command": Look(FIXED, 8.5, after=6),
    "Cell": Look(SANS, 9, after=2),
    "Cell number": Look(SANS, 9, after=2, right=True),
    "After table": Look(SANS, 4, after=4),
}
"""By the name of the style; those that word processors know keep their meaning."""


def dress(word: Word, document: model.Document, writable: Callable[[str], str]) -> None:
    """Set page, styles, header and footer, and what the file says about itself."""
    _page(word)
    _language(word, document.language)
    for name, look in LOOKS.items():
        _style(word, name, look)
    _frame(word)
    for name in ("Note number", "Web link", "Quiet words"):
        made: Any = word.styles.add_style(name, WD_STYLE_TYPE.CHARACTER)
        made.font.color.rgb = LINK if name == "Web link" else SOFT
        made.font.superscript = True if name == "Note number" else None
        made.font.underline = True if name == "Web link" else None
    _header_and_footer(word, document, writable)
    _properties(word, document, writable)


def _page(word: Word) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(24)
    section.top_margin = section.bottom_margin = Mm(24)


def _language(word: Word, language: str) -> None:
    """The language of the document, in the defaults of all its styles."""
    for found in word.styles.element.iter(qn("w:lang")):
        found.set(qn("w:val"), language)


def _style(word: Word, name: str, look: Look) -> None:
    known = name in {style.name for style in word.styles}
    style: Any = word.styles[name] if known else word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    if not isinstance(style, ParagraphStyle):
        raise TypeError(name)
    if not known:
        style.base_style = word.styles["Normal"]
    font, shape = style.font, style.paragraph_format
    font.size, font.bold, font.italic = Pt(look.size), look.bold, False
    font.color.rgb = SOFT if look.soft else INK
    _face(style, look.face)
    shape.space_before, shape.space_after = Pt(look.before), Pt(look.after)
    shape.keep_with_next = look.keeps or None
    if look.hanging:
        shape.left_indent, shape.first_line_indent = Pt(look.hanging), Pt(-look.hanging)
        shape.tab_stops.add_tab_stop(Pt(look.hanging))
    if look.right:
        shape.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if name == "Title":
        _no_borders(style)


def _face(style: Any, face: str) -> None:
    """The face for every script: without this headings keep the face of the theme."""
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), face)


def _no_borders(style: Any) -> None:
    for found in style.element.pPr.findall(qn("w:pBdr")):
        style.element.pPr.remove(found)


def _frame(word: Word) -> None:
    """A line at the left of what a reader must not miss."""
    borders, line = OxmlElement("w:pBdr"), OxmlElement("w:left")
    for name, value in (("val", "single"), ("sz", "16"), ("space", "8"), ("color", "4A4F56")):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    style: Any = word.styles["Framed"]
    shape = style.element.get_or_add_pPr()
    spacing = shape.find(qn("w:spacing"))
    spacing.addprevious(borders)


def _header_and_footer(word: Word, document: model.Document, writable: Callable[[str], str]) -> None:
    section = word.sections[0]
    head = section.header.paragraphs[0]
    if document.mark:
        head.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        run = head.add_run(writable(document.mark).upper())
        run.bold, run.font.size, run.font.color.rgb, run.font.name = True, Pt(14), SOFT, SANS
    foot = section.footer.paragraphs[0]
    for stop in list(foot.style.paragraph_format.tab_stops if foot.style else ()):
        stop.position = Mm(162)
    foot.paragraph_format.tab_stops.add_tab_stop(Mm(162), WD_TAB_ALIGNMENT.RIGHT)
    _small(foot.add_run(f"natoassess · {writable(document.title)}\t{_('Page')} "))
    _field(foot, "PAGE")
    _small(foot.add_run(" / "))
    _field(foot, "NUMPAGES")


def _small(run: Any) -> None:
    run.font.size, run.font.color.rgb, run.font.name = Pt(8), SOFT, SANS


def _field(paragraph: Any, code: str) -> None:
    """A number that the word processor works out: of this page, of all pages."""
    run = paragraph.add_run()
    _small(run)
    for kind in ("begin", "", "separate", "shown", "end"):
        if kind == "":
            element = OxmlElement("w:instrText")
            element.text = code
        elif kind == "shown":
            element = OxmlElement("w:t")
            element.text = "1"
        else:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        run._r.append(element)


def _properties(word: Word, document: model.Document, writable: Callable[[str], str]) -> None:
    """What the file says about itself: nothing of the clock, nothing of who pressed the button."""
    own = word.core_properties
    own.title = writable(document.full_title)[:255]
    own.author = own.last_modified_by = "natoassess"
    own.subject = writable(document.subject)[:255]
    own.language = document.language
    own.comments = own.keywords = own.category = ""
    own.created = own.modified = document.dated.replace(tzinfo=None, microsecond=0)
    own.revision = 1
    package = word.part.package
    for name, relation in list(package.rels.items()):
        if relation.reltype.endswith("/thumbnail"):  # that of the template
            del package.rels[name]
