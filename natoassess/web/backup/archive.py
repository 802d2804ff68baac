"""The archive: entries written as streams, a manifest that accounts for every byte, and its verification."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

FORMAT = "natoassess-backup/1"
MANIFEST = "manifest.json"
CHUNK = 1 << 20


class BackupInvalid(Exception):
    """The archive, or the database it is meant for, is not as it must be; says what and what to do."""


@dataclass
class Entry:
    """One entry of the archive: its length and checksum; `rows` of a table."""

    sha256: str
    bytes: int
    rows: int | None = None


@dataclass
class Manifest:
    """What an archive holds. `migrations` is the state of the tables, "app.name", sorted."""

    made_at: str
    migrations: list[str]
    entries: dict[str, Entry] = field(default_factory=dict)
    format: str = FORMAT

    @property
    def tables(self) -> dict[str, Entry]:
        """The entries that are tables, by the model's label in small letters."""
        return {
            name.removeprefix("tables/").removesuffix(".jsonl"): entry
            for name, entry in self.entries.items()
            if name.startswith("tables/")
        }

    @property
    def files(self) -> list[str]:
        """The names of the files, relative to VAR_DIR."""
        return [name.removeprefix("files/") for name in self.entries if name.startswith("files/")]


def table_name(label: str) -> str:
    """The entry of a model."""
    return f"tables/{label}.jsonl"


class Writer:
    """Writes entries one after another and keeps their checksums."""

    def __init__(self, target: Path, manifest: Manifest) -> None:
        self._zip = zipfile.ZipFile(target, "x", compression=zipfile.ZIP_DEFLATED, compresslevel=6)
        self._manifest = manifest

    def table(self, label: str, lines: Iterator[str]) -> None:
        """A table, a line a row."""
        count = 0

        def chunks() -> Iterator[bytes]:
            nonlocal count
            for line in lines:
                count += 1
                yield line.encode() + b"\n"

        self._entry(table_name(label), chunks()).rows = count

    def file(self, name: str, path: Path) -> None:
        """A file, by its name relative to VAR_DIR."""
        with path.open("rb") as source:
            self._entry(f"files/{name}", iter(lambda: source.read(CHUNK), b""))

    def finish(self) -> None:
        """The manifest, last: an archive without one is unfinished."""
        self._zip.writestr(MANIFEST, json.dumps(asdict(self._manifest), indent=1, ensure_ascii=False))
        self._zip.close()

    def _entry(self, name: str, chunks: Iterator[bytes]) -> Entry:
        digest, length = hashlib.sha256(), 0
        with self._zip.open(name, "w", force_zip64=True) as stream:
            for chunk in chunks:
                stream.write(chunk)
                digest.update(chunk)
                length += len(chunk)
        entry = self._manifest.entries[name] = Entry(digest.hexdigest(), length)
        return entry


class Reader:
    """Reads an archive; `verify` must have passed before anything of it is believed."""

    def __init__(self, source: Path) -> None:
        try:
            self._zip = zipfile.ZipFile(source)
            given = json.loads(self._zip.read(MANIFEST))
            self.manifest = _manifest(given)
        except (OSError, KeyError, TypeError, ValueError, zipfile.BadZipFile) as error:
            raise BackupInvalid(f"{source} is not a whole backup of natoassess ({error}).") from error

    def close(self) -> None:
        """Let go of the file."""
        self._zip.close()

    def verify(self) -> None:
        """Read every entry once. Raises BackupInvalid naming the first that is missing, added or damaged."""
        names = self._zip.namelist()
        expected = {*self.manifest.entries, MANIFEST}
        if len(names) != len(set(names)) or set(names) != expected:
            odd = sorted(set(names) ^ expected) or ["an entry stands twice"]
            raise BackupInvalid(f"The archive does not hold what its manifest says: {', '.join(odd[:5])}.")
        for name, entry in self.manifest.entries.items():
            digest, length = hashlib.sha256(), 0
            try:
                with self.open(name) as stream:
                    while chunk := stream.read(CHUNK):
                        digest.update(chunk)
                        length += len(chunk)
            except (zipfile.BadZipFile, OSError, EOFError, ValueError) as error:
                raise BackupInvalid(f"{name} is damaged ({error}); take another backup.") from error
            if (digest.hexdigest(), length) != (entry.sha256, entry.bytes):
                raise BackupInvalid(f"{name} is damaged (its checksum differs); take another backup.")

    def open(self, name: str) -> IO[bytes]:
        """An entry, as a stream."""
        return self._zip.open(name)

    def lines(self, label: str) -> Iterator[str]:
        """The rows of a table."""
        with self.open(table_name(label)) as stream, io.TextIOWrapper(stream, "utf-8", newline="\n") as text:
            for line in text:
                yield line.rstrip("\n")


def _manifest(given: dict[str, Any]) -> Manifest:
    if given["format"] != FORMAT:
        raise ValueError(f"its format is {given['format']}, and {FORMAT} is read here")
    entries = {str(name): Entry(**entry) for name, entry in given["entries"].items()}
    return Manifest(str(given["made_at"]), [str(name) for name in given["migrations"]], entries)
