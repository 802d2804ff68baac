"""Answering: what is saved, what is refused, and what is said about it."""

from __future__ import annotations

import pytest
from django.test import Client

from cases.assessments.models import Assessment
from tests.filing.pages import draft, fields_of, filled, save, step_url, text_of, values

pytestmark = pytest.mark.django_db

SOURCE = {"citation": "Letter to the Council", "reliability": "B", "credibility": "2"}


def _row(name: str, number: int, **changes: str) -> dict[str, str]:
    return {f"{name}-evidence-{number}-{key}": value for key, value in {**SOURCE, **changes}.items()}


def _progress(client: Client, assessment: Assessment, title: str) -> str:
    text = text_of(client.get(step_url(assessment, "facts-action")).content.decode())
    start = text.index(title, text.index("Describe What is assessed"))
    return " ".join(text[start + len(title) :].split()[:3])


def test_answers_are_saved_and_shown_again(filer: Client) -> None:
    assessment = draft(filer)
    answers = {
        "facts-uses_force": "yes",
        "facts-uses_force-why": "Ships fire on ships.",
        "facts-uses_force-provisions": "un-charter#art-2-4, icj-nicaragua#para-228",
        **_row("facts-uses_force", 0),
        "facts-uses_force-evidence-0-url": "https://example.org/letter",
    }
    response = save(filer, assessment, "facts-action", answers)
    assert response["Location"] == step_url(assessment, "facts-council")
    finding = assessment.findings.get()
    assert (finding.value, finding.why) == ("yes", "Ships fire on ships.")
    assert finding.provisions == ["un-charter#art-2-4", "icj-nicaragua#para-228"]
    evidence = finding.evidence.get()
    assert (evidence.title, evidence.reliability, evidence.credibility) == ("Letter to the Council", "B", 2)
    again = fields_of(filer.get(step_url(assessment, "facts-action")).content.decode())
    assert again["facts-uses_force"] == ["yes"]
    assert again["facts-uses_force-why"] == ["Ships fire on ships."]
    assert again["facts-uses_force-evidence-0-source"] == [f"own-{evidence.cited_id}"]
    assert again["facts-uses_force-evidence-0-reliability"] == ["B"], "given once, on the source"
    assert again["facts-uses_force-evidence-1-citation"] == [""], "there is a blank row for one more"


def test_saving_twice_changes_nothing(filer: Client) -> None:
    assessment = draft(filer)
    save(filer, assessment, "facts-action", {"facts-uses_force": "yes", **_row("facts-uses_force", 0)})
    finding = assessment.findings.get()
    kept = finding.evidence.get().pk
    save(filer, assessment, "facts-action", {})
    assert finding.evidence.get().pk == kept


def test_sources_are_added_and_removed_without_script(filer: Client) -> None:
    assessment = draft(filer)
    name = "ratings-threat_gravity"
    first = save(filer, assessment, "legitimacy-cause", {name: "4", **_row(name, 0)}, then=f"add:{name}")
    assert first["Location"] == f"{step_url(assessment, 'legitimacy-cause')}?add={name}#{name}"
    assert filer.get(first["Location"]).status_code == 200
    save(filer, assessment, "legitimacy-cause", _row(name, 1, citation="Second source"))
    assert assessment.findings.get().evidence.count() == 2
    save(filer, assessment, "legitimacy-cause", {f"{name}-evidence-0-DELETE": "on"})
    assert [item.title for item in assessment.findings.get().evidence.all()] == ["Second source"]


def test_the_task_list_counts_what_is_answered(filer: Client) -> None:
    assessment = draft(filer)
    assert _progress(filer, assessment, "What is being done") == "0 of 4"
    save(filer, assessment, "facts-action", {"facts-uses_force": "yes", "facts-state_conduct": "yes"})
    assert _progress(filer, assessment, "What is being done") == "2 of 4"
    save(filer, assessment, "facts-action", {"facts-uses_force": "unknown"})
    assert _progress(filer, assessment, "What is being done") == "1 of 4", "not known leaves a question open"


