"""CSL-JSON: the data of the Citation Style Language 1.0.2, which Zotero, Pandoc and most citation tools read."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from natoassess.web.citations.record import OWN_KINDS, SITE, Citation, Kind, kind_words

MEDIA_TYPE = "application/vnd.citationstyles.csl+json"
EXTENSION = "json"

TYPES: dict[Kind, str] = {
    Kind.TREATY: "treaty",
    Kind.COUNCIL_RESOLUTION: "legislation",
    Kind.ASSEMBLY_RESOLUTION: "legislation",
    Kind.DRAFT_RESOLUTION: "bill",
    Kind.DECISION: "legal_case",
    Kind.CODIFICATION: "legislation",
    Kind.UN_DOCUMENT: "report",
    Kind.NATO_DOCUMENT: "report",
    Kind.REPORT: "report",
    Kind.BOOK: "book",
    Kind.EXCHANGE: "document",
    Kind.CASE: "entry",
    Kind.PHASE: "entry",
    Kind.ASSESSMENT: "report",
    Kind.PUBLICATION: "report",
    Kind.FRAMEWORK: "dataset",
    Kind.RELEASE: "dataset",
}
"""The type of each kind. "legislation" is defined as a law or resolution enacted by a governing body, "bill" as one
proposed, "entry" as one of a database."""


def render(citations: list[Citation]) -> str:
    """A list of items, as the schema of CSL data has it; also of one."""
    return json.dumps([item(citation) for citation in citations], ensure_ascii=False, indent=2) + "\n"


def item(citation: Citation) -> dict[str, Any]:
    """One item: its variables, without those that nothing is known for."""
    enacted = citation.kind in {Kind.COUNCIL_RESOLUTION, Kind.ASSEMBLY_RESOLUTION, Kind.DRAFT_RESOLUTION}
    judged = citation.kind is Kind.DECISION
    body = ", ".join(citation.authors)
    found: dict[str, Any] = {
        "id": citation.key,
        "type": TYPES[citation.kind],
        "title": citation.title,
        "title-short": citation.short_title,
        "author": [] if judged else [{"literal": name} for name in citation.authors],
        "authority": body if enacted or judged else "",
        "genre": _genre(citation),
        "container-title": citation.series or (SITE if TYPES[citation.kind] == "entry" else ""),
        "volume": "" if judged else citation.volume,
        "page": citation.page,
        "number": citation.number,
        "version": citation.version,
        "issued": _date(citation.issued),
        "status": citation.stage if citation.kind is Kind.DRAFT_RESOLUTION else "",
        "section": citation.pinpoint,
        "publisher": citation.publisher or (SITE if citation.kind in OWN_KINDS else ""),
        "note": note(citation),
        "URL": citation.url,
        "language": "en",
    }
    return {name: value for name, value in found.items() if value}


def note(citation: Citation) -> str:
    """What has no variable of its own: entry into force, and what must be said with the thing."""
    begun = f"entered into force {citation.in_force.isoformat()}" if citation.in_force else ""
    return "; ".join(part for part in (begun, citation.note) if part)


def _genre(citation: Citation) -> str:
    if citation.kind is Kind.DECISION:
        return citation.stage
    return kind_words(citation.kind)


def _date(day: date | None) -> dict[str, Any]:
    return {"date-parts": [[day.year, day.month, day.day]]} if day else {}
