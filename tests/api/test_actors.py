"""Actors with dated memberships: who belonged to what on a day."""

from __future__ import annotations

import pytest
from rest_framework.test import APIClient

from frameworks.models import Actor, ActorMembership
from tests.api.conftest import ROOT

pytestmark = pytest.mark.django_db


def found(client: APIClient, query: str) -> set[str]:
    """The ids of a whole list."""
    page = client.get(f"{ROOT}/actors/?page_size=200&{query}").json()
    assert page["next"] is None
    return {row["id"] for row in page["results"]}


def test_members_on_a_day(api_client: APIClient) -> None:
    members = found(api_client, "member_of=nato&on=1999-03-24")
    assert len(members) == 19
    assert {"hungary", "turkiye"} <= members
    assert "spain" not in found(api_client, "member_of=nato&on=1982-05-29")
    assert "spain" in found(api_client, "member_of=nato&on=1982-05-30")


def test_without_a_day_all_who_ever_belonged(api_client: APIClient) -> None:
    rows = ActorMembership.objects.filter(organisation="un-security-council")
    assert found(api_client, "member_of=un-security-council") == set(rows.values_list("member_id", flat=True))


def test_a_day_alone_asks_who_existed(api_client: APIClient) -> None:
    assert "ussr" in found(api_client, "on=1990-08-02")
    assert "ussr" not in found(api_client, "on=1999-03-24")
    assert "nato" not in found(api_client, "on=1949-08-23")


def test_words_and_kind_narrow(api_client: APIClient) -> None:
    organisations = found(api_client, "kind=organisation")
    assert organisations == set(Actor.objects.filter(kind="organisation").values_list("pk", flat=True))
    assert found(api_client, "q=arab+league") <= {"league-of-arab-states"}


def test_a_detail_has_members_and_a_row_has_not(api_client: APIClient) -> None:
    whole = api_client.get(f"{ROOT}/actors/nato/").json()
    assert len(whole["members"]) == 32
    assert {"member": "sweden", "from": "2024-03-07", "until": None, "note": None} in whole["members"]
    row = api_client.get(f"{ROOT}/actors/?q=nato&kind=organisation").json()["results"][0]
    assert "members" not in row
    council = api_client.get(f"{ROOT}/actors/ussr/").json()["memberships"]
    assert {
        "organisation": "un-security-council",
        "from": "1946-01-17",
        "until": "1991-12-23",
        "note": None,
    } in council
