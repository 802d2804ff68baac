"""What changed between two revisions: told answer by answer, with what each change does by itself."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from cases.assessments.answers import Answer
from cases.assessments.differences import difference, side_draft, side_frozen
from cases.assessments.models import Assessment, Snapshot
from cases.assessments.models.finding import FindingKind
from cases.assessments.presentation.differences import difference_shown
from cases.assessments.services import Description, findings_save, scenario_create, snapshot_make
from frameworks.selectors import framework_get
from natoassess.accounts.models import Team, User
from tests.second.conftest import FIRST, SECOND, Filing, Save, fact, harm, rating

CASES = YAML(typ="safe").load(Path(__file__).with_name("differences.yaml").read_text(encoding="utf-8"))
KINDS = {"facts": FindingKind.FACT, "ratings": FindingKind.RATING, "sovereignty": FindingKind.SOVEREIGNTY}
GRADED = {"reliability": "B", "credibility": 2, "citation": "Report 7", "url": "", "note": "p. 3"}


def answers_from(parts: dict[str, Any]) -> list[Answer]:
    """The answers of a line of the table; `others` answers the facts that it does not name."""
    facts = framework_get("nato-2022").catalogue.facts.values_list("code", flat=True)
    filled = dict.fromkeys(facts, parts["others"]) if "others" in parts else {}
    named = {part: parts.get(part, {}) for part in KINDS}
    named["facts"] = filled | named["facts"]
    return [
        Answer(kind=KINDS[part], code=code, value=str(value))
        for part, given in named.items()
        for code, value in given.items()
    ]


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_the_table_of_differences(case: dict[str, Any], file_draft: Filing, save: Save) -> None:
    """Written for a lawyer: the answers before, what changed, and what the page says of it."""
    draft = file_draft(*answers_from(case["before"]))
    before = snapshot_make(assessment=draft)
    after = snapshot_make(assessment=save(draft, *answers_from(case["changed"])))
    shown = difference_shown(difference(side_frozen(before), side_frozen(after)))
    moved = {line.title: plain(f"{line.before} → {line.after}") for line in shown.lines if line.moved}
    assert moved == case["result"]
    assert {row.label: list(row.effects) for row in shown.changes} == case["each"]
    assert [row.label for row in shown.carried] == case["carried"]
    assert shown.note == case.get("note", "")


def test_a_revision_differs_from_itself_in_nothing(first: Assessment) -> None:
    snapshot = first.snapshots.get()
    found = difference(side_frozen(snapshot), side_frozen(snapshot))
    assert found.is_empty and found.carried == ()
    shown = difference_shown(found)
    assert not shown.moved and shown.changes == ()


def test_effects_run_back_when_the_two_sides_change_places(file_draft: Filing, save: Save) -> None:
    """With one answer changed, its effect is the whole difference, and its opposite the other way round."""
    draft = file_draft(*FIRST)
    before = side_frozen(snapshot_make(assessment=draft))
    for changed in (rating("threat_gravity", "4"), harm("territory", "3"), fact("uses_force", "no")):
        after = side_frozen(snapshot_make(assessment=save(draft, changed)))
        there, back = difference(before, after), difference(after, before)
        assert [item.name for item in there.answers] == [item.name for item in back.answers]
        assert (there.first, there.answers[0].alone) == (back.answers[0].alone, back.first)
        save(draft, next(answer for answer in FIRST if answer.code == changed.code))


def test_reason_and_evidence_are_told_with_their_words(file_draft: Filing, save: Save) -> None:
    draft = file_draft(*FIRST)
    before = snapshot_make(assessment=draft)
    changed = Answer(
        kind=FindingKind.RATING,
        code="threat_gravity",
        value="3",
        why="Thousands in reach, and more since May.",
        evidence=(GRADED,),
    )
    after = snapshot_make(assessment=save(draft, changed))
    found = difference(side_frozen(before), side_frozen(after))
    (answer,) = found.answers
    assert answer.members == ("why", "evidence")
    texts = {line.title: (line.before, line.after) for line in difference_shown(found).changes[0].texts}
    assert texts["reason"] == ("Thousands in reach of the guns.", "Thousands in reach, and more since May.")
    assert texts["evidence"] == ("", "B2 Report 7 p. 3")


def test_a_frozen_revision_keeps_its_citations_when_the_draft_moves_on(
    file_draft: Filing, save: Save
) -> None:
    cited = Answer(
        kind=FindingKind.RATING, code="threat_gravity", value="3", confidence="high", evidence=(GRADED,)
    )
    draft = file_draft(cited)
    frozen = snapshot_make(assessment=draft)
    save(draft, Answer(kind=FindingKind.RATING, code="threat_gravity", value="1", evidence=()))
    record = Snapshot.objects.get(pk=frozen.pk).record
    assert record["answers"]["ratings"]["threat_gravity"]["evidence"] == [GRADED]
    assert record["terms"]["framework"]["code"] == "nato-2022"
    assert (record["terms"]["as_of"], record["subject"]["target"]) == ("2026-10-03", "Arvenia")


def test_a_revision_frozen_without_citations_is_compared_by_grades(file_draft: Filing) -> None:
    """Older revisions kept the grades alone: that is no change of the evidence."""
    draft = file_draft(Answer(kind=FindingKind.RATING, code="threat_gravity", value="3", evidence=(GRADED,)))
    old = snapshot_make(assessment=draft)
    old.record = {}
    assert difference(side_frozen(old), side_draft(draft)).is_empty


def test_another_date_and_framework_are_told_with_what_they_do(analyst: User, team: Team) -> None:
    described = Description(
        "Old shells", "A port.", "Arvenia", "Others", date(1998, 5, 1), None, date(1998, 5, 1)
    )
    draft = scenario_create(
        author=analyst, description=described, framework=framework_get("nato-1991"), team=team
    )
    draft = findings_save(
        editor=analyst, assessment=draft, expected_version=1, answers=[fact("uses_force", "yes"), *FIRST[:1]]
    )
    before = snapshot_make(assessment=draft)
    draft.framework, draft.as_of = framework_get("nato-2022"), date(2026, 10, 3)
    draft.save()
    found = difference(side_frozen(before), side_frozen(snapshot_make(assessment=draft)))
    assert [term.name for term in found.terms] == ["framework", "as_of"]
    assert all(term.alone is not None for term in found.terms)
    titles = {term.title: (term.before, term.after) for term in difference_shown(found).terms}
    assert titles["Law as of"] == ("1 May 1998", "3 October 2026")


def test_answers_added_and_taken_back(file_draft: Filing, save: Save) -> None:
    draft = file_draft(*FIRST)
    before = side_frozen(snapshot_make(assessment=draft))
    draft.findings.filter(code="territory").delete()
    after = side_frozen(snapshot_make(assessment=save(draft, fact("necessity_of_force", "yes"))))
    found = difference(before, after)
    assert {item.code: item.kind for item in found.answers} == {
        "necessity_of_force": "added",
        "territory": "taken_back",
    }


def test_not_known_without_a_word_is_no_answer(file_draft: Filing, save: Save) -> None:
    """Saving a page of the form stores what was left open as not known: nobody changed anything."""
    draft = file_draft(*FIRST)
    before = side_frozen(snapshot_make(assessment=draft))
    after = side_frozen(snapshot_make(assessment=save(draft, fact("necessity_of_force", "unknown"))))
    assert difference(before, after).is_empty


def test_every_pair_of_answer_sets_is_told_whole(file_draft: Filing, save: Save) -> None:
    """What differs is exactly what the two sides answer differently."""
    draft = file_draft(*FIRST)
    before = side_frozen(snapshot_make(assessment=draft))
    after = side_frozen(snapshot_make(assessment=save(draft, *SECOND)))
    given = {answer.code: answer.value for answer in FIRST}
    expected = {answer.code for answer in SECOND if given.get(answer.code) != answer.value}
    turned = {item.code for item in difference(before, after).answers if "answer" in item.members}
    assert turned == expected
