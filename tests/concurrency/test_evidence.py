"""Files and sources at the same moment, on PostgreSQL: no file without its row, no row without its file."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from pytest_django import Settings

from cases.assessments import attachments
from cases.assessments.attachments import attachment_add
from cases.assessments.file_kinds import FileRefused
from cases.assessments.models import Assessment, Attachment, CitedSource
from cases.assessments.services import assessment_submit
from cases.assessments.source_register import source_remove
from natoassess.accounts.models import Role, Team, User
from tests.concurrency.conftest import at_once
from tests.evidence.files import source_with_file, upload
from tests.pages.scenarios import scenario
from tests.support.people import make_user

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def store(settings: Settings, tmp_path: Path) -> Path:
    settings.EVIDENCE_DIR = tmp_path / "evidence"
    return tmp_path / "evidence"


@pytest.fixture
def author(store: Path) -> User:
    team = Team.objects.create(slug="desk", name="The desk")
    return make_user("author", team=team, roles=(Role.ANALYST,))


@pytest.fixture
def source(author: User) -> CitedSource:
    return source_with_file(scenario(author, Team.objects.get(slug="desk")), author)


def keep(author: User, source: CitedSource) -> Attachment:
    mine = CitedSource.objects.select_related("assessment").get(pk=source.pk)
    return attachment_add(editor=author, source=mine, file=upload())


def remove(author: User, source: CitedSource) -> None:
    source_remove(editor=author, source=CitedSource.objects.get(pk=source.pk))


def submit(author: User, assessment: Assessment) -> Assessment:
    mine = Assessment.objects.get(pk=assessment.pk)
    return assessment_submit(editor=author, assessment=mine, expected_version=mine.version)


def agree(store: Path) -> bool:
    """Whether every row has its file, and every file its row."""
    return {path.name for path in store.iterdir()} == set(Attachment.objects.values_list("key", flat=True))


def test_of_many_uploads_only_as_many_are_kept_as_there_is_room_for(
    author: User, source: CitedSource, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attachments, "MOST_FILES", 3)
    results = at_once(*[partial(keep, author, source)] * 6)
    assert sum(isinstance(result, Attachment) for result in results) == 2
    assert sum(isinstance(result, FileRefused) for result in results) == 4
    assert agree(store)


def test_a_file_that_comes_while_its_source_goes(author: User, source: CitedSource, store: Path) -> None:
    """Whoever is first, row and file stay together."""
    at_once(partial(keep, author, source), partial(remove, author, source), partial(keep, author, source))
    assert agree(store)
    assert not CitedSource.objects.filter(pk=source.pk).exists()


def test_no_file_slips_in_behind_what_was_frozen(author: User, source: CitedSource, store: Path) -> None:
    """The snapshot names every file that there is."""
    at_once(
        partial(keep, author, source),
        partial(submit, author, source.assessment),
        partial(keep, author, source),
    )
    frozen = source.assessment.snapshots.get().record["sources"]
    assert {file["sha256"] for row in frozen for file in row["files"]}
    assert sum(len(row["files"]) for row in frozen) == Attachment.objects.count()
    assert agree(store)
