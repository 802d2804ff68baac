"""The doctrine that stands in where none had been published yet."""

from __future__ import annotations

import pytest

from frameworks.models import Framework
from frameworks.stateless import score

pytestmark = pytest.mark.django_db


def codes(day: str, **members: str) -> list[str]:
    """The warnings of an empty request for `day`."""
    return [warning["code"] for warning in score(body={"as_of": day, "draws": 0, **members})["warnings"]]


def test_before_the_first_doctrine_the_earliest_stands_in_and_says_so() -> None:
    """The Concept of November 1991 did not govern in January; asked for by name it says the same."""
    assert codes("1991-01-16") == ["doctrine_anticipated"]
    assert codes("1991-01-16", framework="nato-1991") == ["doctrine_anticipated"]
    assert score(body={"as_of": "1991-01-16"})["framework"]["code"] == "nato-1991"


def test_a_later_framework_asked_for_by_name_is_no_anticipation() -> None:
    """Judging 1991 by today's yardstick is a choice, not a want of doctrine."""
    assert codes("1991-01-16", framework="nato-2022") == []
    assert codes("1999-03-24") == []


def test_one_framework_is_the_earliest() -> None:
    """And it is the one whose doctrine began first."""
    assert list(Framework.objects.filter(earliest_doctrine=True)) == [
        Framework.objects.earliest("doctrine_from")
    ]
