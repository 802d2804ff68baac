"""The register by program."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from cases.assessments.models import Assessment, CitedSource
from natoassess.accounts.models import User
from tests.evidence.files import HOSTILE, PDF, upload

pytestmark = pytest.mark.django_db
Answer = Any


@pytest.fixture
def author(analyst: User, api_client_as: Callable[[User], APIClient]) -> APIClient:
    """The analyst's program."""
    return api_client_as(analyst)


def root(draft: Assessment) -> str:
    return f"/api/v1/assessments/{draft.pk}/"


def test_a_source_its_file_and_its_use(draft: Assessment, author: APIClient) -> None:
    made: Answer = author.post(f"{root(draft)}sources/", {"title": "A report", "reliability": "C"})
    assert made.status_code == 201
    number = made.json()["id"]
    file: Answer = author.post(
        f"{root(draft)}sources/{number}/files/", {"file": upload()}, format="multipart"
    )
    assert file.status_code == 201
    evidence = [{"reliability": "C", "credibility": 2, "citation": "A report"}]
    author.patch(
        root(draft),
        {"ratings": {"threat_gravity": {"level": 3, "evidence": evidence}}},
        HTTP_IF_MATCH=f'"{draft.version}"',
    )
    shown: Answer = author.get(f"{root(draft)}sources/")
    own = shown.json()["sources"]
    assert len(own) == 1, "the same words are the same source"
    assert own[0]["uses"] == [
        {"part": "ratings", "code": "threat_gravity", "reliability": "C", "credibility": 2, "note": None}
    ]
    got: Answer = author.get(own[0]["files"][0]["address"])
    assert b"".join(got.streaming_content) == PDF
    assert got["Content-Disposition"] == 'attachment; filename="report.pdf"'


def test_a_new_reliability_needs_the_version_and_reaches_the_answers(
    draft: Assessment, source: CitedSource, author: APIClient
) -> None:
    address = f"{root(draft)}sources/{source.pk}/"
    evidence = [{"reliability": "B", "credibility": 2, "citation": source.citation}]
    author.patch(
        root(draft),
        {"facts": {"uses_force": {"value": "yes", "evidence": evidence}}},
        HTTP_IF_MATCH=f'"{draft.version}"',
    )
    version = Assessment.objects.get(pk=draft.pk).version
    assert author.patch(address, {"reliability": "E"}).status_code == 428
    assert author.patch(address, {"reliability": "E"}, HTTP_IF_MATCH=f'"{version - 1}"').status_code == 412
    changed: Answer = author.patch(address, {"reliability": "E"}, HTTP_IF_MATCH=f'"{version}"')
    assert changed.status_code == 200
    assert changed["ETag"] == f'"{version + 1}"'
    assert (changed.json()["citation"], changed.json()["uses"][0]["reliability"]) == (source.citation, "E")
    held: Answer = author.delete(address)
    assert (held.status_code, held.json()["code"]) == (409, "in_use")
    assert held.json()["errors"][0]["pointer"] == "/facts/uses_force"


def test_what_cannot_be_kept_points_at_its_place(
    draft: Assessment, source: CitedSource, author: APIClient
) -> None:
    bad: Answer = author.post(f"{root(draft)}sources/", {"titel": "A report", "reliability": "Z"})
    assert bad.status_code == 400
    assert {error["pointer"] for error in bad.json()["errors"]} == {"/titel", "/reliability"}
    name, content = HOSTILE["a program named as a PDF"]
    refused: Answer = author.post(
        f"{root(draft)}sources/{source.pk}/files/", {"file": upload(name, content)}, format="multipart"
    )
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (400, "/file")


def test_files_are_named_to_the_team_alone(
    draft: Assessment, source: CitedSource, author: APIClient, outsider: User
) -> None:
    Assessment.objects.filter(pk=draft.pk).update(status="published")
    shown: Answer = APIClient().get(f"{root(draft)}sources/")
    assert shown.json()["sources"][0]["files"] is None
    kept: Answer = author.get(f"{root(draft)}sources/")
    assert [file["name"] for file in kept.json()["sources"][0]["files"]] == ["report.pdf"]
