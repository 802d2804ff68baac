"""Texts that a spreadsheet would take for a formula, and run."""

from __future__ import annotations

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How they begin."""


def harmless(text: str) -> str:
    """The text with an apostrophe before it where it is one."""
    return f"'{text}" if text.startswith(FORMULA) else text
