"""What is found, and in which order: the same on every database, because corpus.yaml is what both are held to."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection

from cases.studies.search import search
from frameworks.models import SearchEntry
from tests.search.conftest import CORPUS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("corpus")]


def keys(text: str) -> list[str]:
    """The keys of what a visitor finds, in order."""
    return [hit.key for hit in search(AnonymousUser(), text).hits]


@pytest.mark.parametrize("text", CORPUS["questions"])
def test_the_order_is_the_committed_one(text: str) -> None:
    assert keys(text) == CORPUS["questions"][text]


def test_forms_of_a_word_and_spellings_of_a_citation_find_the_same() -> None:
    assert keys("intervention") == keys("Interventions") == keys("INTERVENTION")
    assert keys("art. 51") == keys("Article 51") == keys("art 51") == keys("“art. 51”")
    assert keys("S/RES/1973") == keys("resolution 1973") == keys("UNSCR 1973")
    assert keys("authorise") == keys("authorized") == keys("authorisation")


def test_a_clause_is_not_another_that_begins_alike() -> None:
    assert "charter#art-24" not in keys("2(4)")
    assert "charter#art-2-4" not in keys("art. 24")


def test_a_word_half_typed_finds_what_begins_so() -> None:
    assert keys("humanit") == keys("humanitarian")


def test_equals_keep_one_order() -> None:
    first, second = search(AnonymousUser(), "Račak").hits
    assert first.score == second.score
    assert [first.key, second.key] == ["kosovo-1999/one", "kosovo-1999/two"]


@pytest.mark.parametrize(
    "text",
    ["'", '"', "a' | b", "x:*", "force & !kosovo", "NEAR(force 2)", "force OR kosovo", "{title} : x y", "\\", "%", "ф*",
     "force" * 28, "1)2(3", "-", "* *", " ".join("abcdefghijklmnopqrstuvwxyz" * 3)],
)  # fmt: skip
def test_nothing_that_is_typed_reaches_the_databases_own_language(text: str) -> None:
    from frameworks.search.query import parse

    if parse(text).wanted:
        assert isinstance(keys(text), list)


def test_other_alphabets_are_compared_too() -> None:
    entry = SearchEntry.objects.get(key="kosovo-1999")
    from frameworks.search.text import stems

    entry.body_tokens = " ".join([*entry.body_tokens.split(), *stems("Косово")])
    entry.save()
    from frameworks.models import SearchTerm

    SearchTerm.objects.create(token=stems("Косово")[0], entries=1)
    assert keys("КОСОВО") == ["kosovo-1999"]


def test_the_words_follow_their_table_in_every_way() -> None:
    SearchEntry.objects.filter(key="unsc-2009").update(body_tokens="zebra")
    assert keys("zebra") == ["unsc-2009"]
    assert "unsc-2009" not in keys("mission")
    SearchEntry.objects.filter(key="unsc-2009").delete()
    assert keys("zebra") == []
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO frameworks_searchwords (frameworks_searchwords) VALUES ('integrity-check')"
            )
