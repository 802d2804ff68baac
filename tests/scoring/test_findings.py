"""What is wrong with findings is said for every fault at once: where, and how to mend it."""

from typing import Any

import pytest

from frameworks.scoring import FindingsInvalid, parse_findings
from tests.scoring.builders import LAW, framework

GRADE = {"reliability": "B", "credibility": 2}


def faults(**body: Any) -> dict[str, str]:
    with pytest.raises(FindingsInvalid) as caught:
        parse_findings(framework(), body, law=LAW)
    return {fault.pointer: fault.detail for fault in caught.value.faults}


@pytest.mark.parametrize(
    ("body", "pointer", "cure"),
    [
        ({"facts": {"uses_forse": "yes"}}, "/facts/uses_forse", "unknown fact; did you mean uses_force?"),
        ({"facts": {"uses_force": True}}, "/facts/uses_force", 'write "yes"'),
        ({"facts": {"uses_force": 1}}, "/facts/uses_force", "must be yes, no, contested or unknown"),
        ({"facts": {"uses_force": ["yes"]}}, "/facts/uses_force", "must be yes, no, contested or unknown"),
        ({"facts": {"state_conduct": "contested"}}, "/facts/state_conduct", "answer unknown"),
        ({"facts": {"uses_force": {"why": "…"}}}, "/facts/uses_force", "value is missing"),
        ({"facts": {"uses_force": {"value": "yes", "fixed": 1}}}, "/facts/uses_force/fixed", "true or false"),
        ({"facts": {"uses_force": {"value": "yes", "note": 1}}}, "/facts/uses_force/note", "unknown key"),
        ({"facts": {"uses_force": {"value": "yes", "why": 1}}}, "/facts/uses_force/why", "must be text"),
        (
            {"facts": {"uses_force": {"value": "yes", "provisions": ["unsc-1230"]}}},
            "/facts/uses_force/provisions/0",
            "did you mean unsc-1203?",
        ),
        (
            {"facts": {"uses_force": {"value": "yes", "provisions": "unsc-1203"}}},
            "/facts/uses_force/provisions",
            "must be a list",
        ),
        ({"facts": ["uses_force"]}, "/facts", "must be an object"),
        ({"ratings": {"threat_gravity": 3}}, "/ratings/threat_gravity", "must be an object"),
        ({"ratings": {"threat_gravity": {"level": 5}}}, "/ratings/threat_gravity/level", "from 0 to 4"),
        ({"ratings": {"threat_gravity": {"level": True}}}, "/ratings/threat_gravity/level", "from 0 to 4"),
        ({"ratings": {"threat_gravity": {"level": 2.0}}}, "/ratings/threat_gravity/level", "from 0 to 4"),
        ({"ratings": {"threat_gravity": {"level": "3"}}}, "/ratings/threat_gravity/level", "from 0 to 4"),
        ({"ratings": {"threat_gravity": {}}}, "/ratings/threat_gravity", "level is missing"),
        (
            {"ratings": {"threat_gravity": {"level": "na", "why": "…"}}},
            "/ratings/threat_gravity/level",
            "always",
        ),
        ({"ratings": {"host_failure": {"level": "na"}}}, "/ratings/host_failure/why", "say why"),
        ({"ratings": {"host_failure": {"level": "na", "why": " "}}}, "/ratings/host_failure/why", "say why"),
        (
            {"ratings": {"host_failure": {"level": "na", "why": "\u200b\u2060"}}},
            "/ratings/host_failure/why",
            "say why",
        ),
        (
            {"ratings": {"threat_gravity": {"level": 3, "confidence": "certain"}}},
            "/ratings/threat_gravity/confidence",
            "high, moderate or low",
        ),
        (
            {"ratings": {"threat_gravity": {"level": 3, "evidence": [{**GRADE, "reliability": "G"}]}}},
            "/ratings/threat_gravity/evidence/0/reliability",
            "A to F",
        ),
        (
            {
                "ratings": {
                    "threat_gravity": {"level": 3, "evidence": [GRADE, {**GRADE, "credibility": True}]}
                }
            },
            "/ratings/threat_gravity/evidence/1/credibility",
            "1 to 6",
        ),
        (
            {"sovereignty": {"territory": {"level": "na", "why": "…"}}},
            "/sovereignty/territory/level",
            "unknown",
        ),
        ({"sovereignty": {"teritory": {"level": 1}}}, "/sovereignty/teritory", "did you mean territory?"),
        ({"standpoint": "ex_nunc"}, "/standpoint", "ex_post or ex_ante"),
        ({"fact": {}}, "/fact", "did you mean facts?"),
        (
            {"standpoint": "ex_ante", "facts": {"council_endorsed_afterwards": "contested"}},
            "/facts/council_endorsed_afterwards",
            "cannot be known ex ante",
        ),
    ],
)
def test_each_fault_is_placed_and_comes_with_a_cure(body: dict[str, Any], pointer: str, cure: str) -> None:
    found = faults(**body)
    assert list(found) == [pointer]
    assert cure in found[pointer]


def test_all_faults_are_reported_at_once() -> None:
    found = faults(facts={"uses_forse": "yes", "state_conduct": "maybe"}, ratings={"a/b~c": {"level": 1}})
    assert sorted(found) == ["/facts/state_conduct", "/facts/uses_forse", "/ratings/a~1b~0c"]


def test_last_resort_may_be_left_out_only_without_force_or_with_consent() -> None:
    away = {"open_dialogue": {"level": "na", "why": "no target State"}}
    assert "/ratings/open_dialogue/level" in faults(facts={"uses_force": "yes"}, ratings=away)
    assert "/ratings/open_dialogue/level" in faults(ratings=away)
    consent = dict.fromkeys(("consent_given", "consent_valid", "within_consent"), "yes")
    for facts in ({"uses_force": "no"}, {**consent, "uses_force": "yes", "council_forbids": "no"}):
        parsed = parse_findings(framework(), {"facts": facts, "ratings": away}, law=LAW)
        assert parsed.ratings["open_dialogue"].level == "na"
    assert faults(facts={**consent, "uses_force": "yes"}, ratings=away)


def test_other_optional_criteria_may_be_left_out_whatever_was_done() -> None:
    away = {"alliance_cohesion": {"level": "na", "why": "one State acted alone"}}
    parsed = parse_findings(framework(), {"facts": {"uses_force": "yes"}, "ratings": away}, law=LAW)
    assert parsed.ratings["alliance_cohesion"].level == "na"


def test_unknown_can_be_said_in_two_ways() -> None:
    for level in (None, "unknown"):
        parsed = parse_findings(framework(), {"ratings": {"threat_gravity": {"level": level}}}, law=LAW)
        assert parsed.ratings["threat_gravity"].level is None


def test_an_ex_ante_view_may_say_that_no_endorsement_is_known() -> None:
    body = {"standpoint": "ex_ante", "facts": {"council_endorsed_afterwards": "no"}}
    assert parse_findings(framework(), body, law=LAW).standpoint == "ex_ante"
