"""Leaving and handing in while another does the opposite, on PostgreSQL."""

from __future__ import annotations

from functools import partial

import pytest

from cases.assessments.models import Assessment, SecondCoding
from cases.assessments.models.second_coding import CodingState
from cases.assessments.second_codings import (
    RequestClosed,
    second_coding_accept,
    second_coding_ask,
    second_coding_cancel,
)
from cases.assessments.services import assessment_submit
from natoassess.accounts.deletion import LastAdministrator, account_delete
from natoassess.accounts.models import Role, Team, User
from tests.concurrency.conftest import at_once
from tests.pages.scenarios import scenario
from tests.support.people import make_user

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
ROUNDS = 5


def test_of_the_last_two_administrators_who_leave_at_once_one_stays(team: Team) -> None:
    for number in range(ROUNDS):
        pair = [make_user(f"root-{number}-{one}", team=team, roles=()) for one in range(2)]
        User.objects.filter(pk__in=[one.pk for one in pair]).update(is_superuser=True)
        results = at_once(*(partial(account_delete, user=one) for one in pair))
        assert [type(result) for result in results].count(LastAdministrator) == 1, results
        assert User.objects.filter(is_superuser=True, is_active=True).count() == 1
        User.objects.update(is_superuser=False)


def test_a_coding_is_handed_in_or_called_off_and_never_both(analyst: User, team: Team) -> None:
    """Both hold the draft before the request, so neither waits for the other in a circle."""
    for number in range(ROUNDS):
        coder = make_user(f"coder-{number}", team=team, roles=(Role.ANALYST,))
        first = scenario(analyst, team, visibility="team", title=f"Port {number}")
        asked = second_coding_ask(asker=analyst, assessment=first, coder=coder)
        coding = second_coding_accept(coder=coder, request=asked)
        request = SecondCoding.objects.get(pk=asked.pk)
        results = at_once(
            partial(assessment_submit, editor=coder, assessment=coding, expected_version=coding.version),
            partial(second_coding_cancel, editor=analyst, request=request),
        )
        assert isinstance(results[0], Assessment) or results[1] is None, results
        assert results[1] is None or isinstance(results[1], RequestClosed), results
        request.refresh_from_db()
        called_off = request.state == CodingState.CANCELLED
        assert called_off or request.state == CodingState.SUBMITTED
        assert (request.coding_id is None) == called_off
