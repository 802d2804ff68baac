"""The trash: what was deleted can be restored for thirty days, and is nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIClient

from cases.assessments.models import Assessment, Finding
from cases.assessments.services import assessment_submit
from cases.assessments.trash import KEPT_DAYS, assessment_discard, assessment_trash, trash_empty
from cases.studies.models import Case, Phase
from natoassess.accounts.models import User
from natoassess.web.audit.models import AuditEntry
from natoassess.web.jobs.sweeping import OTHERS
from tests.filing.pages import draft, step_url, text_of
from tests.filing.test_phases import add, answered

pytestmark = pytest.mark.django_db
PAGES = ("detail", "what-if", "memorandum", "report-pdf", "check", "delete", "phase-add", "scenario-yaml")


def throw(client: Client, assessment: Assessment) -> str:
    """Delete a draft through the page; the words of the page that follows."""
    version = Assessment.objects.get(pk=assessment.pk).version
    response = client.post(
        reverse("assessments:delete", args=[assessment.pk]), {"version": version}, follow=True
    )
    assert response.status_code == 200
    return response.content.decode()


def test_a_deleted_draft_is_in_the_trash_and_nowhere_else(
    filer: Client, analyst: User, api_client_as: Callable[[User], APIClient]
) -> None:
    mine = answered(draft(filer))
    case = mine.phase.case
    page = throw(filer, mine)
    assert "is in the trash" in text_of(page)
    assert f'href="{reverse("assessments:trash")}#draft-{mine.pk}"' in page
    for name in PAGES:
        assert filer.get(reverse(f"assessments:{name}", args=[mine.pk])).status_code == 404, name
    assert filer.get(step_url(mine, "open")).status_code == 404
    assert filer.get(reverse("cases:detail", args=[case.slug])).status_code == 404
    assert "Blockade of Northland" not in text_of(filer.get(reverse("cases:list")).content.decode())
    for address in ("api-assessment-detail", "api-assessment-export", "api-assessment-report"):
        assert api_client_as(analyst).get(reverse(address, args=[mine.pk])).status_code == 404
    listed = api_client_as(analyst).get(reverse("api-assessment-list")).json()
    assert mine.pk not in {row["id"] for row in listed["results"]}
    trash = filer.get(reverse("assessments:trash")).content.decode()
    assert "Blockade of Northland" in text_of(trash)
    assert f'id="draft-{mine.pk}"' in trash


def test_it_is_restored_as_it_was(filer: Client, analyst: User) -> None:
    mine = answered(draft(filer, visibility="team"))
    throw(filer, mine)
    assert Case.objects.get(pk=mine.phase.case_id).visibility == "private"
    response = filer.post(reverse("assessments:restore", args=[mine.pk]), follow=True)
    assert response.status_code == 200
    assert "is restored" in text_of(response.content.decode())
    back = Assessment.objects.get(pk=mine.pk)
    assert (back.trashed_at, back.trashed_by, back.status, back.visibility) == (None, None, "draft", "team")
    assert back.findings.get().why == "Ships are stopped."
    assert Case.objects.get(pk=mine.phase.case_id).visibility == "team"
    assert filer.post(reverse("assessments:restore", args=[mine.pk])).status_code == 404
    entries = AuditEntry.objects.filter(subject_id=str(mine.pk), subject_type="assessment").order_by("pk")
    assert [
        (entry.action, entry.actor_id)
        for entry in entries
        if entry.action.split(".")[1] in {"trashed", "restored"}
    ] == [
        ("assessment.trashed", analyst.pk),
        ("assessment.restored", analyst.pk),
    ]


def test_deleting_for_good_takes_the_phase_along_and_the_scenario_with_its_last(filer: Client) -> None:
    first = draft(filer)
    second = add(filer, first)
    case = first.phase.case
    throw(filer, second)
    assert "The landing" not in text_of(filer.get(step_url(first, "describe")).content.decode())
    assert filer.post(reverse("assessments:discard", args=[second.pk])).status_code == 302
    assert list(Phase.objects.filter(case=case)) == [first.phase]
    throw(filer, first)
    assert Case.objects.filter(pk=case.pk).exists()
    assert filer.post(reverse("assessments:discard", args=[first.pk])).status_code == 302
    assert not Case.objects.filter(pk=case.pk).exists()
    assert text_of(filer.get(reverse("assessments:trash")).content.decode()).count("The trash is empty") == 1


def test_nobody_else_reaches_it(
    filer: Client,
    analyst: User,
    reviewer: User,
    client_as: Callable[[User], Client],
    api_client_as: Callable[[User], APIClient],
) -> None:
    mine = draft(filer, visibility="team")
    for name in ("restore", "discard"):  # it is not in the trash
        assert filer.post(reverse(f"assessments:{name}", args=[mine.pk])).status_code == 404
    with pytest.raises(PermissionDenied):
        assessment_discard(editor=analyst, assessment=mine)
    throw(filer, mine)
    for name in ("restore", "discard"):
        assert client_as(reviewer).post(reverse(f"assessments:{name}", args=[mine.pk])).status_code == 404
    assert api_client_as(reviewer).post(reverse("api-assessment-restore", args=[mine.pk])).status_code == 404
    assert (
        api_client_as(reviewer).delete(reverse("api-assessment-discard", args=[mine.pk])).status_code == 404
    )
    assert api_client_as(reviewer).get(reverse("api-assessment-trash")).json() == []
    assert "Blockade" not in text_of(client_as(reviewer).get(reverse("assessments:trash")).content.decode())
    assert Assessment.objects.filter(pk=mine.pk).exists()


def test_what_was_handed_in_is_never_thrown_away(filer: Client, analyst: User) -> None:
    mine = draft(filer, visibility="team")
    submitted = assessment_submit(editor=analyst, assessment=mine, expected_version=mine.version)
    with pytest.raises(PermissionDenied):
        assessment_trash(editor=analyst, assessment=submitted, expected_version=submitted.version)
    assert Assessment.objects.get(pk=mine.pk).trashed_at is None


def test_the_api_throws_away_restores_and_deletes(
    filer: Client, analyst: User, api_client_as: Callable[[User], APIClient]
) -> None:
    mine, author = answered(draft(filer)), api_client_as(analyst)
    resource = reverse("api-assessment-detail", args=[mine.pk])
    tag = author.get(resource)["ETag"]
    assert author.delete(resource, HTTP_IF_MATCH=tag).status_code == 204
    (row,) = author.get(reverse("api-assessment-trash")).json()
    assert (row["id"], row["title"]) == (mine.pk, "Blockade of Northland")
    assert row["goes_on"] > row["trashed_at"]
    back = author.post(reverse("api-assessment-restore", args=[mine.pk]))
    assert back.status_code == 200, back.content
    assert back.json()["facts"]["uses_force"]["value"] == "yes"
    assert author.delete(resource, HTTP_IF_MATCH=tag).status_code == 412
    assert author.delete(resource, HTTP_IF_MATCH=back["ETag"]).status_code == 204
    assert author.delete(reverse("api-assessment-discard", args=[mine.pk])).status_code == 204
    assert author.post(reverse("api-assessment-restore", args=[mine.pk])).status_code == 404


def test_after_thirty_days_it_is_gone(filer: Client, capsys: pytest.CaptureFixture[str]) -> None:
    old, young = draft(filer, title="Old"), draft(filer, title="Young")
    case = old.phase.case_id
    throw(filer, old)
    throw(filer, young)
    due = timezone.now() - timedelta(days=KEPT_DAYS, minutes=1)
    Assessment.objects.filter(pk=old.pk).update(trashed_at=due)
    call_command("empty_trash")
    assert capsys.readouterr().out == "1 draft deleted for good.\n"
    assert list(Assessment.objects.filter(trashed_at__isnull=False)) == [young]
    assert not Case.objects.filter(pk=case).exists()
    assert not Finding.objects.filter(assessment=old.pk).exists()
    assert trash_empty(now=timezone.now() + timedelta(days=KEPT_DAYS)) == 1
    entries = AuditEntry.objects.filter(action="assessment.deleted")
    assert {entry.actor_id for entry in entries} == {None}


def test_every_sweep_of_a_worker_empties_it(filer: Client) -> None:
    mine = draft(filer)
    throw(filer, mine)
    Assessment.objects.filter(pk=mine.pk).update(trashed_at=timezone.now() - timedelta(days=KEPT_DAYS + 1))
    assert trash_empty in OTHERS
    for other in OTHERS:
        other()
    assert not Assessment.objects.filter(pk=mine.pk).exists()
