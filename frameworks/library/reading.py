"""Reading library files: plain JSON values, and the line on which each of them stands."""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

MOST_DEPTH = 40
"""Levels of what a stranger sends."""


class UnreadableFile(Exception):
    """A library file that is not YAML; `line` counts from 1."""

    def __init__(self, path: Path, line: int, detail: str) -> None:
        self.path, self.line, self.detail = path, line, detail
        super().__init__(f"{path}:{line}: {detail}")


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]  # one of two classes
    """The core schema of YAML 1.2, in which a bare yes, no or on is a text; dates stay texts as well.

    The scanner is the one written in C where it is installed: the library is parsed whole before every loading.
    """

    yaml_implicit_resolvers: dict[str, Any] = {}


_INTEGER, _FLOAT, _BOOLEAN, _NULL = (f"tag:yaml.org,2002:{name}" for name in ("int", "float", "bool", "null"))
for _tag, _form, _first in (
    (_BOOLEAN, r"(?:true|True|TRUE|false|False|FALSE)\Z", "tTfF"),
    (_INTEGER, r"[-+]?[0-9]+\Z", "-+0123456789"),
    (_FLOAT, r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z", "-+.0123456789"),
    (_NULL, r"(?:~|null|Null|NULL|)\Z", ["~", "n", "N", ""]),
):
    _Loader.add_implicit_resolver(_tag, re.compile(_form), list(_first))

_SCALARS: dict[str, Callable[[str], Any]] = {
    "tag:yaml.org,2002:str": str,
    _INTEGER: int,
    _FLOAT: float,
    _BOOLEAN: lambda text: text.lower() == "true",
    _NULL: lambda _text: None,
}


@dataclass(frozen=True)
class Document:
    """One library file: its path and its content as plain JSON values (dates as ISO strings)."""

    path: Path
    data: Any
    text: str | None = None
    """What was read, where it was handed over rather than kept in a file."""

    def line(self, pointer: str) -> int:
        """The line, from 1, on which the value at JSON pointer `pointer` (or its nearest parent) stands."""
        node = self._node
        line = 1
        for token in [part for part in pointer.split("/") if part]:
            token = token.replace("~1", "/").replace("~0", "~")
            if isinstance(node, yaml.SequenceNode) and token.isdigit() and int(token) < len(node.value):
                node = node.value[int(token)]
                line = node.start_mark.line + 1
            elif isinstance(node, yaml.MappingNode):
                found = next((pair for pair in node.value if pair[0].value == token), None)
                if found is None:
                    break
                line, node = found[0].start_mark.line + 1, found[1]
            else:
                break
        return int(line)

    @cached_property
    def _node(self) -> yaml.Node | None:
        """The file again with its marks: only read where a fault needs a line."""
        return _compose(self.path.read_text(encoding="utf-8") if self.text is None else self.text)


def read(path: Path) -> Document:
    """Parse one YAML 1.2 file. Raises UnreadableFile with the line of the error."""
    return Document(path, _values(path, path.read_text(encoding="utf-8")))


def read_foreign(text: str, *, name: str) -> Document:
    """Parse YAML 1.2 that a stranger sent: besides, no anchors, which can unfold without end, and no deep nesting.

    `name` is what messages call it. Raises UnreadableFile with the line of the error.
    """
    path = Path(name)
    try:
        _refuse_unbounded(text)
    except yaml.YAMLError as error:
        raise _unreadable(path, error) from error
    return Document(path, _values(path, text), text)


def _values(path: Path, text: str) -> Any:
    try:
        return _plain(_compose(text))
    except yaml.YAMLError as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: yaml.YAMLError) -> UnreadableFile:
    mark = getattr(error, "problem_mark", None)
    detail = getattr(error, "problem", None) or str(error)
    return UnreadableFile(path, mark.line + 1 if mark else 1, str(detail))


def _refuse_unbounded(text: str) -> None:
    """Walk the events, which needs no stack. Raises yaml.MarkedYAMLError."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        mark: Any = event.start_mark  # of the scanner in use; the stubs know that of one only
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if isinstance(event, yaml.AliasEvent):
            detail = "anchors and aliases (& and *) are not taken: write the value out"
            raise yaml.MarkedYAMLError(problem=detail, problem_mark=mark)
        if depth > MOST_DEPTH:
            raise yaml.MarkedYAMLError(
                problem=f"is nested deeper than {MOST_DEPTH} levels", problem_mark=mark
            )


def digest(paths: Iterable[Path]) -> str:
    """One checksum over the names and bytes of `paths`, in their given order."""
    total = hashlib.sha256()
    for path in paths:
        total.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return f"sha256:{total.hexdigest()}"


def _compose(text: str) -> yaml.Node | None:
    loader = _Loader(text)
    try:
        node: yaml.Node | None = loader.get_single_node()
    finally:
        loader.dispose()
    return node


def _plain(node: yaml.Node | None) -> Any:
    """JSON values only; keys are texts, each once in its mapping. Raises yaml.MarkedYAMLError."""
    if isinstance(node, yaml.MappingNode):
        made: dict[str, Any] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise yaml.MarkedYAMLError(problem="a key must be a text", problem_mark=key.start_mark)
            if key.value in made:
                raise yaml.MarkedYAMLError(
                    problem=f"found the key {key.value} twice in one place", problem_mark=key.start_mark
                )
            made[key.value] = _plain(value)
        return made
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item) for item in node.value]
    if isinstance(node, yaml.ScalarNode):
        if node.tag not in _SCALARS:
            raise yaml.MarkedYAMLError(problem=f"unknown tag {node.tag}", problem_mark=node.start_mark)
        return _scalar(node)
    return None


def _scalar(node: yaml.ScalarNode) -> Any:
    """The value of a scalar. Raises yaml.MarkedYAMLError for a number that no JSON can hold."""
    try:
        value = _SCALARS[node.tag](node.value)
    except ValueError as error:  # more digits than Python turns into a number
        raise yaml.MarkedYAMLError(
            problem="a number has too many digits", problem_mark=node.start_mark
        ) from error
    if isinstance(value, float) and not math.isfinite(value):
        raise yaml.MarkedYAMLError(problem="a number is too large", problem_mark=node.start_mark)
    return value
