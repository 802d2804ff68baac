"""API tokens: shown once, kept as a hash, each for some of what its owner may do, ended by their owner."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from knox.models import AuthToken

from natoassess.accounts.models import TokenDetails, User
from natoassess.web.audit.services import record
from natoassess.web.scopes import SCOPES

LIFETIMES = (30, 90, 365)
MAXIMUM_TOKENS = 10
SEEN_EVERY = timedelta(minutes=10)
"""How exactly the last use of a token is known: a program that calls often costs one write in this time."""


class TooManyTokens(Exception):
    """The person already has `MAXIMUM_TOKENS` tokens."""


def tokens_of(user: User) -> QuerySet[AuthToken]:
    """The tokens of `user` with their details, newest first."""
    tokens: QuerySet[AuthToken] = (
        AuthToken.objects.filter(user=user).select_related("details").order_by("-created")
    )
    return tokens


def scopes_of(token: AuthToken) -> frozenset[str]:
    """What `token` may be used for; nothing where it was not made here."""
    details: TokenDetails | None = getattr(token, "details", None)
    return frozenset(details.scopes) if details else frozenset()


@transaction.atomic
def token_create(*, user: User, days: int, name: str = "", scopes: Collection[str] = SCOPES) -> str:
    """Make a token for `user` that expires after `days`; returns its text, which is shown this once.

    `name` is what its owner calls it; `scopes` what it may be used for (web/scopes.py). Tokens that have run out are
    cleared away.

    Raises TooManyTokens beyond ten, ValueError for a lifetime or scopes that are not offered.
    """
    if days not in LIFETIMES:
        raise ValueError(f"a token lives {LIFETIMES} days, not {days}")
    if not scopes or not set(scopes) <= set(SCOPES):
        raise ValueError(f"the scopes of a token are some of {SCOPES}, not {sorted(scopes)}")
    AuthToken.objects.filter(user=user, expiry__lte=timezone.now()).delete()
    if tokens_of(user).count() >= MAXIMUM_TOKENS:
        raise TooManyTokens
    token, text = AuthToken.objects.create(user=user, expiry=timedelta(days=days))
    given = [scope for scope in SCOPES if scope in scopes]
    TokenDetails.objects.create(token=token, name=name, scopes=given)
    detail = {"token": token.token_key, "days": days, "scopes": given}
    record(actor=user, action="token.made", subject=user, detail=detail)
    return str(text)


@transaction.atomic
def token_revoke(*, user: User, token_key: str) -> bool:
    """End the token of `user` that begins with `token_key`; False where there is none."""
    deleted, _by_model = AuthToken.objects.filter(user=user, token_key=token_key).delete()
    if deleted:
        record(actor=user, action="token.ended", subject=user, detail={"token": token_key})
    return bool(deleted)


def token_seen(*, token: AuthToken) -> None:
    """Write down that `token` was used just now, unless that was done within the last `SEEN_EVERY`."""
    now = timezone.now()
    details: TokenDetails | None = getattr(token, "details", None)
    if details is None or (details.last_used_at and now - details.last_used_at < SEEN_EVERY):
        return
    unseen = Q(last_used_at__isnull=True) | Q(last_used_at__lte=now - SEEN_EVERY)
    TokenDetails.objects.filter(unseen, pk=details.pk).update(last_used_at=now)
