"""Recording the examples: run by `python -m tests.support.examples`, never collected with the tests."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from django.db import transaction
from django.urls import NoReverseMatch, reverse
from drf_spectacular.generators import SchemaGenerator
from jsonschema import Draft202012Validator

from cases.assessments.models import Assessment
from natoassess.web.openapi_examples import JSON, is_shown, sent_as
from tests.site.permission_requests import asked, asked_by_program, body_of
from tests.site.permission_world import PUBLICATION, World, brought_to
from tests.site.test_permissions import TABLE, fresh_counts, world
from tests.support.example_steps import further
from tests.support.examples import FOLDER, shortened, text_shortened, write

__all__ = ["fresh_counts", "world"]
pytestmark = pytest.mark.django_db
PEOPLE = ("anonymous", "author", "teammate", "reviewer", "administrator")
HERE, SITE = "http://testserver", "https://natoassess.example"
BETTER: dict[str, str] = {
    "assessments_list": "/assessments/?legality__in=unlawful,arguable&page_size=1",
    "cases_list": "/cases/?q=Kosovo&page_size=1",
    "phases_list": "/phases/?cites=unsc-1973&page_size=1",
    "instruments_list": "/instruments/?q=S/RES/1973&page_size=1",
    "instruments_retrieve": "/instruments/unsc-1973/",
    "provisions_list": "/provisions/?instrument=unsc-1973&effect=authorises&page_size=1",
    "provisions_retrieve": "/provisions/unsc-1973%23op4/",
    "facts_list": "/facts/?cites=un-charter%23art-51&page_size=1",
    "actors_list": "/actors/?member_of=nato&on=1999-03-24&page_size=1",
    "actors_retrieve": "/actors/nato/",
}
"""Addresses that say more than those of the table of permissions."""
document: Any = None
WRONG: dict[str, str] = {}
"""Operations that do not answer as they are described."""


def operations() -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    """Path, method, name and the operation, of the document as the code has it."""
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation["operationId"], operation


def operation_at(address: str, method: str) -> tuple[str, dict[str, Any]] | None:
    """The operation that answers there."""
    plain = address.partition("?")[0]
    fitting = [
        (path.count("{"), name, operation)
        for path, of, name, operation in operations()
        if of == method and re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", path), plain)
    ]
    return min(fitting, key=lambda found: found[0])[1:] if fitting else None


def schema_of(operation: dict[str, Any], status: int, media: str) -> dict[str, Any] | None:
    """The schema of an answer; None for what has no example."""
    content = operation["responses"].get(str(status), {}).get("content", {})
    if media not in content or not is_shown(content[media]):
        return None
    return {**content[media]["schema"], "components": document["components"]}


def body_shown(response: Any, schema: dict[str, Any]) -> Any:
    """The answer, as short as its schema lets it be. Raises ValueError where it is not as its schema says."""
    content = b"".join(response) if response.streaming else response.content
    response.close()
    text = content.decode().replace(HERE, SITE)
    if schema.get("type") == "string":
        return text_shortened(text)
    whole = json.loads(text)
    for body in (shortened(whole), shortened(whole, maps=False), whole):
        if Draft202012Validator(schema).is_valid(body):
            return body
    fault = next(Draft202012Validator(schema).iter_errors(whole))
    raise ValueError(f"{fault.json_path}: {fault.message[:200]}")


def keep(address: str, method: str, request: Any, response: Any, done: set[str]) -> None:
    """Keep one answer as the example of its operation."""
    found = operation_at(address, method)
    if found is None or response.status_code >= 300 or found[0] in done:
        return
    name, operation = found
    media = response.get("Content-Type", "").partition(";")[0]
    answers = operation["responses"].get(str(response.status_code), {}).get("content", {})
    if media.startswith("text/") and JSON in answers:
        return  # the same is asked in JSON
    schema = schema_of(operation, response.status_code, media)
    try:
        body = None if schema is None else body_shown(response, schema)
    except ValueError as error:
        WRONG[name] = str(error)
        return
    if body == "" or (isinstance(body, dict) and body.get("results") == []):
        return  # the same list has rows in another state
    taken = operation.get("requestBody", {}).get("content", {})
    write(
        name,
        {
            "address": address,
            "method": method,
            "request": request if sent_as(request) in taken else None,
            "status": response.status_code,
            "media": None if body is None else media,
            "body": body,
        },
    )
    done.add(name)


def better(people: dict[str, Any], done: set[str]) -> None:
    """What the library answers best."""
    kosovo = Assessment.objects.get(reference="ref-kosovo-1999-allied-force").pk
    of_kosovo = {
        name: path.replace("{id}", str(kosovo)).removeprefix("/api/v1")
        for path, method, name, _operation in operations()
        if method == "get" and path.startswith("/api/v1/assessments/{id}/") and path.count("{") == 1
    }
    for name, path in (of_kosovo | BETTER).items():
        address = f"/api/v1{path}"
        response = asked_by_program(people["anonymous"], name, "GET", address, 1)
        if operation_at(address, "get") is not None and not response.streaming:
            keep(address, "get", None, response, done)


def test_record(world: World) -> None:
    """Every operation that somebody may do."""
    global document
    generator: Any = SchemaGenerator
    document = json.loads(json.dumps(generator().get_schema(request=None, public=True)))
    done = {path.stem for path in FOLDER.glob("*.json")}
    better(world.people, done)
    with transaction.atomic():
        changed = World(world.people, Assessment.objects.get(pk=world.assessment.pk))
        further(changed, partial(keep, done=done))
        transaction.set_rollback(True)
    for section, routes in TABLE.items():
        with transaction.atomic():
            changed = World(world.people, Assessment.objects.get(pk=world.assessment.pk))
            brought_to(changed, section)
            if section == PUBLICATION:
                answer = asked_by_program(None, "", "GET", "/api/v1/publications/", 1)
                keep("/api/v1/publications/", "get", None, answer, done)
            for route, verbs in routes.items():
                if route.startswith("api-") and route not in {"api-docs", "api-schema"}:
                    tried(changed, route, list(verbs), done)
            transaction.set_rollback(True)
    missing = {name for _path, _method, name, _operation in operations()} - done - {"schema"}
    assert (missing, WRONG) == (set(), {}), "without an example, and not as described"


def tried(changed: World, route: str, verbs: list[str], done: set[str]) -> None:
    """Each verb of a route, by whoever may."""
    try:
        address = reverse(route, args=changed.arguments(route))
    except NoReverseMatch:
        return
    for verb in verbs:
        operation = operation_at(address, verb.lower())
        if operation is None or operation[0] in done:
            continue
        for role in PEOPLE:
            with transaction.atomic():
                response = asked(changed, route, role, verb)
                request = body_of(route, verb)
                keep(response.wsgi_request.get_full_path(), verb.lower(), request, response, done)
                response.close()
                transaction.set_rollback(True)
