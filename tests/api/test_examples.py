"""Every operation of the OpenAPI document has an example that is true, and every part of it its words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from drf_spectacular.generators import SchemaGenerator
from jsonschema import Draft202012Validator

from natoassess.web.openapi import CODES, NOT_MODIFIED
from natoassess.web.openapi_examples import JSON, is_shown, kept

pytestmark = pytest.mark.once

Operation = tuple[str, dict[str, Any]]


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    """The document as the code has it."""
    generator: Any = SchemaGenerator
    found: dict[str, Any] = json.loads(json.dumps(generator().get_schema(request=None, public=True)))
    return found


def operations(schema: dict[str, Any]) -> Iterator[Operation]:
    for methods in schema["paths"].values():
        for operation in methods.values():
            yield operation["operationId"], operation


def answered(operation: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The bodies that it answers with where all is well."""
    for status, answer in operation["responses"].items():
        if status.startswith("2"):
            yield from answer.get("content", {}).items()


def contents(operation: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The bodies that are asked and answered."""
    yield from operation.get("requestBody", {}).get("content", {}).items()
    yield from answered(operation)


def test_every_operation_has_examples(schema: dict[str, Any]) -> None:
    """`python -m tests.support.examples --missing` writes them; then `make openapi`."""
    without = []
    for name, operation in operations(schema):
        asked = [*operation.get("requestBody", {}).get("content", {}).values()]
        answers = [content for _media, content in answered(operation)]
        for what, contents in (("request", asked), ("answer", answers)):
            shown = [content for content in contents if is_shown(content)]
            if shown and not any(content.get("examples") for content in shown):
                without.append((name, what))
    assert without == []


def test_no_example_is_left_of_an_operation_that_is_gone(schema: dict[str, Any]) -> None:
    assert set(kept()) <= {name for name, _operation in operations(schema)}


def test_every_example_is_as_its_schema_says(schema: dict[str, Any]) -> None:
    wrong = []
    for name, operation in operations(schema):
        for media, content in contents(operation):
            form = {**content["schema"], "components": schema["components"]}
            for example in content.get("examples", {}).values():
                faults = Draft202012Validator(form).iter_errors(example["value"])
                wrong += [(name, media, fault.json_path, fault.message[:120]) for fault in faults]
    assert wrong == []


def test_every_parameter_is_described(schema: dict[str, Any]) -> None:
    shared = schema["components"]["parameters"]
    bare = [
        (name, parameter["name"])
        for name, operation in operations(schema)
        for parameter in operation.get("parameters", [])
        if "$ref" not in parameter and not parameter.get("description")
    ]
    assert bare == []
    assert all(parameter["description"] and parameter["examples"] for parameter in shared.values())


def test_every_error_is_described_with_an_example(schema: dict[str, Any]) -> None:
    shared = schema["components"]["responses"]
    answers = {name: answer for name, answer in shared.items() if name != NOT_MODIFIED}
    assert {
        answer["content"]["application/problem+json"]["example"]["status"] for answer in answers.values()
    } == {*CODES}
    problem = {**schema["components"]["schemas"]["Problem"], "components": schema["components"]}
    for answer in answers.values():
        Draft202012Validator(problem).validate(answer["content"]["application/problem+json"]["example"])
        assert answer["description"]
    for name, operation in operations(schema):
        for status, answer in operation["responses"].items():
            if int(status) >= 400 and "$ref" not in answer:
                example = answer["content"]["application/problem+json"]["example"]
                assert (str(example["status"]), bool(answer["description"])) == (status, True), name


def test_lists_answer_with_rows(schema: dict[str, Any]) -> None:
    empty = [
        name
        for name, operation in operations(schema)
        for example in operation["responses"]
        .get("200", {})
        .get("content", {})
        .get(JSON, {})
        .get("examples", {})
        .values()
        if isinstance(example["value"], dict) and example["value"].get("results") == []
    ]
    assert empty == []
