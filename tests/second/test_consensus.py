"""The consensus round: settled while both hold the same; closing it writes a revision and keeps the rest as dissent."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from cases.assessments.consensus import (
    PositionInvalid,
    Round,
    consensus_close,
    consensus_say,
    round_of,
)
from cases.assessments.models import Assessment, Dissent, SecondCoding
from cases.assessments.models.assessment import Status
from cases.assessments.models.second_coding import CodingState
from cases.assessments.review import SecondCodingOpen
from cases.assessments.second_codings import (
    RequestClosed,
    coders_for,
    second_coding_ask,
    second_coding_cancel,
)
from cases.assessments.services import assessment_review, assessment_submit
from natoassess.accounts.models import User
from natoassess.web.audit.services import entries_about
from natoassess.web.concurrency import StaleVersion
from tests.second.conftest import SECOND, Save

ClientAs = Callable[[User], Client]
MANDATE, GRAVITY, TERRITORY = (
    "facts-council_authorises_force",
    "ratings-threat_gravity",
    "sovereignty-territory",
)


def say(user: User, request: SecondCoding, name: str, value: str, version: int = 0) -> int:
    """Hold `value`, with a reason; the version of the question afterwards."""
    why = f"{user.name} says {value}."
    return consensus_say(
        coder=user, request=request, name=name, value=value, why=why, expected_version=version
    ).version


def current(request: SecondCoding) -> Round:
    found = round_of(SecondCoding.objects.get(pk=request.pk))
    assert found is not None
    return found


def test_nothing_is_compared_before_both_are_handed_in(under_way: SecondCoding) -> None:
    assert round_of(under_way) is None


def test_alpha_is_that_of_an_independent_package(handed_in: SecondCoding) -> None:
    """krippendorff 0.9.0 on the same answers: nominal on [[2, 2, 0, 0], [2, 2, 2, 0]], ordinal on [[3, 2], [4, 2]]."""
    reliability = current(handed_in).compared.reliability
    assert reliability["facts"].alpha == pytest.approx(0.5333333, abs=1e-6)
    assert reliability["ratings"].alpha == pytest.approx(0.8333333, abs=1e-6)
    assert (reliability["facts"].items, reliability["ratings"].items) == (4, 2)


def test_the_round_lists_what_differs_and_what_it_would_do(handed_in: SecondCoding) -> None:
    found = current(handed_in)
    assert {item.name for item in found.items} == {MANDATE, GRAVITY, TERRITORY}
    by_name = {item.name: item for item in found.items}
    assert by_name[GRAVITY].values == ("3", "4")
    alone, first = by_name[GRAVITY].change.alone, found.change.first  # type: ignore[union-attr]  # it differs
    assert alone is not None and first is not None
    assert alone.legitimacy > first.legitimacy  # type: ignore[operator]  # both are rated


def test_settled_while_both_hold_the_same(handed_in: SecondCoding, analyst: User, coder: User) -> None:
    version = say(coder, handed_in, MANDATE, "contested")
    assert current(handed_in).settled == 0
    version = say(analyst, handed_in, MANDATE, "contested", version)
    assert current(handed_in).settled == 1
    say(coder, handed_in, MANDATE, "yes", version)
    assert current(handed_in).settled == 0


def test_of_two_who_speak_at_once_the_second_is_told(
    handed_in: SecondCoding, analyst: User, coder: User
) -> None:
    say(coder, handed_in, MANDATE, "yes")
    with pytest.raises(StaleVersion) as stale:
        say(analyst, handed_in, MANDATE, "no", 0)
    assert stale.value.current == 1
    say(analyst, handed_in, GRAVITY, "3")
    say(analyst, handed_in, MANDATE, "yes", 1)
    with pytest.raises(StaleVersion):
        say(coder, handed_in, MANDATE, "no", 1)


def test_what_was_typed_is_kept_where_the_other_was_quicker(
    client_as: ClientAs, handed_in: SecondCoding, analyst: User, coder: User
) -> None:
    say(coder, handed_in, MANDATE, "contested")
    given = {
        "coding": handed_in.pk,
        "question": MANDATE,
        f"{MANDATE}-version": 0,
        f"{MANDATE}-value": "contested",
        f"{MANDATE}-why": "I see it now.",
    }
    page = client_as(analyst)
    address = reverse("assessments:consensus", args=[handed_in.assessment_id])
    refused = page.post(address, given)
    html = refused.content.decode()
    assert refused.status_code == 409
    assert "The other spoke on this question meanwhile." in html and "I see it now." in html
    assert "Cora Coder says contested." in html
    assert page.post(address, {**given, f"{MANDATE}-version": 1}).status_code == 302
    assert current(handed_in).settled == 1


@pytest.mark.parametrize(
    ("name", "value", "why", "field"),
    [
        (MANDATE, "perhaps", "x", "value"),
        (MANDATE, "yes", "  ", "why"),
        ("facts-uses_force", "no", "x", "value"),
    ],
)
def test_what_cannot_be_held(
    name: str, value: str, why: str, field: str, handed_in: SecondCoding, coder: User
) -> None:
    with pytest.raises(PositionInvalid) as refused:
        consensus_say(coder=coder, request=handed_in, name=name, value=value, why=why, expected_version=0)
    assert refused.value.field == field


def test_closing_writes_what_is_settled_and_keeps_the_rest_as_dissent(
    handed_in: SecondCoding, analyst: User, coder: User
) -> None:
    first = handed_in.assessment
    say(analyst, handed_in, MANDATE, "yes", say(coder, handed_in, MANDATE, "yes"))
    say(coder, handed_in, GRAVITY, "2")
    say(analyst, handed_in, TERRITORY, "1", say(coder, handed_in, TERRITORY, "1"))
    closed = consensus_close(editor=analyst, request=handed_in, expected_version=first.version)

    assert (closed.status, closed.snapshots.count()) == (Status.SUBMITTED, 2)
    newest = closed.snapshots.order_by("-revision")[0]
    assert newest.findings["facts"]["council_authorises_force"]["value"] == "yes"
    assert newest.findings["facts"]["council_authorises_force"]["why"] == "Ana Analyst says yes."
    assert newest.findings["ratings"]["threat_gravity"]["level"] == 3
    assert newest.findings["sovereignty"]["territory"]["level"] == 1

    dissent = Dissent.objects.get(assessment=first)
    assert (dissent.question, dissent.value, dissent.author) == (GRAVITY, "2", coder)
    assert (dissent.author_name, dissent.text) == ("Cora Coder", "Cora Coder says 2.")
    done = SecondCoding.objects.get(pk=handed_in.pk)
    assert (done.state, done.first_revision) == (CodingState.SETTLED, 1)
    assert len(current(handed_in).items) == 3, "agreement stays that of the codings as handed in"
    entry = entries_about(first).get(action="consensus.closed")
    assert entry.detail["settled"] == 2 and entry.detail["changed"] == 1 and entry.detail["dissent"] == 1
    with pytest.raises(RequestClosed):
        say(coder, handed_in, GRAVITY, "3", 1)


def test_silence_leaves_the_coding_itself_as_dissent(handed_in: SecondCoding, analyst: User) -> None:
    first = handed_in.assessment
    closed = consensus_close(editor=analyst, request=handed_in, expected_version=first.version)
    assert closed.snapshots.count() == 1, "nothing was settled, so nothing is written"
    kept = {row.question: (row.value, row.text) for row in Dissent.objects.filter(assessment=first)}
    assert kept[GRAVITY] == ("4", "The whole port is in reach.")
    assert set(kept) == {MANDATE, GRAVITY, TERRITORY}


def test_a_round_is_closed_once_and_by_the_author_alone(
    handed_in: SecondCoding, analyst: User, coder: User, reviewer: User
) -> None:
    first = handed_in.assessment
    for other in (coder, reviewer):
        with pytest.raises(PermissionDenied):
            consensus_close(editor=other, request=handed_in, expected_version=first.version)
    with pytest.raises(StaleVersion):
        consensus_close(editor=analyst, request=handed_in, expected_version=first.version - 1)
    consensus_close(editor=analyst, request=handed_in, expected_version=first.version)
    with pytest.raises(RequestClosed):
        consensus_close(editor=analyst, request=handed_in, expected_version=first.version)


def test_the_round_is_between_its_two_coders(
    handed_in: SecondCoding, reviewer: User, researcher: User
) -> None:
    for other in (reviewer, researcher):
        with pytest.raises(PermissionDenied):
            say(other, handed_in, MANDATE, "yes")


def decide(reviewer: User, assessment: Assessment, *, publish: bool) -> Assessment:
    """The reviewer's decision on the assessment as it is now."""
    fresh = Assessment.objects.get(pk=assessment.pk)
    return assessment_review(
        reviewer=reviewer,
        assessment=fresh,
        expected_version=fresh.version,
        publish=publish,
        note="Look again.",
    )


