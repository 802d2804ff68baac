"""What is read about people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.utils import timezone

from natoassess.accounts.models import Invitation, Membership, Role, Team, User

Person = User | AnonymousUser


def team_ids(user: Person) -> list[int]:
    """The teams that `user` belongs to; none for a visitor."""
    if not isinstance(user, User):
        return []
    return sorted(set(Membership.objects.filter(user=user).values_list("team_id", flat=True)))


def teams_of(user: Person) -> QuerySet[Team]:
    """The teams that `user` belongs to, each once."""
    return Team.objects.filter(pk__in=team_ids(user))


def has_role(user: Person, team_id: int | None, role: Role) -> bool:
    """Whether `user` does `role` in that team."""
    return (
        isinstance(user, User)
        and team_id is not None
        and Membership.objects.filter(user=user, team_id=team_id, role=role).exists()
    )


def members_of(team: Team) -> QuerySet[User]:
    """The members of a team who can sign in, each once, by name."""
    return (
        User.objects.filter(memberships__team=team, is_active=True)
        .distinct()
        .order_by("display_name", "username")
    )


def with_role(team_id: int | None, *roles: Role) -> QuerySet[User]:
    """The members of a team who can sign in and do any of `roles`, each once."""
    if team_id is None:
        return User.objects.none()
    held = Membership.objects.filter(team_id=team_id, role__in=roles).values("user_id")
    return User.objects.filter(pk__in=held, is_active=True).order_by("display_name", "username")


def candidates(team: Team, *roles: Role, besides: Iterable[int | None] = ()) -> QuerySet[User]:
    """Members of a team whom something may be asked of: those with any of `roles` (none named: all), without those
    whose keys are in `besides`, such as the author's."""
    people = with_role(team.pk, *roles) if roles else members_of(team)
    return people.exclude(pk__in=[key for key in besides if key is not None])


def team_ids_with_role(user: Person, *roles: Role) -> list[int]:
    """The teams in which `user` does any of `roles`."""
    if not isinstance(user, User):
        return []
    return sorted(set(Membership.objects.filter(user=user, role__in=roles).values_list("team_id", flat=True)))


def open_invitations(team: Team) -> QuerySet[Invitation]:
    """What was neither accepted nor revoked, the newest first; it may have run out."""
    return team.invitations.filter(accepted_at__isnull=True, revoked_at__isnull=True).select_related(
        "invited_by"
    )


def invitations_to(user: User) -> QuerySet[Invitation]:
    """Invitations to the mail address of `user` that can still be accepted."""
    if not user.email:
        return Invitation.objects.none()
    return Invitation.objects.filter(
        email=user.email.strip().lower(),
        accepted_at__isnull=True,
        revoked_at__isnull=True,
        expires_at__gt=timezone.now(),
    ).select_related("team", "invited_by")


@dataclass(frozen=True)
class Member:
    """One person in a team: all their roles, and who gave the first of them when."""

    user: User
    roles: tuple[Role, ...]
    given_by: User | None
    given_at: datetime | None

    @property
    def role_names(self) -> list[str]:
        """The roles in words."""
        return [str(role.label) for role in self.roles]


def members_with_roles(teams: Iterable[Team]) -> dict[int, list[Member]]:
    """The members of each team by the team's key, by name; one query however many there are."""
    rows = Membership.objects.filter(team__in=list(teams)).select_related("user", "given_by")
    held: dict[int, dict[int, list[Membership]]] = {}
    for row in rows:
        held.setdefault(row.team_id, {}).setdefault(row.user_id, []).append(row)
    return {
        team: sorted(
            (_member(of_one) for of_one in people.values()), key=lambda member: member.user.name.casefold()
        )
        for team, people in held.items()
    }


def _member(rows: list[Membership]) -> Member:
    first = min(rows, key=lambda row: (row.given_at is not None, row.given_at or row.pk))
    held = {row.role for row in rows}
    return Member(
        first.user, tuple(role for role in Role if role.value in held), first.given_by, first.given_at
    )


def roles_by_team(user: User) -> list[tuple[Team, list[str]]]:
    """The teams of `user` by name, each with their roles in it in words. One query."""
    roles: dict[Team, list[str]] = {}
    for row in (
        Membership.objects.filter(user=user).select_related("team").order_by("team__name", "team", "role")
    ):
        roles.setdefault(row.team, []).append(str(row.get_role_display()))
    return list(roles.items())
