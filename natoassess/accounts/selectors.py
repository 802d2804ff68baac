"""What is read about people."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from natoassess.accounts.models import Membership, Role, Team, User

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
