"""Nothing changes what was published; every step is in the log; lists cost the same however long."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied
from django.db.models import ProtectedError
from django.test import Client
from django.urls import reverse

from cases.assessments.models import (
    Assessment,
    Finding,
    Frozen,
    Publication,
    Snapshot,
)
from cases.assessments.models.assessment import Status
from cases.assessments.presentation.labels import labels_of
from cases.assessments.publication_record import as_text, digest_of, publication_document
from cases.assessments.publications import publication_get
from cases.assessments.publishing import (
    publication_retract,
    publication_revise,
)
from cases.assessments.services import assessment_review, assessment_submit, findings_save
from natoassess.accounts.models import Team, User
from natoassess.web.audit.models import AuditEntry
from natoassess.web.concurrency import StaleVersion
from tests.result.conftest import Filing, fact
from tests.result.publishing import REASON, ClientAs, Publishing, page
from tests.support.queries import count


# Nothing changes it -------------------------------------------------------------------------------
def test_no_service_changes_what_was_published(publish: Publishing, analyst: User, reviewer: User) -> None:
    made = publish()
    before = as_text(publication_document(made))
    row = Assessment.objects.get(pk=made.assessment_id)
    snapshot = made.snapshot
    changes: tuple[Callable[[], object], ...] = (
        lambda: findings_save(
            editor=analyst,
            assessment=row,
            expected_version=row.version,
            answers=[fact("uses_force", "no")],
        ),
        lambda: assessment_submit(editor=analyst, assessment=row, expected_version=row.version),
        lambda: assessment_review(
            reviewer=reviewer, assessment=row, expected_version=row.version, publish=False, note="Back."
        ),
    )
    for change in changes:
        with pytest.raises((PermissionDenied, StaleVersion)):
            change()
    attempts: tuple[Callable[[], object], ...] = (
        snapshot.save,
        snapshot.delete,
        made.save,
        made.delete,
        Publication.objects.all().delete,
        Snapshot.objects.filter(pk=snapshot.pk).delete,
        lambda: Publication.objects.update(title="Another"),
        lambda: Snapshot.objects.update(evaluation={}),
        lambda: Snapshot.objects.bulk_update([snapshot], ["evaluation"]),
    )
    for attempt in attempts:
        with pytest.raises(Frozen):
            attempt()
    for holder in (row, row.phase.case, analyst):
        with pytest.raises(ProtectedError):
            holder.delete()
    Team.objects.all().delete()
    User.objects.filter(pk=reviewer.pk).delete()
    again = publication_get(analyst, made.number)
    assert as_text(publication_document(again)) == before
    assert digest_of(json.loads(before)) == again.content_sha256
    assert Finding.objects.get(assessment=row).value == "yes"


def test_no_route_changes_what_was_published(
    client_as: ClientAs, publish: Publishing, analyst: User, reviewer: User, administrator: User
) -> None:
    made = publish()
    before = as_text(publication_document(made))
    row = Assessment.objects.get(pk=made.assessment_id)
    pages = [
        reverse(f"assessments:{name}", args=[row.pk]) for name in ("describe", "submit", "delete", "review")
    ]
    pages.append(reverse("assessments:edit", args=[row.pk, "facts-action"]))
    for person in (analyst, reviewer, administrator):
        client = client_as(person)
        for address in pages:
            client.post(
                address, {"version": row.version, "facts-uses_force": "no", "decision": "return", "note": "x"}
            )
        for verb in ("patch", "delete", "put"):
            for address in (f"/api/v1/assessments/{row.pk}/", f"/api/v1/publications/{made.number}/"):
                getattr(client, verb)(
                    address, {"title": "Y"}, content_type="application/json", HTTP_IF_MATCH=f'"{row.version}"'
                )
    for verb in ("change", "delete"):
        address = reverse(f"admin:assessments_publication_{verb}", args=[made.pk])
        assert client_as(administrator).post(address, {"title": "Y", "post": "yes"}).status_code == 403
    again = Publication.objects.get(pk=made.pk)
    assert as_text(publication_document(again)) == before and again.retracted_at is None
    row.refresh_from_db()
    assert (row.status, row.findings.get().value) == (Status.PUBLISHED, "yes")


# What was done, and what it costs -----------------------------------------------------------------
def test_every_step_is_in_the_log(publish: Publishing, analyst: User, reviewer: User) -> None:
    first = publish()
    second = publish(publication_revise(author=analyst, publication=first))
    publication_retract(editor=reviewer, publication=second, reason=REASON)
    done = AuditEntry.objects.order_by("pk").values_list("action", "actor_id")
    assert list(done) == [
        ("assessment.created", analyst.pk),
        ("assessment.submitted", analyst.pk),
        ("assessment.published", reviewer.pk),
        ("assessment.revision_begun", analyst.pk),
        ("assessment.submitted", analyst.pk),
        ("publication.superseded", reviewer.pk),
        ("assessment.published", reviewer.pk),
        ("publication.retracted", reviewer.pk),
    ]
    assert REASON not in str(list(AuditEntry.objects.values_list("detail", flat=True)))


def test_a_publication_costs_the_same_however_many_answers(
    publish: Publishing, file_draft: Filing, client_as: ClientAs, analyst: User
) -> None:
    """Its author may read what was said at each answer."""
    few = publish(file_draft(fact("uses_force", "yes", "Struck.")))
    titles = labels_of(few.assessment.framework).fact_titles
    many = publish(file_draft(*(fact(code, "unknown", "Nobody knows.") for code in list(titles)[:20])))
    browser = client_as(analyst)
    page(browser, few)
    costs = [count(partial(page, browser, publication)) for publication in (few, many)]
    assert costs[0] == costs[1]


def test_lists_cost_the_same_however_long(client: Client, publish: Publishing) -> None:
    publish()

    def costs() -> list[int]:
        return [count(partial(client.get, address)) for address in ("/published/", "/api/v1/publications/")]

    costs()
    before = costs()
    for number in range(3):
        publish(title=f"Number {number}")
    assert costs() == before


@pytest.mark.parametrize("query", ["?state=forgotten", "?year=x", "?page=0", "?unknown=1"])
def test_what_the_list_does_not_understand_is_refused(client: Client, library: None, query: str) -> None:
    assert client.get(f"/published/{query}").status_code == 400
    assert client.get(f"/api/v1/publications/{query}").status_code == 400
