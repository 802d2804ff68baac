"""Files kept with sources: for the team alone, whole or absent, and gone with their row."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse

from cases.assessments import attachments
from cases.assessments.attachments import attachment_add, attachment_remove
from cases.assessments.file_kinds import FileRefused
from cases.assessments.models import Assessment, Attachment, CitedSource
from cases.assessments.services import assessment_review, assessment_submit
from cases.assessments.source_register import source_remove
from cases.assessments.trash import assessment_discard, assessment_trash
from natoassess.accounts.models import User
from tests.evidence.files import HOSTILE, PDF, upload
from tests.filing.pages import text_of
from tests.support.answers import let_go

pytestmark = pytest.mark.django_db
CSP = "default-src 'none'; sandbox"


def address(file: Attachment, name: str = "file") -> str:
    return reverse(f"assessments:{name}", args=[file.source.assessment_id, file.source_id, file.pk])


def files(store: Path) -> list[str]:
    return [path.name for path in store.iterdir()] if store.is_dir() else []


def test_a_file_is_kept_and_comes_back_as_a_download(source: CitedSource, page: Client) -> None:
    """Never shown in the browser, whatever it is; under a random name on the disk."""
    upload_to = reverse("assessments:source-files", args=[source.assessment_id, source.pk])
    page.post(upload_to, {"file": upload("..\\Übersicht <1>.pdf", PDF + b"%")})
    kept = source.attachments.latest("pk")
    assert (kept.name, kept.media_type, kept.size) == ("Übersicht 1.pdf", "application/pdf", len(PDF) + 1)
    assert kept.sha256 == hashlib.sha256(PDF + b"%").hexdigest()
    response: Any = page.get(address(kept))
    assert b"".join(response.streaming_content) == PDF + b"%"
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''%C3%9Cbersicht%201.pdf"
    assert response["Content-Length"] == str(kept.size)
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == CSP
    assert "no-store" in response["Cache-Control"]
    assert (
        kept.sha256
        in page.get(reverse("assessments:source", args=[source.assessment_id, source.pk])).content.decode()
    )


@pytest.mark.parametrize("why", ["a program named as a PDF", "a drawing named as text", "nothing"])
def test_a_bad_file_is_refused_beside_the_field(
    why: str, source: CitedSource, page: Client, store: Path
) -> None:
    before = files(store)
    name, content = HOSTILE[why]
    response = page.post(
        reverse("assessments:source-files", args=[source.assessment_id, source.pk]),
        {"file": upload(name, content)},
    )
    assert response.status_code == 422
    html = response.content.decode()
    assert 'href="#id_file"' in html
    assert 'class="field has-error"' in html
    assert files(store) == before, "nothing of it stays on the disk"


def test_who_may_fetch_a_file(
    source: CitedSource,
    analyst: User,
    reviewer: User,
    outsider: User,
    client_as: Callable[[User], Client],
    client: Client,
) -> None:
    """The author always, the team once it is submitted, the public never; they are told that there is one."""
    kept, assessment = source.attachments.get(), source.assessment

    def statuses() -> list[int]:
        people = (client_as(analyst), client_as(reviewer), client_as(outsider), client)
        answers = [person.get(address(kept)) for person in people]
        for answer in answers:
            let_go(answer)
        return [answer.status_code for answer in answers]

    assert statuses() == [200, 404, 404, 302]
    submitted = assessment_submit(editor=analyst, assessment=assessment, expected_version=assessment.version)
    assert statuses() == [200, 200, 404, 302]
    assessment_review(
        reviewer=reviewer, assessment=submitted, expected_version=submitted.version, publish=True, note=""
    )
    assert statuses() == [200, 200, 404, 302]
    seen = client.get(reverse("assessments:sources", args=[assessment.pk])).content.decode()
    assert "The team keeps a copy." in seen
    assert kept.name not in seen
    assert kept.sha256 not in seen


def test_a_file_of_another_assessment_is_not_there(
    source: CitedSource, reviewer: User, page: Client, draft: Assessment
) -> None:
    kept = source.attachments.get()
    wrong = reverse("assessments:file", args=[draft.pk, source.pk + 1, kept.pk])
    assert page.get(wrong).status_code == 404


def test_row_and_file_leave_together(
    source: CitedSource,
    analyst: User,
    store: Path,
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    """By the file, by its source, by the whole draft; not before the transaction is through."""
    attachment_add(editor=analyst, source=source, file=upload("second.pdf"))
    first, _second = source.attachments.all()
    with django_capture_on_commit_callbacks(execute=True):
        attachment_remove(editor=analyst, attachment=first)
        assert len(files(store)) == 2, "the transaction may still fail"
    assert len(files(store)) == 1
    with django_capture_on_commit_callbacks(execute=True):
        source_remove(editor=analyst, source=source)
    assert files(store) == []


def test_deleting_a_draft_takes_its_files_along(
    source: CitedSource,
    analyst: User,
    store: Path,
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    draft = source.assessment
    with django_capture_on_commit_callbacks(execute=True):
        assessment_trash(editor=analyst, assessment=draft, expected_version=draft.version)
        assert Attachment.objects.exists(), "it may be restored"
        assessment_discard(editor=analyst, assessment=Assessment.objects.get(pk=draft.pk))
    assert not Attachment.objects.exists()
    assert files(store) == []


def test_no_file_stays_where_its_row_could_not_be_written(
    source: CitedSource, analyst: User, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object, **_given: object) -> None:
        raise DatabaseError("the disk of the database is full")

    before = files(store)
    monkeypatch.setattr(attachments, "record", fail)
    with pytest.raises(DatabaseError):
        attachment_add(editor=analyst, source=source, file=upload("second.pdf"))
    assert files(store) == before
    assert source.attachments.count() == 1


def test_there_is_an_end_to_files(
    source: CitedSource, analyst: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In number and in bytes."""
    monkeypatch.setattr(attachments, "MOST_TOGETHER", 2 * len(PDF))
    attachment_add(editor=analyst, source=source, file=upload())
    with pytest.raises(FileRefused, match="together"):
        attachment_add(editor=analyst, source=source, file=upload())
    monkeypatch.setattr(attachments, "MOST_FILES", 2)
    with pytest.raises(FileRefused, match="at most 2 files"):
        attachment_add(editor=analyst, source=source, file=upload())


