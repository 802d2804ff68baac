"""The engine alone: no database, so one run of it is enough."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

# Evaluating is fast but not constant in time; examples are few so that the whole folder takes seconds.
settings.register_profile("scoring", deadline=None, max_examples=15, derandomize=bool(os.environ.get("CI")))
settings.load_profile("scoring")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what stands in this folder `once`: the hook is asked about every item of the run."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.once)
