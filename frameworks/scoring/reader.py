"""Reads plain values out of parsed JSON or YAML, noting faults and going on with a harmless default."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from frameworks.scoring.faults import FaultLog, one_of

Path = tuple[object, ...]
_CODE = re.compile(r"[a-z][a-z0-9_]*\Z")


class Reader:
    """Every method takes a value and the path that leads to it, and returns it checked."""

    def __init__(self, log: FaultLog) -> None:
        self.log = log

    def mapping(self, value: object, path: Path) -> Mapping[str, Any]:
        if isinstance(value, Mapping):
            return value
        self.log.add(path, "must be a mapping of names to values")
        return {}

    def entries(self, spec: Mapping[str, Any], key: str) -> list[tuple[Path, Mapping[str, Any]]]:
        """The entries of a list of mappings with their paths; their codes must be well formed and unique."""
        value = spec.get(key)
        if not isinstance(value, Sequence) or isinstance(value, str) or not value:
            self.log.add((key,), "must be a list with at least one entry")
            return []
        seen: set[str] = set()
        kept: list[tuple[Path, Mapping[str, Any]]] = []
        for position, item in enumerate(value):
            entry = self.mapping(item, (key, position))
            code = entry.get("code")
            if not isinstance(code, str) or not _CODE.match(code):
                detail = "needs a code of lower-case letters, digits and underscores"
                self.log.add((key, position, "code"), detail)
            elif code in seen:
                self.log.add((key, position, "code"), f"{code} is listed twice")
            else:
                seen.add(code)
                kept.append(((key, position), entry))
        return kept

    def text(self, value: object, path: Path) -> str:
        if isinstance(value, str) and value.strip():
            return value
        self.log.add(path, "must be a text that is not empty")
        return ""

    def texts(self, value: object, path: Path) -> tuple[str, ...]:
        if value is None:
            return ()
        if (
            isinstance(value, Sequence)
            and not isinstance(value, str)
            and all(isinstance(v, str) for v in value)
        ):
            return tuple(value)
        self.log.add(path, "must be a list of texts")
        return ()

    def number(self, value: object, path: Path, low: float, high: float) -> float:
        if isinstance(value, (int, float)) and not isinstance(value, bool) and low <= value <= high:
            return float(value)
        self.log.add(path, f"must be a number from {low:g} to {high:g}")
        return low

    def whole(self, value: object, path: Path, low: int, high: int) -> int:
        if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
            return value
        self.log.add(path, f"must be a whole number from {low} to {high}")
        return low

    def flag(self, value: object, path: Path) -> bool:
        if not isinstance(value, bool):
            self.log.add(path, "must be true or false")
        return value is True

    def choice(self, value: object, path: Path, choices: Sequence[str]) -> str:
        if isinstance(value, str) and value in choices:
            return value
        self.log.add(path, f"must be {one_of(choices)}")
        return choices[0]

    def day(self, value: object, path: Path) -> date:
        if isinstance(value, date):
            return date(value.year, value.month, value.day)
        try:
            return date.fromisoformat(value if isinstance(value, str) else "")
        except ValueError:
            self.log.add(path, "must be a date such as 1991-11-07")
            return date.min
