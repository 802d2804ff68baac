"""No server error, nothing undocumented, and nobody sees what is another's, whatever is asked.

FUZZ_SECONDS (make fuzz) goes on for so long with other requests in every run; otherwise they are few and the same.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from django.test import override_settings
from pytest_django.plugin import DjangoDbBlocker

from tests.fuzz.trying import Trial, run_for
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
        override_settings(EVIDENCE_DIR=kept / "evidence", JOBS_DIR=kept / "jobs"),
        transaction.atomic(),
    ):
        yield world_make()
        transaction.set_rollback(True)


@pytest.mark.parametrize(("who", "examples"), [("visitor", 3), ("one", 6), ("the other", 3)])
def test_nothing_breaks_and_nothing_leaks(world: World, who: str, examples: int) -> None:
    seen = world.turned() if who == "the other" else world
    trial = Trial(seen, signed_in=who != "visitor", examples=30 if SECONDS else examples)
    run_for(trial, SECONDS / 3 or None)
    if trial.faults:
        pytest.fail(
            "\n\n".join(f"{'=' * 100}\n{line}\n{text[:6000]}" for line, text in trial.faults.items()),
            pytrace=False,
        )
