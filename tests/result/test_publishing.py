"""Publishing gives a number; a revision supersedes; a retraction leaves a tombstone; nothing published changes."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.test import Client
from django.urls import reverse

from cases.assessments.evaluation import body_of
from cases.assessments.models import (
    Assessment,
    Contributor,
    Dissent,
    Evidence,
    Publication,
    PublicationYear,
)
from cases.assessments.models.assessment import Status
from cases.assessments.overview_waiting import reviewable
from cases.assessments.publications import publication_get
from cases.assessments.publishing import (
    NotRetractable,
    NotRevisable,
    publication_make,
    publication_retract,
    publication_revise,
)
from cases.assessments.rules import may
from cases.assessments.selectors import assessments, published
from cases.assessments.services import assessment_review, findings_save
from cases.studies.models import Source
from natoassess.accounts.models import Role, Team, User, Visibility
from tests.result.conftest import Filing, fact
from tests.result.publishing import CITED, REASON, ClientAs, Publishing, page
from tests.support.people import make_user


# Numbers ------------------------------------------------------------------------------------------
def test_numbers_follow_each_other_and_what_is_rolled_back_takes_none(
    publish: Publishing, file_draft: Filing, submit: Filing, reviewer: User
) -> None:
    first = publish()
    waiting = submit(file_draft(fact("uses_force", "no"), title="Another"))
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        assessment_review(
            reviewer=reviewer, assessment=waiting, expected_version=waiting.version, publish=True, note=""
        )
        raise ZeroDivisionError
    second = publish(title="A third")
    year = datetime.now(UTC).year
    assert [first.number, second.number] == [f"NA-{year}-0001", f"NA-{year}-0002"]
    assert PublicationYear.objects.get(pk=year).last == 2


def test_the_year_is_that_of_publication_in_utc(
    publish: Publishing, reviewer: User, submit: Filing, file_draft: Filing
) -> None:
    waiting = submit(file_draft(fact("uses_force", "no"), title="At the turn of the year"))
    made = publication_make(
        assessment=waiting, reviewer=reviewer, at=datetime.fromisoformat("2027-01-01T00:30:00+02:00")
    )
    assert made.number == "NA-2026-0001"


def test_reference_assessments_have_library_ids_and_no_number(library: None, client: Client) -> None:
    assert not Publication.objects.exists()
    reference = Assessment.objects.filter(reference__isnull=False).first()
    assert reference is not None
    assert client.get(f"/api/v1/assessments/{reference.pk}/").json()["publication"] is None


# The page and the document ------------------------------------------------------------------------
def test_the_page_shows_what_was_frozen_and_how_to_cite_it(
    client: Client, publish: Publishing, analyst: User, reviewer: User, team: Team, file_draft: Filing
) -> None:
    helper = make_user("helper", team=team, roles=(Role.ANALYST,), display_name="Hana {Helper}")
    draft = file_draft(fact("uses_force", "yes", "Two batteries."), visibility=Visibility.PUBLIC)
    Contributor.objects.create(assessment=draft, user=helper, added_by=analyst)
    Dissent.objects.create(
        assessment=draft,
        author=reviewer,
        author_name="Rosa",
        question="facts-uses_force",
        text="One battery.",
    )
    made = publish(draft)
    html = page(client, made)
    assert made.record["authors"] == ["Ana Analyst", "Hana {Helper}"]
    for told in ("Two batteries.", "Rosa", "One battery.", "Ruth Reviewer", r"Hana \{Helper\}", "OSCOLA"):
        assert told in html, told
    address = f"http://testserver/published/{made.number}/"
    assert f'<link rel="canonical" href="{address}">' in html
    assert f'<meta name="citation_technical_report_number" content="{made.number}">' in html
    result = client.get(reverse("assessments:detail", args=[draft.pk])).content.decode()
    assert f'<link rel="canonical" href="{address}">' in result and f">{made.number}</a>" in result


def test_later_changes_of_names_and_sources_change_nothing_published(
    client: Client, publish: Publishing, file_draft: Filing, analyst: User
) -> None:
    draft = file_draft(fact("uses_force", "yes", "Struck."), visibility=Visibility.PUBLIC)
    source = Source.objects.create(
        case=draft.phase.case, slug="log", citation="Harbour log", kind="report", reliability="B"
    )
    Evidence.objects.create(finding=draft.findings.get(), source=source, reliability="B", credibility=2)
    made = publish(draft)
    address = f"/api/v1/publications/{made.number}/"
    before, shown = client.get(address).content, page(client, made)
    assert "Harbour log" in shown
    Source.objects.filter(pk=source.pk).update(citation="Forged log")
    draft.phase.case.title = draft.phase.title = "Renamed"
    draft.phase.case.save()
    draft.phase.save()
    User.objects.filter(pk=analyst.pk).update(display_name="Former member")
    assert client.get(address).content == before
    after = page(client, made)
    assert "Harbour log" in after and "Forged log" not in after and "Ana Analyst" in after
    assert "<h1>Shelling of a port</h1>" in after


def test_the_document_is_its_digest_and_is_not_sent_twice(client: Client, publish: Publishing) -> None:
    made = publish()
    address = f"/api/v1/publications/{made.number}/"
    response = client.get(address)
    assert hashlib.sha256(response.content).hexdigest() == made.content_sha256
    assert response["ETag"] == f'"{made.content_sha256}"'
    assert response["Cache-Control"] == "public, no-cache"
    assert client.get(address, HTTP_IF_NONE_MATCH=response["ETag"]).status_code == 304
    assert client.get(f"/published/{made.number}/publication.json").content == response.content
    scored = client.post(
        "/api/v1/score/",
        {**response.json()["findings"], "framework": "nato-2022", "as_of": response.json()["terms"]["as_of"]},
        content_type="application/json",
    )
    assert scored.json()["evaluation_id"] == response.json()["evaluation"]["evaluation_id"]


# Who sees it --------------------------------------------------------------------------------------
def test_what_was_published_to_the_team_is_hidden_from_others(
    client: Client, client_as: ClientAs, publish: Publishing, researcher: User, outsider: User
) -> None:
    made = publish(visibility=Visibility.TEAM)
    for name in ("detail", "json", "rescored"):
        page(client_as(researcher), made, name)
        page(client, made, name, status=404)
        page(client_as(outsider), made, name, status=404)
    assert made.number in client_as(researcher).get("/published/").content.decode()
    assert made.number not in client.get("/published/").content.decode()
    assert client.get("/api/v1/publications/").json()["count"] == 0
    assert client.get(f"/api/v1/publications/{made.number}/").status_code == 404
    for name in ("revise", "retract"):
        page(client_as(outsider), made, name, status=404)
        page(client_as(researcher), made, name, status=403)


# Revision -----------------------------------------------------------------------------------------
def test_a_revision_copies_everything_and_supersedes_when_it_is_published(
    client: Client, client_as: ClientAs, publish: Publishing, analyst: User
) -> None:
    first = publish()
    address = reverse("published:revise", args=[first.number])
    response = client_as(analyst).post(address)
    draft = Assessment.objects.get(revises=first)
    assert response["Location"] == reverse("assessments:edit", args=[draft.pk, "open"])
    assert body_of(draft) == first.snapshot.findings
    assert draft.findings.get().evidence.get().title == CITED[0]["citation"]
    assert client_as(analyst).get(address).status_code == client_as(analyst).post(address).status_code == 409
    assert Assessment.objects.get(pk=first.assessment_id).status == Status.PUBLISHED

    changed = findings_save(
        editor=analyst,
        assessment=draft,
        expected_version=draft.version,
        answers=[fact("uses_force", "no", "None fired.")],
    )
    second = publish(changed)
    assert second.supersedes == first
    old, new = page(client, first), page(client, second)
    assert (
        f'Superseded by <a href="/published/{second.number}/">' in old and "Two batteries were struck." in old
    )
    assert "None fired." in new and "Superseded by" not in new
    assert first.number in new and second.number in old, "each lists the line of revisions"
    listed = client.get("/api/v1/publications/").json()["results"]
    assert [row["number"] for row in listed] == [second.number]
    older = client.get("/api/v1/publications/?state=superseded").json()["results"]
    assert [(row["number"], row["superseded_by"]) for row in older] == [(first.number, second.number)]
    link = client.get(f"/api/v1/publications/{first.number}/")["Link"]
    assert f"/publications/{second.number}/" in link and 'rel="successor-version"' in link
    again = publication_get(analyst, first.number)
    with pytest.raises(NotRevisable):
        publication_revise(author=analyst, publication=again)
    assert list(published(analyst).filter(author=analyst)) == [second.assessment]
    assert set(assessments(analyst).filter(author=analyst)) == {first.assessment, second.assessment}


def test_only_its_author_revises(publish: Publishing, reviewer: User, researcher: User) -> None:
    made = publish()
    for other in (reviewer, researcher):
        with pytest.raises(PermissionDenied):
            publication_revise(author=other, publication=made)
    assert not Assessment.objects.filter(revises=made).exists()


# Retraction ---------------------------------------------------------------------------------------
def test_a_retraction_leaves_a_tombstone(
    client: Client, client_as: ClientAs, publish: Publishing, reviewer: User, analyst: User
) -> None:
    made = publish()
    address = reverse("published:retract", args=[made.number])
    for form, fault in (
        ({"reason": REASON}, "cannot be taken back"),
        ({"reason": "Wrong.", "confirm": "on"}, "at least 20 characters"),
        ({"confirm": "on"}, "Say why"),
    ):
        refused = client_as(reviewer).post(address, form)
        assert refused.status_code == 422 and fault in refused.content.decode()
    assert client_as(reviewer).post(address, {"reason": REASON, "confirm": "on"}).status_code == 302

    html = page(client, made, status=410)
    for told in (made.number, "Shelling of a port", REASON, "Ruth Reviewer"):
        assert told in html
    assert "Two batteries" not in html and "legality-head" not in html
    gone = client.get(f"/api/v1/publications/{made.number}/")
    assert (gone.status_code, gone["Content-Type"]) == (410, "application/problem+json")
    assert (gone.json()["code"], gone.json()["reason"]) == ("retracted", REASON)
    assert client.get(f"/api/v1/publications/{made.number}/rescored/").status_code == 410
    page(client, made, "json", status=410)

    own = reverse("assessments:detail", args=[made.assessment_id])
    assert client.get(own)["Location"] == f"/published/{made.number}/"
    for name in ("result-json", "memorandum", "doctrines", "scenario-yaml"):
        assert client.get(reverse(f"assessments:{name}", args=[made.assessment_id])).status_code == 404
    assert not assessments(analyst).filter(pk=made.assessment_id).exists()
    assert client.get("/api/v1/publications/").json()["count"] == 0
    withdrawn = client.get("/api/v1/publications/?state=retracted").json()["results"]
    assert [(row["number"], row["result"]) for row in withdrawn] == [(made.number, None)]
    with pytest.raises(NotRetractable):
        publication_retract(editor=reviewer, publication=made, reason="Another reason, which is long enough.")
    assert Publication.objects.get(pk=made.pk).retraction_reason == REASON


def test_a_correction_takes_the_place_of_what_was_retracted(
    client: Client, publish: Publishing, analyst: User
) -> None:
    made = publish()
    publication_retract(editor=analyst, publication=made, reason=REASON)
    corrected = publish(publication_revise(author=analyst, publication=made))
    html = page(client, made, status=410)
    assert f'Superseded by <a href="/published/{corrected.number}/">' in html
    assert Assessment.objects.get(pk=made.assessment_id).status == Status.RETRACTED


def test_neither_teammates_nor_reviewers_of_other_teams_retract(
    publish: Publishing, researcher: User, outsider: User
) -> None:
    made = publish()
    elsewhere = Team.objects.get(slug="elsewhere")
    stranger = make_user("stranger", team=elsewhere, roles=(Role.REVIEWER,))
    for other in (researcher, outsider, stranger):
        with pytest.raises(PermissionDenied):
            publication_retract(editor=other, publication=made, reason=REASON)


def test_nobody_reviews_a_revision_of_what_they_worked_on(
    publish: Publishing, file_draft: Filing, submit: Filing, team: Team, analyst: User, reviewer: User
) -> None:
    """Its answers were copied: whoever gave them gave them there too, through however many revisions."""
    helper = make_user("helping-reviewer", team=team, roles=(Role.ANALYST, Role.REVIEWER))
    draft = file_draft(fact("uses_force", "yes", "Two batteries were struck."))
    Contributor.objects.create(assessment=draft, user=helper, added_by=analyst)
    made = publish(draft)
    again = publish(publication_revise(author=analyst, publication=made))
    third = submit(publication_revise(author=analyst, publication=again))
    assert may(reviewer, "review_assessment", third)
    assert not may(helper, "review_assessment", third)
    assert list(reviewable(reviewer)) == [third]
    assert list(reviewable(helper)) == []
    with pytest.raises(PermissionDenied):
        assessment_review(
            reviewer=helper, assessment=third, expected_version=third.version, publish=True, note=""
        )
