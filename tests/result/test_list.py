"""The list of assessments: groups, filters, cost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from cases.assessments.models import Assessment, Snapshot
from natoassess.accounts.models import User, Visibility
from tests.result.conftest import Filing, fact, rating
from tests.support.queries import count

ClientAs = Callable[[User], Client]


def listed(client: Client, **parameters: str) -> list[tuple[str, str]]:
    """The group and the title of every line of the list."""
    response = client.get(reverse("assessments:list"), parameters)
    assert response.status_code == 200
    return [(row.heading, row.assessment.phase.title) for row in response.context["rows"]]


def test_visitor_sees_the_reference_assessments(client: Client, library: None) -> None:
    response = client.get(reverse("assessments:list"))
    rows = response.context["rows"]
    assert rows and all(row.assessment.reference for row in rows)
    assert {row.heading for row in rows} == {"Published"}
    html = client.get(reverse("assessments:list"), {"q": "kosovo allied"}).content.decode()
    kosovo = Snapshot.objects.get(assessment__reference="ref-kosovo-1999-allied-force").evaluation
    drawn = kosovo["legitimacy"]["distribution"]
    assert "69.0 high" in html and f"{drawn['p05']:.1f}–{drawn['p95']:.1f}" in html


def test_groups_by_whose_it_is(
    client_as: ClientAs,
    analyst: User,
    reviewer: User,
    researcher: User,
    outsider: User,
    file_draft: Filing,
    submit: Filing,
) -> None:
    submit(file_draft(title="Handed in"))
    file_draft(title="Half done")
    assert listed(client_as(analyst))[:2] == [("Mine", "Half done"), ("Mine", "Handed in")]
    assert listed(client_as(reviewer))[0] == ("Waiting for my review", "Handed in")
    assert listed(client_as(researcher))[0] == ("My team's", "Handed in")
    assert {heading for heading, _title in listed(client_as(outsider))} == {"Published"}


def test_only_the_author_is_led_back_into_the_form(
    client_as: ClientAs, analyst: User, researcher: User, file_draft: Filing, submit: Filing, decide: Filing
) -> None:
    returned = decide(submit(file_draft(title="Sent back")), publish=False, note="Say who counted.")
    way_on = f'href="{reverse("assessments:edit", args=[returned.pk, "open"])}"'
    assert way_on in client_as(analyst).get(reverse("assessments:list")).content.decode()
    theirs = client_as(researcher).get(reverse("assessments:list")).content.decode()
    assert "Sent back" in theirs and way_on not in theirs


def test_drafts_show_progress_and_no_numbers(client_as: ClientAs, analyst: User, file_draft: Filing) -> None:
    file_draft(fact("uses_force", "yes"), fact("consent_given", "unknown"), rating("threat_gravity", "4"))
    response = client_as(analyst).get(reverse("assessments:list"), {"status": "draft"})
    (row,) = response.context["rows"]
    assert (row.answered, row.asked, row.answer.summary) == (2, 80, None)
    assert "2 of 80 questions answered" in " ".join(response.content.decode().split())


@pytest.mark.parametrize(
    ("parameters", "found"),
    [
        ({"q": "kosovo", "verdict": "unlawful"}, {"Operation Allied Force", "Threat of force"}),
        ({"q": "kosovo allied"}, {"Operation Allied Force"}),
        ({"q": "kosovo", "verdict": "lawful"}, {"KFOR"}),
        ({"status": "draft"}, set()),
    ],
)
def test_filters_narrow_the_list(
    client: Client, library: None, parameters: dict[str, str], found: set[str]
) -> None:
    assert {title for _heading, title in listed(client, **parameters)} == found


def test_no_hit_shows_the_way_back(client: Client, library: None) -> None:
    html = client.get(reverse("assessments:list"), {"q": "atlantis"}).content.decode()
    assert "No assessment answers to that" in html
    assert f'href="{reverse("assessments:list")}">Show all' in html


def test_nothing_filed_yet_shows_the_way_on(client_as: ClientAs, analyst: User, library: None) -> None:
    assert (
        "You have filed nothing yet." in client_as(analyst).get(reverse("assessments:list")).content.decode()
    )


@pytest.mark.parametrize("parameter", ["verdicts", "order_by", "page_size"])
def test_unknown_parameter_is_refused(client: Client, library: None, parameter: str) -> None:
    response = client.get(reverse("assessments:list"), {parameter: "1"})
    assert response.status_code == 400
    assert parameter in response.content.decode()


def test_value_that_cannot_stand_is_named(client: Client, library: None) -> None:
    response = client.get(reverse("assessments:list"), {"verdict": "guilty"})
    assert response.status_code == 400
    assert "guilty" in response.content.decode()
    assert response.context["rows"] == []


def test_pages_keep_the_filters(client_as: ClientAs, analyst: User, file_draft: Filing) -> None:
    for number in range(26):
        file_draft(title=f"Scenario {number}")
    client = client_as(analyst)
    first = client.get(reverse("assessments:list"), {"status": "draft"})
    assert len(first.context["rows"]) == 25
    assert "status=draft&amp;page=2" in first.content.decode()
    assert len(listed(client, status="draft", page="2")) == 1


def test_cost_does_not_grow_with_the_rows(
    client_as: ClientAs, analyst: User, file_draft: Filing, submit: Filing
) -> None:
    client = client_as(analyst)

    def one_of_each(number: int) -> None:
        file_draft(fact("uses_force", "yes"), title=f"Draft {number}")
        submit(file_draft(title=f"Submitted {number}", visibility=Visibility.PUBLIC))

    one_of_each(0)
    listed(client)
    few = count(lambda: listed(client))
    for number in range(1, 5):
        one_of_each(number)
    assert count(lambda: listed(client)) == few
    assert few <= 16
    assert Assessment.objects.filter(author=analyst).count() == 10


@pytest.mark.django_db
@pytest.mark.parametrize(("given", "status"), [("abc", 400), ("0", 400), ("-1", 400), ("", 400), ("99", 404)])
def test_a_page_that_is_none_is_refused(client: Client, given: str, status: int) -> None:
    response = client.get(reverse("assessments:list"), {"page": given})
    assert response.status_code == status
