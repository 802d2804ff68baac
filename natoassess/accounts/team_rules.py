"""Who may do what with a team: asked by pages, API and services alike.

Site administrators look after who belongs to a team, so that a team whose managers have all gone can be helped. That
gives them no sight of private work: what may be seen of assessments is cases/assessments/rules.py.
"""

from __future__ import annotations

from collections.abc import Callable

from natoassess.accounts.models import Role, Team, User
from natoassess.accounts.selectors import Person, has_role, team_ids


def _is_administrator(user: Person) -> bool:
    return isinstance(user, User) and user.is_active and user.is_staff


def _is_member_or_administrator(user: Person, team: Team) -> bool:
    return _is_administrator(user) or team.pk in team_ids(user)


def _is_manager_or_administrator(user: Person, team: Team) -> bool:
    return _is_administrator(user) or has_role(user, team.pk, Role.MANAGER)


def may_make_teams(user: Person) -> bool:
    """A site administrator."""
    return _is_administrator(user)


RULES: dict[str, Callable[[Person, Team], bool]] = {
    "see": _is_member_or_administrator,
    "manage": _is_manager_or_administrator,
    "leave": lambda user, team: team.pk in team_ids(user),
}
"""see: its members and site administrators. manage (rename, invite, give and take roles, remove): its managers and site
administrators. leave: a member."""


def may(user: Person, action: str, team: Team) -> bool:
    """Whether the rule for `action` lets `user` do it. Raises KeyError for an action without a rule."""
    return RULES[action](user, team)
