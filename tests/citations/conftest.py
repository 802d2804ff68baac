"""The library, read once for all tests of citations."""

from __future__ import annotations

import pytest

from frameworks.citing.names import Index, index_made
from frameworks.selectors import instruments


@pytest.fixture
def index(library: None) -> Index:
    """What texts are compared with."""
    return index_made(instruments())
