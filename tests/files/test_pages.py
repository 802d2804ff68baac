"""The pages: taken away, brought in, started from."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from cases.assessments.models import Assessment
from cases.assessments.scenario_files import WRITERS, scenario_of
from natoassess.accounts.models import User
from tests.files.conftest import FILE

pytestmark = pytest.mark.django_db
IMPORT = "/assessments/import/"


def made_by(user: User) -> Assessment:
    """The one assessment of `user`."""
    return Assessment.objects.select_related("phase__case", "framework").get(author=user)


@pytest.mark.parametrize("kind", ["yaml", "json"])
def test_a_reference_assessment_is_taken_away_by_a_visitor(
    client: Client, reference: Assessment, kind: str
) -> None:
    address = f"/assessments/{reference.pk}/scenario.{kind}"
    assert f'href="{address}"' in client.get(f"/assessments/{reference.pk}/").content.decode()
    answer = client.get(address)
    assert answer.content == WRITERS[kind](scenario_of(reference)) == client.get(address).content
    assert answer["Content-Type"] == f"application/{kind}; charset=utf-8"
    assert answer["Content-Disposition"] == (
        f'attachment; filename="kosovo-1999-allied-force.scenario.{kind}"'
    )
    assert client.get(f"{address}?x=1").status_code == 400


def test_a_draft_with_an_answer_that_cannot_stand_is_taken_away_all_the_same(
    filer: Client, draft: Assessment
) -> None:
    draft.findings.create(kind="rating", code="minimum_use", value="9")
    assert f"/assessments/{draft.pk}/scenario.yaml" in filer.get(f"/assessments/{draft.pk}/").content.decode()
    assert b"minimum_use" in filer.get(f"/assessments/{draft.pk}/scenario.yaml").content


@pytest.mark.parametrize("way", ["file", "text"])
def test_a_file_is_brought_in_and_leads_to_its_description(filer: Client, analyst: User, way: str) -> None:
    given = SimpleUploadedFile("ardania.yaml", FILE.encode()) if way == "file" else FILE
    answer = filer.post(IMPORT, {way: given})
    draft = made_by(analyst)
    assert answer["Location"] == reverse("assessments:edit", args=[draft.pk, "describe"])
    assert draft.phase.case.title == "Strikes on Ardania: day one"
    assert draft.findings.count() == 6
    assert "brought in as a draft" in filer.get(answer["Location"]).content.decode()


def test_faults_are_shown_with_their_lines_and_what_was_pasted_stays(filer: Client, analyst: User) -> None:
    answer = filer.post(IMPORT, {"text": FILE.replace("uses_force", "uses_forc")})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "did you mean uses_force?" in page
    assert re.search(r"Line 13, <span class=\"code\">/facts/uses_forc</span>", page)
    assert "  uses_forc: yes" in page
    assert not Assessment.objects.filter(author=analyst).exists()


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, "Choose a file, or paste what is in it."),
        ({"file": SimpleUploadedFile("a.yaml", b"a: 1"), "text": "a: 1"}, "not both"),
        ({"file": SimpleUploadedFile("a.yaml", b"")}, "The file is empty."),
        ({"file": SimpleUploadedFile("a.yaml", b"#" * 1_000_001)}, "larger than 1 MB"),
        ({"file": SimpleUploadedFile("<b>.yaml", b"\x89PNG")}, "&lt;b&gt;.yaml cannot be brought in"),
    ],
)
def test_what_cannot_be_a_file_is_refused_in_words(
    filer: Client, given: dict[str, object], told: str
) -> None:
    answer = filer.post(IMPORT, given)
    assert answer.status_code == 422
    assert told in answer.content.decode()


@pytest.mark.parametrize("page", ["/cases/kosovo-1999/?phase=allied-force", "/assessments/{pk}/"])
def test_a_case_is_started_from_its_answers(
    filer: Client, client: Client, analyst: User, reference: Assessment, page: str
) -> None:
    address = f"/assessments/{reference.pk}/copy/"
    shown = page.format(pk=reference.pk)
    assert f'action="{address}"' in filer.get(shown).content.decode()
    assert address not in client.get(shown).content.decode(), "a visitor files nothing"
    answer = filer.post(address)
    copy = made_by(analyst)
    assert answer["Location"] == f"/assessments/{copy.pk}/edit/describe/"
    assert copy.findings.count() == reference.findings.count()
    described = filer.get(answer["Location"]).content.decode()
    assert "Copied from the reference assessment" in described
    assert "Nothing answered has been saved yet" not in described


def test_starting_needs_a_post_a_token_and_an_account(
    filer: Client, client: Client, analyst: User, reference: Assessment
) -> None:
    address = f"/assessments/{reference.pk}/copy/"
    assert filer.get(address).status_code == 405
    assert client.post(address).status_code == 403
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(analyst, backend="django.contrib.auth.backends.ModelBackend")
    assert strict.post(address).status_code == 403
    assert strict.post(IMPORT, {"text": FILE}).status_code == 403
    assert not Assessment.objects.filter(author=analyst).exists()


def test_anothers_draft_is_neither_taken_nor_copied(
    client: Client, draft: Assessment, outsider: User
) -> None:
    client.force_login(outsider, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(f"/assessments/{draft.pk}/scenario.yaml").status_code == 404
    assert client.post(f"/assessments/{draft.pk}/copy/").status_code == 404
    assert not Assessment.objects.filter(author=outsider).exists()


def test_the_ways_in_stand_beside_filing(filer: Client) -> None:
    for page in ("/assessments/", "/assessments/new/"):
        assert f'href="{IMPORT}"' in filer.get(page).content.decode()
