"""Bytes of a file that has to be whole before its first byte can go out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

CHUNK = 65_536


def chunks(path: Path) -> Iterator[bytes]:
    """The bytes of the file at `path`, a chunk at a time."""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk
