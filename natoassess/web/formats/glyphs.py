"""What the fonts of a file can show. PDF/UA refuses a text without glyphs, and a user may write in any script."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection
from functools import cache
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont

STAND_IN = "\ufffd"
"""Stands for a character that the fonts do not hold; the template draws a box for it."""

FACES = ("-Regular.otf", "-Semibold.otf", "-Bold.otf")
"""The faces that the template sets text in; it uses no italics."""

INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn"}
"""Controls, marks of direction, joiners and what is no character: nothing to see, nothing to print."""


@cache
def covered(folders: tuple[str, ...]) -> frozenset[int]:
    """The characters (code points) that every face in `folders` holds."""
    faces = (
        path for folder in folders for path in sorted(Path(folder).iterdir()) if path.name.endswith(FACES)
    )
    held: frozenset[int] | None = None
    for path in faces:
        with TTFont(path, lazy=True) as font:
            mapped = frozenset(font.getBestCmap() or ())
        held = mapped if held is None else held & mapped
    return held or frozenset()


def printable(value: Any, held: Collection[int]) -> Any:
    """`value` with every text in it, however deep, made of characters in `held`, line ends and STAND_IN alone."""
    if isinstance(value, str):
        return "".join(_shown(character, held) for character in unicodedata.normalize("NFC", value))
    if isinstance(value, dict):
        return {name: printable(item, held) for name, item in value.items()}
    if isinstance(value, list):
        return [printable(item, held) for item in value]
    return value


def without_controls(text: str) -> str:
    """`text` for the title in the file's properties, which need no font."""
    return "".join(
        " " if c.isspace() else c for c in text if c.isspace() or unicodedata.category(c) not in INVISIBLE
    )


def _shown(character: str, held: Collection[int]) -> str:
    if ord(character) in held or character == "\n":
        return character
    if character.isspace():
        return " "
    # A selector of a variant belongs to the character before it.
    if unicodedata.category(character) in INVISIBLE or "\ufe00" <= character <= "\ufe0f":
        return ""
    return STAND_IN
