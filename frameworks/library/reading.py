"""Reading library files: plain JSON values, and the line on which each of them stands."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError


class UnreadableFile(Exception):
    """A library file that is not YAML; `line` counts from 1."""

    def __init__(self, path: Path, line: int, detail: str) -> None:
        self.path, self.line, self.detail = path, line, detail
        super().__init__(f"{path}:{line}: {detail}")


@dataclass(frozen=True)
class Document:
    """One library file: its path and its content as plain JSON values (dates as ISO strings)."""

    path: Path
    data: Any

    def line(self, pointer: str) -> int:
        """The line, from 1, on which the value at JSON pointer `pointer` (or its nearest parent) stands."""
        node: Any = self._marked
        line = 1
        for token in [part for part in pointer.split("/") if part]:
            token = token.replace("~1", "/").replace("~0", "~")
            listed = isinstance(node, list)
            key: Any = int(token) if listed and token.isdigit() else token
            try:
                place = node.lc.item(key) if listed else node.lc.key(key)
                node = node[key]
            except (KeyError, IndexError, AttributeError, TypeError):
                break
            line = place[0] + 1
        return int(line)

    @cached_property
    def _marked(self) -> Any:
        """The file again with its marks: slower, so only read where a fault needs a line."""
        return YAML(typ="rt").load(self.path.read_text(encoding="utf-8"))


def read(path: Path) -> Document:
    """Parse one YAML 1.2 file. Raises UnreadableFile with the line of the error."""
    try:
        data = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise UnreadableFile(path, line, str(error.problem or error)) from error
    return Document(path, _plain(data))


def digest(paths: Iterable[Path]) -> str:
    """One checksum over the names and bytes of `paths`, in their given order."""
    total = hashlib.sha256()
    for path in paths:
        total.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return f"sha256:{total.hexdigest()}"


def _plain(value: Any) -> Any:
    """JSON values only: dates become ISO strings, keys become strings."""
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return value
