"""Batches under test: a folder for their files, and chunks of few rows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings
from rest_framework.test import APIClient

from natoassess.accounts.models import User

BATCHES = "/api/v1/batches/"
Send = Callable[..., Any]


@pytest.fixture(autouse=True)
def batches_dir(settings: Settings, tmp_path: Path) -> Path:
    """Where the files of this test lie; its chunks have ten rows."""
    settings.BATCHES_DIR = tmp_path / "batches"
    settings.BATCHES_CHUNK_ROWS = 10
    settings.BATCHES_SLICE_ROWS = 4
    return Path(settings.BATCHES_DIR)


@pytest.fixture
def program(api_client_as: Callable[[User], APIClient], researcher: User) -> APIClient:
    """A program of the researcher's."""
    return api_client_as(researcher)


@pytest.fixture
def send(program: APIClient) -> Send:
    """send(content, media_type="text/csv", query="", **headers): the answer to sending a file.

    The doctrine is named unless the query says otherwise.
    """

    def post(content: bytes, media_type: str = "text/csv", query: str = "", **headers: str) -> Any:
        if "framework=" not in query:
            query = f"{query or '?'}&framework=nato-2022".replace("?&", "?")
        # The stubs know text alone; the client takes bytes too.
        given: Any = {"data": content, "content_type": media_type, **headers}
        return program.generic("POST", BATCHES + query, **given)

    return post
