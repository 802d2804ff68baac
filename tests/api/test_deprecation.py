"""Older names of parameters are understood until their last day, and every answer that used one says so."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import pytest
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from natoassess.web.deprecation import SINCE, UNTIL
from tests.api.conftest import ROOT

pytestmark = pytest.mark.django_db

RENAMED = [
    ("assessments", {"ordering": "as_of"}, {"order_by": "as_of"}),
    ("assessments", {"as_of_from": "1999-01-01"}, {"as_of__gte": "1999-01-01"}),
    ("phases", {"as_of_until": "1999-12-31"}, {"as_of__lte": "1999-12-31"}),
    ("phases", {"ordering": "-as_of"}, {"order_by": "-as_of"}),
    ("instruments", {"adopted_from": "1999-01-01"}, {"adopted_on__gte": "1999-01-01"}),
    ("instruments", {"adopted_until": "1949-12-31"}, {"adopted_on__lte": "1949-12-31"}),
    ("publications", {"ordering": "number"}, {"order_by": "number"}),
]


@pytest.mark.parametrize(("resource", "older", "today"), RENAMED)
def test_an_older_name_means_the_new_one(
    api_client: APIClient, resource: str, older: dict[str, str], today: dict[str, str]
) -> None:
    address = f"{ROOT}/{resource}/"
    old, new = api_client.get(address, older), api_client.get(address, today)
    assert (old.status_code, old.json()["results"]) == (200, new.json()["results"])
    since = datetime.fromtimestamp(int(old["Deprecation"].removeprefix("@")), UTC)
    assert since.date() == SINCE
    assert parsedate_to_datetime(old["Sunset"]).date() == UNTIL
    assert 'rel="deprecation"' in old["Link"]
    assert not {"Deprecation", "Sunset", "Link"} & set(new.headers)


@pytest.mark.parametrize(("resource", "older", "today"), RENAMED)
def test_both_names_at_once_are_refused(
    api_client: APIClient, resource: str, older: dict[str, str], today: dict[str, str]
) -> None:
    response = api_client.get(f"{ROOT}/{resource}/", older | today)
    assert response.status_code == 400
    ((at, detail),) = [(fault["parameter"], fault["detail"]) for fault in response.json()["errors"]]
    assert [at] == list(older)
    assert next(iter(today)) in detail


def test_faults_are_told_under_the_name_that_was_given(api_client: APIClient) -> None:
    response = api_client.get(f"{ROOT}/phases/?as_of_from=yesterday")
    assert [fault["parameter"] for fault in response.json()["errors"]] == ["as_of_from"]


def test_the_policy_stands_where_the_header_says(client: Client, api_client: APIClient) -> None:
    link = api_client.get(f"{ROOT}/phases/?ordering=as_of")["Link"]
    address, _hash, place = link[1 : link.index(">")].partition("#")
    page = client.get(address)
    assert page.status_code == 200
    assert f'id="{place}"' in page.content.decode()


@pytest.mark.parametrize(
    ("route", "older", "today"),
    [
        ("law:list", {"ordering": "-adopted_on"}, {"order_by": "-adopted_on"}),
        ("law:list", {"adopted_from": "1999-01-01"}, {"adopted_on__gte": "1999-01-01"}),
        ("cases:list", {"ordering": "-legitimacy"}, {"order_by": "-legitimacy"}),
        ("assessments:list", {"as_of_from": "1999-01-01"}, {"as_of__gte": "1999-01-01"}),
    ],
)
def test_older_addresses_of_pages_lead_on(
    client: Client, route: str, older: dict[str, str], today: dict[str, str]
) -> None:
    led = client.get(reverse(route), older | {"q": "Kosovo & more"}, follow=True)
    assert led.status_code == 200
    assert led.redirect_chain[-1][1] == 301
    assert led.wsgi_request.GET.dict() == today | {"q": "Kosovo & more"}


def test_a_page_with_both_names_says_so(client: Client) -> None:
    response = client.get(reverse("law:list"), {"ordering": "title", "order_by": "title"})
    assert response.status_code == 400
    assert "order_by" in response.content.decode()
