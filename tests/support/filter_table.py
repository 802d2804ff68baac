"""The table of filters in docs/api.md: `python -m tests.support.filter_table` compares it with the filter sets,
`--write` brings it up to date. Needs no database."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

DOCUMENT = Path(__file__).parents[2] / "docs" / "api.md"
BEGIN, END = "<!-- begin filters -->\n", "<!-- end filters -->"
MARKS = {("in",): "∈", ("gte", "lte", "range"): "≤"}
"""How the table says which lookups a name has."""


def lists() -> Iterator[tuple[str, Any]]:
    """Every list at the root of the API with a filter set, by its name in the address."""
    from django.urls import get_resolver, reverse

    from natoassess.web.api_root import RESOURCES

    resolver = get_resolver()
    for name, route in RESOURCES.items():
        view = resolver.resolve(reverse(route)).func
        filters = getattr(getattr(view, "cls", None), "filterset_class", None)
        if filters is not None:
            yield name, filters


def table() -> str:
    """One row a list: names, each with the mark of its lookups, and what it can be ordered by."""
    rows = ["| list | narrowed by | ordered by |", "|---|---|---|"]
    for name, filters in lists():
        plain = {key: one for key, one in filters.base_filters.items() if "__" not in key}
        names = [
            f"`{key}`{MARKS.get(getattr(one, 'lookups', ()), '')}"
            for key, one in plain.items()
            if key != "order_by"
        ]
        order = ", ".join(f"`{key}`" for key in plain["order_by"].param_map) if "order_by" in plain else ""
        rows.append(f"| `{name}` | {', '.join(names)} | {order} |")
    return "\n".join(rows) + "\n"


def rewritten(text: str) -> str:
    """`text` of the document with the table of today."""
    before, rest = text.split(BEGIN)
    return before + BEGIN + table() + END + rest.split(END)[1]


def main(options: list[str]) -> int:
    """Compare, or write; returns the exit code."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    text = DOCUMENT.read_text(encoding="utf-8")
    if options == ["--write"]:
        DOCUMENT.write_text(rewritten(text), encoding="utf-8")
        return 0
    if text == rewritten(text):
        return 0
    print(
        "docs/api.md: the table of filters is not that of the code; python -m tests.support.filter_table --write"
    )
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