def test_nothing_is_decided_while_the_two_compare(
    handed_in: SecondCoding, analyst: User, reviewer: User
) -> None:
    """Nor returned: the author, who sees the second coding by now, would bring the first in line with it."""
    first = handed_in.assessment
    for publish in (True, False):
        with pytest.raises(SecondCodingOpen):
            decide(reviewer, first, publish=publish)
    first.refresh_from_db()
    assert first.status == Status.SUBMITTED
    consensus_close(editor=analyst, request=handed_in, expected_version=first.version)
    assert decide(reviewer, first, publish=True).status == Status.PUBLISHED


def test_who_got_theirs_back_before_sees_nothing_of_the_second_until_it_is_submitted_again(
    under_way: SecondCoding, save: Save, coder: User, analyst: User, reviewer: User, client_as: ClientAs
) -> None:
    """Agreement is counted on two codings that nobody brought in line."""
    first = decide(reviewer, under_way.assessment, publish=False)
    assert under_way.coding is not None
    coding = save(under_way.coding, *SECOND)
    assessment_submit(editor=coder, assessment=coding, expected_version=coding.version)
    author = client_as(analyst)
    seen = author.get(reverse("assessments:second-coding", args=[first.pk])).content.decode()
    assert "answered differently" not in seen
    assert author.get(reverse("assessments:detail", args=[coding.pk])).status_code == 404
    assert round_of(SecondCoding.objects.get(pk=under_way.pk)) is None
    again = Assessment.objects.get(pk=first.pk)
    assessment_submit(editor=analyst, assessment=again, expected_version=again.version)
    assert current(under_way).items