@pytest.mark.parametrize(
    ("answers", "field", "words"),
    [
        (
            {"facts-state_conduct": "contested"},
            "facts-state_conduct-yes",
            "Choose one of the answers offered",
        ),
        ({"facts-uses_force": "maybe"}, "facts-uses_force-yes", "Choose one of the answers offered"),
        (
            {"facts-uses_force-provisions": "un-charter#art-2-44"},
            "facts-uses_force-provisions",
            "did you mean un-charter#art-2-4?",
        ),
        ({"facts-uses_force-why": "x" * 6001}, "facts-uses_force-why", "at most 6000 characters"),
        ({"facts-uses_force-why": "a\x00b"}, "facts-uses_force-why", "Null characters are not allowed"),
        (
            _row("facts-uses_force", 0, citation=""),
            "facts-uses_force-evidence-0-citation",
            "Say which source this is",
        ),
        (
            _row("facts-uses_force", 0, credibility=""),
            "facts-uses_force-evidence-0-credibility",
            "Say how credible",
        ),
        (
            _row("facts-uses_force", 0, url="javascript:alert(1)"),
            "facts-uses_force-evidence-0-url",
            "Give a web address",
        ),
        (
            _row("facts-uses_force", 0, source="999999"),
            "facts-uses_force-evidence-0-citation",
            "does not belong",
        ),
    ],
)
def test_what_cannot_stand_is_refused_beside_its_field(
    filer: Client, answers: dict[str, str], field: str, words: str
) -> None:
    assessment = draft(filer)
    answers = {"facts-breaches_other_obligation-why": "kept as typed", **answers}
    response = save(filer, assessment, "facts-action", answers)
    html = response.content.decode()
    assert response.status_code == 422
    assert 'role="alert"' in html
    assert f'href="#{field}"' in html
    assert words in text_of(html)
    assert "kept as typed" in html
    assert not assessment.findings.exists()


def test_attribution_is_never_contested(filer: Client) -> None:
    html = filer.get(step_url(draft(filer), "facts-action")).content.decode()
    assert 'id="facts-state_conduct-contested"' not in html
    assert 'id="facts-uses_force-contested"' in html


def test_ex_ante_nothing_is_known_of_what_came_afterwards(filer: Client) -> None:
    assessment = draft(filer, standpoint="ex_ante")
    html = filer.get(step_url(assessment, "facts-council")).content.decode()
    assert 'id="facts-council_endorsed_afterwards-no"' in html
    assert 'id="facts-council_endorsed_afterwards-yes"' not in html
    response = save(filer, assessment, "facts-council", {"facts-council_endorsed_afterwards": "yes"})
    assert response.status_code == 422


def test_does_not_apply_needs_a_reason(filer: Client) -> None:
    assessment = draft(filer)
    response = save(filer, assessment, "legitimacy-purpose", {"ratings-population_support": "na"})
    assert response.status_code == 422
    assert 'href="#ratings-population_support-why"' in response.content.decode()
    given = {"ratings-population_support": "na", "ratings-population_support-why": "Nobody lives there."}
    assert save(filer, assessment, "legitimacy-purpose", given).status_code == 302
    assert values(assessment)["population_support"] == "na"


def test_does_not_apply_is_offered_only_where_it_may_be_chosen(filer: Client) -> None:
    assessment = draft(filer)
    html = filer.get(step_url(assessment, "legitimacy-cause")).content.decode()
    assert 'id="ratings-host_failure-na"' in html
    assert 'id="ratings-threat_gravity-na"' not in html
    assert (
        'id="sovereignty-territory-na"' not in filer.get(step_url(assessment, "sovereignty")).content.decode()
    )


