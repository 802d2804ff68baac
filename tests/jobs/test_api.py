"""Jobs by program."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from drf_spectacular.generators import SchemaGenerator
from jsonschema import Draft202012Validator
from pytest_django import Settings
from redis.exceptions import ConnectionError as RedisConnectionError
from rest_framework.settings import api_settings
from rest_framework.test import APIClient

from natoassess.accounts.models import User
from natoassess.web import throttling
from natoassess.web.jobs.models import Job, State
from natoassess.web.jobs.runner import job_run

pytestmark = pytest.mark.django_db

JOBS = "/api/v1/jobs/"
ITEMS = ["kosovo-1999/allied-force", "libya-2011/later-phase"]
EXPORT = {"kind": "comparison-export", "parameters": {"items": ITEMS, "format": "csv"}}


@pytest.fixture
def program(api_client_as: Callable[[User], APIClient], instructor: User) -> APIClient:
    """A program of the instructor's."""
    return api_client_as(instructor)


def test_from_asking_to_the_file(program: APIClient, client: Client) -> None:
    asked = program.post(JOBS, EXPORT)
    assert asked.status_code == 201
    job = asked.json()
    assert asked["Location"] == job["url"]
    assert (job["state"], job["progress"], job["result"]) == ("queued", 0, None)
    assert program.get(f"{job['url']}result/").status_code == 409
    assert job_run(job_id=job["id"], beating=False)
    done = program.get(job["url"]).json()
    assert (done["state"], done["progress"], done["attempts"]) == ("done", 100, 1)
    answer = program.get(done["result"]["url"], HTTP_ACCEPT="text/csv")
    assert answer["Content-Type"] == done["result"]["media_type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == f'attachment; filename="{done["result"]["name"]}"'
    body = answer.getvalue()
    assert len(body) == done["result"]["size"]
    direct = client.get("/compare/comparison.csv", {"item": ITEMS})
    assert body == direct.content


def test_pdf_too(program: APIClient) -> None:
    job = program.post(JOBS, {**EXPORT, "parameters": {"items": ITEMS, "format": "pdf"}}).json()
    assert job_run(job_id=job["id"], beating=False)
    answer = program.get(f"{job['url']}result/")
    assert answer["Content-Type"] == "application/pdf"
    assert answer.getvalue().startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/kind"),
        ({"kind": "comparison-exprt", "parameters": {}}, "/kind"),
        ({**EXPORT, "colour": "red"}, "/colour"),
        ({"kind": "comparison-export", "parameters": []}, "/parameters"),
        ({"kind": "comparison-export", "parameters": {"items": ITEMS}}, "/parameters/format"),
        (
            {"kind": "comparison-export", "parameters": {"items": ITEMS, "format": "docx"}},
            "/parameters/format",
        ),
        (
            {"kind": "comparison-export", "parameters": {"items": ITEMS[:1], "format": "csv"}},
            "/parameters/items",
        ),
        (
            {"kind": "comparison-export", "parameters": {"items": ITEMS[:1] * 2, "format": "csv"}},
            "/parameters/items",
        ),
        (
            {"kind": "comparison-export", "parameters": {"items": [*ITEMS, "no/such"], "format": "csv"}},
            "/parameters/items",
        ),
        (
            {"kind": "comparison-export", "parameters": {"items": ITEMS, "format": "csv", "path": "/etc"}},
            "/parameters/path",
        ),
    ],
)
def test_faults_are_pointed_at_and_nothing_is_queued(
    program: APIClient, body: dict[str, Any], pointer: str
) -> None:
    answer = program.post(JOBS, body)
    assert answer.status_code == 400
    assert pointer in [error["pointer"] for error in answer.json()["errors"]]
    assert not Job.objects.exists()


def test_a_near_name_is_offered(program: APIClient) -> None:
    answer = program.post(JOBS, {"kind": "comparison-exprt", "parameters": {}})
    assert "did you mean comparison-export" in answer.json()["errors"][0]["detail"]


@pytest.mark.parametrize("address", [JOBS, f"{JOBS}00000000-0000-0000-0000-000000000000/"])
def test_unknown_parameters_are_refused(program: APIClient, address: str) -> None:
    assert program.get(address, {"colour": "red"}).json()["code"] == "unknown_params"
    assert program.post(f"{JOBS}?colour=red", EXPORT).status_code == 400


def test_another_persons_job_does_not_exist(
    program: APIClient, api_client_as: Callable[[User], APIClient], analyst: User, administrator: User
) -> None:
    """A member of the same team, and an administrator."""
    job = program.post(JOBS, EXPORT).json()
    assert job_run(job_id=job["id"], beating=False)
    for person in (analyst, administrator):
        other = api_client_as(person)
        assert other.get(JOBS).json()["count"] == 0
        assert other.get(job["url"]).status_code == 404
        assert other.post(f"{job['url']}cancel/").status_code == 404
        assert other.get(f"{job['url']}result/").status_code == 404
    assert program.get(JOBS).json()["count"] == 1


def test_a_stranger_is_refused(api_client: APIClient) -> None:
    assert api_client.get(JOBS).status_code == 401
    assert api_client.post(JOBS, EXPORT).status_code == 401


