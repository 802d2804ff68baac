"""Finishing: check, submit, delete; and who may not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from cases.assessments.answers import Answer
from cases.assessments.models import Assessment
from cases.assessments.models.finding import FindingKind
from cases.assessments.services import assessment_review, findings_save
from cases.assessments.steps import questionnaire_of
from frameworks.services import findings_evaluate
from natoassess.accounts.models import User
from tests.filing.pages import draft, save, step_url, text_of
from tests.filing.test_live import ACTION, AUTHORISED
from tests.support import queries

pytestmark = pytest.mark.django_db

STEPS = ("describe", "facts-action", "facts-self-defence", "legitimacy-means", "sovereignty", "open")


def _version(assessment: Assessment) -> dict[str, int]:
    return {"version": Assessment.objects.get(pk=assessment.pk).version}


def _submit(client: Client, assessment: Assessment) -> object:
    return client.post(reverse("assessments:submit", args=[assessment.pk]), _version(assessment))


def test_the_check_lists_every_answer_with_the_way_to_it(filer: Client) -> None:
    assessment = draft(filer)
    save(filer, assessment, "facts-action", ACTION)
    html = filer.get(reverse("assessments:check", args=[assessment.pk])).content.decode()
    assert f'href="{step_url(assessment, "facts-action")}#facts-uses_force"' in html
    assert f'href="{step_url(assessment, "sovereignty")}#sovereignty-territory"' in html
    text = text_of(html)
    assert "The action uses or threatens armed force yes" in text
    left = len(list(questionnaire_of(assessment.framework))) - len(ACTION)
    assert f"{left} questions have no answer" in text
    assert "Private: only you will see it" in text


def test_submitting_freezes_the_evaluation_that_the_engine_gives_anybody(filer: Client) -> None:
    assessment = draft(filer, visibility="team")
    save(filer, assessment, "facts-action", ACTION)
    save(filer, assessment, "facts-council", AUTHORISED)
    rating = {
        "ratings-minimum_force": "3",
        "ratings-minimum_force-confidence": "high",
        "ratings-minimum_force-evidence-0-citation": "Report",
        "ratings-minimum_force-evidence-0-reliability": "C",
        "ratings-minimum_force-evidence-0-credibility": "3",
    }
    save(filer, assessment, "legitimacy-means", rating)
    response = filer.post(reverse("assessments:submit", args=[assessment.pk]), _version(assessment))
    assert response.status_code == 302
    assert response["Location"] == reverse("assessments:detail", args=[assessment.pk])
    submitted = Assessment.objects.get(pk=assessment.pk)
    assert submitted.status == "submitted"
    snapshot = submitted.snapshots.get()
    given = {**ACTION, **AUTHORISED}
    body = {
        "facts": {name.removeprefix("facts-"): value for name, value in given.items()},
        "ratings": {
            "minimum_force": {
                "level": 3,
                "confidence": "high",
                "evidence": [{"reliability": "C", "credibility": 3}],
            }
        },
    }
    same = findings_evaluate(framework=submitted.framework, body=body, as_of=submitted.as_of)
    assert snapshot.evaluation_id == same.evaluation_id
    assert snapshot.evaluation["legality"]["verdict"] == "lawful"


def test_what_cannot_stand_is_not_submitted(filer: Client) -> None:
    assessment = draft(filer)
    save(filer, assessment, "facts-action", {"facts-uses_force": "no"})
    answers = {"ratings-sequencing": "na", "ratings-sequencing-why": "No force."}
    save(filer, assessment, "legitimacy-last-resort", answers)
    save(filer, assessment, "facts-action", {"facts-uses_force": "yes"})
    response = filer.post(reverse("assessments:submit", args=[assessment.pk]), _version(assessment))
    html = response.content.decode()
    assert response.status_code == 422
    assert 'role="alert"' in html
    assert f'href="{step_url(assessment, "legitimacy-last-resort")}#ratings-sequencing"' in html
    assert Assessment.objects.get(pk=assessment.pk).status == "draft"


def test_a_draft_that_changed_since_it_was_read_is_not_submitted(filer: Client) -> None:
    assessment = draft(filer)
    read = _version(assessment)
    save(filer, assessment, "facts-action", ACTION)
    response = filer.post(reverse("assessments:submit", args=[assessment.pk]), read)
    assert response.status_code == 409
    assert "It was not submitted" in response.content.decode()
    assert not assessment.snapshots.exists()


def test_what_was_submitted_can_no_longer_be_edited(filer: Client) -> None:
    assessment = draft(filer)
    _submit(filer, assessment)
    for url in (step_url(assessment, "facts-action"), reverse("assessments:check", args=[assessment.pk])):
        response = filer.get(url)
        assert response.status_code == 302
        assert response["Location"] == reverse("assessments:detail", args=[assessment.pk])
    version = Assessment.objects.get(pk=assessment.pk).version
    filer.post(
        step_url(assessment, "facts-action"),
        {"version": version, "q": "facts-uses_force", "facts-uses_force": "yes"},
    )
    assert not assessment.findings.exists()


def test_what_was_returned_can_be_mended_and_submitted_again_but_not_deleted(
    filer: Client, reviewer: User
) -> None:
    assessment = draft(filer, visibility="team")
    _submit(filer, assessment)
    assessment_review(
        reviewer=reviewer,
        assessment=Assessment.objects.get(pk=assessment.pk),
        expected_version=_version(assessment)["version"],
        publish=False,
        note="Say whether force was used.",
    )
    page = filer.get(step_url(assessment, "facts-action")).content.decode()
    assert "Say whether force was used." in page
    save(filer, assessment, "facts-action", ACTION)
    check = filer.get(reverse("assessments:check", args=[assessment.pk])).content.decode()
    delete = reverse("assessments:delete", args=[assessment.pk])
    assert f'href="{delete}"' not in check
    assert filer.post(delete, _version(assessment)).status_code == 403
    asked = filer.get(delete)
    assert asked.status_code == 403
    assert "is not deleted" in text_of(asked.content.decode())
    _submit(filer, assessment)
    assert [row.revision for row in assessment.snapshots.order_by("revision")] == [1, 2]


def test_not_even_an_administrator_edits_what_was_submitted(
    administrator: User, client_as: Callable[[User], Client]
) -> None:
    client = client_as(administrator)
    assessment = draft(client)
    _submit(client, assessment)
    version = _version(assessment)
    posted = {**version, "q": "facts-uses_force", "facts-uses_force": "yes"}
    assert client.post(step_url(assessment, "facts-action"), posted).status_code == 302
    submitted = Assessment.objects.get(pk=assessment.pk)
    answer = Answer(kind=FindingKind.FACT, code="uses_force", value="yes")
    with pytest.raises(PermissionDenied):
        findings_save(
            editor=administrator, assessment=submitted, expected_version=version["version"], answers=[answer]
        )
    assert not assessment.findings.exists()


def test_deleting_asks_first_and_moves_to_the_trash(filer: Client) -> None:
    assessment = draft(filer)
    url = reverse("assessments:delete", args=[assessment.pk])
    assert filer.get(url).status_code == 200
    assert filer.post(url, {"version": 99}).status_code == 409
    assert Assessment.objects.get(pk=assessment.pk).trashed_at is None
    assert filer.post(url, _version(assessment)).status_code == 302
    assert Assessment.objects.get(pk=assessment.pk).trashed_at is not None
    assert filer.post(url, _version(assessment)).status_code == 404


@pytest.mark.parametrize("status", ["draft", "submitted"])
@pytest.mark.parametrize("who", ["outsider", "reviewer", "administrator"])
def test_nobody_else_reaches_the_pages_of_filing(
    filer: Client, request: pytest.FixtureRequest, client_as: Callable[[User], Client], who: str, status: str
) -> None:
    assessment = draft(filer, visibility="team")
    if status == "submitted":
        _submit(filer, assessment)
    stranger = client_as(request.getfixturevalue(who))
    for step in STEPS:
        assert stranger.get(step_url(assessment, step)).status_code == 404, step
    for name in ("check", "delete"):
        assert stranger.get(reverse(f"assessments:{name}", args=[assessment.pk])).status_code == 404, name
    for name in ("answer", "undo", "history"):
        address = reverse(f"assessments:{name}", args=[assessment.pk, "facts-uses_force"])
        answered = stranger.post(
            address, {"facts-uses_force": "yes", "facts-uses_force-version": "0", "undo": "1"}
        )
        assert answered.status_code == (405 if name == "history" else 404), name
    for name in ("submit", "delete"):
        answer = stranger.post(reverse(f"assessments:{name}", args=[assessment.pk]), _version(assessment))
        assert answer.status_code == 404, name
    posted = {**_version(assessment), "q": "facts-uses_force", "facts-uses_force": "yes"}
    assert stranger.post(step_url(assessment, "facts-action"), posted).status_code == 404
    assert not assessment.findings.exists()


def test_a_visitor_is_asked_to_sign_in(filer: Client, client: Client) -> None:
    assessment = draft(filer)
    response = client.get(step_url(assessment, "facts-action"))
    assert response["Location"].startswith(reverse("accounts:login"))


def test_a_form_without_its_token_is_refused(analyst: User, filer: Client) -> None:
    assessment = draft(filer)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(analyst, backend="django.contrib.auth.backends.ModelBackend")
    assert (
        strict.post(reverse("assessments:submit", args=[assessment.pk]), _version(assessment)).status_code
        == 403
    )


@pytest.mark.parametrize("step", [*STEPS, "check"])
def test_a_page_costs_the_same_however_much_is_answered(filer: Client, step: str) -> None:
    assessment = draft(filer)
    url = (
        reverse("assessments:check", args=[assessment.pk]) if step == "check" else step_url(assessment, step)
    )
    filer.get(url)
    save(filer, assessment, "facts-action", ACTION | {"facts-uses_force-provisions": "un-charter#art-2-4"})
    few = queries.count(lambda: filer.get(url))
    save(
        filer,
        assessment,
        "facts-council",
        AUTHORISED | {"facts-within_mandate-provisions": "un-charter#art-42, nat"},
    )
    for name, number in (("minimum_force", 3), ("civilian_protection", 2)):
        prefix = f"ratings-{name}-evidence-0"
        source = {f"{prefix}-citation": "Report", f"{prefix}-reliability": "B", f"{prefix}-credibility": "2"}
        save(filer, assessment, "legitimacy-means", {f"ratings-{name}": str(number), **source})
    many = queries.count(lambda: filer.get(url))
    assert many <= few + 2, "evidence and whole instruments are read once, not once an answer"
    assert many <= 31
