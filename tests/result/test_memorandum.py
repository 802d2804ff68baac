"""The memorandum of an assessment: page, plain text, PDF and API say the same, to whoever may see the result."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from cases.assessments.memoranda import memorandum_of
from cases.assessments.models import Assessment
from cases.assessments.paper.memorandum import render
from cases.assessments.presentation.labels import labels_of
from cases.assessments.selectors import evaluation_of
from frameworks.compile import compile_framework
from frameworks.scoring.memorandum import memorandum
from natoassess.accounts.models import User
from tests.pages.markup import text_of
from tests.result.conftest import Filing, fact
from tests.scoring.held import Held
from tests.scoring.holding import hold

pytestmark = pytest.mark.django_db
QueriesAtMost = Callable[[int], AbstractContextManager[object]]


def test_every_claim_about_every_phase_of_the_library_holds(library: None) -> None:
    references = Assessment.objects.filter(reference__isnull=False)
    assert references
    for assessment in references:
        evaluation, framework = evaluation_of(assessment), compile_framework(assessment.framework)
        held = Held(framework, evaluation)
        for statement in memorandum(framework, evaluation, is_project_coding=True).statements:
            hold(held, statement)


def test_page_text_and_api_say_the_same(client: Client, api_client: APIClient, kosovo: Assessment) -> None:
    response = client.get(reverse("assessments:memorandum", args=[kosovo.pk]))
    page, shown = response.content.decode(), text_of(response)
    text = client.get(reverse("assessments:memorandum-txt", args=[kosovo.pk])).content.decode()
    told = api_client.get(reverse("api-assessment-memorandum", args=[kosovo.pk])).json()
    flowed = " ".join(text.split())
    paragraphs = [paragraph for part in told["sections"] for paragraph in part["paragraphs"]]
    assert [p["number"] for p in paragraphs] == list(range(1, len(paragraphs) + 1))
    for paragraph in paragraphs:
        assert paragraph["text"] in flowed
        assert paragraph["text"] in shown
        assert " ".join(claim["text"] for claim in paragraph["claims"]) == paragraph["text"]
        assert f'id="p{paragraph["number"]}"' in page
    assert max(map(len, text.splitlines())) <= 78
    plain = api_client.get(reverse("api-assessment-memorandum", args=[kosovo.pk]), HTTP_ACCEPT="text/plain")
    assert plain["Content-Type"] == "text/plain; charset=utf-8"
    assert plain.content.decode() == text


def test_clauses_are_named_as_a_lawyer_names_them_and_linked_as_of_the_day(
    client: Client, kosovo: Assessment
) -> None:
    page = client.get(reverse("assessments:memorandum", args=[kosovo.pk])).content.decode()
    assert "Articles 42, 48, and 53(1) of the Charter of the United Nations" in page
    assert "Security Council resolutions 678 (1990), 687 (1991), 688 (1991)" in page
    assert "/law/un-charter/?as_of=1999-03-24#art-2-4" in page
    memo = memorandum_of(kosovo)
    assert all(cited.url for cited in memo.written.law)
    for part in memo.written.sections:
        for paragraph in part.paragraphs:
            for cited in paragraph.notes:
                assert f'id="note-{cited.number}"' in page


def test_the_pdf_is_the_same_each_time_and_has_the_charts(client: Client, kosovo: Assessment) -> None:
    response = client.get(reverse("assessments:memorandum-pdf", args=[kosovo.pk]))
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].endswith('-memorandum.pdf"')
    assert response.content.startswith(b"%PDF")
    assert render(memorandum_of(kosovo), labels_of(kosovo.framework)) == response.content


def test_a_draft_is_its_authors_alone(
    client: Client, analyst: User, outsider: User, file_draft: Filing, client_as: Callable[[User], Client]
) -> None:
    draft = file_draft(
        fact("state_conduct", "yes"), fact("uses_force", "yes"), title="Blockade <b>of</b> a port"
    )
    for name in ("memorandum", "memorandum-txt", "memorandum-pdf"):
        address = reverse(f"assessments:{name}", args=[draft.pk])
        assert client.get(address).status_code == 404
        assert client_as(outsider).get(address).status_code == 404
        assert client_as(analyst).get(address).status_code == 200
    text = client_as(analyst).get(reverse("assessments:memorandum-txt", args=[draft.pk])).content.decode()
    assert text.startswith("Blockade <b>of</b> a port\n")
    assert "cannot be said yet" in text


def test_a_page_costs_the_same_however_much_is_cited(
    client: Client, kosovo: Assessment, queries_at_most: QueriesAtMost
) -> None:
    for name, most in (("memorandum", 40), ("memorandum-txt", 15), ("memorandum-pdf", 22)):
        address = reverse(f"assessments:{name}", args=[kosovo.pk])
        client.get(address)
        with queries_at_most(most):
            client.get(address)


def test_unknown_parameters_are_refused(client: Client, api_client: APIClient, kosovo: Assessment) -> None:
    assert client.get(reverse("assessments:memorandum", args=[kosovo.pk]) + "?language=fr").status_code == 400
    assert (
        api_client.get(reverse("api-assessment-memorandum", args=[kosovo.pk]) + "?language=fr").status_code
        == 400
    )
