"""Health, headers, and requests that are refused before any view runs."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import OperationalError, connection
from django.test import Client
from pytest_django import Settings

from natoassess.accounts.models import User
from natoassess.celery import app

pytestmark = pytest.mark.django_db


def test_alive(client: Client) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}


def test_alive_asks_no_database(client: Client) -> None:
    with connection.execute_wrapper(_broken):
        assert client.get("/healthz").status_code == 200


def test_ready(client: Client) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["checks"] == {"database": "ok", "migrations": "ok"}


def _broken(*_given: object) -> object:
    raise OperationalError("password=secret host=db")


def test_not_ready_without_database_and_no_secret_told(client: Client) -> None:
    with connection.execute_wrapper(_broken):
        answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"]["database"] == "OperationalError"
    assert "secret" not in answer.content.decode()


def test_not_ready_with_a_migration_to_apply(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'accounts'")
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"]["migrations"].endswith("not applied")


def test_not_ready_without_redis(client: Client, settings: Settings) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": settings.REDIS_URL}
    }
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"]["cache"] == "ConnectionError"


def test_not_ready_without_a_broker_and_no_secret_told(
    client: Client, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.REDIS_URL = "redis://:secret@127.0.0.1:1/0"
    monkeypatch.setattr(app.conf, "broker_write_url", settings.REDIS_URL)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"]["broker"] == "ConnectionError"
    assert "secret" not in answer.content.decode()


@pytest.mark.parametrize("address", ["/healthz", "/accounts/login/", "/no/such/page"])
def test_every_answer_carries_the_headers_of_safety(address: str, client: Client) -> None:
    answer = client.get(address)
    policy = {part.split()[0]: part.split()[1:] for part in answer["Content-Security-Policy"].split("; ")}
    assert policy["default-src"] == ["'none'"]
    for directive in ("script-src", "style-src", "connect-src", "form-action", "font-src"):
        assert policy[directive] == ["'self'"], directive
    assert policy["img-src"] == ["'self'", "data:"]
    assert policy["frame-ancestors"] == policy["base-uri"] == ["'none'"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"


def test_private_pages_are_stored_by_no_cache(client_as: Callable[[User], Client], analyst: User) -> None:
    assert client_as(analyst).get("/healthz")["Cache-Control"] == "no-store"


def test_trace_is_refused(client: Client) -> None:
    assert client.trace("/healthz").status_code == 405


def test_unknown_parameter_is_refused_and_named(client: Client) -> None:
    answer = client.get("/healthz", {"verbose": "1"})
    assert answer.status_code == 400
    assert "verbose" in answer.content.decode()


def test_a_null_character_in_the_address_is_refused(client: Client) -> None:
    assert client.get("/healthz?%00=1").status_code == 400
    assert client.get("/accounts/login/?next=%00").status_code == 400


@pytest.mark.parametrize("address", ["/api/", "/api/v1/no-such-thing/"])
def test_an_unknown_address_of_the_api_is_a_problem(address: str, client: Client) -> None:
    answer = client.get(address)
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == 404