def test_what_one_may_not_see_cannot_be_exported(
    program: APIClient, api_client_as: Callable[[User], APIClient], outsider: User
) -> None:
    filed = api_client_as(outsider).post(
        "/api/v1/assessments/",
        {
            "title": "A scenario",
            "target_name": "Ardania",
            "acting_names": "Nine",
            "starts_on": "2026-05-02",
            "as_of": "2026-05-02",
        },
    )
    assert filed.status_code == 201, filed.content
    hidden = f"assessment:{filed.json()['id']}"
    body = {
        "kind": "comparison-export",
        "parameters": {"items": [ITEMS[0], hidden], "format": "csv"},
    }
    assert program.post(JOBS, body).status_code == 400
    assert api_client_as(outsider).post(JOBS, body).status_code == 201


def test_what_has_gone_out_of_sight_since_fails_in_words(program: APIClient) -> None:
    job = program.post(JOBS, EXPORT).json()
    Job.objects.update(parameters={"items": [ITEMS[0], "assessment:999999999"], "format": "csv"})
    assert not job_run(job_id=job["id"], beating=False)
    failed = program.get(job["url"]).json()
    assert failed["state"] == "failed"
    assert "assessment:999999999" in failed["error"]


def test_cancelling(program: APIClient) -> None:
    job = program.post(JOBS, EXPORT).json()
    answer = program.post(f"{job['url']}cancel/")
    assert (answer.status_code, answer.json()["state"]) == (200, "cancelled")
    again = program.post(f"{job['url']}cancel/")
    assert (again.status_code, again.json()["code"]) == (409, "job_ended")
    assert program.get(f"{job['url']}result/").json()["code"] == "no_result"


def test_the_same_key_asks_once(program: APIClient) -> None:
    first = program.post(JOBS, EXPORT, HTTP_IDEMPOTENCY_KEY="monday")
    again = program.post(JOBS, EXPORT, HTTP_IDEMPOTENCY_KEY="monday")
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["id"] == again.json()["id"]
    other = {**EXPORT, "parameters": {"items": ITEMS, "format": "pdf"}}
    refused = program.post(JOBS, other, HTTP_IDEMPOTENCY_KEY="monday")
    assert (refused.status_code, refused.json()["code"]) == (409, "idempotency_key_reused")
    assert program.post(JOBS, EXPORT, HTTP_IDEMPOTENCY_KEY="x" * 101).status_code == 400


def test_the_list_can_be_narrowed(program: APIClient) -> None:
    job = program.post(JOBS, EXPORT).json()
    program.post(JOBS, EXPORT)
    program.post(f"{job['url']}cancel/")
    assert [row["id"] for row in program.get(JOBS, {"state": "cancelled"}).json()["results"]] == [job["id"]]
    assert program.get(JOBS, {"kind": "comparison-export"}).json()["count"] == 2
    assert program.get(JOBS, {"state": "asleep"}).status_code == 400


def test_too_many_at_once_must_wait(program: APIClient, settings: Settings) -> None:
    settings.JOBS_MAX_OPEN = 1
    program.post(JOBS, EXPORT)
    answer = program.post(JOBS, EXPORT)
    assert (answer.status_code, answer.json()["code"]) == (429, "too_many_jobs")
    assert Job.objects.count() == 1


def test_the_rate_limit_holds_here_too(program: APIClient, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    monkeypatch.setattr(api_settings, "DEFAULT_THROTTLE_RATES", {"user": "2/min", "anonymous": None})
    statuses = [program.get(JOBS).status_code for _ in range(3)]
    cache.clear()
    assert statuses == [200, 200, 429]


def test_without_its_counters_the_site_goes_on_serving(
    program: APIClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Down:
        def add(self, *_given: Any, **_named: Any) -> Any:
            raise RedisConnectionError("Connection refused")

    monkeypatch.setattr(api_settings, "DEFAULT_THROTTLE_RATES", {"user": "2/min", "anonymous": None})
    monkeypatch.setattr(throttling, "cache", Down())
    assert program.post(JOBS, EXPORT).status_code == 201


def test_the_answers_are_as_described(program: APIClient) -> None:
    generator: Any = SchemaGenerator
    schema = generator().get_schema(request=None, public=True)
    asked = program.post(JOBS, EXPORT)
    job = asked.json()
    assert job_run(job_id=job["id"], beating=False)

    def check(path: str, method: str, answer: Any) -> None:
        described = schema["paths"][f"/api/v1/jobs/{path}"][method]["responses"][str(answer.status_code)]
        if "$ref" in described:
            described = schema["components"]["responses"][described["$ref"].rsplit("/", 1)[1]]
        media = (
            described["content"].get("application/json") or described["content"]["application/problem+json"]
        )
        form = {**media["schema"], "components": schema["components"]}
        Draft202012Validator(form).validate(answer.json())

    check("", "post", asked)
    check("", "get", program.get(JOBS))
    check("{id}/", "get", program.get(job["url"]))
    check("{id}/cancel/", "post", program.post(f"{job['url']}cancel/"))
    check("", "post", program.post(JOBS, {}))
    example = schema["paths"]["/api/v1/jobs/"]["post"]["requestBody"]["content"]["application/json"]
    for given in example["examples"].values():
        assert program.post(JOBS, given["value"]).status_code == 201


def test_a_result_whose_file_is_gone_is_not_found(program: APIClient, jobs_dir: Any) -> None:
    job = program.post(JOBS, EXPORT).json()
    assert job_run(job_id=job["id"], beating=False)
    for path in jobs_dir.iterdir():
        path.unlink()
    assert Job.objects.get().state == State.DONE
    assert program.get(f"{job['url']}result/").status_code == 404
