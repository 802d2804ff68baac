"""The register of sources: one grade of reliability for each source, one of credibility for each use."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from cases.assessments.answers import Answer
from cases.assessments.importing import assessment_copy, scenario_import
from cases.assessments.models import Assessment, CitedSource, Evidence
from cases.assessments.models.finding import FindingKind
from cases.assessments.scenario_files import as_json, scenario_of
from cases.assessments.services import assessment_submit, findings_save
from cases.assessments.source_register import SourceDetails, source_change, source_remove
from natoassess.accounts.models import User
from natoassess.web.audit.services import entries_about
from tests.filing.pages import save, text_of
from tests.support.queries import count

pytestmark = pytest.mark.django_db

GRAVITY = "ratings-threat_gravity"
URL = "https://example.org/report"


def item(citation: str = "A report", url: str = "", reliability: str = "C", **more: Any) -> dict[str, Any]:
    return {"citation": citation, "url": url, "reliability": reliability, "credibility": 2, "note": ""} | more


def answer(code: str, *items: dict[str, Any]) -> Answer:
    return Answer(FindingKind.RATING, code, "3", confidence="high", evidence=items)


def file(draft: Assessment, editor: User, *answers: Answer) -> Assessment:
    fresh = Assessment.objects.get(pk=draft.pk)
    return findings_save(editor=editor, assessment=fresh, expected_version=fresh.version, answers=answers)


def sources(draft: Assessment) -> list[tuple[str, str, str]]:
    return list(draft.cited_sources.values_list("citation", "url", "reliability"))


def test_the_same_words_are_the_same_source(draft: Assessment, analyst: User) -> None:
    """With an address or without, with other spaces: one document, until two addresses tell them apart."""
    file(
        draft,
        analyst,
        answer("threat_gravity", item("A report"), item("A  report\n", URL)),
        answer("proper_purpose", item("A report", URL), item("A report", "https://example.org/other")),
    )
    assert sources(draft) == [("A report", URL, "C"), ("A report", "https://example.org/other", "C")]
    assert Evidence.objects.filter(cited__url=URL).count() == 3


def test_a_source_made_in_passing_goes_with_its_last_use(
    draft: Assessment, source: CitedSource, analyst: User
) -> None:
    """One that was put into the register stays."""
    file(draft, analyst, answer("threat_gravity", item("Typed wrogn")))
    file(draft, analyst, answer("threat_gravity", item("Typed wrong"), item(source.citation)))
    file(draft, analyst, answer("threat_gravity"))
    assert sources(draft) == [(source.citation, "", "B")]


def test_a_new_reliability_holds_in_every_use(draft: Assessment, analyst: User) -> None:
    """And each answer that rests on the source has changed."""
    other = item("Another", reliability="A")
    file(draft, analyst, answer("threat_gravity", other, item()), answer("proper_purpose", item()))
    found = draft.cited_sources.get(citation="A report")
    now = Assessment.objects.get(pk=draft.pk)
    details = SourceDetails(reliability="E", title="A report")
    source_change(editor=analyst, source=found, expected_version=now.version, details=details)
    uses = Evidence.objects.filter(finding__assessment=draft).order_by("finding_id", "position")
    assert list(uses.values_list("cited__citation", "reliability")) == [
        ("Another", "A"),
        ("A report", "E"),
        ("A report", "E"),
    ]
    assert Assessment.objects.get(pk=draft.pk).version == now.version + 1
    assert entries_about(draft)[0].detail["reliability"] == ["C", "E"]


def test_files_copies_and_imports_keep_grades_and_texts(
    draft: Assessment, analyst: User, outsider: User
) -> None:
    """A use may be graded otherwise than its source: nothing that was filed is overwritten."""
    file(
        draft,
        analyst,
        answer("threat_gravity", item("A report", URL)),
        answer("proper_purpose", item(reliability="A")),
    )
    shown = scenario_of(draft)
    assert [part["evidence"][0]["reliability"] for part in shown["ratings"].values()] == ["C", "A"]
    copy = assessment_copy(author=outsider, assessment=draft)
    brought = scenario_import(author=outsider, content=as_json(shown))
    for made in (copy, brought):
        assert scenario_of(made)["ratings"] == shown["ratings"]
        assert sources(made) == [("A report", URL, "C")]


def test_a_source_is_added_cited_and_cannot_be_removed_while_used(draft: Assessment, page: Client) -> None:
    """On the pages: reliability is given once, credibility where the source is used."""
    new = page.post(
        reverse("assessments:source-new", args=[draft.pk]),
        {
            "author": "OSCE",
            "title": "As seen, as told",
            "dated": "1999",
            "kind": "report",
            "reliability": "B",
        },
    )
    found = draft.cited_sources.get()
    assert new["Location"] == reverse("assessments:source", args=[draft.pk, found.pk])
    assert found.citation == "OSCE, As seen, as told, 1999"
    row = {f"{GRAVITY}-evidence-0-source": f"own-{found.pk}", f"{GRAVITY}-evidence-0-credibility": "4"}
    save(page, draft, "legitimacy-cause", {GRAVITY: "3", **row})
    use = Evidence.objects.get(cited=found)
    assert (use.reliability, use.credibility) == ("B", 4)
    refused = page.post(reverse("assessments:source-remove", args=[draft.pk, found.pk]))
    assert refused.status_code == 409
    assert "1 answer rests on it" in text_of(refused.content.decode())
    listed = text_of(page.get(reverse("assessments:sources", args=[draft.pk])).content.decode())
    assert "Used in 1 answer" in listed
    assert "4: doubtful" in listed
    assert "Usually reliable" in listed


def test_bad_sources_are_refused_beside_their_field(
    draft: Assessment, source: CitedSource, page: Client
) -> None:
    address = reverse("assessments:source-new", args=[draft.pk])
    for given, cure in (
        ({"reliability": "B"}, "Say what it is"),
        ({"title": "A report"}, "Say how reliable the source is"),
        ({"citation": source.citation, "reliability": "B"}, "in the register already"),
        ({"title": "x", "reliability": "B", "url": "javascript:alert(1)"}, "begins with https://"),
        ({"title": "\u200b", "reliability": "B"}, "shows nothing"),
        (
            {"title": "x" * 300, "author": "y" * 200, "publisher": "z" * 200, "reliability": "B"},
            "longer than 600",
        ),
        ({"title": "x", "reliability": "B", "accessed_on": "2026-02-30"}, "a date that exists"),
    ):
        response = page.post(address, given)
        assert response.status_code == 422, given
        assert cure in response.content.decode()
    assert draft.cited_sources.count() == 1


def test_a_stale_page_changes_nothing(draft: Assessment, source: CitedSource, page: Client) -> None:
    given = {"title": "Changed", "reliability": "E", "version": draft.version - 1}
    response = page.post(reverse("assessments:source", args=[draft.pk, source.pk]), given)
    assert response.status_code == 409
    assert "saved elsewhere" in response.content.decode()
    assert CitedSource.objects.get(pk=source.pk).reliability == "B"


def test_another_assessments_source_cannot_be_cited(
    draft: Assessment, source: CitedSource, outsider: User, client_as: Callable[[User], Client]
) -> None:
    """Its number says nothing, and nothing of it is shown."""
    other = assessment_copy(author=outsider, assessment=draft)
    row = {
        f"{GRAVITY}-evidence-0-source": f"own-{source.pk}",
        f"{GRAVITY}-evidence-0-reliability": "A",
        f"{GRAVITY}-evidence-0-credibility": "1",
    }
    response = save(client_as(outsider), other, "legitimacy-cause", {GRAVITY: "3", **row})
    assert response.status_code == 422
    assert source.citation not in response.content.decode()


def test_once_submitted_the_register_is_frozen_with_its_files(
    draft: Assessment, source: CitedSource, analyst: User, store: Path
) -> None:
    """Names and checksums are in the snapshot; neither source nor file can be changed."""
    submitted = assessment_submit(editor=analyst, assessment=draft, expected_version=draft.version)
    kept = source.attachments.get()
    frozen = submitted.snapshots.get().record["sources"]
    assert frozen[0]["citation"] == source.citation
    assert [file["sha256"] for file in frozen[0]["files"]] == [kept.sha256]
    with pytest.raises(PermissionDenied):
        source_remove(editor=analyst, source=CitedSource.objects.get(pk=source.pk))
    assert [path.name for path in store.iterdir()] == [kept.key]


def test_the_pages_ask_as_much_however_many_sources_there_are(
    draft: Assessment, analyst: User, page: Client
) -> None:
    addresses = (
        reverse("assessments:sources", args=[draft.pk]),
        reverse("assessments:edit", args=[draft.pk, "legitimacy-cause"]),
        reverse("assessments:detail", args=[draft.pk]),
    )
    file(draft, analyst, answer("threat_gravity", item()))

    def asked() -> list[int]:
        return [count(partial(page.get, address)) for address in addresses]

    asked()  # what is kept between requests is read once
    few = asked()
    many = [item(f"Report {number}", reliability="D") for number in range(9)]
    file(draft, analyst, answer("threat_gravity", *many), answer("proper_purpose", *many))
    assert asked() == few


def test_a_visitor_reads_the_sources_of_a_reference_assessment(client: Client) -> None:
    """They belong to the library: nothing there can be changed, and every use leads to its answer."""
    reference = Assessment.objects.filter(reference__isnull=False).first()
    assert reference is not None
    html = client.get(reverse("assessments:sources", args=[reference.pk])).content.decode()
    assert "Sources of the case" in html
    assert "Add a source" not in html
    assert re.search(rf'href="/assessments/{reference.pk}/#(fact|rating|sovereignty)-', html)
