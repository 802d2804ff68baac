"""Each sentence about a comparison is held against its numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from string import Formatter
from typing import Any

import pytest
from hypothesis import given

from frameworks.scoring import Row
from frameworks.scoring.alike import likeness
from frameworks.scoring.comparing import compare
from frameworks.scoring.explain import Claim, Terms, likelihood, render
from frameworks.scoring.explain_comparing import (
    _FIRST,
    _PAIR,
    _draws,
    lead,
    likeness_claims,
    pair_claims,
    phase_claims,
)
from tests.scoring.builders import AS_OF, findings, framework
from tests.scoring.strategies import Facts, answers
from tests.scoring.test_comparing import CODES, phase, phases, uniform

LABELS = ["Alpha", "Beta", "Gamma", "Delta", "Epsilon"]


def parts(claim: Claim) -> Iterator[Claim]:
    """A claim and the claims within it."""
    yield claim
    for value in claim.params.values():
        for word in value.words if isinstance(value, Terms) else ():
            if isinstance(word, Claim):
                yield from parts(word)


def numbers(value: Any) -> list[float]:
    if isinstance(value, dict):
        return [number for item in value.values() for number in numbers(item)]
    if isinstance(value, list):
        return [number for item in value for number in numbers(item)]
    return [value] if isinstance(value, float | int) else []


@given(rows=phases())
def test_every_number_in_words_is_in_the_comparison(rows: list[Row]) -> None:
    found = compare(framework(), rows, draws=150, seed=4).as_dict()
    known = {*numbers(found), *range(1, len(rows) + 1)}
    spoken = [c for made in phase_claims(found, LABELS, framework().titles).values() for c in made]
    spoken += pair_claims(found, LABELS).values()
    for claim in [part for whole in spoken for part in parts(whole)]:
        assert {name for _, name, _, _ in Formatter().parse(claim.text) if name} == set(claim.params), (
            claim.code
        )
        for value in claim.params.values():
            if isinstance(value, float | int):
                assert value in known, claim.code
        assert not re.search(r"[{}]", render(claim))


@given(rows=phases())
def test_each_pair_is_called_by_its_share(rows: list[Row]) -> None:
    """Every pair once, the one ahead first; the word is that of the share, and nothing is called that is not so."""
    found = compare(framework(), rows, draws=150, seed=4)
    claims = pair_claims(found.as_dict(), LABELS)
    assert len(claims) == len(rows) * (len(rows) - 1) / 2
    for (leader, other), claim in claims.items():
        share = found.ahead[leader][other]
        assert share >= found.ahead[other][leader]
        text = render(claim)
        assert text.startswith(LABELS[leader])
        assert LABELS[other] in text
        assert ("robustly ahead" in text) == (share >= 0.95)
        assert ("too close to call" in text) == (share < 0.55)
        assert claim.code == f"comparing.{lead(share)}.{likelihood(share)[0]}"


@pytest.mark.parametrize(
    ("share", "called"),
    [
        (0.5, "too_close_to_call"),
        (0.549999, "too_close_to_call"),
        (0.55, "ahead"),
        (0.949999, "ahead"),
        (0.95, "robustly_ahead"),
        (1.0, "robustly_ahead"),
    ],
)
def test_the_boundaries_are_those_of_icd_203(share: float, called: str) -> None:
    """The words of a lead never say another likelihood than the sentence around them."""
    assert lead(share) == called
    word, _ = likelihood(share)
    phrase = word.replace("_", " ")
    assert phrase in _PAIR[word]
    assert {"too_close_to_call": "too close", "ahead": "is ahead", "robustly_ahead": "robustly"}[
        called
    ] in _PAIR[word]


@pytest.mark.parametrize("share", [0.0, 0.04, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99, 1.0])
def test_first_places_take_the_word_of_their_share(share: float) -> None:
    word, _ = likelihood(share)
    assert word.replace("_", " ") in _FIRST[word]


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (1.0, "more than 99.9\u00a0% of draws"),
        (0.9999, "more than 99.9\u00a0% of draws"),
        (0.9994, "99.9\u00a0% of draws"),
        (0.7012, "70.1\u00a0% of draws"),
        (0.0001, "fewer than 0.1\u00a0% of draws"),
        (0.0, "fewer than 0.1\u00a0% of draws"),
    ],
)
def test_no_draw_is_rounded_away_and_none_proves_certainty(share: float, words: str) -> None:
    assert render(Claim("x", "{draws}", {"draws": _draws(share)})) == words


def test_a_phase_that_never_comes_first_has_no_central_weights_in_words() -> None:
    found = compare(framework(), [uniform(3), uniform(2)], draws=100, seed=1).as_dict()
    said = {p: [c.code for c in made] for p, made in phase_claims(found, LABELS, framework().titles).items()}
    assert said[0] == ["comparing.first.almost_certain", "comparing.any_weights", "comparing.confidence"]
    assert said[1] == ["comparing.first.almost_no_chance", "comparing.rank", "comparing.never"]


def test_the_dimension_that_favours_a_phase_is_named() -> None:
    by_dimension = {c.code: c.dimension for c in framework().criteria}
    cause = phase({code: 4 if by_dimension[code] == "cause" else 2 for code in CODES})
    means = phase({code: 4 if by_dimension[code] == "means" else 2 for code in CODES})
    found = compare(framework(), [cause, means], draws=3000, seed=7).as_dict()
    claim = next(
        c for c in phase_claims(found, LABELS, framework().titles)[0] if c.code == "comparing.central"
    )
    assert claim.params["dimension"] == Terms((framework().titles["dimensions"]["cause"],))
    assert claim.params["central"] == found["places"][0]["central_weights"]["cause"]


@given(one=answers(unknowns=2), other=answers(unknowns=2))
def test_likeness_says_what_was_found(one: Facts, other: Facts) -> None:
    rows = [Row(findings(facts, others="no"), AS_OF) for facts in (one, other)]
    found = likeness(framework(), rows[0], rows[1]).as_dict()
    titles = framework().titles
    said = list(likeness_claims(found, "Alpha", "Beta", titles))
    for claim in [part for whole in said for part in parts(whole)]:
        assert {name for _, name, _, _ in Formatter().parse(claim.text) if name} == set(claim.params), (
            claim.code
        )
    sets = [render(claim) for claim in said if claim.code == "likeness.set"]
    assert len(sets) == len(found["sets"])
    for text, members in zip(sets, found["sets"], strict=True):
        for change in members:
            assert (
                f"“{titles['facts'][change['fact']]}” answered {change['to']} instead of {change['from']}"
                in text
            )
    if found["wanted"] in (found["verdict"], "undetermined"):
        same = found["verdict"] == found["wanted"]
        assert [claim.code for claim in said] == ["likeness.same" if same else "likeness.open"]
    if found["parting"]:
        text = render(said[-1])
        assert titles["facts"][found["parting"]["fact"]] in text
        assert f"{found['parting']['one']} for Alpha" in text


def test_few_first_places_say_nothing_about_weights() -> None:
    """Two close phases, few draws: who is first now and then is not explained by chance weights."""
    rows = [phase({**dict.fromkeys(CODES, 2), code: 3}) for code in (CODES[0], CODES[-1])]
    found = compare(framework(), rows, draws=40, seed=7).as_dict()
    assert 0 < found["places"][0]["acceptability"][0] * 40 < 30
    codes = [c.code for c in phase_claims(found, LABELS, framework().titles)[0]]
    assert codes[-1] == "comparing.too_few"
