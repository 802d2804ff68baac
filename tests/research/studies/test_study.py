"""Sensitivity studies: every row is what evaluating with the same choices gives, set against its baseline."""

from __future__ import annotations

import csv
import io
import json
import random
import zipfile
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pytest
from django.test import Client
from rest_framework.test import APIClient

from cases.assessments.evaluation import body_of
from cases.assessments.models import Assessment
from cases.research.codebook import codebook, list_columns
from cases.research.studies.columns import COLUMNS, TABLE
from cases.research.studies.jobs import KIND
from frameworks.selectors import framework_get
from frameworks.services import findings_evaluate
from natoassess.accounts.models import User
from natoassess.web.jobs.models import Job, State
from natoassess.web.jobs.results import path_of
from natoassess.web.rows import FORMS
from tests.rows.reading import READERS, csv_read, flat, jsonl_read
from tests.support.jobs import run_queued

pytestmark = [pytest.mark.once, pytest.mark.django_db(transaction=False)]

ITEMS = ["kosovo-1999/allied-force", "libya-2011/protection-of-civilians", "libya-2011/later-phase"]
NEAR = {"name": "x", "dimensions": {"caus": 2}}
WIDE = {
    "items": ITEMS,
    "frameworks": ["nato-2022", "hlp-2004"],
    "weights": {
        "named": [{"name": "gravity", "criteria": {"threat_gravity": 3}}],
        "one_at_a_time": 2,
        "random": 5,
        "seed": 4,
    },
    "dates": {"from": "2001-01-01", "until": "2012-01-01", "step": 1000},
}


def swept(owner: User, parameters: Mapping[str, Any]) -> tuple[list[dict[str, str]], dict[str, Any], bytes]:
    """The table, what it says of itself, and the archive, of a study that was done."""
    from natoassess.web.jobs.requests import job_request

    job, _is_new = job_request(owner, "sensitivity-study", parameters)
    (done,) = [one for one in run_queued() if one.pk == job.pk]
    assert done.state == State.DONE, done.error
    archive = content_of(done)
    with zipfile.ZipFile(io.BytesIO(archive)) as files:
        assert files.namelist() == ["table.csv", "study.json", "codebook.csv"]
        table = list(csv.DictReader(files.read("table.csv").decode().splitlines()))
        return table, json.loads(files.read("study.json")), archive


def content_of(job: Job) -> bytes:
    return path_of(job.result_file).read_bytes()


def number(value: Any) -> str:
    return "" if value is None else str(value)


def test_rows_are_what_evaluating_with_the_same_choices_gives(researcher: User) -> None:
    table, about, archive = swept(researcher, WIDE)
    weightings = sum(len(one["weightings"]) for one in about["frameworks"])
    assert len(table) == about["rows_at_most"] == 3 * weightings * 3 * 6
    assert tuple(table[0]) == COLUMNS.names
    assert about["left_out"] == []
    for row in random.Random(1).sample(table, 12):
        found = evaluated(row, about)
        reading = found["legality"]["readings"][row["reading"]]
        assert [row[name] for name in ("verdict", "at_least", "at_most")] == [
            reading[name] for name in ("verdict", "at_least", "at_most")
        ]
        for part, names in (
            ("legitimacy", ("index", "low", "high", "coverage", "band", "band_at_least", "band_at_most")),
            (
                "sovereignty",
                ("gross", "gross_low", "gross_high", "adjusted", "adjusted_low", "adjusted_high"),
            ),
        ):
            assert [row[name] for name in names] == [number(found[part][name]) for name in names]
    assert swept(researcher, WIDE)[2] == archive


def evaluated(row: Mapping[str, str], about: Mapping[str, Any]) -> dict[str, Any]:
    """The evaluation that a row stands for: its lapsed facts answered no, its weights in place of the published."""
    case, phase = row["item"].split("/")
    reference = Assessment.objects.get(phase__case__slug=case, phase__slug=phase, reference__isnull=False)
    body = body_of(reference)
    body["facts"] |= dict.fromkeys(json.loads(row["lapsed"]), "no")
    (yardstick,) = [one for one in about["frameworks"] if one["code"] == row["framework"]]
    return findings_evaluate(
        framework=framework_get(row["framework"]),
        body=body,
        as_of=date.fromisoformat(row["as_of"]),
        draws=0,
        weights=yardstick["weightings"][row["weighting"]] or None,
    ).as_dict()


