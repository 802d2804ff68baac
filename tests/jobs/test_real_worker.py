"""Jobs over a real Redis, with the site and a Celery worker as processes of their own, which get killed."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.support.postgres import empty_database
from tests.support.redis import Redis, redis_or_skip
from tests.support.server import Server, environment, served
from tests.support.visitor import Visitor
from tests.support.waiting import SECONDS, until
from tests.support.worker import Worker

JOBS = "/api/v1/jobs/"
ITEMS = ["kosovo-1999/allied-force", "libya-2011/later-phase"]
EXPORT = {"kind": "comparison-export", "parameters": {"items": ITEMS, "format": "pdf"}}
#: As in production, only faster; the limit on a request counts in Redis, as in production.
FAST = {
    "JOBS_HEARTBEAT_SECONDS": "0.3",
    "JOBS_ORPHAN_SECONDS": "3",
    "JOBS_SWEEP_SECONDS": "0.5",
    "JOBS_RESEND_SECONDS": "60",
    "API_RATE_USER": "6000/min",
    "API_RATE_RESEARCHER": "6000/min",
}
#: No request may take longer while the broker is dead: it waits for the cache and for the broker once each.
PATIENCE = 12.0


@contextmanager
def own_database() -> Iterator[dict[str, str]]:
    """DATABASE_URL of an empty database on the server of this run; nothing where the run is on SQLite."""
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith(("postgres://", "postgresql://")):
        yield {}
        return
    with empty_database(url) as own:
        yield {"DATABASE_URL": own}


@pytest.fixture(scope="module")
def redis() -> Iterator[Redis]:
    """A Redis of this module's own, which the tests stop, start and empty."""
    with redis_or_skip() as server:
        yield server


