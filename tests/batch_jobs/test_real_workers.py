"""Batches over a real Redis, with the site and Celery workers as processes of their own, which get killed.

Real processes are slow to start, so that one test does with a pair of them all that can be seen while both live.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.jobs.test_real_worker import FAST, own_database
from tests.support.batches import as_csv
from tests.support.redis import Redis, redis_or_skip
from tests.support.server import Server, environment, served
from tests.support.visitor import Visitor
from tests.support.waiting import until
from tests.support.worker import Worker

BATCHES = "/api/v1/batches/?framework=nato-2022&draws=200&seed=7"
ROWS = 600
FAULTS = frozenset({5, 111, 600})
FILE = as_csv(ROWS, faults=FAULTS)
SMALL = {"BATCHES_CHUNK_ROWS": "10", "BATCHES_IN_FLIGHT": "4"}
MIDWAY = 40


@pytest.fixture(scope="module")
def redis() -> Iterator[Redis]:
    """A Redis of this module's own, which the tests stop, start and empty."""
    with redis_or_skip() as server:
        yield server


@pytest.fixture(scope="module")
def settings_of_processes(redis: Redis, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The environment that site and workers share."""
    with own_database() as database:
        var_dir = str(tmp_path_factory.mktemp("batches"))
        yield {**FAST, **SMALL, **database, "REDIS_URL": redis.url, "VAR_DIR": var_dir}


@pytest.fixture(scope="module")
def site(settings_of_processes: dict[str, str]) -> Iterator[Server]:
    """The site, without a worker of its own, because it has a broker."""
    with served(Path(settings_of_processes["VAR_DIR"]), **settings_of_processes) as server:
        yield server


@pytest.fixture
def researcher(site: Server) -> Visitor:
    """The demo account, signed in."""
    return Visitor(site.url, "researcher")


@pytest.fixture(scope="module")
def start_worker(
    settings_of_processes: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[], Worker]]:
    """start_worker(): a worker that takes chunks, with one process."""
    started: list[Worker] = []
    folder = tmp_path_factory.mktemp("workers")
    env = environment(Path(settings_of_processes["VAR_DIR"]), **settings_of_processes)

    def start() -> Worker:
        worker = Worker({**env, "JOB_GATE": str(folder)}, folder / f"{len(started)}.log")
        started.append(worker)
        worker.wait()
        return worker

    yield start
    for worker in started:
        worker.stop()


@pytest.fixture(scope="module")
def first(start_worker: Callable[[], Worker]) -> Worker:
    """The worker that has been there from the beginning; the last test kills it."""
    return start_worker()


def send(visitor: Visitor) -> dict[str, Any]:
    """A new batch."""
    status, body = visitor.ask(BATCHES, FILE, "text/csv")
    assert status == 201, body
    return visitor.get(visitor.get("/api/v1/batches/")["results"][0]["url"])


def wait_for(
    visitor: Visitor, batch: dict[str, Any], reached: Callable[[dict[str, Any]], bool]
) -> dict[str, Any]:
    """The batch, once it is as far."""

    def look() -> dict[str, Any] | None:
        now = visitor.get(batch["url"])
        assert now["state"] not in {"failed"}, now
        return now if reached(now) else None

    found = until(look, what="the batch")
    assert found is not None
    return found


def is_done(batch: dict[str, Any]) -> bool:
    return bool(batch["state"] == "done")


def is_midway(batch: dict[str, Any]) -> bool:
    return bool(batch["done_rows"] >= MIDWAY)


def made_of(visitor: Visitor, batch: dict[str, Any]) -> tuple[bytes, bytes]:
    """Results and faults; every row counted once."""
    assert (batch["done_rows"], batch["good_rows"], batch["bad_rows"]) == (
        ROWS,
        ROWS - len(FAULTS),
        len(FAULTS),
    )
    results, faults = (visitor.ask(f"{batch['url']}{part}/") for part in ("results", "faults"))
    assert (results[0], faults[0]) == (200, 200)
    assert len(results[1].splitlines()) == ROWS - len(FAULTS)
    assert len(faults[1].splitlines()) == len(FAULTS)
    return results[1], faults[1]


@pytest.fixture(scope="module")
def by_one(site: Server, first: Worker) -> tuple[bytes, bytes]:
    """Results and faults as one worker makes them, undisturbed."""
    visitor = Visitor(site.url, "researcher")
    made = made_of(visitor, wait_for(visitor, send(visitor), is_done))
    assert "Traceback" not in first.output
    return made


def test_called_off_and_resumed(researcher: Visitor, by_one: tuple[bytes, bytes]) -> None:
    batch = send(researcher)
    wait_for(researcher, batch, is_midway)
    cancelled = researcher.post(f"{batch['url']}cancel/")
    assert cancelled["state"] == "cancelled"
    assert cancelled["done_rows"] < ROWS
    assert researcher.ask(f"{batch['url']}results/")[0] == 409
    researcher.post(f"{batch['url']}resume/")
    assert made_of(researcher, wait_for(researcher, batch, is_done)) == by_one


def test_a_killed_worker_of_two_and_a_broker_that_lost_all_change_no_byte(
    researcher: Visitor,
    redis: Redis,
    first: Worker,
    start_worker: Callable[[], Worker],
    by_one: tuple[bytes, bytes],
    settings_of_processes: dict[str, str],
) -> None:
    second = start_worker()
    batch = send(researcher)
    wait_for(researcher, batch, is_midway)
    first.kill()
    redis.stop()
    redis.start()
    done = wait_for(researcher, batch, is_done)
    assert made_of(researcher, done) == by_one
    assert "batches.run_chunk" in second.output
    folder = Path(settings_of_processes["VAR_DIR"]) / "batches" / batch["id"]
    named = [path.name for path in folder.iterdir() if path.suffix == ".jsonl"]
    # The killed one may leave one chunk's two files, whole but not counted.
    assert 2 * (ROWS // 10) <= len(named) <= 2 * (ROWS // 10) + 2
