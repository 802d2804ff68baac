"""POST /score/: the contract of scoring.md section 7."""

from __future__ import annotations

from typing import Any

import pytest
from rest_framework.test import APIClient

from tests.api.conftest import ROOT, pointers_of

pytestmark = pytest.mark.django_db

SCORE = f"{ROOT}/score/"
BODY: dict[str, Any] = {
    "framework": "nato-2022",
    "as_of": "1999-03-24",
    "standpoint": "ex_post",
    "facts": {
        "state_conduct": "yes",
        "uses_force": "yes",
        "council_authorises_force": {
            "value": "no",
            "provisions": ["unsc-1203", "unsc-1244#op7"],
            "why": "It only demanded.",
            "fixed": True,
        },
    },
    "ratings": {
        "threat_gravity": {
            "level": 4,
            "confidence": "high",
            "evidence": [{"reliability": "B", "credibility": 2}],
            "why": "On independent evidence.",
        }
    },
    "sovereignty": {"territory": {"level": 1}},
    "draws": 500,
    "seed": 7,
}


def test_the_response_has_the_members_of_the_contract(api_client: APIClient) -> None:
    response = api_client.post(SCORE, BODY)
    assert response.status_code == 200
    found = response.json()
    assert list(found) == [
        "evaluation_id", "framework", "engine", "as_of", "legality", "legitimacy", "sovereignty", "competence",
        "warnings", "precedents",
    ]  # fmt: skip
    assert found["evaluation_id"].startswith("sha256:")
    assert set(found["framework"]) == {"code", "version", "checksum"}
    assert set(found["legality"]) == {
        "verdict", "at_least", "at_most", "if_attributed", "readings", "trace", "flips", "reading_flips",
        "date_flips", "decisive_unknowns", "settled_unknowns", "duties",
    }  # fmt: skip
    assert list(found["legality"]["readings"]) == ["strict", "prevailing", "permissive"]
    assert set(found["legitimacy"]) == {
        "index", "low", "high", "band", "band_at_least", "band_at_most", "capped_by", "coverage", "dimensions",
        "contributions", "distribution", "tornado", "variance_shares", "weight_flips", "rating_flips",
        "rating_flips_left_out",
    }  # fmt: skip
    assert set(found["legitimacy"]["distribution"]) == {
        "p05",
        "p50",
        "p95",
        "bands",
        "error",
        "draws",
        "seed",
    }
    assert set(found["sovereignty"]) == {
        "gross", "gross_low", "gross_high", "adjusted", "adjusted_low", "adjusted_high", "coverage", "worst",
        "dimensions",
    }  # fmt: skip
    assert {warning["provision"] for warning in found["warnings"]} == {"unsc-1244#op7"}
    assert found["warnings"][0]["code"] == "not_in_force"


def test_the_same_input_gives_the_same_bytes(api_client: APIClient) -> None:
    first, second = (api_client.post(SCORE, BODY) for _ in range(2))
    assert first.content == second.content


@pytest.mark.parametrize(
    "change",
    [
        {"as_of": "1999-03-25"},
        {"draws": 501},
        {"seed": 8},
        {"standpoint": "ex_ante"},
        {"framework": "nato-1999"},
        {"sovereignty": {"territory": {"level": 2}}},
        {"weights": {"dimensions": {"cause": 2}}},
    ],
)
def test_other_input_has_another_id(api_client: APIClient, change: dict[str, Any]) -> None:
    one = api_client.post(SCORE, BODY).json()["evaluation_id"]
    other = api_client.post(SCORE, BODY | change).json()["evaluation_id"]
    assert one != other


def test_reasons_do_not_score(api_client: APIClient) -> None:
    reworded = BODY | {"sovereignty": {"territory": {"level": 1, "why": "Another reason."}}}
    assert api_client.post(SCORE, BODY).content == api_client.post(SCORE, reworded).content


def test_without_draws_there_is_no_distribution(api_client: APIClient) -> None:
    found = api_client.post(SCORE, BODY | {"draws": 0}).json()["legitimacy"]
    assert (found["distribution"], found["tornado"], found["variance_shares"]) == (None, None, None)


@pytest.mark.parametrize(
    ("day", "framework"),
    [
        ("1991-11-08", "nato-1991"),
        ("1999-04-23", "nato-1991"),
        ("2011-03-17", "nato-2010"),
        ("2030-01-01", "nato-2022"),
    ],
)
def test_without_a_framework_the_doctrine_of_the_day_applies(
    api_client: APIClient, day: str, framework: str
) -> None:
    found = api_client.post(SCORE, {"as_of": day, "draws": 0}).json()
    assert found["framework"]["code"] == framework
    assert found["warnings"] == []


