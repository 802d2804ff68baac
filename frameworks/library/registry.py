"""The sections of the library, in the order in which they build on one another.

An app registers its sections in its AppConfig, so that the loader, which stands low in the layers, needs to know
nothing of the apps above it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from frameworks.library.context import Context
from frameworks.library.writing import Changes


class Section(Protocol):
    """A part of the library: where its files are, how they are checked, how they become rows."""

    name: str
    order: int

    def paths(self) -> list[Path]:
        """The files of this section, sorted."""

    def check(self, context: Context) -> None:
        """Read the files into `context` and note every fault."""

    def write(self, context: Context, changes: Changes) -> None:
        """Upsert the rows; only called when no section has a fault."""


_sections: dict[str, Section] = {}


def register(section: Section) -> None:
    """Add `section`; registering a name again replaces it."""
    _sections[section.name] = section


def sections() -> list[Section]:
    """All sections in order."""
    return sorted(_sections.values(), key=lambda section: section.order)
