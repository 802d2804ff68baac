"""python -m tests.support.examples [--missing]: the examples of the OpenAPI document, from the library.

Asks every address of the API once and keeps what was asked and answered, shortened. Run it when a route or a member is
added; with --missing only what has no example yet is asked.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[2] / "natoassess" / "web" / "examples"
RECORDER = Path(__file__).with_name("record_examples.py")
LONGEST = 160
"""Prose is cut after so many letters."""
ROWS, VALUES, CODES = 1, 5, 3
"""So many rows, plain values of a list, and entries of a map by code are kept."""


def shortened(value: Any, *, maps: bool = True) -> Any:
    """`value` with few entries in each list and with prose cut; `maps` cuts maps by code too."""
    if isinstance(value, str):
        return (
            value if len(value) <= LONGEST or " " not in value else value[:LONGEST].rsplit(" ", 1)[0] + " …"
        )
    if isinstance(value, list):
        few = value[: ROWS if any(isinstance(entry, dict | list) for entry in value) else VALUES]
        return [shortened(entry, maps=maps) for entry in few]
    if isinstance(value, dict):
        names = list(value)
        if maps and len(names) > 2 * CODES and len({type(entry) for entry in value.values()}) == 1:
            names = names[:CODES]
        return {name: shortened(value[name], maps=maps) for name in names}
    return value


def text_shortened(text: str) -> str:
    """A file as text: the first line of JSON Lines, others whole."""
    return "".join(text.splitlines(keepends=True)[:1]) if text.startswith("{") else text


def write(operation: str, example: dict[str, Any]) -> None:
    """Keep one example."""
    FOLDER.mkdir(exist_ok=True)
    text = json.dumps(example, ensure_ascii=False, indent=1)
    (FOLDER / f"{operation}.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    import pytest

    if "--missing" not in sys.argv:
        for old in FOLDER.glob("*.json"):
            old.unlink()
    sys.exit(pytest.main(["-q", "-p", "no:cacheprovider", str(RECORDER)]))
