"""Sentences about what would change the answers, each held against the numbers it states."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from frameworks.scoring.claims import Claim, render
from frameworks.scoring.explain import explain
from tests.scoring.builders import framework, judged
from tests.scoring.test_golden import golden_case, golden_cases, golden_evaluation

TITLES = framework().titles
CITED = {**TITLES, "provisions": {"unsc-1973#op4": "S/RES/1973 (2011), OP4"}}


def said(evaluation: dict[str, Any], code: str, titles: Any = TITLES) -> list[str]:
    parts = explain(evaluation, titles).values()
    return [render(claim) for part in parts for claim in part if claim.code == code]


def first(evaluation: dict[str, Any], part: str, code: str) -> Claim:
    return next(claim for claim in explain(evaluation, TITLES)[part] if claim.code == code)


def test_lawful_until_the_authorisation_ended() -> None:
    evaluation = golden_evaluation(golden_case("libya-2011-opening"))
    assert said(evaluation, "legality.until", CITED) == [
        "It is lawful until 31 October 2011, when S/RES/1973 (2011), OP4 and unsc-1973#op8 ended, on which “The "
        "Council authorises these actors to use force” rests; after that it would be unlawful."
    ]
    assert said(evaluation, "legality.before", CITED) == [
        "By the law until 16 March 2011 it would be unlawful: “The Council authorises these actors to use force” "
        "rests on S/RES/1973 (2011), OP4 and unsc-1973#op8, in force only from 17 March 2011."
    ]


def test_what_was_not_law_yet_is_not_said_to_have_changed() -> None:
    """A clause that is still to come never reads as one that ended."""
    (sentence,) = said(golden_evaluation(golden_case("libya-2011-opening")), "legality.before")
    assert "ended" not in sentence


def test_a_standing_that_changed_is_named() -> None:
    evaluation = golden_evaluation(golden_case("attack-by-non-state-actors-after-2001"))
    test = TITLES["tests"]["self_defence_against_non_state_actors"]
    assert said(evaluation, "legality.before") == [
        f"By the law until 11 September 2001 it would be unlawful: the standing of “{test}” is then minority."
    ]


def test_a_period_between_two_others_has_both_its_days() -> None:
    cited = {"value": "yes", "provisions": ["unsc-1973#op4"]}
    facts = {"uses_force": "yes", "council_authorises_force": "yes", "within_mandate": "yes"}
    facts |= {"consent_given": "yes", "consent_valid": "yes", "within_consent": "yes"}
    evaluation = judged(
        {**facts, "within_mandate": "no", "council_forbids": cited}, others="no", as_of=date(2011, 4, 1)
    )
    assert evaluation["legality"]["verdict"] == "unlawful"
    assert [p["verdict"] for p in evaluation["legality"]["date_flips"]] == ["lawful", "unlawful", "lawful"]
    assert len(said(evaluation, "legality.before")) == len(said(evaluation, "legality.until")) == 1
    later = judged({**facts, "within_mandate": cited}, others="no", as_of=date(2011, 4, 1))
    assert later["legality"]["date_flips"] == []


@pytest.mark.parametrize("case", golden_cases(), ids=lambda case: case["id"])
def test_each_reading_flip_and_period_is_said_once(case: dict[str, Any]) -> None:
    evaluation = golden_evaluation(case)
    legality = evaluation["legality"]
    codes = [claim.code for claim in explain(evaluation, TITLES)["legality"]]
    for reading in ("strict", "permissive"):
        flips = [flip for flip in legality["reading_flips"] if flip["reading"] == reading]
        assert codes.count(f"legality.accept_{reading}") == len(flips)
    periods = [period for period in legality["date_flips"] if period["because"]]
    spoken = ("legality.until", "legality.before", "legality.after", "legality.between")
    assert sum(codes.count(code) for code in spoken) == len(periods)


@pytest.mark.parametrize("case", golden_cases(), ids=lambda case: case["id"])
def test_the_smallest_weight_and_rating_are_those_of_the_evaluation(case: dict[str, Any]) -> None:
    evaluation = golden_evaluation(case)
    legitimacy = evaluation["legitimacy"]
    codes = [claim.code for claim in explain(evaluation, TITLES)["legitimacy"]]
    if legitimacy["band"] is None:
        assert not {"legitimacy.weights_firm", "legitimacy.ratings_firm"} & set(codes)
        return
    if legitimacy["weight_flips"]:
        flip = legitimacy["weight_flips"][0]
        kind = "weight_flip" if flip["kind"] == "dimension" else "criterion_weight_flip"
        params = first(evaluation, "legitimacy", f"legitimacy.{kind}").params
        assert (params["old"], params["new"], params["band"]) == (flip["from"], flip["to"], flip["band"])
    else:
        assert "legitimacy.weights_firm" in codes
    if legitimacy["rating_flips"]:
        claim = first(evaluation, "legitimacy", "legitimacy.rating_flip")
        assert claim.params["band"] == legitimacy["rating_flips"][0]["band"]
        for change in legitimacy["rating_flips"][0]["changes"]:
            assert f"rated {change['to']} instead of {change['from']}" in render(claim)
    else:
        assert "legitimacy.ratings_firm" in codes


def test_of_what_an_older_evaluation_lacks_nothing_is_said() -> None:
    evaluation = golden_evaluation(golden_case("libya-2011-opening"))
    added = ("reading_flips", "date_flips", "weight_flips", "rating_flips", "rating_flips_left_out")
    older = {
        part: {key: item for key, item in value.items() if key not in added}
        if isinstance(value, dict)
        else value
        for part, value in evaluation.items()
    }
    now, then = (
        [claim.code for claims in explain(each, TITLES).values() for claim in claims]
        for each in (evaluation, older)
    )
    assert set(now) - set(then) >= {"legality.until", "legality.before", "legitimacy.weight_flip"}
    assert set(then) < set(now)
