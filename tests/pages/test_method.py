"""The method page: everything of the catalogue is on it, and can be pointed at."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from frameworks.models import Catalogue, Framework
from frameworks.rule_words import rule_outline, standing_words
from tests.pages.markup import forbidden_markup, ids_of, text_of

PARTS = (
    ("facts", "fact"),
    ("tests", "test"),
    ("competence", "competence"),
    ("criteria", "criterion"),
    ("sovereignty", "sovereignty"),
)


@pytest.mark.django_db
def test_every_code_has_an_anchor_and_no_anchor_stands_twice(client: Client) -> None:
    ids = ids_of(client.get(reverse("method")))
    catalogue = Catalogue.objects.latest("version")
    expected = {
        f"{anchor}-{code}"
        for part, anchor in PARTS
        for code in getattr(catalogue, part).values_list("code", flat=True)
    }
    expected |= {f"framework-{code}" for code in Framework.objects.values_list("code", flat=True)}
    assert expected <= set(ids)
    assert len(ids) == len(set(ids))


@pytest.mark.django_db
def test_every_question_descriptor_and_clause_is_written_out(client: Client) -> None:
    response = client.get(reverse("method"))
    words = text_of(response)
    catalogue = Catalogue.objects.latest("version")
    for criterion in catalogue.criteria.all():
        assert len(criterion.levels) == 5
        assert all(" ".join(level.split()) in words for level in criterion.levels)
    named = {item for fact in catalogue.facts.all() for item in fact.provisions}
    assert named <= set(response.context["references"])


@pytest.mark.django_db
def test_the_page_costs_few_queries_and_keeps_to_the_policy(
    client: Client, queries_at_most: Callable[[int], AbstractContextManager[Any]]
) -> None:
    with queries_at_most(16):
        response = client.get(reverse("method"))
    assert forbidden_markup(response) == []
    assert "not reviewed by counsel" in text_of(response)


@pytest.mark.django_db
def test_without_a_catalogue_the_page_says_how_to_get_one(client: Client) -> None:
    from cases.assessments.models import Assessment

    Assessment.objects.all().delete()
    Framework.objects.all().delete()
    Catalogue.objects.all().delete()
    response = client.get(reverse("method"))
    assert response.status_code == 200
    assert "The catalogue is not loaded" in text_of(response)


def test_a_rule_becomes_an_outline_in_words() -> None:
    outline = rule_outline({"all": ["a", {"none": ["b"]}]}, {"a": "First", "b": "Second"})
    assert outline.text == "all of these"
    first, second = outline.parts
    assert (first.text, first.code) == ("First", "a")
    assert (second.text, second.parts[0].text) == ("none of these", "Second")


def test_a_rule_with_an_unknown_operator_is_refused() -> None:
    with pytest.raises(ValueError, match="one operator"):
        rule_outline({"most": ["a"]}, {})


def test_a_dated_standing_says_from_when() -> None:
    dated = [{"value": "minority"}, {"value": "contested", "from": "2001-09-12"}]
    assert standing_words(dated) == "minority at first; contested from 12 September 2001"
    assert standing_words("settled") == "settled"
