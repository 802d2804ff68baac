"""The first page: its title is computed from the points, and says so truly for none, one and many."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cases.assessments.models import Assessment
from cases.assessments.phase_answers import PhaseAnswers
from cases.comparisons import balance
from cases.studies.models import Case, Phase
from tests.pages.markup import forbidden_markup, ids_of, rows_with, text_of


def answers(
    verdict: str, band: str | None, *, case: int = 1, position: int = 0, year: int = 1999
) -> PhaseAnswers:
    """A phase with these two answers."""
    phase = Phase(
        case=Case(pk=case, slug=f"case-{case}"),
        slug=f"p{position}",
        position=position,
        starts_on=date(year, 1, 1),
    )
    summary = {
        "verdict": verdict,
        "readings": {"strict": verdict, "prevailing": verdict, "permissive": verdict},
        "legitimacy": {"index": 50.0, "low": 50.0, "high": 50.0, "band": band, "distribution": None},
        "sovereignty": {},
    }
    return PhaseAnswers(phase, None, summary)


TORN = answers("unlawful", "high")


@pytest.mark.parametrize(
    ("given", "title"),
    [
        ([], "No phase is assessed yet"),
        ([answers("lawful", "high")], "No phase that rates high on legitimacy comes out unlawful"),
        (
            [TORN, answers("unlawful", "mixed")],
            "One phase rates high on legitimacy and still comes out unlawful",
        ),
        ([TORN, TORN], "Two phases rate high on legitimacy and still come out unlawful"),
        ([TORN] * 13, "13 phases rate high on legitimacy and still come out unlawful"),
    ],
)
def test_the_title_counts_what_the_map_shows(given: list[PhaseAnswers], title: str) -> None:
    assert balance.finding(given) == title


def test_the_extent_counts_phases_and_years() -> None:
    assert balance.extent([]) == ""
    assert balance.extent([TORN]) == "One phase of intervention, begun 1999"
    assert balance.extent([TORN, answers("lawful", "low", year=2011)]) == (
        "Two phases of intervention, begun 1999 to 2011"
    )


def test_apart_are_those_whose_answers_point_elsewhere_widest_first() -> None:
    level, near = answers("lawful", "high"), answers("lawful", "mixed")
    assert balance.apart([level, near, TORN]) == [TORN, near]


def test_apart_is_a_phase_that_fell_below_an_earlier_one_of_its_case_only() -> None:
    opening, later = answers("lawful", "high", position=0), answers("arguable", "mixed", position=1)
    elsewhere = answers("arguable", "mixed", case=2, position=1)
    assert balance.apart([opening, later, elsewhere]) == [later]
    assert "An earlier phase" in balance.contrast(later)


def test_what_is_open_is_not_said_to_be_apart() -> None:
    assert balance.apart([answers("undetermined", "high"), answers("unlawful", None)]) == []


def test_the_contrast_names_verdict_band_and_the_readings_that_differ() -> None:
    torn = answers("unlawful", "high")
    assert torn.summary is not None
    torn.summary["readings"]["permissive"] = "arguable"
    assert balance.contrast(torn) == (
        "Unlawful by the prevailing reading, yet high on legitimacy; arguable under the permissive reading."
    )


@pytest.mark.django_db
def test_the_first_page_maps_every_reference_assessment(client: Client) -> None:
    response = client.get(reverse("home"))
    labels = {point["label"] for point in response.context["points"]}
    assert labels == set(
        Assessment.objects.filter(reference__isnull=False).values_list("phase__label", flat=True)
    )
    words = text_of(response)
    assert re.search(r"phases? rates? high on legitimacy and still comes? out unlawful", words)
    assert "Project coding, not reviewed by counsel" in words
    assert any("unlawful" in row for row in rows_with(response, "Kosovo 1999"))
    assert reverse("cases:detail", args=["kosovo-1999"]) + "?phase=allied-force" in response.content.decode()


@pytest.mark.django_db
def test_the_first_page_tells_what_was_loaded(client: Client) -> None:
    response = client.get(reverse("home"))
    assert f"6 frameworks, {Case.objects.count()} cases" in text_of(response)


@pytest.mark.django_db
def test_an_empty_library_leaves_a_page_that_says_what_to_do(client: Client) -> None:
    Assessment.objects.all().delete()
    response = client.get(reverse("home"))
    assert response.status_code == 200
    assert "No phase is assessed yet" in text_of(response)
    assert "load_library" in text_of(response)


@pytest.mark.django_db
def test_the_first_page_is_cheap_and_keeps_to_the_policy(
    client: Client, queries_at_most: Callable[[int], AbstractContextManager[Any]]
) -> None:
    with queries_at_most(24):
        response = client.get(reverse("home"))
    assert forbidden_markup(response) == []
    ids = ids_of(response)
    assert len(ids) == len(set(ids))
