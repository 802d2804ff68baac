"""A draft shared with a team, its people, and comments on it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cases.assessments.commenting import comment_add
from cases.assessments.contributing import contributor_add
from cases.assessments.models import Assessment, Comment
from cases.assessments.services import assessment_review, assessment_submit
from natoassess.accounts.models import Role, Team, User, Visibility
from tests.pages.scenarios import scenario
from tests.support.people import make_user

Say = Callable[..., Comment]
ANSWER = "facts-armed_attack_occurred"


@pytest.fixture
def draft(library: None, analyst: User, team: Team) -> Assessment:
    """The analyst's, shared with the team."""
    return scenario(analyst, team, visibility=Visibility.TEAM)


@pytest.fixture
def submitted(draft: Assessment, analyst: User) -> Assessment:
    """The same, handed in."""
    return assessment_submit(editor=analyst, assessment=draft, expected_version=draft.version)


@pytest.fixture
def published(submitted: Assessment, reviewer: User) -> Assessment:
    """The same, published within the team."""
    return assessment_review(
        reviewer=reviewer, assessment=submitted, expected_version=submitted.version, publish=True, note=""
    )


@pytest.fixture
def teammate(team: Team) -> User:
    """Another analyst of the team."""
    return make_user("teammate", team=team, roles=(Role.ANALYST,), display_name="Tomas Teammate")


@pytest.fixture
def contributor(draft: Assessment, analyst: User, teammate: User) -> User:
    """The teammate, asked to answer one step of the draft."""
    contributor_add(
        author=analyst, assessment=draft, user=teammate, steps=["facts-action"], note="Please answer these."
    )
    return teammate


@pytest.fixture
def say(draft: Assessment, analyst: User) -> Say:
    """say("text", author=…, reply_to=…): a comment on the one answer of the draft."""

    def comment(
        text: str = "Which source says so?",
        *,
        author: User = analyst,
        assessment: Assessment = draft,
        question: str = ANSWER,
        reply_to: Comment | None = None,
    ) -> Comment:
        return comment_add(
            author=author, assessment=assessment, text=text, question=question, reply_to=reply_to
        )

    return comment
