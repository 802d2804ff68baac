"""Saving answer by answer: what is written, what conflicts, what is kept of each change, and taking it back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied

from cases.assessments.answers import Answer
from cases.assessments.history import UndoRefused, answer_restore, answer_undo, changes_of, last_changes
from cases.assessments.models import Assessment, Contributor, Finding
from cases.assessments.models.finding import FindingKind
from cases.assessments.saving import answers_save
from cases.assessments.services import assessment_submit, findings_save, scenario_describe, terms_mark
from natoassess.accounts.models import Role, Team, User
from natoassess.web.concurrency import StaleVersion
from tests.filing.describing import description_of
from tests.pages.scenarios import scenario
from tests.support.people import make_user

pytestmark = pytest.mark.django_db

FORCE = Answer(FindingKind.FACT, "uses_force", "yes", expected=0, evidence=())
CONDUCT = Answer(FindingKind.FACT, "state_conduct", "yes", expected=0, evidence=())
REPORT = {
    "citation": "Report",
    "url": "",
    "reliability": "B",
    "credibility": 2,
    "note": "p. 4",
    "source_id": None,
}


@pytest.fixture
def draft(analyst: User, team: Team) -> Assessment:
    """A draft of the analyst's, shared with the team."""
    return scenario(analyst, team, visibility="team")


@pytest.fixture
def helper(draft: Assessment, team: Team) -> User:
    """A colleague who answers beside the analyst."""
    colleague = make_user("helper", team=team, roles=(Role.ANALYST,), display_name="Hella Helper")
    Contributor.objects.create(assessment=draft, user=colleague, added_by=draft.author)
    return colleague


def stored(draft: Assessment, code: str = "uses_force") -> Finding:
    return draft.findings.get(code=code)


def test_two_people_with_different_answers_are_not_in_each_others_way(
    analyst: User, helper: User, draft: Assessment
) -> None:
    mine = answers_save(editor=analyst, assessment=draft, answers=[FORCE])
    theirs = answers_save(editor=helper, assessment=draft, answers=[CONDUCT])
    assert (len(mine.saved), len(theirs.saved), theirs.conflicting) == (1, 1, ())
    assert theirs.assessment.version == draft.version + 2, "the version of the whole rises with every save"
    assert (stored(draft).changed_by, stored(draft, "state_conduct").changed_by) == (analyst, helper)


def test_the_second_with_the_same_answer_is_told_and_stops_nothing_else(
    analyst: User, helper: User, draft: Assessment
) -> None:
    answers_save(editor=analyst, assessment=draft, answers=[replace(FORCE, why="Ships fire.")])
    result = answers_save(editor=helper, assessment=draft, answers=[replace(FORCE, value="no"), CONDUCT])
    assert [answer.code for answer in result.saved] == ["state_conduct"]
    (conflict,) = result.conflicting
    assert conflict.answer.value == "no"
    assert conflict.stored is not None
    assert (conflict.stored.why, conflict.stored.changed_by) == ("Ships fire.", analyst)
    assert stored(draft).value == "yes"
    chosen = replace(conflict.answer, expected=conflict.stored.version)
    answers_save(editor=helper, assessment=draft, answers=[chosen])
    assert (stored(draft).value, stored(draft).version) == ("no", 2)


def test_what_is_stored_already_writes_nothing_whatever_it_was_made_from(
    analyst: User, draft: Assessment
) -> None:
    first = replace(FORCE, why="Two\r\nlines", evidence=(REPORT,))
    version = answers_save(editor=analyst, assessment=draft, answers=[first]).assessment.version
    for expected in (0, 1, 7):
        again = answers_save(editor=analyst, assessment=draft, answers=[replace(first, expected=expected)])
        assert (again.saved, again.conflicting, len(again.unchanged)) == ((), (), 1)
    blank = Answer(FindingKind.RATING, "threat_gravity", "unknown", expected=0, confidence="moderate")
    assert answers_save(editor=analyst, assessment=draft, answers=[blank]).unchanged == (blank,)
    assert Assessment.objects.get(pk=draft.pk).version == version
    assert changes_of(draft, kind=FindingKind.FACT, code="uses_force").count() == 1


def test_each_change_is_kept_whole_and_a_reason_typed_in_one_go_is_one(
    analyst: User, draft: Assessment
) -> None:
    answers_save(editor=analyst, assessment=draft, answers=[replace(FORCE, evidence=(REPORT,))])
    for version, why in enumerate(("Sh", "Ships", "Ships fire."), start=1):
        answers_save(
            editor=analyst,
            assessment=draft,
            answers=[replace(FORCE, why=why, expected=version, evidence=None)],
        )
    typed, chosen = changes_of(draft, kind=FindingKind.FACT, code="uses_force")
    assert chosen.after
    assert typed.before
    assert typed.after
    assert (chosen.before, chosen.after["value"], chosen.after["evidence"]) == (None, "yes", [REPORT])
    assert (typed.before["why"], typed.after["why"], typed.version) == ("", "Ships fire.", 4)
    assert typed.by == analyst


