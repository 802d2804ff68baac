"""Every list of the API as a file: the same rows and values as its pages, to whoever may see them."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from cases.assessments.models import Assessment
from cases.assessments.services import assessment_review
from frameworks.models import Actor
from natoassess.accounts.models import User
from natoassess.web.problems import Problem
from natoassess.web.rows import FORMS, columns_of
from tests.api.conftest import LISTS, ROOT, Answer
from tests.rows.reading import READERS, flat, jsonl_read
from tests.support.queries import count

pytestmark = pytest.mark.django_db

EVERY_LIST = (*LISTS, "assessments", "publications")


def content(response: Answer) -> bytes:
    """The bytes of a streamed answer."""
    assert response.status_code == 200, response.content
    return b"".join(response.streaming_content)


def pages(client: APIClient, address: str) -> list[dict[str, Any]]:
    """The rows of all pages."""
    rows: list[dict[str, Any]] = []
    following: str | None = f"{address}{'&' if '?' in address else '?'}page_size=200"
    while following:
        answer: Any = client.get(following)
        assert answer.status_code == 200, answer.content
        rows += answer.json()["results"]
        following = answer.json()["next"]
    return rows


def columns(address: str) -> Any:
    from django.urls import resolve

    view: Any = resolve(address).func
    return columns_of(view.cls.serializer_class(context={"seen": set()}))


@pytest.fixture
def published(author: APIClient, reviewer: User, draft: Answer) -> None:
    """The draft, submitted and published."""
    submitted = author.post(f"{ROOT}/assessments/{draft.json()['id']}/submit/", HTTP_IF_MATCH=draft["ETag"])
    assert submitted.status_code == 200, submitted.content
    row = Assessment.objects.get(pk=draft.json()["id"])
    assessment_review(reviewer=reviewer, assessment=row, expected_version=row.version, publish=True, note="")


@pytest.mark.parametrize("resource", EVERY_LIST)
def test_every_form_has_the_rows_of_all_pages(author: APIClient, published: None, resource: str) -> None:
    address = f"{ROOT}/{resource}/"
    rows, shape = pages(author, address), columns(address)
    assert rows
    expected = [flat(row, shape) for row in rows]
    for form, read in READERS.items():
        given = read(shape, content(author.get(f"{address}?format={form}")))
        if form == "csv":  # readers of CSV take an empty text for nothing
            expected_here = [
                {name: None if cell == "" else cell for name, cell in row.items()} for row in expected
            ]
            assert given == expected_here
        else:
            assert given == expected, form
    assert jsonl_read(content(author.get(f"{address}?format=jsonl"))) == rows


def test_a_narrowed_and_ordered_list(api_client: APIClient) -> None:
    address = f"{ROOT}/instruments/?kind=treaty&ordering=-adopted_on"
    rows = pages(api_client, address)
    assert 1 < len(rows) < 100
    assert jsonl_read(content(api_client.get(f"{address}&format=jsonl"))) == rows


@pytest.mark.parametrize(
    ("accept", "content_type", "name"),
    [
        ("text/csv", "text/csv; charset=utf-8", "natoassess-facts.csv"),
        ("application/jsonl", "application/jsonl", "natoassess-facts.jsonl"),
        ("application/x-ndjson", "application/jsonl", "natoassess-facts.jsonl"),
        (FORMS["xlsx"].media_type, FORMS["xlsx"].media_type, "natoassess-facts.xlsx"),
        (FORMS["parquet"].media_type, FORMS["parquet"].media_type, "natoassess-facts.parquet"),
    ],
)
def test_accept_asks_for_a_form(api_client: APIClient, accept: str, content_type: str, name: str) -> None:
    response: Answer = api_client.get(f"{ROOT}/facts/", HTTP_ACCEPT=accept)
    body = content(response)
    assert response["Content-Type"] == content_type
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert int(response["Content-Length"]) == len(body)
    assert "Accept" in response["Vary"]
    again: Answer = api_client.get(f"{ROOT}/facts/", HTTP_ACCEPT=accept)
    assert (content(again), again["ETag"]) == (body, response["ETag"])


@pytest.mark.parametrize("accept", ["*/*", "application/json", "text/html,application/xhtml+xml,*/*;q=0.8"])
def test_a_page_in_json_stays_what_is_usual(api_client: APIClient, accept: str) -> None:
    response: Answer = api_client.get(f"{ROOT}/facts/", HTTP_ACCEPT=accept)
    assert response["Content-Type"] == "application/json"
    assert set(response.json()) == {"count", "next", "previous", "results"}


def test_format_goes_before_accept(api_client: APIClient) -> None:
    page: Answer = api_client.get(f"{ROOT}/facts/?format=json&page_size=2", HTTP_ACCEPT="text/csv")
    assert (page["Content-Type"], len(page.json()["results"])) == ("application/json", 2)
    lines: Answer = api_client.get(f"{ROOT}/facts/?format=jsonl", HTTP_ACCEPT="text/csv")
    assert content(lines).startswith(b"{")


@pytest.mark.parametrize(
    ("query", "faults"),
    [
        ("format=yaml", {"format": "must be one of json, csv, xlsx, jsonl, parquet"}),
        (
            "format=csv&page=2&page_size=9",
            dict.fromkeys(("page", "page_size"), "CSV holds the whole list: leave it out."),
        ),
    ],
)
def test_what_no_file_can_be_asked_for(api_client: APIClient, query: str, faults: dict[str, str]) -> None:
    response: Answer = api_client.get(f"{ROOT}/facts/?{query}", HTTP_ACCEPT="text/csv")
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
    assert {fault["parameter"]: fault["detail"] for fault in response.json()["errors"]} == faults


def test_faults_of_a_filter_are_problems_whatever_was_accepted(api_client: APIClient) -> None:
    response: Answer = api_client.get(f"{ROOT}/instruments/?colour=red", HTTP_ACCEPT="text/csv")
    assert (response.status_code, response.json()["code"]) == (400, "unknown_params")
    for address in ("facts/uses_force/", "assessments/trash/"):
        response = api_client.get(f"{ROOT}/{address}", HTTP_ACCEPT="text/csv")
        assert response["Content-Type"] == "application/problem+json"
        assert response.status_code in {401, 406}
    assert api_client.get(f"{ROOT}/facts/uses_force/?format=csv").status_code == 400


def test_an_unknown_media_type_hears_what_there_is(api_client: APIClient) -> None:
    response: Answer = api_client.get(f"{ROOT}/facts/", HTTP_ACCEPT="application/pdf")
    assert (response.status_code, response["Content-Type"]) == (406, "application/problem+json")
    assert "application/json, text/csv, " in response.json()["detail"]


def test_without_pyarrow(api_client: APIClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("natoassess.web.rows.forms.find_spec", lambda name: None)
    refused: Answer = api_client.get(f"{ROOT}/facts/?format=parquet")
    assert refused.status_code == 400
    assert "needs the package pyarrow" in refused.json()["errors"][0]["detail"]
    assert api_client.get(f"{ROOT}/facts/", HTTP_ACCEPT=FORMS["parquet"].media_type).status_code == 406
    assert content(api_client.get(f"{ROOT}/facts/?format=csv"))


def test_a_list_too_long_for_a_workbook(api_client: APIClient, monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    monkeypatch.setitem(FORMS, "xlsx", replace(FORMS["xlsx"], most_rows=3))
    response: Answer = api_client.get(f"{ROOT}/facts/?format=xlsx")
    assert (response.status_code, response.json()["code"]) == (400, "not_in_this_form")
    assert "3 rows at most" in response.json()["detail"]


def test_a_draft_is_in_nobody_elses_file(
    author: APIClient,
    api_client: APIClient,
    researcher: Any,
    api_client_as: Callable[[Any], APIClient],
    draft: Answer,
) -> None:
    number = draft.json()["id"]
    for client, seen in ((author, True), (api_client, False), (api_client_as(researcher), False)):
        rows = jsonl_read(content(client.get(f"{ROOT}/assessments/?format=jsonl")))
        assert (number in [row["id"] for row in rows]) is seen


@pytest.mark.parametrize("resource", ["instruments", "assessments", "cases"])
def test_queries_do_not_grow_with_the_rows(author: APIClient, draft: Answer, resource: str) -> None:
    few = count(lambda: content(author.get(f"{ROOT}/{resource}/?format=jsonl&q=kosovo")))
    everything = count(lambda: content(author.get(f"{ROOT}/{resource}/?format=jsonl")))
    assert everything <= few + 1 <= 10


def test_what_a_list_takes_in_memory_does_not_grow_with_it(api_client: APIClient) -> None:
    long = "note " * 600

    def peak(query: str) -> int:
        tracemalloc.start()
        try:
            response: Answer = api_client.get(f"{ROOT}/actors/?format=jsonl&{query}")
            assert sum(len(chunk) for chunk in response.streaming_content) > 100
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    Actor.objects.bulk_create(
        [
            Actor(pk=f"made-{number}", name=f"Made {number}", kind="non_state", note=long)
            for number in range(2500)
        ]
    )
    peak("q=Made 24")  # what is imported once
    few = peak("q=Made 24")  # 111 rows
    everything = peak("kind=non_state")
    assert everything < few + 4_000_000, "7.5 MB of rows, twice as much as objects"


def test_what_goes_wrong_among_the_rows_is_told(
    api_client: APIClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An answer of its own, not a file that breaks off."""

    def broken(self: Any, row: Any) -> Any:
        raise Problem("Something gave way.", code="gave_way")

    monkeypatch.setattr("frameworks.api.serializers.FactSerializer.to_representation", broken)
    response: Answer = api_client.get(f"{ROOT}/facts/?format=csv")
    assert (response.status_code, response.json()["code"]) == (400, "gave_way")
