"""The snippets of docs/api.md work as they stand, one after the other."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "api.md"

pytestmark = pytest.mark.journey


def test_the_guide_can_be_followed(site: str, signed_in: Callable[[str], Page], tmp_path: Path) -> None:
    page = signed_in("researcher")
    page.goto("/accounts/tokens/")
    for scope in ("write", "batch"):
        page.locator(f"input[name=scopes][value={scope}]").check()
    page.get_by_role("button", name="Make a token").click()
    token = page.locator("#fresh-token").input_value()
    script = "\n".join(re.findall(r"^```sh\n(.*?)^```", GUIDE.read_text(), flags=re.M | re.S))
    environment = {**os.environ, "API": f"{site}/api/v1", "TOKEN": token, "TMPDIR": str(tmp_path)}
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr
    assert "the same: sha256:" in done.stdout
    assert "\n304\n" in done.stdout
    assert "did you mean uses_force?" in done.stdout
    assert "Unknown parameter chapter; did you mean chapter_vii?" in done.stdout
    assert '"status":404' not in done.stdout
