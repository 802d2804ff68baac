"""Several assessments of one phase beside each other: numbered, and each with who coded it, everywhere."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader

from cases.assessments.models import Assessment
from cases.assessments.services import assessment_create
from cases.comparisons.comparison import Comparison, build
from cases.comparisons.exports import FORMATS
from cases.comparisons.items import resolve
from frameworks.selectors import catalogue_current
from natoassess.accounts.models import User
from tests.comparisons.conftest import KOSOVO, LATER

NUMBERED = ["Kosovo 1999 (1)", "Kosovo 1999 (2)", "Kosovo 1999 (3)"]


@pytest.fixture
def items(library: None, analyst: User) -> list[str]:
    """The reference assessment of a phase, two drafts of it, and another phase."""
    reference = Assessment.objects.get(reference="ref-kosovo-1999-allied-force")
    phase = reference.phase
    drafts = [
        assessment_create(author=analyst, phase=phase, framework=reference.framework, as_of=phase.as_of)
        for _draft in range(2)
    ]
    return [KOSOVO, *(f"assessment:{draft.pk}" for draft in drafts), LATER]


@pytest.fixture
def several(items: list[str], analyst: User) -> Comparison:
    """All of them compared."""
    return build(resolve(analyst, items), catalogue_current())


def test_each_column_has_a_number_and_a_coder(several: Comparison, analyst: User) -> None:
    assert [column.label for column in several.columns] == [*NUMBERED, "Libya, later 2011"]
    assert [column.sublabel for column in several.columns[:3]] == ["reference", str(analyst), str(analyst)]
    assert several.columns[3].sublabel not in {"reference", str(analyst)}
    assert several.ranking is not None
    assert list(several.ranking.labels) == [column.label for column in several.columns]


def test_files_name_each_column_once(several: Comparison) -> None:
    header = next(csv.reader(io.StringIO(FORMATS["csv"].render(several).decode("utf-8-sig"))))
    assert len(set(header)) == len(header)
    assert {*NUMBERED, *(f"{label}: reason" for label in NUMBERED)} < set(header)
    pages = PdfReader(io.BytesIO(FORMATS["pdf"].render(several))).pages
    assert all(label in " ".join(pages[0].extract_text().split()) for label in NUMBERED)


def test_page_and_api_say_the_same(client: Client, items: list[str], analyst: User) -> None:
    client.force_login(analyst)
    drawn: dict[str, Any] = {"item": items, "draws": 100}
    html = client.get("/compare/", {"item": items}).content.decode()
    assert all(html.count(label) >= 3 for label in NUMBERED)
    answer = client.get("/api/v1/comparison/", drawn).json()
    assert [column["label"] for column in answer["columns"]][:3] == NUMBERED


def test_one_item_twice_is_told_to_count_once(client: Client, library: None) -> None:
    twice = {"item": [KOSOVO, KOSOVO]}
    said = "Each counts once, however often it is named."
    assert said in client.get("/api/v1/comparison/", twice).json()["errors"][0]["detail"]
    assert said in client.get("/compare/comparison.csv", twice).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("parameter", "value", "cure"),
    [
        ("draws", "0", "Give a whole number from 1 to 100000."),
        ("draws", "many", "Give a whole number from 1 to 100000."),
        ("seed", "-1", "Give a whole number from 0 to "),
        ("seed", "9" * 30, "Give a whole number from 0 to "),
    ],
)
def test_a_number_out_of_bounds_names_them(client: Client, parameter: str, value: str, cure: str) -> None:
    answer = client.get("/api/v1/comparison/", {"item": [KOSOVO, LATER], parameter: value})
    assert answer.status_code == 400
    fault = answer.json()["errors"][0]
    assert fault["parameter"] == parameter
    assert fault["detail"].startswith(cure)
