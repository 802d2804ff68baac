"""What a single test comes to by itself, whatever a reading makes of it."""

from __future__ import annotations

from collections.abc import Mapping

from frameworks.scoring.faults import RuleError, ruled_by
from frameworks.scoring.legality import Ends, ends, row_of
from frameworks.scoring.values import FactValue, Framework


def bounds_of_test(framework: Framework, values: Mapping[str, FactValue], code: str) -> Ends:
    """What a test comes to before any reading caps it. Raises RuleError where the framework lacks the test."""
    test = next((test for test in framework.tests if test.code == code), None)
    if test is None:
        raise RuleError(code, "the framework has no such test")
    with ruled_by(code):
        return ends(test.rule, row_of(framework, values))
