"""Review: publish or return, by a reviewer of the team and nobody else."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from cases.assessments.models import Assessment
from cases.assessments.models.assessment import Status
from natoassess.accounts.models import Membership, Role, Team, User, Visibility
from tests.result.conftest import Filing, fact

ClientAs = Callable[[User], Client]


@pytest.fixture
def submitted(file_draft: Filing, submit: Filing) -> Assessment:
    """Waiting for a reviewer."""
    return submit(
        file_draft(fact("uses_force", "yes", "Two batteries were struck."), visibility=Visibility.PUBLIC)
    )


def address(assessment: Assessment) -> str:
    return reverse("assessments:review", args=[assessment.pk])


def test_reviewer_reads_every_answer_with_its_reason(
    client_as: ClientAs, reviewer: User, submitted: Assessment
) -> None:
    html = client_as(reviewer).get(address(submitted)).content.decode()
    assert "Two batteries were struck." in html
    assert html.count('<li id="fact-') == 42
    assert f'name="version" value="{submitted.version}"' in html


def test_publishing_shows_it_to_everyone(
    client: Client, client_as: ClientAs, reviewer: User, submitted: Assessment
) -> None:
    given = {"version": submitted.version, "decision": "publish", "note": ""}
    response = client_as(reviewer).post(address(submitted), given)
    assert response.status_code == 302
    submitted.refresh_from_db()
    assert (submitted.status, submitted.reviewer) == (Status.PUBLISHED, reviewer)
    assert client.get(response["Location"]).status_code == 200


def test_returning_needs_a_note_and_reaches_the_author(
    client: Client,
    client_as: ClientAs,
    reviewer: User,
    researcher: User,
    analyst: User,
    submitted: Assessment,
) -> None:
    given = {"version": submitted.version, "decision": "return", "note": " "}
    refused = client_as(reviewer).post(address(submitted), given)
    assert refused.status_code == 422
    assert "Say what is to be changed before you return it." in refused.content.decode()
    submitted.refresh_from_db()
    assert submitted.status == Status.SUBMITTED

    given["note"] = "Name the source for the casualties."
    client_as(reviewer).post(address(submitted), given)
    submitted.refresh_from_db()
    assert submitted.status == Status.RETURNED and submitted.is_editable
    result = reverse("assessments:detail", args=[submitted.pk])
    own = client_as(analyst).get(result).content.decode()
    assert "Returned by the reviewer." in own and "Name the source for the casualties." in own
    assert "Go on filing" in own
    assert "Name the source" not in client_as(researcher).get(result).content.decode()


def test_stale_version_decides_nothing_and_keeps_the_note(
    client_as: ClientAs, reviewer: User, submitted: Assessment
) -> None:
    given = {"version": submitted.version - 1, "decision": "publish", "note": "Well argued."}
    response = client_as(reviewer).post(address(submitted), given)
    html = response.content.decode()
    assert response.status_code == 409
    assert "It changed while you were reading." in html and "Well argued." in html
    assert f'name="version" value="{submitted.version}"' in html
    submitted.refresh_from_db()
    assert submitted.status == Status.SUBMITTED


def test_a_decision_is_needed(client_as: ClientAs, reviewer: User, submitted: Assessment) -> None:
    response = client_as(reviewer).post(
        address(submitted), {"version": submitted.version, "decision": "burn"}
    )
    assert response.status_code == 422
    assert "Choose Publish or Ask for changes." in response.content.decode()


def test_nobody_publishes_their_own(
    client_as: ClientAs, analyst: User, team: Team, submitted: Assessment
) -> None:
    Membership.objects.create(team=team, user=analyst, role=Role.REVIEWER)
    own = client_as(analyst)
    given = {"version": submitted.version, "decision": "publish"}
    assert own.get(address(submitted)).status_code == 403
    assert own.post(address(submitted), given).status_code == 403
    submitted.refresh_from_db()
    assert submitted.status == Status.SUBMITTED


@pytest.mark.parametrize(
    ("who", "read", "sent"),
    [("analyst", 403, 403), ("researcher", 403, 403), ("outsider", 404, 404), ("", 302, 403)],
)
def test_who_may_not_review(
    who: str,
    read: int,
    sent: int,
    client: Client,
    client_as: ClientAs,
    request: pytest.FixtureRequest,
    submitted: Assessment,
) -> None:
    visitor = client_as(request.getfixturevalue(who)) if who else client
    given = {"version": submitted.version, "decision": "publish"}
    assert visitor.get(address(submitted)).status_code == read
    assert visitor.post(address(submitted), given).status_code == sent
    submitted.refresh_from_db()
    assert submitted.status == Status.SUBMITTED


def test_what_is_decided_already_leads_to_the_result(
    client_as: ClientAs, reviewer: User, submitted: Assessment, decide: Filing
) -> None:
    decide(submitted, publish=True)
    given = {"version": submitted.version, "decision": "return", "note": "Too late."}
    response = client_as(reviewer).post(address(submitted), given)
    assert response["Location"] == reverse("assessments:detail", args=[submitted.pk])
    submitted.refresh_from_db()
    assert submitted.status == Status.PUBLISHED
