"""An answer that saves itself: what is told of it, the panel beside the form, and the questions still open."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cases.assessments.evaluation import evaluate
from cases.assessments.models import Assessment, Finding
from cases.assessments.selectors import reference_assessments
from cases.assessments.steps import questionnaire_of
from cases.studies.models import Phase
from natoassess.accounts.models import User
from tests.filing.pages import draft, fields_of, filled, save, step_url, text_of, values

pytestmark = pytest.mark.django_db

ACTION = {
    "facts-state_conduct": "yes",
    "facts-uses_force": "yes",
    "facts-coerces_reserved_domain": "yes",
    "facts-breaches_other_obligation": "yes",
}
AUTHORISED = {
    "facts-council_authorises_force": "yes",
    "facts-within_mandate": "yes",
    "facts-council_forbids": "no",
}


def _post(client: Client, assessment: Assessment, name: str, answers: dict[str, Any]) -> Any:
    """Send one answer, as the page does while one types."""
    step = questionnaire_of(assessment.framework).by_name[name].step
    given = {**filled(client, assessment, step, {}), **answers}
    own = {
        field: value
        for field, value in given.items()
        if field.startswith(name) or field in ("then", "choose")
    }
    address = reverse("assessments:answer", args=[assessment.pk, name])
    return client.post(address, own, headers={"HX-Request": "true"})


def _told(
    client: Client, assessment: Assessment, name: str, answers: dict[str, Any], status: int = 200
) -> str:
    response = _post(client, assessment, name, answers)
    assert response.status_code == status
    assert response["Cache-Control"] == "no-store"
    return text_of(response.content.decode())


def test_an_answer_is_saved_and_the_panel_says_what_it_did(filer: Client) -> None:
    assessment = draft(filer)
    save(filer, assessment, "facts-action", ACTION)
    save(
        filer, assessment, "facts-council", {**dict.fromkeys(AUTHORISED, "no"), "facts-within_mandate": "yes"}
    )
    before = Assessment.objects.get(pk=assessment.pk)
    text = _told(
        filer, assessment, "facts-council_authorises_force", {"facts-council_authorises_force": "yes"}
    )
    assert text.startswith("Saved ")
    assert "Legality, prevailing reading Lawful" in text
    assert "verdict undetermined, now lawful" in text
    assert "The Council authorises these actors to use force: no, now yes" in text
    assert values(assessment)["council_authorises_force"] == "yes"
    after = Assessment.objects.get(pk=assessment.pk)
    assert after.version == before.version + 1
    assert "3 of 9" in text, "the task list goes along"


def test_the_next_answer_is_made_from_the_version_that_was_told(filer: Client) -> None:
    assessment = draft(filer)
    name = "ratings-threat_gravity"
    first = _post(filer, assessment, name, {name: "2"}).content.decode()
    assert f'name="{name}-version" value="1"' in first
    text = _told(filer, assessment, name, {name: "3", f"{name}-why": "Graver."})
    assert "legitimacy 50.0, now 75.0 (+25.0)" in text
    assert assessment.findings.get().why == "Graver."


def test_an_answer_given_meanwhile_shows_both_and_waits_for_a_choice(filer: Client, reviewer: User) -> None:
    assessment = draft(filer)
    name = "facts-uses_force"
    mine = {name: "no", f"{name}-why": "Mine.", f"{name}-version": "0"}
    _post(filer, assessment, name, {name: "yes", f"{name}-why": "Theirs."})
    Finding.objects.update(changed_by=reviewer)
    text = _told(filer, assessment, name, mine, status=409)
    assert "Ruth Reviewer answered this differently meanwhile" in text
    assert "Keep mine" in text
    assert "Take theirs" in text
    assert values(assessment) == {"uses_force": "yes"}
    shown = _post(filer, assessment, name, {**mine, "choose": f"theirs:{name}"}).content.decode()
    assert "Theirs." in shown
    assert "Mine." not in shown
    chosen = {**mine, f"{name}-stored": "1", "choose": f"mine:{name}"}
    assert _post(filer, assessment, name, chosen).status_code == 200
    assert assessment.findings.get().why == "Mine."
    late = {**mine, f"{name}-why": "Later.", f"{name}-stored": "1", "choose": f"mine:{name}"}
    assert _post(filer, assessment, name, late).status_code == 409, (
        "what was seen is not what is stored any more"
    )


def test_sent_twice_or_late_the_same_answer_is_saved_once(filer: Client) -> None:
    assessment = draft(filer)
    name = "facts-uses_force"
    sent = {name: "yes", f"{name}-why": "Once.", f"{name}-version": "0"}
    assert [_post(filer, assessment, name, sent).status_code for _time in range(3)] == [200, 200, 200]
    assert (assessment.findings.get().version, assessment.answer_changes.count()) == (1, 1)


def test_an_answer_that_cannot_stand_is_named_and_not_saved(filer: Client) -> None:
    assessment = draft(filer)
    name = "ratings-population_support"
    text = _told(filer, assessment, name, {name: "na"}, status=422)
    assert "Not saved: Say why this does not apply" in text
    assert not assessment.findings.exists()


@pytest.mark.parametrize(
    ("name", "answers", "status"),
    [
        ("facts-uses_force", {"facts-uses_force": "maybe"}, 422),
        ("facts-uses_force", {"facts-uses_force-why": "x" * 6001}, 422),
        ("facts-uses_force", {"facts-uses_force-version": ""}, 400),
        ("facts-uses_force", {"facts-uses_force-version": "-1"}, 400),
        ("facts-uses_force", {"facts-uses_force-evidence-TOTAL_FORMS": "x"}, 422),
    ],
)
def test_forged_answers_are_refused(filer: Client, name: str, answers: dict[str, str], status: int) -> None:
    assessment = draft(filer)
    assert _post(filer, assessment, name, answers).status_code == status
    assert not assessment.findings.exists()
    unknown = reverse("assessments:answer", args=[assessment.pk, "facts-astrology"])
    assert filer.post(unknown, {"facts-astrology-version": "0"}).status_code == 404


def test_answers_are_saved_by_posts_alone(filer: Client) -> None:
    assert (
        filer.get(reverse("assessments:answer", args=[draft(filer).pk, "facts-uses_force"])).status_code
        == 405
    )


def test_saving_says_what_moved(filer: Client) -> None:
    assessment = draft(filer)
    save(filer, assessment, "facts-action", ACTION)
    save(filer, assessment, "facts-council", AUTHORISED)
    page = text_of(filer.get(step_url(assessment, "facts-self-defence")).content.decode())
    assert "Saved. Changed: verdict undetermined, now lawful" in page


def test_still_open_asks_the_decisive_facts_first(filer: Client) -> None:
    assessment = draft(filer)
    save(filer, assessment, "facts-action", ACTION)
    assessment = Assessment.objects.get(pk=assessment.pk)
    decisive = evaluate(assessment)["legality"]["decisive_unknowns"]
    asked = fields_of(filer.get(step_url(assessment, "open")).content.decode())["q"]
    assert len(decisive) > len(asked), "the scenario must leave more open than one page asks"
    assert asked == [f"facts-{code}" for code in decisive[: len(asked)]]


def test_still_open_then_asks_ratings_by_how_much_they_move(filer: Client) -> None:
    assessment = draft(filer)
    save(filer, assessment, "facts-action", ACTION)
    save(filer, assessment, "facts-council", AUTHORISED)
    page = filer.get(step_url(assessment, "open")).content.decode()
    asked = fields_of(page)["q"]
    assert asked[:3] == ["ratings-transparency", "ratings-oversight", "ratings-aftermath_responsibility"]
    moves = [float(found) for found in re.findall(r"Moves the index by up to ([\d.]+) points", page)]
    assert len(moves) == len(asked)
    assert moves == sorted(moves, reverse=True)
    assert "unknown facts are settled" in page


def test_answering_what_is_open_stays_until_nothing_is(filer: Client) -> None:
    assessment = draft(filer)
    given = filled(filer, assessment, "open", {})
    first = given["q"][0]
    response = filer.post(step_url(assessment, "open"), {**given, first: "yes", "then": "next"})
    assert response["Location"] == step_url(assessment, "open")
    unchanged = filer.post(
        step_url(assessment, "open"), {**filled(filer, assessment, "open", {}), "then": "next"}
    )
    assert unchanged["Location"] == reverse("assessments:check", args=[assessment.pk])


def test_the_steps_ask_every_question_of_the_catalogue_once() -> None:
    phase = Phase.objects.get(case__slug="kosovo-1999", slug="allied-force")
    reference = reference_assessments([phase])[phase.pk]
    names = [question.code for question in questionnaire_of(reference.framework)]
    assert sorted(names) == sorted(reference.findings.values_list("code", flat=True))