def test_a_reviewer_ends_a_round_that_nobody_closes(
    handed_in: SecondCoding, analyst: User, reviewer: User
) -> None:
    """Not its author, to whom the second coding may be unwelcome; the coding is never published by itself."""
    with pytest.raises(RequestClosed):
        second_coding_cancel(editor=analyst, request=handed_in)
    second_coding_cancel(editor=reviewer, request=handed_in)
    assert decide(reviewer, handed_in.assessment, publish=True).status == Status.PUBLISHED
    assert handed_in.coding is not None
    with pytest.raises(PermissionDenied):
        decide(reviewer, handed_in.coding, publish=True)


def test_who_can_be_asked(
    first: Assessment, analyst: User, coder: User, outsider: User, reviewer: User
) -> None:
    assert list(coders_for(first, asker=analyst)) == [coder]
    second_coding_ask(asker=reviewer, assessment=first, coder=coder)
    assert list(coders_for(first, asker=reviewer)) == [], "nobody is asked twice, and never its author"
    for stranger in (outsider, coder):
        with pytest.raises(PermissionDenied):
            second_coding_ask(asker=stranger, assessment=first, coder=coder)


def test_a_second_coding_is_not_published_described_or_coded_again(
    handed_in: SecondCoding, reviewer: User, coder: User
) -> None:
    coding = handed_in.coding
    assert coding is not None
    with pytest.raises(PermissionDenied):
        assessment_review(
            reviewer=reviewer, assessment=coding, expected_version=coding.version, publish=True, note=""
        )
    with pytest.raises(PermissionDenied):
        second_coding_ask(asker=coder, assessment=coding, coder=reviewer)
