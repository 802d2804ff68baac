"""The second step of signing in: turned on with an app, asked for after the password, replaced by recovery codes.

Services, and the few readings that pages need. The secret lies encrypted in the database, under a key that follows
from SECRET_KEY; recovery codes lie there as hashes that need no key, so they work where the key was lost.
"""

from __future__ import annotations

import base64
import hashlib
import logging
import secrets
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from natoassess.accounts import totp
from natoassess.accounts.models import RecoveryCode, TwoStep, User
from natoassess.web.audit.services import record

if TYPE_CHECKING:
    from cryptography.fernet import MultiFernet

ISSUER = "natoassess"
CODES = 10
"""Recovery codes that a person gets."""
GROUPS, GROUP_LENGTH = 4, 4
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""Of recovery codes: no letter that looks like a digit. 16 of them hold 79 bits, too many to try against a hash."""
FEW = 3
"""Left-over recovery codes from which on a person is told to renew them."""

log = logging.getLogger(__name__)
clock: Callable[[], float] = time.time


class WrongCode(Exception):
    """What was typed is no code that counts now."""


def is_on(user: User) -> bool:
    """Whether `user` is asked for a code after the password."""
    return TwoStep.objects.filter(user=user).exists()


def codes_left(user: User) -> int:
    """How many recovery codes of `user` are unused."""
    return RecoveryCode.objects.filter(user=user, used_at=None).count()


def seal(secret: str) -> str:
    """`secret`, encrypted for the database or a session."""
    return _cipher().encrypt(secret.encode()).decode("ascii")


def unseal(sealed: str) -> str:
    """What `seal` encrypted. Raises InvalidToken where it was under another SECRET_KEY."""
    return _cipher().decrypt(sealed.encode()).decode("ascii")


@transaction.atomic
def two_step_turn_on(*, user: User, secret: str, code: str) -> list[str]:
    """Ask `user` for codes from now on; returns the recovery codes, which are shown this once.

    `code` shows that the app holds `secret`. Raises WrongCode, and then nothing is changed.
    """
    step = totp.step_of(secret, _plain(code), clock())
    if step is None:
        raise WrongCode
    TwoStep.objects.update_or_create(user=user, defaults={"secret": seal(secret), "last_step": step})
    record(actor=user, action="account.two_step_on", subject=user)
    return _codes_make(user)


@transaction.atomic
def two_step_turn_off(*, user: User, by: User | None = None) -> None:
    """Ask `user` for the password alone; secret and recovery codes are gone. `by` is who did it, if another."""
    TwoStep.objects.filter(user=user).delete()
    RecoveryCode.objects.filter(user=user).delete()
    record(actor=by or user, action="account.two_step_off", subject=user)


@transaction.atomic
def recovery_codes_renew(*, user: User) -> list[str]:
    """New recovery codes, shown this once; the old ones no longer count."""
    record(actor=user, action="account.recovery_codes_renewed", subject=user)
    return _codes_make(user)


def code_use(*, user: User, code: str) -> bool:
    """Take a code of the app, or a recovery code, of `user`. Each is taken once, however many ask at the same time.

    Returns whether it was a recovery code. Raises WrongCode.
    """
    typed = _plain(code)
    if typed.isdigit() and len(typed) == totp.DIGITS:
        _app_code_use(user, typed)
        return False
    used = RecoveryCode.objects.filter(user=user, digest=_digest(typed), used_at=None).update(
        used_at=timezone.now()
    )
    if not used:
        raise WrongCode
    return True


def are_codes_of(user: User, codes: list[str]) -> bool:
    """Whether all of `codes` are recovery codes of `user`."""
    digests = {_digest(_plain(code)) for code in codes}
    return bool(digests) and RecoveryCode.objects.filter(user=user, digest__in=digests).count() == len(
        digests
    )


def _app_code_use(user: User, typed: str) -> None:
    row = TwoStep.objects.filter(user=user).first()
    if row is None:
        raise WrongCode
    try:
        secret = unseal(row.secret)
    except _unreadable() as error:
        log.error("two-step sign-in of account %s: its secret is under another SECRET_KEY", user.pk)
        raise WrongCode from error
    step = totp.step_of(secret, typed, clock())
    # Compared and swapped in one statement: of two that send the same code, one gets in.
    if step is None or not TwoStep.objects.filter(pk=row.pk, last_step__lt=step).update(last_step=step):
        raise WrongCode


def _codes_make(user: User) -> list[str]:
    RecoveryCode.objects.filter(user=user).delete()
    codes = [
        "-".join("".join(secrets.choice(ALPHABET) for _ in range(GROUP_LENGTH)) for _ in range(GROUPS))
        for _number in range(CODES)
    ]
    RecoveryCode.objects.bulk_create(RecoveryCode(user=user, digest=_digest(_plain(code))) for code in codes)
    return codes


def _plain(code: str) -> str:
    """As typed, without spaces, dashes and capitals."""
    return "".join(sign for sign in code.casefold() if sign.isalnum() and sign.isascii())


def _digest(plain: str) -> str:
    return hashlib.sha256(f"natoassess.recovery:{plain}".encode()).hexdigest()


def _unreadable() -> type[Exception]:
    """What the cipher raises; asked for only once something was raised."""
    from cryptography.fernet import InvalidToken

    return InvalidToken


def _cipher() -> MultiFernet:
    """Encrypts under SECRET_KEY; reads also what was encrypted under one of SECRET_KEY_FALLBACKS."""
    from cryptography.fernet import (  # slow to load, and only at a sign-in with a second step
        Fernet,
        MultiFernet,
    )

    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet(
        Fernet(
            base64.urlsafe_b64encode(
                salted_hmac("natoassess.two-step", "", secret=key, algorithm="sha256").digest()
            )
        )
        for key in keys
    )
