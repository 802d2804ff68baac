"""Optimistic locking: a version on each row that people edit, shown to programs as an ETag."""

from __future__ import annotations

from rest_framework.request import Request

from natoassess.web.problems import PreconditionFailed, PreconditionRequired


class StaleVersion(Exception):
    """The row has another version than the one the editor read; `current` is today's."""

    def __init__(self, current: int) -> None:
        self.current = current
        super().__init__(f"the version is now {current}")


def etag(version: int) -> str:
    """The ETag of a row's version."""
    return f'"{version}"'


def expected_version(request: Request) -> int:
    """The version that the caller's If-Match names.

    Raises PreconditionRequired (428) without the header, PreconditionFailed (412) where it names no version of ours.
    """
    header = request.headers.get("If-Match")
    if not header:
        raise PreconditionRequired
    tag = header.strip()
    if not (len(tag) > 2 and tag[0] == tag[-1] == '"' and tag[1:-1].isascii() and tag[1:-1].isdigit()):
        raise PreconditionFailed
    return int(tag[1:-1])
