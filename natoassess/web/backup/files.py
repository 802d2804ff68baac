"""Which files under VAR_DIR are data, and bringing them back."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from django.conf import settings

NOT_DATA = frozenset({"secret_key", "static", "batches"})
"""The secret belongs to the environment, static files to the program; a batch can be scored again from its file."""
STAGING = ".restore-"
UNFINISHED = ".part"


def data_files() -> Iterator[tuple[str, Path]]:
    """("folder/name", path) of every file under VAR_DIR that is data, sorted. Links are not followed."""
    for top in _tops():
        found = sorted(top.rglob("*")) if top.is_dir() else [top]
        for path in found:
            if path.is_file() and not path.is_symlink() and path.suffix != UNFINISHED:
                yield path.relative_to(settings.VAR_DIR).as_posix(), path


def _tops() -> list[Path]:
    """What lies directly under VAR_DIR and is, or holds, data."""
    root: Path = settings.VAR_DIR
    database = str(settings.DATABASES["default"].get("NAME", ""))
    own = {Path(database).name} if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3") else set()
    return [
        path
        for path in (sorted(root.iterdir()) if root.is_dir() else [])
        if path.name not in NOT_DATA
        and not path.is_symlink()
        and not path.name.startswith((STAGING, *own, "natoassess.sqlite3"))
        and path.suffix not in {UNFINISHED, ".zip"}
    ]


def safe(name: str) -> bool:
    """Whether a name from an archive stays under VAR_DIR and is none of what is not data."""
    path = PurePosixPath(name)
    return bool(
        path.parts
        and not path.is_absolute()
        and ".." not in path.parts
        and "\\" not in name
        and path.parts[0] not in NOT_DATA
        and path.as_posix() == name
    )


@contextmanager
def staging() -> Iterator[Path]:
    """A folder beside the data, for files on their way in; gone afterwards."""
    root: Path = settings.VAR_DIR
    root.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=STAGING, dir=root))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class Exchange:
    """Puts the staged files in the place of the present ones, and can take that back."""

    def __init__(self, staged: Path, aside: Path) -> None:
        self._staged, self._aside = staged, aside
        self._moved: list[tuple[Path, Path]] = []

    def forward(self) -> None:
        """Move what is there aside, then what was staged into its place."""
        for path in _tops():
            self._move(path, self._aside / path.name)
        for path in sorted(self._staged.iterdir()):
            self._move(path, settings.VAR_DIR / path.name)

    def back(self) -> None:
        """Undo every move, last first."""
        while self._moved:
            origin, place = self._moved.pop()
            place.rename(origin)

    def _move(self, origin: Path, place: Path) -> None:
        origin.rename(place)
        self._moved.append((origin, place))
