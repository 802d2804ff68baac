"""?as_of=DATE on the pages of the law: the law of that day, said plainly, kept in links."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.pages.markup import rows_with, text_of

pytestmark = pytest.mark.django_db

DAY = "1999-03-24"
PAGES = (
    "/law/",
    "/law/nat/",
    "/law/unsc-1973/op4/",
    "/law/actors/",
    "/law/actors/nato/",
    "/law/concepts/",
    "/law/organisations/",
    "/law/ladder/",
)


def law_links(response: Any) -> list[str]:
    """The addresses of the page's links into the law, but for those of the masthead and the way back."""
    content = response.content.decode()
    body = content[content.index('class="law-bar"') : content.index("<footer")]
    found = re.findall(r'<a [^>]*?href="(/law/[^"]*)"', body)
    return [link for link in found if link != response.request["PATH_INFO"]]


@pytest.mark.parametrize("path", PAGES)
def test_the_day_is_said_and_kept(client: Client, path: str) -> None:
    response = client.get(path, {"as_of": DAY})
    assert response.status_code == 200
    assert "The law of 24 March 1999." in text_of(response)
    links = law_links(response)
    assert links
    lost = [link for link in links if f"as_of={DAY}" not in link]
    assert lost == []


@pytest.mark.parametrize("path", PAGES)
def test_without_a_day_nothing_is_said_of_one(client: Client, path: str) -> None:
    response = client.get(path)
    assert "The law of 2" not in text_of(response)
    assert "as_of=" not in "".join(law_links(response))


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("day", ["24.3.1999", "1999-02-30", "19990324", "tomorrow"])
def test_what_is_no_day_is_refused_in_words(client: Client, path: str, day: str) -> None:
    response = client.get(path, {"as_of": day})
    assert response.status_code == 400
    assert f"as_of: {day} is not a day" in text_of(response)


def test_the_list_says_how_each_stood(client: Client) -> None:
    response = client.get(reverse("law:list"), {"as_of": DAY})
    (row,) = rows_with(response, "The Alliance's New Strategic Concept")
    assert "New Strategic Concept in force" in row
    assert any("not yet made" in row for row in rows_with(response, "NATO 2022 Strategic Concept"))
    assert all("not yet made" in row for row in rows_with(response, "S/1999/328"))
    two_days_later = client.get(reverse("law:list"), {"as_of": "1999-03-26"})
    assert any("voted down" in row for row in rows_with(two_days_later, "S/1999/328"))


def test_the_day_goes_with_the_filters(client: Client) -> None:
    response = client.get(reverse("law:list"), {"as_of": DAY, "kind": "NATO strategic concept"})
    assert len([row for group in response.context["groups"] for row in group.rows]) == 8
    content = response.content.decode()
    assert content.count(f'name="as_of" value="{DAY}"') == 2
    assert '<input type="hidden" name="kind" value="NATO strategic concept">' in content


def test_an_instrument_says_how_its_clauses_stood(client: Client) -> None:
    path = reverse("law:detail", args=["unsc-1973"])
    after = text_of(client.get(path, {"as_of": "2011-11-01"}))
    assert "On 1 November 2011: in force." in after
    (row,) = rows_with(client.get(path, {"as_of": "2011-11-01"}), "What cites OP4")
    assert "authorises ended" in row
    before = text_of(client.get(path, {"as_of": "2011-03-16"}))
    assert "On 16 March 2011: not yet made. 0 of" in before


def test_the_concept_that_governed_is_marked_and_later_ones_are_left_out(client: Client) -> None:
    response = client.get(reverse("law:concepts"), {"as_of": DAY})
    (row,) = rows_with(response, "governed that day")
    assert row.startswith("1991")
    assert [entry.row.id for entry in response.context["rows"]] == ["1949", "1952", "1957", "1968", "1991"]
    assert "Not yet made on that day: 1999 , 2010 , 2022 ." in text_of(response)


def test_the_alliance_of_a_day_has_its_members(client: Client) -> None:
    response = client.get(reverse("law:actor", args=["nato"]), {"as_of": DAY})
    assert len(response.context["members"]) == 19
    assert len(client.get(reverse("law:actor", args=["nato"])).context["members"]) == 32


def test_the_council_of_a_day(client: Client) -> None:
    path = reverse("law:actor", args=["un-security-council"])
    words = text_of(client.get(path, {"as_of": "1950-06-25"}))
    assert "takes 7 of 11 votes" in words
    assert "Republic of China permanent" in words
    between = text_of(client.get(path, {"as_of": "1965-09-20"}))
    assert "takes 9 of 15 votes" in between
    assert "11 seats were filled" in between
