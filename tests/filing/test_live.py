"""The panel beside the form, and the questions still open."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from cases.assessments.evaluation import evaluate
from cases.assessments.models import Assessment
from cases.assessments.selectors import reference_assessments
from cases.assessments.steps import questionnaire_of
from cases.studies.models import Phase
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


def _live(client: Client, assessment: Assessment, step: str, answers: dict[str, str]) -> str:
    given = filled(client, assessment, step, answers)
    response = client.post(
        reverse("assessments:live", args=[assessment.pk]), given, headers={"HX-Request": "true"}
    )
    assert response.status_code == 200
    return text_of(response.content.decode())


def test_the_verdict_turns_as_the_council_authorises_and_nothing_is_saved(filer: Client) -> None:
    assessment = draft(filer)
    save(filer, assessment, "facts-action", ACTION)
    save(filer, assessment, "facts-council", dict.fromkeys(AUTHORISED, "no"))
    before = Assessment.objects.get(pk=assessment.pk)
    text = _live(filer, assessment, "facts-council", AUTHORISED)
    assert "Legality, prevailing reading Lawful" in text
    assert "verdict undetermined, now lawful" in text
    assert "The Council authorises these actors to use force: no, now yes" in text
    assert "Not saved yet." in text
    after = Assessment.objects.get(pk=assessment.pk)
    assert (after.version, after.changed_at) == (before.version, before.changed_at)
    assert values(assessment)["council_authorises_force"] == "no"


def test_the_index_says_by_how_much_it_moved(filer: Client) -> None:
    assessment = draft(filer)
    save(filer, assessment, "legitimacy-cause", {"ratings-threat_gravity": "2"})
    text = _live(filer, assessment, "legitimacy-cause", {"ratings-threat_gravity": "3"})
    assert "legitimacy 50.0, now 75.0 (+25.0)" in text


def test_untouched_answers_are_saved_answers(filer: Client) -> None:
    assessment = draft(filer)
    save(filer, assessment, "facts-action", ACTION)
    text = _live(filer, assessment, "facts-action", {})
    assert "Not saved yet" not in text
    assert "Changed by" not in text


def test_an_answer_that_cannot_stand_is_named(filer: Client) -> None:
    assessment = draft(filer)
    text = _live(filer, assessment, "legitimacy-purpose", {"ratings-population_support": "na"})
    assert "These answers cannot be evaluated together" in text
    assert "Say why this does not apply" in text


def test_the_panel_is_for_posts_alone(filer: Client) -> None:
    assert filer.get(reverse("assessments:live", args=[draft(filer).pk])).status_code == 405


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
