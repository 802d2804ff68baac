"""Asking for a job and calling it off; what was not sent, or was lost, is found."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from kombu.exceptions import OperationalError
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from natoassess.accounts.models import User
from natoassess.web.jobs import services
from natoassess.web.jobs.claims import job_claim
from natoassess.web.jobs.models import Job, State
from natoassess.web.jobs.runner import job_run
from natoassess.web.jobs.services import KeyReused, TooManyJobs, job_cancel, job_create
from natoassess.web.jobs.sweeping import jobs_sweep
from natoassess.web.jobs.tasks import run_job
from tests.jobs.conftest import Run

pytestmark = pytest.mark.django_db


class Broker(list[str]):
    """Stands for the broker: keeps the ids of what it takes, in order; refuses while it is down."""

    down = False

    def take(self, args: tuple[str], **options: Any) -> None:
        assert options["retry"] is False, "a request would wait for the broker"
        if self.down:
            raise OperationalError("Connection refused")
        self.extend(args)


@pytest.fixture
def broker(monkeypatch: pytest.MonkeyPatch) -> Iterator[Broker]:
    """A broker in this test's hands."""
    stub = Broker()
    monkeypatch.setattr(run_job, "apply_async", stub.take)
    yield stub


def ask(owner: User | None, **given: Any) -> Job:
    return job_create(owner_id=owner.pk if owner else None, kind="test", parameters={}, **given)[0]


@pytest.fixture(autouse=True)
def kind(runs_as: Callable[[Run], None]) -> None:
    """The kind "test" exists."""


