"""Scenario files by program."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from jsonschema import Draft202012Validator
from rest_framework.test import APIClient

from cases.assessments.models import Assessment
from natoassess.accounts.models import User
from tests.api.conftest import ROOT, Answer, pointers_of
from tests.files.conftest import FILE

pytestmark = pytest.mark.django_db
IMPORT = f"{ROOT}/assessments/import/"


def send(client: APIClient, content: str | bytes, kind: str = "yaml") -> Answer:
    text = content.decode() if isinstance(content, bytes) else content
    return client.generic("POST", IMPORT, text, content_type=f"application/{kind}")


def test_the_schema_is_served(api_client: APIClient) -> None:
    answer: Answer = api_client.get(f"{ROOT}/schemas/scenario/")
    assert answer["Content-Type"] == "application/schema+json"
    Draft202012Validator.check_schema(answer.json())
    assert answer.json()["properties"]["facts"]
    assert api_client.get(f"{ROOT}/schemas/scenario/?x=1").status_code == 400


@pytest.mark.parametrize("kind", ["yaml", "json"])
def test_what_is_exported_validates_and_comes_back(
    api_client: APIClient, author: APIClient, reference: Assessment, kind: str
) -> None:
    address = f"{ROOT}/assessments/{reference.pk}/export/"
    file: Answer = api_client.get(address, HTTP_ACCEPT=f"application/{kind}")
    assert file["Content-Type"].startswith(f"application/{kind}")
    page: Answer = api_client.get(f"/assessments/{reference.pk}/scenario.{kind}")
    assert file.content == page.content
    if kind == "json":
        schema = api_client.get(f"{ROOT}/schemas/scenario/").json()
        assert list(Draft202012Validator(schema).iter_errors(file.json())) == []
    made = send(author, file.content, kind)
    assert made.status_code == 201, made.content
    kept = made.json()
    assert made["Location"].endswith(f"/assessments/{kept['id']}/")
    assert made["ETag"] == '"2"'
    assert (kept["status"], kept["visibility"], kept["faults"]) == ("draft", "private", [])
    again: Answer = author.get(f"{ROOT}/assessments/{kept['id']}/export/", HTTP_ACCEPT=f"application/{kind}")
    assert again.content == file.content
    original = api_client.get(f"{ROOT}/assessments/{reference.pk}/").json()
    for answer in ("legality", "legitimacy", "sovereignty"):
        assert kept["evaluation"][answer] == original["evaluation"][answer]


def test_every_fault_is_listed_with_pointer_and_line(author: APIClient, analyst: User) -> None:
    wrong = FILE.replace("uses_force", "uses_forc").replace("title", "titel").replace("level: 1", "level: 7")
    answer = send(author, wrong)
    assert answer.status_code == 400
    faults = pointers_of(answer)
    assert faults["/facts/uses_forc"] == "line 13: unknown fact; did you mean uses_force?"
    assert faults["/titel"] == "line 1: is not known; did you mean title?"
    assert faults["/sovereignty/territory/level"].startswith("line 27: must be one of 0, 1")
    assert faults[""] == "line 1: title is missing"
    assert not Assessment.objects.filter(author=analyst).exists()


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        ("title: [", "yaml", 400),
        ("{", "json", 400),
        ("", "json", 400),
        ("a", "plain", 415),
        ("#" * 3_000_000, "yaml", 413),
    ],
)
def test_what_is_no_file_is_refused(author: APIClient, content: str, kind: str, status: int) -> None:
    answer = send(author, content, kind)
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"


def test_strangers_neither_import_nor_copy(api_client: APIClient, reference: Assessment) -> None:
    assert send(api_client, FILE).status_code == 401
    assert api_client.post(f"{ROOT}/assessments/{reference.pk}/copy/").status_code == 401


def test_a_copy_is_a_draft_of_ones_own(author: APIClient, reference: Assessment) -> None:
    answer: Answer = author.post(f"{ROOT}/assessments/{reference.pk}/copy/")
    assert answer.status_code == 201, answer.content
    kept = answer.json()
    assert kept["summary"].startswith("Copied from the reference assessment")
    consent: Answer = author.patch(
        f"{ROOT}/assessments/{kept['id']}/",
        {"facts": {"consent_given": "yes"}, "title": "As Kosovo, but with consent"},
        HTTP_IF_MATCH=answer["ETag"],
    )
    assert consent.status_code == 200, consent.content
    assert consent.json()["facts"]["consent_given"]["value"] == "yes"


def test_anothers_draft_is_not_there(
    draft: Assessment, outsider: User, api_client_as: Callable[[User], APIClient]
) -> None:
    stranger = api_client_as(outsider)
    refused: Answer = stranger.get(f"{ROOT}/assessments/{draft.pk}/export/", HTTP_ACCEPT="application/yaml")
    assert refused.status_code == 404
    assert json.loads(refused.content)["code"] == "not_found"
    assert stranger.post(f"{ROOT}/assessments/{draft.pk}/copy/").status_code == 404
