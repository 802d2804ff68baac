"""Result files: whole or absent, one name for each claim, in settings.JOBS_DIR."""

from __future__ import annotations

import os
import time
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True)
class Result:
    """A file that a job has written; it counts only once the row names it."""

    file: str
    name: str
    media_type: str
    size: int


def folder() -> Path:
    """Where the files lie; made when first needed, readable by this account alone."""
    path = Path(settings.JOBS_DIR)
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def path_of(file: str) -> Path:
    """The path of a result file."""
    return Path(settings.JOBS_DIR) / file


def result_write(
    *, job_id: uuid.UUID, claim: uuid.UUID, name: str, media_type: str, content: bytes | Iterable[bytes]
) -> Result:
    """Write `content` beside its place, then rename: nobody ever reads half a file.

    The name holds the claim, so that a worker that was given up for dead overwrites nothing.
    """
    file = f"{job_id}.{claim.hex}"
    final = folder() / file
    unfinished = final.with_name(f".{file}.part")
    with unfinished.open("wb") as out:
        for part in [content] if isinstance(content, bytes) else content:
            out.write(part)
        out.flush()
        os.fsync(out.fileno())
    unfinished.replace(final)
    return Result(file, name, media_type, final.stat().st_size)


def result_discard(file: str) -> None:
    """Remove a result file, if it is there."""
    if file:
        path_of(file).unlink(missing_ok=True)


def strays_remove(*, known: set[str], older_than_seconds: float) -> int:
    """Remove files that no row names and nobody has written to lately; returns how many."""
    removed = 0
    for path in folder().iterdir():
        if path.name in known or not path.is_file():
            continue
        if time.time() - path.stat().st_mtime > older_than_seconds:
            path.unlink(missing_ok=True)
            removed += 1
    return removed
