"""Who sees which assessment, case and phase through the API."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from rest_framework.test import APIClient

from cases.assessments.filters import AssessmentFilter
from cases.assessments.publication_filters import PublicationFilter
from cases.studies.filters import CaseFilter, PhaseFilter
from cases.studies.models import Case, Phase
from frameworks.models import Actor
from natoassess.accounts.models import User
from tests.api.conftest import ROOT, SCENARIO, Answer

pytestmark = pytest.mark.django_db

Clients = Callable[[User], APIClient]


def statuses(client: APIClient, draft: Answer, address: str) -> list[int]:
    """Of the assessment, its phase and its case."""
    phase = draft.json()["phase"]
    places = (address, f"{ROOT}/phases/{phase}/", f"{ROOT}/cases/{phase.split('/')[0]}/")
    return [client.get(place).status_code for place in places]


def test_a_draft_of_the_team_is_its_authors_alone(
    draft: Answer, address: str, author: APIClient, reviewer: User, outsider: User, api_client: APIClient,
    api_client_as: Clients,
) -> None:  # fmt: skip
    assert statuses(author, draft, address) == [200, 200, 200]
    assert statuses(api_client, draft, address) == [404, 404, 404]
    assert statuses(api_client_as(outsider), draft, address) == [404, 404, 404]
    assert statuses(api_client_as(reviewer), draft, address) == [404, 404, 404]


@pytest.mark.parametrize("name", ["cases", "phases", "assessments", "publications"])
def test_no_filter_tells_whom_anothers_draft_concerns(
    draft: Answer, author: APIClient, outsider: User, api_client: APIClient, api_client_as: Clients, name: str
) -> None:
    phase = Phase.objects.get(case__slug=draft.json()["phase"].split("/")[0])
    target, acting = Actor.objects.bulk_create(
        [Actor(id=key, name=key, kind="state") for key in ("ardania", "borduria")]
    )
    Case.objects.filter(pk=phase.case_id).update(target=target)
    phase.acting.add(acting)
    for described in (CaseFilter, PhaseFilter, AssessmentFilter, PublicationFilter):
        assert described.base_filters["target"].field, (
            "asked of the class, as whoever describes a filter does"
        )
    for given in ("target=ardania", "target__in=ardania", "acting=borduria"):
        assert author.get(f"{ROOT}/{name}/?{given}").status_code == 200
        for stranger in (api_client, api_client_as(outsider)):
            refused = stranger.get(f"{ROOT}/{name}/?{given}")
            assert refused.json()["code"] == "invalid_params", "as if nobody had ever named it"


def test_outsiders_cannot_change_what_they_cannot_see(
    draft: Answer, address: str, outsider: User, api_client: APIClient, api_client_as: Clients
) -> None:
    stranger = api_client_as(outsider)
    for answer in (
        stranger.patch(address, {"title": "x"}, HTTP_IF_MATCH=draft["ETag"]),
        stranger.delete(address, HTTP_IF_MATCH=draft["ETag"]),
        stranger.post(f"{address}submit/", HTTP_IF_MATCH=draft["ETag"]),
        stranger.patch(address, {"title": "x"}),
    ):
        assert answer.status_code == 404
    for answer in (
        api_client.post(f"{ROOT}/assessments/", SCENARIO),
        api_client.patch(address, {"title": "x"}),
        api_client.delete(address),
        api_client.post(f"{address}submit/"),
    ):
        assert answer.status_code == 401
        assert answer["WWW-Authenticate"] == "Token"


def test_the_team_sees_what_was_submitted_but_cannot_change_it(
    draft: Answer, address: str, author: APIClient, reviewer: User, outsider: User, api_client_as: Clients
) -> None:
    submitted = author.post(f"{address}submit/", HTTP_IF_MATCH=draft["ETag"])
    colleague = api_client_as(reviewer)
    assert colleague.get(address).json()["facts"] == submitted.json()["facts"]
    answer = colleague.patch(address, {"title": "x"}, HTTP_IF_MATCH='"1"')
    assert (answer.status_code, answer.json()["code"]) == (403, "permission_denied")
    assert api_client_as(outsider).get(address).status_code == 404


def test_the_reviewers_note_is_for_author_and_reviewer(
    draft: Answer, address: str, author: APIClient, reviewer: User, researcher: User, api_client_as: Clients
) -> None:
    from cases.assessments.models import Assessment
    from cases.assessments.services import assessment_review

    author.post(f"{address}submit/", HTTP_IF_MATCH=draft["ETag"])
    row = Assessment.objects.get(pk=draft.json()["id"])
    assessment_review(
        reviewer=reviewer, assessment=row, expected_version=row.version, publish=True, note="Thin."
    )
    assert author.get(address).json()["review_note"] == "Thin."
    assert api_client_as(reviewer).get(address).json()["review_note"] == "Thin."
    assert api_client_as(researcher).get(address).json()["review_note"] is None
    Assessment.objects.filter(pk=row.pk).update(visibility="public", reviewer=None)
    assert APIClient().get(address).json()["review_note"] is None


def test_a_published_public_assessment_is_everybodys(
    draft: Answer, address: str, author: APIClient, reviewer: User, api_client: APIClient
) -> None:
    from cases.assessments.models import Assessment
    from cases.assessments.services import assessment_review

    changed = author.patch(address, {"visibility": "public"}, HTTP_IF_MATCH=draft["ETag"])
    author.post(f"{address}submit/", HTTP_IF_MATCH=changed["ETag"])
    assert api_client.get(address).status_code == 404
    row = Assessment.objects.get(pk=draft.json()["id"])
    assessment_review(reviewer=reviewer, assessment=row, expected_version=row.version, publish=True, note="")
    assert statuses(api_client, draft, address) == [200, 200, 200]
    listed = api_client.get(f"{ROOT}/assessments/").json()["results"]
    assert row.pk in {item["id"] for item in listed}
    body = api_client.get(address).json()["findings"]
    again = api_client.post(f"{ROOT}/score/", body).json()
    assert again["evaluation_id"] == draft.json()["evaluation"]["evaluation_id"]
