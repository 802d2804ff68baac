"""The page of a comparison and its downloads."""

from __future__ import annotations

import pytest
from django.test import Client

from cases.assessments.models import Assessment
from tests.comparisons.conftest import KOSOVO, LATER, LIBYA
from tests.support.queries import count

ADDRESS = f"/compare/?item={KOSOVO}&item={LIBYA}&item={LATER}"


def test_the_page_shows_answers_then_differences(library: None, client: Client) -> None:
    """Three columns; a row that divides them links to the question's place in the method."""
    html = client.get(ADDRESS).content.decode()
    assert html.index("The three answers") < html.index("Where the law divides them")
    assert html.index("Where the law divides them") < html.index("Facts on which all agree")
    assert "/method/#fact-council_authorises_force" in html
    assert 'class="odd"' in html


def references() -> int:
    """How many phases have an assessment that everyone may see."""
    return Assessment.objects.filter(reference__isnull=False).count()


def test_without_items_it_offers_every_phase(library: None, client: Client) -> None:
    """The form works without script: one box a phase."""
    html = client.get("/compare/").content.decode()
    assert html.count('type="checkbox"') == references()
    assert f'value="{KOSOVO}"' in html


def test_one_item_offers_the_rest_and_keeps_it(library: None, client: Client) -> None:
    """From a case page one comes with one phase and adds others."""
    response = client.get(f"/compare/?item={KOSOVO}")
    html = response.content.decode()
    assert response.status_code == 200
    assert f'type="hidden" name="item" value="{KOSOVO}"' in html
    assert html.count('type="checkbox"') == references() - 1


@pytest.mark.parametrize("form", ["csv", "pdf"])
def test_downloads(library: None, client: Client, form: str) -> None:
    """A file of the right type, with a name."""
    response = client.get(ADDRESS.replace("/compare/", f"/compare/comparison.{form}"))
    assert response.status_code == 200
    assert form in response["Content-Type"]
    assert response["Content-Disposition"].endswith(f'.{form}"')


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/compare/?item=nowhere/never", "nowhere/never"),
        ("/compare/?phase=x", "did you mean"),
        (f"/compare/comparison.pdf?item={KOSOVO}", "2 to 10"),
        ("/compare/comparison.csv?item=nowhere/never&item=x/y", "nowhere/never"),
    ],
)
def test_bad_addresses_say_what_is_wrong(library: None, client: Client, address: str, words: str) -> None:
    """400, and words that help; an unknown parameter is refused, not ignored."""
    response = client.get(address)
    assert response.status_code == 400
    assert words in response.content.decode() or "item" in response.content.decode()


def test_the_cost_does_not_grow_with_the_columns(library: None, client: Client) -> None:
    """Two columns or three, the queries are the same."""
    client.get(ADDRESS)
    two = count(lambda: client.get(f"/compare/?item={KOSOVO}&item={LIBYA}"))
    three = count(lambda: client.get(ADDRESS))
    assert three == two