def test_it_is_sent_once_the_row_is_committed(
    broker: Broker, analyst: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        job = ask(analyst)
        assert broker == []
    assert broker == [str(job.pk)]
    job.refresh_from_db()
    assert job.sent_at is not None


def test_a_dead_broker_loses_nothing(
    broker: Broker, analyst: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    broker.down = True
    with django_capture_on_commit_callbacks(execute=True):
        job = ask(analyst)
    job.refresh_from_db()
    assert (job.state, job.sent_at) == (State.QUEUED, None)
    assert jobs_sweep().waiting == 1
    broker.down = False
    assert (jobs_sweep().sent, broker) == (1, [str(job.pk)])
    assert jobs_sweep().sent == 0, "sent again before its time"


def test_the_command_says_what_it_did_and_that_the_broker_is_down(broker: Broker, analyst: User) -> None:
    ask(analyst)
    broker.down = True
    with pytest.raises(CommandError, match="1 jobs stay queued"):
        call_command("sweep_jobs", stdout=io.StringIO())
    broker.down = False
    said = io.StringIO()
    call_command("sweep_jobs", stdout=said)
    assert "Sent: 1." in said.getvalue()


def test_a_message_that_was_lost_is_sent_again_after_a_while(
    broker: Broker, analyst: User, settings: Settings
) -> None:
    job = ask(analyst)
    Job.objects.update(sent_at=timezone.now() - timedelta(seconds=settings.JOBS_RESEND_SECONDS - 5))
    assert jobs_sweep().sent == 0
    Job.objects.update(sent_at=timezone.now() - timedelta(seconds=settings.JOBS_RESEND_SECONDS))
    assert jobs_sweep().sent == 1
    assert jobs_sweep(resend_after=0).sent == 1
    assert broker == [str(job.pk)] * 2


def test_the_oldest_is_sent_first(broker: Broker, analyst: User) -> None:
    jobs = [ask(analyst) for _ in range(3)]
    for age, job in enumerate(jobs):
        Job.objects.filter(pk=job.pk).update(created_at=timezone.now() - timedelta(hours=age))
    jobs_sweep()
    assert broker == [str(job.pk) for job in reversed(jobs)]


def silent(job: Job, seconds: float, **fields: Any) -> None:
    """A job whose worker showed life that long ago."""
    assert job_claim(job_id=job.pk)
    Job.objects.filter(pk=job.pk).update(heartbeat_at=timezone.now() - timedelta(seconds=seconds), **fields)


def test_an_orphan_is_queued_again_a_living_one_is_not(
    broker: Broker, analyst: User, settings: Settings
) -> None:
    orphan, living = ask(analyst), ask(analyst)
    silent(orphan, settings.JOBS_ORPHAN_SECONDS)
    silent(living, settings.JOBS_ORPHAN_SECONDS - 10)
    assert (jobs_sweep().orphans, broker) == (1, [str(orphan.pk)])
    assert job_run(job_id=orphan.pk, beating=False)
    orphan.refresh_from_db()
    assert (orphan.state, orphan.attempts) == (State.DONE, 2)
    assert Job.objects.get(pk=living.pk).state == State.RUNNING


def test_a_job_that_kills_its_workers_is_given_up(broker: Broker, analyst: User, settings: Settings) -> None:
    job = ask(analyst)
    silent(job, 1_000, attempts=settings.JOBS_MAX_ATTEMPTS)
    jobs_sweep()
    job.refresh_from_db()
    assert (job.state, broker) == (State.FAILED, [])
    assert "lost 3 times" in job.error
    assert job.finished_at is not None


def test_an_orphan_that_was_called_off_is_not_begun_again(broker: Broker, analyst: User) -> None:
    job = ask(analyst)
    silent(job, 1_000, cancel_requested=True)
    jobs_sweep()
    assert (Job.objects.get().state, broker) == (State.CANCELLED, [])


def test_what_is_old_is_removed_with_its_file_and_strays_too(
    broker: Broker, analyst: User, settings: Settings, jobs_dir: Path
) -> None:
    old, young = ask(analyst), ask(analyst)
    assert job_run(job_id=old.pk, beating=False)
    assert job_run(job_id=young.pk, beating=False)
    Job.objects.filter(pk=old.pk).update(
        finished_at=timezone.now() - timedelta(days=settings.JOBS_KEEP_DAYS, seconds=1)
    )
    stray, fresh = jobs_dir / ".stray.part", jobs_dir / ".fresh.part"
    for path in (stray, fresh):
        path.write_bytes(b"half")
    os.utime(stray, (0, 0))
    os.utime(jobs_dir / Job.objects.get(pk=young.pk).result_file, (0, 0))
    swept = jobs_sweep()
    assert (swept.expired, swept.strays) == (1, 1)
    young.refresh_from_db()
    assert {path.name for path in jobs_dir.iterdir()} == {young.result_file, ".fresh.part"}
    assert list(Job.objects.all()) == [young]


def test_the_same_key_gives_the_same_job(analyst: User, reviewer: User) -> None:
    first, is_new = job_create(owner_id=analyst.pk, kind="test", parameters={"n": 1}, idempotency_key="k")
    again, is_new_again = job_create(
        owner_id=analyst.pk, kind="test", parameters={"n": 1}, idempotency_key="k"
    )
    assert (first.pk, is_new, is_new_again) == (again.pk, True, False)
    with pytest.raises(KeyReused):
        job_create(owner_id=analyst.pk, kind="test", parameters={"n": 2}, idempotency_key="k")
    assert ask(reviewer, idempotency_key="k").pk != first.pk
    assert ask(None, idempotency_key="k").pk == ask(None, idempotency_key="k").pk
    assert ask(analyst).pk != ask(analyst).pk


def test_one_person_cannot_fill_the_queue(analyst: User, reviewer: User, settings: Settings) -> None:
    jobs = [ask(analyst) for _ in range(settings.JOBS_MAX_OPEN)]
    with pytest.raises(TooManyJobs):
        ask(analyst)
    ask(reviewer)
    assert job_cancel(job=jobs[0])
    ask(analyst)


def test_an_unknown_kind_is_refused(analyst: User) -> None:
    with pytest.raises(KeyError):
        services.job_create(owner_id=analyst.pk, kind="no-such-kind", parameters={})


def test_a_queued_job_is_called_off_at_once_and_never_runs(job: Job) -> None:
    assert job_cancel(job=job)
    job.refresh_from_db()
    assert job.state == State.CANCELLED
    assert not job_run(job_id=job.pk, beating=False)
    assert not job_cancel(job=job)
