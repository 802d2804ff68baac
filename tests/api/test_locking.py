"""ETag, If-Match and If-None-Match."""

from __future__ import annotations

import pytest
from rest_framework.test import APIClient

from tests.api.conftest import ROOT, Answer

pytestmark = pytest.mark.django_db


def test_a_change_needs_if_match(author: APIClient, address: str) -> None:
    for answer in (
        author.patch(address, {"title": "Blind"}),
        author.delete(address),
        author.post(f"{address}submit/"),
    ):
        assert (answer.status_code, answer.json()["code"]) == (428, "if_match_required")
        assert answer["Content-Type"] == "application/problem+json"
    assert author.get(address).json()["title"] != "Blind"


@pytest.mark.parametrize("tag", ['"99"', "1", '"one"', '""', "*"])
def test_a_change_of_another_version_is_refused(author: APIClient, address: str, tag: str) -> None:
    for answer in (
        author.patch(address, {"title": "Late"}, HTTP_IF_MATCH=tag),
        author.delete(address, HTTP_IF_MATCH=tag),
        author.post(f"{address}submit/", HTTP_IF_MATCH=tag),
    ):
        assert (answer.status_code, answer.json()["code"]) == (412, "stale")
    assert author.get(address).json()["title"] != "Late"


def test_of_two_editors_the_second_is_told(author: APIClient, draft: Answer, address: str) -> None:
    first = author.patch(address, {"title": "First"}, HTTP_IF_MATCH=draft["ETag"])
    second = author.patch(address, {"title": "Second"}, HTTP_IF_MATCH=draft["ETag"])
    assert (first.status_code, second.status_code) == (200, 412)
    assert author.get(address).json()["title"] == "First"
    third = author.patch(address, {"title": "Third"}, HTTP_IF_MATCH=first["ETag"])
    assert third.status_code == 200


def test_what_has_not_changed_is_not_sent_again(author: APIClient, draft: Answer, address: str) -> None:
    tag = author.get(address)["ETag"]
    for known in (tag, f'"0", {tag}', f"W/{tag}"):
        unchanged = author.get(address, HTTP_IF_NONE_MATCH=known)
        assert (unchanged.status_code, unchanged.content, unchanged["ETag"]) == (304, b"", tag)
    author.patch(address, {"title": "Changed"}, HTTP_IF_MATCH=tag)
    assert author.get(address, HTTP_IF_NONE_MATCH=tag).status_code == 200


def test_the_tag_of_a_published_assessment_follows_its_content(api_client: APIClient) -> None:
    from cases.assessments.models import Assessment

    row = Assessment.objects.get(phase__slug="allied-force", reference__isnull=False)
    address = f"{ROOT}/assessments/{row.pk}/"
    tag = api_client.get(address)["ETag"]
    assert api_client.get(address, HTTP_IF_NONE_MATCH=tag).status_code == 304
    Assessment.objects.filter(pk=row.pk).update(coded_by="Somebody else")  # as loading the library does
    assert api_client.get(address, HTTP_IF_NONE_MATCH=tag).status_code == 200
