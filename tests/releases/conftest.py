"""A shelf of its own for each test, and one release of everything that several tests read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from django.db import transaction
from pytest_django import Settings
from pytest_django.plugin import DjangoDbBlocker

from cases.research.models import Release
from cases.research.releases import dataset, judged, making
from cases.research.releases.making import release_make
from tests.releases.world import world_make

DAY = date(2026, 11, 23)
Making = Callable[..., Release]


@pytest.fixture(autouse=True)
def shelf(settings: Settings, tmp_path: Path) -> Path:
    """Where releases lie during the test."""
    settings.RELEASES_DIR = tmp_path / "var" / "releases"
    return tmp_path / "var" / "releases"


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch, library: None) -> None:
    """Releases of three small tables alone, for tests of what is done with them."""
    tables = [table for table in dataset.tables() if table.name in {"facts", "tests", "publications"}]
    monkeypatch.setattr(making, "tables", lambda: tables)
    monkeypatch.setattr(judged, "evaluations", lambda: iter(()))


@pytest.fixture
def make(few: None) -> Making:
    """make("2026.1"): a release of a few tables."""

    def made(name: str = "2026.1") -> Release:
        return release_make(name=name, day=DAY).release

    return made


@pytest.fixture(scope="session")
def whole(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[tuple[Path, Release]]:
    """The folder and the row of a release of everything, with people's work beside the library.

    Made once: it takes seconds. Nothing of it stays in the database.
    """
    root = tmp_path_factory.mktemp("shelf") / "releases"
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), transaction.atomic():
        from django.conf import settings

        patch.setattr(settings, "RELEASES_DIR", root, raising=False)
        world_make()
        release = release_make(name="2026.1", day=DAY).release
        transaction.set_rollback(True)
    yield root / "2026.1", release
