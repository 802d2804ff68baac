"""A framework that contradicts itself is refused, with every reason."""

from typing import Any

import pytest

from frameworks.scoring import FrameworkInvalid, framework_from
from tests.scoring.builders import framework, specification

NEUTRAL = {
    "dimensions": {d.code: 1 for d in framework().dimensions},
    "criteria": {c.code: 1 for c in framework().criteria},
}


def faults(**changes: Any) -> dict[str, str]:
    with pytest.raises(FrameworkInvalid) as caught:
        framework_from(specification(**changes))
    return {fault.pointer: fault.detail for fault in caught.value.faults}


def edited(part: str, position: int, **changes: Any) -> dict[str, Any]:
    entries = specification()[part]
    entries[position] |= changes
    return {part: entries}


@pytest.mark.parametrize(
    ("changes", "pointer", "cure"),
    [
        (
            edited("tests", 0, rule={"all": ["within_mandat"]}),
            "/tests/0/rule/all/0",
            "did you mean within_mandate?",
        ),
        (edited("tests", 0, rule={"most": ["within_mandate"]}), "/tests/0/rule", "{all: […]}"),
        (edited("tests", 0, rule={"all": []}), "/tests/0/rule/all", "at least one"),
        (edited("tests", 0, standing="settld"), "/tests/0/standing/0/value", "did you mean settled?"),
        (edited("tests", 0, duties=["report"]), "/tests/0/duties/0", "unknown fact"),
        (edited("tests", 0, justifies="all"), "/tests/0/justifies", "force or measures"),
        (edited("tests", 0, rule={"none": ["within_mandate"]}), "/tests/11/rule", "helps in one place"),
        (edited("tests", 0, rule={"none": ["uses_force"]}), "/tests/0/rule", "action fact"),
        (edited("facts", 0, group="other"), "/facts", "needs the fact state_conduct"),
        (edited("facts", 4, group="action"), "/facts/4/group", "not an action fact"),
        (edited("facts", 1, code="state_conduct"), "/facts/1/code", "listed twice"),
        (edited("facts", 1, code="Uses force"), "/facts/1/code", "lower-case"),
        (edited("criteria", 0, dimension="caus"), "/criteria/0/dimension", "did you mean cause?"),
        (edited("criteria", 0, caps={"at": 9, "band": "mixed"}), "/criteria/0/caps/at", "from 0 to 3"),
        (edited("criteria", 0, optional="yes"), "/criteria/0/optional", "true or false"),
        ({"bands": {"mixed": 67, "high": 40}}, "/bands", "high above mixed"),
        ({"kappa": 0}, "/kappa", "number from"),
        ({"version": "1"}, "/version", "whole number"),
        ({"minimum_coverage": 2}, "/minimum_coverage", "from 0 to 1"),
        ({"doctrine": {"from": "soon"}}, "/doctrine/from", "date such as"),
        ({"doctrine": {"from": "2022-06-29", "until": "2010-01-01"}}, "/doctrine/until", "not be before"),
        (
            {"weights": {**NEUTRAL, "dimensions": {**NEUTRAL["dimensions"], "cause": -1}}},
            "/weights/dimensions/cause",
            "0 to",
        ),
        (
            {"weights": {**NEUTRAL, "criteria": {**NEUTRAL["criteria"], "causes": 1}}},
            "/weights/criteria/causes",
            "unknown",
        ),
        (
            {"weights": {**NEUTRAL, "criteria": {**dict.fromkeys(NEUTRAL["criteria"], 0), "consistency": 1}}},
            "/weights/criteria",
            "needs some",
        ),
        (
            {"dimensions": [*specification()["dimensions"], {"code": "luck"}]},
            "/dimensions/7",
            "has no criteria",
        ),
    ],
)
def test_each_fault_is_placed(changes: dict[str, Any], pointer: str, cure: str) -> None:
    found = faults(**changes)
    assert pointer in found
    assert cure in found[pointer]


@pytest.mark.parametrize(
    ("reading", "caps"),
    [
        ("strict", {"settled": 1, "contested": 1, "minority": 0}),
        ("permissive", {"settled": 1, "contested": 0, "minority": 0}),
    ],
)
def test_caps_must_rise_from_reading_to_reading(reading: str, caps: dict[str, float]) -> None:
    readings = specification()["readings"] | {reading: caps}
    assert any("must rise" in detail for detail in faults(readings=readings).values())


@pytest.mark.parametrize(
    "standing",
    [
        [
            {"value": "minority"},
            {"from": "2001-09-12", "value": "settled"},
            {"from": "2001-09-12", "value": "contested"},
        ],
        [{"from": "2001-09-12", "value": "minority"}],
        [],
    ],
)
def test_dated_standings_must_be_in_order(standing: list[dict[str, str]]) -> None:
    assert any(
        pointer.startswith("/tests/0/standing") for pointer in faults(**edited("tests", 0, standing=standing))
    )


def test_a_specification_that_is_empty_names_all_that_is_missing() -> None:
    with pytest.raises(FrameworkInvalid) as caught:
        framework_from({})
    pointers = {fault.pointer for fault in caught.value.faults}
    assert {"/facts", "/tests", "/criteria", "/doctrine", "/bands", "/weights"} <= pointers


def test_the_checksum_covers_meaning_and_not_wording() -> None:
    same = edited("facts", 1, label="Armed force was used")
    assert framework_from(specification(**same)).checksum == framework().checksum
    assert framework_from(specification(weights=NEUTRAL)).checksum == framework().checksum
    ended = {"doctrine": {"from": "2022-06-29", "until": "2032-01-01"}}
    assert framework_from(specification(**ended)).checksum == framework().checksum
    for other in (edited("facts", 1, question="Was force used?"), {"kappa": 61}, {"version": 2}):
        assert framework_from(specification(**other)).checksum != framework().checksum
