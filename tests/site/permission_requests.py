"""What each address is asked with: its body by program, its form on a page."""

from __future__ import annotations

import json
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from cases.assessments.services import terms_mark
from cases.comparisons.jobs import KIND
from natoassess.accounts.models import User
from natoassess.accounts.tokens import token_create
from tests.api.conftest import SCENARIO as FILED
from tests.doctrines.fields import weight_fields
from tests.filing.pages import SCENARIO as DESCRIBED
from tests.filing.pages import fields_of
from tests.filing.test_phases import SECOND
from tests.site.permission_world import COMPARED, EXPORT, HELPER, World
from tests.support.batches import as_csv
from tests.teams import addresses

ANSWERED = {
    "facts-uses_force": "yes",
    "facts-uses_force-version": "0",
    "facts-uses_force-evidence-TOTAL_FORMS": "0",
    "facts-uses_force-evidence-INITIAL_FORMS": "0",
}
POSITION = {
    "question": "facts-uses_force",
    "facts-uses_force-version": 0,
    "facts-uses_force-value": "no",
    "facts-uses_force-why": "Nothing was fired.",
}
BROUGHT_IN = {name: value for name, value in FILED.items() if name != "visibility"}
SCORED = {"as_of": "2026-01-01", "draws": 0, "facts": {"uses_force": "yes"}}
SCORED_ALIKE = {name: value for name, value in SCORED.items() if name != "draws"}


BODIES: dict[str, Any] = {
    "api-assessment-list": FILED,
    "api-assessment-import": BROUGHT_IN,
    "api-source-register": {"title": "A report", "reliability": "B"},
    "api-source-detail": {"title": "A report", "reliability": "B"},
    "api-assessment-phases": {"title": "A second phase", "starts_on": "2026-07-01"},
    "api-score": SCORED,
    "api-score-comparison": {"scenarios": [SCORED_ALIKE | {"label": label} for label in "AB"]},
    "api-score-doctrines": SCORED,
    "api-score-memorandum": SCORED,
    "api-citations": {"ids": ["unsc-1973#op4"]},
    "api-citation-lookup": {"text": "NAT art 5"},
    "api-assessment-comments": {"text": "Hello"},
    "api-assessment-comment": {"text": "Hello"},
    "api-assessment-contributors": {"user": HELPER},
    "api-assessment-hand-over": {"to": HELPER},
    "api-job-list": {"kind": KIND, "parameters": EXPORT},
    "api-assessment-second-codings": {"coder": "teammate"},
}
"""What a program sends to each address; {"title": "Changed"} to all others."""
EMPTY = {
    "api-job-cancel",
    "api-batch-cancel",
    "api-batch-resume",
    "api-second-coding-accept",
    "api-second-coding-decline",
}
"""Addresses that take no body."""
FORMS: dict[str, Any] = {
    "assessments:new": DESCRIBED,
    "assessments:import": {"text": json.dumps(BROUGHT_IN)},
    "assessments:phase-add": {**SECOND, "starts_on": "2026-07-01", "ends_on": ""},
    "assessments:source-new": {"title": "A report", "reliability": "B"},
    "assessments:comments": {"text": "Hello"},
    "assessments:comment": {"text": "Hello"},
    "assessments:second-coding-request": {"decision": "decline"},
    "assessments:dissent": {"question": "", "value": "", "text": "Too thin."},
    "comparisons:export-job": {"item": EXPORT["items"], "format": "csv"},
    "accounts:name": {"display_name": "A name"},
    "accounts:tokens": {"days": 30, "scopes": ["read"]},
    "accounts:reset": {"email": "nobody@example.org"},
    "accounts:login": {"username": "nobody", "password": "wrong"},
    "accounts:demo": {"role": "analyst"},
    "published:retract": {"reason": "It rests on a wrong source.", "confirm": "on"},
    **addresses.FORMS,
    "assessments:answer": ANSWERED,
    "assessments:undo": {"undo": "1"},
}
"""What a page sends, where that is the same in every world; the version of the assessment to all others."""


def asked(world: World, route: str, role: str, verb: str) -> Any:
    """The answer to one request of `role`, with all that the address needs; nothing of it stays."""
    person = world.people[role]
    address = reverse(route, args=world.arguments(route))
    if verb == "GET" and route in {"comparisons:export-csv", "comparisons:export-pdf", "api-comparison"}:
        address += COMPARED
    if verb == "GET" and route.endswith("search"):
        address += "?q=intervention"
    version = world.own.lock_version if "framework" in route else world.assessment.version
    if address.startswith("/api/"):
        return asked_by_program(person, route, verb, address, version)
    client = Client()
    if person is not None:
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    form = form_of(world, route, version)
    if route == "assessments:edit" and verb == "POST" and (page := client.get(address)).status_code == 200:
        form = fields_of(page.content.decode())
    return getattr(client, verb.lower())(address, form if verb == "POST" else None)


def asked_by_program(person: User | None, route: str, verb: str, address: str, version: int) -> Any:
    """The same of the API, with a token of `person`."""
    api = APIClient()
    if person is not None:
        api.credentials(HTTP_AUTHORIZATION=f"Token {token_create(user=person, days=30)}")
    if route == "api-source-files":
        file = SimpleUploadedFile("note.txt", b"a note", content_type="text/plain")
        return getattr(api, verb.lower())(address, {"file": file}, format="multipart")
    body = body_of(route, verb)
    if isinstance(body, str):
        return api.generic(verb, f"{address}?framework=nato-2022", body, content_type="text/csv")
    return getattr(api, verb.lower())(address, body, HTTP_IF_MATCH=f'"{version}"')


def body_of(route: str, verb: str) -> Any:
    """What a program sends: members of JSON, the text of a file of rows, or None for nothing."""
    if verb == "GET" or route in EMPTY:
        return None
    if route == "api-batch-list":
        return as_csv(2).decode()
    return BODIES.get(route, {"title": "Changed"})


def form_of(world: World, route: str, version: int) -> dict[str, Any]:
    """What the page at `route` sends."""
    if route in FORMS:
        return dict(FORMS[route])
    if route in {"assessments:second-coding-cancel", "assessments:consensus", "assessments:consensus-close"}:
        return {"version": version, "coding": world.asked.pk, **POSITION}
    if route in {"method-framework-edit", "method-framework-new"}:
        return {**weight_fields(), "version": version}
    fields: dict[str, dict[str, Any]] = {
        "assessments:describe": {**DESCRIBED, "terms": terms_mark(world.assessment)},
        "assessments:review": {"version": version, "decision": "publish"},
        "assessments:source": {"title": "A report", "reliability": "B", "version": version},
        "assessments:source-files": {"file": SimpleUploadedFile("note.txt", b"a note")},
        "research:batches": {
            "file": SimpleUploadedFile("rows.csv", as_csv(2)),
            "framework": "nato-2022",
            "on_fault": "skip",
        },
        "assessments:people": {"user": world.helper},
        "assessments:hand-over": {"to": world.helper},
        "assessments:second-coding": {"coder": world.people["teammate"].pk},  # type: ignore[union-attr]  # a person
        "accounts:two-step-codes-text": {"codes": world.codes[0]},
    }
    return fields.get(route, {"version": version})
