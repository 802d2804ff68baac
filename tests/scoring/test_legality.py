"""The legal formula: against the oracle, monotone, exact in its bounds, and indifferent to order."""

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from frameworks.scoring.legality import columns, formula, read
from frameworks.scoring.values import READINGS, leaves
from tests.scoring import oracle
from tests.scoring.builders import AS_OF, findings, framework, judged, specification
from tests.scoring.strategies import Facts, answers

HALVES = {"unlawful": 0, "arguable": 1, "lawful": 2}
POLARITY = dict(leaves(formula(framework(), "prevailing", AS_OF)))


@given(facts=answers(unknowns=4), reading=st.sampled_from(READINGS), year=st.sampled_from((1999, 2010)))
def test_every_reading_agrees_with_the_oracle(facts: Facts, reading: str, year: int) -> None:
    as_of = date(year, 1, 1)
    found = read(framework(), reading, as_of, facts)
    low, high = oracle.interval(specification(), reading, as_of, facts)
    assert (found.at_least, found.at_most) == (oracle.VERDICT[low], oracle.VERDICT[high])
    assert found.verdict == oracle.verdict(specification(), reading, as_of, facts)


@given(facts=answers(unknowns=7))
def test_both_bounds_are_attained(facts: Facts) -> None:
    found = read(framework(), "prevailing", AS_OF, facts)
    values = {read(framework(), "prevailing", AS_OF, full).verdict for full in oracle.completions(facts)}
    if facts["state_conduct"] == "unknown":
        values = (values - {"not_applicable"}) | {"lawful"}
    assert min(values, key=HALVES.__getitem__) == found.at_least
    assert max(values, key=HALVES.__getitem__) == found.at_most


@given(facts=answers(), code=st.sampled_from(sorted(POLARITY)), reading=st.sampled_from(READINGS))
def test_a_fact_moves_the_verdict_only_the_way_of_its_polarity(facts: Facts, code: str, reading: str) -> None:
    facts["state_conduct"] = "yes"
    order = ("no", "contested", "yes") if POLARITY[code] else ("yes", "contested", "no")
    changed: list[Facts] = [{**facts, code: word} for word in order]
    verdicts = [read(framework(), reading, AS_OF, one).verdict for one in changed]
    assert [HALVES[v] for v in verdicts] == sorted(HALVES[v] for v in verdicts)


@given(facts=answers(unknowns=3))
def test_the_readings_rise(facts: Facts) -> None:
    found = [read(framework(), name, AS_OF, facts) for name in READINGS]
    for end in ("at_least", "at_most"):
        values = [HALVES[getattr(reading, end)] for reading in found]
        assert values == sorted(values)


@given(facts=answers(), reading=st.sampled_from(READINGS))
def test_each_test_on_the_route_carries_the_value(facts: Facts, reading: str) -> None:
    facts["state_conduct"] = "yes"
    spec = specification()
    found = read(framework(), reading, AS_OF, facts)
    assume(found.route)
    for code in found.route:
        test = next(t for t in spec["tests"] if t["code"] == code)
        capped = min(
            oracle.rule_value(test["rule"], facts), spec["readings"][reading][oracle.standing(test, AS_OF)]
        )
        assert oracle.VERDICT[capped] == found.verdict
    order = [test["code"] for test in spec["tests"]]
    assert list(found.route) == sorted(found.route, key=order.index)


@given(facts=answers())
def test_raising_every_weakest_fact_raises_the_test(facts: Facts) -> None:
    facts |= {"state_conduct": "yes", "uses_force": "yes"}
    found = read(framework(), "permissive", AS_OF, facts)
    rules = {test["code"]: test["rule"] for test in specification()["tests"]}
    for code, weakest in found.weakest.items():
        before = oracle.rule_value(rules[code], facts)
        better = {fact: "yes" if POLARITY[fact] else "no" for fact in weakest}
        assert bool(weakest) == (before < 1)
        if weakest:
            assert oracle.rule_value(rules[code], {**facts, **better}) > before


def test_an_act_of_no_state_is_not_judged() -> None:
    legality = judged({"state_conduct": "no", "uses_force": "yes"}, others="no")["legality"]
    assert legality["verdict"] == legality["at_least"] == legality["at_most"] == "not_applicable"
    assert legality["flips"] == legality["decisive_unknowns"] == legality["duties"] == []
    assert legality["if_attributed"] is None


