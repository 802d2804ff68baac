"""A file of a release over HTTP: it never changes, so it is kept for a year, and a broken download goes on."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import parse_etags

from cases.research.models import Release
from cases.research.releases.folder import CHUNK, folder_of

FOR_GOOD = "public, max-age=31536000, immutable"
SHOWN = frozenset({"text/plain", "text/markdown", "application/json", "application/yaml"})
"""Media types that a browser shows; the others are downloads."""
ONE_RANGE = re.compile(r"bytes=([0-9]{0,15})-([0-9]{0,15})")
log = logging.getLogger(__name__)


class Damaged(Exception):
    """A file is missing or is not as long as it was; `manage.py check_release` says more."""


class NotSatisfiable(Exception):
    """The range asked for begins beyond the end of the file, which has `length` bytes."""

    def __init__(self, length: int) -> None:
        self.length = length
        super().__init__(f"the file has {length} bytes")


def file_response(release: Release, entry: Mapping[str, Any], asked: Mapping[str, str]) -> HttpResponseBase:
    """The file, a range of it (RFC 9110, 14), or 304. `asked` are the headers of the request.

    Raises Damaged, and NotSatisfiable for a range beyond the end. Several ranges at once are answered with the whole.
    """
    path = folder_of(release.name) / entry["path"]
    length = int(entry["bytes"])
    if not path.is_file() or path.stat().st_size != length:
        log.error("release %s: %s is missing or damaged", release.name, entry["path"])
        raise Damaged
    tag = f'"{entry["sha256"]}"'
    headers = {"ETag": tag, "Cache-Control": FOR_GOOD, "Accept-Ranges": "bytes"}
    known = {item.removeprefix("W/") for item in parse_etags(asked.get("If-None-Match", ""))}
    if known & {tag, "*"}:
        return HttpResponse(status=304, headers=headers)
    first, last = 0, length - 1
    wanted = _range(asked, tag, length)
    if wanted is not None:
        first, last = wanted
        headers["Content-Range"] = f"bytes {first}-{last}/{length}"
    how = "inline" if entry["media_type"] in SHOWN else "attachment"
    headers["Content-Disposition"] = f'{how}; filename="{path.name}"'
    headers["Content-Length"] = str(last - first + 1)
    kind = entry["media_type"]
    return StreamingHttpResponse(
        _bytes(path, first, last - first + 1),
        status=200 if wanted is None else 206,
        content_type=kind if kind == "application/zip" else f"{kind}; charset=utf-8",
        headers=headers,
    )


def _range(asked: Mapping[str, str], tag: str, length: int) -> tuple[int, int] | None:
    """First and last byte asked for; None where the whole file is to be sent. Raises NotSatisfiable."""
    match = ONE_RANGE.fullmatch(asked.get("Range", "").replace(" ", ""))
    if match is None or match[1] == match[2] == "" or asked.get("If-Range", tag) != tag:
        return None
    if not match[1]:
        first, last = max(length - int(match[2]), 0), length - 1
    else:
        first, last = int(match[1]), min(int(match[2] or length), length - 1)
        if match[2] and int(match[2]) < int(match[1]):
            return None  # no range at all, and so not looked at
    if first >= length:
        raise NotSatisfiable(length)
    return first, last


def _bytes(path: Path, first: int, left: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(first)
        while left > 0 and (chunk := file.read(min(CHUNK, left))):
            left -= len(chunk)
            yield chunk
