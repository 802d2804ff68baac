"""No server error, nothing undocumented, and nobody sees what is another's, whatever is asked.

FUZZ_SECONDS (make fuzz) goes on for so long with other requests in every run; otherwise they are few and the same.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings
from pytest_django.plugin import DjangoDbBlocker

from tests.fuzz.trying import CHECKS, Trial, label_of, operations, resource_of, run_for, server_errors, undone
from tests.fuzz.world import World, world_make

pytestmark = [pytest.mark.once, pytest.mark.django_db]
SECONDS = float(os.environ.get("FUZZ_SECONDS") or 0)


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """A refusal is no news here."""
    logging.disable()
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture(scope="module")
def world(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """Two people with their things, for all tests of this module; nothing of it stays."""
    kept: Path = tmp_path_factory.mktemp("fuzz")
    (kept / "jobs").mkdir()
    with (
        django_db_blocker.unblock(),
        override_settings(
            EVIDENCE_DIR=kept / "evidence",
            JOBS_DIR=kept / "jobs",
            BATCHES_DIR=kept / "batches",
            RELEASES_DIR=kept / "releases",
        ),
        transaction.atomic(),
    ):
        yield world_make()
        transaction.set_rollback(True)


@pytest.mark.parametrize(("who", "examples"), [("visitor", 3), ("one", 6), ("the other", 3)])
def test_nothing_breaks_and_nothing_leaks(world: World, who: str, examples: int) -> None:
    seen = world.turned() if who == "the other" else world
    trial = Trial(seen, signed_in=who != "visitor", examples=30 if SECONDS else examples)
    run_for(trial, SECONDS / 3 or None)
    assert not trial.faults, "\n\n".join(
        f"{'=' * 100}\n{line}\n{text[:6000]}" for line, text in trial.faults.items()
    )


NO_ADDRESS = {"reliability": "B", "credibility": 2, "citation": "A report", "url": ""}
FOUND: dict[str, tuple[str, str, Any, int]] = {
    "a source that nobody dated": ("GET /assessments/{id}/sources/", "assessments.file", None, 200),
    "a file of its own kind": (
        "GET /assessments/{id}/sources/{source}/files/{file}/",
        "assessments.file",
        None,
        200,
    ),
    "a result of its own kind": ("GET /jobs/{id}/result/", "jobs.id", None, 200),
    "a document whose day is in its terms": ("GET /publications/{number}/", "publications.number", None, 200),
    "versions, not a page of them": (
        "GET /publications/{number}/rescored/",
        "publications.number",
        None,
        200,
    ),
    "a source for what was handed in": (
        "POST /assessments/{id}/sources/",
        "assessments.coding",
        {"title": "A report", "reliability": "B"},
        409,
    ),
    "evidence without an address": (
        "PATCH /assessments/{id}/",
        "assessments.file",
        {"sovereignty": {"territory": {"level": 1, "evidence": [NO_ADDRESS]}}},
        200,
    ),
    "a file for what was handed in": (
        "POST /assessments/{id}/sources/{source}/files/",
        "assessments.coding",
        {"file": b"a note"},
        409,
    ),
}
"""The operation, what the place has that it is sent to, the body, and the status."""


@pytest.mark.parametrize("what", FOUND)
def test_what_was_found_once_stays_described(world: World, what: str) -> None:
    label, there, body, status = FOUND[what]
    place = next(place for place in (*world.mine.places, *world.mine.public) if there in place)
    operation = next(each for each in operations() if label_of(each) == label)
    sent: dict[str, Any] = {} if body is None else {"body": body, "media_type": operation.body[0].media_type}
    resource = resource_of(operation)
    case = operation.Case(
        path_parameters={each.name: place[f"{resource}.{each.name}"] for each in operation.path_parameters},
        headers={"If-Match": place.get(f"{resource}.etag", "")},
        **sent,
    )
    trial = Trial(world, signed_in=True, examples=1)
    with undone(), server_errors() as raised:
        response = case.call(headers=trial.headers, buffered=True)
    assert response.status_code == status, [response.text, *raised]
    case.validate_response(response, checks=CHECKS, headers=trial.headers)


def test_every_address_is_sent_to_things_that_there_are(world: World) -> None:
    there = {name for place in (*world.mine.places, *world.mine.public, *world.public) for name in place}
    needed = {
        f"{resource_of(operation)}.{parameter.name}"
        for operation in operations()
        for parameter in operation.path_parameters
    }
    assert needed <= there, "give the holdings in tests/fuzz/world.py one of each"
