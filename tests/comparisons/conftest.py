"""Comparisons of the library's phases."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from cases.comparisons.comparison import Comparison, build
from cases.comparisons.items import resolve
from frameworks.selectors import catalogue_current

KOSOVO, LIBYA, LATER = (
    "kosovo-1999/allied-force",
    "libya-2011/protection-of-civilians",
    "libya-2011/later-phase",
)


@pytest.fixture
def comparison(library: None) -> Comparison:
    """Kosovo's air campaign beside both phases of Libya."""
    return build(resolve(AnonymousUser(), [KOSOVO, LIBYA, LATER]), catalogue_current())
