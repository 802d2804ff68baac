"""Further codings of the air campaign, by people."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cases.assessments.answers import Answer
from cases.assessments.models import Assessment
from cases.assessments.models.finding import FindingKind
from cases.assessments.services import (
    assessment_create,
    assessment_review,
    assessment_submit,
    findings_save,
)
from natoassess.accounts.models import Team, User, Visibility

CodeAgain = Callable[..., Assessment]
KOSOVO = "ref-kosovo-1999-allied-force"


@pytest.fixture
def code_again(team: Team, analyst: User, reviewer: User) -> CodeAgain:
    """code_again({code: value}, publish=…, submit=…): the reference coding of the campaign with other answers."""

    def code(
        changes: dict[str, str],
        *,
        author: User = analyst,
        submit: bool = True,
        publish: bool = True,
        visibility: str = Visibility.PUBLIC,
    ) -> Assessment:
        reference = Assessment.objects.get(reference=KOSOVO)
        answers = [
            Answer(FindingKind(row.kind), row.code, changes.get(row.code, row.value), row.why, row.confidence)
            for row in reference.findings.all()
        ]
        made = assessment_create(
            author=author,
            phase=reference.phase,
            framework=reference.framework,
            as_of=reference.as_of,
            standpoint=reference.standpoint,
            visibility=visibility,
            team=team,
        )
        made = findings_save(editor=author, assessment=made, expected_version=made.version, answers=answers)
        if submit:
            made = assessment_submit(editor=author, assessment=made, expected_version=made.version)
        if submit and publish:
            made = assessment_review(
                reviewer=reviewer, assessment=made, expected_version=made.version, publish=True, note=""
            )
        return made

    return code
