"""OSCOLA: the Oxford University Standard for the Citation of Legal Authorities, 4th edition (2012), and for what that
leaves to its predecessor the section on international law of OSCOLA 2006. Plain text: italics are the word processor's.

Which rule each form follows stands at its function; docs/decisions/0024 says where the standard is silent.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from natoassess.web.citations.record import SITE, Citation, Kind, day_words

MEDIA_TYPE = "text/plain"
EXTENSION = "txt"

_COUNCIL = re.compile(r"S/RES/(\d+)")
_ASSEMBLY = re.compile(r"A/RES/(?:(\d+)\s*\(([IVXL]+)\)|((?:ES-)?\d+/\d+))")
_UN_SYMBOL = re.compile(r"[AS]/")
_NUMBERED = re.compile(r"(?:arts?|paras?|chs?|rr?|pts?) ")


def render(citations: list[Citation]) -> str:
    """One line for each."""
    return "".join(f"{line(citation)}\n" for citation in citations)


def line(citation: Citation) -> str:
    """The citation of a footnote, without its full stop."""
    return _FORMS.get(citation.kind, _document)(citation)


def curled(text: str) -> str:
    """With the apostrophes of print, as the quotation marks around it are those of print."""
    return text.replace("'", "’")


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def _pointed(cited: str, citation: Citation) -> str:
    """With the pinpoint: without a comma where it is a numbered part, with one where it is words."""
    if not citation.pinpoint:
        return cited
    return f"{cited}{'' if _NUMBERED.match(citation.pinpoint) else ','} {citation.pinpoint}"


def _day(citation: Citation) -> str:
    return day_words(citation.issued) if citation.issued else ""


def _printed(citation: Citation) -> str:
    return _joined(citation.volume, citation.series, citation.page)


def _treaty(citation: Citation) -> str:
    """2006, IV A: title (adopted, entered into force) volume UNTS page (short title) pinpoint."""
    adopted = f"adopted {_day(citation)}" if citation.issued else ""
    begun = f"entered into force {day_words(citation.in_force)}" if citation.in_force else ""
    days = ", ".join(part for part in (adopted, begun) if part)
    short = f"({curled(citation.short_title)})" if citation.short_title else ""
    place = _printed(citation) or citation.number
    return _pointed(_joined(curled(citation.title), f"({days})" if days else "", place, short), citation)


def _resolution(citation: Citation) -> str:
    """2006, IV C 1: "UNSC Res 1373 (28 September 2001) UN Doc S/RES/1373"; of the Assembly also a named declaration.

    The year in the symbol repeats that of the date and is left out.
    """
    day = f"({_day(citation)})" if citation.issued else ""
    council, assembly = _COUNCIL.match(citation.number), _ASSEMBLY.match(citation.number)
    if council:
        cited = f"UNSC Res {council[1]} {day} UN Doc S/RES/{council[1]}"
    elif assembly:
        name = f"{assembly[1]} ({assembly[2]})" if assembly[1] else assembly[3]
        titled = f"{curled(citation.short_title)}, " if citation.short_title else ""
        cited = f"{titled}UNGA Res {name} {day} UN Doc {citation.number}"
    else:
        return _document(citation)
    return f"{cited}, {citation.pinpoint}" if citation.pinpoint else cited


def _draft(citation: Citation) -> str:
    """2006, IV C 1, documents of the UN; a draft has no other title, and what became of it stands with its day."""
    fate = ", ".join(part for part in (_day(citation), citation.stage) if part)
    cited = _joined("UNSC Draft Res", f"({fate})" if fate else "", f"UN Doc {citation.number}")
    return f"{cited}, {citation.pinpoint}" if citation.pinpoint else cited


def _codification(citation: Citation) -> str:
    """2006, IV C 1: the text by its author and title, then the resolution to which it is annexed."""
    resolution = _resolution(_bare(citation))
    cited = f"{_joined(*citation.authors)} ‘{curled(citation.title)}’, {resolution}"
    return f"{cited}, {citation.pinpoint}" if citation.pinpoint else cited


def _bare(citation: Citation) -> Citation:
    return Citation(
        key=citation.key,
        kind=citation.kind,
        title=citation.title,
        number=citation.number,
        issued=citation.issued,
    )


def _decision(citation: Citation) -> str:
    """2006, IV B 1: name (parties) (stage) [year] ICJ Rep page; 4th edition, 2.1.6: paragraphs in square brackets.

    What no report prints is cited by court and day (4th edition, 2.1.8). A page follows the first page after a comma.
    """
    name = _joined(curled(citation.title), f"({citation.stage})" if citation.stage else "")
    if citation.page and citation.volume:
        cited = f"{name} [{citation.volume}] {citation.series} {citation.page}"
    else:
        cited = _joined(name, f"(ICJ, {_day(citation)})" if citation.issued else "(ICJ)")
    if not citation.pinpoint:
        return cited
    return f"{cited} {citation.pinpoint}" if citation.pinpoint[0] == "[" else f"{cited}, {citation.pinpoint}"


def _document(citation: Citation) -> str:
    """2006, IV C 1: author ‘title’ (date) symbol; with "UN Doc" where the symbol is one of the United Nations."""
    symbol = f"UN Doc {citation.number}" if _UN_SYMBOL.match(citation.number) else citation.number
    cited = _joined(
        curled(", ".join(citation.authors)),
        f"‘{curled(citation.title)}’",
        f"({_day(citation)})" if citation.issued else "",
        symbol,
    )
    return f"{cited}, {citation.pinpoint}" if citation.pinpoint else cited


def _report(citation: Citation) -> str:
    """4th edition, 3.2.8 and 3.4.4: author, title (year); a pinpoint follows the brackets without a comma."""
    author = curled(", ".join(citation.authors))
    year = f"({citation.issued.year})" if citation.issued else ""
    return _pointed(_joined(f"{author}," if author else "", curled(citation.title), year), citation)


def _exchange(citation: Citation) -> str:
    """A name by which everybody knows it; the days of the notes stand in the title."""
    return _pointed(curled(citation.title), citation)


def _own(citation: Citation) -> str:
    """4th edition, 3.4.8: author, ‘title’ (site, its number or what it is, version, day) <address>."""
    author = curled(", ".join(citation.authors))
    name = citation.number or ("" if citation.version else citation.kind.value)
    inside = ", ".join(part for part in (SITE, name, citation.version, _day(citation)) if part)
    address = f"<{citation.url}>" if citation.url else ""
    return _joined(f"{author}," if author else "", f"‘{curled(citation.title)}’ ({inside})", address)


_FORMS: dict[Kind, Callable[[Citation], str]] = {
    Kind.TREATY: _treaty,
    Kind.COUNCIL_RESOLUTION: _resolution,
    Kind.ASSEMBLY_RESOLUTION: _resolution,
    Kind.DRAFT_RESOLUTION: _draft,
    Kind.DECISION: _decision,
    Kind.CODIFICATION: _codification,
    Kind.UN_DOCUMENT: _document,
    Kind.NATO_DOCUMENT: _document,
    Kind.REPORT: _report,
    Kind.BOOK: _report,
    Kind.EXCHANGE: _exchange,
    Kind.CASE: _own,
    Kind.PHASE: _own,
    Kind.ASSESSMENT: _own,
    Kind.PUBLICATION: _own,
    Kind.FRAMEWORK: _own,
    Kind.RELEASE: _own,
}