def test_the_law_of_another_day_ends_an_authority_and_the_table_says_so(researcher: User) -> None:
    dates = ["2011-10-31", "2011-11-01"]
    table, _about, _archive = swept(
        researcher, {"items": ITEMS[1:2], "readings": ["prevailing"], "dates": dates}
    )
    told = [
        (row["as_of"], row["own_day"], row["verdict"], row["verdict_changed"], row["lapsed"]) for row in table
    ]
    own, before, after = told
    assert own[1:] == ("true", "lawful", "false", "[]")
    assert before == ("2011-10-31", "false", "lawful", "false", "[]")
    assert after[:4] == ("2011-11-01", "false", "unlawful", "true")
    assert "council_authorises_force" in json.loads(after[4])


def test_changes_and_ranks_are_against_the_baseline(researcher: User) -> None:
    table, _about, _archive = swept(researcher, WIDE)
    (base,) = [row for row in table if row["item"] == ITEMS[0] and row["baseline"] == "true"]
    assert (base["framework"], base["weighting"], base["reading"]) == ("nato-2022", "published", "prevailing")
    for row in (row for row in table if row["item"] == ITEMS[0]):
        assert row["index_change"] == str(round(float(row["index"]) - float(base["index"]), 6) + 0.0)
        assert row["rank_change"] == str(int(row["rank"]) - int(base["rank"]))
        assert row["band_changed"] == ("true" if row["band"] != base["band"] else "false")
    alike = ("framework", "weighting", "reading", "own_day")
    own = [row for row in table if row["own_day"] == "true"]
    for row in own:
        group = [each for each in own if all(each[name] == row[name] for name in alike)]
        assert row["rank"] == str(1 + sum(float(each["index"]) > float(row["index"]) for each in group))


def test_every_form_holds_the_same_values(researcher: User) -> None:
    from natoassess.web.jobs.requests import job_request

    asked = {"items": ITEMS, "weights": {"one_at_a_time": 3}}
    jobs = {form: job_request(researcher, KIND, asked | {"format": form})[0] for form in FORMS}
    run_queued()
    tables, codebooks = {}, set()
    for form, job in jobs.items():
        job.refresh_from_db()
        with zipfile.ZipFile(io.BytesIO(content_of(job))) as files:
            tables[form] = files.read(f"table.{form}")
            codebooks.add(files.read("codebook.csv"))
    rows = jsonl_read(tables["jsonl"])
    assert tuple(rows[0]) == COLUMNS.names
    for form, read in READERS.items():
        assert read(COLUMNS, tables[form]) == [flat(row, COLUMNS) for row in rows], form
    (codebook,) = codebooks
    described = csv_read(list_columns("codebook"), codebook)
    assert [row["column"] for row in described] == list(COLUMNS.names)


def test_no_column_is_empty_or_of_another_value_than_the_codebook_says(researcher: User) -> None:
    table, _about, _archive = swept(researcher, {"weights": {"one_at_a_time": 2}, "dates": ["1960-01-01"]})
    for entry in (entry for entry in codebook() if entry.list == TABLE):
        found = {row[entry.column] for row in table}
        assert entry.may_be_empty or "" not in found, entry.column
        assert not entry.values or found - {""} <= {item.value for item in entry.values}, entry.column


@pytest.mark.parametrize(
    ("parameters", "pointer", "detail"),
    [
        ({"items": ["kosovo-1999/nothing"]}, "/parameters/items", "There is no kosovo-1999/nothing"),
        ({"frameworks": ["nato-2023"]}, "/parameters/frameworks", "There is no framework nato-2023"),
        ({"readings": ["lax"]}, "/parameters/readings/0", "not a valid choice"),
        ({"dates": ["1.1.2000"]}, "/parameters/dates", "must be a day such as 1999-03-24"),
        (
            {"dates": {"from": "2001-01-01", "until": "2000-01-01"}},
            "/parameters/dates",
            "until comes before from",
        ),
        (
            {"weights": {"named": [{"name": "x", "dimensions": {"caus": 2}}]}},
            "/parameters/weights/named",
            "did you mean cause",
        ),
        (
            {"weights": {"random": 2000}, "dates": {"from": "1990-01-01", "until": "2000-01-01"}},
            "/parameters",
            "=",
        ),
        ({"colour": "red"}, "/parameters/colour", "unknown member"),
    ],
)
def test_what_cannot_be_swept_is_told_before_anything_runs(
    researcher: User, api_client_as: Callable[[User], APIClient], parameters: Any, pointer: str, detail: str
) -> None:
    body = {"kind": "sensitivity-study", "parameters": parameters}
    answer = api_client_as(researcher).post("/api/v1/jobs/", body, format="json")
    assert answer.status_code == 400
    told = {error["pointer"]: error["detail"] for error in answer.json()["errors"]}
    assert detail in next(text for at, text in told.items() if at.startswith(pointer))
    assert not Job.objects.exists()


