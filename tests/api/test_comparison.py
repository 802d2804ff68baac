"""GET /comparison/ and POST /score/comparison/: columns, what divides them, and who is ahead."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from django.test import Client
from rest_framework.test import APIClient

from frameworks.own import Weighing, elicited_of, framework_make
from frameworks.selectors import framework_get
from natoassess.accounts.models import User
from tests.api.conftest import ROOT, pointers_of
from tests.api.test_schema import assert_as_described, schema
from tests.comparisons.conftest import KOSOVO, LATER, LIBYA
from tests.support.queries import count

pytestmark = pytest.mark.django_db

__all__ = ["schema"]

READ = f"{ROOT}/comparison/"
SCORE = f"{ROOT}/score/comparison/"
FORCE = {"state_conduct": "yes", "uses_force": "yes"}
BODY: dict[str, Any] = {
    "framework": "nato-2022",
    "as_of": "2011-03-19",
    "scenarios": [
        {"label": "Alone", "facts": {**FORCE}, "ratings": {"threat_gravity": {"level": 4}}},
        {
            "label": "Mandated",
            "as_of": "2011-03-20",
            "facts": {
                **FORCE,
                "council_authorises_force": {"value": "yes", "provisions": ["unsc-1973#op4"]},
                "within_mandate": "yes",
            },
            "ratings": {"threat_gravity": {"level": 2}},
            "sovereignty": {"territory": {"level": 1}},
        },
    ],
    "draws": 300,
    "seed": 7,
}


def address(*items: str, **options: object) -> str:
    return READ + "?" + "&".join([*(f"item={i}" for i in items), *(f"{k}={v}" for k, v in options.items())])


def body(**changes: Any) -> dict[str, Any]:
    return copy.deepcopy(BODY) | changes


# -- reading ---------------------------------------------------------------------------------------


def test_columns_are_the_published_answers(api_client: APIClient) -> None:
    """Each column has the numbers of the assessment it names."""
    found = api_client.get(address(KOSOVO, LIBYA)).json()
    assert [column["item"] for column in found["columns"]] == [KOSOVO, LIBYA]
    for column in found["columns"]:
        evaluation = api_client.get(f"{ROOT}/assessments/{column['assessment']}/").json()["evaluation"]
        assert column["evaluation_id"] == evaluation["evaluation_id"]
        assert column["legality"]["verdict"] == evaluation["legality"]["verdict"]
        assert column["legitimacy"]["index"] == evaluation["legitimacy"]["index"]
        assert column["legitimacy"]["p05"] == evaluation["legitimacy"]["distribution"]["p05"]
        assert column["sovereignty"]["gross"] == evaluation["sovereignty"]["gross"]
    first = found["differing"]["facts"][0]
    assert len(first["values"]) == 2
    assert first["values"][0] != first["values"][1]


def test_the_ranking_is_that_of_the_page(api_client: APIClient, client: Client) -> None:
    """Program and reader are told the same."""
    found = api_client.get(address(KOSOVO, LIBYA, LATER)).json()
    html = client.get(f"/compare/?item={KOSOVO}&item={LIBYA}&item={LATER}").content.decode()
    assert len(found["ranking"]["pairs"]) == 3
    for pair in found["ranking"]["pairs"]:
        assert pair["sentence"] in html
    for pair in found["alike"]:
        for sentence in pair["sentences"]:
            assert sentence["text"].replace('"', "&quot;") in html
    assert str(found["ranking"]["seed"]) in html


def test_kosovo_would_have_been_lawful_with_a_mandate(api_client: APIClient) -> None:
    (alike,) = api_client.get(address(KOSOVO, LIBYA)).json()["alike"]
    assert (alike["verdict"], alike["wanted"]) == ("unlawful", "lawful")
    changes = [{change["fact"]: change["to"] for change in members} for members in alike["sets"]]
    assert changes == [{"council_authorises_force": "yes", "within_mandate": "yes"}]
    assert alike["parting"]["fact"] == "council_authorises_force"


def test_framework_draws_and_seed_can_be_chosen(api_client: APIClient) -> None:
    found = api_client.get(address(KOSOVO, LIBYA, framework="nato-1999", draws=50, seed=3)).json()
    assert found["ranked_under"]["code"] == "nato-1999"
    assert (found["ranking"]["draws"], found["ranking"]["seed"]) == (50, 3)


def test_the_same_request_gives_the_same_bytes(api_client: APIClient) -> None:
    assert api_client.get(address(KOSOVO, LIBYA)).content == api_client.get(address(KOSOVO, LIBYA)).content


@pytest.mark.parametrize(
    ("query", "parameter", "words"),
    [
        (address(KOSOVO), "item", "2 to 10"),
        (address(KOSOVO, "nowhere/never"), "item", "nowhere/never"),
        (address(KOSOVO, LIBYA, framework="nato-2021"), "framework", "nato-2022"),
        (address(KOSOVO, LIBYA, draws=0), "draws", "1"),
        (address(KOSOVO, LIBYA, draws="many"), "draws", "whole number"),
        (address(KOSOVO, LIBYA, LATER, draws=66_667), "draws", "at most 66666"),
        (address(KOSOVO, LIBYA, seed=-1), "seed", "0"),
        (address(KOSOVO, LIBYA, frame="x"), "frame", "framework"),
    ],
)
def test_bad_addresses_name_the_parameter(
    api_client: APIClient, query: str, parameter: str, words: str
) -> None:
    response = api_client.get(query)
    assert response.status_code == 400
    (fault,) = response.json()["errors"]
    assert fault["parameter"] == parameter
    assert words in fault["detail"]


def test_drafts_of_others_are_invisible(
    api_client: APIClient, draft: Any, outsider: User, api_client_as: Any, author: APIClient
) -> None:
    """A draft can be compared by its author; to others it is as if there were none."""
    item = f"assessment:{draft.json()['id']}"
    assert author.get(address(KOSOVO, item)).status_code == 200
    for other in (api_client, api_client_as(outsider)):
        response = other.get(address(KOSOVO, item))
        assert response.status_code == 400
        assert response.json()["errors"][0]["detail"].startswith("There is no")


def test_reading_costs_the_same_for_two_and_three(api_client: APIClient) -> None:
    api_client.get(address(KOSOVO, LIBYA, LATER))
    two = count(lambda: api_client.get(address(KOSOVO, LIBYA)))
    assert count(lambda: api_client.get(address(KOSOVO, LIBYA, LATER))) == two <= 12


# -- stateless -------------------------------------------------------------------------------------


def test_scenarios_are_scored_and_ranked(api_client: APIClient) -> None:
    response = api_client.post(SCORE, body())
    assert response.status_code == 200, response.content
    found = response.json()
    assert [column["label"] for column in found["columns"]] == ["Alone", "Mandated"]
    assert [column["as_of"] for column in found["columns"]] == ["2011-03-19", "2011-03-20"]
    ranking = found["ranking"]
    assert ranking["ahead"][0][1] == 1
    (pair,) = ranking["pairs"]
    assert (pair["leader"], pair["lead"]) == (0, "robustly_ahead")
    assert found["alike"][0]["parting"]["test"] == "council_authorisation"
    assert found["refused"] == []


def test_a_column_is_what_the_scenario_alone_scores(api_client: APIClient) -> None:
    """The same evaluation as POST /score/ gives with that seed."""
    columns = api_client.post(SCORE, body()).json()["columns"]
    for column, scenario in zip(columns, BODY["scenarios"], strict=True):
        alone = {k: v for k, v in scenario.items() if k != "label"}
        alone = {"framework": "nato-2022", "as_of": BODY["as_of"], "draws": 300, "seed": 7} | alone
        scored = api_client.post(f"{ROOT}/score/", alone).json()
        assert column["evaluation_id"] == scored["evaluation_id"]
        assert column["legitimacy"]["p95"] == scored["legitimacy"]["distribution"]["p95"]


def test_without_a_framework_the_latest_day_decides(api_client: APIClient) -> None:
    found = api_client.post(SCORE, body(framework=None)).json()
    assert found["ranked_under"]["code"] == "nato-2010"


def test_what_is_not_rated_is_named_and_not_ranked(api_client: APIClient) -> None:
    given = body()
    del given["scenarios"][1]["ratings"]
    ranking = api_client.post(SCORE, given).json()["ranking"]
    assert ranking["left_out"] == [1]
    assert [place["position"] for place in ranking["places"]] == [0]
    assert ranking["pairs"] == []


def test_every_fault_is_listed_with_its_place(api_client: APIClient) -> None:
    given = body(draws=0, colour="red")
    first, second = given["scenarios"]
    first["facts"]["uses_forse"] = "yes"
    first["label"] = "Mandated"
    second["ratings"]["threat_gravity"]["level"] = 9
    second["as_of"] = "20 March"
    faults = pointers_of(api_client.post(SCORE, given))
    assert set(faults) == {
        "/colour",
        "/draws",
        "/scenarios/0/facts/uses_forse",
        "/scenarios/1/label",
        "/scenarios/1/as_of",
        "/scenarios/1/ratings/threat_gravity/level",
    }
    assert faults["/scenarios/0/facts/uses_forse"] == "unknown fact; did you mean uses_force?"


@pytest.mark.parametrize(
    ("given", "pointer"),
    [
        ([], ""),
        ({"as_of": "2011-03-19"}, "/scenarios"),
        ({"scenarios": [{"label": "A", "as_of": "2011-03-19"}]}, "/scenarios"),
        (body(scenarios=[BODY["scenarios"][0]] * 11), "/scenarios"),
        (body(scenarios=[BODY["scenarios"][0], 5]), "/scenarios/1"),
        (body(scenarios=[BODY["scenarios"][0], {"label": " "}]), "/scenarios/1/label"),
        ({"scenarios": [{"label": "A", "as_of": "2011-03-19"}, {"label": "B"}]}, "/scenarios/1/as_of"),
        (body(as_of="soon"), "/as_of"),
        (body(framework="nato-2021"), "/framework"),
        (body(scenarios=[{"label": label} for label in "ABCDEFGHIJ"], draws=20_001), "/draws"),
    ],
)
def test_bodies_that_are_none(api_client: APIClient, given: Any, pointer: str) -> None:
    response = api_client.post(SCORE, given)
    assert response.status_code == 400
    assert list(pointers_of(response)) == [pointer]


def test_scoring_takes_no_parameters(api_client: APIClient) -> None:
    assert api_client.post(f"{SCORE}?draws=5", body()).json()["code"] == "unknown_params"


def test_scoring_costs_the_same_for_two_and_six(api_client: APIClient) -> None:
    six = body(scenarios=[{**BODY["scenarios"][1], "label": str(i)} for i in range(6)])
    api_client.post(SCORE, six)
    two = count(lambda: api_client.post(SCORE, body()))
    assert count(lambda: api_client.post(SCORE, six)) == two <= 8


# -- as described ----------------------------------------------------------------------------------


def test_answers_are_as_described(api_client: APIClient, schema: dict[str, Any]) -> None:  # noqa: F811
    """What is read and what is scored match the OpenAPI document; so do refusals."""
    assert_as_described(schema, "/comparison/", "get", api_client.get(address(KOSOVO, LIBYA, LATER)))
    assert_as_described(schema, "/comparison/", "get", api_client.get(address(KOSOVO)))
    unrated = body(scenarios=[{"label": "A"}, {"label": "B", "facts": FORCE}])
    for given in (body(), unrated, {}):
        assert_as_described(schema, "/score/comparison/", "post", api_client.post(SCORE, given))


def test_a_framework_of_ones_own_ranks_for_those_who_may_see_it(
    api_client: APIClient, author: APIClient, analyst: User, outsider: User, api_client_as: Any
) -> None:
    """To others it is as if there were none, here and without storing."""
    base = framework_get("nato-2022")
    dimensions, criteria = elicited_of(base)
    own = framework_make(owner=analyst, base=base, weighing=Weighing("Mine", "", dimensions, criteria, None))
    read, given = address(KOSOVO, LIBYA, framework=own.code), body(framework=own.code)
    assert author.get(read).json()["ranked_under"]["code"] == own.code
    assert author.post(SCORE, given).json()["ranked_under"]["code"] == own.code
    for other in (api_client, api_client_as(outsider)):
        refused = other.get(read)
        assert refused.status_code == 400
        assert refused.json()["errors"][0]["parameter"] == "framework"
        assert list(pointers_of(other.post(SCORE, given))) == ["/framework"]
