"""How publications and assessments are cited, and by whom they can be."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from rest_framework.test import APIClient

from cases.assessments.models import Assessment
from cases.assessments.publishing import publication_retract
from natoassess.accounts.models import User, Visibility
from tests.citations.readers import bibtex_read
from tests.result.conftest import Filing, fact
from tests.result.publishing import Publishing

pytestmark = pytest.mark.once

Clients = Callable[[User], APIClient]


def test_a_publication_is_cited_by_its_number(api_client: APIClient, publish: Publishing) -> None:
    made = publish()
    address = f"/api/v1/publications/{made.number}/cite/"
    (item,) = json.loads(api_client.get(address).content)
    assert (item["type"], item["number"], item["publisher"]) == ("report", made.number, "natoassess")
    assert item["author"] == [{"literal": "Ana Analyst"}]
    assert item["issued"]["date-parts"] == [list(made.published_at.timetuple()[:3])]
    assert item["URL"] == f"http://testserver/published/{made.number}/"
    assert made.content_sha256 in item["note"]
    assert "the authors’ coding, not legal advice" in item["note"]
    kind, key, fields = bibtex_read(api_client.get(f"{address}?style=bibtex").content.decode())
    assert (kind, key, fields["institution"]) == ("techreport", made.number, "natoassess")
    several = api_client.post("/api/v1/citations/", {"ids": [made.number], "style": "oscola"})
    assert f"(natoassess, {made.number}, " in several.content.decode()


def test_what_was_retracted_is_not_cited(api_client: APIClient, publish: Publishing, reviewer: User) -> None:
    made = publish()
    publication_retract(
        editor=reviewer, publication=made, reason="The strike was attributed to the wrong battery."
    )
    response = api_client.get(f"/api/v1/publications/{made.number}/cite/?style=bibtex")
    assert response.status_code == 410
    assert json.loads(response.content)["reason"] == "The strike was attributed to the wrong battery."
    assert api_client.post("/api/v1/citations/", {"ids": [made.number]}).status_code == 400


def test_a_draft_is_cited_as_a_draft_by_its_author_alone(
    file_draft: Filing, analyst: User, outsider: User, api_client: APIClient, api_client_as: Clients
) -> None:
    draft = file_draft(fact("uses_force", "yes", "Struck."), visibility=Visibility.PUBLIC)
    address = f"/api/v1/assessments/{draft.pk}/cite/?style=oscola"
    line = api_client_as(analyst).get(address).content.decode()
    assert f"(natoassess, assessment {draft.pk}, draft, " in line
    for other in (api_client, api_client_as(outsider)):
        assert other.get(address).status_code == 404
        named = other.post("/api/v1/citations/", {"ids": [f"assessment-{draft.pk}"]})
        assert named.status_code == 400
        case = draft.phase.case.slug
        assert other.get(f"/api/v1/cases/{case}/cite/").status_code == 404


def test_a_reference_assessment_says_that_it_is_project_coding(
    kosovo: Assessment, api_client: APIClient
) -> None:
    (item,) = json.loads(api_client.get(f"/api/v1/assessments/{kosovo.pk}/cite/").content)
    assert item["id"] == "ref-kosovo-1999-allied-force"
    assert item["version"] == "revision 1"
    assert "project coding, not reviewed by counsel" in item["note"]
    assert "sha256:" in item["note"]
