"""RIS: tagged lines as Research Information Systems specified them (2011); EndNote, Zotero and Mendeley read them."""

from __future__ import annotations

from collections.abc import Iterator

from natoassess.web.citations import csl
from natoassess.web.citations.record import OWN_KINDS, SITE, Citation, Kind, one_line

MEDIA_TYPE = "application/x-research-info-systems"
EXTENSION = "ris"

END = "\r\n"
"""The specification asks for a carriage return and a line feed."""

TYPES: dict[Kind, str] = {
    Kind.TREATY: "STAT",
    Kind.COUNCIL_RESOLUTION: "STAT",
    Kind.ASSEMBLY_RESOLUTION: "STAT",
    Kind.DRAFT_RESOLUTION: "BILL",
    Kind.DECISION: "CASE",
    Kind.CODIFICATION: "STAT",
    Kind.BOOK: "BOOK",
    Kind.EXCHANGE: "GEN",
    Kind.CASE: "GEN",
    Kind.PHASE: "GEN",
    Kind.FRAMEWORK: "DATA",
    Kind.RELEASE: "DATA",
}
"""The reference type of each kind; the others are reports (RPRT). RIS has none for treaties and resolutions: statutes
are the nearest that all readers take."""


def render(citations: list[Citation]) -> str:
    """One record for each, ended by ER."""
    return END.join(f"{tag}  - {value}" for citation in citations for tag, value in _tags(citation)) + END


def _tags(citation: Citation) -> Iterator[tuple[str, str]]:
    """The tags in order: TY first, ER last; only those that something is known for."""
    yield "TY", TYPES.get(citation.kind, "RPRT")
    yield from ((tag, one_line(value)) for tag, value in _values(citation) if value)
    yield "ER", ""


def _values(citation: Citation) -> Iterator[tuple[str, str]]:
    day = citation.issued
    yield "ID", citation.key
    yield "TI", citation.title
    yield "ST", citation.short_title
    yield from (("AU", name) for name in citation.authors)
    yield "PY", f"{day.year:04}" if day else ""
    yield "DA", f"{day.year:04}/{day.month:02}/{day.day:02}" if day else ""
    yield "T2", citation.series or (SITE if citation.kind in {Kind.CASE, Kind.PHASE} else "")
    yield "VL", citation.volume
    yield "SP", citation.page
    yield "M1", citation.number
    yield "M3", citation.stage or citation.kind.value
    yield "ET", citation.version
    yield "SE", citation.pinpoint
    yield "PB", citation.publisher or (SITE if citation.kind in OWN_KINDS else "")
    yield "N1", csl.note(citation)
    yield "UR", citation.url
    yield "LA", "en"
