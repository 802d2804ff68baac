"""Contributors: asked, seen, ended at once; the whole handed over; nobody reviews what is their own."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from cases.assessments.answers import Answer
from cases.assessments.contributing import (
    ContributingRefused,
    assessment_hand_over,
    contributor_add,
    contributor_remove,
    people_of_team,
)
from cases.assessments.models import AnswerChange, Assessment, Contributor, SecondCoding
from cases.assessments.models.finding import FindingKind
from cases.assessments.rules import may
from cases.assessments.services import assessment_review, assessment_submit, findings_save
from natoassess.accounts.models import Membership, Role, Team, User
from natoassess.web.audit.services import entries_about
from tests.pages.scenarios import scenario
from tests.support.people import make_user
from tests.support.queries import count

ClientAs = Callable[[User], Client]
NO = Answer(FindingKind.FACT, "uses_force", "no")


def people(assessment: Assessment, rest: str = "") -> str:
    """The address of the people of an assessment."""
    return f"/assessments/{assessment.pk}/people/{rest}"


def test_the_author_asks_and_the_contributor_sees_what_for(
    draft: Assessment, analyst: User, teammate: User, client_as: ClientAs
) -> None:
    asked = {"user": teammate.pk, "steps": ["facts-council", "facts-action"], "note": "Please answer these."}
    assert client_as(analyst).post(people(draft), asked).status_code == 302
    row = Contributor.objects.get(assessment=draft)
    assert (row.user, row.added_by, row.steps) == (teammate, analyst, ["facts-action", "facts-council"])
    filing = client_as(teammate).get(f"/assessments/{draft.pk}/edit/open/").content.decode()
    assert "Asked of you" in filing
    assert "Please answer these." in filing
    seen = client_as(teammate).get(people(draft)).content.decode()
    assert "0 of" in seen
    assert "End contributing" not in seen
    again = client_as(analyst).post(people(draft), {"user": teammate.pk})
    assert again.status_code == 302
    assert Contributor.objects.get(assessment=draft).steps == []
    told = entries_about(draft).filter(action__startswith="contributor.").values_list("action", flat=True)
    assert list(told) == ["contributor.asked", "contributor.added"]


def test_whoever_is_removed_edits_no_more_at_once(
    draft: Assessment, analyst: User, contributor: User, client_as: ClientAs
) -> None:
    saved = findings_save(editor=contributor, assessment=draft, expected_version=draft.version, answers=[NO])
    assert client_as(analyst).post(people(draft, f"{contributor.pk}/remove/")).status_code == 302
    with pytest.raises(PermissionDenied):
        findings_save(editor=contributor, assessment=saved, expected_version=saved.version, answers=[NO])
    for address in ("edit/open/", "comments/", "people/", "feed/", ""):
        assert client_as(contributor).get(f"/assessments/{draft.pk}/{address}").status_code == 404
    assert draft.findings.get(code="uses_force").value == "no"
    assert client_as(analyst).post(people(draft, f"{contributor.pk}/remove/")).status_code == 404


def test_leaving_the_team_ends_it_too(
    draft: Assessment, analyst: User, contributor: User, client_as: ClientAs
) -> None:
    Membership.objects.filter(user=contributor).delete()
    assert not may(contributor, "change_assessment", draft)
    assert not may(contributor, "read_discussion", draft)
    assert "No longer a member of the team" in client_as(analyst).get(people(draft)).content.decode()


@pytest.mark.parametrize("who", ["contributor", "reviewer", "administrator"])
def test_only_the_author_decides_who_works_on_it(
    who: str, request: pytest.FixtureRequest, submitted: Assessment, draft: Assessment, researcher: User,
    team: Team, client_as: ClientAs
) -> None:  # fmt: skip
    if who == "contributor":
        helper = make_user("helper", team=team, roles=(Role.ANALYST,))
        Contributor.objects.create(assessment=submitted, user=helper)
    person = User.objects.get(username="helper") if who == "contributor" else request.getfixturevalue(who)
    client = client_as(person)
    for rest, data in (
        ("", {"user": researcher.pk}),
        (f"{researcher.pk}/remove/", {}),
        ("hand-over/", {"to": researcher.pk}),
    ):
        assert client.post(people(submitted, rest), data).status_code == 403
    with pytest.raises(PermissionDenied):
        contributor_add(author=person, assessment=draft, user=researcher)
    with pytest.raises(PermissionDenied):
        assessment_hand_over(author=person, assessment=draft, to=researcher)


def test_outsiders_are_not_asked_and_private_work_has_no_team(
    draft: Assessment, analyst: User, outsider: User, team: Team, client_as: ClientAs
) -> None:
    client = client_as(analyst)
    for forged in (outsider.pk, analyst.pk, 10**9, "x"):
        refused = client.post(people(draft), {"user": forged, "note": "Kept"})
        assert refused.status_code == 422
        assert "Kept" in refused.content.decode()
    assert client.post(people(draft), {"steps": ["nonsense"]}).status_code == 422
    assert client.post(people(draft, "hand-over/"), {"to": outsider.pk}).status_code == 422
    private = scenario(analyst, team)
    assert "Share it with a team" in client.get(people(private)).content.decode()
    with pytest.raises(ContributingRefused):
        contributor_add(author=analyst, assessment=private, user=outsider)
    assert not Contributor.objects.exists()
    assert client_as(outsider).get(people(draft)).status_code == 404


def test_handed_over_the_former_author_contributes(
    draft: Assessment, analyst: User, contributor: User, client_as: ClientAs
) -> None:
    assert client_as(analyst).post(people(draft, "hand-over/"), {"to": contributor.pk}).status_code == 302
    draft.refresh_from_db()
    assert draft.author == contributor
    assert draft.phase.case.owner == contributor
    assert [row.user for row in draft.contributors.all()] == [analyst]
    assert may(analyst, "change_assessment", draft)
    assert not may(analyst, "submit_assessment", draft)
    assert entries_about(draft)[0].detail == {"from": analyst.pk, "to": contributor.pk}
    stale = Assessment.objects.get(pk=draft.pk)
    stale.author = analyst
    with pytest.raises(ContributingRefused):
        assessment_hand_over(author=analyst, assessment=stale, to=contributor)


def test_nobody_writes_what_they_reviewed_nor_reviews_what_they_wrote(
    submitted: Assessment, analyst: User, reviewer: User, team: Team
) -> None:
    returned = assessment_review(
        reviewer=reviewer,
        assessment=submitted,
        expected_version=submitted.version,
        publish=False,
        note="More.",
    )
    assert reviewer not in people_of_team(returned)
    with pytest.raises(ContributingRefused):
        assessment_hand_over(author=analyst, assessment=returned, to=reviewer)
    second = make_user("second", team=team, roles=(Role.ANALYST, Role.REVIEWER))
    contributor_add(author=analyst, assessment=returned, user=second)
    answered = findings_save(
        editor=second, assessment=returned, expected_version=returned.version, answers=[NO]
    )
    AnswerChange.objects.get_or_create(
        assessment=returned,
        kind=NO.kind,
        code=NO.code,
        by=second,
        defaults={"version": 1, "after": {"value": "no"}},
    )
    contributor_remove(author=analyst, assessment=returned, user=second)
    again = assessment_submit(editor=analyst, assessment=answered, expected_version=answered.version)
    assert not may(second, "review_assessment", again)
    assert may(reviewer, "review_assessment", again)


def test_who_codes_it_again_hears_nothing_of_the_first_coding(
    submitted: Assessment, analyst: User, team: Team, client_as: ClientAs
) -> None:
    second = make_user("second", team=team, roles=(Role.ANALYST, Role.REVIEWER))
    assert may(second, "read_discussion", submitted)
    SecondCoding.objects.create(assessment=submitted, coder=second)
    assert not may(second, "read_discussion", submitted)
    assert not may(second, "comment_assessment", submitted)
    assert second not in people_of_team(submitted)
    for rest in ("comments/", "people/", "feed/"):
        assert client_as(second).get(f"/assessments/{submitted.pk}/{rest}").status_code in {403, 404}


def test_queries_do_not_grow_with_contributors(
    draft: Assessment,
    analyst: User,
    contributor: User,
    researcher: User,
    instructor: User,
    client_as: ClientAs,
) -> None:
    client = client_as(analyst)
    client.get(people(draft))
    few = count(lambda: client.get(people(draft)))
    for user in (researcher, instructor):
        contributor_add(author=analyst, assessment=draft, user=user)
    assert count(lambda: client.get(people(draft))) == few
