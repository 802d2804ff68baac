"""What changes teams. Each function holds the row of the team while it works: of two managers who remove each other,
one comes second, and finds that they are no manager any more.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from natoassess.accounts.models import Membership, NoticeKind, Role, Team, User
from natoassess.accounts.notices import notify
from natoassess.accounts.team_rules import may, may_make_teams
from natoassess.web.audit.services import record

RESERVED = frozenset({"new", "invitations"})
"""Addresses under /teams/ that are not teams."""


class LastManager(Exception):
    """The team would be left without a manager."""


class NotAMember(Exception):
    """The person is in the team no more."""


class RolesChanged(Exception):
    """The roles stand otherwise than the editor read; `current` is what they are now."""

    def __init__(self, current: frozenset[Role]) -> None:
        self.current = current
        super().__init__("the roles have changed meanwhile")


def team_locked(team: Team) -> Team:
    """The row of the team as it now stands, held until the transaction ends."""
    return Team.objects.select_for_update().get(pk=team.pk)


def roles_of(team: Team, user: User) -> frozenset[Role]:
    """What `user` does in `team`; empty for somebody who is no member."""
    rows = Membership.objects.filter(team=team, user=user).values_list("role", flat=True)
    return frozenset(Role(row) for row in rows)


@transaction.atomic
def team_create(*, by: User, name: str, manager: User) -> Team:
    """Make a team whose first manager is `manager`. Raises PermissionDenied for anybody but a site administrator."""
    if not may_make_teams(by):
        raise PermissionDenied(_("Teams are made by site administrators."))
    team = Team.objects.create(name=name, slug=_free_slug(name))
    record(actor=by, action="team.created", subject=team, detail={"slug": team.slug})
    role_give(team=team, user=manager, role=Role.MANAGER, by=by)
    if manager != by:
        _tell(manager, team, _("You manage the team %(team)s") % {"team": team.name})
    return team


@transaction.atomic
def team_rename(*, by: User, team: Team, name: str) -> Team:
    """Give the team another name; its address stays. Raises PermissionDenied."""
    team = team_locked(team)
    _may(by, "manage", team)
    if team.name != name:
        record(actor=by, action="team.renamed", subject=team, detail={"before": team.name, "after": name})
        team.name = name
        team.save(update_fields=["name"])
    return team


@transaction.atomic
def member_roles_set(
    *, by: User, team: Team, user: User, roles: Iterable[Role], expected: Iterable[Role]
) -> None:
    """Give a member these roles and no others; `expected` are those that the editor read.

    Raises PermissionDenied; NotAMember; ValueError for no role at all (that is removing); RolesChanged where they were
    changed meanwhile; LastManager.
    """
    team = team_locked(team)
    _may(by, "manage", team)
    before, after = roles_of(team, user), frozenset(roles)
    if not after:
        raise ValueError("a member has a role")
    if not before:
        raise NotAMember
    if before != frozenset(expected):
        raise RolesChanged(before)
    if Role.MANAGER in before - after:
        _refuse_last(team, user)
    for role in _in_order(after - before):
        role_give(team=team, user=user, role=role, by=by)
    for role in _in_order(before - after):
        Membership.objects.filter(team=team, user=user, role=role).delete()
        record(
            actor=by, action="member.role_taken", subject=team, detail={"user": user.pk, "role": role.value}
        )
    if before != after and user != by:
        _tell(user, team, _("Your roles in %(team)s have changed") % {"team": team.name}, _in_words(after))


@transaction.atomic
def member_remove(*, by: User, team: Team, user: User) -> None:
    """Take somebody out of the team, or leave it oneself.

    Their drafts stay theirs; what they submitted to the team stays with it.
    Raises PermissionDenied, NotAMember, LastManager.
    """
    team = team_locked(team)
    _may(by, "leave" if by == user else "manage", team)
    roles = roles_of(team, user)
    if not roles:
        raise NotAMember
    if Role.MANAGER in roles:
        _refuse_last(team, user)
    Membership.objects.filter(team=team, user=user).delete()
    detail = {"user": user.pk, "roles": [role.value for role in _in_order(roles)]}
    record(actor=by, action="member.removed", subject=team, detail=detail)
    if user != by:
        subject = _("You are no longer a member of %(team)s") % {"team": team.name}
        words = _("Your drafts stay yours. What you submitted to the team stays with it.")
        notify(user=user, kind=NoticeKind.INVITED, subject=subject, text=words, url="/teams/")


def role_give(*, team: Team, user: User, role: Role, by: User | None, actor: User | None = None) -> bool:
    """Write one role and its entry in the audit log; False where it was theirs already.

    In a transaction, by a caller that has asked whether `by` may. `actor`: who acts now, where `by` acted before (they
    invited, and it is accepted now).
    """
    _membership, new = Membership.objects.get_or_create(
        team=team, user=user, role=role, defaults={"given_by": by, "given_at": timezone.now()}
    )
    if new:
        record(
            actor=actor or by,
            action="member.role_given",
            subject=team,
            detail={"user": user.pk, "role": role.value},
        )
    return new


def _may(by: User, action: str, team: Team) -> None:
    if not may(by, action, team):
        raise PermissionDenied(_("Only a manager of the team does that."))


def _refuse_last(team: Team, leaving: User) -> None:
    """Raise LastManager unless another person who can sign in manages the team."""
    others = Membership.objects.filter(team=team, role=Role.MANAGER, user__is_active=True).exclude(
        user=leaving
    )
    if not others.exists():
        raise LastManager


def _free_slug(name: str) -> str:
    wanted = slugify(name)[:50] or "team"
    slug, number = wanted, 1
    while slug in RESERVED or Team.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{wanted}-{number}"
    return slug


def _in_order(roles: Iterable[Role]) -> list[Role]:
    return [role for role in Role if role in roles]


def _in_words(roles: Iterable[Role]) -> str:
    names = ", ".join(str(role.label) for role in _in_order(roles))
    return _("You are now: %(roles)s.") % {"roles": names}


def _tell(user: User, team: Team, subject: str, text: str = "") -> None:
    notify(user=user, kind=NoticeKind.INVITED, subject=subject, text=text, url=f"/teams/{team.slug}/")
