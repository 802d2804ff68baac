"""POST /score/memorandum/: the memorandum of findings, nothing kept."""

from __future__ import annotations

import pytest
from rest_framework.test import APIClient

from frameworks.models import Framework
from frameworks.own import Weighing, elicited_of, framework_make
from frameworks.selectors import framework_get
from natoassess.accounts.models import User
from tests.api.conftest import ROOT

pytestmark = pytest.mark.django_db
BODY = {
    "framework": "nato-2022",
    "as_of": "1999-03-24",
    "facts": {
        "state_conduct": "yes",
        "uses_force": "yes",
        "council_authorises_force": {"value": "no", "provisions": ["unsc-1244#op7"]},
    },
    "ratings": {"threat_gravity": {"level": 3, "confidence": "high"}},
    "draws": 50,
    "seed": 7,
}


def test_claims_carry_their_values_and_citations(api_client: APIClient) -> None:
    told = api_client.post(f"{ROOT}/score/memorandum/", BODY).json()
    scored = api_client.post(f"{ROOT}/score/", BODY).json()
    assert told["evaluation_id"] == scored["evaluation_id"]
    claims = {c["code"]: c for s in told["sections"] for p in s["paragraphs"] for c in p["claims"]}
    assert claims["law.day"]["params"] == {"day": "1999-03-24"}
    assert claims["answer.undetermined"]["params"] == {"at_least": "unlawful", "at_most": "lawful"}
    warned = claims["warnings.not_in_force"]
    assert warned["params"]["since"] == "1999-06-10"
    assert warned["citations"] == ["unsc-1244#op7"]
    assert "operative paragraph 7 of Security Council resolution 1244 (1999)" in warned["text"]
    assert "10 June 1999" in warned["text"]
    assert {c["id"] for c in told["citations"]} >= set(warned["citations"])


def test_plain_text_by_accept(api_client: APIClient) -> None:
    response = api_client.post(f"{ROOT}/score/memorandum/", BODY, HTTP_ACCEPT="text/plain")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode().startswith("Memorandum\n==========\n")


@pytest.mark.parametrize("accept", ["application/json", "text/plain"])
def test_faults_are_problems_whatever_is_accepted(api_client: APIClient, accept: str) -> None:
    response = api_client.post(
        f"{ROOT}/score/memorandum/", BODY | {"facts": {"uses_forse": "yes"}}, HTTP_ACCEPT=accept
    )
    assert response.status_code == 400
    assert response["Content-Type"].startswith("application/problem+json")
    assert b"/facts/uses_forse" in response.content


def test_other_media_are_refused(api_client: APIClient) -> None:
    assert api_client.post(f"{ROOT}/score/memorandum/", BODY, HTTP_ACCEPT="text/csv").status_code == 406


@pytest.fixture
def own(analyst: User) -> Framework:
    """A framework of the analyst's, made from the doctrine of 2022 with other weights."""
    base = framework_get("nato-2022")
    across, within = elicited_of(base)
    return framework_make(owner=analyst, base=base, weighing=Weighing("Mine", "", across, within, None))


def test_own_framework_serves_its_maker_and_nobody_else(
    api_client: APIClient, author: APIClient, own: Framework
) -> None:
    body = BODY | {"framework": own.code}
    told = author.post(f"{ROOT}/score/memorandum/", body).json()
    assert told["evaluation_id"] == author.post(f"{ROOT}/score/", body).json()["evaluation_id"]
    assert api_client.post(f"{ROOT}/score/memorandum/", body).status_code == 400


def test_only_a_doctrine_has_a_period_of_doctrine(author: APIClient, own: Framework) -> None:
    given = {code: author.get(f"{ROOT}/frameworks/{code}/").json() for code in ("nato-2022", "iciss-2001")}
    assert given["nato-2022"]["doctrine"]["from"] == "2022-06-29"
    assert given["iciss-2001"]["doctrine"] is None
    assert author.get(f"{ROOT}/frameworks/{own.code}/").json()["doctrine"] is None