def test_last_resort_stays_where_force_is_used_without_consent(filer: Client) -> None:
    assessment = draft(filer)
    save(filer, assessment, "facts-action", {"facts-uses_force": "yes"})
    answers = {"ratings-sequencing": "na", "ratings-sequencing-why": "No time."}
    response = save(filer, assessment, "legitimacy-last-resort", answers)
    html = response.content.decode()
    assert response.status_code == 422
    assert 'href="#ratings-sequencing-na"' in html
    assert 'id="ratings-sequencing-error"' in html
    assert "Last resort may be left out only where no force is used" in html
    save(filer, assessment, "facts-action", {"facts-uses_force": "no"})
    assert save(filer, assessment, "legitimacy-last-resort", answers).status_code == 302


def test_a_fault_in_another_step_is_told_but_blocks_nothing(filer: Client) -> None:
    assessment = draft(filer)
    save(filer, assessment, "facts-action", {"facts-uses_force": "no"})
    answers = {"ratings-sequencing": "na", "ratings-sequencing-why": "No force."}
    save(filer, assessment, "legitimacy-last-resort", answers)
    assert save(filer, assessment, "facts-action", {"facts-uses_force": "yes"}).status_code == 302
    assert values(assessment)["uses_force"] == "yes"
    html = filer.get(step_url(assessment, "facts-council")).content.decode()
    assert f'href="{step_url(assessment, "legitimacy-last-resort")}#ratings-sequencing"' in html
    assert "An answer of another step cannot stand" in html


def test_a_stale_save_keeps_both_and_each_is_chosen_knowingly(filer: Client) -> None:
    assessment = draft(filer)
    answers = {
        "facts-uses_force": "no",
        "facts-uses_force-why": "Mine.",
        "facts-breaches_other_obligation": "yes",
    }
    mine = filled(filer, assessment, "facts-action", answers)
    save(filer, assessment, "facts-action", {"facts-uses_force": "yes", "facts-uses_force-why": "Theirs."})
    response = filer.post(step_url(assessment, "facts-action"), mine)
    html = response.content.decode()
    assert response.status_code == 409
    assert values(assessment) == {"uses_force": "yes", "breaches_other_obligation": "yes"}, (
        "the other is saved"
    )
    kept = fields_of(html)
    assert kept["facts-uses_force"] == ["no"]
    assert kept["facts-uses_force-why"] == ["Mine."]
    text = text_of(html)
    assert "Yours, not saved Answer No Reason Mine. Keep mine" in text
    assert "Answer Yes Reason Theirs. Take theirs" in text
    assert text.count("Take theirs") == 1, "questions that do not differ are left in peace"
    again = filer.post(step_url(assessment, "facts-action"), kept)
    assert again.status_code == 409, "saving anew does not choose"
    assert values(assessment)["uses_force"] == "yes"
    chosen = {**kept, "choose": "mine:facts-uses_force"}
    assert filer.post(step_url(assessment, "facts-action"), chosen).status_code == 302
    assert values(assessment)["uses_force"] == "no"


def test_theirs_is_taken_without_a_trace_of_mine(filer: Client) -> None:
    assessment = draft(filer)
    mine = filled(filer, assessment, "facts-action", {"facts-uses_force": "no"})
    save(filer, assessment, "facts-action", {"facts-uses_force": "yes"})
    kept = fields_of(filer.post(step_url(assessment, "facts-action"), mine).content.decode())
    chosen = {**kept, "choose": "theirs:facts-uses_force"}
    response = filer.post(step_url(assessment, "facts-action"), chosen)
    assert response["Location"] == f"{step_url(assessment, 'facts-action')}#facts-uses_force"
    assert values(assessment) == {"uses_force": "yes"}
    assert assessment.answer_changes.count() == 1


def test_what_one_did_not_touch_is_no_conflict(filer: Client) -> None:
    """A page that was open while somebody changed another answer of it does not bring the old one back."""
    assessment = draft(filer)
    save(filer, assessment, "facts-action", {"facts-uses_force": "yes"})
    opened = filled(filer, assessment, "facts-action", {"facts-state_conduct": "yes"})
    save(filer, assessment, "facts-action", {"facts-uses_force": "no"})
    assert filer.post(step_url(assessment, "facts-action"), opened).status_code == 302
    assert values(assessment) == {"uses_force": "no", "state_conduct": "yes"}


