"""Every answer to a read has a tag; it holds as long as the answer does, for whoever got it and for nobody else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings
from rest_framework.test import APIClient

from cases.assessments.commenting import comment_add
from cases.assessments.contributing import contributor_add
from cases.assessments.services import assessment_review, assessment_submit
from frameworks.models import LibraryEdition
from natoassess.accounts.models import Role, Team, User
from natoassess.accounts.tokens import token_create
from natoassess.web import conditional
from natoassess.web.conditional import ConditionalReads
from tests.api.conftest import ROOT, Answer
from tests.api.routes import ApiRoute, api_routes
from tests.pages.scenarios import scenario
from tests.site.permission_world import COMPARED, DRAFT, HELPER, PUBLISHED, World, brought_to
from tests.support.people import make_user

pytestmark = pytest.mark.django_db
ASKED = {"api-comparison": COMPARED, "api-search": "?q=intervention", "api-docs": ""}
NOT_READY = frozenset({"api-assessment-second-coding", "api-assessment-changes"})
"""What the world of the permissions has nothing for: a second coding that was handed in, a second revision."""
NOTHING_ELSE = (
    "api-actor-", "api-instrument-", "api-provision-", "api-framework-", "api-fact-", "api-criterion-",
    "api-sovereignty-", "api-test-", "api-case-", "api-phase-list", "api-phase-detail",
)  # fmt: skip
"""Whose answers are tagged by the edition of the library: held to it by the tests below."""


@pytest.fixture
def world(team: Team, reviewer: User, settings: Settings, tmp_path: Path) -> World:
    settings.JOBS_DIR, settings.EVIDENCE_DIR = tmp_path, tmp_path / "evidence"
    author = make_user("author", team=team, roles=(Role.ANALYST,))
    teammate = make_user("teammate", team=team, roles=(Role.ANALYST,))
    people: dict[str, User | None] = {"author": author, "teammate": teammate, "reviewer": reviewer}
    draft = scenario(author, team, visibility="public")
    comment_add(author=author, assessment=draft, text="Which source?")
    contributor_add(author=author, assessment=draft, user=make_user(HELPER, team=team, roles=(Role.ANALYST,)))
    return World(people, draft)


def client_of(user: User) -> APIClient:
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Token {token_create(user=user, days=30)}")
    return client


def body_of(answer: Any) -> bytes:
    return b"".join(answer) if answer.streaming else bytes(answer.content)


READS = [route for route in api_routes() if "get" in route.methods]


def walked(world: World, client: APIClient, routes: list[ApiRoute]) -> Iterator[tuple[ApiRoute, str, Answer]]:
    """(route, address, answer) of every read of `routes` that is answered 200."""
    for route in routes:
        address = route.address(world.arguments(route.name)) + ASKED.get(route.name, "")
        answer = client.get(address)
        if answer.status_code == 200:
            yield route, address, answer


def faults_of(client: APIClient, name: str, address: str, answer: Answer) -> Iterator[str]:
    """What is wrong with the tag of an answer."""
    body_of(answer)
    tag = answer.get("ETag", "")
    if not (tag.startswith('"') and tag.endswith('"') and len(tag) > 2):
        yield f"{name}: no ETag"
        return
    for verb in (client.get, client.head):
        again = verb(address, headers={"if-none-match": f'"other", W/{tag}'})
        if (again.status_code, body_of(again), again.get("ETag")) != (304, b"", tag):
            yield f"{name}: {again.status_code} to its own tag"
        missing = {"Vary", "Cache-Control"} - set(again.headers)
        if missing or again["Cache-Control"] != answer["Cache-Control"]:
            yield f"{name}: 304 without {missing or 'the same Cache-Control'}"
    other = client.get(address, headers={"if-none-match": '"other"'})
    body_of(other)
    if other.status_code != 200:
        yield f"{name}: not 200 to another's tag"


@pytest.mark.parametrize(("section", "published"), [(DRAFT, False), (PUBLISHED, True)])
def test_every_read_has_a_tag_and_honours_it(section: str, published: bool, world: World) -> None:
    brought_to(world, section)
    client = client_of(world.author)
    asked = [route for route in READS if route.name.startswith("api-publication-") is published]
    faults: list[str] = []
    left = {route.name for route in asked}
    for route, address, answer in walked(world, client, asked):
        left.remove(route.name)
        faults += faults_of(client, route.name, address, answer)
    assert faults == []
    assert left <= NOT_READY


@pytest.mark.once
@pytest.mark.parametrize("route", READS, ids=lambda route: route.name)
def test_only_views_that_are_tested_say_their_freshness(route: ApiRoute) -> None:
    """Whoever adds one adds a test that every visible change changes it."""
    assert issubclass(route.view, ConditionalReads)
    says = route.view.freshness is not ConditionalReads.freshness
    assert says == (route.name.startswith(NOTHING_ELSE) and not route.name.endswith("-cite"))


OF_THE_LIBRARY = (
    "actors",
    "instruments",
    "provisions",
    "frameworks",
    "facts",
    "criteria",
    "sovereignty",
    "tests",
)
LISTS = (*OF_THE_LIBRARY, "cases", "phases")


@pytest.mark.parametrize("name", LISTS)
def test_another_edition_of_the_library_has_other_tags(
    name: str, api_client: APIClient, queries_at_most: Callable[[int], Any]
) -> None:
    address = f"{ROOT}/{name}/"
    tag = api_client.get(address)["ETag"]
    with queries_at_most(1 if name in OF_THE_LIBRARY else 2):
        assert api_client.get(address, headers={"if-none-match": tag}).status_code == 304
    LibraryEdition.objects.create(digest="sha256:another")
    later = api_client.get(address, headers={"if-none-match": tag})
    assert later.status_code == 200
    assert later["ETag"] != tag


def publish(author: User, reviewer: User, team: Team) -> None:
    draft = scenario(author, team, visibility="public")
    submitted = assessment_submit(editor=author, assessment=draft, expected_version=draft.version)
    version = submitted.version
    assessment_review(
        reviewer=reviewer, assessment=submitted, expected_version=version, publish=True, note=""
    )


@pytest.mark.parametrize("name", ["cases", "phases", "assessments", "publications"])
def test_what_is_published_changes_the_lists_it_enters(
    name: str, api_client: APIClient, analyst: User, reviewer: User, team: Team
) -> None:
    address = f"{ROOT}/{name}/"
    before = api_client.get(address)
    publish(analyst, reviewer, team)
    after = api_client.get(address, headers={"if-none-match": before["ETag"]})
    assert after.status_code == 200
    assert after.json()["count"] == before.json()["count"] + 1
    again = api_client.get(address, headers={"if-none-match": after["ETag"]})
    assert again.status_code == 304


def test_one_s_own_framework_changes_one_s_list_alone(
    analyst: User, outsider: User, world: World, api_client: APIClient
) -> None:
    address = f"{ROOT}/frameworks/"
    client, other = client_of(world.author), client_of(outsider)
    tags = [asking.get(address)["ETag"] for asking in (client, other, api_client)]
    assert world.own
    answers = [
        asking.get(address, headers={"if-none-match": tag}).status_code
        for asking, tag in zip((client, other, api_client), tags, strict=True)
    ]
    assert answers == [200, 304, 304]


# Whose, and of what -------------------------------------------------------------------------------
@pytest.mark.once
@pytest.mark.parametrize("path", ["/instruments/", "/assessments/", "/cases/kosovo-1999/", "/"])
def test_no_tag_is_good_for_somebody_else(
    path: str, api_client: APIClient, analyst: User, reviewer: User
) -> None:
    clients = [api_client, client_of(analyst), client_of(reviewer)]
    answers = [client.get(ROOT + path) for client in clients]
    assert len({answer["ETag"] for answer in answers}) == 3, "though what they see is the same"
    assert [answer["Cache-Control"] for answer in answers] == ["public, no-cache", *["private, no-cache"] * 2]
    for client in clients:
        statuses = [
            client.get(ROOT + path, headers={"if-none-match": answer["ETag"]}).status_code
            for answer in answers
        ]
        assert statuses.count(304) == 1


@pytest.mark.once
def test_a_session_and_a_token_of_one_person_see_the_same(
    client_as: Callable[[User], Client], analyst: User
) -> None:
    address = f"{ROOT}/assessments/"
    tag = client_of(analyst).get(address)["ETag"]
    answer = client_as(analyst).get(address, headers={"if-none-match": tag})
    assert (answer.status_code, answer["Cache-Control"]) == (304, "private, no-cache")


@pytest.mark.once
def test_other_parameters_pages_and_hosts_have_other_tags(api_client: APIClient) -> None:
    addresses = ["", "?page=2", "?page_size=200", "?kind=treaty", "?page_size=50"]
    tags = [api_client.get(f"{ROOT}/instruments/{query}")["ETag"] for query in addresses]
    tags.append(api_client.get(f"{ROOT}/instruments/", headers={"host": "127.0.0.1"})["ETag"])
    assert len(set(tags)) == len(tags)


@pytest.mark.once
def test_other_forms_have_other_tags(api_client: APIClient) -> None:
    forms = ("application/vnd.oai.openapi", "application/vnd.oai.openapi+json")
    tags = [api_client.get(f"{ROOT}/schema/", headers={"accept": form})["ETag"] for form in forms]
    assert tags[0] != tags[1]
    assert "Accept" in api_client.get(f"{ROOT}/facts/")["Vary"]


@pytest.mark.once
def test_another_release_of_the_program_has_other_tags(
    api_client: APIClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    tag = api_client.get(f"{ROOT}/facts/")["ETag"]
    monkeypatch.setattr(conditional, "program", lambda: "another")
    assert api_client.get(f"{ROOT}/facts/")["ETag"] != tag


@pytest.mark.once
def test_any_tag_will_do_where_there_is_an_answer(api_client: APIClient) -> None:
    for path, status in (("/facts/", 304), ("/", 304), ("/facts/no_such_fact/", 404), ("/facts/?no=1", 400)):
        answer = api_client.get(ROOT + path, headers={"if-none-match": "*"})
        assert answer.status_code == status
        assert ("ETag" in answer) == (status == 304)


@pytest.mark.once
def test_what_stores_something_has_no_tag_of_a_read(api_client: APIClient) -> None:
    body = {"as_of": "1999-03-24", "facts": {}, "draws": 0}
    answer: HttpResponse = api_client.post(f"{ROOT}/score/", body, headers={"if-none-match": "*"})
    assert answer.status_code == 200
    assert "ETag" not in answer