def test_before_the_first_doctrine_the_earliest_stands_in_and_says_so(api_client: APIClient) -> None:
    found = api_client.post(SCORE, {"as_of": "1986-04-15", "draws": 0}).json()
    assert found["framework"]["code"] == "nato-1991"
    assert found["warnings"][0]["code"] == "doctrine_anticipated"
    named = api_client.post(SCORE, {"as_of": "1986-04-15", "draws": 0, "framework": "nato-1991"}).json()
    assert named == found  # one evaluation_id, one answer


def test_all_faults_are_listed_at_once_with_their_pointers(api_client: APIClient) -> None:
    response = api_client.post(
        SCORE,
        {
            "as_off": "1999-03-24",
            "framework": "nato-2021",
            "draws": 100_001,
            "seed": 2**53,
            "standpoint": "hindsight",
            "facts": {
                "uses_forse": "yes",
                "uses_force": True,
                "state_conduct": "contested",
                "council_authorises_force": {"value": "no", "provisions": ["unsc-99999"], "because": "x"},
                "a/b~c": "yes",
            },
            "ratings": {"threat_gravity": {"level": 5}, "host_failure": {"level": "na"}},
            "sovereignty": {"territory": {"level": "na"}},
        },
    )
    assert response.status_code == 400
    assert response.json()["code"] == "invalid"
    faults = pointers_of(response)
    assert set(faults) == {
        "/as_off", "/as_of", "/framework", "/draws", "/seed", "/standpoint", "/facts/uses_forse", "/facts/uses_force",
        "/facts/state_conduct", "/facts/council_authorises_force/provisions/0",
        "/facts/council_authorises_force/because", "/facts/a~1b~0c", "/ratings/threat_gravity/level",
        "/ratings/host_failure/why", "/sovereignty/territory/level",
    }  # fmt: skip
    assert "did you mean as_of?" in faults["/as_off"]
    assert "did you mean uses_force?" in faults["/facts/uses_forse"]
    assert "nato-2022" in faults["/framework"]


@pytest.mark.parametrize("body", [[], "text", 1])
def test_a_body_that_is_no_object_is_refused_whole(api_client: APIClient, body: Any) -> None:
    response = api_client.post(SCORE, body)
    assert response.status_code == 400
    assert set(pointers_of(response)) == {""}


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("as_of", "1999-02-30"), ("as_of", "19990324"), ("as_of", "1999-W12-3"), ("as_of", 1999), ("as_of", None),
        ("draws", -1), ("draws", 1.5),
        ("draws", True), ("draws", "10"), ("seed", -1), ("framework", 2022), ("facts", []), ("ratings", None),
    ],
)  # fmt: skip
def test_members_of_the_wrong_kind_are_named(api_client: APIClient, member: str, value: Any) -> None:
    response = api_client.post(SCORE, BODY | {member: value})
    assert response.status_code == 400
    assert f"/{member}" in pointers_of(response)


def test_ex_ante_cannot_know_what_came_after(api_client: APIClient) -> None:
    facts = {"council_endorsed_afterwards": "yes"}
    response = api_client.post(SCORE, {"as_of": "1999-03-24", "standpoint": "ex_ante", "facts": facts})
    assert set(pointers_of(response)) == {"/facts/council_endorsed_afterwards"}


@pytest.mark.parametrize(
    "raw",
    [
        b"{",
        b'{"as_of": NaN}',
        b'{"as_of": 1, "as_of": 2}',
        b'{"facts": {"\\ud800": "yes"}}',
        b"\xff",
        b"[" * 10_000,
    ],
)
def test_what_is_not_json_is_refused(api_client: APIClient, raw: Any) -> None:
    response = api_client.generic("POST", SCORE, raw, content_type="application/json")
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["code"] == "parse_error"


