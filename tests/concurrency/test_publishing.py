"""Many reviewers publish at the same moment, on PostgreSQL: every number is given once and none is left out."""

from __future__ import annotations

from functools import partial

import pytest

from cases.assessments.models import Assessment, Publication, PublicationYear
from cases.assessments.publishing import NotRevisable, publication_revise
from cases.assessments.services import assessment_review, assessment_submit
from natoassess.accounts.models import Team, User
from tests.concurrency.conftest import at_once
from tests.pages.scenarios import scenario

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
MANY = 8


def publish(reviewer: User, waiting: Assessment) -> Assessment:
    return assessment_review(
        reviewer=reviewer,
        assessment=Assessment.objects.get(pk=waiting.pk),
        expected_version=waiting.version,
        publish=True,
        note="",
    )


def submitted(analyst: User, team: Team, number: int) -> Assessment:
    draft = scenario(analyst, team, visibility="team", title=f"Port {number}")
    return assessment_submit(editor=analyst, assessment=draft, expected_version=draft.version)


def test_numbers_are_given_once_and_without_a_gap(analyst: User, reviewer: User, team: Team) -> None:
    """The year's first number is among them, so the row that counts is made in the race too."""
    waiting = [submitted(analyst, team, number) for number in range(MANY)]
    results = at_once(*(partial(publish, reviewer, each) for each in waiting))
    assert all(isinstance(result, Assessment) for result in results), results
    assert sorted(Publication.objects.values_list("serial", flat=True)) == list(range(1, MANY + 1))
    assert PublicationYear.objects.get().last == MANY


def test_of_two_revisions_begun_at_once_one_is_made(analyst: User, reviewer: User, team: Team) -> None:
    made = Publication.objects.get(assessment=publish(reviewer, submitted(analyst, team, 1)))
    begin = partial(publication_revise, author=analyst, publication=made)
    results = at_once(begin, begin)
    assert sorted(type(result).__name__ for result in results) == ["Assessment", NotRevisable.__name__], (
        results
    )
    assert Assessment.objects.filter(revises=made).count() == 1
