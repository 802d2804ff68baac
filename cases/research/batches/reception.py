"""Taking in a file: from the network to the disk block by block, cut and measured on the way."""

from __future__ import annotations

import errno
import hashlib
import shutil
import uuid
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Protocol

from django.conf import settings
from django.utils.translation import gettext as _

from cases.research.batches.cutting import Cutter, Limits, Piece
from cases.research.batches.files import BLOCK, UNFINISHED, home
from cases.research.batches.models import Form
from frameworks.batches import MOST_LINE
from natoassess.web.problems import Problem

LEAST_FREE = 200_000_000
"""Bytes that must be left on the disk for a file to be taken."""
GZIP = 16 + zlib.MAX_WBITS


class Readable(Protocol):
    """What a body is read from."""

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes; none at its end."""


@dataclass(frozen=True)
class Received:
    """A file that has arrived whole, under a name of its own, and where its chunks are."""

    path: Path
    bytes: int
    sha256: str
    rows: int
    pieces: list[Piece]
    plan: dict[str, Any]


def body_blocks(body: Readable, announced: int) -> Iterator[bytes]:
    """The body of a request. Raises Problem (400) where it ends before the length that was announced."""
    left = announced
    while left > 0:
        try:
            block = body.read(min(BLOCK, left))
        except OSError:
            block = b""
        if not block:
            raise Problem(_("The file did not arrive whole; send it again."), code="incomplete")
        left -= len(block)
        yield block


def body_drop(body: Readable, announced: int) -> None:
    """Read what is left of a body and throw it away, so that the client hears the refusal."""
    try:
        while announced > 0 and (read := len(body.read(min(BLOCK, announced)))):
            announced -= read
    except OSError:
        return


def unpacked(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """The content of gzip, in blocks that are never large. Raises Problem (400) where it is none, or not whole."""
    unpacker, at_start = zlib.decompressobj(GZIP), True
    try:
        for packed in blocks:
            rest = packed
            while rest:
                if unpacker.eof:  # another member follows
                    unpacker, at_start = zlib.decompressobj(GZIP), True
                content = unpacker.decompress(rest, BLOCK)
                at_start = False
                rest = unpacker.unused_data if unpacker.eof else unpacker.unconsumed_tail
                if content:
                    yield content
                elif not unpacker.eof and not rest:
                    break
    except zlib.error as error:
        raise Problem(_("The body is not gzip, or is damaged."), code="invalid_file") from error
    if not unpacker.eof and not at_start:
        raise Problem(_("The file did not arrive whole; send it again."), code="incomplete")


@contextmanager
def file_received(
    blocks: Iterable[bytes], *, form: Form, plan_of: Callable[[bytes], dict[str, Any]]
) -> Iterator[Received]:
    """The file that these blocks are, until the block ends: what is not moved away by then is removed.

    `plan_of` is given the first line, as soon as it is there, and returns the plan of the batch. Raises Problem for
    what is no file of rows, or too large, and whatever `plan_of` raises.
    """
    place = home() / f"{uuid.uuid4()}{UNFINISHED}"
    if shutil.disk_usage(place.parent).free < LEAST_FREE:
        raise _no_room()
    try:
        with place.open("xb") as out:
            received = _receive(out, blocks, form, plan_of, place)
        yield received
    except OSError as error:
        if error.errno not in {errno.ENOSPC, errno.EDQUOT}:
            raise
        raise _no_room() from error
    finally:
        place.unlink(missing_ok=True)


def _receive(
    out: IO[bytes],
    blocks: Iterable[bytes],
    form: Form,
    plan_of: Callable[[bytes], dict[str, Any]],
    place: Path,
) -> Received:
    cutter = Cutter(_limits(), has_header=form == Form.CSV)
    digest, length = hashlib.sha256(), 0
    plan: dict[str, Any] | None = None
    for block in blocks:
        length += len(block)
        if length > settings.BATCHES_MAX_BYTES:
            detail = _("The file is larger than the %(most)d MB that are taken; send it in parts.")
            most = settings.BATCHES_MAX_BYTES // 1_000_000
            raise Problem(detail % {"most": most}, code="too_large", status_code=413)
        cutter.feed(block)
        if plan is None and cutter.head is not None:
            plan = plan_of(cutter.head)
        out.write(block)
        digest.update(block)
    pieces = cutter.finish()
    if plan is None:
        plan = plan_of(cutter.head or b"")
    return Received(place, length, digest.hexdigest(), cutter.rows, pieces, plan)


def _no_room() -> Problem:
    detail = _("The site has no room for files at the moment; tell whoever runs it, and try again later.")
    return Problem(detail, code="no_room", status_code=413)


def _limits() -> Limits:
    return Limits(
        settings.BATCHES_MAX_ROWS,
        MOST_LINE,
        settings.BATCHES_CHUNK_ROWS,
        settings.BATCHES_CHUNK_BYTES,
    )
