"""One-time codes by time (RFC 6238), as every authenticator app makes them: SHA-1, six digits, steps of 30 seconds.

pyotp computes them. It answers whether a code counts, and not for which step; the step is what forbids to use a code
twice, so it is found here. No rows, no settings, no clock: time is handed in.
"""

from __future__ import annotations

import hmac

import pyotp

DIGITS = 6
STEP_SECONDS = 30
TOLERANCE = 1
"""Steps before and after the present one whose codes are taken: clocks differ, and people type slowly."""


def secret_make() -> str:
    """A new secret of 160 bits, in base32."""
    return pyotp.random_base32()


def code_at(secret: str, step: int) -> str:
    """The code of time step `step`, counted from 1970."""
    return _codes(secret).generate_otp(step)


def step_of(secret: str, code: str, now: float) -> int | None:
    """The time step near `now` (seconds since 1970) that `code` belongs to; None where it is no code of now."""
    present = int(now) // STEP_SECONDS
    found = None
    for step in range(present - TOLERANCE, present + TOLERANCE + 1):
        # Every step is compared, and in constant time, so that how long it takes tells nothing.
        if hmac.compare_digest(code_at(secret, step).encode(), code.encode()):
            found = step
    return found


def address_of(secret: str, *, issuer: str, account: str) -> str:
    """The otpauth: address that authenticator apps read from a QR code."""
    return _codes(secret).provisioning_uri(name=account, issuer_name=issuer)


def _codes(secret: str) -> pyotp.TOTP:
    return pyotp.TOTP(secret, digits=DIGITS, interval=STEP_SECONDS)
