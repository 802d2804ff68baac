"""API tokens: shown once, kept as a hash, ended by their owner."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from knox.models import AuthToken

from natoassess.accounts.models import TokenName, User
from natoassess.web.audit.services import record

LIFETIMES = (30, 90, 365)
MAXIMUM_TOKENS = 10


class TooManyTokens(Exception):
    """The person already has `MAXIMUM_TOKENS` tokens."""


def tokens_of(user: User) -> QuerySet[AuthToken]:
    """The tokens of `user` with what they are called, newest first."""
    tokens: QuerySet[AuthToken] = (
        AuthToken.objects.filter(user=user).select_related("naming").order_by("-created")
    )
    return tokens


@transaction.atomic
def token_create(*, user: User, days: int, name: str = "") -> str:
    """Make a token for `user` that expires after `days`; returns its text, which is shown this once.

    `name` is what its owner calls it.

    Raises TooManyTokens beyond ten, ValueError for a lifetime that is not offered.
    """
    if days not in LIFETIMES:
        raise ValueError(f"a token lives {LIFETIMES} days, not {days}")
    if tokens_of(user).count() >= MAXIMUM_TOKENS:
        raise TooManyTokens
    token, text = AuthToken.objects.create(user=user, expiry=timedelta(days=days))
    if name:
        TokenName.objects.create(token=token, name=name)
    record(actor=user, action="token.made", subject=user, detail={"token": token.token_key, "days": days})
    return str(text)


@transaction.atomic
def token_revoke(*, user: User, token_key: str) -> bool:
    """End the token of `user` that begins with `token_key`; False where there is none."""
    deleted, _by_model = AuthToken.objects.filter(user=user, token_key=token_key).delete()
    if deleted:
        record(actor=user, action="token.ended", subject=user, detail={"token": token_key})
    return bool(deleted)
