"""Where files kept with sources lie: settings.EVIDENCE_DIR, each under a random name of its own, whole or absent."""

from __future__ import annotations

import hashlib
import os
import secrets
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

UNFINISHED = ".part"
"""Behind the name of a file that is still being written; backups leave it out."""


@dataclass(frozen=True)
class Stored:
    """A file as it was written: its name in the store, its length in bytes and its SHA-256."""

    key: str
    size: int
    sha256: str


def path_of(key: str) -> Path:
    """The path of a file."""
    return Path(settings.EVIDENCE_DIR) / key


def file_write(chunks: Iterable[bytes]) -> Stored:
    """Write a file beside its place, then rename it: nobody ever reads half of it. Raises OSError."""
    folder = Path(settings.EVIDENCE_DIR)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    key = secrets.token_hex(16)
    unfinished = folder / f"{key}{UNFINISHED}"
    digest, size = hashlib.sha256(), 0
    try:
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            for chunk in chunks:
                out.write(chunk)
                digest.update(chunk)
                size += len(chunk)
            out.flush()
            os.fsync(out.fileno())
        unfinished.replace(path_of(key))
    finally:
        unfinished.unlink(missing_ok=True)
    return Stored(key, size, digest.hexdigest())


def files_discard(keys: Iterable[str]) -> None:
    """Remove files, where they are there."""
    for key in keys:
        path_of(key).unlink(missing_ok=True)


def strays(known: set[str], *, older_than_seconds: float) -> list[Path]:
    """The files that belong to no row and that nobody has written to lately, unfinished ones too."""
    folder = Path(settings.EVIDENCE_DIR)
    if not folder.is_dir():
        return []
    limit = time.time() - older_than_seconds
    return [
        path
        for path in sorted(folder.iterdir())
        if path.is_file() and path.name not in known and path.stat().st_mtime < limit
    ]
