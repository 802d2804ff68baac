"""The engine alone, without a database."""

from __future__ import annotations

import os

from hypothesis import settings

# Evaluating is fast but not constant in time; examples are few so that the whole folder takes seconds.
settings.register_profile("scoring", deadline=None, max_examples=15, derandomize=bool(os.environ.get("CI")))
settings.load_profile("scoring")
