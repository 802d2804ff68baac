"""A draft with a register, and a store of its own for each test."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from cases.assessments.models import Assessment, CitedSource
from natoassess.accounts.models import Team, User, Visibility
from tests.evidence.files import source_with_file
from tests.pages.scenarios import scenario


@pytest.fixture(autouse=True)
def store(settings: Settings, tmp_path: Path) -> Path:
    """Where files are kept during the test."""
    settings.EVIDENCE_DIR = tmp_path / "evidence"
    return tmp_path / "evidence"


@pytest.fixture
def draft(analyst: User, team: Team) -> Assessment:
    """A draft of the analyst, to be shared with the team."""
    return scenario(analyst, team, visibility=Visibility.PUBLIC)


@pytest.fixture
def source(draft: Assessment, analyst: User) -> CitedSource:
    """A source of the draft with one PDF; no answer rests on it."""
    return source_with_file(draft, analyst)


@pytest.fixture
def page(analyst: User, client_as: Callable[[User], Client]) -> Client:
    """The analyst's browser."""
    return client_as(analyst)
