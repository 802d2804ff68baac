"""Taking the register of sources along into a revision, the files kept with them too."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from cases.assessments.file_store import file_write, path_of
from cases.assessments.models import Assessment, Attachment, CitedSource

CHUNK = 64 * 1024
AS_THEY_ARE = (
    "citation",
    "author",
    "title",
    "publisher",
    "dated",
    "kind",
    "url",
    "accessed_on",
    "reliability",
    "is_kept",
    "added_by_id",
)


def register_copy(*, source: Assessment, target: Assessment) -> None:
    """Copy every source of `source` with its files.

    The copies are files of their own: whoever drops a file from the revision takes none from what was published. A
    file that is lost from the store is left out. Raises OSError where the store cannot be written.
    """
    rows = list(source.cited_sources.prefetch_related("attachments"))
    copies = CitedSource.objects.bulk_create(
        CitedSource(assessment=target, **{name: getattr(row, name) for name in AS_THEY_ARE}) for row in rows
    )
    Attachment.objects.bulk_create(
        Attachment(
            source=copy,
            key=file_write(_chunks(path_of(file.key))).key,
            name=file.name,
            media_type=file.media_type,
            size=file.size,
            sha256=file.sha256,
            added_by_id=file.added_by_id,
        )
        for row, copy in zip(rows, copies, strict=True)
        for file in row.attachments.all()
        if path_of(file.key).is_file()
    )


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            yield chunk
