"""Rate limits: by address for strangers, by person for the signed-in."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import override_settings
from rest_framework.test import APIClient

from natoassess.accounts.models import User
from tests.api.conftest import ROOT

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def limits() -> Iterator[None]:
    cache.clear()
    rates = {"anonymous": "2/min", "user": "3/min"}
    with override_settings(REST_FRAMEWORK={**settings.REST_FRAMEWORK, "DEFAULT_THROTTLE_RATES": rates}):
        yield
    cache.clear()


def test_strangers_share_the_limit_of_their_address(api_client: APIClient) -> None:
    answers = [api_client.get(f"{ROOT}/facts/uses_force/") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    last = answers[-1]
    assert last["Content-Type"] == "application/problem+json"
    assert last.json()["code"] == "throttled"
    assert 1 <= int(last["Retry-After"]) <= 61
    elsewhere = api_client.get(f"{ROOT}/facts/uses_force/", REMOTE_ADDR="192.0.2.7")
    assert elsewhere.status_code == 200


def test_people_have_a_limit_of_their_own(
    analyst: User, researcher: User, api_client_as: Callable[[User], APIClient]
) -> None:
    one, other = api_client_as(analyst), api_client_as(researcher)
    assert [one.get(f"{ROOT}/facts/uses_force/").status_code for _ in range(4)] == [200, 200, 200, 429]
    assert other.get(f"{ROOT}/facts/uses_force/").status_code == 200


def test_none_switches_a_limit_off(api_client: APIClient) -> None:
    off = {**settings.REST_FRAMEWORK, "DEFAULT_THROTTLE_RATES": {"anonymous": None, "user": None}}
    with override_settings(REST_FRAMEWORK=off):
        assert {api_client.get(f"{ROOT}/facts/uses_force/").status_code for _ in range(5)} == {200}