def test_the_sweep_removes_what_belongs_to_no_row(
    source: CitedSource, store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """But nothing young, which may be on its way in; and it says where a file is lost."""
    kept = source.attachments.get()
    for name, age in (("0" * 32, 7_200), (f"{'1' * 32}.part", 7_200), ("2" * 32, 60)):
        (store / name).write_bytes(b"x")
        os.utime(store / name, (time.time() - age,) * 2)
    call_command("sweep_evidence")
    assert sorted(files(store)) == sorted([kept.key, "2" * 32])
    assert "Removed: 2. Lost: 0." in capsys.readouterr().out
    (store / kept.key).unlink()
    call_command("sweep_evidence")
    assert "Lost: 1." in capsys.readouterr().out


def test_only_this_page_takes_more_than_others(source: CitedSource, page: Client, settings: Any) -> None:
    """3 MB as a file is kept; the same to any other page, and more than 10.5 MB to this one, is refused unread."""
    big = PDF[:-6] + b"%" * 3_000_000 + b"\n%%EOF\n"
    here = reverse("assessments:source-files", args=[source.assessment_id, source.pk])
    assert page.post(here, {"file": upload("big.pdf", big)}).status_code == 302
    there = reverse("assessments:import")
    assert page.post(there, {"file": upload("big.yaml", big)}).status_code == 413
    settings.LARGER_BODIES = {"assessments:source-files": 2_600_000}
    refused = page.post(here, {"file": upload("big.pdf", big)})
    assert refused.status_code == 413
    assert "2.6 MB" in text_of(refused.content.decode())
