"""What may stand in the address of a comparison."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser

from cases.assessments.models import Assessment
from cases.assessments.phase_answers import comparison_item
from cases.assessments.services import assessment_create
from cases.comparisons.items import ItemsInvalid, resolve
from cases.studies.models import Phase
from natoassess.accounts.models import User
from tests.comparisons.conftest import KOSOVO, LATER, LIBYA


@pytest.fixture
def draft(library: None, analyst: User) -> Assessment:
    """A private draft of the analyst about Kosovo."""
    phase = Phase.objects.get(case__slug="kosovo-1999", slug="allied-force")
    reference = Assessment.objects.get(phase=phase, reference__isnull=False)
    return assessment_create(author=analyst, phase=phase, framework=reference.framework, as_of=phase.as_of)


def test_a_phase_means_its_reference_assessment_in_the_order_given(library: None) -> None:
    """Order is the instructor's; a repeated item stands once."""
    found = resolve(AnonymousUser(), [LATER, KOSOVO, LATER])
    assert [comparison_item(assessment) for assessment in found] == [LATER, KOSOVO]
    assert all(assessment.reference for assessment in found)


def test_ones_own_draft_can_be_compared_and_nobody_elses(
    draft: Assessment, analyst: User, outsider: User
) -> None:
    """A draft is its author's alone; to others it does not exist."""
    item = f"assessment:{draft.pk}"
    assert resolve(analyst, [item]) == [draft]
    for stranger in (outsider, AnonymousUser()):
        with pytest.raises(ItemsInvalid, match=item):
            resolve(stranger, [item])


@pytest.mark.parametrize(
    "item",
    ["kosovo-1999", "kosovo-1999/no-such-phase", "assessment:x", "assessment:0", "../../etc", "x\u0661/y"],
)
def test_what_does_not_exist_is_named(library: None, item: str) -> None:
    """The fault repeats the item and says how an item is written."""
    with pytest.raises(ItemsInvalid) as caught:
        resolve(AnonymousUser(), [KOSOVO, item])
    assert len(caught.value.details) == 1
    assert item in caught.value.details[0]
    assert "CASE/PHASE" in caught.value.details[0]


def test_more_than_ten_are_refused_before_any_is_looked_up(
    library: None, queries_at_most: Callable[[int], object]
) -> None:
    """Eleven phases do not fit on a page."""
    with queries_at_most(0), pytest.raises(ItemsInvalid, match="10"):  # type: ignore[attr-defined]
        resolve(AnonymousUser(), [f"case/{number}" for number in range(11)])


def test_the_cost_does_not_grow_with_the_items(
    library: None, queries_at_most: Callable[[int], object]
) -> None:
    """Two items or four, the queries are the same."""
    with queries_at_most(4):  # type: ignore[attr-defined]
        resolve(AnonymousUser(), [KOSOVO, LIBYA, LATER, "kosovo-1999/kfor"])
