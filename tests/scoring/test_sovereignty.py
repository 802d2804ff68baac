"""Sovereignty impact, gross and adjusted for consent."""

from typing import Any

import pytest

from tests.scoring.builders import framework, judged

CODES = [harm.code for harm in framework().sovereignty]
CONSENT = ("consent_given", "consent_valid", "within_consent")


def impact(consent: str, levels: dict[str, Any]) -> dict[str, Any]:
    facts = {"uses_force": "yes", **dict.fromkeys(CONSENT, consent)}
    sovereignty = {code: {"level": level} for code, level in levels.items()}
    found: dict[str, Any] = judged(facts, others="no", sovereignty=sovereignty)["sovereignty"]
    return found


ALL_TWO = dict.fromkeys(CODES, 2)


@pytest.mark.parametrize(
    ("consent", "adjusted", "low", "high"),
    [
        ("no", 50.0, 50.0, 50.0),
        ("yes", 10.0, 10.0, 10.0),
        ("contested", None, 10.0, 50.0),
        ("unknown", None, 10.0, 50.0),
    ],
)
def test_consent_takes_off_what_it_can_cure(
    consent: str, adjusted: float | None, low: float, high: float
) -> None:
    found = impact(consent, ALL_TWO)
    assert found["gross"] == found["gross_low"] == found["gross_high"] == 50.0
    assert (found["adjusted"], found["adjusted_low"], found["adjusted_high"]) == (adjusted, low, high)


def test_open_dimensions_leave_a_range() -> None:
    found = impact("no", {"territory": 4, "duration": 2})
    assert (found["gross"], found["gross_low"], found["gross_high"]) == (75.0, 15.0, 95.0)
    assert (found["adjusted"], found["coverage"], found["worst"]) == (None, 0.2, "territory")


def test_the_worst_is_the_first_of_equals_and_nobody_without_harm() -> None:
    assert impact("no", {**ALL_TWO, "duration": 3, "final_status": 3})["worst"] == "duration"
    assert impact("no", dict.fromkeys(CODES, 0))["worst"] is None
    assert impact("no", {})["gross"] is None


def test_evidence_that_cannot_be_judged_opens_the_bounds() -> None:
    facts = {"uses_force": "yes"}
    rumour = {"level": 2, "evidence": [{"reliability": "F", "credibility": 1}]}
    levels = {code: {"level": 2} for code in CODES} | {"territory": rumour}
    found = judged(facts, others="no", sovereignty=levels)["sovereignty"]
    assert (found["gross"], found["gross_low"], found["gross_high"]) == (50.0, 45.0, 55.0)
