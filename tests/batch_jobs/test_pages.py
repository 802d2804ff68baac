"""The pages of batches, for whoever has no script."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from cases.research.batches.models import Batch
from natoassess.accounts.models import User
from tests.support.batches import as_csv, as_jsonl, chunks_run

pytestmark = pytest.mark.django_db

LIST = "/research/batches/"
FIELDS = {"framework": "nato-2022", "on_fault": "skip", "draws": "0", "name": "Spring"}


@pytest.fixture
def page(client_as: Callable[[User], Client], researcher: User) -> Client:
    """The researcher's browser."""
    return client_as(researcher)


def send(page: Client, content: bytes, file_name: str = "rows.csv", /, **fields: str) -> Any:
    return page.post(LIST, {**FIELDS, **fields, "file": SimpleUploadedFile(file_name, content)})


def test_from_the_form_to_the_faults_and_the_results(page: Client) -> None:
    sent = send(page, as_csv(25, faults=frozenset({7})))
    batch = Batch.objects.get()
    here = reverse("research:batch", args=[batch.pk])
    assert (sent.status_code, sent["Location"]) == (302, here)
    assert "Waiting for its turn" in page.get(here).content.decode()
    assert page.get(f"{here}results.csv").status_code == 404
    seen = {"seen": batch.mark}
    assert page.get(f"{here}state/", seen).status_code == 204
    chunks_run(batch.pk)
    part = page.get(f"{here}state/", seen).content.decode()
    assert 'hx-swap-oob="true"' in part and "24 with a result, 1 with faults" in part
    said = page.get(here).content.decode()
    assert "must be yes, no, contested or unknown" in said and "r7" in said
    assert len(b"".join(page.get(f"{here}results.csv")).splitlines()) == 25
    assert len(b"".join(page.get(f"{here}faults.jsonl")).splitlines()) == 1
    assert page.get(f"{here}results.xml").status_code == 404
    assert "Spring" in page.get(LIST).content.decode()


@pytest.mark.parametrize(
    ("name", "content", "form"),
    [
        ("rows.csv.gz", gzip.compress(as_csv(3)), "csv"),
        ("rows.ndjson", as_jsonl(3), "jsonl"),
        ("rows.txt", as_jsonl(3), "jsonl"),
        ("rows.txt", as_csv(3), "csv"),
    ],
    ids=["packed", "ndjson", "text of JSON", "text of CSV"],
)
def test_files_are_told_apart(page: Client, name: str, content: bytes, form: str) -> None:
    assert send(page, content, name).status_code == 302
    assert (Batch.objects.get().form, Batch.objects.get().rows) == (form, 3)


@pytest.mark.parametrize(
    ("content", "fields", "says"),
    [
        (b"", {}, "The file is empty."),
        (b"id,as_of,uses_force\n", {}, "The file holds no row."),
        (b"id,as_of,uses_forse\na,1999-03-24,yes\n", {}, "uses_force"),
        (as_csv(3), {"draws": "many"}, "Draws for the uncertainty"),
        (as_csv(3), {"as_of": "tomorrow"}, "Judged as of"),
        (as_csv(3), {"name": "x" * 121}, "at most 120"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_nothing_is_kept(
    page: Client, batches_dir: Path, content: bytes, fields: dict[str, str], says: str
) -> None:
    answer = send(page, content, **fields)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not Batch.objects.exists()
    assert [path for path in batches_dir.iterdir() if path.suffix != ".part"] == []


def test_cancel_resume_delete(page: Client) -> None:
    send(page, as_csv(25))
    batch = Batch.objects.get()
    here = reverse("research:batch", args=[batch.pk])
    page.post(f"{here}cancel/")
    assert "It was cancelled after 0 of 25 rows" in page.get(here).content.decode()
    assert "It had ended before." in page.post(f"{here}cancel/", follow=True).content.decode()
    page.post(f"{here}resume/")
    assert "only what failed or was cancelled" in page.post(f"{here}resume/", follow=True).content.decode()
    chunks_run(batch.pk)
    assert page.get(here).status_code == 200
    assert page.post(f"{here}delete/")["Location"] == LIST
    assert page.get(here).status_code == 404


def test_the_token_of_the_form_is_asked_for(researcher: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(researcher, backend="django.contrib.auth.backends.ModelBackend")
    assert send(strict, as_csv(3)).status_code == 403
    assert not Batch.objects.exists()


def test_the_table_to_fill_in_is_taken_as_it_is(page: Client, client: Client) -> None:
    table = client.get(reverse("research:batch-template"))
    header = table.content.decode().strip()
    assert header.startswith("id,as_of,standpoint,")
    row = ",".join(["a", "1999-03-24", *[""] * (header.count(",") - 1)])
    assert send(page, f"{header}\n{row}\n".encode()).status_code == 302
    chunks_run(Batch.objects.get().pk)
    assert Batch.objects.get().good_rows == 1
    assert client.get(reverse("research:batch-template"), {"framework": "nato-1066"}).status_code == 404


def test_a_stranger_is_led_to_sign_in(client: Client) -> None:
    assert client.get(LIST)["Location"].startswith("/accounts/login/")
