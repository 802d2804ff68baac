"""One-time codes by time: RFC 4226 (HOTP) and RFC 6238 (TOTP), SHA-1, six digits, steps of 30 seconds.

These are the values that every authenticator app understands. No rows, no settings, no clock: time is handed in.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from urllib.parse import quote, urlencode

DIGITS = 6
STEP_SECONDS = 30
TOLERANCE = 1
"""Steps before and after the present one whose codes are taken: clocks differ, and people type slowly."""
SECRET_BYTES = 20


def secret_make() -> str:
    """A new secret of 160 bits, in base32."""
    return base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode("ascii")


def code_at(secret: str, step: int) -> str:
    """The code of time step `step` (RFC 4226, section 5.3)."""
    digest = hmac.new(base64.b32decode(secret), step.to_bytes(8, "big"), hashlib.sha1).digest()
    offset = digest[-1] & 0x0F
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFF_FFFF
    return f"{number % 10**DIGITS:0{DIGITS}d}"


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
    label = quote(f"{issuer}:{account}", safe="")
    return f"otpauth://totp/{label}?{urlencode({'secret': secret, 'issuer': issuer})}"
