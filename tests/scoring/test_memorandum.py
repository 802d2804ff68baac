"""A memorandum is held against its evaluation, claim by claim, and read for how it sounds."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from frameworks.scoring import evaluate, framework_from
from frameworks.scoring.explain import explain, render
from frameworks.scoring.memorandum import Memorandum, Voice, Yardstick, confidence_counts, memorandum, say
from frameworks.scoring.memorandum.wording import Count, Day, Facts, Names, Share, Statement, in_a_row, plain
from frameworks.scoring.weighting import weights_over
from tests.scoring.builders import AS_OF, findings, framework, judged, specification
from tests.scoring.held import Held
from tests.scoring.holding import hold
from tests.scoring.strategies import answers
from tests.scoring.test_golden import golden_case, golden_cases, golden_evaluation

CRITERIA = [criterion.code for criterion in framework().criteria]
HARMS = [harm.code for harm in framework().sovereignty]


def written(evaluation: dict[str, Any], **options: Any) -> Memorandum:
    """The memorandum, every claim of it held against the evaluation."""
    made = memorandum(framework(), evaluation, **options)
    held = Held(framework(), evaluation, options.get("yardstick", Yardstick()))
    for statement in made.statements:
        hold(held, statement)
    return made


def prose(made: Memorandum) -> str:
    return " ".join(say(statement) for statement in made.statements)


def kinds(made: Memorandum) -> set[str]:
    return {statement.code for statement in made.statements}


@pytest.mark.parametrize("case", golden_cases(), ids=lambda case: case["id"])
def test_every_claim_about_a_golden_case_holds(case: dict[str, Any]) -> None:
    assert_well_formed(written(golden_evaluation(case, draws=200), is_project_coding=True))


QUICK = settings(deadline=None, max_examples=10, phases=(Phase.explicit, Phase.generate))
"""Without shrinking: an evaluation is small enough to be read as it stands, and each takes a while."""


@QUICK
@given(answers(unknowns=10), st.data())
def test_every_claim_about_any_evaluation_holds(facts: dict[str, Any], data: st.DataObject) -> None:
    levels = st.sampled_from([0, 1, 2, 3, 4, None])
    confidence = st.sampled_from(["high", "moderate", "low"])
    ratings = {code: {"level": data.draw(levels), "confidence": data.draw(confidence)} for code in CRITERIA}
    harms = {code: {"level": data.draw(levels)} for code in HARMS}
    given_ = findings(facts, ratings=ratings, sovereignty=harms)
    evaluation = evaluate(framework(), given_, as_of=AS_OF, draws=50, seed=7).as_dict()
    assert_well_formed(written(evaluation, confidences=confidence_counts(given_, evaluation)))


@QUICK
@given(st.dictionaries(st.sampled_from(CRITERIA), st.integers(0, 4), max_size=28))
def test_every_claim_about_ratings_few_or_many_holds(levels: dict[str, int]) -> None:
    given_ = findings(
        {"uses_force": "no"}, ratings={code: {"level": level} for code, level in levels.items()}
    )
    assert_well_formed(written(evaluate(framework(), given_, as_of=AS_OF, draws=20, seed=7).as_dict()))


def assert_well_formed(made: Memorandum) -> None:
    """What every sentence must be, whatever it says."""
    voice = Voice(cite=lambda ids: "the law")
    assert made.statements
    for statement in made.statements:
        text = say(statement, voice)
        assert re.fullmatch(r"[A-Z“].*\.", text), text
        assert not re.search(r"[{}_]|\(s\)|  |\.\.|\d{4}-\d{2}-\d{2}", text), text
        assert not (re.search("likely|chance", text) and "confiden" in text), text


def test_a_claim_that_says_otherwise_does_not_hold() -> None:
    """The holding bites: a verdict, a number, a fact or a provision that is not the evaluation's is refused."""
    evaluation = golden_evaluation(golden_case("kosovo-1999-air-campaign"), draws=200)
    held = Held(framework(), evaluation)
    wrong = (
        Statement("answer.verdict", "On the prevailing reading it is {verdict}.", {"verdict": "lawful"}),
        Statement("answer.reading_agrees", "The {reading} reading agrees.", {"reading": "permissive"}),
        Statement("legitimacy.index", "It is {index:.1f}, {band}.", {"index": 70.0, "band": "high"}),
        Statement("test.met", "It is established {facts}.", {"facts": Facts((framework().facts[5].title,))}),
        Statement("question.apart", "They are apart.", {}, ("unsc-1973#op4",)),
        Statement("question.apart", "It is lawful."),
        Statement("question.apart", "It is 12."),
        Statement("nobody.checks", "This."),
    )
    for statement in wrong:
        with pytest.raises((AssertionError, KeyError)):
            hold(held, statement)


