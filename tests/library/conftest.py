"""A copy of the library that a test may spoil."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from cases.assessments import sections as assessment_sections
from cases.studies import sections as case_sections
from frameworks.library import overviews
from frameworks.library import sections as law_sections

Spoil = Callable[[str, str, str], Path]


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Path]:
    """The library's three folders, copied, with the loader pointed at the copies."""
    folders = {"law": law_sections, "cases": case_sections, "assessments": assessment_sections}
    copies = {}
    for name, module in folders.items():
        copies[name] = tmp_path / name
        shutil.copytree(module.LIBRARY, copies[name])
        monkeypatch.setattr(module, "LIBRARY", copies[name])
    monkeypatch.setattr(overviews, "LIBRARY", copies["law"])
    return copies


@pytest.fixture
def spoil(copy: dict[str, Path]) -> Spoil:
    """spoil("law/instruments/nat.yaml", old, new): replace the first `old` in a copied file."""

    def replace(file: str, old: str, new: str) -> Path:
        folder, _slash, rest = file.partition("/")
        path = copy[folder] / rest
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{old!r} does not stand in {file}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return path

    return replace
