"""The library is loaded while people read: they see one edition whole, and wait for nobody."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from cases.studies import sections as case_sections
from cases.studies.models import Case
from frameworks.library.loading import Report, load_library
from frameworks.models import Instrument, LibraryEdition
from natoassess.web.snapshots import OneSnapshotMiddleware
from tests.concurrency.conftest import TIMEOUT, at_once
from tests.library.conftest import Spoil

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def next_edition(spoil: Spoil) -> None:
    """The files of the next edition: a changed instrument and a changed case, which are written far apart."""
    spoil("law/instruments/nat.yaml", "title: ", "title: Next ")
    spoil("cases/kosovo-1999.yaml", "title: ", "title: Next ")


def edition() -> tuple[bool, bool, int]:
    """Which edition is read: of the instrument, of the case, and how many there have been."""
    instrument = Instrument.objects.get(pk="nat").title.startswith("Next ")
    case = Case.objects.get(slug="kosovo-1999").title.startswith("Next ")
    return instrument, case, LibraryEdition.objects.count()


def beside(call: Callable[[], Any]) -> Any:
    """What `call` returns in a thread with a connection of its own, while this one waits."""
    [result] = at_once(call)
    if isinstance(result, Exception):
        raise result
    return result


def test_readers_beside_a_loader_see_the_old_edition_whole_and_do_not_wait(
    next_edition: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The loader is held in the middle: instruments are written, cases are not."""
    seen: list[tuple[tuple[bool, bool, int], int]] = []
    write = case_sections.CaseSection.write

    def held(self: Any, context: Any, changes: Any) -> None:
        assert Instrument.objects.get(pk="nat").title.startswith("Next "), "the loader's own view has changed"
        for _ in range(3):
            seen.append((beside(edition), beside(lambda: Client().get("/law/nat/").status_code)))
        write(self, context, changes)

    monkeypatch.setattr(case_sections.CaseSection, "write", held)
    before = LibraryEdition.objects.count()
    load_library()
    assert seen == [((False, False, before), 200)] * 3
    assert edition() == (True, True, before + 1)


def test_a_page_begun_before_a_loading_ends_with_the_edition_it_began_with(next_edition: None) -> None:
    """Between two statements of one page the loader commits."""
    before = LibraryEdition.objects.count()
    reading, loaded = threading.Event(), threading.Event()

    def view(request: HttpRequest) -> HttpResponse:
        first = Instrument.objects.get(pk="nat").title
        reading.set()
        assert loaded.wait(TIMEOUT)
        instrument, case, editions = edition()
        assert first == Instrument.objects.get(pk="nat").title
        return HttpResponse(f"{instrument} {case} {editions}")

    def read() -> str:
        return OneSnapshotMiddleware(view)(RequestFactory().get("/")).content.decode()

    def load() -> Report:
        assert reading.wait(TIMEOUT)
        try:
            return load_library()
        finally:
            loaded.set()

    page, report = at_once(read, load)
    assert page == f"False False {before}"
    assert report.changes.changed["instrument"] == report.changes.changed["case"] == 1
    assert edition() == (True, True, before + 1)
    assert not connection.in_atomic_block


def test_of_two_loaders_one_loads(next_edition: None) -> None:
    before = LibraryEdition.objects.count()
    reports = at_once(load_library, load_library)
    assert sorted(report.unchanged for report in reports) == [False, True], reports
    assert edition() == (True, True, before + 1)
