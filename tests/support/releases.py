"""A release for tests that are about its addresses, not about its content."""

from __future__ import annotations

import shutil
from datetime import date

from cases.research.models import Release
from cases.research.releases.folder import Folder, archive_name, folder_of


def release_small(name: str = "2026.1") -> Release:
    """The release of this name; made of one file where there is none yet."""
    known: Release | None = Release.objects.filter(name=name).first()
    if known is not None:
        return known
    root = folder_of(name)
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir(parents=True)
    folder = Folder(root)
    folder.text("README.md", "What the files are.", f"# Release {name}\n")
    files, archive = folder.finish(archive_name(name))
    made: Release = Release.objects.create(
        name=name, day=date(2026, 11, 23), engine="1.1.0", files=files, archive=archive, changes={}
    )
    return made
