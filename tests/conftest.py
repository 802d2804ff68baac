"""Fixtures for every test: the loaded library, people, clients, the served site and a browser."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support import chromium, queries

if TYPE_CHECKING:
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from playwright.sync_api import Browser, Page
    from pytest_django.plugin import DjangoDbBlocker
    from rest_framework.test import APIClient

    from natoassess.accounts.models import Team, User

BLOCKER = pytest.StashKey["DjangoDbBlocker"]()


# The run ------------------------------------------------------------------------------------------
ONCE = ("agreement", "comparisons", "doctrines", "precedents", "scoring")
"""Folders about what is worked out of answers: what a database does to the answers is tested elsewhere, on both."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what stands in those folders `once`."""
    tests = Path(__file__).parent
    for item in items:
        if item.path.relative_to(tests).parts[0] in ONCE:
            item.add_marker(pytest.mark.once)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """With NO_SKIPS set (as .ci/run does) a skipped test fails the run."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("NO_SKIPS") and reporter is not None and reporter.stats.get("skipped"):
        reporter.write_line("\nNO_SKIPS is set, and tests were skipped: see the summary.", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(autouse=True)
def _counted_from_nothing() -> None:
    """Rates and attempts to sign in are counted in the cache; each test begins with none."""
    from django.core.cache import cache

    cache.clear()


# The library --------------------------------------------------------------------------------------
@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, request: pytest.FixtureRequest
) -> None:
    """Migrate, then load the library once: every test with database access sees it."""
    from frameworks.library.loading import load_library
    from tests.support.kept_library import library_keep

    request.config.stash[BLOCKER] = django_db_blocker
    with django_db_blocker.unblock():
        load_library()
        library_keep()


EMPTYING = frozenset({"transactional_db", "live_server"})
"""Fixtures that make a test transactional; live_server asks for no other by name."""


def _restore_library(blocker: DjangoDbBlocker) -> None:
    from frameworks.models import LibraryEdition
    from tests.support.kept_library import library_restore

    with blocker.unblock():
        if not LibraryEdition.objects.exists():
            library_restore()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """A transactional test empties the database when it ends; put the library back for the next."""
    yield
    marker = item.get_closest_marker("django_db")
    transactional = bool(EMPTYING & set(getattr(item, "fixturenames", ()))) or (
        marker is not None and marker.kwargs.get("transaction", False)
    )
    if transactional and nextitem is not None and BLOCKER in item.config.stash:
        _restore_library(item.config.stash[BLOCKER])


@pytest.fixture
def library(db: None) -> None:
    """Database access, with the library loaded: every such test sees it; asking says that it is needed."""


@pytest.fixture
def threat_unassessed(library: None) -> None:
    """Kosovo's first phase, the threat of force, as if nobody had assessed it."""
    from cases.assessments.models import Assessment
    from cases.studies.models import Phase

    phase = Phase.objects.filter(case__slug="kosovo-1999", slug="threat-of-force")
    Assessment.objects.filter(phase__in=phase).delete()
    phase.update(reference=False)


# People -------------------------------------------------------------------------------------------
@pytest.fixture
def team(db: None) -> Team:
    """The team that analyst, reviewer, researcher, instructor and administrator belong to."""
    from natoassess.accounts.models import Team

    return Team.objects.create(slug="desk", name="The desk")


@pytest.fixture
def analyst(team: Team) -> User:
    """Files assessments in `team`."""
    return _member(team, "analyst", "Ana Analyst")


@pytest.fixture
def reviewer(team: Team) -> User:
    """Reviews the assessments of `team`."""
    return _member(team, "reviewer", "Ruth Reviewer")


@pytest.fixture
def researcher(team: Team) -> User:
    """Queries the API, in `team`."""
    return _member(team, "researcher", "Ravi Researcher")


@pytest.fixture
def instructor(team: Team) -> User:
    """Exports comparisons, in `team`."""
    return _member(team, "instructor", "Ines Instructor")


@pytest.fixture
def administrator(team: Team) -> User:
    """Manages `team` and looks after the site."""
    return _member(
        team, "manager", "Ada Administrator", username="administrator", is_staff=True, is_superuser=True
    )


@pytest.fixture
def outsider(db: None) -> User:
    """An analyst of another team, who may see nothing of `team`'s."""
    from natoassess.accounts.models import Team

    other = Team.objects.create(slug="elsewhere", name="Another desk")
    return _member(other, "analyst", "Otto Outsider", username="outsider")


def _member(team: Team, role: str, name: str, *, username: str = "", **fields: object) -> User:
    from natoassess.accounts.models import Role
    from tests.support.people import make_user

    return make_user(username or role, team=team, roles=(Role(role),), display_name=name, **fields)


# Clients ------------------------------------------------------------------------------------------
@pytest.fixture
def client_as() -> Callable[[User], Client]:
    """client_as(user): a browser-like client, signed in."""
    from django.test import Client

    def signed_in(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        client.get("/healthz")  # the first request of a session writes down that this browser is signed in
        return client

    return signed_in


@pytest.fixture
def api_client() -> APIClient:
    """A client of the API that nobody has signed in; bodies are JSON."""
    from rest_framework.test import APIClient

    return APIClient()


@pytest.fixture
def api_client_as() -> Callable[[User], APIClient]:
    """api_client_as(user): a client of the API that sends a real token of `user`."""
    from rest_framework.test import APIClient

    from natoassess.accounts.tokens import token_create

    def with_token(user: User) -> APIClient:
        client = APIClient()
        client.credentials(HTTP_AUTHORIZATION=f"Token {token_create(user=user, days=30)}")
        return client

    return with_token


@pytest.fixture
def queries_at_most(db: None) -> Callable[[int], AbstractContextManager[CaptureQueriesContext]]:
    """with queries_at_most(12): … fails, listing the statements, where the block sends more."""
    return queries.at_most


# The served site, in a browser --------------------------------------------------------------------
@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the site as `make run` serves it, with demo accounts and a database of its own."""
    from tests.support.server import served

    with served(tmp_path_factory.mktemp("site")) as server:
        yield server.url


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium; skips where none is installed."""
    path = chromium.executable()
    if path is None:
        pytest.skip(chromium.ABSENT)
    from playwright.sync_api import sync_playwright

    # The synchronous API keeps an event loop in this thread, which Django would take for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=chromium.arguments())
        yield running
        running.close()


@pytest.fixture
def complaints(site: str) -> Iterator[chromium.Complaints]:
    """What the browser complained about; the journey fails if anything is left in it."""
    collected = chromium.Complaints(site)
    yield collected
    assert not collected, "the browser complained:\n" + "\n".join(collected)


@pytest.fixture
def page(browser: Browser, site: str, complaints: chromium.Complaints) -> Iterator[Page]:
    """A page of a fresh browser profile; addresses are relative to the site. Console errors, broken content
    security policy and requests to other hosts fail the test (see `complaints`)."""
    context = browser.new_context(base_url=site, locale="en-GB", timezone_id="UTC", accept_downloads=True)
    complaints.fence(context)
    opened = context.new_page()
    complaints.watch(opened)
    yield opened
    context.close()


@pytest.fixture
def signed_in(page: Page) -> Callable[[str], Page]:
    """signed_in("analyst"): `page`, signed in by the demo button of that role."""

    def sign_in(role: str) -> Page:
        page.goto("/accounts/login/")
        page.locator(f'form:has(input[name="role"][value="{role}"]) button').click()
        page.wait_for_url(lambda url: "/accounts/login/" not in url)
        return page

    return sign_in
