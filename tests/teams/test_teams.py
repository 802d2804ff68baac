"""Who is in a team and does what, and who may change it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from cases.assessments.models import Assessment
from cases.assessments.rules import may
from cases.assessments.services import assessment_submit
from natoassess.accounts.models import Membership, Role, Team, User
from natoassess.accounts.selectors import candidates, members_of
from natoassess.accounts.teams import (
    LastManager,
    RolesChanged,
    member_remove,
    member_roles_set,
    roles_of,
    team_create,
)
from natoassess.web.audit.models import AuditEntry
from tests.filing.pages import text_of
from tests.pages.scenarios import scenario
from tests.support.people import make_user

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]


def words(answer: Any) -> str:
    return text_of(answer.content.decode())


def set_roles(client: Client, team: Team, member: User, roles: list[str], was: str) -> Any:
    return client.post(reverse("teams:member", args=[team.slug, member.pk]), {"roles": roles, "was": was})


def actions() -> list[str]:
    return list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))


def test_a_manager_gives_and_takes_roles_and_the_log_says_so(
    client_as: As, manager: User, analyst: User, team: Team
) -> None:
    answer = set_roles(client_as(manager), team, analyst, ["analyst", "reviewer"], "analyst")
    assert answer.status_code == 302
    assert roles_of(team, analyst) == {Role.ANALYST, Role.REVIEWER}
    given = Membership.objects.get(team=team, user=analyst, role=Role.REVIEWER)
    assert given.given_by == manager
    set_roles(client_as(manager), team, analyst, ["reviewer"], "analyst reviewer")
    assert roles_of(team, analyst) == {Role.REVIEWER}
    assert actions() == ["member.role_given", "member.role_taken"]
    assert [n.subject for n in analyst.notices.all()] == ["Your roles in The desk have changed"] * 2


def test_a_role_holds_from_the_moment_it_is_given(
    manager: User, analyst: User, researcher: User, team: Team
) -> None:
    draft = scenario(analyst, team, visibility="team")
    waiting = assessment_submit(editor=analyst, assessment=draft, expected_version=draft.version)
    assert not may(researcher, "review_assessment", waiting)
    both = [Role.RESEARCHER, Role.REVIEWER]
    member_roles_set(by=manager, team=team, user=researcher, roles=both, expected=both[:1])
    assert may(researcher, "review_assessment", waiting)


def test_two_managers_do_not_overwrite_each_other(
    client_as: As, manager: User, analyst: User, team: Team
) -> None:
    client = client_as(manager)
    set_roles(client, team, analyst, ["analyst", "reviewer"], "analyst")
    late = set_roles(client, team, analyst, ["analyst", "instructor"], "analyst")
    assert late.status_code == 409
    assert "Somebody changed these roles while you were reading" in words(late)
    assert roles_of(team, analyst) == {Role.ANALYST, Role.REVIEWER}
    assert 'value="analyst reviewer"' in late.content.decode(), "the form now stands on what is stored"
    with pytest.raises(RolesChanged):
        member_roles_set(by=manager, team=team, user=analyst, roles=[Role.ANALYST], expected=[Role.ANALYST])


def test_no_role_at_all_and_a_role_that_is_none_are_refused_at_the_field(
    client_as: As, manager: User, analyst: User, team: Team
) -> None:
    none = set_roles(client_as(manager), team, analyst, [], "analyst")
    assert none.status_code == 422
    assert "Choose at least one role." in words(none)
    assert set_roles(client_as(manager), team, analyst, ["emperor"], "analyst").status_code == 422
    assert roles_of(team, analyst) == {Role.ANALYST}


def test_the_last_manager_stays_and_is_told_what_to_do(
    client_as: As, manager: User, analyst: User, team: Team
) -> None:
    client = client_as(manager)
    for answer in (
        set_roles(client, team, manager, ["analyst"], "manager"),
        client.post(reverse("teams:leave", args=[team.slug])),
        client.post(reverse("teams:remove", args=[team.slug, manager.pk])),
    ):
        assert answer.status_code == 409
        assert "Make another member team manager first" in words(answer)
    set_roles(client, team, analyst, ["analyst", "manager"], "analyst")
    assert client.post(reverse("teams:leave", args=[team.slug])).status_code == 302
    assert roles_of(team, manager) == set()


def test_a_manager_whose_account_is_closed_is_no_manager_left(manager: User, team: Team) -> None:
    make_user("gone", team=team, roles=(Role.MANAGER,), is_active=False)
    with pytest.raises(LastManager):
        member_remove(by=manager, team=team, user=manager)


def test_who_is_removed_keeps_their_drafts_and_the_team_keeps_what_was_shared(
    client_as: As, manager: User, reviewer: User, analyst: User, team: Team
) -> None:
    draft = scenario(analyst, team, visibility="team", title="A draft")
    shared = scenario(analyst, team, visibility="team", title="Handed in")
    assessment_submit(editor=analyst, assessment=shared, expected_version=shared.version)
    asked = client_as(manager).get(reverse("teams:remove", args=[team.slug, analyst.pk]))
    assert "Their drafts stay theirs" in words(asked)
    client_as(manager).post(reverse("teams:remove", args=[team.slug, analyst.pk]))
    assert roles_of(team, analyst) == set()
    theirs, others = client_as(analyst), client_as(reviewer)
    assert theirs.get(reverse("assessments:edit", args=[draft.pk, "open"])).status_code == 200
    assert theirs.get(reverse("assessments:detail", args=[shared.pk])).status_code == 200
    assert others.get(reverse("assessments:detail", args=[shared.pk])).status_code == 200
    assert others.get(reverse("assessments:detail", args=[draft.pk])).status_code == 404
    assert theirs.get(reverse("teams:detail", args=[team.slug])).status_code == 404
    assert [n.subject for n in analyst.notices.all()] == ["You are no longer a member of The desk"]


def test_a_draft_is_not_submitted_to_a_team_that_its_author_has_left(
    client_as: As, manager: User, analyst: User, team: Team
) -> None:
    draft = scenario(analyst, team, visibility="team")
    member_remove(by=manager, team=team, user=analyst)
    client = client_as(analyst)
    check = client.get(reverse("assessments:check", args=[draft.pk]))
    assert "You are no longer a member of The desk" in words(check)
    refused = client.post(reverse("assessments:submit", args=[draft.pk]), {"version": draft.version})
    assert refused.status_code == 403
    assert Assessment.objects.get(pk=draft.pk).status == "draft"


def test_members_read_managers_change_and_outsiders_see_nothing(
    client_as: As, manager: User, analyst: User, outsider: User, team: Team, client: Client
) -> None:
    page = reverse("teams:detail", args=[team.slug])
    changing = [
        reverse("teams:rename", args=[team.slug]),
        reverse("teams:invite", args=[team.slug]),
        reverse("teams:member", args=[team.slug, analyst.pk]),
        reverse("teams:remove", args=[team.slug, analyst.pk]),
    ]
    seen = client_as(analyst).get(page)
    assert seen.status_code == 200
    assert "Mara Manager" in words(seen)
    assert "Open invitations" not in words(seen)
    for address in changing:
        for verb in ("get", "post"):
            assert getattr(client_as(analyst), verb)(address).status_code == 403, address
            assert getattr(client_as(outsider), verb)(address).status_code == 404, address
        assert client.get(address).status_code == 302
        assert client_as(manager).get(address).status_code == 200
    assert client_as(outsider).get(page).status_code == 404
    assert client_as(manager).get(reverse("teams:member", args=[team.slug, outsider.pk])).status_code == 404


def test_services_refuse_whoever_is_no_manager(analyst: User, reviewer: User, team: Team) -> None:
    with pytest.raises(PermissionDenied):
        member_roles_set(by=analyst, team=team, user=analyst, roles=[Role.MANAGER], expected=[Role.ANALYST])
    with pytest.raises(PermissionDenied):
        member_remove(by=analyst, team=team, user=reviewer)
    with pytest.raises(PermissionDenied):
        team_create(by=analyst, name="Mine", manager=analyst)


def test_a_site_administrator_makes_teams_and_helps_but_sees_no_drafts(
    client_as: As, administrator: User, outsider: User
) -> None:
    client = client_as(administrator)
    made = client.post(reverse("teams:new"), {"name": "New desk", "manager": "outsider"})
    assert made.status_code == 302
    fresh = Team.objects.get(name="New desk")
    assert roles_of(fresh, outsider) == {Role.MANAGER}
    assert roles_of(fresh, administrator) == set()
    elsewhere = Team.objects.get(slug="elsewhere")
    draft = scenario(outsider, elsewhere, visibility="team")
    page = client.get(reverse("teams:detail", args=["elsewhere"]))
    assert "you look after the site" in words(page)
    assert set_roles(client, elsewhere, outsider, ["analyst", "manager"], "analyst").status_code == 302
    assert client.get(reverse("assessments:detail", args=[draft.pk])).status_code == 404
    assert actions()[:2] == ["team.created", "member.role_given"]
    unknown = client.post(reverse("teams:new"), {"name": "X", "manager": "nobody@example.org"})
    assert unknown.status_code == 422
    assert client_as(outsider).get(reverse("teams:new")).status_code == 403


def test_teams_of_one_name_have_addresses_of_their_own(administrator: User) -> None:
    slugs = [team_create(by=administrator, name="New", manager=administrator).slug for _number in range(2)]
    assert slugs == ["new-2", "new-3"], "/teams/new/ is the form"
    assert team_create(by=administrator, name="参謀", manager=administrator).slug == "team"


def test_renaming_keeps_the_address(client_as: As, manager: User, team: Team) -> None:
    client = client_as(manager)
    assert client.post(reverse("teams:rename", args=["desk"]), {"name": " "}).status_code == 422
    assert client.post(reverse("teams:rename", args=["desk"]), {"name": "The new desk"}).status_code == 302
    assert "The new desk" in words(client.get(reverse("teams:detail", args=["desk"])))


def test_candidates_are_members_with_the_role_without_those_named(
    analyst: User, reviewer: User, manager: User, outsider: User, team: Team
) -> None:
    make_user("gone", team=team, roles=(Role.REVIEWER,), is_active=False)
    assert list(candidates(team, Role.REVIEWER)) == [reviewer]
    assert set(candidates(team, besides=[analyst.pk, None])) == {reviewer, manager}
    assert set(members_of(team)) == {analyst, reviewer, manager}


def test_the_api_lists_ones_own_teams_with_roles_and_names_and_no_addresses(
    api_client_as: Callable[[User], APIClient],
    api_client: APIClient,
    manager: User,
    analyst: User,
    outsider: User,
) -> None:
    body = api_client_as(manager).get("/api/v1/teams/").json()
    assert body["results"] == [
        {
            "slug": "desk",
            "name": "The desk",
            "my_roles": ["manager"],
            "members": [
                {"username": "analyst", "name": "Ana Analyst", "roles": ["analyst"]},
                {"username": "manager", "name": "Mara Manager", "roles": ["manager"]},
            ],
        }
    ]
    assert api_client.get("/api/v1/teams/").status_code == 401
    assert api_client_as(manager).get("/api/v1/teams/?name=x").status_code == 400


def test_the_page_of_a_large_team_takes_no_more_queries(
    client_as: As, manager: User, team: Team, queries_at_most: Callable[[int], AbstractContextManager[Any]]
) -> None:
    client, page = client_as(manager), reverse("teams:detail", args=[team.slug])
    with queries_at_most(40) as few:
        client.get(page)
    for number in range(12):
        make_user(f"more{number}", team=team, roles=(Role.ANALYST, Role.REVIEWER))
    with queries_at_most(len(few)):
        assert client.get(page).status_code == 200
