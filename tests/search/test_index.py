"""The index follows the library: made with it, in the same transaction, and made again by another program."""

from __future__ import annotations

from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from urllib.parse import urldefrag

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client

from cases.studies.models import Case, Source
from cases.studies.search import search
from frameworks.library.context import LibraryInvalid
from frameworks.library.loading import load_library
from frameworks.models import Instrument, Provision, SearchEntry, SearchState, SearchTerm
from frameworks.search import indexing, registry
from natoassess.accounts.models import Team, User
from tests.library.conftest import Spoil, copy, spoil
from tests.pages.markup import ids_of
from tests.pages.scenarios import scenario

__all__ = ["copy", "spoil"]

pytestmark = pytest.mark.django_db


def first(text: str) -> str:
    """The key of what a visitor finds first."""
    return search(AnonymousUser(), text).hits[0].key


def test_everything_of_the_library_is_in_it_once() -> None:
    held = set(SearchEntry.objects.values_list("kind", "key"))
    assert {key for kind, key in held if kind == "instrument"} == set(
        Instrument.objects.values_list("pk", flat=True)
    )
    assert {key for kind, key in held if kind == "provision"} == set(
        Provision.objects.values_list("pk", flat=True)
    )
    assert {key for kind, key in held if kind == "source"} == {
        f"{source.case.slug}/{source.slug}"
        for source in Source.objects.filter(case__owner=None).select_related("case")
    }
    assert {kind for kind, _key in held} == {kind.code for kind in registry.kinds()}


def test_the_counts_are_those_of_the_entries() -> None:
    entries = list(SearchEntry.objects.all())
    holding: dict[str, int] = defaultdict(int)
    for entry in entries:
        for token in set(f"{entry.title_tokens} {entry.label_tokens} {entry.body_tokens}".split()):
            holding[token] += 1
    assert dict(SearchTerm.objects.values_list("token", "entries")) == holding
    assert SearchState.objects.get().entries == len(entries)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("art. 51", "un-charter#art-51"), ("2(4)", "un-charter#art-2-4"), ("S/RES/1973", "unsc-1973"),
        ("unsc-1973#op4", "unsc-1973#op4"), ("libya 2011", "libya-2011"), ("kosovo-1999", "kosovo-1999"),
        ("council_authorises_force", "council_authorises_force"), ("Allied Force", "kosovo-1999/allied-force"),
    ],
)  # fmt: skip
def test_what_is_named_exactly_comes_first(text: str, key: str) -> None:
    assert first(text) == key


@pytest.mark.once
def test_every_address_leads_to_its_place(client: Client) -> None:
    places: dict[str, set[str]] = defaultdict(set)
    for address in SearchEntry.objects.values_list("address", flat=True):
        page, anchor = urldefrag(address)
        places[page].add(anchor)
    for page, anchors in places.items():
        response = client.get(page)
        assert response.status_code == 200, page
        assert not anchors - {""} - set(ids_of(response)), page


def test_a_load_that_changes_a_text_changes_what_is_found(spoil: Spoil) -> None:
    assert not search(AnonymousUser(), "quinquireme").hits
    spoil("law/instruments/unsc-1973.yaml", "title: ", "title: Quinquireme ")
    load_library()
    assert first("quinquiremes") == "unsc-1973"


def test_a_load_that_fails_leaves_the_index(spoil: Spoil) -> None:
    before = list(SearchEntry.objects.values_list("pk", "title"))
    spoil("law/instruments/unsc-1973.yaml", "for: 10", "for: 9")
    with pytest.raises(LibraryInvalid):
        load_library()
    assert list(SearchEntry.objects.values_list("pk", "title")) == before


def test_a_load_that_changes_nothing_leaves_the_index() -> None:
    before = set(SearchEntry.objects.values_list("pk", flat=True))
    load_library()
    load_library(force=True)
    assert set(SearchEntry.objects.values_list("pk", flat=True)) == before


def test_another_release_of_the_program_makes_it_again_though_no_file_changed() -> None:
    SearchState.objects.update(fingerprint="sha256:of-the-last-release")
    SearchEntry.objects.filter(kind="instrument").delete()
    assert load_library().unchanged
    assert first("S/RES/1973") == "unsc-1973"
    assert indexing.index_is_current()


def test_scenarios_and_withdrawn_cases_are_not_in_it(analyst: User, team: Team) -> None:
    scenario(analyst, team, title="Zanzibar strait", visibility="public")
    Case.objects.filter(slug="libya-2011").update(deprecated=True)
    indexing.index_rebuild()
    keys = set(SearchEntry.objects.values_list("key", flat=True))
    assert not any("zanzibar" in key or key.startswith("libya-2011") for key in keys)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_who_make_it_at_once_wait_for_one_another() -> None:
    load_library(force=True)
    together = Barrier(2)

    def make() -> int:
        try:
            together.wait(10)
            return indexing.index_rebuild()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        made = [job.result(60) for job in [pool.submit(make), pool.submit(make)]]
    assert made[0] == made[1] == SearchEntry.objects.count() > 0
    assert SearchState.objects.count() == 1
