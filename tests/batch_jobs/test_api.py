"""Batches by program."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from pytest_django import Settings
from rest_framework.test import APIClient

from cases.research.batches.models import Batch, Chunk
from natoassess.accounts.deletion import account_delete
from natoassess.accounts.exports import account_export
from natoassess.accounts.models import User
from natoassess.web.audit.models import AuditEntry
from tests.batch_jobs.conftest import BATCHES, Send
from tests.support.batches import as_csv, as_jsonl, chunks_run

pytestmark = pytest.mark.django_db

CSV = as_csv(25, faults=frozenset({7, 23}))


def test_from_the_file_to_the_results(send: Send, program: APIClient) -> None:
    sent = send(CSV, query="?name=Spring&draws=0")
    assert sent.status_code == 201, sent.content
    batch = sent.json()
    assert sent["Location"] == batch["url"]
    assert (batch["state"], batch["rows"], batch["done_rows"], batch["results"]) == ("queued", 25, 0, None)
    assert (batch["sha256"], batch["bytes"]) == (hashlib.sha256(CSV).hexdigest(), len(CSV))
    refused = program.get(f"{batch['url']}results/")
    assert (refused.status_code, refused.json()["code"]) == (409, "no_result")

    assert chunks_run(batch["id"]) == 3
    done = program.get(batch["url"]).json()
    assert (done["state"], done["good_rows"], done["bad_rows"]) == ("done", 23, 2)
    answer = program.get(done["results"])
    body = answer.getvalue()
    assert (answer["Content-Type"], int(answer["Content-Length"])) == ("application/jsonl", len(body))
    lines = [json.loads(line) for line in body.splitlines()]
    assert [line["row"] for line in lines] == [row for row in range(1, 26) if row not in {7, 23}]
    faults = program.get(done["faults"], HTTP_ACCEPT="application/jsonl").getvalue()
    assert [json.loads(line)["row"] for line in faults.splitlines()] == [7, 23]


def test_results_and_faults_as_csv(send: Send, program: APIClient) -> None:
    batch = send(as_jsonl(25, faults=frozenset({3})), "application/jsonl").json()
    chunks_run(batch["id"])
    results = program.get(f"{batch['url']}results/", HTTP_ACCEPT="text/csv")
    assert results["Content-Disposition"] == 'attachment; filename="batch-results.csv"'
    assert len(results.getvalue().splitlines()) == 1 + 24
    faults = program.get(f"{batch['url']}faults/", HTTP_ACCEPT="text/csv").getvalue().decode().splitlines()
    assert faults[0] == "row,id,pointer,column,detail"
    assert faults[1].startswith("3,")
    refused = program.get(f"{batch['url']}results/", HTTP_ACCEPT="application/pdf")
    assert (refused.status_code, refused["Content-Type"]) == (406, "application/problem+json")


def test_one_chunk_or_many_the_same_bytes(send: Send, program: APIClient, settings: Settings) -> None:
    found = set()
    for chunk_rows, slice_rows in ((10, 4), (3, 2), (1_000, 1_000)):
        settings.BATCHES_CHUNK_ROWS, settings.BATCHES_SLICE_ROWS = chunk_rows, slice_rows
        batch = send(CSV, query="?draws=20").json()
        chunks_run(batch["id"])
        found.add(program.get(f"{batch['url']}results/").getvalue())
    assert len(found) == 1


def test_packed_the_same(send: Send) -> None:
    twice = gzip.compress(CSV[:100]) + gzip.compress(CSV[100:])
    batch = send(twice, HTTP_CONTENT_ENCODING="gzip").json()
    assert batch["sha256"] == hashlib.sha256(CSV).hexdigest()
    assert batch["rows"] == 25


def test_the_greatest_seed_is_taken(send: Send) -> None:
    sent = send(CSV, query="?seed=9007199254740991")
    assert (sent.status_code, sent.json()["parameters"].get("seed")) == (201, 2**53 - 1), sent.content


def test_the_same_key_gives_the_same_batch(send: Send) -> None:
    first, again = (send(CSV, HTTP_IDEMPOTENCY_KEY="k") for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["id"] == again.json()["id"]
    for other in (
        send(CSV + b"r26,1999-03-24,no,1\n", HTTP_IDEMPOTENCY_KEY="k"),
        send(CSV, "text/csv", "?draws=5", HTTP_IDEMPOTENCY_KEY="k"),
    ):
        assert (other.status_code, other.json()["code"]) == (409, "idempotency_key_reused")


def test_called_off_and_resumed_with_what_is_done(send: Send, program: APIClient, researcher: User) -> None:
    batch = send(CSV).json()
    first = Chunk.objects.get(batch=batch["id"], number=1)
    Chunk.objects.filter(batch=batch["id"], number__gt=1).update(
        state="running", claim=first.pk, heartbeat_at=first.batch.created_at
    )
    assert chunks_run(batch["id"]) == 1
    Chunk.objects.filter(batch=batch["id"], number__gt=1).update(state="waiting", claim=None)
    cancelled = program.post(f"{batch['url']}cancel/").json()
    assert (cancelled["state"], cancelled["done_rows"]) == ("cancelled", 10)
    assert chunks_run(batch["id"]) == 0
    assert program.post(f"{batch['url']}cancel/").status_code == 409
    assert program.post(f"{batch['url']}resume/").json()["state"] == "queued"
    assert program.post(f"{batch['url']}resume/").status_code == 409
    assert chunks_run(batch["id"]) == 2
    assert program.get(batch["url"]).json()["state"] == "done"
    said = AuditEntry.objects.filter(actor_id=researcher.pk, subject_id=batch["id"]).order_by("pk")
    assert list(said.values_list("action", flat=True)) == ["batch.made", "batch.cancelled", "batch.resumed"]


def test_it_stops_at_faults_where_that_was_asked(send: Send, program: APIClient) -> None:
    batch = send(CSV, query="?on_fault=stop").json()
    assert chunks_run(batch["id"]) == 1
    stopped = program.get(batch["url"]).json()
    assert (stopped["state"], stopped["done_rows"], stopped["bad_rows"]) == ("failed", 10, 1)
    assert "faults" in stopped["error"]
    assert json.loads(program.get(stopped["faults"]).getvalue())["row"] == 7
    program.post(f"{batch['url']}resume/")
    chunks_run(batch["id"])
    assert program.get(batch["url"]).json()["state"] == "done"


def test_removed_with_its_files(
    send: Send,
    program: APIClient,
    batches_dir: Path,
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]],
) -> None:
    batch = send(CSV).json()
    assert [path.name for path in batches_dir.iterdir()] == [batch["id"]]
    with django_capture_on_commit_callbacks(execute=True):
        assert program.delete(batch["url"]).status_code == 204
    assert list(batches_dir.iterdir()) == []
    assert program.get(batch["url"]).status_code == 404


def test_only_its_owner_sees_it(
    send: Send, api_client_as: Callable[[User], APIClient], analyst: User, administrator: User
) -> None:
    batch = send(CSV).json()
    for person in (analyst, administrator):
        other = api_client_as(person)
        assert other.get(BATCHES).json()["count"] == 0
        for verb, part in (
            ("get", ""),
            ("delete", ""),
            ("post", "cancel/"),
            ("post", "resume/"),
            ("get", "results/"),
            ("get", "faults/"),
        ):
            assert getattr(other, verb)(batch["url"] + part).status_code == 404
    stranger = APIClient()
    assert stranger.get(BATCHES).status_code == 401
    assert stranger.post(BATCHES, "", content_type="text/csv").status_code == 401
    assert Batch.objects.get().state == "queued"


@pytest.mark.parametrize(
    ("content", "media_type", "query", "headers", "status", "code"),
    [
        (b"", "text/csv", "", {}, 400, "empty"),
        (b"id,as_of,uses_force\n", "text/csv", "", {}, 400, "invalid_file"),
        (b"\n\n", "application/jsonl", "", {}, 400, "invalid"),
        (CSV.replace(b"r9", b"r\x00"), "text/csv", "", {}, 400, "invalid_file"),
        (CSV + b"x" * 2_000_000, "text/csv", "", {}, 400, "invalid_file"),
        (CSV * 5, "application/json", "", {}, 415, "unsupported_media_type"),
        (CSV, "text/csv", "", {"HTTP_CONTENT_ENCODING": "br"}, 415, "unsupported_media_type"),
        (CSV, "text/csv", "", {"HTTP_CONTENT_ENCODING": "gzip"}, 400, "invalid_file"),
        (gzip.compress(CSV)[:-9], "text/csv", "", {"HTTP_CONTENT_ENCODING": "gzip"}, 400, "incomplete"),
        (CSV, "text/csv", "?drwas=5", {}, 400, "unknown_params"),
        (CSV, "text/csv", "?draws=many", {}, 400, "invalid"),
        (CSV, "text/csv", "?draws=1&draws=2", {}, 400, "invalid_params"),
        (CSV, "text/csv", "?on_fault=panic", {}, 400, "invalid"),
        (CSV, "text/csv", "?framework=nato-1066", {}, 400, "invalid"),
        (CSV, "text/csv", "", {"HTTP_IDEMPOTENCY_KEY": "k" * 101}, 400, "invalid_idempotency_key"),
    ],
)
def test_hostile_uploads_leave_nothing(
    send: Send,
    batches_dir: Path,
    content: bytes,
    media_type: str,
    query: str,
    headers: dict[str, str],
    status: int,
    code: str,
) -> None:
    refused = send(content, media_type, query, **headers)
    assert (refused.status_code, refused.json()["code"]) == (status, code), refused.content
    assert not Batch.objects.exists()
    assert not batches_dir.exists() or list(batches_dir.iterdir()) == []


def test_too_much_is_refused(send: Send, settings: Settings, batches_dir: Path) -> None:
    settings.BATCHES_MAX_ROWS = 24
    many = send(CSV)
    assert (many.status_code, many.json()["code"]) == (413, "too_many_rows")
    settings.BATCHES_MAX_ROWS = 1_000_000
    settings.BATCHES_MAX_BYTES = 1_000_000
    bomb = send(gzip.compress(b"as_of,uses_force\n" + b"1,1\n" * 2_000_000), HTTP_CONTENT_ENCODING="gzip")
    assert (bomb.status_code, bomb.json()["code"]) == (413, "too_large")
    settings.BATCHES_MAX_KEPT = len(CSV) + 1
    assert send(CSV).status_code == 201
    kept = send(CSV)
    assert (kept.status_code, kept.json()["code"]) == (413, "too_much_kept")
    settings.BATCHES_MAX_OPEN = 1
    open_ones = send(CSV)
    assert (open_ones.status_code, open_ones.json()["code"]) == (429, "too_many_batches")
    assert len(list(batches_dir.iterdir())) == 1


def test_a_body_that_ends_early_is_refused(program: APIClient, batches_dir: Path) -> None:
    headers: Any = {"CONTENT_LENGTH": str(len(CSV) + 1), "wsgi.input": io.BytesIO(CSV)}
    refused = program.generic("POST", f"{BATCHES}?framework=nato-2022", CSV.decode(), "text/csv", **headers)
    assert (refused.status_code, refused.json()["code"]) == (400, "incomplete")
    assert list(batches_dir.iterdir()) == []


def test_the_list_costs_the_same_for_many(
    send: Send,
    program: APIClient,
    django_assert_max_num_queries: Callable[..., AbstractContextManager[object]],
    settings: Settings,
) -> None:
    settings.BATCHES_MAX_OPEN = 10
    for _ in range(4):
        send(CSV)
    with django_assert_max_num_queries(8):
        assert program.get(reverse("api-batch-list")).json()["count"] == 4


def test_an_account_hands_out_and_takes_away_its_batches(
    send: Send,
    researcher: User,
    batches_dir: Path,
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]],
) -> None:
    batch = send(CSV).json()
    with account_export(user=researcher) as archive, zipfile.ZipFile(archive) as files:
        assert json.loads(files.read("batches/batches.json"))[0]["id"] == batch["id"]
    with django_capture_on_commit_callbacks(execute=True):
        account_delete(user=researcher)
    assert not Batch.objects.exists()
    assert list(batches_dir.iterdir()) == []
