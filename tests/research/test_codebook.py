"""The codebook: no column without its meaning, the same sentences everywhere, and no empty cell unexplained."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from rest_framework.test import APIClient

from cases.research.codebook import LISTS, TABLES, codebook, list_columns
from natoassess.web.rows import Kind
from tests.pages.markup import forbidden_markup, text_of
from tests.rows.reading import csv_read, flat
from tests.support.codebook import DOCUMENT, generated

ROOT = "/api/v1"
NUMBERS = {Kind.WHOLE.value, Kind.NUMBER.value}
UNFILLED = {"publications", "releases", "deleted"}
"""Lists that the library brings no rows for; tests of their own fill them."""


@pytest.mark.once
def test_every_column_is_documented() -> None:
    wanting = [
        f"{entry.list}.{entry.column}"
        for entry in codebook()
        if not entry.meaning.endswith(".")
        or (entry.may_be_empty and not entry.empty_means.endswith("."))
        or (entry.type in NUMBERS and not entry.unit)
    ]
    assert not wanting, "give the serializer's field a help text, with Unit: and Empty: where they belong"
    assert {(entry.list, entry.column) for entry in codebook()} == {
        (name, column) for name in TABLES for column in list_columns(name).names
    }


@pytest.mark.once
def test_the_document_says_the_same() -> None:
    """`python -m tests.support.codebook --write` mends it."""
    assert DOCUMENT.read_text(encoding="utf-8") == generated()


@pytest.mark.once
def test_what_stands_in_a_cell_has_no_marks_of_markdown() -> None:
    assert [entry.column for entry in codebook() if "`" in entry.meaning + entry.empty_words] == []


@pytest.mark.once
def test_the_openapi_document_says_the_same() -> None:
    from drf_spectacular.generators import SchemaGenerator

    schemas = SchemaGenerator().get_schema(request=None, public=True)["components"]["schemas"]  # type: ignore[no-untyped-call]  # drf-spectacular does not type it
    provision = schemas["Provision"]["properties"]
    for column in list_columns("provisions"):
        if len(column.path) == 1 and column.choices == ():
            assert provision[column.name]["description"] == column.meaning


@pytest.mark.django_db
@pytest.mark.parametrize("name", LISTS)
def test_what_is_never_empty_never_is(api_client: APIClient, name: str) -> None:
    entries = {entry.column: entry for entry in codebook() if entry.list == name}
    columns = list_columns(name)
    response: Any = api_client.get(f"{ROOT}/{name}/?format=jsonl")
    lines = b"".join(response.streaming_content).splitlines()
    assert bool(lines) != (name in UNFILLED), "rows to look at"
    for line in lines:
        for column, value in flat(json.loads(line), columns).items():
            assert entries[column].may_be_empty or value not in (None, ""), column
            values = {item.value for item in entries[column].values}
            assert not values or value is None or value in values, column


@pytest.mark.django_db
def test_by_program(api_client: APIClient) -> None:
    page: Any = api_client.get(f"{ROOT}/codebook/?list=assessments&page_size=200").json()
    index = next(row for row in page["results"] if row["column"] == "result.legitimacy.index")
    assert index["unit"] == "index, 0 to 100"
    assert index["empty_means"] == "None is rated. Or: It never was submitted."
    verdict = next(row for row in page["results"] if row["column"] == "result.verdict")
    assert {"value": "undetermined", "label": "undetermined"} in verdict["values"]
    made: Any = api_client.get(f"{ROOT}/codebook/?list=sensitivity-study").json()
    assert made["results"][0]["column"] == "item"
    response: Any = api_client.get(f"{ROOT}/codebook/?list=assessments&format=csv")
    assert len(csv_read(list_columns("codebook"), b"".join(response.streaming_content))) == page["count"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "code"), [("list=nations", "invalid_params"), ("lst=facts", "unknown_params")]
)
def test_a_list_that_there_is_not(api_client: APIClient, query: str, code: str) -> None:
    response: Any = api_client.get(f"{ROOT}/codebook/?{query}")
    assert (response.status_code, response.json()["code"]) == (400, code)


@pytest.mark.django_db
def test_the_page(client: Client) -> None:
    response = client.get("/research/codebook/")
    html = response.content.decode()
    assert 'id="assessments.result.verdict"' in html
    assert "Its last day in force. Empty: it has not ended, or it never began." in text_of(response)
    assert "/api/v1/codebook/?format=csv" in html
    assert not forbidden_markup(response)
    assert "/research/codebook/" in client.get("/research/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("page", "address"),
    [
        ("/law/?kind=treaty&as_of=1999-03-24", "/api/v1/instruments/?kind=treaty&format="),
        ("/law/actors/?kind=organisation", "/api/v1/actors/?kind=organisation&format="),
        ("/cases/?q=kosovo&verdict=lawful&view=timeline", "/api/v1/cases/?q=kosovo&format="),
        ("/assessments/?verdict=unlawful&page=1", "/api/v1/assessments/?verdict=unlawful&format="),
    ],
)
def test_a_page_offers_its_list_with_its_filters(client: Client, page: str, address: str) -> None:
    html = client.get(page).content.decode().replace("&amp;", "&")
    for form in ("csv", "xlsx", "jsonl", "parquet"):
        assert f'href="{address}{form}"' in html
        response: Any = client.get(f"{address}{form}")
        assert response.status_code == 200
        assert b"".join(response.streaming_content)
