"""A first coding, somebody to code it again, and the steps between them, all through the services."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cases.assessments.answers import Answer
from cases.assessments.models import Assessment, SecondCoding
from cases.assessments.models.finding import FindingKind
from cases.assessments.second_codings import second_coding_accept, second_coding_ask
from cases.assessments.services import assessment_submit, findings_save
from natoassess.accounts.models import Role, Team, User
from tests.result.conftest import Filing, decide, fact, file_draft, rating, submit
from tests.support.people import make_user

__all__ = ["Filing", "Save", "decide", "fact", "file_draft", "harm", "rating", "submit"]

Save = Callable[..., Assessment]


def harm(code: str, value: str, why: str = "") -> Answer:
    """An answer to a dimension of sovereignty."""
    return Answer(kind=FindingKind.SOVEREIGNTY, code=code, value=value, why=why)


FIRST = (
    fact("state_conduct", "yes"),
    fact("uses_force", "yes", "Two batteries were struck."),
    fact("council_authorises_force", "no", "No resolution names these actors."),
    fact("consent_given", "no"),
    rating("threat_gravity", "3", "Thousands in reach of the guns."),
    rating("evidence_independence", "2"),
    harm("territory", "1"),
)
SECOND = (
    fact("state_conduct", "yes"),
    fact("uses_force", "yes", "Guns were hit from the air."),
    fact("council_authorises_force", "yes", "Resolution 9 was meant for them."),
    fact("consent_given", "no"),
    rating("threat_gravity", "4", "The whole port is in reach."),
    rating("evidence_independence", "2"),
    harm("territory", "3"),
)


@pytest.fixture
def coder(team: Team) -> User:
    """Another analyst of the team."""
    return make_user("coder", team=team, roles=(Role.ANALYST,), display_name="Cora Coder")


@pytest.fixture
def save() -> Save:
    """save(draft, *answers): the same by its author, with these answers besides."""

    def saved(draft: Assessment, *answers: Answer) -> Assessment:
        assert draft.author is not None
        fresh = Assessment.objects.get(pk=draft.pk)
        return findings_save(
            editor=draft.author, assessment=fresh, expected_version=fresh.version, answers=answers
        )

    return saved


@pytest.fixture
def first(file_draft: Filing, submit: Filing) -> Assessment:
    """The analyst's assessment, submitted to the team."""
    return submit(file_draft(*FIRST))


@pytest.fixture
def asked(first: Assessment, analyst: User, coder: User) -> SecondCoding:
    """The coder is asked, and has not answered yet."""
    return second_coding_ask(asker=analyst, assessment=first, coder=coder, note="By Friday, please.")


@pytest.fixture
def under_way(asked: SecondCoding, coder: User) -> SecondCoding:
    """The coder has accepted."""
    second_coding_accept(coder=coder, request=asked)
    return SecondCoding.objects.get(pk=asked.pk)


@pytest.fixture
def handed_in(under_way: SecondCoding, save: Save, coder: User) -> SecondCoding:
    """The coder has answered and submitted."""
    assert under_way.coding is not None
    coding = save(under_way.coding, *SECOND)
    assessment_submit(editor=coder, assessment=coding, expected_version=coding.version)
    return SecondCoding.objects.get(pk=under_way.pk)
