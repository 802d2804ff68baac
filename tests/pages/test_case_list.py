"""All phases of the library: in any order, narrowed, and on one line of time under the doctrine of their day."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cases.assessments.presentation.timeline import Timeline
from cases.studies.models import Phase
from tests.pages.markup import forbidden_markup, rows_with, text_of

pytestmark = pytest.mark.django_db


def page(client: Client, **parameters: str) -> Any:
    """The list with these parameters."""
    return client.get(reverse("cases:list"), parameters)


def values(response: Any, name: str) -> list[Any]:
    """A property of every row of the library, in order."""
    return [getattr(row, name) for row in response.context["library"]]


@pytest.mark.parametrize("name", ["legitimacy", "sovereignty"])
def test_the_table_is_ordered_by_number_and_what_is_not_rated_goes_last(client: Client, name: str) -> None:
    for order_by, falling in ((name, False), (f"-{name}", True)):
        found = values(page(client, order_by=order_by), name)
        rated = [value for value in found if value is not None]
        assert len(rated) > 2
        assert rated == sorted(rated, reverse=falling)
        assert found[: len(rated)] == rated


def test_the_table_is_ordered_by_verdict_from_lawful_to_unlawful(client: Client) -> None:
    found = [row.answers.verdict for row in page(client, order_by="legality").context["library"]]
    assert found[0] == "lawful"
    assert found.index("arguable") < found.index("unlawful")


def test_a_heading_says_how_the_table_is_ordered_and_turns_it_round(client: Client) -> None:
    response = page(client, order_by="-legitimacy", nato_operation="true")
    html = response.content.decode()
    assert html.count('aria-sort="descending"') == 1
    (column,) = (column for column in response.context["columns"] if column.name == "legitimacy")
    assert column.order == "descending"
    again = client.get(reverse("cases:list") + column.url)
    found = [value for value in values(again, "legitimacy") if value is not None]
    assert found == sorted(found)
    assert "nato_operation=true" in column.url


def test_an_order_that_does_not_exist_is_refused(client: Client) -> None:
    assert page(client, order_by="beauty").status_code == 400


def test_the_phases_are_narrowed_by_their_answers(client: Client) -> None:
    lawful = page(client, verdict="lawful")
    assert {row.answers.verdict for row in lawful.context["library"]} == {"lawful"}
    assert "Operation Allied Force" not in text_of(lawful)
    high = page(client, band="high", verdict="unlawful")
    assert {row.answers.legitimacy["band"] for row in high.context["library"]} == {"high"}
    assert rows_with(high, "Operation Allied Force")


def test_the_cases_are_narrowed_by_who_acted(client: Client) -> None:
    acting = Phase.objects.filter(slug="kfor").values_list("acting", flat=True)[0]
    found = page(client, acting=str(acting))
    assert "kosovo-1999" in {row.case.slug for row in found.context["library"]}
    assert page(client, acting="atlantis").status_code == 400


def test_what_authorities_held_stands_beside_the_answers(client: Client) -> None:
    (kfor,) = rows_with(page(client, q="Kosovo"), "KFOR")
    assert kfor.count("lawful") == 2
    (allied,) = rows_with(page(client, q="Kosovo"), "Operation Allied Force")
    assert "divided" in allied


# One line of time ---------------------------------------------------------------------------------
def timeline(client: Client) -> Timeline:
    """The time line of the whole library."""
    found: Timeline = page(client, view="timeline").context["timeline"]
    return found


def test_every_phase_stands_under_the_concept_of_the_day_it_is_judged_by(client: Client) -> None:
    found = timeline(client)
    shown = [stretch.answers.phase.pk for era in found.eras for stretch in era.stretches]
    assert sorted(shown) == sorted(
        Phase.objects.filter(case__owner__isnull=True, case__deprecated=False).values_list("pk", flat=True)
    )
    for era in found.eras:
        for stretch in era.stretches:
            day = stretch.answers.phase.as_of
            assert era.since is None or era.since <= day
            assert era.until is None or day <= era.until


def test_kosovo_is_judged_under_the_doctrine_of_1991_and_kfor_under_that_of_1999(client: Client) -> None:
    eras = {stretch.answers.phase.slug: era for era in timeline(client).eras for stretch in era.stretches}
    allied, kfor = eras["allied-force"], eras["kfor"]
    assert allied.concept is not None and allied.concept.pk == "sc-1991"
    assert kfor.concept is not None and kfor.concept.pk == "sc-1999"
    assert allied.framework is not None and allied.framework.code == "nato-1991"
    (stretch,) = (row for row in allied.stretches if row.answers.phase.slug == "allied-force")
    assert stretch.by_doctrine is not None
    assert stretch.by_doctrine.verdict == "unlawful"
    assert stretch.by_doctrine.legitimacy == pytest.approx(68.988095)


def test_the_line_of_time_holds_every_bar(client: Client) -> None:
    bars = [stretch for era in timeline(client).eras for stretch in era.stretches]
    assert all(0 <= bar.x <= 100 and bar.width > 0 for bar in bars)
    starts = {bar.answers.phase.starts_on: bar.x for bar in bars}
    assert [starts[day] for day in sorted(starts)] == sorted(starts.values())


def test_the_views_hold_to_the_house_rules(client: Client) -> None:
    for view in ("table", "timeline"):
        assert forbidden_markup(page(client, view=view)) == []


def test_queries_do_not_grow_with_the_phases(
    client: Client, queries_at_most: Callable[[int], AbstractContextManager[Any]]
) -> None:
    page(client)
    with queries_at_most(16):
        page(client, order_by="-legitimacy")
    page(client, view="timeline")
    with queries_at_most(26):
        page(client, view="timeline")


def test_to_show_all_is_offered_where_something_is_left_out_and_keeps_the_view(client: Client) -> None:
    assert "Show all" not in page(client, view="timeline").content.decode()
    narrowed = page(client, view="timeline", nato_operation="true").content.decode()
    assert f'href="{reverse("cases:list")}?view=timeline">Show all' in narrowed


def test_a_mark_on_the_line_of_time_is_that_of_the_verdict_beside_it(client: Client) -> None:
    found: Timeline = page(client, view="timeline").context["timeline"]
    shown = [stretch for era in found.eras for stretch in era.stretches if stretch.by_doctrine]
    assert shown
    assert all(stretch.by_doctrine and stretch.mark == stretch.by_doctrine.verdict for stretch in shown)
