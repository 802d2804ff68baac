"""The files of batches, in settings.BATCHES_DIR: a folder for each, with what was sent and what was made of it.

Whole or absent: each is written beside its place, then renamed. What a worker writes is named by its claim, so that one
that was given up for dead overwrites nothing.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import time
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

BLOCK = 1 << 18
INPUT = "input"
UNFINISHED = ".part"


@dataclass(frozen=True)
class Written:
    """A file in the folder of a batch, its length and its checksum."""

    name: str
    bytes: int
    sha256: str


def home() -> Path:
    """Where the folders lie; made when first needed, readable by this account alone."""
    path = Path(settings.BATCHES_DIR)
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def folder(batch_id: uuid.UUID) -> Path:
    """The folder of a batch."""
    return Path(settings.BATCHES_DIR) / str(batch_id)


def lines_read(batch_id: uuid.UUID, start: int, length: int) -> bytes:
    """A run of bytes of what was sent. Raises FileNotFoundError, and EOFError where the file is too short."""
    with (folder(batch_id) / INPUT).open("rb") as source:
        source.seek(start)
        found = source.read(length)
    if len(found) != length:
        raise EOFError(f"the file of batch {batch_id} ends too early")
    return found


def file_write(batch_id: uuid.UUID, name: str, parts: Iterable[bytes]) -> Written:
    """Write a file into the folder of a batch, whole or not at all. Raises OSError where the folder is gone."""
    final = folder(batch_id) / name
    unfinished = final.with_name(f".{name}{UNFINISHED}")
    digest, length = hashlib.sha256(), 0
    with unfinished.open("wb") as out:
        for part in parts:
            out.write(part)
            digest.update(part)
            length += len(part)
        out.flush()
        os.fsync(out.fileno())
    unfinished.replace(final)
    return Written(name, length, digest.hexdigest())


def file_discard(batch_id: uuid.UUID, name: str) -> None:
    """Remove a file, if it is there."""
    if name:
        (folder(batch_id) / name).unlink(missing_ok=True)


def files_joined(batch_id: uuid.UUID, names: Iterable[str]) -> Iterator[bytes]:
    """What stands in these files, one after another, in blocks. Raises FileNotFoundError on the way."""
    for name in names:
        with (folder(batch_id) / name).open("rb") as source:
            while block := source.read(BLOCK):
                yield block


def files_are_whole(batch_id: uuid.UUID, lengths: Iterable[tuple[str, int]]) -> bool:
    """Whether each of these files is there, as long as it was written."""
    place = folder(batch_id)
    try:
        return all((place / name).stat().st_size == length for name, length in lengths)
    except OSError:
        return False


def folder_remove(batch_id: uuid.UUID) -> None:
    """Remove all files of a batch. What a worker may still write there is found as a stray."""
    shutil.rmtree(folder(batch_id), ignore_errors=True)


def strays_remove(*, known: set[str], older_than_seconds: float) -> int:
    """Remove folders that belong to no batch, and uploads that nobody goes on with; returns how many."""
    removed = 0
    for path in home().iterdir():
        if path.name in known or time.time() - path.stat().st_mtime <= older_than_seconds:
            continue
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
        removed += 1
    return removed
