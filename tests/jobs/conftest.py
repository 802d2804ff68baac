"""Jobs under test: a kind that does what the test says, and a folder for its results."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_django import Settings
from rest_framework import serializers

from natoassess.accounts.models import User
from natoassess.web.jobs import kinds
from natoassess.web.jobs.context import JobContext
from natoassess.web.jobs.kinds import Kind
from natoassess.web.jobs.models import Job
from natoassess.web.jobs.services import job_create
from natoassess.web.serializers import StrictSerializer

Run = Callable[[JobContext], None]


class Empty(StrictSerializer):
    """Parameters of the kind under test."""

    n = serializers.IntegerField(required=False)


def write_ok(job: JobContext) -> None:
    job.progress(50, "half-way")
    job.write("ok.txt", "text/plain", b"ok")


@pytest.fixture(autouse=True)
def jobs_dir(settings: Settings, tmp_path: Path) -> Path:
    """Where results of this test lie."""
    settings.JOBS_DIR = tmp_path / "results"
    settings.JOBS_DIR.mkdir()
    return Path(settings.JOBS_DIR)


@pytest.fixture
def runs_as(monkeypatch: pytest.MonkeyPatch) -> Callable[[Run], None]:
    """runs_as(run): what a job of the kind "test" does."""

    def register(run: Run) -> None:
        monkeypatch.setitem(kinds.KINDS, "test", Kind("test", "A test", run, Empty))

    register(write_ok)
    return register


@pytest.fixture
def job(runs_as: Callable[[Run], None], analyst: User) -> Job:
    """A queued job of the analyst's, which writes ok.txt."""
    return job_create(owner_id=analyst.pk, kind="test", parameters={})[0]
