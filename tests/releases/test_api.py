"""Releases over HTTP: listed, described, and every file for good."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from django.test import Client
from rest_framework.test import APIClient

from tests.releases.conftest import Making

pytestmark = pytest.mark.django_db
FILE = "/api/v1/releases/2026.1/tables/facts.csv"


def test_a_release_is_listed_with_its_files(
    make: Making, api_client: APIClient, queries_at_most: Callable[[int], AbstractContextManager[object]]
) -> None:
    make()
    second = make("2026.2")
    with queries_at_most(3):
        listed = api_client.get("/api/v1/releases/").json()
    assert [row["name"] for row in listed["results"]] == ["2026.2", "2026.1"]
    with queries_at_most(2):
        shown = api_client.get("/api/v1/releases/2026.2/").json()
    assert shown.items() >= listed["results"][0].items()
    assert (shown["since"], shown["changes"], shown["doi"]) == ("2026.1", {}, None)
    assert {entry["path"]: entry["sha256"] for entry in shown["files"]} == {
        entry["path"]: entry["sha256"] for entry in second.files
    }
    for entry in [*shown["files"][:3], shown["archive"]]:
        answer = api_client.get(entry["url"])
        assert len(b"".join(answer)) == entry["bytes"], entry["path"]
    assert shown["url"] in shown["citation"]["text"]
    assert "release 2026.2" in shown["citation"]["bibtex"]


def test_a_file_is_kept_for_good(make: Making, shelf: Path, api_client: APIClient) -> None:
    make()
    content = (shelf / "2026.1/tables/facts.csv").read_bytes()
    answer = api_client.get(FILE, headers={"Accept": "text/csv"})
    assert (answer.status_code, b"".join(answer)) == (200, content)
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    tag = answer["ETag"]
    for given in (tag, f'"other", W/{tag}', "*"):
        again = api_client.get(FILE, headers={"If-None-Match": given})
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
    head = api_client.head(FILE)
    assert (head.status_code, head["Content-Length"]) == (200, str(len(content)))


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [("bytes=5-9", 5, 9), ("bytes=0-0", 0, 0), ("bytes=7-", 7, -1), ("bytes=-4", -4, -1)],
)
def test_a_broken_download_goes_on(
    make: Making, shelf: Path, api_client: APIClient, asked: str, first: int, last: int
) -> None:
    make()
    content = (shelf / "2026.1/tables/facts.csv").read_bytes()
    first, last = first % len(content), last % len(content)
    answer = api_client.get(FILE, headers={"Range": asked})
    assert (answer.status_code, b"".join(answer)) == (206, content[first : last + 1])
    assert answer["Content-Range"] == f"bytes {first}-{last}/{len(content)}"
    assert answer["Content-Length"] == str(last - first + 1)
    other = api_client.get(FILE, headers={"Range": asked, "If-Range": '"another"'})
    assert (other.status_code, b"".join(other)) == (200, content)


def test_ranges_that_mean_nothing(make: Making, api_client: APIClient) -> None:
    """Beyond the end: 416. Several at once, or none that can be read: the whole file."""
    release = make()
    length = (release.entry("tables/facts.csv") or {})["bytes"]
    beyond = api_client.get(FILE, headers={"Range": f"bytes={length}-"})
    assert (beyond.status_code, beyond["Content-Range"]) == (416, f"bytes */{length}")
    assert beyond.json()["code"] == "range_not_satisfiable"
    for odd in ("bytes=0-1,4-5", "bytes=9-5", "lines=1-2", "bytes=-", "bytes=a-b"):
        assert api_client.get(FILE, headers={"Range": odd}).status_code == 200, odd


@pytest.mark.parametrize(
    "path", ["2026.9/", "2026.9/README.md", "2026.1/no.csv", "2026.1/../2026.1/README.md", "2026.1/tables/"]
)
def test_what_is_no_release_or_file_is_not_found(make: Making, api_client: APIClient, path: str) -> None:
    make()
    answer = api_client.get(f"/api/v1/releases/{path}")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert api_client.get(f"{FILE}?page=1").json()["code"] == "unknown_params"


def test_a_file_that_is_no_longer_whole_is_not_served(
    make: Making, shelf: Path, api_client: APIClient
) -> None:
    make()
    path = shelf / "2026.1/tables/facts.csv"
    path.write_bytes(path.read_bytes()[:-1])
    for _attempt in range(2):
        answer = api_client.get(FILE)
        assert (answer.status_code, answer.json()["code"]) == (500, "damaged")
        path.unlink(missing_ok=True)


def test_the_pages_say_what_there_is(
    make: Making, client: Client, queries_at_most: Callable[[int], AbstractContextManager[object]]
) -> None:
    """Before the first release, how one is made; then each, with its files, its citation and its checksum."""
    assert "manage.py make_release 2026.1" in client.get("/research/releases/").content.decode()
    release = make()
    assert "/research/releases/2026.1/" in client.get("/research/releases/").content.decode()
    with queries_at_most(4):
        page = client.get("/research/releases/2026.1/").content.decode()
    for entry in [*release.files, release.archive]:
        assert f'href="/api/v1/releases/2026.1/{entry["path"]}"' in page
    assert "sha256sum -c SHA256SUMS" in page
    assert "release 2026.1" in page and "/api/v1/releases/2026.1/cite/?style=bibtex" in page
    assert client.get("/research/releases/2026.7/").status_code == 404