def test_kosovo_says_what_it_turns_on() -> None:
    made = written(golden_evaluation(golden_case("kosovo-1999-air-campaign"), draws=10_000))
    text = prose(made)
    assert (
        "On the prevailing reading of the law, the conduct is unlawful. The permissive reading finds it arguable."
        in text
    )
    assert "judged by the law as it stood on 24 March 1999" in text
    assert "one must accept implied or revived authorisation or humanitarian intervention" in text
    assert "because it is not the case that the Council authorises these actors to use force" in text
    assert "It is likely that the band is high." in text
    assert "Adjusted for consent it stays at 62.5" in text


def test_sections_stand_in_the_order_of_an_opinion() -> None:
    made = memorandum(framework(), golden_evaluation(golden_case("kosovo-1999-air-campaign")))
    codes = [part.code for part in made.sections]
    assert codes[:4] == ["question", "answer", "law", "need"]
    assert codes[-4:] == ["legitimacy", "sovereignty", "warnings", "method"]
    answer = made.sections[1]
    assert len(answer.paragraphs) == 3, "three answers, never added up"


def test_conduct_of_no_state_is_not_judged() -> None:
    made = written(judged({"state_conduct": "no", "uses_force": "yes"}, others="no"))
    assert {"answer.not_applicable", "need.none_bound", "changes.attribution"} <= kinds(made)
    assert not any(code.startswith(("test.", "route.", "dissent.", "open.")) for code in kinds(made))


def test_conduct_that_needs_nothing_gets_no_justifications() -> None:
    made = written(judged({}, others="no"))
    assert {"need.nothing", "answer.verdict"} <= kinds(made)
    assert not any(code.startswith(("test.", "route.")) for code in kinds(made))


def test_open_attribution_is_answered_both_ways() -> None:
    made = written(golden_evaluation(golden_case("cyber-attack-of-unknown-author")))
    assert {"answer.undetermined", "answer.if_attributed", "route.if_attributed"} <= kinds(made)


def test_where_all_is_open_pleas_are_listed_rather_than_gone_through() -> None:
    made = written(golden_evaluation(golden_case("nothing-is-known-yet")))
    assert "test.open" in kinds(made) and "test.met" not in kinds(made)
    assert "open.first" in kinds(made)


def test_warnings_name_day_and_cause() -> None:
    relied = {
        "consent_given": {"value": "yes", "provisions": ["covenant#art-16"]},
        "council_authorises_force": {"value": "no", "provisions": ["unsc-1244#op7"]},
        "prior_wrongful_act": {"value": "yes", "provisions": ["ilc-arsiwa#art-20", "undated"]},
    }
    text = prose(written(judged({"uses_force": "yes", **relied}, others="no")))
    assert "unsc-1244#op7, which was not in force that day but only from 10 June 1999" in text
    assert (
        "covenant#art-16, which was in force no longer than 19 April 1946, when dissolution ended it" in text
    )
    assert "nobody could rely on it that day: ilc-arsiwa#art-20" in text
    assert "no date of entry into force is recorded: undated" in text


def test_what_held_the_band_down_is_said() -> None:
    ratings = {code: {"level": 4} for code in CRITERIA} | {"proper_purpose": {"level": 1}}
    made = written(evaluate(framework(), findings(ratings=ratings), as_of=AS_OF, draws=0).as_dict())
    assert "The band is held at mixed by the rating of proper purpose" in prose(made)


