"""A citation on a page: the line to copy, and where the files for reference managers are."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise

from natoassess.web.citations import STYLES, Citation, oscola_line

FILES = ("bibtex", "ris", "csl-json")
"""The styles that reference managers read."""


@dataclass(frozen=True)
class Download:
    """A file of the citation: what the form is called, and its address."""

    title: str
    url: str


@dataclass(frozen=True)
class CiteShown:
    """How to cite one thing. `label` tells it from the others where a page has several."""

    line: str
    key: str
    downloads: tuple[Download, ...]
    label: str | Promise = ""


def cite_shown(record: Citation, route: str, *arguments: object, label: str | Promise = "") -> CiteShown:
    """`record` as pages show it; `route` with its `arguments` is where the API cites it."""
    address = reverse(route, args=arguments)
    downloads = tuple(Download(STYLES[name].title, f"{address}?style={name}") for name in FILES)
    return CiteShown(oscola_line(record), record.key, downloads, label)
