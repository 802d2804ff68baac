"""The files of a release on the disk: written and counted, gathered in a ZIP, and checked."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings

CHUNK = 1 << 18
SUMS = "SHA256SUMS"
UNFINISHED = ".part"
"""Ends the name of the folder beside RELEASES_DIR in which a release is made: no backup holds what is half made."""
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The date of every file in the ZIP: the first that the format knows."""
TYPES = {
    ".csv": "text/csv",
    ".json": "application/json",
    ".jsonl": "application/jsonl",
    ".cff": "application/yaml",
    ".md": "text/markdown",
    ".zip": "application/zip",
}
File = dict[str, Any]


def folder_of(name: str) -> Path:
    """Where the files of a release lie."""
    return Path(settings.RELEASES_DIR) / name


def archive_name(name: str) -> str:
    """What the ZIP of a release is called."""
    return f"natoassess-{name}.zip"


class Folder:
    """A folder that is being filled; `files` lists what was written: {path, about, bytes, sha256, media_type, rows}.

    `about` says what a file holds; `rows` is null where it is no table.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.files: list[File] = []

    def write(self, path: str, about: str, chunks: Iterable[bytes], *, rows: int | None = None) -> File:
        """A file from its bytes, as they come."""
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        digest, length = hashlib.sha256(), 0
        with target.open("xb") as file:
            for chunk in chunks:
                file.write(chunk)
                digest.update(chunk)
                length += len(chunk)
        entry = _file(path, about, length, digest.hexdigest(), rows)
        self.files.append(entry)
        return entry

    def text(self, path: str, about: str, text: str) -> File:
        """A file from its text."""
        return self.write(path, about, [text.encode()])

    def finish(self, archive: str) -> tuple[list[File], File]:
        """Write SHA256SUMS and the ZIP of all; returns every file by path, and the ZIP."""
        sums = "".join(f"{entry['sha256']}  {entry['path']}\n" for entry in self._sorted())
        self.text(SUMS, "The SHA-256 of every file.", sums)
        files = self._sorted()
        packed = self.root / archive
        with zipfile.ZipFile(packed, "x") as zipped:
            for entry in files:
                _pack(zipped, self.root / entry["path"], f"{archive.removesuffix('.zip')}/{entry['path']}")
        return files, _file(archive, "All files.", packed.stat().st_size, digest_of(packed), None)

    def _sorted(self) -> list[File]:
        return sorted(self.files, key=lambda entry: str(entry["path"]))


def _file(path: str, about: str, length: int, digest: str, rows: int | None) -> File:
    known = {"path": path, "about": about, "bytes": length, "sha256": digest, "rows": rows}
    return known | {"media_type": TYPES.get(Path(path).suffix, "text/plain")}


def _pack(zipped: zipfile.ZipFile, source: Path, name: str) -> None:
    """One file: no date, no owner, the same permissions on every system."""
    member = zipfile.ZipInfo(name, EPOCH)
    member.compress_type = zipfile.ZIP_DEFLATED
    member.create_system = 3
    member.external_attr = 0o100644 << 16
    with source.open("rb") as file, zipped.open(member, "w") as packed:
        shutil.copyfileobj(file, packed, CHUNK)


def digest_of(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal digits. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def unfinished() -> Iterator[Path]:
    """A folder to make a release in, on the same disk as the others; gone afterwards unless it was renamed."""
    beside = Path(settings.RELEASES_DIR).with_name(Path(settings.RELEASES_DIR).name + UNFINISHED)
    beside.mkdir(parents=True, exist_ok=True)
    root = Path(tempfile.mkdtemp(dir=beside))
    try:
        yield root
    finally:
        shutil.rmtree(root, ignore_errors=True)


def put(made: Path, name: str) -> None:
    """Give a finished folder its name. What lies there without a row is of a release never finished: it goes."""
    target = folder_of(name)
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists():
        shutil.rmtree(target)
    made.chmod(0o755)
    made.rename(target)