@pytest.mark.django_db
def test_faults_of_all_members_are_told_together(
    researcher: User, api_client_as: Callable[[User], APIClient]
) -> None:
    parameters = {"items": ["no-case/no-phase"], "frameworks": ["none"], "weights": {"one_at_a_time": 1}}
    answer = api_client_as(researcher).post(
        "/api/v1/jobs/", {"kind": "sensitivity-study", "parameters": parameters}
    )
    places = [error["pointer"].split("/")[2] for error in answer.json()["errors"]]
    assert sorted(places) == ["frameworks", "items", "weights"]


def test_a_study_that_is_too_large_shows_its_arithmetic(researcher: User) -> None:
    from natoassess.web.jobs.requests import job_request
    from natoassess.web.problems import Problem

    with pytest.raises(Problem) as error:
        job_request(
            researcher, "sensitivity-study", {"items": ITEMS, "weights": {"random": 2000}, "dates": DAYS}
        )
    assert "3 phases × 2001 weightings under one framework × 3 readings × 32 days = 576,288 rows" in str(
        error.value.errors
    )


DAYS = {"from": "1990-01-31", "until": "2020-12-31", "step": "year"}


def test_another_persons_draft_cannot_be_swept(researcher: User, outsider: User) -> None:
    from cases.research.studies.plan import study_of

    draft = Assessment.objects.filter(reference__isnull=False).first()
    assert draft is not None
    draft.pk, draft.reference, draft.author, draft.status, draft.visibility = (
        None,
        None,
        researcher,
        "draft",
        "private",
    )
    draft.save()
    item = {"items": [f"assessment:{draft.pk}"]}
    assert study_of(researcher, item).phases == (draft,)
    with pytest.raises(Exception, match="or none that you may see"):
        study_of(outsider, item)


# -- the page ---------------------------------------------------------------------------------


def test_the_page_counts_tells_faults_and_starts(
    researcher: User, client_as: Callable[[User], Client]
) -> None:
    client = client_as(researcher)
    assert "Start the study" in client.get("/research/studies/").content.decode()
    sent = {"items": "\n".join(ITEMS), "readings": ["strict"], "named": "means first: means=3", "key": "once"}
    counted = client.post("/research/studies/", sent | {"count": "1"})
    assert "3 phases × 2 weightings under one framework × 1 reading × 1 day = 6" in counted.content.decode()
    wrong = {
        "since": "1.1.1990",
        "until": "2000-01-01",
        "random": "99999",
        "items": "a/b",
        "named": "means 3",
    }
    refused = client.post("/research/studies/", sent | wrong)
    assert refused.status_code == 400
    assert {"since", "random", "named"} <= set(refused.context["form"].errors)
    assert "does not read as NAME" in refused.content.decode()
    assert not Job.objects.exists()
    for _twice in range(2):
        started = client.post("/research/studies/", sent | {"start": "1"})
        assert started.status_code == 302
    job = Job.objects.get()
    assert job.parameters["weights"]["named"] == [{"name": "means first", "dimensions": {"means": 3.0}}]


def test_no_name_of_a_weighting_is_a_formula() -> None:
    row = {column.name: None for column in COLUMNS} | {"weighting": "=HYPERLINK(1)", "index_change": -1.5}
    (told,) = csv.DictReader(b"".join(FORMS["csv"].write(COLUMNS, [row])).decode().splitlines())
    assert (told["weighting"], told["index_change"]) == ("'=HYPERLINK(1)", "-1.5")
