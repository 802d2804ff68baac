"""The three answers and the outline of the reasoning."""

from __future__ import annotations

from typing import Any

import pytest

from natoassess.web.presentation import answers, traces

OPEN = {"verdict": "undetermined", "at_least": "unlawful", "at_most": "lawful"}


def settled(verdict: str) -> dict[str, str]:
    return {"verdict": verdict, "at_least": verdict, "at_most": verdict}


def leaf(code: str, low: float, high: float | None = None, **more: Any) -> dict[str, Any]:
    return {
        "code": code,
        "op": "fact",
        "at_least": low,
        "at_most": low if high is None else high,
        "children": [],
        **more,
    }


def test_an_open_verdict_names_both_its_ends() -> None:
    assert answers.legality_note(OPEN) == "From unlawful to lawful."


def test_a_reading_that_differs_is_named() -> None:
    legality = {
        **settled("unlawful"),
        "readings": {
            "permissive": settled("arguable"),
            "strict": settled("unlawful"),
            "prevailing": settled("unlawful"),
        },
    }
    assert [item.code for item in answers.readings(legality)] == ["strict", "prevailing", "permissive"]
    assert [item.is_headline for item in answers.readings(legality)] == [False, True, False]
    assert answers.legality_note(legality) == "The permissive reading: arguable."


def test_no_state_conduct_is_no_verdict_on_a_state() -> None:
    assert "no State's obligation" in answers.legality_note(settled("not_applicable"))


def test_what_holds_the_band_down_is_named() -> None:
    legitimacy = {
        "index": 80.0,
        "band": "mixed",
        "capped_by": [{"kind": "dimension", "code": "means", "band": "mixed"}],
    }
    assert answers.legitimacy_note(legitimacy, {"means": "Means"}) == "Held at mixed at most by: Means."


@pytest.mark.parametrize(
    ("impact", "note"),
    [
        ({"gross": 62.5, "adjusted": 62.5}, "Consent deducts nothing."),
        ({"gross": 62.5, "adjusted": 20.0}, "Consent deducts 42.5 points."),
        ({"gross": 62.5, "adjusted": None}, "What consent deducts is not settled."),
        ({"gross": None}, ""),
    ],
)
def test_what_consent_deducts_is_said_in_points(impact: dict[str, float | None], note: str) -> None:
    assert answers.sovereignty_note(impact) == note


def tree() -> dict[str, Any]:
    doctrine = {
        "code": "humanitarian_intervention",
        "op": "all",
        "at_least": 0,
        "at_most": 0,
        "uncapped": {"at_least": 0.5, "at_most": 0.5},
        "standing": "minority",
        "cap": 0,
        "weakest": ["necessity_of_force"],
        "children": [
            leaf("atrocity_crimes", 1, evidence=[{"reliability": "B", "credibility": 2}]),
            leaf("necessity_of_force", 0.5),
            {"code": "", "op": "none", "at_least": 1, "at_most": 1, "children": [leaf("council_forbids", 0)]},
        ],
    }
    consent = {
        "code": "consent",
        "op": "all",
        "at_least": 0,
        "at_most": 1,
        "children": [leaf("consent_given", 0, 1)],
    }
    force = {"code": "force", "op": "any", "at_least": 0, "at_most": 1, "children": [doctrine, consent]}
    return {"code": "lawful", "op": "all", "at_least": 0, "at_most": 1, "children": [force]}


def test_the_outline_shows_what_a_doctrine_comes_to_and_how_far_it_carries() -> None:
    root = traces.trace_node(tree(), {}, {"atrocity_crimes": "Documented by the Commission."})
    doctrine, consent = root.children[0].children
    assert root.verdict == "undetermined"
    assert (doctrine.value, doctrine.standing, doctrine.carries) == (
        "contested",
        "minority",
        "carries nothing",
    )
    assert (consent.value, consent.span) == ("unknown", "")
    atrocity, necessity, forbids = doctrine.children
    assert (atrocity.why, atrocity.grades) == ("Documented by the Commission.", (("B", 2),))
    assert necessity.weakest
    assert not atrocity.weakest
    assert forbids.op == "if none of"
    assert not forbids.children[0].negated, "the joint above it says so already"


def test_a_negation_without_a_joint_stands_before_the_fact() -> None:
    assert traces.trace_node(leaf("council_forbids", 0) | {"negated": True}, {}, {}, depth=2).negated
    denied = {"code": "", "op": "not", "at_least": 1, "at_most": 1, "children": [leaf("council_forbids", 0)]}
    assert traces.trace_node(denied, {}, {}, depth=1).children[0].negated


def test_branches_stand_open_where_they_come_to_something() -> None:
    root = traces.trace_node(tree(), {}, {})
    doctrine, consent = root.children[0].children
    assert root.is_open
    assert doctrine.is_open
    assert not consent.is_open


def test_words_and_numbers_for_the_ends_mean_the_same() -> None:
    by_number = traces.trace_node(leaf("x", 0, 0.5), {}, {}, depth=1)
    by_word = traces.trace_node({**leaf("x", 0), "at_least": "no", "at_most": "contested"}, {}, {}, depth=1)
    assert by_number == by_word
    assert by_number.span == "no to contested"
    with pytest.raises(ValueError, match="not a truth value: 'perhaps'"):
        traces.truth("perhaps", 0.0)


def test_a_flip_is_told_in_the_words_of_the_catalogue() -> None:
    found = traces.flips(
        [
            {
                "verdict": "lawful",
                "changes": [
                    {"fact": "within_mandate", "from": "no", "to": "yes"},
                    {"fact": "x_y", "to": "no"},
                ],
            }
        ],
        {"within_mandate": "The action stays inside the mandate"},
    )
    assert [(change.fact, change.before, change.after) for change in found[0].changes] == [
        ("The action stays inside the mandate", "no", "yes"),
        ("x y", "not known", "no"),
    ]
