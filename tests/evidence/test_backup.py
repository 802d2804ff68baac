"""Files kept with sources are part of a backup; those that are still being written are not."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings

from cases.assessments.file_store import file_write, path_of
from natoassess.web.backup.files import data_files, safe

pytestmark = pytest.mark.once


def test_evidence_lies_where_backups_look(settings: Settings, tmp_path: Path) -> None:
    configured = Path(settings.EVIDENCE_DIR).name
    settings.VAR_DIR, settings.EVIDENCE_DIR = tmp_path, tmp_path / "evidence"
    kept = file_write([b"one ", b"file"])
    (tmp_path / "evidence" / f"{'0' * 32}.part").write_bytes(b"half")
    assert configured == "evidence"
    assert list(data_files()) == [(f"evidence/{kept.key}", path_of(kept.key))]
    assert safe(f"evidence/{kept.key}")
    assert path_of(kept.key).read_bytes() == b"one file"
    assert path_of(kept.key).stat().st_mode & 0o077 == 0, "readable by this account alone"
