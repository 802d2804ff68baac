"""Whether the files of a release are still what was frozen."""

from __future__ import annotations

from collections.abc import Iterator

from cases.research.models import Release
from cases.research.releases.folder import SUMS, File, digest_of, folder_of


def release_faults(release: Release) -> list[str]:
    """Every file that is missing, damaged or not of the release; empty where all is well. Reads every byte."""
    root = folder_of(release.name)
    known = [*release.files, release.archive]
    faults = [fault for entry in known if (fault := _fault(release.name, entry))]
    names = {entry["path"] for entry in known}
    found = {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}
    faults += [f"{name}: is no file of the release" for name in sorted(found - names)]
    if not faults and list(_sums(release)) != sorted(_sums_written(release)):
        faults.append(f"{SUMS}: does not say what the database says")
    return faults


def _fault(name: str, entry: File) -> str | None:
    path = folder_of(name) / entry["path"]
    try:
        if path.stat().st_size == entry["bytes"] and digest_of(path) == entry["sha256"]:
            return None
    except FileNotFoundError:
        return f"{entry['path']}: is missing"
    except OSError as error:
        return f"{entry['path']}: cannot be read ({error.strerror})"
    return f"{entry['path']}: is damaged, its checksum differs"


def _sums(release: Release) -> Iterator[tuple[str, str]]:
    for entry in release.files:
        if entry["path"] != SUMS:
            yield entry["path"], entry["sha256"]


def _sums_written(release: Release) -> Iterator[tuple[str, str]]:
    text = (folder_of(release.name) / SUMS).read_text(encoding="utf-8")
    for line in text.splitlines():
        digest, _blanks, path = line.partition("  ")
        yield path, digest
