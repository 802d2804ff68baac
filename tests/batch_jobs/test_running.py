"""Chunks: done once whatever comes twice, taken over from the dead, sent a few at a time, removed when old."""

from __future__ import annotations

import os
import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import Settings

from cases.research.batches import running, tasks
from cases.research.batches.asking import batch_ask
from cases.research.batches.claims import chunk_claim, orphans_release
from cases.research.batches.feeding import batch_feed, open_batches_feed
from cases.research.batches.models import Batch, Chunk, Form
from cases.research.batches.running import chunk_run
from cases.research.batches.services import TooMuchKept, batch_cancel, batch_resume, quota_check
from cases.research.batches.sweeping import batches_remove_old
from frameworks.batches import rows_score
from natoassess.accounts.models import User
from natoassess.web.jobs.context import STOPPING
from tests.support.batches import as_csv, chunks_run

pytestmark = pytest.mark.django_db


@pytest.fixture
def batch(researcher: User) -> Batch:
    """Three chunks: ten rows, ten, five."""
    given = {"framework": "nato-2022"}
    made, _is_new = batch_ask(researcher, form=Form.CSV, given=given, blocks=[as_csv(25)])
    return made


@pytest.fixture
def broker(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The chunks that were sent, in place of a broker."""
    sent: list[str] = []

    def take(args: tuple[str], **_options: Any) -> None:
        sent.append(args[0])

    monkeypatch.setattr(tasks.run_chunk, "apply_async", take)
    return sent


def chunk(batch: Batch, number: int) -> Chunk:
    return Chunk.objects.get(batch=batch, number=number)


def test_a_message_that_comes_twice_finds_nothing_to_do(batch: Batch, broker: list[str]) -> None:
    first = chunk(batch, 1).pk
    assert [chunk_run(chunk_id=first, beating=False) for _ in range(2)] == [True, False]
    claim = chunk_claim(chunk_id=chunk(batch, 2).pk)
    assert claim is not None
    assert chunk_claim(chunk_id=chunk(batch, 2).pk) is None, "another has it"
    batch.refresh_from_db()
    assert (batch.done_rows, batch.state) == (10, "running")
    assert chunk_run(chunk_id=uuid.uuid4(), beating=False) is False


def test_who_was_given_up_for_dead_finishes_nothing(
    batch: Batch, broker: list[str], batches_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = chunk(batch, 1).pk

    def die(*given: Any) -> Any:
        monkeypatch.setattr(running, "rows_score", rows_score)
        assert orphans_release(silent_for=0) == 1
        assert chunk_run(chunk_id=first, beating=False), "another takes it over and finishes"
        return rows_score(*given)

    monkeypatch.setattr(running, "rows_score", die)
    assert chunk_run(chunk_id=first, beating=False) is False
    done = chunk(batch, 1)
    assert (done.state, done.attempts) == ("done", 2)
    names = sorted(path.name for path in (batches_dir / str(batch.pk)).iterdir())
    assert names == sorted(["input", done.results_file, done.faults_file])
    batch.refresh_from_db()
    assert batch.done_rows == 10


def test_what_kills_workers_is_given_up(batch: Batch, broker: list[str]) -> None:
    for _ in range(3):
        assert chunk_claim(chunk_id=chunk(batch, 2).pk)
        assert orphans_release(silent_for=0) == 1
    batch.refresh_from_db()
    assert batch.state == "failed"
    assert "rows 11 to 20" in batch.error
    assert chunks_run(batch.pk) == 0, "nobody works for it any more"


def test_chunks_are_sent_a_few_at_a_time_and_again_where_they_were_lost(
    batch: Batch, broker: list[str], settings: Settings
) -> None:
    settings.BATCHES_IN_FLIGHT = 2
    numbers = {str(key): number for key, number in Chunk.objects.values_list("pk", "number")}
    assert batch_feed(batch_id=batch.pk)
    assert batch_feed(batch_id=batch.pk)
    assert [numbers[key] for key in broker] == [1, 2]
    assert chunk_run(chunk_id=chunk(batch, 1).pk, beating=False)
    assert [numbers[key] for key in broker] == [1, 2, 3], "the next, when one has ended"
    open_batches_feed(resend_after=60)
    assert len(broker) == 3
    open_batches_feed(resend_after=0)
    assert [numbers[key] for key in broker[3:]] == [2, 3], "the broker has forgotten them"


def test_a_broker_that_takes_nothing_is_no_fault(batch: Batch, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_given: Any) -> None:
        raise ConnectionError

    monkeypatch.setattr(tasks.run_chunk, "apply_async", refuse)
    assert batch_feed(batch_id=batch.pk) is False
    assert chunk(batch, 1).sent_at is None


def test_called_off_in_the_middle_of_a_chunk(
    batch: Batch, broker: list[str], researcher: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    scored: list[int] = []

    def cancel(plan: Any, lines: bytes, first: int) -> Any:
        scored.append(first)
        batch_cancel(owner=researcher, batch=batch)
        return rows_score(plan, lines, first)

    monkeypatch.setattr(running, "rows_score", cancel)
    assert chunk_run(chunk_id=chunk(batch, 1).pk, beating=False) is False
    left = chunk(batch, 1)
    assert (scored, left.state, left.attempts) == ([1], "waiting", 0), "the second slice was not begun"
    monkeypatch.setattr(running, "rows_score", rows_score)
    assert batch_resume(owner=researcher, batch=batch)
    assert chunks_run(batch.pk) == 3


def test_a_worker_that_stops_gives_its_chunk_back(batch: Batch, broker: list[str]) -> None:
    STOPPING.set()
    try:
        assert chunk_run(chunk_id=chunk(batch, 1).pk, beating=False) is False
    finally:
        STOPPING.clear()
    assert (chunk(batch, 1).state, chunk(batch, 1).attempts) == ("waiting", 0)


@pytest.mark.parametrize("loss", ["the file", "the framework"])
def test_what_is_gone_is_said_in_words(batch: Batch, broker: list[str], batches_dir: Path, loss: str) -> None:
    if loss == "the file":
        (batches_dir / str(batch.pk) / "input").unlink()
    else:
        plan = {**batch.plan, "framework": {**batch.framework, "checksum": "0" * 64}}
        Batch.objects.filter(pk=batch.pk).update(plan=plan)
    chunks_run(batch.pk)
    batch.refresh_from_db()
    assert batch.state == "failed"
    assert ("no longer here" if loss == "the file" else "no longer the one") in batch.error


def test_old_batches_and_strays_are_removed(
    batch: Batch, broker: list[str], batches_dir: Path, settings: Settings
) -> None:
    stray = batches_dir / "left.part"
    stray.write_bytes(b"x")
    batches_remove_old()
    assert stray.exists(), "somebody may still be writing to it"
    os.utime(stray, (0, 0))
    chunks_run(batch.pk)
    batches_remove_old()
    assert [path.name for path in batches_dir.iterdir()] == [str(batch.pk)]
    Batch.objects.update(finished_at=timezone.now() - timedelta(days=settings.BATCHES_KEEP_DAYS + 1))
    batches_remove_old()
    assert not Batch.objects.exists()
    assert list(batches_dir.iterdir()) == []


def test_a_closed_account_is_scored_nothing(batch: Batch, broker: list[str], researcher: User) -> None:
    User.objects.filter(pk=researcher.pk).update(is_active=False)
    assert chunks_run(batch.pk) == 0
    batch.refresh_from_db()
    assert batch.state == "failed"


def test_what_was_made_counts_against_what_a_person_may_keep(
    batch: Batch, broker: list[str], settings: Settings, researcher: User
) -> None:
    chunk_run(chunk_id=chunk(batch, 1).pk, beating=False)
    made = chunk(batch, 1)
    assert made.results_bytes > batch.bytes
    batch_cancel(owner=researcher, batch=batch)
    settings.BATCHES_MAX_KEPT = batch.bytes + made.results_bytes + made.faults_bytes - 1
    with pytest.raises(TooMuchKept):
        quota_check(owner=researcher)
    with pytest.raises(TooMuchKept):
        batch_resume(owner=researcher, batch=batch)
    settings.BATCHES_MAX_KEPT += 1
    assert batch_resume(owner=researcher, batch=batch)
