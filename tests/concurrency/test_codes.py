"""One code, sent by many at the same moment, on PostgreSQL: it lets one in."""

from __future__ import annotations

from functools import partial

import pytest

from natoassess.accounts import two_step
from natoassess.accounts.models import User
from natoassess.accounts.totp import STEP_SECONDS, code_at
from tests.concurrency.conftest import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
NOW = 1_800_000_000
AT_ONCE = 8


def test_a_code_and_a_recovery_code_let_one_in(analyst: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(two_step, "clock", lambda: float(NOW))
    step = NOW // STEP_SECONDS
    recovery = two_step.two_step_turn_on(user=analyst, secret=SECRET, code=code_at(SECRET, step))
    for code in (code_at(SECRET, step + 1), recovery[0]):
        results = at_once(*[partial(two_step.code_use, user=analyst, code=code)] * AT_ONCE)
        refused = [result for result in results if isinstance(result, two_step.WrongCode)]
        assert len(refused) == AT_ONCE - 1, results
    assert two_step.codes_left(analyst) == two_step.CODES - 1
