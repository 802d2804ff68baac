"""The line of time: each period agrees with evaluating anew, and its reasons suffice and can spare none."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frameworks.scoring import Findings, ProvisionStatus, evaluate, parse_findings
from frameworks.scoring.date_flips import date_flips
from tests.scoring import oracle
from tests.scoring.builders import AS_OF, findings, framework, judged, specification
from tests.scoring.strategies import answers

SPEC = specification()
DAYS = [date(1990, 1, 1) + timedelta(days=400 * step) for step in range(14)]
EARLIEST = date(1, 1, 1)
COUNCIL = ("council_authorises_force", "within_mandate", "council_authorises_measures", "council_forbids")
FORBIDDING = ("council_forbids",)
FORCE = {"uses_force": "yes", "council_authorises_force": "yes", "within_mandate": "yes"}


@st.composite
def clauses(draw: st.DrawFn) -> dict[str, ProvisionStatus]:
    """Up to four clauses with periods of their own; some without a beginning or an end."""
    law = {}
    for number in range(draw(st.integers(1, 4))):
        since = draw(st.sampled_from([None, *DAYS]))
        until = draw(st.sampled_from([None, *[day for day in DAYS if since is None or day >= since]]))
        effect = draw(st.sampled_from(("authorises", "prohibits", "defines")))
        nature: Any = draw(st.sampled_from(("binding", "binding", "evidence")))
        law[f"clause#{number}"] = ProvisionStatus(f"clause#{number}", effect, nature, since, until, "later")
    return law


@st.composite
def resting(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, ProvisionStatus]]:
    """Answers of which those about the Council rely on random clauses."""
    facts, law = draw(answers()), draw(clauses())
    for code in COUNCIL:
        cited = draw(st.lists(st.sampled_from(sorted(law)), max_size=3, unique=True))
        facts[code] = {"value": draw(st.sampled_from(("yes", "contested"))), "provisions": cited}
    return facts, law


def in_force(clause: ProvisionStatus, day: date) -> bool:
    since, until = clause.in_force_from or EARLIEST, clause.in_force_until or date.max
    return since <= day <= until


def on(day: date, as_of: date, facts: dict[str, Any], law: dict[str, ProvisionStatus]) -> dict[str, str]:
    """The answers as the law of `day` would have them, straight from the definition."""
    plain = {code: f["value"] if isinstance(f, dict) else f for code, f in facts.items()}
    for code in COUNCIL:
        cited = [law[name] for name in facts[code]["provisions"]]
        operative = [c for c in cited if c.nature == "binding" and c.effect != "defines"]
        wanted = "prohibits" if code in FORBIDDING else "authorises"
        rests_on = [c for c in operative if c.effect == wanted] or operative
        if any(in_force(c, as_of) for c in rests_on) and not any(in_force(c, day) for c in rests_on):
            plain[code] = "no"
    return plain


@settings(max_examples=20)
@given(case=resting(), as_of=st.sampled_from(DAYS))
def test_each_period_agrees_with_evaluating_anew(
    case: tuple[dict[str, Any], dict[str, ProvisionStatus]], as_of: date
) -> None:
    facts, law = case
    given_facts = parse_findings(framework(), {"facts": facts}, law=law)
    periods = date_flips(framework(), given_facts, as_of)
    today = oracle.verdict(SPEC, "prevailing", as_of, on(as_of, as_of, facts, law))
    days = {as_of, EARLIEST, date(2100, 1, 1), *DAYS, *(day + timedelta(days=1) for day in DAYS)}
    verdicts = {day: oracle.verdict(SPEC, "prevailing", day, on(day, as_of, facts, law)) for day in days}
    if not periods:
        assert set(verdicts.values()) == {today}
        return
    assert len(periods) > 1
    assert periods[0].since is None and periods[-1].until is None
    for before, after in zip(periods, periods[1:], strict=False):
        assert before.until is not None and after.since == before.until + timedelta(days=1)
        assert (before.verdict, before.because) != (after.verdict, after.because)
    for day, verdict in verdicts.items():
        (period,) = [p for p in periods if (p.since or EARLIEST) <= day <= (p.until or date.max)]
        assert period.verdict == verdict
        assert period.today == ((period.since or EARLIEST) <= as_of <= (period.until or date.max))
        assert bool(period.because) == (verdict != today)


@settings(max_examples=20)
@given(case=resting(), as_of=st.sampled_from(DAYS))
def test_reasons_suffice_and_none_can_be_spared(
    case: tuple[dict[str, Any], dict[str, ProvisionStatus]], as_of: date
) -> None:
    facts, law = case
    given_facts = parse_findings(framework(), {"facts": facts}, law=law)
    plain = on(as_of, as_of, facts, law)
    for period in date_flips(framework(), given_facts, as_of):
        lapsed = {reason.fact for reason in period.because if reason.fact}
        restated = {reason.test: reason.standing for reason in period.because if reason.test}

        def verdict(lapsed: set[str], restated: dict[Any, Any]) -> str:
            tests = [
                {**test, "standing": restated.get(test["code"], oracle.standing(test, as_of))}
                for test in SPEC["tests"]
            ]
            return oracle.verdict(
                {**SPEC, "tests": tests}, "prevailing", as_of, {**plain, **dict.fromkeys(lapsed, "no")}
            )

        if period.because:
            assert verdict(lapsed, restated) == period.verdict
        for fact in lapsed:
            assert verdict(lapsed - {fact}, restated) != period.verdict
        for test in restated:
            fewer = {code: name for code, name in restated.items() if code != test}
            assert verdict(lapsed, fewer) != period.verdict


def periods_of(facts: dict[str, Any], as_of: date, **more: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = judged(facts, others="no", as_of=as_of, **more)["legality"]["date_flips"]
    return found


def test_lawful_until_the_authorisation_ended() -> None:
    force = {"value": "yes", "provisions": ["unsc-1973#op4"]}
    facts = {**FORCE, "council_authorises_force": force}
    before, now, after = periods_of(facts, date(2011, 3, 19))
    assert (now["verdict"], now["from"], now["until"]) == ("lawful", "2011-03-17", "2011-10-31")
    assert now["today"] and now["because"] == []
    assert (after["verdict"], after["from"], after["until"]) == ("unlawful", "2011-11-01", None)
    assert after["because"] == [
        {
            "kind": "ended",
            "fact": "council_authorises_force",
            "provision": "unsc-1973#op4",
            "ended_by": "unsc-2016",
            "on": "2011-10-31",
        }
    ]
    assert [reason["kind"] for reason in before["because"]] == ["not_yet_in_force"]


@pytest.mark.parametrize(
    "answer",
    [
        {"value": "yes", "provisions": ["unsc-1973#op4"], "fixed": True},
        {"value": "yes", "provisions": ["ilc-arsiwa#art-20"]},
        {"value": "yes", "provisions": ["nat#art-6"]},
        {"value": "yes", "provisions": ["covenant#art-16"]},
        {"value": "yes", "provisions": ["undated"]},
        "yes",
    ],
    ids=["fixed", "evidence", "a definition", "not in force that day", "without a date", "nothing cited"],
)
def test_what_does_not_move(answer: Any) -> None:
    assert periods_of({**FORCE, "council_authorises_force": answer}, date(2011, 3, 19)) == []


def test_what_happened_does_not_lapse_with_the_clause_cited_for_it() -> None:
    """Necessity found under a resolution was still necessity; an act stays an act of force before the Charter."""
    cited = {"value": "yes", "provisions": ["unsc-1973#op4"]}
    facts: dict[str, Any] = {"uses_force": {"value": "yes", "provisions": ["un-charter#art-2-4"]}}
    facts |= {"armed_attack_occurred": cited, "attack_attributable": "yes", "acting_state_attacked": "yes"}
    facts |= {"necessity_of_force": cited, "proportionate_to_end": cited}
    assert periods_of(facts, date(2011, 3, 19)) == []


def test_authority_is_not_prolonged_by_a_duty_cited_beside_it() -> None:
    both = {"value": "yes", "provisions": ["unsc-1970#op9", "unsc-1973#op4"]}
    *_, after = periods_of({**FORCE, "council_authorises_force": both}, date(2011, 3, 19))
    assert after["verdict"] == "unlawful"
    assert [reason["provision"] for reason in after["because"]] == ["unsc-1973#op4"]


def test_a_council_measure_may_be_a_ban_but_a_consent_is_no_duty() -> None:
    """Measures that the Council imposes are duties of others; a consent rests on what permits, not on those."""
    imposed = {"value": "yes", "provisions": ["unsc-1970#op9"]}
    measures = {"breaches_other_obligation": "yes", "council_authorises_measures": imposed}
    before, now = periods_of({**measures, "within_mandate": "yes"}, date(2011, 3, 19))
    assert (before["verdict"], now["verdict"], now["from"]) == ("unlawful", "lawful", "2011-02-26")
    consent = {"uses_force": "yes", "consent_given": imposed, "consent_valid": "yes", "within_consent": "yes"}
    assert periods_of(consent, date(2011, 3, 19)) == []
    permitted = {**consent, "consent_given": {"value": "yes", "provisions": ["unsc-1973#op4"]}}
    assert [p["verdict"] for p in periods_of(permitted, date(2011, 3, 19))] == [
        "unlawful",
        "lawful",
        "unlawful",
    ]


def test_the_evaluation_of_the_day_is_not_touched() -> None:
    """An answer whose clause was not in force is warned of and held; the period of today has today's verdict."""
    late = {"value": "yes", "provisions": ["unsc-1244#op7"]}
    found = judged({**FORCE, "council_authorises_force": late}, others="no", as_of=AS_OF)
    assert found["legality"]["verdict"] == "lawful"
    assert [warning["code"] for warning in found["warnings"]] == ["not_in_force"]
    assert found["legality"]["date_flips"] == []


def test_nothing_is_judged_without_a_states_conduct() -> None:
    given_facts: Findings = findings({"state_conduct": "no", "uses_force": "yes"})
    assert evaluate(framework(), given_facts, as_of=AS_OF, draws=0).legality.date_flips == ()
