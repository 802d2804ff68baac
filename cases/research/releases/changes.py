"""What changed from one release to the next, by table and row: both files are read once, side by side."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cases.research.releases.folder import folder_of
from cases.research.releases.tables import Table

Changed = dict[str, list[list[Any]]]
Entry = tuple[tuple[Any, ...], str]


def changes_since(since: str, root: Path, tables: list[Table]) -> dict[str, Changed]:
    """{"added", "changed", "removed"} of each table of the release being made in `root`: lists of keys.

    Nothing where `since` is empty. Raises OSError where a file of the release before cannot be read.
    """
    if not since:
        return {}
    return {table.name: _changes(table, folder_of(since), root) for table in tables}


def counts(changes: dict[str, Changed]) -> dict[str, dict[str, int]]:
    """How many rows of each table were added, changed and removed; tables without any are left out."""
    numbers = {name: {what: len(keys) for what, keys in changed.items()} for name, changed in changes.items()}
    return {name: each for name, each in numbers.items() if any(each.values())}


def _changes(table: Table, before: Path, after: Path) -> Changed:
    old, new = _rows(table, before), _rows(table, after)
    found: Changed = {"added": [], "changed": [], "removed": []}
    was, now = next(old, None), next(new, None)
    while was or now:
        if now is None or (was and was[0] < now[0]):
            assert was is not None  # noqa: S101  the loop goes on while there is either
            found["removed"].append(list(was[0]))
            was = next(old, None)
        elif was is None or now[0] < was[0]:
            found["added"].append(list(now[0]))
            now = next(new, None)
        else:
            if was[1] != now[1]:
                found["changed"].append(list(now[0]))
            was, now = next(old, None), next(new, None)
    return found


def _rows(table: Table, root: Path) -> Iterator[Entry]:
    """Key and line of each row, in the order of keys; none of a table that the release has not."""
    path = root / table.path("jsonl")
    if not path.exists():
        return
    with path.open(encoding="utf-8", newline="\n") as lines:
        for line in lines:
            yield table.key_of(json.loads(line)), line
