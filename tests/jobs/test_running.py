"""One job, run in this process: claimed once, reported, ended one way, and nothing left lying about."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.db import OperationalError
from pytest_django import Settings

from natoassess.accounts.models import User
from natoassess.web.jobs import claims, context, kinds
from natoassess.web.jobs.context import JobContext, JobFailed
from natoassess.web.jobs.models import Job, State
from natoassess.web.jobs.runner import heartbeat, job_run
from natoassess.web.jobs.services import job_cancel
from natoassess.web.jobs.tasks import run_job
from tests.jobs.conftest import Run, write_ok

pytestmark = pytest.mark.django_db


def run(job: Job) -> Job:
    """Run it here and now, without a heartbeat thread, and read it again."""
    job_run(job_id=job.pk, beating=False)
    job.refresh_from_db()
    return job


def test_a_job_ends_with_its_result(job: Job, jobs_dir: Path) -> None:
    assert job_run(job_id=job.pk, beating=False)
    job.refresh_from_db()
    assert (job.state, job.progress, job.attempts, job.error) == (State.DONE, 100, 1, "")
    assert (job.result_name, job.result_media_type, job.result_size) == ("ok.txt", "text/plain", 2)
    assert [path.name for path in jobs_dir.iterdir()] == [job.result_file]
    assert (jobs_dir / job.result_file).read_bytes() == b"ok"


def test_a_message_that_comes_twice_does_no_harm(job: Job, runs_as: Callable[[Run], None]) -> None:
    calls: list[int] = []

    def counted(context: JobContext) -> None:
        calls.append(1)
        write_ok(context)

    runs_as(counted)
    assert run(job).state == State.DONE
    first = job.result_file
    run(job)
    assert (len(calls), job.attempts, job.result_file) == (1, 1, first)


def test_only_one_claim_holds(job: Job) -> None:
    first = claims.job_claim(job_id=job.pk)
    assert first is not None
    assert claims.job_claim(job_id=job.pk) is None
    other = claims.Claim(job.pk, uuid.uuid4())
    assert not claims.claim_beat(claim=other)
    assert not claims.claim_report(claim=other, progress=10, message="")
    assert not claims.claim_fail(claim=other, error="no")
    assert not claims.claim_release(claim=other)
    assert claims.claim_beat(claim=first)


def test_progress_and_message_are_on_the_row_while_it_runs(job: Job, runs_as: Callable[[Run], None]) -> None:
    seen = []

    def look(context: JobContext) -> None:
        context.progress(40, "x" * 300)
        seen.append(Job.objects.values_list("state", "progress", "message").get())
        write_ok(context)

    runs_as(look)
    run(job)
    assert seen == [(State.RUNNING, 40, "x" * 200)]


def test_a_running_job_is_called_off_at_its_next_step(
    job: Job, runs_as: Callable[[Run], None], jobs_dir: Path
) -> None:
    def called_off(context: JobContext) -> None:
        context.write("ok.txt", "text/plain", b"ok")
        assert job_cancel(job=job)
        context.progress(60)
        raise AssertionError("it went on")

    runs_as(called_off)
    assert run(job).state == State.CANCELLED
    assert job.finished_at is not None
    assert list(jobs_dir.iterdir()) == []


def test_called_off_after_the_last_step_counts_too(
    job: Job, runs_as: Callable[[Run], None], jobs_dir: Path
) -> None:
    def late(context: JobContext) -> None:
        write_ok(context)
        assert job_cancel(job=job)

    runs_as(late)
    assert run(job).state == State.CANCELLED
    assert list(jobs_dir.iterdir()) == []


def test_a_worker_given_up_for_dead_writes_over_nothing(
    job: Job, runs_as: Callable[[Run], None], jobs_dir: Path
) -> None:
    """It comes back to life after another has done its job."""

    def zombie(context: JobContext) -> None:
        context.write("ok.txt", "text/plain", b"of the dead")
        assert claims.orphans_release(silent_for=0) == 1
        runs_as(write_ok)
        assert job_run(job_id=job.pk, beating=False)

    runs_as(zombie)
    assert not job_run(job_id=job.pk, beating=False)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (State.DONE, 2)
    assert [path.name for path in jobs_dir.iterdir()] == [job.result_file]
    assert (jobs_dir / job.result_file).read_bytes() == b"ok"


def test_a_lost_claim_stops_the_job(job: Job, runs_as: Callable[[Run], None], jobs_dir: Path) -> None:
    def robbed(context: JobContext) -> None:
        context.write("ok.txt", "text/plain", b"ok")
        claims.orphans_release(silent_for=0)
        context.progress(60)
        raise AssertionError("it went on")

    runs_as(robbed)
    assert run(job).state == State.QUEUED
    assert list(jobs_dir.iterdir()) == []


def _raise(error: BaseException) -> Run:
    def run_and_raise(context: JobContext) -> None:
        context.write("half.txt", "text/plain", b"half")
        raise error

    return run_and_raise


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (JobFailed("There is no such phase."), "There is no such phase."),
        (SoftTimeLimitExceeded(), "longer than 600 seconds"),
        (ValueError("password=secret"), "Something went wrong here. It has been recorded."),
    ],
)
def test_a_failure_is_told_in_words_and_leaves_no_file(
    error: Exception, words: str, job: Job, runs_as: Callable[[Run], None], jobs_dir: Path
) -> None:
    runs_as(_raise(error))
    assert run(job).state == State.FAILED
    assert words in job.error
    assert "secret" not in job.error
    assert list(jobs_dir.iterdir()) == []


def test_a_job_without_a_result_has_failed(job: Job, runs_as: Callable[[Run], None]) -> None:
    runs_as(lambda context: context.progress(90))
    assert run(job).state == State.FAILED


def test_a_broken_database_leaves_the_job_to_the_sweeper(job: Job, runs_as: Callable[[Run], None]) -> None:
    runs_as(_raise(OperationalError("gone")))
    with pytest.raises(OperationalError):
        job_run(job_id=job.pk, beating=False)
    job.refresh_from_db()
    assert job.state == State.RUNNING
    claims.orphans_release(silent_for=0)
    runs_as(write_ok)
    assert run(job).state == State.DONE


def test_a_job_that_runs_too_long_is_ended_at_its_next_step(
    job: Job, runs_as: Callable[[Run], None], settings: Settings
) -> None:
    settings.JOBS_TIME_LIMIT = 0
    assert run(job).state == State.FAILED
    assert "longer than 0 seconds" in job.error


@pytest.fixture
def stopping() -> Iterator[None]:
    """The worker of this process is told to stop."""
    context.STOPPING.set()
    yield
    context.STOPPING.clear()


def test_a_stopping_worker_gives_the_job_back_as_if_never_begun(stopping: None, job: Job) -> None:
    assert run(job).state == State.QUEUED
    assert (job.attempts, job.claim, job.sent_at) == (0, None, None)


def test_a_kind_that_is_gone_is_named(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(kinds.KINDS, "test")
    assert "test" in run(job).error
    assert job.label == "test"


def test_a_closed_account_gets_nothing_done(job: Job, analyst: User) -> None:
    analyst.is_active = False
    analyst.save()
    assert run(job).state == State.FAILED


def test_the_task_takes_the_id_as_text_and_minds_no_stranger(job: Job, settings: Settings) -> None:
    settings.JOBS_HEARTBEAT_SECONDS = 60
    run_job(str(uuid.uuid4()))
    run_job(str(job.pk))
    job.refresh_from_db()
    assert job.state == State.DONE
    assert run_job.acks_late
    assert run_job.reject_on_worker_lost


def test_a_kind_has_one_meaning(runs_as: Callable[[Run], None]) -> None:
    known = kinds.KINDS["test"]
    kinds.register_kind("test", known.run, label=known.label, parameters=known.parameters)
    with pytest.raises(ValueError, match="registered already"):
        kinds.register_kind("test", lambda context: None, label="Other", parameters=known.parameters)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_one_claims(runs_as: Callable[[Run], None], analyst: User) -> None:
    from django.db import connection

    from natoassess.web.jobs.services import job_create

    job, _new = job_create(owner_id=analyst.pk, kind="test", parameters={})
    start, won = threading.Barrier(4), []

    def compete() -> None:
        try:
            start.wait(10)
            won.append(claims.job_claim(job_id=job.pk) is not None)
        finally:
            connection.close()

    threads = [threading.Thread(target=compete) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(won) == [False, False, False, True]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_the_heart_beats_during_a_long_step_and_stops_with_it(
    runs_as: Callable[[Run], None], analyst: User, settings: Settings
) -> None:
    from natoassess.web.jobs.services import job_create
    from tests.support.waiting import until

    settings.JOBS_HEARTBEAT_SECONDS = 0.02
    job, _new = job_create(owner_id=analyst.pk, kind="test", parameters={})
    claim = claims.job_claim(job_id=job.pk)
    assert claim is not None
    begun = Job.objects.get().heartbeat_at
    with heartbeat(claim, deadline=float("inf")):
        until(lambda: Job.objects.get().heartbeat_at != begun, seconds=20)
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("heartbeat-")]
