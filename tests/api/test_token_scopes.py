"""Tokens: what each may be used for, and when it was last used."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from natoassess.accounts.models import TokenDetails, User
from natoassess.accounts.tokens import SEEN_EVERY, token_create, token_seen, tokens_of
from natoassess.web.audit.models import AuditEntry
from natoassess.web.scopes import BATCH, READ, SCOPES, WRITE, scope_needed
from tests.api.conftest import ROOT, SCENARIO
from tests.api.routes import UNSAFE, ApiRoute, api_routes

pytestmark = pytest.mark.django_db
STORES_NOTHING = frozenset(
    {
        "api-score",
        "api-score-comparison",
        "api-score-doctrines",
        "api-score-memorandum",
        "api-citation-lookup",
        "api-citations",
    }
)
"""Unsafe by method only: what is sent is answered and forgotten."""


def client_with(user: User, *scopes: str) -> APIClient:
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Token {token_create(user=user, days=30, scopes=scopes)}")
    return client


@pytest.fixture
def reader(analyst: User) -> APIClient:
    """A client with a token that may only read."""
    return client_with(analyst, READ)


UNSAFE_CALLS = [
    (route, method)
    for route in api_routes()
    for method in UNSAFE
    if method in route.methods and route.name not in STORES_NOTHING
]


@pytest.mark.once
@pytest.mark.parametrize(("route", "method"), UNSAFE_CALLS, ids=lambda part: getattr(part, "name", part))
def test_a_token_that_may_read_changes_nothing(reader: APIClient, route: ApiRoute, method: str) -> None:
    answer = getattr(reader, method)(route.address(), {})
    assert (answer.status_code, answer.json()["code"]) == (403, "scope_missing")
    needed = BATCH if "batch" in route.pattern else WRITE
    assert f"scope {needed}," in answer.json()["detail"]


def test_the_walk_finds_what_writes() -> None:
    assert {"api-assessment-list", "api-job-cancel", "api-framework-detail", "api-source-files"} <= {
        route.name for route, _method in UNSAFE_CALLS
    }


def test_reading_and_scoring_need_read_alone(analyst: User, reader: APIClient) -> None:
    body = {"as_of": "1999-03-24", "facts": {"uses_force": "yes"}, "draws": 0}
    assert reader.post(f"{ROOT}/score/", body).status_code == 200
    assert reader.post(f"{ROOT}/citations/", {"ids": ["nat#art-5"]}).status_code == 200
    assert reader.post(f"{ROOT}/citations/lookup/", {"text": "NAT art 5"}).status_code == 200
    assert reader.get(f"{ROOT}/assessments/").status_code == 200
    writer = client_with(analyst, WRITE)
    for refused in (writer.get(f"{ROOT}/facts/"), writer.post(f"{ROOT}/score/", body)):
        assert (refused.status_code, refused.json()["code"]) == (403, "scope_missing")
        assert "scope read," in refused.json()["detail"]
    assert writer.post(f"{ROOT}/assessments/", SCENARIO).status_code == 201


@pytest.mark.once
@pytest.mark.parametrize("route", [r for r in api_routes() if r.name in STORES_NOTHING], ids=lambda r: r.name)
def test_what_stores_nothing_is_open_to_a_token_that_may_read(reader: APIClient, route: ApiRoute) -> None:
    assert reader.post(route.address(), {}, format="json").status_code == 400, (
        "refused for what it lacks alone"
    )


def test_a_view_says_its_scope_for_all_or_by_action() -> None:
    class View:
        scope: Any = BATCH
        action: str | None = None

    view = View()
    assert scope_needed(view, "GET") == scope_needed(view, "POST") == BATCH
    view.scope, view.action = {"cancel": BATCH}, "cancel"
    assert scope_needed(view, "POST") == BATCH
    view.action = "list"
    assert (scope_needed(view, "GET"), scope_needed(view, "DELETE")) == (READ, WRITE)


def test_sessions_are_not_scoped(client_as: Callable[[User], Client], analyst: User) -> None:
    client = client_as(analyst)
    assert client.post(f"{ROOT}/assessments/", SCENARIO, content_type="application/json").status_code == 201


def test_a_token_made_elsewhere_opens_nothing(analyst: User, reader: APIClient) -> None:
    TokenDetails.objects.all().delete()
    assert reader.get(f"{ROOT}/facts/").json()["code"] == "scope_missing"


@pytest.mark.parametrize("scopes", [[], ["read", "administer"]])
def test_scopes_that_are_not_offered_make_no_token(analyst: User, scopes: list[str]) -> None:
    with pytest.raises(ValueError, match="scopes of a token"):
        token_create(user=analyst, days=30, scopes=scopes)
    assert not tokens_of(analyst).exists()


def test_making_one_is_written_in_the_log(analyst: User) -> None:
    token_create(user=analyst, days=90, scopes=(BATCH, READ))
    entry = AuditEntry.objects.get(action="token.made")
    assert (entry.detail["days"], entry.detail["scopes"]) == (90, [READ, BATCH])
    assert tokens_of(analyst).get().details.scopes == [READ, BATCH]


def test_one_that_has_run_out_is_refused_and_cleared_away_with_the_next(
    analyst: User, reader: APIClient
) -> None:
    tokens_of(analyst).update(expiry=timezone.now() - timedelta(seconds=1))
    refused = reader.get(f"{ROOT}/facts/")
    assert (refused.status_code, refused.json()["code"]) == (401, "authentication_failed")
    assert tokens_of(analyst).count() == 1
    token_create(user=analyst, days=30)
    assert tokens_of(analyst).get().details.scopes == list(SCOPES)


# Last use -----------------------------------------------------------------------------------------
def last_use(user: User) -> Any:
    return tokens_of(user).get().details.last_used_at


def test_its_use_is_written_down_at_most_every_ten_minutes(analyst: User, reader: APIClient) -> None:
    assert last_use(analyst) is None
    before = timezone.now()
    reader.get(f"{ROOT}/facts/")
    first = last_use(analyst)
    assert before <= first <= timezone.now()
    reader.get(f"{ROOT}/facts/")
    assert last_use(analyst) == first
    TokenDetails.objects.update(last_used_at=first - SEEN_EVERY)
    reader.get(f"{ROOT}/facts/")
    assert last_use(analyst) > first


def test_a_use_that_is_refused_counts_as_one(analyst: User, reader: APIClient) -> None:
    reader.post(f"{ROOT}/assessments/", SCENARIO)
    assert last_use(analyst) is not None


def test_of_two_at_once_the_later_note_is_dropped(analyst: User, reader: APIClient) -> None:
    known = tokens_of(analyst).get()
    first = timezone.now() - timedelta(seconds=30)
    TokenDetails.objects.update(last_used_at=first)
    token_seen(token=known)  # read before the other wrote
    assert last_use(analyst) == first


def test_signing_in_by_token_is_one_query(
    analyst: User, reader: APIClient, queries_at_most: Callable[[int], Any]
) -> None:
    for _number in range(3):
        token_create(user=analyst, days=30)
    reader.get(f"{ROOT}/")
    with queries_at_most(1):
        assert reader.get(f"{ROOT}/").status_code == 200
