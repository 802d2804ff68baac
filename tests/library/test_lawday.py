"""What was law on a day."""

from __future__ import annotations

from datetime import date

import pytest

from frameworks.lawday import Standing, effective_provisions, instrument_standing, standing_on
from frameworks.models import Instrument
from frameworks.selectors import instruments


@pytest.mark.parametrize(
    ("day", "standing"),
    [
        (date(1949, 4, 3), Standing.NOT_YET),
        (date(1949, 4, 4), Standing.ADOPTED),
        (date(1949, 8, 23), Standing.ADOPTED),
        (date(1949, 8, 24), Standing.IN_FORCE),
        (date(1959, 12, 31), Standing.IN_FORCE),
        (date(1960, 1, 1), Standing.ENDED),
    ],
)
def test_both_days_of_a_period_belong_to_it(day: date, standing: Standing) -> None:
    """Trap 6: adopted is not yet in force."""
    made, start, end = date(1949, 4, 4), date(1949, 8, 24), date(1959, 12, 31)
    assert standing_on(day, made=made, start=start, end=end) is standing


def test_what_never_enters_into_force() -> None:
    made = date(1999, 3, 26)
    before, after = date(1999, 3, 25), date(1999, 3, 26)
    assert standing_on(before, made=made, start=None, end=None) is Standing.NOT_YET
    assert standing_on(after, made=made, start=None, end=None) is Standing.EVIDENCE
    assert standing_on(after, made=made, start=None, end=None, draft=True) is Standing.NEVER


@pytest.mark.django_db
def test_the_concept_of_24_march_1999_is_that_of_1991() -> None:
    """Trap 11: the next came a month later."""
    day = date(1999, 3, 24)
    standing = {
        row.pk: instrument_standing(row, day) for row in Instrument.objects.filter(pk__startswith="sc-")
    }
    assert [pk for pk, found in standing.items() if found is Standing.IN_FORCE] == ["sc-1991"]
    assert standing["sc-1999"] is standing["sc-2022"] is Standing.NOT_YET
    assert standing["sc-1949"] is Standing.ENDED


@pytest.mark.django_db
def test_clauses_end_one_by_one() -> None:
    resolution = instruments().get(pk="unsc-1973")
    whole = effective_provisions(resolution, date(2011, 3, 17))
    after = effective_provisions(resolution, date(2011, 11, 1))
    assert whole.in_force == whole.total > after.in_force > 0
