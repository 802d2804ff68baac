"""Each sentence is held against the numbers it states."""

import re
from string import Formatter
from typing import Any

import pytest

from frameworks.scoring import evaluate
from frameworks.scoring.explain import Claim, Terms, explain, likelihood, render
from tests.scoring.builders import AS_OF, findings, framework, judged
from tests.scoring.test_golden import golden_case, golden_cases, golden_evaluation

CODES = [criterion.code for criterion in framework().criteria]


def claims(evaluation: dict[str, Any]) -> dict[str, Claim]:
    found = explain(evaluation, framework().titles)
    return {claim.code: claim for part in found.values() for claim in part}


@pytest.mark.parametrize("case", golden_cases(), ids=lambda case: case["id"])
def test_every_number_and_verdict_in_words_is_in_the_evaluation(case: dict[str, Any]) -> None:
    evaluation = golden_evaluation(case, draws=200)
    numbers = set(_numbers(evaluation))
    for part in explain(evaluation, framework().titles).values():
        for claim in part:
            named = {name for _, name, _, _ in Formatter().parse(claim.text) if name}
            assert named == set(claim.params), claim.code
            for value in claim.params.values():
                if isinstance(value, float | int):
                    assert value in numbers, claim.code
            assert not re.search(r"[{}]", render(claim))


def _numbers(value: Any) -> list[float]:
    if isinstance(value, dict):
        return [number for item in value.values() for number in _numbers(item)]
    if isinstance(value, list):
        return [number for item in value for number in _numbers(item)]
    return [value] if isinstance(value, float | int) else []


def test_kosovo_in_words() -> None:
    evaluation = golden_evaluation(golden_case("kosovo-1999-air-campaign"), draws=10_000)
    found = claims(evaluation)
    titles = framework().titles["tests"]
    assert render(found["legality.unlawful"]).startswith("Unlawful")
    dissent = found["legality.permissive"].params
    assert dissent["verdict"] == evaluation["legality"]["readings"]["permissive"]["verdict"] == "arguable"
    assert dissent["tests"] == Terms(
        (titles["implied_authorisation"], titles["humanitarian_intervention"]), "or"
    )
    assert render(found["legitimacy.likely"]) == "It is likely that the band is high."
    assert render(found["legitimacy.index"]) == "69.0 of 100, high."
    assert "sovereignty.no_consent" in found


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"state_conduct": "no"}, "legality.not_applicable"),
        ({"state_conduct": "unknown", "uses_force": "yes"}, "legality.if_attributed"),
        ({"uses_force": "no"}, "legality.lawful_need"),
        ({"uses_force": "contested"}, "legality.arguable_need"),
        (
            {"uses_force": "yes", "council_authorises_force": "unknown", "within_mandate": "yes"},
            "legality.undetermined",
        ),
        (
            {"uses_force": "yes", "council_authorises_force": "yes", "within_mandate": "yes"},
            "legality.lawful",
        ),
        (
            {"uses_force": "yes", "council_authorises_force": "yes", "within_mandate": "contested"},
            "legality.arguable",
        ),
        ({"uses_force": "yes"}, "legality.unlawful"),
    ],
)
def test_the_headline_names_the_verdict(facts: dict[str, str], code: str) -> None:
    evaluation = judged(facts, others="no")
    first = explain(evaluation, framework().titles)["legality"][0]
    assert first.code == code
    assert render(first).split(":")[0].lower().replace(" ", "_") == evaluation["legality"]["verdict"]


def test_measures_are_not_said_to_justify_force() -> None:
    """Where force is used, only what justifies force is named; short of force every test that carries it is."""
    council = {
        "council_authorises_force": "yes",
        "council_authorises_measures": "yes",
        "within_mandate": "yes",
    }
    forcible = judged({"uses_force": "yes", "breaches_other_obligation": "yes", **council}, others="no")
    peaceful = judged({"breaches_other_obligation": "yes", **council}, others="no")
    titles = framework().titles["tests"]
    assert forcible["legality"]["readings"]["prevailing"]["route"] == [
        "council_authorisation",
        "council_measures",
    ]
    assert claims(forcible)["legality.lawful"].params["tests"] == Terms((titles["council_authorisation"],))
    assert claims(peaceful)["legality.lawful"].params["tests"] == Terms(
        (titles["council_authorisation"], titles["council_measures"])
    )


@pytest.mark.parametrize(
    ("chance", "word"),
    [
        (0.0, "almost_no_chance"),
        (0.05, "very_unlikely"),
        (0.2, "unlikely"),
        (0.45, "roughly_even_chance"),
        (0.55, "likely"),
        (0.8, "very_likely"),
        (0.95, "almost_certain"),
        (1.0, "almost_certain"),
    ],
)
def test_likelihood_in_the_words_of_icd_203(chance: float, word: str) -> None:
    assert likelihood(chance)[0] == word


def test_likelihood_and_confidence_never_share_a_sentence() -> None:
    for case in golden_cases():
        for part in explain(golden_evaluation(case, draws=200), framework().titles).values():
            for claim in part:
                assert not ("likely" in claim.text and "confiden" in claim.text)


def test_what_is_only_partly_rated_is_never_shown_without_its_bounds() -> None:
    ratings = {code: {"level": 3} for code in CODES[:20]}
    evaluation = evaluate(framework(), findings(ratings=ratings), as_of=AS_OF, draws=0).as_dict()
    found = claims(evaluation)
    assert "of what is rated" in render(found["legitimacy.partial"])
    bounds = found["legitimacy.bounds"].params
    assert (bounds["low"], bounds["high"]) == (
        evaluation["legitimacy"]["low"],
        evaluation["legitimacy"]["high"],
    )
    assert "legitimacy.nothing_rated" in claims(judged())


def test_what_caps_the_band_is_said() -> None:
    ratings = {code: {"level": 4} for code in CODES} | {"proper_purpose": {"level": 1}}
    evaluation = evaluate(framework(), findings(ratings=ratings), as_of=AS_OF, draws=0).as_dict()
    capped = claims(evaluation)["legitimacy.capped"]
    assert capped.params["band"] == evaluation["legitimacy"]["band"] == "mixed"
    assert framework().titles["criteria"]["proper_purpose"] in render(capped)


def test_sentences_are_translated_as_templates() -> None:
    claim = Claim("x", "Justified by {tests}.", {"tests": Terms(("A", "B"), "or")})
    french = {"Justified by {tests}.": "Justifié par {tests}.", "or": "ou", "“{title}”": "« {title} »"}
    assert render(claim, lambda text: french.get(text, text)) == "Justifié par « A » ou « B »."
