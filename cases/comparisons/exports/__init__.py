"""Comparisons as files: one module a format, behind one registry."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from cases.comparisons.comparison import Comparison
from cases.comparisons.exports import delimited, document


@dataclass(frozen=True)
class Format:
    """A file format: what it is called, and how a comparison is written in it."""

    extension: str
    media_type: str
    render: Callable[[Comparison], bytes]


FORMATS = {
    "csv": Format("csv", "text/csv; charset=utf-8", delimited.render),
    "pdf": Format("pdf", "application/pdf", document.render),
}


def file_name(comparison: Comparison, extension: str) -> str:
    """A name that says what is inside, safe on every system."""
    labels = "-".join(
        "".join(c for c in column.label.lower() if c.isalnum()) for column in comparison.columns
    )
    return f"natoassess-{labels[:80]}.{extension}"
