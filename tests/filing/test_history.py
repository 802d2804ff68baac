"""The history of an answer, undo, and the colleague who answers beside the author."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from cases.assessments.asked import why_asked, why_settled
from cases.assessments.evaluation import evaluate
from cases.assessments.models import Assessment, Contributor
from cases.assessments.steps import questionnaire_of
from natoassess.accounts.models import Role, Team, User
from tests.filing.pages import draft, filled, save, step_url, text_of, values
from tests.support.people import make_user

pytestmark = pytest.mark.django_db

NAME = "facts-uses_force"


@pytest.fixture
def helper(team: Team) -> User:
    """A colleague of the analyst's."""
    return make_user("helper", team=team, roles=(Role.ANALYST,), display_name="Hella Helper")


def _asked(
    client: Client, assessment: Assessment, verb: str, route: str, given: Any = None, **headers: str
) -> Any:
    address = reverse(f"assessments:{route}", args=[assessment.pk, NAME])
    return getattr(client, verb)(address, given, headers=headers or None)


def _changed(filer: Client) -> Assessment:
    """A draft whose first answer was changed once."""
    assessment = draft(filer, visibility="team")
    save(filer, assessment, "facts-action", {NAME: "yes", f"{NAME}-why": "Ships fire."})
    save(filer, assessment, "facts-action", {NAME: "no", f"{NAME}-why": "They do not."})
    return assessment


def test_the_history_tells_who_changed_what_and_restores_any_version(filer: Client) -> None:
    assessment = _changed(filer)
    html = _asked(filer, assessment, "get", "history").content.decode()
    text = text_of(html)
    assert text.count("Ana Analyst") >= 2
    assert "before: Yes after: No" in text
    second, first = assessment.answer_changes.all()
    assert f'name="restore" value="{first.pk}"' in html
    response = _asked(filer, assessment, "post", "undo", {"restore": first.pk, "version": 2})
    assert response["Location"] == f"{step_url(assessment, 'facts-action')}#{NAME}"
    assert assessment.findings.get().why == "Ships fire."
    late = _asked(filer, assessment, "post", "undo", {"restore": second.pk, "version": 2})
    assert late["Location"] == reverse("assessments:history", args=[assessment.pk, NAME])
    assert assessment.answer_changes.count() == 3, "what moved on since is not overwritten"


def test_undo_without_script_and_as_part_of_a_page(filer: Client) -> None:
    assessment = _changed(filer)
    newest = assessment.answer_changes.first()
    assert newest is not None
    html = filer.get(step_url(assessment, "facts-action")).content.decode()
    assert f'name="undo" value="{newest.pk}"' in html
    assert _asked(filer, assessment, "post", "undo", {"undo": newest.pk}).status_code == 302
    assert values(assessment) == {"uses_force": "yes"}
    again = _asked(filer, assessment, "post", "undo", {"undo": newest.pk}, **{"HX-Request": "true"})
    assert again.status_code == 409
    assert "Nothing was taken back: you changed this answer again since" in text_of(again.content.decode())
    for forged in ({"undo": "x"}, {"restore": ""}, {"restore": newest.pk}, {}):
        assert _asked(filer, assessment, "post", "undo", forged).status_code == 400
    assert _asked(filer, assessment, "post", "undo", {"restore": 10**9, "version": 1}).status_code == 404