def test_confidence_is_that_of_the_findings_after_their_evidence() -> None:
    weak = {"level": 3, "confidence": "high", "evidence": [{"reliability": "D", "credibility": 2}]}
    ratings = {"threat_gravity": weak, "threat_imminence": {"level": 3, "confidence": "high"}}
    given_ = findings(ratings=ratings)
    evaluation = evaluate(framework(), given_, as_of=AS_OF, draws=50).as_dict()
    counts = confidence_counts(given_, evaluation)
    assert counts == {"low": 1, "high": 1}
    text = prose(written(evaluation, confidences=counts))
    assert "one is held with high confidence and one with low confidence" in text
    assert "confidence" not in prose(written(evaluation))


def test_only_a_doctrine_is_said_to_have_been_in_force() -> None:
    evaluation = golden_evaluation(golden_case("kosovo-1999-air-campaign"))
    report = written(evaluation, yardstick=Yardstick("report"))
    assert "a report that never was a doctrine of the Alliance" in prose(report)
    own = written(evaluation, yardstick=Yardstick("own", "nato-2022"))
    assert "a framework of its maker’s own" in prose(own)
    assert "made from the framework nato-2022" in prose(own)
    for made in (report, own):
        assert not kinds(made) & {
            "law.framework",
            "law.doctrine",
            "law.doctrine_later",
            "law.doctrine_earlier",
        }
        assert_well_formed(made)


def test_weights_of_ones_own_are_said_and_only_what_they_weigh_is_counted() -> None:
    first = framework().dimensions[0].code
    alone = {dimension.code: float(dimension.code == first) for dimension in framework().dimensions}
    other = framework_from(specification(weights=weights_over(framework(), {"dimensions": alone})))
    given_ = findings(ratings={code: {"level": 3} for code in CRITERIA})
    evaluation = evaluate(other, given_, as_of=AS_OF, draws=20, seed=7).as_dict()
    counts = confidence_counts(given_, evaluation)
    inside = [criterion for criterion in framework().criteria if criterion.dimension == first]
    assert sum(counts.values()) == len(inside) < len(CRITERIA)
    made = written(evaluation, confidences=counts)
    assert "law.other_weights" in kinds(made)
    assert "law.other_weights" not in kinds(written(judged({}, others="no")))


def test_where_all_is_rated_the_bounds_are_those_of_the_evidence() -> None:
    unjudged = {"level": 3, "evidence": [{"reliability": "F", "credibility": 6}]}
    given_ = findings(
        {"consent_given": "yes", "consent_valid": "unknown"},
        ratings=dict.fromkeys(CRITERIA, unjudged),
        sovereignty={code: {"level": 0} for code in HARMS},
    )
    evaluation = evaluate(framework(), given_, as_of=AS_OF, draws=20, seed=7).as_dict()
    text = prose(written(evaluation))
    assert "Whatever the ratings whose evidence cannot be judged turn out to be" in text
    assert "Once their evidence can be judged, the band" in text
    assert "open ratings turn out to be, it" not in text and "Once all is rated" not in text
    assert "Adjusted for consent it is 0.0" in text and "between 0.0 and 0.0" not in text
    short = " ".join(render(c) for part in explain(evaluation, framework().titles).values() for c in part)
    assert "evidence cannot be judged" in short and "Adjusted for consent it is 0.0" in short


def test_parameters_are_said_and_given_plain() -> None:
    assert in_a_row(["a", "b"], "or") == "a or b"
    assert in_a_row(["a", "b", "c"], "and") == "a, b, and c"
    assert in_a_row(["a, b", "c", "d"], "and") == "a, b; c; and d"
    facts = Facts(("The State fails", "NATO acts"), "whether", "or")
    sentence = Statement(
        "x",
        "{n} on {day}: {facts}, {share}, {names}.",
        {
            "n": Count(3),
            "day": Day("1999-03-24"),
            "facts": facts,
            "share": Share(0.999),
            "names": Names(("Uniting for Peace",)),
        },
    )
    assert say(sentence) == (
        "Three on 24 March 1999: whether the State fails or whether NATO acts, more than 99 per cent, "
        "Uniting for Peace."
    )
    assert {name: plain(param) for name, param in sentence.params.items()} == {
        "n": 3,
        "day": "1999-03-24",
        "facts": ["The State fails", "NATO acts"],
        "share": 0.999,
        "names": ["Uniting for Peace"],
    }
