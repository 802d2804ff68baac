"""Assessments in every state, filed through the services."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from cases.assessments.answers import Answer
from cases.assessments.evidence_rows import evidence_write
from cases.assessments.models import Assessment, Publication
from cases.assessments.models.finding import FindingKind
from cases.assessments.services import (
    Description,
    assessment_review,
    assessment_submit,
    findings_save,
    scenario_create,
)
from frameworks.selectors import framework_get
from natoassess.accounts.models import Team, User, Visibility
from tests.result.publishing import CITED, Publishing

Filing = Callable[..., Assessment]


def fact(code: str, value: str, why: str = "") -> Answer:
    """An answer to a fact."""
    return Answer(kind=FindingKind.FACT, code=code, value=value, why=why)


def rating(code: str, value: str, why: str = "") -> Answer:
    """An answer to a criterion."""
    return Answer(kind=FindingKind.RATING, code=code, value=value, why=why)


@pytest.fixture
def kosovo(library: None) -> Assessment:
    """The reference assessment of the air campaign."""
    return Assessment.objects.get(reference="ref-kosovo-1999-allied-force")


@pytest.fixture
def file_draft(analyst: User, team: Team) -> Filing:
    """file_draft(*answers, title=…): a draft of the analyst's, shared with the team unless told otherwise."""

    def draft(
        *answers: Answer,
        title: str = "Shelling of a port",
        visibility: str = Visibility.TEAM,
        author: User = analyst,
    ) -> Assessment:
        description = Description(
            title=title,
            summary="Batteries fire on a port across the border.",
            target_name="Arvenia",
            acting_names="A coalition",
            starts_on=date(2026, 10, 3),
            ends_on=None,
            as_of=date(2026, 10, 3),
            visibility=visibility,
        )
        made = scenario_create(
            author=author, description=description, framework=framework_get("nato-2022"), team=team
        )
        return findings_save(editor=author, assessment=made, expected_version=1, answers=answers)

    return draft


@pytest.fixture
def submit(analyst: User) -> Filing:
    """submit(draft): the same, handed in."""

    def hand_in(draft: Assessment) -> Assessment:
        assert draft.author is not None
        return assessment_submit(editor=draft.author, assessment=draft, expected_version=draft.version)

    return hand_in


@pytest.fixture
def decide(reviewer: User) -> Filing:
    """decide(submitted, publish=…, note=…): the same, reviewed."""

    def review(submitted: Assessment, *, publish: bool, note: str = "") -> Assessment:
        return assessment_review(
            reviewer=reviewer,
            assessment=submitted,
            expected_version=submitted.version,
            publish=publish,
            note=note,
        )

    return review


@pytest.fixture
def publish(file_draft: Filing, submit: Filing, decide: Filing) -> Publishing:
    """publish(draft, title=…, visibility=…): a publication of the analyst's, with one cited answer."""

    def made(
        draft: Assessment | None = None, *, title: str = "Shelling of a port", **terms: str
    ) -> Publication:
        if draft is None:
            answer = fact("uses_force", "yes", "Two batteries were struck.")
            draft = file_draft(answer, title=title, **{"visibility": Visibility.PUBLIC, **terms})
            evidence_write(assessment=draft, given=[(draft.findings.get(), CITED)])
        decide(submit(draft), publish=True)
        return Publication.objects.get(assessment=draft)

    return made
