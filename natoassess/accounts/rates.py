"""Which rate of the API a person has (settings.API_RATE_OF)."""

from __future__ import annotations

from natoassess.accounts.models import Membership, Role, User

RESEARCHER = "researcher"


def rate_of(user: User) -> str:
    """`researcher` for who is one in any team, else `user`."""
    is_one = Membership.objects.filter(user=user, role=Role.RESEARCHER).exists()
    return RESEARCHER if is_one else "user"