def test_a_contributor_answers_and_the_rest_is_the_authors(
    filer: Client,
    helper: User,
    client_as: Callable[[User], Client],
    api_client_as: Callable[[User], APIClient],
) -> None:
    assessment = _changed(filer)
    theirs, api = client_as(helper), api_client_as(helper)
    assert theirs.get(step_url(assessment, "facts-action")).status_code == 404
    Contributor.objects.create(assessment=assessment, user=helper)
    save(theirs, assessment, "facts-action", {"facts-state_conduct": "yes"})
    assert values(assessment) == {"uses_force": "no", "state_conduct": "yes"}
    page = theirs.get(reverse("assessments:check", args=[assessment.pk])).content.decode()
    assert "Ana Analyst submits this assessment" in page
    assert reverse("assessments:submit", args=[assessment.pk]) not in page
    version = {"version": Assessment.objects.get(pk=assessment.pk).version}
    refused = [
        theirs.get(reverse("assessments:describe", args=[assessment.pk])),
        theirs.post(reverse("assessments:describe", args=[assessment.pk]), version),
        theirs.post(reverse("assessments:submit", args=[assessment.pk]), version),
        theirs.get(reverse("assessments:delete", args=[assessment.pk])),
        theirs.post(reverse("assessments:delete", args=[assessment.pk]), version),
    ]
    assert [answer.status_code for answer in refused] == [403] * 5
    history = api.get(f"/api/v1/assessments/{assessment.pk}/history/").json()
    assert history["count"] == 3
    newest = history["results"][0]
    assert (newest["by"], newest["part"], newest["code"], newest["before"]) == (
        "Hella Helper",
        "facts",
        "state_conduct",
        None,
    )
    assert api.get(f"/api/v1/assessments/{assessment.pk}/history/?code=x").status_code == 400


def test_submitting_what_moved_on_tells_what_was_answered_meanwhile(
    filer: Client, helper: User, client_as: Callable[[User], Client]
) -> None:
    assessment = _changed(filer)
    Contributor.objects.create(assessment=assessment, user=helper)
    read = {
        "version": Assessment.objects.get(pk=assessment.pk).version,
        "seen": assessment.answer_changes.first().pk,  # type: ignore[union-attr]  # two were made
    }
    save(client_as(helper), assessment, "facts-action", {NAME: "contested"})
    response = filer.post(reverse("assessments:submit", args=[assessment.pk]), read)
    text = text_of(response.content.decode())
    assert response.status_code == 409
    assert "It was not submitted" in text
    assert "Answer: No → Contested (Hella Helper" in text
    assert "They do not" not in text.partition("Answered meanwhile")[2].partition("Hella")[0]


def test_describing_is_not_in_the_way_of_answering(filer: Client) -> None:
    assessment = _changed(filer)
    opened = filled(filer, assessment, "describe", {"title": "Another title"})
    save(filer, assessment, "facts-action", {NAME: "yes"})
    assert filer.post(step_url(assessment, "describe"), opened).status_code == 302
    assert filer.post(step_url(assessment, "describe"), {**opened, "title": "A third"}).status_code == 409
    without = {name: value for name, value in opened.items() if name != "terms"}
    assert filer.post(step_url(assessment, "describe"), without).status_code == 400


def test_each_question_says_why_it_is_asked_and_why_it_is_settled(filer: Client) -> None:
    assessment = draft(filer)
    answers = {"facts-state_conduct": "yes", NAME: "yes", "facts-coerces_reserved_domain": "yes"}
    save(filer, assessment, "facts-action", answers)
    save(
        filer,
        assessment,
        "facts-self-defence",
        {"facts-armed_attack_occurred": "no", "facts-armed_attack_imminent": "no"},
    )
    assessment = Assessment.objects.get(pk=assessment.pk)
    questions, framework = questionnaire_of(assessment.framework), assessment.framework
    assert all(why_asked(question, framework) for question in questions)
    assert "Self-defence" in why_asked(questions.by_name["facts-necessity_of_force"], framework)
    shares = why_asked(questions.by_name["ratings-threat_gravity"], framework)
    assert shares.startswith("Counts ")
    evaluation = evaluate(assessment)
    settled = {
        code: why_settled(questions.by_name[f"facts-{code}"], evaluation, questions, framework)
        for code in evaluation["legality"]["settled_unknowns"]
    }
    assert all(settled.values())
    assert (
        "Self-defence already fails: “An armed attack has occurred or is under way”, no."
        in settled["attack_attributable"]
    )
    html = filer.get(step_url(assessment, "facts-self-defence")).content.decode()
    folded = html.partition("data-folded")[2]
    assert 'id="facts-attack_attributable"' in folded
    assert "Settled:" in folded