def test_a_body_too_large_is_refused(api_client: APIClient, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000
    response = api_client.post(SCORE, BODY | {"facts": {"uses_force": {"value": "yes", "why": "x" * 1_000}}})
    assert (response.status_code, response.json()["code"]) == (413, "too_large")


def test_thousands_of_made_up_provisions_are_faults_not_an_error(api_client: APIClient) -> None:
    made_up = [f"unsc-{number}#op{number}" for number in range(5_000)]
    facts = {
        f"made_up_{start}": {"value": "yes", "provisions": made_up[start : start + 50]}
        for start in range(50, 5_000, 50)
    }
    facts["uses_force"] = {"value": "yes", "provisions": [*made_up[:49], "un-charter#art-2-4"]}
    response = api_client.post(SCORE, {"as_of": "1999-03-24", "facts": facts})
    assert response.status_code == 400
    errors = response.json()["errors"]
    assert errors[-1]["detail"] == f"There are {99 + 49 - 100} more faults; mend these first."
    places = [error["pointer"] for error in errors if "provisions" in error["pointer"]]
    assert places[0] == "/facts/uses_force/provisions/0"


def test_kosovo_1999_replayed_from_the_published_assessment(api_client: APIClient) -> None:
    (row,) = api_client.get(f"{ROOT}/assessments/?phase=kosovo-1999/allied-force").json()["results"]
    kept = api_client.get(f"{ROOT}/assessments/{row['id']}/").json()
    response = api_client.post(SCORE, kept["findings"])
    assert response.status_code == 200, response.content
    found = response.json()
    assert found["evaluation_id"] == row["result"]["evaluation_id"]
    assert found | {"precedents": kept["evaluation"]["precedents"]} == kept["evaluation"]
    verdicts = {name: reading["verdict"] for name, reading in found["legality"]["readings"].items()}
    assert verdicts == {"strict": "unlawful", "prevailing": "unlawful", "permissive": "arguable"}
    assert "humanitarian_intervention" in found["legality"]["readings"]["permissive"]["route"]
    assert found["legitimacy"]["band"] == "high"
    changes = [
        {change["fact"] for change in flip["changes"]}
        for flip in found["legality"]["flips"]
        if flip["verdict"] == "lawful"
    ]
    assert {"council_authorises_force", "within_mandate"} in changes


def test_weights_take_the_place_of_those_published(api_client: APIClient) -> None:
    criteria = api_client.get("/api/v1/frameworks/nato-2022/").json()["compiled"]["criteria"]
    other = next(item["code"] for item in criteria if item["dimension"] == "means")
    body = BODY | {"ratings": {"threat_gravity": {"level": 4}, other: {"level": 0}}, "draws": 0}
    published = api_client.post(SCORE, body).json()
    altered = api_client.post(SCORE, body | {"weights": {"dimensions": {"cause": 3}}}).json()
    assert published["legitimacy"]["index"] == 50
    assert altered["legitimacy"]["index"] == 75
    assert altered["framework"]["code"] == published["framework"]["code"]
    assert altered["framework"]["checksum"] != published["framework"]["checksum"]
    same = api_client.post(SCORE, body | {"weights": {"dimensions": {"cause": 1}}}).json()
    assert same == published


def test_faults_of_weights_are_listed_with_the_others(api_client: APIClient) -> None:
    body = BODY | {
        "weights": {"dimensions": {"caus": 1, "means": -1}, "x": {}},
        "facts": {"uses_forse": "yes"},
    }
    for extra in ({}, {"seed": -1}):
        faults = pointers_of(api_client.post(SCORE, body | extra))
        assert set(faults) - {"/seed"} == {
            "/weights/dimensions/caus", "/weights/dimensions/means", "/weights/x", "/facts/uses_forse",
        }  # fmt: skip


@pytest.mark.parametrize(
    ("rating", "pointer"),
    [
        ("rubbish", "/ratings/oversight"),
        ({"level": 99}, "/ratings/oversight/level"),
        ({"level": "na", "why": "…"}, "/ratings/oversight/level"),
        ({"level": 2, "colour": "red"}, "/ratings/oversight/colour"),
        ({"level": 2, "evidence": [{"reliability": "B"}]}, "/ratings/oversight/evidence/0/credibility"),
    ],
)
@pytest.mark.parametrize("route", ["score", "score/doctrines", "score/comparison"])
def test_a_rating_that_the_framework_sets_aside_is_checked_as_any_other(
    api_client: APIClient, route: str, rating: object, pointer: str
) -> None:
    """The panel of 2004 does not ask for oversight; the catalogue has it, always to be rated."""
    findings = {"ratings": {"oversight": rating}}
    body: dict[str, Any] = {"framework": "hlp-2004", "as_of": "2004-12-02", **findings}
    if route == "score/doctrines":
        body = {"frameworks": [body.pop("framework")], **body}
    if route == "score/comparison":
        del body["ratings"]
        body["scenarios"] = [{"label": "A", **findings}, {"label": "B"}]
        pointer = f"/scenarios/0{pointer}"
    assert list(pointers_of(api_client.post(f"{ROOT}/{route}/", body))) == [pointer]
