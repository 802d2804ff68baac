"""The words of a result, over evaluations made for the purpose."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from cases.assessments.presentation import deck
from cases.assessments.presentation.indices import dimension_groups, harm_rows, rated_words
from cases.assessments.presentation.labels import Labels, labels_of, listed
from cases.assessments.presentation.legality import flips_parted, paragraphs, trace_arranged
from frameworks.models import Framework
from frameworks.selectors import framework_get
from frameworks.services import evaluation_explain, findings_evaluate

IMMINENT = {
    "uses_force": "yes",
    "armed_attack_imminent": "yes",
    "attack_attributable": "yes",
    "acting_state_attacked": "yes",
    "necessity_of_force": "yes",
    "proportionate_to_end": "yes",
}


@pytest.fixture
def framework(library: None) -> Framework:
    """The doctrine of today."""
    return framework_get("nato-2022")


@pytest.fixture
def labels(framework: Framework) -> Labels:
    """Its words."""
    return labels_of(framework)


def evaluated(
    framework: Framework, facts: dict[str, str], ratings: dict[str, Any] | None = None
) -> dict[str, Any]:
    """An evaluation in which every fact is no but those given, and a State acts."""
    every = dict.fromkeys(framework.catalogue.facts.values_list("code", flat=True), "no")
    body = {"facts": every | {"state_conduct": "yes"} | facts, "ratings": ratings or {}}
    return findings_evaluate(framework=framework, body=body, as_of=date(2026, 1, 1), draws=0).as_dict()


def said(framework: Framework, labels: Labels, evaluation: dict[str, Any]) -> str:
    """All paragraphs about the legal answer, as one text."""
    sentences = evaluation_explain(framework=framework, evaluation=evaluation)["legality"]
    return " ".join(
        f"{item.lead} {item.text}" for item in paragraphs(evaluation["legality"], sentences, labels)
    )


def titles(node: dict[str, Any]) -> Iterator[str]:
    """The titles of the lines that a reader sees without opening anything."""
    yield node.get("title", "")
    for child in node["children"] if node.get("open") else ():
        yield from titles(child)


def test_readings_differ_by_what_they_make_of_contested_doctrine(
    framework: Framework, labels: Labels
) -> None:
    evaluation = evaluated(framework, IMMINENT)
    text = said(framework, labels, evaluation)
    assert "“Anticipatory self-defence” is contested doctrine, which this reading gives no weight." in text
    assert "this reading counts it in full, the prevailing one only as far as arguable." in text
    assert "Even so, the prevailing reading stops at arguable, because this is contested doctrine." in text
    assert deck(evaluation).startswith(
        "Arguable on the prevailing reading, unlawful on the strict one, lawful on the permissive one"
    )


def test_nothing_done_needs_no_justification(framework: Framework, labels: Labels) -> None:
    evaluation = evaluated(framework, {})
    assert "No armed force is used" in said(framework, labels, evaluation)
    assert deck(evaluation).startswith("Lawful on every reading")


def test_long_lists_of_what_is_missing_are_cut_and_say_so(framework: Framework, labels: Labels) -> None:
    evaluation = evaluated(framework, {"coerces_reserved_domain": "yes"})
    sentences = evaluation_explain(framework=framework, evaluation=evaluation)["legality"]
    points = dict(paragraphs(evaluation["legality"], sentences, labels)[0].points)
    assert points["Self-defence"].startswith("fails, among other points, on “An armed attack has occurred")
    assert points["Necessity"] == "fails on “A grave and imminent peril leaves no other way”."


def test_weakest_elements_are_left_out_while_the_verdict_is_open(
    framework: Framework, labels: Labels
) -> None:
    evaluation = evaluated(framework, IMMINENT | {"necessity_of_force": "unknown"})
    assert evaluation["legality"]["verdict"] == "undetermined"
    text = said(framework, labels, evaluation)
    assert "Weakest element" not in text
    assert "1 unanswered fact can still decide it." in text


def test_failed_doctrines_are_folded_and_those_in_play_stand_open(
    framework: Framework, labels: Labels
) -> None:
    legality = evaluated(framework, IMMINENT)["legality"]
    seen = list(titles(trace_arranged(legality, labels)))
    assert "Anticipatory self-defence" in seen
    assert "Nothing less than force would stop the harm" in seen
    assert "Council authorisation" in seen
    assert "The Council authorises these actors to use force" not in seen
    assert "Uniting for Peace" not in seen
    assert any(title.startswith("7 more doctrines, none of them met: ") for title in seen)


def test_flips_are_parted_without_losing_one(framework: Framework) -> None:
    every = evaluated(framework, {"uses_force": "yes"})["legality"]["flips"]
    parted = flips_parted(every)
    assert [*parted.first, *parted.more] == every
    assert len(parted.first) == 5


def test_a_cap_is_named(framework: Framework) -> None:
    criteria = framework.catalogue.criteria.values_list("code", flat=True)
    ratings: dict[str, Any] = {code: {"level": 4} for code in criteria} | {"threat_gravity": {"level": 1}}
    evaluation = evaluated(framework, {}, ratings)
    assert (evaluation["legitimacy"]["index"] > 67, evaluation["legitimacy"]["band"]) == (True, "mixed")
    claims = evaluation_explain(framework=framework, evaluation=evaluation)["legitimacy"]
    (capped,) = [claim.text for claim in claims if claim.code == "legitimacy.capped"]
    assert capped == "The band is held at mixed by: “Gravity of the threat”."


def test_what_is_not_rated_stays_in_the_list_without_points(framework: Framework, labels: Labels) -> None:
    legitimacy = evaluated(framework, {}, {"threat_gravity": {"level": 0}})["legitimacy"]
    groups = dimension_groups(legitimacy, labels, {})
    rows = [row for group in groups for row in group.rows]
    assert len(rows) == 28
    assert all(row.points is None and row.level == "unknown" for row in rows)
    assert rated_words(legitimacy, groups).startswith("0 of 28 criteria are rated.")
    assert [row.level for row in harm_rows(labels, {})] == ["unknown"] * 10


@pytest.mark.parametrize(
    ("items", "text"), [([], ""), (["a"], "a"), (["a", "b"], "a or b"), (["a", "b", "c"], "a, b or c")]
)
def test_listed(items: list[str], text: str) -> None:
    assert listed(items, either=True) == text
