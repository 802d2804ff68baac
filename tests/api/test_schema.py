"""The OpenAPI document: valid, equal to the committed one, and true of what the API answers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from drf_spectacular.generators import SchemaGenerator
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from openapi_spec_validator import validate
from rest_framework.test import APIClient
from ruamel.yaml import YAML

from tests.api.conftest import ROOT, SCENARIO, Answer

pytestmark = pytest.mark.django_db

COMMITTED = Path(__file__).resolve().parents[2] / "docs" / "openapi.yaml"


def _generated() -> Any:
    generator: Any = SchemaGenerator
    return generator().get_schema(request=None, public=True)


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    """The document, made once."""
    found: dict[str, Any] = json.loads(json.dumps(_generated()))
    return found


def described(
    schema: dict[str, Any], path: str, method: str, status: int, media: str = "application/json"
) -> dict[str, Any]:
    """The JSON schema of one answer, with the components it refers to."""
    answer = schema["paths"][f"{ROOT}{path}"][method]["responses"][str(status)]
    if "$ref" in answer:
        answer = schema["components"]["responses"][answer["$ref"].rsplit("/", 1)[1]]
    return {**answer["content"][media]["schema"], "components": schema["components"]}


def assert_as_described(schema: dict[str, Any], path: str, method: str, response: Answer) -> None:
    """Raise ValidationError where an answer is not as the schema says."""
    media = response["Content-Type"].partition(";")[0]
    form = described(schema, path, method, response.status_code, media)
    Draft202012Validator(form).validate(response.json())


def test_the_document_is_valid_and_says_which_version_it_is(schema: dict[str, Any]) -> None:
    assert schema["openapi"] == "3.1.0"
    validate(schema)


def test_yaml_and_json_say_the_same_as_the_committed_file(
    api_client: APIClient, schema: dict[str, Any]
) -> None:
    response = api_client.get(f"{ROOT}/schema/")
    assert response["Content-Type"].startswith("application/vnd.oai.openapi")
    assert YAML(typ="safe").load(response.content.decode()) == schema
    assert api_client.get(f"{ROOT}/schema/", HTTP_ACCEPT="application/json").json() == schema
    assert YAML(typ="safe").load(COMMITTED) == schema, "rewrite it: make openapi"


def operations(schema: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def test_every_operation_names_its_errors(schema: dict[str, Any]) -> None:
    for path, method, operation in operations(schema):
        statuses = set(operation["responses"])
        assert statuses >= {"400", "401", "406", "429"}, (path, method)
        assert ("404" in statuses) or "{" not in path, (path, method)
        if method != "get":
            assert statuses >= {"403", "413", "415"}, (path, method)
        assert operation["summary"], (path, method)


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("/", "/"),
        ("/actors/", "/actors/?page_size=200"),
        ("/actors/{id}/", "/actors/nato/"),
        ("/instruments/", "/instruments/?page_size=200"),
        ("/instruments/{id}/", "/instruments/unsc-1973/"),
        ("/instruments/{id}/", "/instruments/nat/"),
        ("/provisions/", "/provisions/?page_size=200"),
        ("/provisions/{id}/", "/provisions/unsc-1973%23op4/"),
        ("/frameworks/", "/frameworks/"),
        ("/frameworks/{code}/", "/frameworks/nato-1991/"),
        ("/frameworks/{code}/{version}/", "/frameworks/nato-2022/1/"),
        ("/facts/", "/facts/"),
        ("/facts/{code}/", "/facts/uses_force/"),
        ("/criteria/", "/criteria/"),
        ("/criteria/{code}/", "/criteria/threat_gravity/"),
        ("/sovereignty/", "/sovereignty/"),
        ("/sovereignty/{code}/", "/sovereignty/territory/"),
        ("/tests/", "/tests/"),
        ("/tests/{code}/", "/tests/self_defence/"),
        ("/cases/", "/cases/"),
        ("/cases/{slug}/", "/cases/kosovo-1999/"),
        ("/cases/{slug}/", "/cases/libya-2011/"),
        ("/phases/", "/phases/"),
        ("/phases/{case}/{phase}/", "/phases/kosovo-1999/allied-force/"),
        ("/assessments/", "/assessments/"),
        ("/search/", "/search/?q=intervention&page_size=200"),
        ("/search/", "/search/?q=-"),
        ("/search/", "/search/?q=force&page=99"),
        ("/instruments/", "/instruments/?colour=red"),
        ("/instruments/{id}/", "/instruments/nothing/"),
    ],
)
def test_what_is_read_is_as_described(
    api_client: APIClient, schema: dict[str, Any], path: str, address: str
) -> None:
    assert_as_described(schema, path, "get", api_client.get(f"{ROOT}{address}"))


@pytest.mark.once
def test_published_assessments_are_as_described(api_client: APIClient, schema: dict[str, Any]) -> None:
    rows = api_client.get(f"{ROOT}/assessments/").json()["results"]
    assert rows
    for row in rows:
        assert_as_described(
            schema, "/assessments/{id}/", "get", api_client.get(f"{ROOT}/assessments/{row['id']}/")
        )


@pytest.mark.parametrize(
    "body",
    [
        {"as_of": "1999-03-24"},
        {"as_of": "1985-01-01", "draws": 0},
        {"as_of": "1999-03-24", "facts": {"state_conduct": "no"}, "draws": 10},
        {"as_of": "1999-03-24", "facts": {"uses_force": "perhaps"}},
    ],
)
def test_scores_are_as_described(api_client: APIClient, schema: dict[str, Any], body: dict[str, Any]) -> None:
    assert_as_described(schema, "/score/", "post", api_client.post(f"{ROOT}/score/", body))


def test_what_is_filed_is_as_described(author: APIClient, schema: dict[str, Any]) -> None:
    filed = author.post(f"{ROOT}/assessments/", SCENARIO)
    assert_as_described(schema, "/assessments/", "post", filed)
    address = f"{ROOT}/assessments/{filed.json()['id']}/"
    assert_as_described(schema, "/assessments/{id}/", "patch", author.patch(address, {"title": "x"}))
    changed = author.patch(address, {"facts": {"uses_force": None}}, HTTP_IF_MATCH=filed["ETag"])
    assert_as_described(schema, "/assessments/{id}/", "patch", changed)
    submitted = author.post(f"{address}submit/", HTTP_IF_MATCH=changed["ETag"])
    assert_as_described(schema, "/assessments/{id}/submit/", "post", submitted)


def test_the_examples_are_requests_that_work(
    author: APIClient, api_client: APIClient, schema: dict[str, Any]
) -> None:
    for path, client in (("/score/", api_client), ("/assessments/", author)):
        content = schema["paths"][f"{ROOT}{path}"]["post"]["requestBody"]["content"]["application/json"]
        for example in content["examples"].values():
            answer = client.post(f"{ROOT}{path}", example["value"])
            assert answer.status_code in {200, 201}, answer.content
            Draft202012Validator({**content["schema"], "components": schema["components"]}).validate(
                example["value"]
            )


def test_a_list_is_tried_out_as_its_document_fills_it_in(
    api_client: APIClient, schema: dict[str, Any]
) -> None:
    # Swagger UI sends the examples of all parameters at once.
    described = schema["paths"][f"{ROOT}/instruments/"]["get"]["parameters"]
    named = schema["components"].get("parameters", {})
    whole = [named[item["$ref"].rpartition("/")[2]] if "$ref" in item else item for item in described]
    filled = {
        item["name"]: item.get("example") or next(iter(item["examples"].values()))["value"]
        for item in whole
        if item["in"] == "query" and ("example" in item or item.get("examples"))
    }
    assert {"fields", "omit", "q"} <= {item["name"] for item in whole}
    assert api_client.get(f"{ROOT}/instruments/", filled).status_code == 200


def test_the_described_request_refuses_what_the_engine_refuses(schema: dict[str, Any]) -> None:
    content = schema["paths"][f"{ROOT}/score/"]["post"]["requestBody"]["content"]["application/json"]
    validator = Draft202012Validator({**content["schema"], "components": schema["components"]})
    for wrong in (
        {},
        {"as_of": "1999-03-24", "facts": {"uses_force": True}},
        {"as_of": "1999-03-24", "draws": -1},
    ):
        with pytest.raises(ValidationError):
            validator.validate(wrong)


def test_the_index_leads_everywhere(api_client: APIClient) -> None:
    links = api_client.get(f"{ROOT}/").json()
    for name, address in links.items():
        # Some take a body, some a question, some an account.
        expected = {
            "citations": 405,
            "citation_lookup": 405,
            "score": 405,
            "score_comparison": 405,
            "score_doctrines": 405,
            "score_memorandum": 405,
            "second_codings": 401,
            "batches": 401,
            "comparison": 400,
            "search": 400,
            "jobs": 401,
            "teams": 401,
        }.get(name, 200)
        assert api_client.get(address, HTTP_ACCEPT="*/*").status_code == expected, name
