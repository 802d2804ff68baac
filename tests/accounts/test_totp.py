"""Codes by time, against the values that the standards print."""

from __future__ import annotations

import pytest

from natoassess.accounts.totp import address_of, code_at, secret_make, step_of
from tests.accounts.conftest import NOW, SECRET

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("counter", "code"),
    list(
        enumerate(
            (
                "755224",
                "287082",
                "359152",
                "969429",
                "338314",
                "254676",
                "287922",
                "162583",
                "399871",
                "520489",
            )
        )
    ),
)
def test_the_values_of_rfc_4226_appendix_d(counter: int, code: str) -> None:
    assert code_at(SECRET, counter) == code


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
        (20000000000, "353130"),
    ],
)
def test_the_values_of_rfc_6238_appendix_b(seconds: int, code: str) -> None:
    """It prints eight digits; of these an app shows the last six."""
    assert code_at(SECRET, seconds // 30) == code
    assert step_of(SECRET, code, seconds) == seconds // 30


@pytest.mark.parametrize(("off_by", "counts"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_may_be_wrong_by_one_step(off_by: int, counts: bool) -> None:
    step = NOW // 30 + off_by
    assert step_of(SECRET, code_at(SECRET, step), NOW) == (step if counts else None)


def test_a_secret_is_long_and_never_the_same_and_its_address_is_what_apps_read() -> None:
    secret = secret_make()
    assert len(secret) == 32 and secret != secret_make()
    assert address_of(secret, issuer="natoassess", account="vera & co") == (
        f"otpauth://totp/natoassess:vera%20%26%20co?secret={secret}&issuer=natoassess"
    )
