"""Two managers at the same moment, and one link opened twice, on PostgreSQL."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from natoassess.accounts.invitations import invitation_accept, invitation_create, invitation_register
from natoassess.accounts.models import Invitation, Membership, NoticeKind, Role, Team, User
from natoassess.accounts.notices import notify
from natoassess.accounts.queued_mail import notice_mail
from natoassess.accounts.teams import LastManager, member_remove, member_roles_set
from tests.concurrency.conftest import at_once
from tests.support.people import make_user

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
ROUNDS = 5


def managers(team: Team) -> int:
    return Membership.objects.filter(team=team, role=Role.MANAGER).count()


def test_two_managers_who_remove_each_other_leave_one(team: Team) -> None:
    for number in range(ROUNDS):
        pair = [make_user(f"m{number}-{one}", team=team, roles=(Role.MANAGER,)) for one in range(2)]
        results = at_once(
            partial(member_remove, by=pair[0], team=team, user=pair[1]),
            partial(member_remove, by=pair[1], team=team, user=pair[0]),
        )
        assert sum(isinstance(result, PermissionDenied) for result in results) == 1, results
        assert managers(team) == 1
        Membership.objects.all().delete()


def test_two_managers_who_both_leave_leave_one(team: Team) -> None:
    for number in range(ROUNDS):
        pair = [
            make_user(f"m{number}-{one}", team=team, roles=(Role.MANAGER, Role.ANALYST)) for one in range(2)
        ]
        results = at_once(
            partial(member_remove, by=pair[0], team=team, user=pair[0]),
            partial(
                member_roles_set,
                by=pair[1],
                team=team,
                user=pair[1],
                roles=[Role.ANALYST],
                expected=[Role.MANAGER, Role.ANALYST],
            ),
        )
        assert sum(isinstance(result, LastManager) for result in results) == 1, results
        assert managers(team) == 1
        Membership.objects.all().delete()


def test_one_link_lets_one_person_in(team: Team) -> None:
    manager = make_user("manager", team=team, roles=(Role.MANAGER,))
    known = User.objects.create(username="known")
    for number in range(ROUNDS):
        email = f"n{number}@example.org"
        _row, token = invitation_create(by=manager, team=team, email=email, roles=[Role.ANALYST])
        register = partial(invitation_register, token=token, name="New", password="correct horse battery")
        results: list[Any] = at_once(
            partial(register, username=f"one{number}"),
            partial(register, username=f"two{number}"),
            partial(invitation_accept, token=token, user=known),
        )
        refused = [result for result in results if isinstance(result, Exception)]
        assert len(refused) == 2, results
        assert not [error for error in refused if type(error).__name__ not in {"InvitationOver", "NameTaken"}]
        taken = Invitation.objects.get(email=email)
        joined = Membership.objects.filter(team=team, role=Role.ANALYST)
        assert [membership.user for membership in joined] == [taken.accepted_by]
        assert User.objects.filter(email=email).count() == (taken.accepted_by != known)
        joined.delete()


def test_one_address_is_invited_once_and_one_notice_mailed_once(team: Team, mailoutbox: list[Any]) -> None:
    manager = make_user("manager", team=team, roles=(Role.MANAGER,), email="mara@example.org")
    invite = partial(invitation_create, by=manager, team=team, email="n@example.org", roles=[Role.ANALYST])
    results = at_once(*[invite] * 3)
    assert sum(isinstance(result, tuple) for result in results) == 1, results
    assert Invitation.objects.count() == 1
    for _round in range(ROUNDS):
        notice = notify(user=manager, kind=NoticeKind.JOINED, subject="x")
        assert notice is not None
        type(notice).objects.filter(pk=notice.pk).update(by_mail=True)
        sent = at_once(*[partial(notice_mail, notice_id=notice.pk)] * 6)
        assert sorted(sent) == [False] * 5 + [True]
