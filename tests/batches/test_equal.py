"""Every number of a batch is the one that POST /score/ gives for the same row."""

from __future__ import annotations

import random

import pytest

from cases.assessments.evaluation import body_of
from cases.assessments.models import Assessment
from cases.assessments.selectors import frozen
from frameworks.batches import rows_score
from frameworks.services import DEFAULT_DRAWS
from tests.batches.rows import cells_of, cut, lines_of, plain_rows, plan, results, score_rows, scored_alone

pytestmark = [pytest.mark.once, pytest.mark.django_db]


def test_every_phase_of_the_library_comes_to_its_published_evaluation() -> None:
    references = list(Assessment.objects.filter(reference__isnull=False).order_by("pk"))
    published = frozen(references)
    rows = [body_of(one) | {"as_of": one.as_of.isoformat()} for one in references]
    found = results(score_rows(rows, draws=DEFAULT_DRAWS))
    assert len(found) == len(rows) > 40
    for number, (reference, result) in enumerate(zip(references, found, strict=True), start=1):
        assert result == {"row": number, "id": None} | cut(published[reference.pk].evaluation)


@pytest.mark.parametrize("framework", ["nato-1991", "iciss-2001"])
def test_plain_rows_come_to_what_they_come_to_alone(framework: str) -> None:
    rows = plain_rows(10, seed=3)
    found = results(score_rows(rows, framework=framework))
    for number, (row, result) in enumerate(zip(rows, found, strict=True), start=1):
        body = {name: value for name, value in row.items() if name != "id"}
        expected = scored_alone(body, framework=framework, draws=0)
        assert result == {"row": number, "id": row["id"]} | expected


def test_a_csv_says_the_same_as_jsonl() -> None:
    rows = plain_rows(300)
    for delimiter in ",;\t":
        header, lines = cells_of(rows, delimiter)
        assert rows_score(plan(header + lines, form="csv"), lines, 1) == rows_score(plan(), lines_of(rows), 1)


def test_a_seed_for_all_is_the_seed_of_each() -> None:
    row = plain_rows(1)[0]
    (found,) = results(score_rows([row], draws=300, seed=7))
    assert found["legitimacy"]["distribution"]["seed"] == 7
    body = {name: value for name, value in row.items() if name != "id"}
    assert found["evaluation_id"] == scored_alone(body, draws=300, seed=7)["evaluation_id"]


def test_the_bytes_do_not_depend_on_how_the_file_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    rows: list[object] = [*plain_rows(40), {"as_of": "never"}, *plain_rows(20, seed=2)]
    lines = lines_of(rows).splitlines(keepends=True)
    chosen = plan(draws=50)
    whole = rows_score(chosen, b"".join(lines), 1)
    monkeypatch.setattr("frameworks.batches.rows.ROWS_AT_ONCE", 7)
    rng = random.Random(5)
    results_cut, faults_cut, start = b"", b"", 0
    while start < len(lines):
        size = rng.randrange(1, 20)
        part = rows_score(chosen, b"".join(lines[start : start + size]), start + 1)
        results_cut, faults_cut, start = results_cut + part.results, faults_cut + part.faults, start + size
    assert (results_cut, faults_cut) == (whole.results, whole.faults)
