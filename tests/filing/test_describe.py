"""Describing what is assessed: a scenario of one's own, or a phase that exists."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from cases.assessments.models import Assessment
from cases.studies.models import Phase
from natoassess.accounts.models import Membership, Role, Team, User
from tests.filing.pages import SCENARIO, draft, fields_of, text_of

pytestmark = pytest.mark.django_db


def test_a_visitor_is_asked_to_sign_in(client: Client) -> None:
    response = client.get(reverse("assessments:new"))
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("accounts:login"))


def test_a_scenario_is_made_from_nothing(filer: Client, analyst: User) -> None:
    assessment = draft(filer)
    assert assessment.author == analyst
    assert assessment.phase.case.title == "Blockade of Northland"
    assert assessment.phase.acting_names == "Southland, Westland"
    assert assessment.phase.case.target_label == "Northland"
    assert str(assessment.as_of) == "2023-05-04", "left empty, the law is that of the first day"
    assert assessment.framework.code == "nato-2022"
    assert assessment.status == "draft"
    assert assessment.findings.count() == 0


def test_making_a_scenario_leads_to_the_first_facts(filer: Client) -> None:
    response = filer.post(reverse("assessments:new"), SCENARIO)
    assert response["Location"].endswith("/edit/facts-action/")


@pytest.mark.parametrize(
    ("as_of", "framework", "expected"),
    [
        ("1999-03-24", "", "nato-1991"),
        ("1999-04-24", "", "nato-1999"),
        ("2011-03-19", "", "nato-2010"),
        ("1950-06-27", "", "nato-1991"),
        ("1999-03-24", "nato-2022", "nato-2022"),
    ],
)
def test_the_yardstick_is_the_doctrine_of_the_day_unless_named(
    filer: Client, as_of: str, framework: str, expected: str
) -> None:
    assert draft(filer, as_of=as_of, framework=framework).framework.code == expected


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("title", "", "Give it a title"),
        ("title", "x" * 161, "at most 160 characters"),
        ("title", "null\x00byte", "Null characters are not allowed"),
        ("summary", "x" * 4001, "at most 4000 characters"),
        ("target_name", "", "Name the State"),
        ("starts_on", "2023-02-30", "Give a date that exists"),
        ("starts_on", "1914-08-04", "The Charter entered into force on 24 October 1945"),
        ("ends_on", "2023-05-03", "The last day lies before the first"),
        ("as_of", "1945-10-23", "The Charter entered into force on 24 October 1945"),
        ("standpoint", "ex_nunc", "Select a valid choice"),
        ("framework", "nato-1967", "Select a valid choice"),
    ],
)
def test_what_cannot_stand_is_said_beside_the_field_and_on_top(
    filer: Client, field: str, value: str, words: str
) -> None:
    response = filer.post(reverse("assessments:new"), {**SCENARIO, field: value})
    html = response.content.decode()
    assert response.status_code == 422
    assert f'href="#id_{field}"' in html
    assert f'id="id_{field}_error"' in html
    assert text_of(html).count(words) == 2
    assert "Southland, Westland" in html, "what was typed is kept"
    assert not Assessment.objects.filter(reference=None).exists()


def test_a_phase_that_exists_is_assessed_without_describing_it_again(filer: Client) -> None:
    address = reverse("assessments:new") + "?phase=kosovo-1999/allied-force"
    page = filer.get(address).content.decode()
    assert 'name="title"' not in page
    assert 'value="1999-03-24"' in page
    answers = {"as_of": "1999-03-24", "standpoint": "ex_ante", "framework": "", "visibility": "private"}
    assert filer.post(address, answers).status_code == 302
    made = Assessment.objects.get(reference=None)
    assert made.phase == Phase.objects.get(case__slug="kosovo-1999", slug="allied-force")
    assert made.standpoint == "ex_ante"


@pytest.mark.parametrize("phase", ["kosovo-1999/nothing", "kosovo-1999", "", "a/b/c"])
def test_a_phase_that_does_not_exist_is_not_found(filer: Client, phase: str) -> None:
    assert filer.get(reverse("assessments:new"), {"phase": phase}).status_code == 404


def test_an_unknown_parameter_is_refused(filer: Client) -> None:
    assert filer.get(reverse("assessments:new"), {"phse": "x"}).status_code == 400


def test_the_scenario_of_somebody_else_is_not_found(
    filer: Client, outsider: User, client_as: Callable[[User], Client]
) -> None:
    phase = draft(filer).phase
    address = reverse("assessments:new")
    named = {"phase": f"{phase.case.slug}/{phase.slug}"}
    assert filer.get(address, named).status_code == 200
    assert client_as(outsider).get(address, named).status_code == 404


def test_sharing_needs_a_team(filer: Client, analyst: User) -> None:
    Membership.objects.filter(user=analyst).delete()
    response = filer.post(reverse("assessments:new"), {**SCENARIO, "visibility": "public"})
    assert response.status_code == 422
    assert "You belong to no team" in response.content.decode()


def test_the_only_team_is_taken_and_one_of_several_is_asked_for(
    filer: Client, analyst: User, team: Team
) -> None:
    assert 'name="team"' not in filer.get(reverse("assessments:new")).content.decode()
    assert draft(filer, visibility="team").team == team
    second = Team.objects.create(slug="second", name="Second desk")
    Membership.objects.create(team=second, user=analyst, role=Role.ANALYST)
    assert 'name="team"' in filer.get(reverse("assessments:new")).content.decode()
    assert draft(filer, visibility="team", team=str(second.pk)).team == second
    strange = Team.objects.create(slug="strange", name="Strange desk")
    refused = filer.post(
        reverse("assessments:new"), {**SCENARIO, "visibility": "team", "team": str(strange.pk)}
    )
    assert refused.status_code == 422


def test_a_private_draft_belongs_to_no_team(filer: Client) -> None:
    assert draft(filer, visibility="private").team is None


def test_what_was_described_is_shown_and_can_be_changed(filer: Client) -> None:
    assessment = draft(filer)
    url = reverse("assessments:describe", args=[assessment.pk])
    given = fields_of(filer.get(url).content.decode())
    assert given["title"] == ["Blockade of Northland"]
    assert given["framework"] == [""], "the doctrine of the day goes on following the day"
    response = filer.post(
        url, {**given, "title": "Siege of Northland", "as_of": "2005-01-01", "starts_on": "2005-01-01"}
    )
    assert response.status_code == 302
    changed = Assessment.objects.get(pk=assessment.pk)
    assert changed.phase.case.title == "Siege of Northland"
    assert changed.framework.code == "nato-1999"
    assert changed.version == assessment.version + 1


def test_a_stale_description_keeps_both(filer: Client) -> None:
    assessment = draft(filer)
    url = reverse("assessments:describe", args=[assessment.pk])
    given = fields_of(filer.get(url).content.decode())
    filer.post(url, {**given, "title": "Theirs"})
    response = filer.post(url, {**given, "title": "Mine"})
    html = response.content.decode()
    assert response.status_code == 409
    assert 'value="Mine"' in html
    assert "Title Theirs" in text_of(html)
    assert Assessment.objects.get(pk=assessment.pk).phase.case.title == "Theirs"
    assert filer.post(url, fields_of(html)).status_code == 302
    assert Assessment.objects.get(pk=assessment.pk).phase.case.title == "Mine"


def test_a_title_that_shows_nothing_is_refused(filer: Client) -> None:
    """It would be a link without words in every list."""
    response = filer.post(reverse("assessments:new"), {**SCENARIO, "title": "\u200b\u2060"})
    assert response.status_code == 422
    assert "Give it a title." in text_of(response.content.decode())
