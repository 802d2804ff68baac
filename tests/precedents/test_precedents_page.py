"""Precedents of stored and of stateless findings: pages, API, and what they may not tell."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from cases.assessments.models import Assessment, Snapshot
from cases.assessments.models.finding import FindingKind
from cases.assessments.precedents import precedents_near
from natoassess.accounts.models import User
from tests.api.conftest import ROOT
from tests.result.conftest import fact

SCORE = f"{ROOT}/score/"


@pytest.fixture
def kosovo(library: None) -> Assessment:
    """The reference assessment of the air campaign."""
    return Assessment.objects.get(reference="ref-kosovo-1999-allied-force")


def address(assessment: Assessment) -> str:
    return f"{ROOT}/assessments/{assessment.pk}/precedents/"


def facts_of(assessment: Assessment) -> dict[str, str]:
    """The facts as they were answered."""
    return dict(assessment.findings.filter(kind=FindingKind.FACT).values_list("code", "value"))


def words(html: str) -> str:
    """The text of a page as a reader has it."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def test_the_nearest_phases_and_never_the_phase_itself(api_client: APIClient, kosovo: Assessment) -> None:
    found = api_client.get(address(kosovo)).json()["precedents"]
    similarities = [row["similarity"] for row in found]
    assert len(found) == 5
    assert similarities == sorted(similarities, reverse=True) and similarities[0] < 1
    here = facts_of(kosovo)
    for row in found:
        other = Assessment.objects.get(
            reference__isnull=False, phase__case__slug=row["case"], phase__slug=row["phase"]
        )
        assert other != kosovo
        there = facts_of(other)
        for factor in row["shared"]:
            assert factor["here"] == factor["there"] == here[factor["fact"]] == there[factor["fact"]]
        for factor in row["distinguishing"]:
            assert factor["here"] == here[factor["fact"]] != factor["there"] == there[factor["fact"]]
        assert row["shared"] and row["distinguishing"]
        assert row["verdict"] == other.snapshots.latest("revision").summary["verdict"]
        assert set(row["authorities"]) >= {"hold"}


def test_the_evaluation_names_them_and_its_id_stays(api_client: APIClient, kosovo: Assessment) -> None:
    """They follow the library: filled in when asked, in no snapshot, outside the identifier."""
    shown = api_client.get(f"{ROOT}/assessments/{kosovo.pk}/").json()["evaluation"]
    detail = api_client.get(address(kosovo)).json()["precedents"]
    assert shown["precedents"] == [
        {
            "case": row["case"],
            "phase": row["phase"],
            "similarity": row["similarity"],
            "shared": [factor["fact"] for factor in row["shared"]],
            "distinguishing": [factor["fact"] for factor in row["distinguishing"]],
        }
        for row in detail
    ]
    frozen = Snapshot.objects.filter(assessment=kosovo).latest("revision")
    assert frozen.evaluation["precedents"] == []
    assert frozen.evaluation_id == shown["evaluation_id"]


def test_stateless_findings_have_precedents_too(api_client: APIClient, kosovo: Assessment) -> None:
    """Sent without saying of which phase they are, the findings of a phase are most like that phase."""
    body = api_client.get(f"{ROOT}/assessments/{kosovo.pk}/").json()["findings"]
    found = api_client.post(SCORE, body | {"draws": 0}).json()["precedents"]
    assert found[0] | {"shared": []} == {
        "case": "kosovo-1999",
        "phase": "allied-force",
        "similarity": 1.0,
        "shared": [],
        "distinguishing": [],
    }
    assert len(found) == 5
    few = api_client.post(SCORE, {"as_of": "1999-03-24", "facts": {"uses_force": "yes"}, "draws": 0}).json()
    assert few["precedents"] == []


def test_what_the_library_publishes_next_is_a_precedent_at_once(kosovo: Assessment) -> None:
    before = precedents_near(kosovo)
    kfor = Snapshot.objects.get(assessment__reference="ref-kosovo-1999-kfor")
    as_kosovo = Snapshot.objects.get(assessment=kosovo).findings
    Snapshot.objects.create(
        assessment=kfor.assessment, revision=2, evaluation_id="sha256:other", findings=as_kosovo,
        evaluation=kfor.evaluation, summary=kfor.summary,
    )  # fmt: skip
    after = precedents_near(kosovo)
    assert (after[0].id, after[0].similarity) == ("kosovo-1999/kfor", 1.0)
    assert before[0].id != after[0].id


@pytest.mark.parametrize("change", [{"status": "returned"}, {"visibility": "team"}])
def test_only_what_everybody_may_see_is_a_precedent(kosovo: Assessment, change: dict[str, str]) -> None:
    Assessment.objects.filter(reference="ref-libya-2011-later-phase").update(**change)
    assert "libya-2011/later-phase" not in {precedent.id for precedent in precedents_near(kosovo)}


def test_the_page_has_point_and_counterpoint(client: Client, kosovo: Assessment) -> None:
    html = client.get(reverse("assessments:precedents", args=[kosovo.pk])).content.decode()
    text = words(html)
    assert text.index("What speaks more for lawfulness here") < text.index("What speaks less for it here")
    assert "The Council authorises these actors to use force here no · there yes" in text
    assert "arguable (House of Commons Defence Committee), arguable (Attorney General" in text
    assert "no ruling recorded" in text  # Libya: a remark to the press is no ruling
    assert "/compare/?item=kosovo-1999/allied-force&amp;item=libya-2011/later-phase" in html
    assert 'href="/cases/libya-2011/?phase=later-phase"' in html


def test_the_page_says_where_authorities_are_divided(client: Client, library: None) -> None:
    libya = Assessment.objects.get(reference="ref-libya-2011-later-phase")
    text = words(client.get(reverse("assessments:precedents", args=[libya.pk])).content.decode())
    assert (
        "divided: unlawful (Independent International Commission on Kosovo), arguable (House of Commons"
        in text
    )


def test_the_result_names_three(client: Client, kosovo: Assessment) -> None:
    html = client.get(reverse("assessments:detail", args=[kosovo.pk])).content.decode()
    section = re.search(r'<section id="precedents".*?</section>', html, re.DOTALL)
    assert section and section.group().count("<li>") == 3
    assert reverse("assessments:precedents", args=[kosovo.pk]) in section.group()


def test_a_draft_with_few_answers_says_what_is_missing(
    library: None, client_as: Callable[[User], Client], analyst: User, file_draft: Callable[..., Assessment]
) -> None:
    draft = file_draft(fact("uses_force", "yes"))
    page = client_as(analyst).get(reverse("assessments:precedents", args=[draft.pk]))
    assert "No phase of the library shares 10 answers" in words(page.content.decode())


def test_a_private_draft_is_hidden_and_parameters_are_refused(
    client: Client,
    client_as: Callable[[User], Client],
    outsider: User,
    kosovo: Assessment,
    file_draft: Callable[..., Assessment],
) -> None:
    draft = file_draft(fact("uses_force", "yes"))
    for path in (reverse("assessments:precedents", args=[draft.pk]), address(draft)):
        assert client_as(outsider).get(path).status_code == 404
    for path in (reverse("assessments:precedents", args=[kosovo.pk]), address(kosovo)):
        assert client.get(f"{path}?limit=9").status_code == 400


def test_a_fixed_number_of_queries(
    client: Client, kosovo: Assessment, queries_at_most: Callable[[int], AbstractContextManager[Any]]
) -> None:
    page = reverse("assessments:precedents", args=[kosovo.pk])
    assert client.get(page).status_code == 200
    with queries_at_most(26):
        client.get(page)
    with queries_at_most(10):
        client.get(address(kosovo))
