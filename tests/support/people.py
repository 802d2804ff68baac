"""People for tests: accounts with a role in a team."""

from __future__ import annotations

from natoassess.accounts.models import Membership, Role, Team, User


def make_user(username: str, *, team: Team, roles: tuple[Role, ...], **fields: object) -> User:
    """An account without a usable password, doing `roles` in `team`."""
    user = User.objects.create(username=username, password="!", **fields)  # noqa: S106  no password at all
    for role in roles:
        Membership.objects.create(team=team, user=user, role=role)
    return user
