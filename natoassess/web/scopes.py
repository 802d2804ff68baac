"""What an API token may be used for. A view says which scope it needs; nothing said, its method decides."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.utils.translation import gettext as _
from rest_framework import status

from natoassess.web.problems import Problem

READ = "read"
WRITE = "write"
BATCH = "batch"
SCOPES = (READ, WRITE, BATCH)
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class ScopeMissing(Problem):
    """403: the token was made without the scope that the call needs."""

    def __init__(self, scope: str) -> None:
        super().__init__(
            _(
                "This token was made without the scope %(scope)s, which the call needs. Make a token that has it, "
                "under Account, API tokens."
            )
            % {"scope": scope},
            code="scope_missing",
            status_code=status.HTTP_403_FORBIDDEN,
        )


def scope_needed(view: object, method: str) -> str:
    """The scope that a call of `view` needs.

    `view.scope` is one scope for all its calls, or one for each action or method in small letters. What it does not
    name needs READ where `method` is safe, else WRITE.
    """
    said: str | Mapping[str, str] | None = getattr(view, "scope", None)
    if isinstance(said, str):
        return said
    usual = READ if method in SAFE else WRITE
    action = getattr(view, "action", None) or method.lower()
    return said.get(action, usual) if said else usual


def refuse_without(scopes: Collection[str], view: object, method: str) -> None:
    """Raise ScopeMissing unless the call's scope is among `scopes`."""
    needed = scope_needed(view, method)
    if needed not in scopes:
        raise ScopeMissing(needed)
