"""docs/codebook.md, made from the serializers: `python -m tests.support.codebook` compares, `--write` mends."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cases.research.codebook import Entry

DOCUMENT = Path(__file__).parents[2] / "docs" / "codebook.md"
HEAD = """# Codebook

Every column of every public list: what it is called in files and, with dots leading into objects, in the API's JSON;
the kind of its values; what it says; and what it means that there is none. Made from the help texts of the serializers
by `python -m tests.support.codebook --write`, as is the OpenAPI document; a test holds them together. As data:
`GET /api/v1/codebook/`, also as CSV. How the forms of file write each kind: [api.md](api.md#files).
"""


def generated() -> str:
    """The document."""
    from cases.research.codebook import codebook

    parts = [HEAD]
    for name, entries in groupby(codebook(), lambda entry: entry.list):
        parts.append(f"\n## {name}\n\n| Column | Type | Meaning |\n|---|---|---|\n")
        parts += [
            f"| `{entry.column}` | {_kind(entry)} | {' '.join(_meaning(entry))} |\n" for entry in entries
        ]
    return "".join(parts)


def _kind(entry: Entry) -> str:
    return f"{entry.type}; {entry.unit}" if entry.unit else entry.type


def _meaning(entry: Entry) -> Iterator[str]:
    yield entry.meaning
    if entry.values:
        labels = [
            f"`{item.value}`" + (f" ({item.label})" if item.label != item.value else "")
            for item in entry.values
        ]
        yield f"One of {', '.join(labels)}."
    if entry.may_be_empty:
        yield f"*Empty: {entry.empty_words}*"


def main() -> int:
    """Compare or write; 1 where the document lags behind."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "natoassess.settings")
    django.setup()
    text = generated()
    if "--write" in sys.argv:
        DOCUMENT.write_text(text, encoding="utf-8")
        return 0
    if DOCUMENT.read_text(encoding="utf-8") == text:
        return 0
    print("docs/codebook.md lags behind: python -m tests.support.codebook --write")
    return 1


if __name__ == "__main__":
    sys.exit(main())
