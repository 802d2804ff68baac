"""What can be found: each app registers the documents it holds, so that the index needs to know none of them."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from django.utils.functional import Promise


@dataclass(frozen=True)
class Document:
    """A thing that can be found. Only what everyone may read: the index knows no visibility.

    `label` is compared but not shown (symbol, code, names); `context` is both; `address` is a path of the site.
    """

    kind: str
    key: str
    title: str
    address: str
    body: str = ""
    context: str = ""
    label: str = ""


@dataclass(frozen=True)
class Kind:
    """A kind of document: its code, what it is called, and by how much it is preferred to other kinds."""

    code: str
    name: Promise
    plural: Promise
    preference: float = 1.0


Source = Callable[[], Iterable[Document]]


@dataclass(frozen=True)
class Registered:
    """The documents of one app and their kinds; apps with a lower `order` come first."""

    name: str
    order: int
    kinds: tuple[Kind, ...]
    source: Source


_registered: dict[str, Registered] = {}


def register(entry: Registered) -> None:
    """Add the documents of an app; registering a name again replaces it."""
    _registered[entry.name] = entry


def _in_order() -> list[Registered]:
    return sorted(_registered.values(), key=lambda entry: (entry.order, entry.name))


def kinds() -> list[Kind]:
    """All kinds, in the order of the apps and within them as registered."""
    return [kind for entry in _in_order() for kind in entry.kinds]


def documents() -> Iterable[Document]:
    """Every document of every app."""
    for entry in _in_order():
        yield from entry.source()


def fingerprint() -> str:
    """A checksum over the programs that make the index: another one means that it must be made again."""
    modules = {entry.source.__module__ for entry in _registered.values()}
    files = {Path(str(sys.modules[name].__file__)) for name in modules}
    files |= set(Path(__file__).parent.glob("*.py"))
    total = hashlib.sha256()
    for path in sorted(files, key=lambda file: (file.parent.name, file.name)):
        total.update(path.name.encode() + b"\0" + path.read_bytes())
    return f"sha256:{total.hexdigest()}"
