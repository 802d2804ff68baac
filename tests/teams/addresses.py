"""What the addresses of teams and notices hold, and what their forms send, for the table of permissions."""

from __future__ import annotations

from typing import Any

from natoassess.accounts.invitations import invitation_create
from natoassess.accounts.models import Invitation, NoticeKind, Role, Team, User
from natoassess.accounts.notices import switch_off_token

INVITED = "an invitation to the author's team"
OF_NO_TEAM = {"teams:list", "teams:new"}
NEW_PERSON = {
    "username": "nina",
    "name": "Nina",
    "password": "correct horse battery",
    "again": "correct horse battery",
}
FORMS: dict[str, dict[str, Any]] = {
    "teams:new": {"name": "Another", "manager": "outsider"},
    "teams:rename": {"name": "Renamed"},
    "teams:member": {"roles": ["analyst", "reviewer"], "was": "analyst"},
    "teams:invite": {"email": "somebody@example.org", "roles": ["analyst"]},
    "teams:invitation": NEW_PERSON,
    "notices:list": {"kinds": ["returned"]},
    "notices:read": {"until": "0"},
}


def invited(by: User) -> str:
    """Invite somebody to the author's team; the token of the link."""
    team = Team.objects.get(slug="desk")
    return invitation_create(by=by, team=team, email="nina@example.org", roles=[Role.ANALYST])[1]


def arguments(route: str, author: User, token: str) -> list[object]:
    """What the address of `route` holds: the author's team, a teammate, the open invitation, the author's mail."""
    if route == "notices:off":
        return [switch_off_token(author, NoticeKind.RETURNED)]
    if route == "teams:invitation":
        return [token]
    if route in OF_NO_TEAM or route.startswith("notices:"):
        return []
    if route in {"teams:member", "teams:remove"}:
        return ["desk", User.objects.get(username="teammate").pk]
    if route in {"teams:again", "teams:revoke"}:
        return ["desk", Invitation.objects.latest("pk").pk]
    return ["desk"]
