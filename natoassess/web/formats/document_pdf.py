"""A document as PDF/UA, in the look of the house: see document.typ."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from natoassess.web.formats import document as model
from natoassess.web.formats.paper import pdf_of, shown

LONG = 900
"""Characters of a cell above which its row may break over pages."""

TEMPLATE = Path(__file__).parent / "document.typ"


def pdf_render(document: model.Document) -> bytes:
    """The document as a tagged PDF (PDF/UA-1), A4."""
    return pdf_of(TEMPLATE, shown(payload(document), document=document.full_title))


def payload(document: model.Document) -> dict[str, Any]:
    """What the template prints."""
    return {
        "kind": document.kind,
        "title": document.title,
        "lines": list(document.lines),
        "mark": document.mark,
        "language": document.language.partition("-")[0],
        "region": document.language.partition("-")[2],
        "labels": {"page": _("Page")},
        "blocks": [_block(block) for block in document.blocks],
        "anchors": sorted(_anchors(document)),
    }


def _anchors(document: model.Document) -> set[str]:
    """The places that there are: a link to any other would be refused."""
    found: set[str] = set()
    for block in document.blocks:
        if isinstance(block, model.Heading):
            found.add(block.anchor)
        elif isinstance(block, model.Bullets):
            found.update(block.anchors)
        elif isinstance(block, model.Table):
            found.update(cell.anchor for row in block.rows for cell in row)
    return found - {""}


def _block(block: model.Block) -> dict[str, Any]:
    match block:
        case model.Heading():
            return {"is": "heading", "level": block.level, "text": block.text, "anchor": block.anchor}
        case model.Paragraph():
            return {
                "is": "paragraph",
                "runs": _runs(block.runs),
                "number": block.number,
                "quiet": block.quiet,
            }
        case model.Note():
            return {"is": "note", "runs": _runs(block.runs)}
        case model.Bullets():
            anchors = block.anchors or ("",) * len(block.items)
            items = [
                {"runs": _runs(item), "anchor": anchor}
                for item, anchor in zip(block.items, anchors, strict=True)
            ]
            return {"is": "bullets", "numbered": block.numbered, "items": items}
        case model.Terms():
            return {"is": "terms", "pairs": [[name, _runs(runs)] for name, runs in block.pairs]}
        case model.Code():
            return {"is": "code", "lines": list(block.lines)}
        case model.Figure():
            return {"is": "figure", "caption": block.caption, "alt": block.alt, "markup": block.markup}
        case model.Contents():
            return {"is": "contents", "heading": block.heading}
        case model.Table():
            return _table(block)


def _table(table: model.Table) -> dict[str, Any]:
    return {
        "is": "table",
        "caption": table.caption,
        "heads": [column.heading for column in table.columns],
        "widths": [column.width for column in table.columns],
        "numbers": [column.is_number for column in table.columns],
        "rows": [{"cells": [_cell(cell) for cell in row], "is_long": _is_long(row)} for row in table.rows],
    }


def _cell(cell: model.Cell) -> dict[str, Any]:
    paragraphs = [_runs(runs) for runs in cell.paragraphs]
    return {"paragraphs": paragraphs, "drawing": cell.drawing, "anchor": cell.anchor}


def _is_long(row: tuple[model.Cell, ...]) -> bool:
    """Whether a row may break over pages: kept whole it might not fit on one."""
    return any(sum(len(run.text) for runs in cell.paragraphs for run in runs) > LONG for cell in row)


def _runs(runs: model.Runs) -> list[dict[str, Any]]:
    return [
        {
            "text": run.text,
            "strong": run.strong,
            "quiet": run.quiet,
            "href": run.href,
            "note": run.is_note,
        }
        for run in runs
    ]
