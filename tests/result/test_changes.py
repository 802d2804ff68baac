"""What would move the answers, as the page words it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.test import Client
from django.urls import reverse

from cases.assessments.models import Assessment, Snapshot
from cases.assessments.presentation.changes import changes_of
from cases.assessments.presentation.labels import Labels, labels_of
from frameworks.models import Framework
from frameworks.selectors import framework_get
from tests.result.test_presentation import evaluated
from tests.result.test_result_page import page_of, words_of


@pytest.fixture
def framework(library: None) -> Framework:
    """The doctrine of today."""
    return framework_get("nato-2022")


@pytest.fixture
def labels(framework: Framework) -> Labels:
    """Its words."""
    return labels_of(framework)


@pytest.fixture
def libya(library: None) -> Assessment:
    """The reference assessment of the opening phase."""
    return Assessment.objects.get(reference="ref-libya-2011-protection-of-civilians")


def test_kosovo_names_the_price_of_the_permissive_verdict(client: Client, kosovo: Assessment) -> None:
    flips = words_of(page_of(client, kosovo), "flips")
    assert "arguable if one accepts “Humanitarian intervention”" in flips
    assert "arguable if one accepts “Implied or revived authorisation”" in flips
    assert "The same findings by the law of other days" not in flips


def test_libya_is_lawful_until_the_authority_ended(client: Client, libya: Assessment) -> None:
    html = page_of(client, libya)
    flips = words_of(html, "flips")
    assert "17 March to 31 October 2011 lawful The day judged, 19 March 2011, is among them." in flips
    assert "From 1 November 2011 unlawful" in flips
    assert "rests on law that ended on 31 October 2011 by S/RES/2016 (2011)" in flips
    before = flips[flips.index("Until 16 March 2011") : flips.index("17 March to")]
    assert "not yet in force before 17 March 2011" in before and "ended" not in before
    assert f'<a href="{reverse("law:detail", args=["unsc-1973"])}#op4">' in html


def test_the_page_lists_the_weights_and_ratings_of_the_evaluation(client: Client, kosovo: Assessment) -> None:
    response = client.get(reverse("assessments:detail", args=[kosovo.pk]))
    legitimacy = response.context["evaluation"]["legitimacy"]
    changes = response.context["parts"].changes
    assert len(changes.weights) + len(changes.more_weights) == len(legitimacy["weight_flips"]) > 0
    assert len(changes.ratings) == len(legitimacy["rating_flips"]) > 0
    text = words_of(response.content.decode(), "legitimacy")
    first = legitimacy["weight_flips"][0]
    assert (
        f"{changes.weights[0].title} 14.3\u00a0% {100 * first['to']:.1f}\u00a0% mixed".replace("\u00a0", " ")
        in text
    )
    assert f"{legitimacy['rating_flips_left_out']} more sets, with changes no smaller, are left out." in text


def test_discounting_reads_as_such(framework: Framework, labels: Labels) -> None:
    facts = {"uses_force": "yes", "nationals_in_danger": "yes", "necessity_of_force": "yes"}
    facts |= {"proportionate_to_end": "yes", "regional_mandate": "yes", "council_endorsed_afterwards": "yes"}
    shown = changes_of(evaluated(framework, facts), labels, {}).readings
    assert shown[0].verdict == "unlawful"
    assert shown[0].price == (
        "if one accepts neither “Regional action endorsed afterwards” nor “Rescue of nationals”"
    )
    one = changes_of(evaluated(framework, {**facts, "regional_mandate": "no"}), labels, {}).readings
    assert one[0].price == "if one does not accept “Rescue of nationals”"


def test_a_dated_standing_reads_as_such(framework: Framework, labels: Labels) -> None:
    facts = {"uses_force": "yes", "armed_attack_occurred": "yes", "host_unwilling_or_unable": "yes"}
    facts |= {"acting_state_attacked": "yes", "necessity_of_force": "yes", "proportionate_to_end": "yes"}
    before, now = changes_of(evaluated(framework, facts), labels, {}).periods
    assert (before.days, before.verdict, before.today) == ("Until 11 September 2001", "unlawful", False)
    assert [reason.text for reason in before.reasons] == [
        "“Self-defence against non-State actors” was minority doctrine until then."
    ]
    assert (now.days, now.verdict, now.today, now.reasons) == ("From 12 September 2001", "arguable", True, ())


def test_an_evaluation_of_an_earlier_engine_is_shown_without_them(client: Client, libya: Assessment) -> None:
    """Frozen results stay as they were frozen: what they lack is left out, not made up."""
    snapshot = Snapshot.objects.filter(assessment=libya).latest("revision")
    evaluation = snapshot.evaluation
    for part, members in (
        ("legality", ("reading_flips", "date_flips")),
        ("legitimacy", ("weight_flips", "rating_flips", "rating_flips_left_out")),
    ):
        for member in members:
            del evaluation[part][member]
    Snapshot._base_manager.filter(pk=snapshot.pk).update(evaluation=evaluation)
    html = page_of(client, libya)
    assert "The same findings by the law of other days" not in html
    assert "What would change the band" not in html


def test_a_line_of_time_costs_no_more_queries(
    client: Client,
    libya: Assessment,
    queries_at_most: Callable[[int], AbstractContextManager[object]],
) -> None:
    page_of(client, libya)
    with queries_at_most(25):
        page_of(client, libya)
