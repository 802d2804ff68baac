"""What changes the files kept with sources. The row and the file come and go together.

A service module beside services.py. A file is whole and in its place before its row is written, and leaves after the
row has gone; what a crash leaves in between belongs to no row, and `files_sweep` removes it.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from cases.assessments.file_kinds import FileRefused, checked_name, kind_of
from cases.assessments.file_store import file_write, files_discard, path_of, strays
from cases.assessments.models import Assessment, Attachment, CitedSource
from cases.assessments.rules import require
from cases.assessments.saving import assessment_lock
from cases.assessments.sources import files_of, keys_of
from natoassess.accounts.models import User
from natoassess.web.audit.services import record

MOST_FILES = 20
"""Files of one assessment."""

MOST_TOGETHER = 100_000_000
"""Bytes of all files of one assessment."""

STRAY_SECONDS = 3_600


def attachment_add(*, editor: User, source: CitedSource, file: UploadedFile[Any]) -> Attachment:
    """Keep a file with a source.

    Raises PermissionDenied, or FileRefused where it is none of the kinds that are kept, or one too many.
    """
    assessment = source.assessment
    require(editor, "change_assessment", assessment)
    name = checked_name(file.name or "")
    kind = kind_of(name, file.file if file.file is not None else file, file.size or 0)
    _room(assessment, file.size or 0)
    stored = file_write(file.chunks())
    try:
        with transaction.atomic():
            # Of two uploads at once the second waits here, and is counted.
            held = assessment_lock(assessment)
            require(editor, "change_assessment", held)
            _room(held, stored.size)
            CitedSource.objects.filter(pk=source.pk).update(is_kept=True)
            attachment = Attachment.objects.create(
                source=source,
                key=stored.key,
                name=name,
                media_type=kind.media_type,
                size=stored.size,
                sha256=stored.sha256,
                added_by=editor,
            )
            _record(editor, "attachment.added", attachment)
    except BaseException:
        files_discard([stored.key])
        raise
    return attachment


@transaction.atomic
def attachment_remove(*, editor: User, attachment: Attachment) -> None:
    """Remove a file; it leaves the disk once the row has gone. Raises PermissionDenied."""
    assessment = assessment_lock(attachment.source.assessment)
    require(editor, "change_assessment", assessment)
    _record(editor, "attachment.removed", attachment)
    transaction.on_commit(partial(files_discard, [attachment.key]))
    attachment.delete()


def files_forget(assessments: Iterable[Assessment]) -> None:
    """Have the files of assessments leave the disk once the transaction that deletes them is through."""
    transaction.on_commit(partial(files_discard, keys_of(assessments)))


def files_sweep(*, older_than_seconds: float = STRAY_SECONDS) -> tuple[int, int]:
    """Remove files without a row. Returns how many, and how many rows have lost their file."""
    known = set(Attachment.objects.values_list("key", flat=True))
    found = strays(known, older_than_seconds=older_than_seconds)
    for path in found:
        path.unlink(missing_ok=True)
    return len(found), sum(not path_of(key).is_file() for key in known)


def _room(assessment: Assessment, size: int) -> None:
    """Raise FileRefused where the assessment has no room for one more file of `size` bytes."""
    files = files_of(assessment)
    if files.count() >= MOST_FILES:
        raise FileRefused(
            _("An assessment keeps at most %(most)d files; remove one first.") % {"most": MOST_FILES}
        )
    if (files.aggregate(total=Sum("size"))["total"] or 0) + size > MOST_TOGETHER:
        raise FileRefused(
            _("The files of an assessment may take %(most)d MB together; remove one first.")
            % {"most": MOST_TOGETHER // 1_000_000}
        )


def _record(editor: User, action: str, attachment: Attachment) -> None:
    detail = {"file": attachment.pk, "sha256": attachment.sha256, "size": attachment.size}
    record(actor=editor, action=action, subject=attachment.source.assessment, detail=detail)
