"""Taking everything along, and leaving: what goes, what stays, and under which name."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cases.assessments.account_part import files
from cases.assessments.models import Assessment, Comment, Contributor
from cases.assessments.models.assessment import Status
from cases.assessments.models.second_coding import CodingState, Dissent, SecondCoding
from cases.assessments.services import assessment_review, assessment_submit
from cases.studies.models import Case
from frameworks.models import Framework
from frameworks.own import Weighing, elicited_of, framework_make
from frameworks.selectors import framework_get
from natoassess.accounts import deletion
from natoassess.accounts.models import BrowserSession, Membership, Notice, Role, Team, User
from natoassess.accounts.tokens import token_create, tokens_of
from natoassess.web.audit.models import AuditEntry
from tests.accounts.conftest import PASSWORD, is_signed_in, password_given
from tests.pages.markup import forbidden_markup, text_of
from tests.pages.scenarios import scenario
from tests.support.answers import let_go

pytestmark = pytest.mark.django_db
EXPORT, DELETE = "accounts:export", "accounts:delete"


@pytest.fixture
def work(vera: User, team: Team, reviewer: User, library: None) -> dict[str, Assessment]:
    """A private draft of Vera's, one handed to the team, and one that is published to everyone."""
    made = {name: scenario(vera, team, visibility="public") for name in ("draft", "handed", "published")}
    for name in ("handed", "published"):
        made[name] = assessment_submit(
            editor=vera, assessment=made[name], expected_version=made[name].version
        )
    made["published"] = assessment_review(
        reviewer=reviewer,
        assessment=made["published"],
        expected_version=made["published"].version,
        publish=True,
        note="",
    )
    return made


def own_framework(owner: User, title: str, team: Team | None) -> Framework:
    base = framework_get("nato-2022")
    return framework_make(owner=owner, base=base, weighing=Weighing(title, "", *elicited_of(base), team))


def archive_of(client: Client, **fields: str) -> zipfile.ZipFile:
    """The archive that the page gives out."""
    answer: Any = client.post(reverse(EXPORT), fields)
    assert answer.status_code == 200 and answer["Content-Type"] == "application/zip"
    content = b"".join(answer.streaming_content)
    let_go(answer)
    return zipfile.ZipFile(io.BytesIO(content))


def leave(client: Client, **fields: str) -> Any:
    return client.post(reverse(DELETE), {"username": "vera", "password": PASSWORD, **fields})


# Export -------------------------------------------------------------------------------------------
def test_the_archive_holds_everything_and_no_secret(
    vera: User, work: dict[str, Assessment], codes: list[str]
) -> None:
    client = Client()
    password_given(client)
    client.post(reverse("accounts:second-step"), {"code": codes[0]})
    token = token_create(user=vera, days=30, name="a laptop")
    own_framework(vera, "Mine", None)
    archive = archive_of(client, password=PASSWORD)
    assert archive.testzip() is None
    files = {name: archive.read(name).decode() for name in archive.namelist()}
    account = json.loads(files["account.json"])
    assert account["memberships"] == [{"team": "desk", "name": "The desk", "role": "analyst"}]
    assert account["mail"] == "vera@example.org" and account["recovery_codes_left"] == 9
    assert [row["name"] for row in json.loads(files["tokens.json"])] == ["a laptop"]
    assert len(json.loads(files["sessions.json"])) == 1
    assert any(row["action"] == "account.two_step_on" for row in json.loads(files["log.json"]))
    whole = "\n".join(files.values())
    for secret in (vera.password, token, codes[1], client.session.session_key):
        assert secret and secret not in whole
    assert sum(name.startswith("frameworks/") for name in files) == 1
    about = {
        json.loads(text)["id"]: json.loads(text)
        for name, text in files.items()
        if name.endswith("assessment.json")
    }
    assert {row.pk: row.status for row in work.values()} == {key: row["status"] for key, row in about.items()}
    assert AuditEntry.objects.filter(action="account.exported", actor_id=vera.pk).count() == 1


def test_a_scenario_of_the_archive_can_be_brought_in_again(
    client_as: Callable[[User], Client], vera: User, work: dict[str, Assessment]
) -> None:
    archive = archive_of(client_as(vera), password=PASSWORD)
    [name] = [
        name
        for name in archive.namelist()
        if name.startswith(f"assessments/{work['draft'].pk}/") and name.endswith(".yaml")
    ]
    brought = client_as(vera).post(reverse("assessments:import"), {"text": archive.read(name).decode()})
    assert brought.status_code == 302, text_of(brought)


def test_others_get_nothing_of_it_and_the_password_is_asked_for(
    client_as: Callable[[User], Client], client: Client, vera: User, otto: User
) -> None:
    assert client_as(vera).post(reverse(EXPORT), {"password": "wrong"}).status_code == 422
    assert client.get(reverse(EXPORT)).status_code == 302
    otto.is_demo = True
    otto.save()
    assert b"vera" not in archive_of(client_as(otto)).read("account.json"), "a demo account has no password"


# Deletion -----------------------------------------------------------------------------------------
def test_the_page_says_beforehand_what_goes_and_what_stays(
    client_as: Callable[[User], Client], vera: User, work: dict[str, Assessment], team: Team
) -> None:
    Membership.objects.create(team=team, user=vera, role=Role.MANAGER)
    page = client_as(vera).get(reverse(DELETE))
    words = text_of(page)
    assert "1 draft or private assessment, with its scenario" in words
    assert "2 assessments that were published or handed to a team" in words
    assert "1 publication with a number" in words
    assert "You alone manage: The desk" in words
    assert forbidden_markup(page) == []


