"""Invitations: one link, one time, one person; everything else ends at one page that tells nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from natoassess.accounts import invitations
from natoassess.accounts.invitations import (
    InvitationOver,
    invitation_accept,
    invitation_create,
    invitation_resend,
)
from natoassess.accounts.models import Invitation, Membership, Role, Team, User
from natoassess.accounts.teams import member_remove, roles_of
from natoassess.web.audit.models import AuditEntry
from tests.filing.pages import text_of
from tests.support.people import make_user

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]
After = Callable[[], AbstractContextManager[Any]]
NEW = {
    "username": "nina",
    "name": "Nina New",
    "password": "correct horse battery",
    "again": "correct horse battery",
}


def words(answer: Any) -> str:
    return text_of(answer.content.decode())


def link_of(answer: Any) -> str:
    """The link on the page that shows it once, without the host."""
    found = re.search(r'value="http://testserver(/teams/invitations/[^"]+)"', answer.content.decode())
    assert found, words(answer)
    return found[1]


def invite(client: Client, team: Team, **changes: Any) -> Any:
    given = {"email": "nina@example.org", "roles": ["analyst"], "words": "Do come.", **changes}
    return client.post(reverse("teams:invite", args=[team.slug]), given)


def offered(manager: User, team: Team, email: str = "nina@example.org") -> tuple[Invitation, str]:
    invitation, token = invitation_create(by=manager, team=team, email=email, roles=[Role.ANALYST])
    return invitation, reverse("teams:invitation", args=[token])


def test_a_new_person_is_invited_by_mail_makes_an_account_and_is_in(
    client_as: As, client: Client, manager: User, team: Team, mailing: After
) -> None:
    with mailing():
        sent = invite(client_as(manager), team)
    link = link_of(sent)
    (message,) = mail.outbox
    assert message.to == ["nina@example.org"]
    assert link in message.body, "the mail holds the same link"
    assert "Mara Manager invites you to the team The desk" in message.body
    assert "Do come." in message.body
    assert "You are invited to The desk" in words(client.get(link))
    assert Invitation.objects.filter(token_hash__contains=link.split("/")[-2]).count() == 0, "kept as a hash"
    answer = client.post(link, NEW)
    assert answer.status_code == 302 and answer["Location"] == reverse("overview")
    nina = User.objects.get(username="nina")
    assert (nina.email, nina.name) == ("nina@example.org", "Nina New")
    assert roles_of(team, nina) == {Role.ANALYST}
    assert nina.check_password(NEW["password"])
    assert Membership.objects.get(user=nina).given_by == manager
    assert "Welcome to The desk" in words(client.get(reverse("overview")))
    assert list(AuditEntry.objects.order_by("pk").values_list("action", flat=True)) == [
        "invitation.sent",
        "account.registered",
        "invitation.accepted",
        "member.role_given",
    ]
    assert [n.subject for n in manager.notices.all()] == ["Nina New has joined The desk"]


def test_an_existing_account_signs_in_and_accepts(
    client_as: As, client: Client, manager: User, outsider: User, team: Team
) -> None:
    User.objects.filter(pk=outsider.pk).update(email="Otto@Example.org")
    outsider.refresh_from_db()
    _invitation, link = offered(manager, team, "otto@example.org")
    assert f"?next={link}" in client.get(link).content.decode()
    page = client_as(outsider).get(link)
    assert "You are signed in as Otto Outsider" in words(page)
    assert "another mail address" not in words(page)
    assert client_as(outsider).post(link)["Location"] == reverse("teams:detail", args=[team.slug])
    assert roles_of(team, outsider) == {Role.ANALYST}
    assert AuditEntry.objects.get(action="invitation.accepted").detail["by_the_address_invited"] is True


def test_the_link_is_the_key_another_account_may_take_it_and_the_log_says_so(
    client_as: As, manager: User, outsider: User, team: Team
) -> None:
    _invitation, link = offered(manager, team)
    assert "another mail address than the one invited" in words(client_as(outsider).get(link))
    client_as(outsider).post(link)
    assert roles_of(team, outsider) == {Role.ANALYST}
    assert AuditEntry.objects.get(action="invitation.accepted").detail["by_the_address_invited"] is False


def test_a_link_works_once(client_as: As, client: Client, manager: User, outsider: User, team: Team) -> None:
    _invitation, link = offered(manager, team)
    client_as(outsider).post(link)
    for answer in (client.get(link), client.post(link, NEW), client_as(manager).post(link)):
        assert answer.status_code == 404
        assert "cannot be used" in words(answer)
        assert "The desk" not in words(answer)
    assert not User.objects.filter(username="nina").exists()
    again = client_as(outsider).get(link)
    assert again["Location"] == reverse("teams:list"), "whoever accepted is not scolded"


@pytest.mark.parametrize("how", ["forged", "mangled", "revoked", "replaced"])
def test_every_dead_link_leads_to_the_same_page(
    client_as: As, client: Client, manager: User, team: Team, how: str
) -> None:
    invitation, link = offered(manager, team)
    if how == "forged":
        link = reverse("teams:invitation", args=["x" * 32 + "." + "y" * 43])
    elif how == "mangled":
        link = link[:-3] + "/"
    elif how == "revoked":
        client_as(manager).post(reverse("teams:revoke", args=[team.slug, invitation.pk]))
    else:
        invitation_resend(by=manager, invitation=invitation)
    for answer in (client.get(link), client.post(link, NEW)):
        assert answer.status_code == 404
        assert "cannot be used" in words(answer)
        assert "The desk" not in words(answer)
    assert not User.objects.filter(username="nina").exists()


def test_a_link_that_has_run_out_says_so_and_a_new_one_mends_it(
    client_as: As, client: Client, manager: User, team: Team, mailing: After
) -> None:
    invitation, link = offered(manager, team)
    assert invitation.expires_at - timezone.now() > timedelta(days=13, hours=23)
    Invitation.objects.update(expires_at=timezone.now())
    for answer in (client.get(link), client.post(link, NEW)):
        assert answer.status_code == 410
        assert "has run out" in words(answer) and "Ask the person who invited you" in words(answer)
        assert "The desk" not in words(answer)
    team_page = client_as(manager).get(reverse("teams:detail", args=[team.slug]))
    assert "run out" in words(team_page)
    with mailing():
        sent = client_as(manager).post(reverse("teams:again", args=[team.slug, invitation.pk]))
    assert [message.to for message in mail.outbox] == [["nina@example.org"]]
    assert client.post(link_of(sent), NEW).status_code == 302
    assert client.get(link).status_code == 404, "the first link is dead"


def test_what_was_accepted_is_neither_revoked_nor_sent_again(
    client_as: As, manager: User, outsider: User, team: Team
) -> None:
    invitation, link = offered(manager, team)
    client_as(outsider).post(link)
    for name in ("again", "revoke"):
        answer = client_as(manager).post(
            reverse(f"teams:{name}", args=[team.slug, invitation.pk]), follow=True
        )
        assert "accepted or revoked meanwhile" in words(answer)
    assert Invitation.objects.get().revoked_at is None


def test_whom_not_to_invite(client_as: As, manager: User, analyst: User, team: Team) -> None:
    User.objects.filter(pk=analyst.pk).update(email="ana@example.org")
    client = client_as(manager)
    member = invite(client, team, email="ANA@example.org")
    assert member.status_code == 422 and "is a member of the team" in words(member)
    assert invite(client, team).status_code == 200
    twice = invite(client, team, email="Nina@Example.ORG")
    assert twice.status_code == 409 and "invited already" in words(twice)
    faults: tuple[dict[str, Any], ...] = (
        {"email": "nobody"},
        {"roles": []},
        {"roles": ["emperor"]},
        {"words": "x" * 1001},
    )
    for wrong in faults:
        assert invite(client, team, **wrong).status_code == 422
    assert Invitation.objects.count() == 1


def test_only_so_many_an_hour(
    client_as: As, manager: User, team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(invitations, "SENT_AN_HOUR", 2)
    client = client_as(manager)
    codes = [invite(client, team, email=f"n{number}@example.org").status_code for number in range(3)]
    assert codes == [200, 200, 429]
    assert Invitation.objects.count() == 2
    pk = Invitation.objects.latest("pk").pk
    again = client.post(reverse("teams:again", args=[team.slug, pk]), follow=True)
    assert "within an hour" in words(again)


def test_others_than_managers_neither_invite_nor_end_an_invitation(
    client_as: As, manager: User, analyst: User, outsider: User, team: Team
) -> None:
    invitation, _link = offered(manager, team)
    for name in ("again", "revoke"):
        address = reverse(f"teams:{name}", args=[team.slug, invitation.pk])
        assert client_as(analyst).post(address).status_code == 403
        assert client_as(outsider).post(address).status_code == 404
    elsewhere = reverse("teams:revoke", args=["elsewhere", invitation.pk])
    Membership.objects.create(team=Team.objects.get(slug="elsewhere"), user=outsider, role=Role.MANAGER)
    assert client_as(outsider).post(elsewhere).status_code == 404, "an invitation of another team"
    with pytest.raises(PermissionDenied):
        invitation_create(by=analyst, team=team, email="x@example.org", roles=[Role.MANAGER])
    assert Invitation.objects.get().is_open


def test_the_form_of_a_new_person_says_what_is_wrong_where(
    client: Client, manager: User, analyst: User, team: Team
) -> None:
    _invitation, link = offered(manager, team)
    wrong: dict[str, dict[str, str]] = {
        "Somebody has this username": {"username": "ANALYST"},
        "The two passwords differ": {"again": "something else"},
        "too short": {"password": "abc", "again": "abc"},
        "too similar to the": {"password": "nina@example.org", "again": "nina@example.org"},
        "Enter a valid username": {"username": "nina new!"},
        "This field is required": {"name": ""},
    }
    for text, change in wrong.items():
        answer = client.post(link, {**NEW, **change})
        assert answer.status_code == 422 and text in words(answer), text
    assert client.post(link, NEW).status_code == 302


def test_an_address_with_an_account_signs_in_instead(
    client: Client, manager: User, outsider: User, team: Team
) -> None:
    User.objects.filter(pk=outsider.pk).update(email="nina@example.org")
    _invitation, link = offered(manager, team)
    answer = client.post(link, NEW)
    assert answer.status_code == 422 and "sign in with it" in words(answer)
    assert not User.objects.filter(username="nina").exists()
    assert Invitation.objects.get().is_open


def test_a_member_who_accepts_keeps_the_roles_that_they_have(
    client_as: As, manager: User, analyst: User, team: Team
) -> None:
    _invitation, token = invitation_create(
        by=manager, team=team, email="other@example.org", roles=[Role.ANALYST, Role.REVIEWER]
    )
    assert "adds these roles" in words(client_as(analyst).get(reverse("teams:invitation", args=[token])))
    invitation_accept(token=token, user=analyst)
    assert roles_of(team, analyst) == {Role.ANALYST, Role.REVIEWER}
    with pytest.raises(InvitationOver):
        invitation_accept(token=token, user=analyst)


def test_the_mail_is_sent_once_and_not_for_a_link_that_was_replaced(
    manager: User, team: Team, mailing: After
) -> None:
    from natoassess.accounts.tasks import mail_invitation

    invitation, link = offered(manager, team)
    token = link.split("/")[-2]
    first_hash = invitation.token_hash
    for _time in range(2):
        mail_invitation.apply(args=(invitation.pk, token, first_hash))
    assert len(mail.outbox) == 1
    with mailing():
        invitation_resend(by=manager, invitation=invitation)
    mail_invitation.apply(args=(invitation.pk, token, first_hash))
    assert len(mail.outbox) == 2
    assert token not in mail.outbox[1].body


def test_words_and_names_cannot_forge_mail_headers(manager: User, team: Team, mailing: After) -> None:
    team.name = "The desk\r\nBcc: all@example.org"
    team.save()
    with mailing():
        invitation_create(
            by=manager, team=team, email="n@example.org", roles=[Role.ANALYST], words="a\r\n.\r\nb"
        )
    (message,) = mail.outbox
    assert message.subject == "[natoassess] Invitation to the team The desk Bcc: all@example.org"
    assert message.recipients() == ["n@example.org"]


def test_a_site_without_mail_says_so_and_shows_the_link(
    client_as: As, client: Client, manager: User, team: Team, mailing: After, settings: Any
) -> None:
    settings.MAIL_SET_UP = False
    with mailing():
        sent = invite(client_as(manager), team)
    assert "This site sends no mail" in words(sent) and mail.outbox == []
    assert client.post(link_of(sent), NEW).status_code == 302


def test_a_link_dies_with_the_right_to_send_it(
    client: Client, client_as: As, manager: User, team: Team, outsider: User
) -> None:
    """Whoever was taken out of the team does not come back in by a link of their own."""
    other = make_user("second-manager", team=team, roles=(Role.MANAGER,))
    _invitation, link = offered(manager, team)
    member_remove(by=other, team=team, user=manager)
    for who in (client, client_as(manager)):
        assert who.get(link).status_code == 410
        assert who.post(link, NEW).status_code == 410
    assert not roles_of(team, manager)
    assert not User.objects.filter(username=NEW["username"]).exists()
    invitation, token = invitation_resend(by=other, invitation=Invitation.objects.get())
    assert invitation.invited_by == other
    invitation_accept(token=token, user=outsider)
    assert roles_of(team, outsider) == {Role.ANALYST}