def test_undo_takes_back_ones_own_last_change_and_undo_again_brings_it_back(
    analyst: User, draft: Assessment
) -> None:
    answers_save(editor=analyst, assessment=draft, answers=[replace(FORCE, evidence=(REPORT,))])
    answer_undo(editor=analyst, assessment=draft, change=last_changes(draft)["facts-uses_force"].pk)
    assert not draft.findings.filter(code="uses_force").exists()
    undone = last_changes(draft)["facts-uses_force"]
    assert (undone.is_undo, undone.after) == (True, None)
    answer_undo(editor=analyst, assessment=draft, change=undone.pk)
    assert (stored(draft).value, stored(draft).evidence.get().note) == ("yes", "p. 4")
    assert stored(draft).version == 3, "no version stands for two different answers"


def test_undo_is_refused_where_somebody_changed_the_answer_since(
    analyst: User, helper: User, draft: Assessment
) -> None:
    answers_save(editor=analyst, assessment=draft, answers=[FORCE])
    mine = last_changes(draft)["facts-uses_force"]
    answers_save(editor=helper, assessment=draft, answers=[replace(FORCE, value="no", expected=1)])
    theirs = last_changes(draft)["facts-uses_force"]
    for editor, change in ((analyst, mine), (analyst, theirs), (helper, mine)):
        with pytest.raises(UndoRefused) as refused:
            answer_undo(editor=editor, assessment=draft, change=change.pk)
        assert refused.value.last == theirs
    assert stored(draft).value == "no"


def test_any_earlier_version_is_restored_unless_the_answer_moved_on(analyst: User, draft: Assessment) -> None:
    for version, value in enumerate(("yes", "no", "contested")):
        answers_save(
            editor=analyst, assessment=draft, answers=[replace(FORCE, value=value, expected=version)]
        )
    first = changes_of(draft, kind=FindingKind.FACT, code="uses_force").last()
    assert first is not None
    late = answer_restore(editor=analyst, assessment=draft, change=first, expected=2)
    assert late.conflicting
    assert stored(draft).value == "contested"
    assert answer_restore(editor=analyst, assessment=draft, change=first, expected=3).saved
    assert (stored(draft).value, stored(draft).version) == ("yes", 4)


def test_who_may_not_change_it_saves_and_undoes_nothing(
    analyst: User, reviewer: User, outsider: User, helper: User, draft: Assessment
) -> None:
    answers_save(editor=analyst, assessment=draft, answers=[FORCE])
    change = last_changes(draft)["facts-uses_force"].pk
    assessment_submit(
        editor=analyst, assessment=draft, expected_version=Assessment.objects.get(pk=draft.pk).version
    )
    for person in (analyst, reviewer, outsider, helper):  # `draft` still says that it is one
        with pytest.raises(PermissionDenied):
            answers_save(editor=person, assessment=draft, answers=[CONDUCT])
        with pytest.raises(PermissionDenied):
            answer_undo(editor=person, assessment=draft, change=change)


def test_an_answer_saved_meanwhile_is_not_in_the_way_of_the_terms_but_other_terms_are(
    analyst: User, draft: Assessment, team: Team
) -> None:
    read = terms_mark(draft)
    answers_save(editor=analyst, assessment=draft, answers=[FORCE])

    def describe(title: str) -> Assessment:
        return scenario_describe(
            editor=analyst,
            assessment=Assessment.objects.get(pk=draft.pk),
            expected_terms=read,
            description=replace(description_of(draft), title=title),
            framework=draft.framework,
            team=team,
        )

    assert describe("Another title").phase.case.title == "Another title"
    with pytest.raises(StaleVersion):
        describe("A third title")


def test_programs_that_hold_the_version_of_the_whole_replace_whatever_is_there(
    analyst: User, draft: Assessment
) -> None:
    answers_save(editor=analyst, assessment=draft, answers=[FORCE])
    with pytest.raises(StaleVersion):
        findings_save(editor=analyst, assessment=draft, expected_version=draft.version, answers=[CONDUCT])
    now = Assessment.objects.get(pk=draft.pk)
    findings_save(
        editor=analyst, assessment=now, expected_version=now.version, answers=[replace(FORCE, value="no")]
    )
    assert stored(draft).value == "no"
