"""What an alpha is said to allow: its interval has a say."""

from __future__ import annotations

import pytest

from cases.assessments.presentation.agreement import alpha_words
from frameworks.agreement import Reliability


@pytest.mark.parametrize(
    ("alpha", "low", "said"),
    [
        (
            0.8,
            0.53,
            "Tentative conclusions at most: alpha passes 0.8, but its interval reaches down to 0.53.",
        ),
        (0.9, 0.8, "Reliable by the customary limit of 0.8, which the whole interval passes."),
        (
            0.7,
            0.3,
            "Tentative conclusions at most: alpha passes 0.667, but its interval reaches down to 0.30.",
        ),
        (0.75, 0.7, "Enough for tentative conclusions only: between 0.667 and 0.8."),
        (0.666, 0.6, "Below the customary 0.667: these answers depend on who gives them."),
        (0.9, None, "Tentative conclusions at most: there is no interval to tell how sure alpha is."),
    ],
)
def test_a_limit_is_passed_by_the_whole_interval(alpha: float, low: float | None, said: str) -> None:
    assert alpha_words(Reliability(alpha, low, 1.0, 3, 42, 126)) == said
