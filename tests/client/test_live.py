"""The notebook shows what the site says today, and the examples of the README work as they stand."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Page

from tests.client.notebook import FOLDER, NOTEBOOK, TABLE, executed, shown

pytestmark = pytest.mark.once


def test_the_notebook_shows_what_the_api_says(site: str) -> None:
    stored = nbformat.read(NOTEBOOK, as_version=4)  # type: ignore[no-untyped-call]  # nbformat does not type it
    anew = executed(f"{site}/api/v1")
    tables = shown(anew, TABLE)
    assert tables == shown(stored, TABLE), "the tables have changed: make notebook"
    assert len(tables) == 4
    drawn = shown(anew, "image/svg+xml")
    assert len(drawn) == len(shown(stored, "image/svg+xml")) == 1
    assert "Kosovo 1999" in drawn[0]


@pytest.mark.journey
def test_the_examples_can_be_followed(site: str, signed_in: Callable[[str], Page], tmp_path: Path) -> None:
    page = signed_in("researcher")
    page.goto("/accounts/tokens/")
    page.locator("input[name=scopes][value=batch]").check()
    page.get_by_role("button", name="Make a token").click()
    examples = "\n".join(
        re.findall(r"^```python\n(.*?)^```", (FOLDER / "README.md").read_text(), flags=re.M | re.S)
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", examples],
        env={
            **os.environ,
            "PYTHONPATH": str(FOLDER),
            "NATOASSESS_API": f"{site}/api/v1",
            "TOKEN": page.locator("#fresh-token").input_value(),
        },
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert "1999-03-24 Kosovo 1999" in done.stdout
    assert "undetermined, arguable at most; legitimacy from" in done.stdout
    assert "did you mean uses_force?" in done.stdout
    assert "found ['unsc-1973#op4']" in done.stdout
    assert "done 2 of 2" in done.stdout
    assert '"row":1,"id":"first","evaluation_id":"sha256:' in done.stdout
    assert '"pointer":"/facts/uses_force/value"' in done.stdout
