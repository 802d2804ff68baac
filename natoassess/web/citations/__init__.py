"""How things are cited: one plain record (record.py), and one module for each style behind one registry."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from natoassess.web.citations import bibtex, csl, oscola, ris
from natoassess.web.citations.record import OWN_KINDS, SITE, Citation, Kind

__all__ = ["DEFAULT", "OWN_KINDS", "SITE", "STYLES", "Citation", "Kind", "Style", "oscola_line"]


@dataclass(frozen=True)
class Style:
    """A style: its name in addresses, its title, its media type, the ending of its files, what writes it."""

    name: str
    title: str
    media_type: str
    extension: str
    render: Callable[[list[Citation]], str]


STYLES: dict[str, Style] = {
    style.name: style
    for style in (
        Style("csl-json", "CSL-JSON", csl.MEDIA_TYPE, csl.EXTENSION, csl.render),
        Style("bibtex", "BibTeX", bibtex.MEDIA_TYPE, bibtex.EXTENSION, bibtex.render),
        Style("ris", "RIS", ris.MEDIA_TYPE, ris.EXTENSION, ris.render),
        Style("oscola", "OSCOLA", oscola.MEDIA_TYPE, oscola.EXTENSION, oscola.render),
    )
}
DEFAULT = "csl-json"
"""The style where none is asked for."""

oscola_line = oscola.line