def test_choosing_for_one_brings_no_old_answer_of_another_back(filer: Client) -> None:
    """Beside the answer in conflict stands one that was changed meanwhile and not touched here: it stays changed."""
    assessment = draft(filer)
    step = "facts-action"
    save(filer, assessment, step, {"facts-state_conduct": "no"})
    mine = filled(filer, assessment, step, {"facts-uses_force": "no"})
    save(filer, assessment, step, {"facts-uses_force": "yes", "facts-state_conduct": "yes"})
    refused = filer.post(step_url(assessment, step), mine)
    assert refused.status_code == 409
    shown = fields_of(refused.content.decode())
    assert shown["facts-state_conduct"] == ["yes"]
    filer.post(step_url(assessment, step), {**shown, "choose": "mine:facts-uses_force"})
    assert values(assessment) == {"uses_force": "no", "state_conduct": "yes"}


def test_two_grades_of_one_source_are_a_conflict_in_words(filer: Client) -> None:
    assessment = draft(filer)
    step, name = "facts-action", "facts-uses_force"
    save(filer, assessment, step, {name: "yes", **_row(name, 0)})
    mine = filled(filer, assessment, step, {f"{name}-evidence-0-credibility": "5"})
    save(filer, assessment, step, {f"{name}-evidence-0-credibility": "4"})
    refused = filer.post(step_url(assessment, step), mine)
    assert refused.status_code == 409
    assert f'value="mine:{name}"' in refused.content.decode()
    chosen = {**fields_of(refused.content.decode()), "choose": f"mine:{name}"}
    assert filer.post(step_url(assessment, step), chosen).status_code == 302
    assert assessment.findings.get().evidence.get().credibility == 5


def test_the_same_form_sent_twice_is_saved_once_and_is_no_conflict(filer: Client) -> None:
    assessment = draft(filer)
    given = filled(
        filer, assessment, "facts-action", {"facts-uses_force": "yes", **_row("facts-uses_force", 0)}
    )
    first = filer.post(step_url(assessment, "facts-action"), given)
    second = filer.post(step_url(assessment, "facts-action"), given)
    assert (first.status_code, second.status_code) == (302, 302)
    assert Assessment.objects.get(pk=assessment.pk).version == assessment.version + 1
    assert assessment.findings.get().evidence.count() == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"facts-uses_force-version": ""},
        {"facts-uses_force-version": "x"},
        {"facts-uses_force-version": "\x00"},
        {"facts-uses_force-version": "٣"},
        {"choose": "mine:facts-uses_force"},
        {"q": ["facts-nothing"]},
        {"q": ["facts-consent_given"]},
        {"q": []},
    ],
)
def test_a_form_that_is_not_ours_is_refused(filer: Client, changes: dict[str, object]) -> None:
    assessment = draft(filer)
    given = {**filled(filer, assessment, "facts-action", {"facts-uses_force": "yes"}), **changes}
    assert filer.post(step_url(assessment, "facts-action"), given).status_code == 400
    assert not assessment.findings.exists()


def test_a_question_that_was_not_asked_is_not_touched(filer: Client) -> None:
    assessment = draft(filer)
    save(filer, assessment, "facts-action", {"facts-state_conduct": "yes", "facts-uses_force": "yes"})
    given = filled(filer, assessment, "facts-action", {"q": ["facts-uses_force"], "facts-uses_force": "no"})
    filer.post(step_url(assessment, "facts-action"), given)
    assert values(assessment) == {"state_conduct": "yes", "uses_force": "no"}


def test_law_outside_its_period_is_marked(filer: Client) -> None:
    early = draft(filer, starts_on="1985-01-01", as_of="1985-01-01")
    text = text_of(filer.get(step_url(early, "facts-council")).content.decode())
    assert "S/RES/678 (1990) not in force on 1 January 1985" in text
    assert "art. 42 not in force" not in text


def test_an_unknown_step_is_not_found(filer: Client) -> None:
    assert filer.get(step_url(draft(filer), "facts-astrology")).status_code == 404
