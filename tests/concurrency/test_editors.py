"""Two or more people change one assessment at the same moment, on PostgreSQL."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from rest_framework.test import APIClient

from cases.assessments.answers import Answer
from cases.assessments.evaluation import body_of
from cases.assessments.models import Assessment, Finding, Snapshot
from cases.assessments.models.assessment import Status
from cases.assessments.models.finding import FindingKind
from cases.assessments.saving import Saved, answers_save
from cases.assessments.services import assessment_review, assessment_submit, findings_save
from cases.assessments.steps import questionnaire_of
from natoassess.accounts.models import Role, Team, User
from natoassess.accounts.tokens import token_create
from natoassess.web.concurrency import StaleVersion
from tests.concurrency.conftest import at_once
from tests.pages.scenarios import scenario
from tests.support.people import make_user

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
EDITORS = 8
ROUNDS = 5


def save(editor: User, assessment: Assessment, why: str) -> Assessment:
    answers = [
        Answer(FindingKind.FACT, "uses_force", "yes", why=why),
        Answer(FindingKind.FACT, "state_conduct", "no", why=why),
    ]
    # Each reads the row itself, as each request does.
    mine = Assessment.objects.get(pk=assessment.pk)
    return findings_save(editor=editor, assessment=mine, expected_version=assessment.version, answers=answers)


def submit(editor: User, assessment: Assessment) -> Assessment:
    mine = Assessment.objects.get(pk=assessment.pk)
    return assessment_submit(editor=editor, assessment=mine, expected_version=assessment.version)


def kinds(results: list[Any]) -> Counter[str]:
    return Counter(type(result).__name__ for result in results)


def test_of_many_editors_one_wins_and_the_others_are_told(analyst: User, team: Team) -> None:
    assessment = scenario(analyst, team)
    for number in range(ROUNDS):
        words = [f"round {number}, editor {editor}" for editor in range(EDITORS)]
        results = at_once(*(partial(save, analyst, assessment, why) for why in words))
        assert kinds(results) == {"Assessment": 1, "StaleVersion": EDITORS - 1}, results
        winner = next(place for place, result in enumerate(results) if isinstance(result, Assessment))
        stored = Finding.objects.filter(assessment=assessment, code__in=["uses_force", "state_conduct"])
        assert {finding.why for finding in stored} == {words[winner]}, "both answers are the winner's"
        told = {result.current for result in results if isinstance(result, StaleVersion)}
        assessment = Assessment.objects.get(pk=assessment.pk)
        assert told == {assessment.version}


def answer(editor: User, assessment: Assessment, given: Answer) -> Saved:
    mine = Assessment.objects.get(pk=assessment.pk)
    return answers_save(editor=editor, assessment=mine, answers=[given])


def test_answer_by_answer_only_those_to_the_same_question_are_in_each_others_way(
    analyst: User, team: Team
) -> None:
    """First answers too: of many at once one is saved, the others are shown it; other questions are all saved."""
    assessment = scenario(analyst, team)
    codes = [question.code for question in questionnaire_of(assessment.framework) if question.is_fact]
    for number, code in enumerate(codes[:ROUNDS]):
        same = [
            Answer(FindingKind.FACT, code, "no", why=f"Editor {editor}", expected=0)
            for editor in range(EDITORS)
        ]
        others = [
            Answer(FindingKind.FACT, other, "no", why="Alone", expected=0)
            for other in codes[20 + 2 * number : 22 + 2 * number]
        ]
        version = Assessment.objects.get(pk=assessment.pk).version
        results = at_once(*(partial(answer, analyst, assessment, given) for given in (*same, *others)))
        assert all(isinstance(result, Saved) for result in results), results
        assert [len(result.saved) for result in results[EDITORS:]] == [1, 1]
        assert sum(len(result.saved) for result in results[:EDITORS]) == 1
        (stored,) = Finding.objects.filter(assessment=assessment, code=code)
        seen = [conflict.stored for result in results for conflict in result.conflicting]
        assert len(seen) == EDITORS - 1
        assert {finding.why for finding in seen if finding} == {stored.why}
        assert Assessment.objects.get(pk=assessment.pk).version == version + 3


def test_of_two_submitters_one_makes_the_one_snapshot(analyst: User, team: Team) -> None:
    assessment = scenario(analyst, team, visibility="team")
    results = at_once(*[partial(submit, analyst, assessment)] * 2)
    refused = [result for result in results if isinstance(result, StaleVersion | PermissionDenied)]
    assert len(refused) == 1, results
    assert Snapshot.objects.filter(assessment=assessment).count() == 1


def test_what_is_submitted_is_what_is_stored(analyst: User, team: Team) -> None:
    """An editor beside a submitter: one of them is refused, and the snapshot is of the answers that stayed."""
    for number in range(ROUNDS):
        assessment = scenario(analyst, team, visibility="team", title=f"Round {number}")
        results = at_once(
            partial(save, analyst, assessment, "meanwhile"), partial(submit, analyst, assessment)
        )
        refused = [result for result in results if isinstance(result, StaleVersion | PermissionDenied)]
        assert len(refused) == 1, results
        assessment = Assessment.objects.get(pk=assessment.pk)
        snapshots = list(assessment.snapshots.all())
        assert len(snapshots) == (assessment.status == Status.SUBMITTED)
        assert all(snapshot.findings == body_of(assessment) for snapshot in snapshots)


def test_of_two_reviewers_one_decides(analyst: User, reviewer: User, team: Team) -> None:
    other = make_user("second", team=team, roles=(Role.REVIEWER,))
    draft = scenario(analyst, team, visibility="team")
    waiting = submit(analyst, draft)

    def decide(who: User, publish: bool) -> Assessment:
        return assessment_review(
            reviewer=who,
            assessment=Assessment.objects.get(pk=waiting.pk),
            expected_version=waiting.version,
            publish=publish,
            note="Looked at.",
        )

    results = at_once(partial(decide, reviewer, True), partial(decide, other, False))
    assert sum(isinstance(result, Assessment) for result in results) == 1, results
    decided = next(result for result in results if isinstance(result, Assessment))
    stored = Assessment.objects.get(pk=waiting.pk)
    assert (stored.status, stored.reviewer_id) == (decided.status, decided.reviewer_id)


def test_over_the_api_one_is_answered_200_the_stale_412_the_blind_428(analyst: User, team: Team) -> None:
    assessment = scenario(analyst, team)
    address = f"/api/v1/assessments/{assessment.pk}/"
    token = token_create(user=analyst, days=30)

    def patch(title: str, **headers: str) -> int:
        client = APIClient()
        client.credentials(HTTP_AUTHORIZATION=f"Token {token}")
        return int(client.patch(address, {"title": title}, **headers).status_code)  # type: ignore[arg-type]  # headers

    for number in range(ROUNDS):
        tag = f'"{Assessment.objects.get(pk=assessment.pk).version}"'
        titles = [f"Round {number}, editor {editor}" for editor in range(EDITORS)]
        blind = [partial(patch, "Blind")] * 2
        statuses = at_once(*(partial(patch, title, HTTP_IF_MATCH=tag) for title in titles), *blind)
        assert Counter(statuses) == {200: 1, 412: EDITORS - 1, 428: 2}
        winner = titles[statuses.index(200)]
        assert Assessment.objects.get(pk=assessment.pk).phase.case.title == winner
