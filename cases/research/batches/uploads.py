"""A file sent by a form: kept on the disk of the batches while it arrives, and told apart by its name and beginning."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from typing import Any

from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler

from cases.research.batches.files import BLOCK, UNFINISHED, home
from cases.research.batches.models import Form
from cases.research.batches.reception import unpacked

GZIP_BEGINS = b"\x1f\x8b"
ENDINGS = {".csv": Form.CSV, ".jsonl": Form.JSONL, ".ndjson": Form.JSONL, ".json": Form.JSONL}


class KeptBeside(TemporaryUploadedFile):
    """A temporary file beside the batches: the system's own folder for such files may lie in memory."""

    def __init__(
        self, name: str | None, content_type: str | None, size: int, charset: str | None, extra: Any
    ) -> None:
        file = tempfile.NamedTemporaryFile(suffix=UNFINISHED, dir=home())  # noqa: SIM115  closed by the request
        UploadedFile.__init__(self, file, name, content_type, size, charset, extra)


class BesideBatches(TemporaryFileUploadHandler):
    """Writes what a form sends beside the batches, as it arrives."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file."""
        super(TemporaryFileUploadHandler, self).new_file(*args, **kwargs)
        self.file = KeptBeside(self.file_name, self.content_type, 0, self.charset, self.content_type_extra)


def blocks_of(file: UploadedFile[Any]) -> Iterator[bytes]:
    """What is in the file, unpacked where it is gzip."""
    blocks = iter(lambda: bytes(file.read(BLOCK)), b"")
    return unpacked(blocks) if _begins_with(file, 2) == GZIP_BEGINS else blocks


def form_of(file: UploadedFile[Any]) -> Form:
    """How the rows are written: by the ending of the name, else by the first character."""
    name = (file.name or "").lower().removesuffix(".gz")
    for ending, form in ENDINGS.items():
        if name.endswith(ending):
            return form
    return Form.JSONL if _begins_with(file, 1) == b"{" else Form.CSV


def _begins_with(file: UploadedFile[Any], length: int) -> bytes:
    file.seek(0)
    found = bytes(file.read(length))
    file.seek(0)
    return found
