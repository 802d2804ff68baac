"""Answers that take several steps to come by; for the examples of the OpenAPI document."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, cast

from django.db import transaction
from django.urls import reverse

from cases.assessments.models import Assessment, Publication
from cases.assessments.publishing import publication_retract
from cases.assessments.services import assessment_review, assessment_submit
from cases.comparisons.jobs import KIND
from cases.research.batches.asking import batch_ask
from cases.research.batches.models import Form
from cases.research.releases.making import release_make
from natoassess.accounts.models import User
from natoassess.web.jobs.services import job_create
from tests.site.permission_requests import asked_by_program, body_of
from tests.site.permission_world import EXPORT, World
from tests.support.batches import as_csv, chunks_run

Keep = Callable[[str, str, Any, Any], None]
"""Takes the address, the method, what was sent and the answer."""
Send = Callable[..., Any]
"""Takes who asks, the verb, the route and what its address holds."""


def further(world: World, keep: Keep) -> None:
    """What takes several steps, undone again: each state by itself."""

    def send(role: str, verb: str, route: str, *arguments: object) -> Any:
        """Ask, and keep the answer."""
        address = reverse(route, args=arguments)
        person = world.people[role]
        response = asked_by_program(person, route, verb, address, latest(world.assessment))
        keep(response.wsgi_request.get_full_path(), verb.lower(), body_of(route, verb), response)
        return response

    for steps in (a_job, a_batch, a_release, a_draft, a_retraction):
        with transaction.atomic():
            steps(world, send)
            transaction.set_rollback(True)


def a_job(world: World, send: Send) -> None:
    """One that waits, and is called off."""
    job, _is_new = job_create(owner_id=world.author.pk, kind=KIND, parameters=EXPORT)
    send("author", "GET", "api-job-list")
    send("author", "POST", "api-job-cancel", job.pk)


def a_batch(world: World, send: Send) -> None:
    """One that is done, with a fault; another that waits, is called off, and goes on."""
    rows = [as_csv(3, faults=frozenset({2}))]
    done, _is_new = batch_ask(world.author, form=Form.CSV, given={"framework": "nato-2022"}, blocks=rows)
    assert chunks_run(done.pk) == 1
    for route in ("api-batch-detail", "api-batch-results", "api-batch-faults"):
        send("author", "GET", route, done.pk)
    batch = send("author", "POST", "api-batch-list").json()["id"]
    send("author", "GET", "api-batch-list")
    send("author", "POST", "api-batch-cancel", batch)
    send("author", "POST", "api-batch-resume", batch)


def a_release(world: World, send: Send) -> None:
    """One of the whole library."""
    name = release_make(name="2026.1", day=date(2026, 11, 23)).release.name
    send("anonymous", "GET", "api-release-list")
    send("anonymous", "GET", "api-release-detail", name)
    send("anonymous", "GET", "api-release-file", name, "CHANGES.json")


def a_draft(world: World, send: Send) -> None:
    """A resolved comment, two revisions, a second coding that is handed in."""
    draft = world.assessment
    comment = draft.comments.get().pk
    send("author", "POST", "api-assessment-comment-resolve", draft.pk, comment)
    send("author", "POST", "api-assessment-comment-reopen", draft.pk, comment)
    reviewed(world, handed_in(world.author, draft.pk), publish=False)
    send("author", "GET", "api-assessment-changes", draft.pk)
    accepted = send("teammate", "POST", "api-second-coding-accept", world.asked.pk)
    handed_in(cast(User, world.people["teammate"]), accepted.json()["coding"])
    handed_in(world.author, draft.pk)
    send("author", "GET", "api-assessment-second-coding", draft.pk, world.asked.pk)


def a_retraction(world: World, send: Send) -> None:
    """A publication that is retracted."""
    reviewed(world, handed_in(world.author, world.assessment.pk), publish=True)
    publication = Publication.objects.get(assessment=world.assessment)
    publication_retract(
        editor=cast(User, world.people["reviewer"]),
        publication=publication,
        reason="It rests on a wrong source.",
    )
    send("anonymous", "GET", "api-deleted")


def reviewed(world: World, waiting: Assessment, *, publish: bool) -> None:
    """An assessment published, or sent back with a question."""
    assessment_review(
        reviewer=cast(User, world.people["reviewer"]),
        assessment=waiting,
        expected_version=waiting.version,
        publish=publish,
        note="" if publish else "Why?",
    )


def handed_in(editor: User, key: int) -> Assessment:
    """An assessment submitted, as it now is."""
    row = Assessment.objects.get(pk=key)
    return assessment_submit(editor=editor, assessment=row, expected_version=row.version)


def latest(assessment: Assessment) -> int:
    """The version of an assessment as it now is."""
    return Assessment.objects.get(pk=assessment.pk).version
