"""Filters narrow to exactly the rows that they name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from tests.api.conftest import ROOT

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows(api_client: APIClient) -> Callable[..., list[dict[str, Any]]]:
    def fetch(resource: str, **parameters: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        while True:
            page = str(1 + len(found) // 200)
            response = api_client.get(f"{ROOT}/{resource}/", {"page_size": "200", "page": page, **parameters})
            assert response.status_code == 200, response.content
            found += response.json()["results"]
            if response.json()["next"] is None:
                return found

    return fetch


Rows = Callable[..., list[dict[str, Any]]]


@pytest.mark.parametrize(
    ("parameters", "holds"),
    [
        ({"kind": "UNSC resolution"}, lambda row: row["kind"] == "UNSC resolution"),
        ({"body": "UN Security Council"}, lambda row: row["body"] == "UN Security Council"),
        ({"chapter_vii": "true"}, lambda row: row["chapter_vii"] is True),
        ({"chapter_vii": "false"}, lambda row: row["chapter_vii"] is False),
        ({"confidence": "verified"}, lambda row: row["confidence"] == "verified"),
        ({"binding": "evidence"}, lambda row: row["binding"] == "evidence"),
        (
            {"adopted_on__gte": "1999-01-01", "adopted_on__lte": "1999-12-31"},
            lambda row: (row["adopted_on"] or "").startswith("1999"),
        ),
        (
            {"in_force_on": "2011-09-16"},
            lambda row: (
                row["in_force_from"] is not None
                and row["in_force_from"] <= "2011-09-16"
                and (row["in_force_until"] is None or row["in_force_until"] >= "2011-09-16")
            ),
        ),
    ],
)
def test_instruments(rows: Rows, parameters: dict[str, str], holds: Callable[[dict[str, Any]], bool]) -> None:
    expected = {row["id"] for row in rows("instruments") if holds(row)}
    assert expected
    assert {row["id"] for row in rows("instruments", **parameters)} == expected


def test_words_are_searched_in_title_symbol_and_summary(rows: Rows) -> None:
    assert "unsc-1973" in {row["id"] for row in rows("instruments", q="s/res/1973")}
    assert rows("instruments", q="zebra") == []


def test_ordering(rows: Rows) -> None:
    days = [
        row["adopted_on"] for row in rows("instruments", order_by="-adopted_on", adopted_on__gte="1900-01-01")
    ]
    assert days == sorted(days, reverse=True)


def test_provisions_by_instrument_effect_and_day(rows: Rows) -> None:
    clauses = rows("provisions", instrument="unsc-1973", effect="authorises")
    assert {row["id"] for row in clauses} >= {"unsc-1973#op4", "unsc-1973#op8"}
    assert {row["effect"] for row in clauses} == {"authorises"}
    last_day = {row["id"] for row in rows("provisions", instrument="unsc-1973", in_force_on="2011-10-31")}
    day_after = {row["id"] for row in rows("provisions", instrument="unsc-1973", in_force_on="2011-11-01")}
    assert "unsc-1973#op4" in last_day - day_after
    assert "unsc-1973#op13" in last_day & day_after


def test_the_catalogue_by_group_dimension_and_kind(rows: Rows) -> None:
    assert len(rows("criteria")) == 28
    assert len(rows("sovereignty")) == 10
    assert {row["group"] for row in rows("facts", group="council")} == {"council"}
    assert {row["dimension"] for row in rows("criteria", dimension="cause")} == {"cause"}
    assert {row["justifies"] for row in rows("tests", justifies="measures")} == {"measures"}
    adjustable = rows("sovereignty", consent_adjustable="true")
    assert {row["consent_adjustable"] for row in adjustable} == {True}
    assert rows("facts", catalogue="9999") == []


def test_cases_and_phases(rows: Rows) -> None:
    assert [row["id"] for row in rows("cases", q="Kosovo")] == ["kosovo-1999"]
    assert [row["id"] for row in rows("cases", target="libya")] == ["libya-2011"]
    assert rows("cases", kind="scenario") == []
    phases = rows("phases", case="kosovo-1999", nato_operation="true")
    assert {"kosovo-1999/allied-force", "kosovo-1999/kfor"} <= {row["id"] for row in phases}
    assert all(row["nato_operation"] for row in phases)
    assert [row["id"] for row in rows("phases", as_of__gte="1999-03-01", as_of__lte="1999-03-31")] == [
        "kosovo-1999/allied-force"
    ]


def test_assessments_by_phase_framework_and_the_verdict_of_the_last_revision(rows: Rows) -> None:
    unlawful = {row["phase"] for row in rows("assessments") if row["result"]["verdict"] == "unlawful"}
    assert "kosovo-1999/allied-force" in unlawful
    assert {row["phase"] for row in rows("assessments", verdict="unlawful")} == unlawful
    assert {row["phase"] for row in rows("assessments", case="libya-2011")} == {
        "libya-2011/protection-of-civilians",
        "libya-2011/later-phase",
    }
    (one,) = rows("assessments", phase="kosovo-1999/kfor", framework="nato-2022", status="published")
    assert one["result"]["verdict"] == "lawful"
    assert rows("assessments", framework="nato-1991") == []
    assert rows("assessments", mine="true") == []


def test_a_verdict_of_an_earlier_revision_does_not_count(rows: Rows) -> None:
    from cases.assessments.models import Assessment, Snapshot

    kfor = Assessment.objects.get(phase__slug="kfor", reference__isnull=False)
    first = kfor.snapshots.get()
    Snapshot.objects.create(
        assessment=kfor,
        revision=first.revision + 1,
        evaluation_id=first.evaluation_id,
        findings=first.findings,
        evaluation=first.evaluation,
        summary={**first.summary, "verdict": "arguable"},
    )
    assert "kosovo-1999/kfor" in {row["phase"] for row in rows("assessments", verdict="arguable")}
    assert "kosovo-1999/kfor" not in {row["phase"] for row in rows("assessments", verdict="lawful")}


def test_mine_are_mine_and_the_others_are_not(draft: Any, author: APIClient) -> None:
    mine = author.get(f"{ROOT}/assessments/", {"mine": "true"}).json()["results"]
    assert [row["id"] for row in mine] == [draft.json()["id"]]
    others = author.get(f"{ROOT}/assessments/", {"mine": "false"}).json()["results"]
    assert draft.json()["id"] not in {row["id"] for row in others}
    assert len(others) >= 4


def test_pages_do_not_overlap_and_together_are_all(api_client: APIClient) -> None:
    seen: list[str] = []
    address = f"{ROOT}/instruments/?page_size=20&order_by=title"
    while address:
        page = api_client.get(address).json()
        seen += [row["id"] for row in page["results"]]
        address = page["next"]
    assert len(seen) == len(set(seen)) == page["count"]


@pytest.mark.parametrize("given", ["as_of,,", ",as_of", "as_of, "])
def test_a_blank_name_to_order_by_is_refused(api_client: APIClient, given: str) -> None:
    response = api_client.get(f"{ROOT}/assessments/", {"order_by": given})
    assert response.status_code == 400
    assert response.json()["errors"][0]["parameter"] == "order_by"