def test_private_work_goes_and_published_work_stays_under_no_name(
    vera: User, work: dict[str, Assessment], team: Team, reviewer: User, client_as: Callable[[User], Client]
) -> None:
    mine, used = own_framework(vera, "Mine", None), own_framework(vera, "Ours", team)
    token_create(user=vera, days=30)
    client = Client()
    password_given(client)
    gone = leave(client)
    assert gone["Location"] == reverse("home") and gone["Clear-Site-Data"] == '"storage"'
    assert not is_signed_in(client)
    assert set(Assessment.objects.filter(author=vera)) == {work["handed"], work["published"]}
    assert not Case.objects.filter(pk=work["draft"].phase.case_id).exists()
    assert not Framework.objects.filter(pk=mine.pk).exists() and Framework.objects.filter(pk=used.pk).exists()

    former = User.objects.get(pk=vera.pk)
    assert (former.username, former.name, former.email) == (f"former-{vera.pk}", "former member", "")
    assert not former.is_active and not former.has_usable_password()
    for rows in (former.memberships, former.browser_sessions, former.jobs, former.recovery_codes):
        assert not rows.exists()
    assert not tokens_of(former).exists() and not BrowserSession.objects.filter(user=former).exists()

    for reader in (Client(), client_as(reviewer)):
        page = reader.get(reverse("assessments:detail", args=[work["published"].pk]))
        assert page.status_code == 200
        assert "Vera" not in page.content.decode()
    assert client_as(reviewer).get(reverse("assessments:review", args=[work["handed"].pk])).status_code == 200
    entry = AuditEntry.objects.get(action="account.deleted")
    assert (entry.actor_id, entry.detail) == (vera.pk, {})
    assert (
        Client().post(reverse("accounts:login"), {"username": "vera", "password": PASSWORD}).status_code
        == 200
    )


@pytest.mark.parametrize(
    ("fields", "words"), [({"username": "vero"}, "Type vera"), ({"password": "wrong"}, "not the password")]
)
def test_without_username_and_password_nothing_goes(
    client_as: Callable[[User], Client], vera: User, fields: dict[str, str], words: str
) -> None:
    refused = leave(client_as(vera), **fields)
    assert refused.status_code == 422 and words in text_of(refused)
    assert User.objects.get(pk=vera.pk).is_active


def test_the_last_administrator_stays(client_as: Callable[[User], Client], vera: User) -> None:
    vera.is_superuser = vera.is_staff = True
    vera.save()
    refused = leave(client_as(vera))
    assert refused.status_code == 422 and "only administrator" in text_of(refused)
    assert User.objects.get(pk=vera.pk).is_active
    User.objects.create(username="second", is_superuser=True)
    assert leave(client_as(vera)).status_code == 302


def test_trash_and_private_work_go_whatever_their_state(
    vera: User, work: dict[str, Assessment], team: Team, otto: User
) -> None:
    Assessment.objects.filter(pk=work["handed"].pk).update(
        status=Status.RETURNED, visibility="private", team=None
    )
    others = scenario(otto, team, visibility="team")
    Contributor.objects.create(assessment=others, user=vera)
    deletion.account_delete(user=vera)
    assert set(Assessment.objects.filter(author=vera)) == {work["published"]}
    assert Assessment.objects.filter(pk=others.pk).exists() and not Contributor.objects.exists()


def test_nobody_waits_for_who_has_left_and_words_about_others_stay(
    vera: User, work: dict[str, Assessment], team: Team, otto: User
) -> None:
    theirs = [scenario(otto, team, visibility="team", title=f"Theirs {number}") for number in range(2)]
    asked, handed_in = (
        SecondCoding.objects.create(assessment=first, coder=vera, asked_by=otto) for first in theirs
    )
    begun = scenario(vera, team, visibility="team", title="A second coding")
    SecondCoding.objects.filter(pk=asked.pk).update(state=CodingState.ACCEPTED, coding=begun)
    SecondCoding.objects.filter(pk=handed_in.pk).update(state=CodingState.SUBMITTED)
    Comment.objects.create(assessment=theirs[0], author=vera, text="Look at article 5.")
    Dissent.objects.create(assessment=theirs[0], author=vera, author_name="Vera Holm", text="No.")
    Notice.objects.create(user=vera, kind="comment", subject="Somebody answers")
    archive = {name for name, _content in files(vera)}
    assert {"comments.json", "dissents.json", "second_codings.json"} <= archive
    assert any("comments on the work of others" in fate.stays for fate in deletion.fates(vera))
    deletion.account_delete(user=vera)
    assert list(SecondCoding.objects.order_by("pk").values_list("state", flat=True)) == [
        CodingState.DECLINED,
        CodingState.CANCELLED,
    ]
    assert (
        not Assessment.objects.filter(pk=begun.pk).exists() and not Notice.objects.filter(user=vera).exists()
    )
    assert [str(comment.author) for comment in Comment.objects.filter(author=vera)] == ["former member"]
    assert Dissent.objects.get().author_name == "former member"


def test_an_old_name_can_be_taken_and_a_taken_one_is_no_obstacle(vera: User) -> None:
    User.objects.create(username=f"former-{vera.pk}")
    deletion.account_delete(user=vera)
    assert User.objects.get(pk=vera.pk).username.startswith(f"former-{vera.pk}-")
    assert User.objects.create(username="vera").pk != vera.pk


def test_the_administration_deletes_no_account(
    client_as: Callable[[User], Client], vera: User, administrator: User
) -> None:
    client = client_as(administrator)
    assert (
        client.post(reverse("admin:accounts_user_delete", args=[vera.pk]), {"post": "yes"}).status_code == 403
    )
    assert User.objects.filter(pk=vera.pk).exists()
