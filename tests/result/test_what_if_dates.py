"""What if on another day: the verdict is that of the line of time, and what lapsed is said and can be held."""

from __future__ import annotations

from html import unescape
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.test import Client

from cases.assessments.models import Assessment
from cases.assessments.what_if import AS_OF, WhatIf, evaluate_what_if, filed
from tests.result.test_what_if import ask, panel, shown, words_of

pytestmark = pytest.mark.once

AFTER = "2011-11-01"
"""The day after the authority of resolution 1973 had ended."""


@pytest.fixture
def libya(library: None) -> Assessment:
    """The reference assessment of the later phase over Libya."""
    return Assessment.objects.get(reference="ref-libya-2011-later-phase")


def test_every_day_has_the_verdict_of_its_period(library: None) -> None:
    told = 0
    for assessment in Assessment.objects.exclude(reference=None):
        stands = filed(assessment)
        assert stands.evaluation is not None
        for period in stands.evaluation["legality"]["date_flips"]:
            for day in filter(None, (period["from"], period["until"])):
                asked = WhatIf().with_changes([(AS_OF, day)], stands)
                found = evaluate_what_if(stands, asked)["legality"]
                assert found["verdict"] == period["verdict"], (assessment.reference, day)
                told += 1
    assert told >= 10


def test_what_lapsed_is_said_with_its_reason(client: Client, libya: Assessment) -> None:
    response = ask(client, libya, as_of=AFTER)
    assert shown(response)["legality"]["verdict"] == "unlawful"
    text = panel(response)
    assert "Verdict arguable, now unlawful." in text
    said = text.partition("What lapsed with the law")[2].partition("What the law of the day now warns of")[0]
    assert "By the law of 1 November 2011" in said
    assert "The Council authorises these actors to use force: yes → no , because" in said
    assert "S/RES/1973 (2011), OP4" in said
    assert "ended on 31 October 2011" in said
    assert "Counts as no, because" in words_of(response.content.decode())


def test_an_explicit_answer_is_held_and_can_be_let_go(client: Client, libya: Assessment) -> None:
    lapsed = {item.parameter: item for item in ask(client, libya, as_of=AFTER).context["lapsed"]}
    authority = lapsed["fact.council_authorises_force"]
    held: Any = client.get(authority.hold)
    asked = dict(parse_qsl(urlsplit(authority.hold).query))
    assert asked == {"as_of": AFTER, "fact.council_authorises_force": "yes"}
    assert held.status_code == 200
    assert "fact.council_authorises_force" not in {item.parameter for item in held.context["lapsed"]}
    assert "The Council authorises these actors to use force: no by the law of that day → yes" in unescape(
        panel(held)
    )
    everything = {"as_of": AFTER} | {
        item.parameter: libya_value(libya, item.parameter) for item in lapsed.values()
    }
    response = ask(client, libya, **everything)
    assert response.context["lapsed"] == []
    assert shown(response)["legality"]["verdict"] == "arguable"
    undo = next(change.undo for change in response.context["changes"] if change.label == "Law as of")
    assert urlsplit(undo).query == ""


def libya_value(libya: Assessment, parameter: str) -> str:
    """What was filed."""
    return filed(libya).value(parameter)


def test_htmx_marks_what_lapsed_and_unmarks_it(client: Client, libya: Assessment) -> None:
    own = 'id="what-if-fact-council_authorises_force-lapse" hx-swap-oob="true">'
    assert f"{own}Counts as no" in ask(client, libya, live=True, as_of=AFTER).content.decode()
    assert f"{own}</span>" in ask(client, libya, live=True).content.decode()
