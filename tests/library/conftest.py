"""A copy of the library that a test may spoil."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from cases.assessments import sections as assessment_sections
from cases.studies import sections as case_sections
from frameworks.library import context, overviews
from frameworks.library import sections as law_sections
from frameworks.library.reading import Document

Spoil = Callable[[str, str, str], Path]
_read_before: dict[tuple[bytes, str], tuple[Document, list[tuple[str, str]]]] = {}


def read_checked(path: Path, schema: str) -> tuple[Document, list[tuple[str, str]]]:
    """As the loader reads, but the hundreds of files that a test does not spoil are parsed once only."""
    known = hashlib.sha256(path.read_bytes()).digest(), schema
    if known not in _read_before:
        _read_before[known] = context_read_checked(path, schema)
    document, violations = _read_before[known]
    return Document(path, document.data), violations


context_read_checked = context.read_checked


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
    monkeypatch.setattr(context, "read_checked", read_checked)
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