def test_open_attribution_is_judged_both_ways() -> None:
    legality = judged({"state_conduct": "unknown", "uses_force": "yes"}, others="no")["legality"]
    assert (legality["verdict"], legality["at_least"], legality["at_most"]) == (
        "undetermined",
        "unlawful",
        "lawful",
    )
    assert legality["if_attributed"]["verdict"] == "unlawful"
    assert legality["decisive_unknowns"] == ["state_conduct"]


def test_contested_force_alone_is_arguable_without_a_route() -> None:
    legality = judged({"state_conduct": "yes", "uses_force": "contested"}, others="no")["legality"]
    assert legality["verdict"] == "arguable"
    assert legality["readings"]["prevailing"]["route"] == []


@pytest.mark.parametrize(
    ("as_of", "verdict"), [(date(2001, 9, 11), "unlawful"), (date(2001, 9, 12), "arguable")]
)
def test_standing_is_that_of_the_day(as_of: date, verdict: str) -> None:
    attack = dict.fromkeys(
        (
            "state_conduct",
            "uses_force",
            "armed_attack_occurred",
            "host_unwilling_or_unable",
            "acting_state_attacked",
            "necessity_of_force",
            "proportionate_to_end",
        ),
        "yes",
    )
    assert judged(attack, others="no", as_of=as_of)["legality"]["verdict"] == verdict


def test_duties_show_only_where_a_test_is_in_play_and_never_change_it() -> None:
    defence = dict.fromkeys(
        (
            "state_conduct",
            "uses_force",
            "armed_attack_occurred",
            "attack_attributable",
            "acting_state_attacked",
            "necessity_of_force",
            "proportionate_to_end",
        ),
        "yes",
    )
    kept = judged({**defence, "reported_to_council": "yes"}, others="no")["legality"]
    broken = judged(defence, others="no")["legality"]
    assert kept["verdict"] == broken["verdict"] == "lawful"
    assert [(d["fact"], d["value"]) for d in kept["duties"]] == [("reported_to_council", "yes")]
    assert broken["duties"][0]["value"] == "no"
    assert broken["duties"][0]["tests"] == ["self_defence"]
    assert judged({"uses_force": "yes"}, others="no")["legality"]["duties"] == []


def test_the_trace_repeats_the_verdict_and_every_finding() -> None:
    given_facts = {
        "uses_force": "yes",
        "necessity_of_force": {
            "value": "contested",
            "evidence": [{"reliability": "B", "credibility": 3}],
            "provisions": ["unsc-1203"],
        },
    }
    trace = judged(given_facts, others="no")["legality"]["trace"]
    assert (trace["code"], trace["op"], trace["at_least"], trace["at_most"]) == ("lawful", "all", 0.0, 0.0)
    force, measures = trace["children"]
    assert [node["code"] for node in force["children"]][:3] == [
        "no_force",
        "council_authorisation",
        "self_defence",
    ]
    assert measures["children"][1]["op"] == "ref"
    humanitarian = next(n for n in force["children"] if n["code"] == "humanitarian_intervention")
    assert (humanitarian["standing"], humanitarian["cap"], humanitarian["justifies"]) == (
        "minority",
        0.0,
        "force",
    )
    leaf = next(n for n in humanitarian["children"] if n["code"] == "necessity_of_force")
    assert leaf["value"] == "contested" and not leaf["weakest"]
    assert leaf["evidence"] == [{"reliability": "B", "credibility": 3}]
    assert leaf["relied_on"] == ["unsc-1203"]


def test_a_capped_test_shows_what_it_would_come_to() -> None:
    legality = judged(
        {
            "uses_force": "yes",
            "implied_authorisation": "contested",
            "council_threat_determination": "yes",
        },
        others="no",
    )["legality"]
    force = legality["trace"]["children"][0]["children"]
    node = next(n for n in force if n["code"] == "implied_authorisation")
    assert node["value"] == "no" and node["uncapped"]["value"] == "contested"
    assert node["weakest"] == ["implied_authorisation"]
    assert legality["readings"]["permissive"]["route"] == ["implied_authorisation"]


@given(facts=answers(unknowns=5), shuffle=st.randoms(use_true_random=False))
def test_the_order_of_answers_never_matters(facts: Facts, shuffle: object) -> None:
    codes = list(facts)
    shuffle.shuffle(codes)  # type: ignore[attr-defined]
    mixed = findings({code: facts[code] for code in codes})
    assert columns(framework(), facts).keys() == columns(framework(), {c: facts[c] for c in codes}).keys()
    assert mixed == findings(facts)
