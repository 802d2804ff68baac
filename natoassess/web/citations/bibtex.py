"""BibTeX entries that classic BibTeX, biber and Zotero all read: LaTeX specials escaped, accents as LaTeX commands.

Types: judgments are @jurisdiction (biblatex knows it, Zotero makes a case of it), reports and assessments
@techreport, books @book. Treaties, resolutions and data are @misc: Zotero takes @legislation for a bill, older
versions drop the types that they do not know, and biblatex prints them as @misc anyway.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import quote

from natoassess.web.citations import csl
from natoassess.web.citations.record import MONTHS, OWN_KINDS, SITE, Citation, Kind, kind_words, one_line

MEDIA_TYPE = "application/x-bibtex"
EXTENSION = "bib"

TYPES: dict[Kind, str] = {
    Kind.DECISION: "jurisdiction",
    Kind.UN_DOCUMENT: "techreport",
    Kind.NATO_DOCUMENT: "techreport",
    Kind.REPORT: "techreport",
    Kind.ASSESSMENT: "techreport",
    Kind.PUBLICATION: "techreport",
    Kind.BOOK: "book",
}
"""The entry type of each kind; the others are @misc."""

SPECIALS = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "–": "--",
    "—": "---",
    "‘": "`",
    "’": "'",
    "“": "``",
    "”": "''",
    "\u00a0": "~",
}
LETTERS = {
    "ß": r"{\ss}",
    "æ": r"{\ae}",
    "Æ": r"{\AE}",
    "œ": r"{\oe}",
    "Œ": r"{\OE}",
    "ø": r"{\o}",
    "Ø": r"{\O}",
    "ł": r"{\l}",
    "Ł": r"{\L}",
    "ı": r"{\i}",
}
ACCENTS = {
    "\u0300": "`",
    "\u0301": "'",
    "\u0302": "^",
    "\u0303": "~",
    "\u0304": "=",
    "\u0306": "u",
    "\u0307": ".",
    "\u0308": '"',
    "\u030a": "r",
    "\u030b": "H",
    "\u030c": "v",
    "\u0327": "c",
    "\u0328": "k",
}
"""The LaTeX command of each combining accent."""
_NOT_IN_A_KEY = re.compile(r"[^A-Za-z0-9.:/+-]+")


def render(citations: list[Citation]) -> str:
    """One entry for each, parted by an empty line."""
    return "\n".join(entry(citation) for citation in citations)


def entry(citation: Citation) -> str:
    """One entry; the key is the id, with a colon for the # that BibTeX does not allow."""
    key = _NOT_IN_A_KEY.sub("-", citation.key.replace("#", ":"))
    fields = [(name, value) for name, value in _fields(citation) if value]
    lines = [f"  {name:<12} = {value}," for name, value in fields]
    return "\n".join([f"@{TYPES.get(citation.kind, 'misc')}{{{key},", *lines, "}"]) + "\n"


def _fields(citation: Citation) -> Iterator[tuple[str, str]]:
    kind, day = TYPES.get(citation.kind, "misc"), citation.issued
    own = SITE if citation.kind in OWN_KINDS else ""
    yield "author", _authors(citation.authors)
    yield "title", f"{{{{{escaped(citation.title)}}}}}"
    yield "shorttitle", _braced(citation.short_title)
    yield ("institution" if kind == "techreport" else "publisher"), _braced(_institution(citation, kind, own))
    yield "type", _braced(citation.stage or kind_words(citation.kind))
    yield "number", _braced(citation.number)
    yield "volume", _braced(citation.volume)
    yield "series", _braced(citation.series)
    yield "pages", _braced(citation.page)
    yield "version", _braced(citation.version)
    yield "month", MONTHS[day.month - 1][:3].lower() if day else ""
    yield "year", f"{{{day.year}}}" if day else ""
    yield "date", f"{{{day.isoformat()}}}" if day else ""
    yield "note", _braced("; ".join(part for part in (citation.pinpoint, csl.note(citation)) if part))
    yield "url", f"{{{address(citation.url)}}}" if citation.url else ""


def _authors(names: tuple[str, ...]) -> str:
    """Each name in braces of its own, so that none is taken apart at a comma or an "and"."""
    return f"{{{' and '.join(f'{{{escaped(name)}}}' for name in names)}}}" if names else ""


def _institution(citation: Citation, kind: str, own: str) -> str:
    if kind == "techreport":
        return citation.publisher or own or ", ".join(citation.authors)
    return citation.publisher or own


def _braced(text: str) -> str:
    return f"{{{escaped(text)}}}" if text else ""


def address(url: str) -> str:
    """An address stands as it is, for the field is read verbatim; what would end the field is percent-encoded."""
    return quote(url, safe="!#$%&'()*+,-./:;=?@_~[]")


def escaped(text: str) -> str:
    """Text in LaTeX: specials and punctuation as commands, accented letters in braces, other alphabets as UTF-8."""
    return "".join(_letter(letter) for letter in unicodedata.normalize("NFC", one_line(text)))


def _letter(letter: str) -> str:
    if letter in SPECIALS:
        return SPECIALS[letter]
    if letter in LETTERS:
        return LETTERS[letter]
    parts = unicodedata.normalize("NFD", letter)
    if len(parts) == 2 and parts[0].isascii() and parts[1] in ACCENTS:
        base = {"i": r"\i", "j": r"\j"}.get(parts[0], parts[0])
        return f"{{\\{ACCENTS[parts[1]]}{{{base}}}}}"
    return letter
