"""What Celery is told: JSON alone, nothing lost, nobody kept waiting."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.conf import settings

from natoassess.celery import app
from tests.site.test_settings import start

SHOW = (
    "import json, natoassess.settings as s;"
    "print(json.dumps({n: getattr(s, n) for n in dir(s) if n.startswith(('CELERY_', 'JOBS_')) and n != 'JOBS_DIR'}))"
)


@pytest.fixture(scope="module")
def on_redis() -> dict[str, Any]:
    """The settings of a process that has a broker."""
    shown = start("-c", SHOW, EMBEDDED="1", SECRET_KEY="x" * 50, REDIS_URL="redis://redis.invalid:6379/0")
    loaded: dict[str, Any] = json.loads(shown.stdout)
    return loaded


def test_a_message_comes_back_only_after_the_job_must_have_ended(on_redis: dict[str, Any]) -> None:
    options = on_redis["CELERY_BROKER_TRANSPORT_OPTIONS"]
    hard, soft = on_redis["CELERY_TASK_TIME_LIMIT"], on_redis["CELERY_TASK_SOFT_TIME_LIMIT"]
    assert soft < hard < options["visibility_timeout"]
    assert on_redis["JOBS_HEARTBEAT_SECONDS"] * 3 < on_redis["JOBS_ORPHAN_SECONDS"]


def test_a_dead_broker_is_given_up_soon(on_redis: dict[str, Any]) -> None:
    options = on_redis["CELERY_BROKER_TRANSPORT_OPTIONS"]
    assert options["max_retries"] == 0
    assert options["socket_connect_timeout"] + options["socket_timeout"] <= 5
    assert on_redis["CELERY_TASK_PUBLISH_RETRY"] is False


def test_the_application_takes_json_alone_and_one_job_at_a_time() -> None:
    assert app.conf.accept_content == ["json"]
    assert app.conf.task_serializer == app.conf.result_serializer == "json"
    assert app.conf.result_backend is None
    assert app.conf.task_acks_late
    assert app.conf.task_reject_on_worker_lost
    assert app.conf.worker_prefetch_multiplier == 1
    app.loader.import_default_modules()
    assert {"jobs.run", "batches.run_chunk"} <= set(app.tasks)


def test_batches_wait_for_everything_else(on_redis: dict[str, Any]) -> None:
    assert on_redis["CELERY_BROKER_TRANSPORT_OPTIONS"]["queue_order_strategy"] == "sorted"
    names = [queue.name for queue in app.conf.task_queues]
    assert names == sorted(names)
    route = app.conf.task_routes["batches.*"]["queue"]
    assert (names.index(route), names[0]) == (1, app.conf.task_default_queue)


def test_without_a_broker_the_queue_is_in_the_process() -> None:
    assert not settings.REDIS_URL
    assert app.conf.broker_url == "memory://"


def test_results_lie_where_the_backup_looks() -> None:
    assert settings.VAR_DIR in settings.JOBS_DIR.parents
