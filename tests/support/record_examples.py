"""Recording the examples: run by `python -m tests.support.examples`, never collected with the tests."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, cast

import pytest
from django.db import transaction
from django.urls import NoReverseMatch, reverse
from drf_spectacular.generators import SchemaGenerator
from jsonschema import Draft202012Validator

from cases.assessments.models import Assessment
from cases.assessments.services import assessment_review, assessment_submit
from cases.comparisons.jobs import KIND
from natoassess.accounts.models import User
from natoassess.web.jobs.services import job_create
from natoassess.web.openapi_examples import MEDIA
from tests.site.permission_requests import BODIES, EMPTY, asked, asked_by_program
from tests.site.permission_world import EXPORT, PUBLICATION, World, brought_to
from tests.site.test_permissions import TABLE, fresh_counts, world
from tests.support.examples import FOLDER, shortened, write

__all__ = ["fresh_counts", "world"]
pytestmark = pytest.mark.django_db
PEOPLE = ("anonymous", "author", "teammate", "reviewer", "administrator")
SCHEMA = "http://testserver"
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


def schema_of(operation: dict[str, Any], status: int) -> dict[str, Any] | None:
    """The schema of a JSON answer; None for what has none."""
    content = operation["responses"].get(str(status), {}).get("content", {})
    for media in MEDIA & content.keys():
        return {**content[media]["schema"], "components": document["components"]}
    return None


def keep(address: str, method: str, request: Any, response: Any, done: set[str]) -> None:
    """Keep one answer as the example of its operation, as short as its schema lets it be."""
    found = operation_at(address, method)
    if found is None or response.status_code >= 300 or found[0] in done:
        return
    if method == "get" and response.get("Content-Type", "").startswith("text/"):
        return  # the same is asked in JSON
    name, operation = found
    body = None
    schema = schema_of(operation, response.status_code)
    if schema is not None:
        whole = json.loads(response.content.decode().replace(SCHEMA, "https://natoassess.example"))
        tried = [shortened(whole), shortened(whole, maps=False), whole]
        body = next((one for one in tried if Draft202012Validator(schema).is_valid(one)), None)
        if body is None:
            fault = next(Draft202012Validator(schema).iter_errors(whole))
            WRONG[name] = f"{fault.json_path}: {fault.message[:200]}"
            return
    if isinstance(body, dict) and body.get("results") == []:
        return  # the same list has rows in another state
    write(
        name,
        {
            "address": address,
            "method": method,
            "request": request,
            "status": response.status_code,
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


def further(world: World, done: set[str]) -> None:
    """What takes several steps: a resolved comment, two revisions, a second coding that is handed in, a queued job."""
    people, draft = world.people, world.assessment

    def send(role: str, verb: str, route: str, *arguments: object, **body: Any) -> Any:
        address = reverse(route, args=arguments)
        response = asked_by_program(people[role], route, verb, address, latest(draft))
        keep(response.wsgi_request.get_full_path(), verb.lower(), None, response, done)
        return response

    job, _is_new = job_create(owner_id=world.author.pk, kind=KIND, parameters=EXPORT)
    send("author", "GET", "api-job-list")
    send("author", "POST", "api-job-cancel", job.pk)
    comment = draft.comments.get().pk
    send("author", "POST", "api-assessment-comment-resolve", draft.pk, comment)
    send("author", "POST", "api-assessment-comment-reopen", draft.pk, comment)
    reviewer: Any = people["reviewer"]
    waiting = handed_in(world.author, draft.pk)
    assessment_review(
        reviewer=reviewer, assessment=waiting, expected_version=waiting.version, publish=False, note="Why?"
    )
    send("author", "GET", "api-assessment-changes", draft.pk)
    accepted = send("teammate", "POST", "api-second-coding-accept", world.asked.pk)
    handed_in(cast(User, people["teammate"]), accepted.json()["coding"])
    handed_in(world.author, draft.pk)
    send("author", "GET", "api-assessment-second-coding", draft.pk, world.asked.pk)


def handed_in(editor: User, key: int) -> Assessment:
    """An assessment submitted, as it now is."""
    row = Assessment.objects.get(pk=key)
    return assessment_submit(editor=editor, assessment=row, expected_version=row.version)


def latest(assessment: Assessment) -> int:
    """The version of an assessment as it now is."""
    return Assessment.objects.get(pk=assessment.pk).version


def test_record(world: World) -> None:
    """Every operation that somebody may do."""
    global document
    generator: Any = SchemaGenerator
    document = json.loads(json.dumps(generator().get_schema(request=None, public=True)))
    done = {path.stem for path in FOLDER.glob("*.json")}
    better(world.people, done)
    with transaction.atomic():
        further(World(world.people, Assessment.objects.get(pk=world.assessment.pk)), done)
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
                if response.streaming:
                    b"".join(response)
                request = None
                if verb != "GET" and route not in EMPTY:
                    request = BODIES.get(route, {"title": "Changed"})
                keep(response.wsgi_request.get_full_path(), verb.lower(), request, response, done)
                transaction.set_rollback(True)
