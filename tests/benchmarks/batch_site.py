"""A site with PostgreSQL, Redis and workers as processes of their own, for what batches cost."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from tests.support import postgres
from tests.support.redis import Redis
from tests.support.server import Server, environment, served
from tests.support.visitor import Visitor
from tests.support.waiting import until
from tests.support.worker import Worker

COMMAND = ("-m", "celery", "--app", "natoassess", "worker", "--concurrency", "1", "--loglevel", "INFO")
LONG = 24 * 3_600.0
EVERY = 0.5
"""Seconds between two questions how far a batch is: asking costs the processors that the workers want."""
BLOCK = 1 << 20


class BatchWorker(Worker):
    """A Celery worker with one process, as in production."""

    command = COMMAND


class BatchSite:
    """The served site, and a researcher who sends batches to it."""

    def __init__(self, server: Server, env: Mapping[str, str], folder: Path) -> None:
        self.server = server
        self._env = env
        self._folder = folder
        self._visitor = Visitor(server.url, "researcher")
        self._started = 0

    def worker(self) -> BatchWorker:
        """Another worker, ready."""
        self._started += 1
        worker = BatchWorker(self._env, self._folder / f"worker-{self._started}.log")
        worker.wait()
        return worker

    def send(self, file: Path, *, draws: int, seed: int = 7) -> dict[str, Any]:
        """A new batch of this file."""
        query = f"framework=nato-2022&draws={draws}&seed={seed}"
        with file.open("rb") as content:
            answer = self._visitor.open(
                f"/api/v1/batches/?{query}", method="POST", body=content, media_type="text/csv"
            )
        with answer:
            made: dict[str, Any] = json.load(answer)
        return made

    def text(self, address: str) -> str:
        """What an address answers."""
        status, body = self._visitor.ask(address)
        if status != 200:
            raise RuntimeError(f"{address}: {status}")
        return body.decode()

    def now(self, batch: Mapping[str, Any]) -> dict[str, Any]:
        """How far it is."""
        return self._visitor.get(batch["url"])

    def wait(self, batch: Mapping[str, Any], rows: int | None = None) -> dict[str, Any]:
        """The batch once it is done, or has done so many rows. Raises RuntimeError where it fails."""

        def reached() -> dict[str, Any] | None:
            found = self.now(batch)
            if found["state"] == "failed":
                raise RuntimeError(found["error"])
            far = found["state"] == "done" or (rows is not None and found["done_rows"] >= rows)
            return found if far else None

        found = until(reached, seconds=LONG, what="the batch", every=EVERY)
        assert found is not None
        return found

    def digest(self, batch: Mapping[str, Any], part: str = "results") -> tuple[str, int]:
        """SHA-256 and length of what was made of it, read block by block."""
        digest, length = hashlib.sha256(), 0
        with self._visitor.open(f"{batch['url']}{part}/") as answer:
            while block := answer.read(BLOCK):
                digest.update(block)
                length += len(block)
        return digest.hexdigest(), length

    def remove(self, batch: Mapping[str, Any]) -> None:
        """Take it away, with its files."""
        self._visitor.open(batch["url"], method="DELETE").close()


def seconds_of(batch: Mapping[str, Any]) -> float:
    """From the arrival of the file to its last row."""
    begun, ended = (datetime.fromisoformat(batch[name]) for name in ("created_at", "finished_at"))
    return (ended - begun).total_seconds()


@contextmanager
def batch_site(folder: Path, **changes: str) -> Iterator[BatchSite]:
    """The site, answering, on a PostgreSQL and a Redis of its own; without workers."""
    with postgres.database_url() as url, postgres.empty_database(url) as own:
        redis = Redis()
        redis.start()
        try:
            settings = {"DATABASE_URL": own, "REDIS_URL": redis.url, **changes}
            with served(folder, **settings) as server:
                yield BatchSite(server, environment(folder, **settings), folder)
        finally:
            redis.stop()