@pytest.fixture(scope="module")
def settings_of_processes(redis: Redis, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The environment that site and worker share."""
    with own_database() as database:
        yield {**FAST, **database, "REDIS_URL": redis.url, "VAR_DIR": str(tmp_path_factory.mktemp("jobs"))}


@pytest.fixture(scope="module")
def site_on_redis(settings_of_processes: dict[str, str]) -> Iterator[Server]:
    """The site, without a worker of its own, because it has a broker."""
    with served(Path(settings_of_processes["VAR_DIR"]), **settings_of_processes) as server:
        yield server


@pytest.fixture
def instructor(site_on_redis: Server) -> Visitor:
    """The demo account, signed in."""
    return Visitor(site_on_redis.url, "instructor")


class Gate:
    """The gate at which the worker's exports wait, and what they wrote there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def open(self) -> None:
        """Let the jobs go on."""
        (self.folder / "open").touch()

    def lines(self, word: str) -> list[list[str]]:
        """[attempt, process] of each line that begins with `word`."""
        log = self.folder / "log"
        lines = log.read_text().splitlines() if log.exists() else []
        return [line.split()[1:] for line in lines if line.startswith(word)]


@pytest.fixture
def gate(tmp_path: Path) -> Gate:
    """Shut."""
    return Gate(tmp_path)


@pytest.fixture
def start_worker(
    redis: Redis, settings_of_processes: dict[str, str], gate: Gate, tmp_path: Path
) -> Iterator[Callable[[], Worker]]:
    """start_worker(): a worker that takes jobs."""
    started: list[Worker] = []
    env = environment(Path(settings_of_processes["VAR_DIR"]), **settings_of_processes)

    def start() -> Worker:
        worker = Worker({**env, "JOB_GATE": str(gate.folder)}, tmp_path / "worker.log")
        started.append(worker)
        worker.wait()
        return worker

    yield start
    gate.open()
    for worker in started:
        worker.stop()


def wait_for(
    visitor: Visitor, job: dict[str, Any], state: str, *, seconds: float = SECONDS, **members: Any
) -> dict[str, Any]:
    """The job, once it is in `state`."""

    def reached() -> dict[str, Any] | None:
        now = visitor.get(job["url"])
        assert now["state"] == state or now["state"] in {"queued", "running"}, now
        fits = now["state"] == state and all(now[name] == value for name, value in members.items())
        return now if fits else None

    found = until(reached, seconds=seconds, what=f"{state} {members}")
    assert found is not None
    return found


def result_files(settings_of_processes: dict[str, str], job: dict[str, Any]) -> list[str]:
    """What lies in the folder of results for this job, halves included."""
    folder = Path(settings_of_processes["VAR_DIR"]) / "jobs"
    return [path.name for path in folder.iterdir() if job["id"] in path.name] if folder.exists() else []


def assert_done_once(visitor: Visitor, done: dict[str, Any], files: list[str]) -> None:
    assert len(files) == 1, files
    status, body = visitor.ask(done["result"]["url"])
    assert (status, body[:5], len(body)) == (200, b"%PDF-", done["result"]["size"])


def test_progress_is_seen_while_the_worker_works_and_the_file_when_it_is_done(
    instructor: Visitor,
    start_worker: Callable[[], Worker],
    gate: Gate,
    settings_of_processes: dict[str, str],
) -> None:
    job = instructor.post(JOBS, EXPORT)
    assert job["state"] == "queued", job
    worker = start_worker()
    wait_for(instructor, job, "running", progress=42, message="At the gate")
    gate.open()
    done = wait_for(instructor, job, "done")
    assert done["attempts"] == 1
    assert_done_once(instructor, done, result_files(settings_of_processes, job))
    assert worker.stop() == 0
    assert "Traceback" not in worker.output


def test_a_running_job_is_called_off(
    instructor: Visitor,
    start_worker: Callable[[], Worker],
    gate: Gate,
    settings_of_processes: dict[str, str],
) -> None:
    job = instructor.post(JOBS, EXPORT)
    start_worker()
    wait_for(instructor, job, "running")
    instructor.post(f"{job['url']}cancel/")
    wait_for(instructor, job, "cancelled")
    # The worker is free for the next.
    gate.open()
    wait_for(instructor, instructor.post(JOBS, EXPORT), "done")
    assert result_files(settings_of_processes, job) == []
    assert len(gate.lines("written")) == 1


def test_a_worker_killed_midway_the_job_finishes_once(
    instructor: Visitor,
    start_worker: Callable[[], Worker],
    gate: Gate,
    settings_of_processes: dict[str, str],
) -> None:
    job = instructor.post(JOBS, EXPORT)
    worker = start_worker()
    wait_for(instructor, job, "running", progress=42)
    worker.kill()
    assert instructor.get(job["url"])["state"] == "running", "nobody knows yet"
    start_worker()
    wait_for(instructor, job, "running", attempts=2)
    gate.open()
    done = wait_for(instructor, job, "done")
    assert done["attempts"] == 2
    assert [attempt for attempt, _process in gate.lines("begun")] == ["1", "2"]
    assert [attempt for attempt, _process in gate.lines("written")] == ["2"]
    assert_done_once(instructor, done, result_files(settings_of_processes, job))


def test_only_the_process_that_works_is_killed(
    instructor: Visitor, start_worker: Callable[[], Worker], gate: Gate
) -> None:
    """As when the system runs out of memory: the same worker finds the job again, with a new process."""
    job = instructor.post(JOBS, EXPORT)
    start_worker()
    wait_for(instructor, job, "running", progress=42)
    ((_attempt, process),) = gate.lines("begun")
    os.kill(int(process), signal.SIGKILL)
    wait_for(instructor, job, "running", attempts=2)
    gate.open()
    assert wait_for(instructor, job, "done")["attempts"] == 2
    assert [attempt for attempt, _process in gate.lines("written")] == ["2"]


def test_two_workers_do_each_job_once(
    instructor: Visitor, start_worker: Callable[[], Worker], gate: Gate
) -> None:
    """Each start sends all that waits once more, so every job has several messages."""
    gate.open()
    jobs = [instructor.post(JOBS, EXPORT) for _ in range(6)]
    start_worker()
    start_worker()
    for job in jobs:
        assert wait_for(instructor, job, "done")["attempts"] == 1
    assert len(gate.lines("begun")) == len(gate.lines("written")) == 6


def test_a_broker_that_lost_its_memory_loses_no_job(
    redis: Redis, instructor: Visitor, start_worker: Callable[[], Worker], gate: Gate
) -> None:
    job = instructor.post(JOBS, EXPORT)
    redis.empty()
    gate.open()
    start_worker()
    assert wait_for(instructor, job, "done")["attempts"] == 1


@pytest.fixture(params=["stopped", "hanging"])
def dead_broker(request: pytest.FixtureRequest, redis: Redis) -> Iterator[Callable[[], None]]:
    """The broker is dead; call it back to life."""
    if request.param == "stopped":
        redis.stop()
        revive = redis.start
    else:
        redis.hang()
        revive = redis.wake
    revived: list[bool] = []

    def back() -> None:
        if not revived:
            revived.append(True)
            revive()

    yield back
    back()


def test_a_dead_broker_holds_no_request_and_loses_no_job(
    site_on_redis: Server,
    dead_broker: Callable[[], None],
    start_worker: Callable[[], Worker],
    gate: Gate,
) -> None:
    visitor = Visitor(site_on_redis.url, "instructor")
    begun = time.monotonic()
    job = visitor.post(JOBS, EXPORT)
    took = time.monotonic() - begun
    assert job["state"] == "queued", job
    assert took < PATIENCE
    status, said = visitor.ask("/readyz")
    assert (status, b'"broker": "ok"' in said, b"broker" in said) == (503, False, True)
    dead_broker()
    gate.open()
    start_worker()
    assert wait_for(visitor, job, "done")["attempts"] == 1
    assert visitor.get("/readyz")["checks"]["broker"] == "ok"
