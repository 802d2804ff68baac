"""A second coder sees nothing of the first coding, on any route, until theirs is handed in; nor does its author."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import NoReverseMatch, reverse
from rest_framework.test import APIClient

from cases.assessments.blindness import coding_handed_in
from cases.assessments.dissents import dissent_add
from cases.assessments.models import AnswerChange, Assessment, Contributor, SecondCoding
from cases.assessments.models.second_coding import CodingState
from cases.assessments.second_codings import (
    CoderUnfit,
    coders_for,
    second_coding_accept,
    second_coding_ask,
    second_coding_cancel,
    second_coding_decline,
)
from cases.assessments.selectors import assessments, drafts
from cases.assessments.services import assessment_review, assessment_submit
from natoassess.accounts.models import Role, Team, User
from tests.second.conftest import FIRST, SECOND, Filing, Save
from tests.support.people import make_user
from tests.web.test_routes import ROUTES

ClientAs = Callable[[User], Client]
ApiClientAs = Callable[[User], APIClient]
VERBS = ("get", "post", "patch", "delete")
SECRET = "Two batteries were struck."


def addresses_about(pk: int) -> Iterator[str]:
    """Every route of the site that takes the number of an assessment, alone or with a step."""
    for route in ROUTES:
        name = ":".join((*route.namespaces, route.name))
        if not name.startswith(("assessments:", "api-assessment")):
            continue
        for arguments in ({"pk": pk}, {"pk": pk, "step": "facts-action"}):
            try:
                yield reverse(name, kwargs=arguments)
            except NoReverseMatch:
                continue


def seen_of(client: Client | APIClient, pk: int) -> list[str]:
    """The requests about an assessment that are answered otherwise than by "there is no such thing".

    A token opens the API alone; a session opens both.
    """
    found = []
    for address in addresses_about(pk):
        if isinstance(client, APIClient) and not address.startswith("/api/"):
            continue
        for verb in VERBS:
            status = getattr(client, verb)(address, {} if verb != "get" else None).status_code
            if status not in {404, 405}:
                found.append(f"{verb} {address}: {status}")
    return found


@pytest.mark.parametrize("state", ["asked", "under_way"])
def test_the_coder_reaches_no_address_of_the_first(
    state: str,
    client_as: ClientAs,
    api_client_as: ApiClientAs,
    coder: User,
    first: Assessment,
    request: pytest.FixtureRequest,
) -> None:
    assert len(list(addresses_about(first.pk))) > 25
    assert client_as(coder).get(reverse("assessments:detail", args=[first.pk])).status_code == 200
    request.getfixturevalue(state)
    assert seen_of(client_as(coder), first.pk) == []
    assert seen_of(api_client_as(coder), first.pk) == []


def test_no_list_page_or_comparison_tells_the_coder_of_the_first(
    client_as: ClientAs, api_client_as: ApiClientAs, coder: User, under_way: SecondCoding
) -> None:
    first, phase = under_way.assessment, under_way.assessment.phase
    browser, program = client_as(coder), api_client_as(coder)
    item = f"assessment:{first.pk}"
    pages = [
        reverse("home"),
        reverse("assessments:list"),
        reverse("cases:list"),
        reverse("cases:detail", args=[phase.case.slug]),
        reverse("cases:agreement", args=[phase.case.slug, phase.slug]),
        reverse("comparisons:compare"),
        f"{reverse('search')}?q=port",
        reverse("assessments:second-coding-request", args=[under_way.pk]),
    ]
    for address in pages:
        response = browser.get(address)
        assert response.status_code == 200, address
        html = response.content.decode()
        assert reverse("assessments:detail", args=[first.pk]) not in html, address
        assert item not in html and SECRET not in html, address
    compare = reverse("comparisons:compare")
    asked_for, unknown = (browser.get(compare, {"item": name}) for name in (item, "assessment:999999"))
    assert asked_for.status_code == unknown.status_code == 400
    listed = program.get(reverse("api-assessment-list")).json()["results"]
    assert first.pk not in [row["id"] for row in listed]
    agreed = program.get(reverse("api-phase-agreement", args=[phase.case.slug, phase.slug]))
    assert agreed.json()["assessments"] == []


def test_the_coder_reads_what_is_to_be_coded(
    client_as: ClientAs, analyst: User, coder: User, file_draft: Filing
) -> None:
    """Asked while the first is still a draft, which nobody else sees: the scenario opens to the coder alone."""
    draft = file_draft(*FIRST)
    case = reverse("cases:detail", args=[draft.phase.case.slug])
    assert client_as(coder).get(case).status_code == 404
    asked = second_coding_ask(asker=analyst, assessment=draft, coder=coder)
    html = (
        client_as(coder).get(reverse("assessments:second-coding-request", args=[asked.pk])).content.decode()
    )
    assert "Batteries fire on a port across the border." in html and SECRET not in html
    assert client_as(coder).get(case).status_code == 200
    coding = second_coding_accept(coder=coder, request=asked)
    assert (coding.phase, coding.as_of, coding.framework) == (draft.phase, draft.as_of, draft.framework)
    assert not coding.findings.exists()
    second_coding_cancel(editor=analyst, request=asked)


def test_handing_in_lifts_the_bar_for_both(
    client_as: ClientAs, analyst: User, coder: User, handed_in: SecondCoding
) -> None:
    assert handed_in.coding is not None
    for person in (analyst, coder):
        for pk in (handed_in.assessment_id, handed_in.coding.pk):
            assert client_as(person).get(reverse("assessments:detail", args=[pk])).status_code == 200


def test_the_first_author_waits_for_their_own_submission(
    client_as: ClientAs, analyst: User, team: Team, coder: User, file_draft: Filing, save: Save
) -> None:
    """The second was handed in while the first is still a draft: neither its author nor a contributor sees it."""
    helper = make_user("helper", team=team, roles=(Role.ANALYST,))
    draft = file_draft(*FIRST)
    Contributor.objects.create(assessment=draft, user=helper)
    asked = second_coding_ask(asker=analyst, assessment=draft, coder=coder)
    coding = save(second_coding_accept(coder=coder, request=asked), *SECOND)
    coding = assessment_submit(editor=coder, assessment=coding, expected_version=coding.version)
    for person in (analyst, helper):
        assert seen_of(client_as(person), coding.pk) == []
        assert coding not in assessments(person)
    assert client_as(analyst).get(reverse("assessments:second-coding", args=[draft.pk])).status_code == 200
    draft.refresh_from_db()
    assessment_submit(editor=analyst, assessment=draft, expected_version=draft.version)
    assert coding in assessments(analyst) and coding in assessments(helper)


def test_of_two_coders_neither_sees_the_other(
    analyst: User, team: Team, first: Assessment, handed_in: SecondCoding
) -> None:
    other = make_user("other", team=team, roles=(Role.ANALYST,))
    assert handed_in.coding in assessments(other)
    second_coding_ask(asker=analyst, assessment=first, coder=other)
    assert handed_in.coding not in assessments(other) and first not in assessments(other)


def test_a_coder_who_is_made_a_contributor_is_still_kept_from_it(
    first: Assessment, asked: SecondCoding
) -> None:
    Contributor.objects.create(assessment=first, user=asked.coder)
    assert first not in assessments(asked.coder) and first not in drafts(asked.coder)


@pytest.mark.parametrize("end", ["declined", "called off"])
def test_a_request_that_ends_lifts_the_bar_and_leaves_the_draft_private(
    end: str, analyst: User, coder: User, under_way: SecondCoding
) -> None:
    coding = under_way.coding
    if end == "declined":
        second_coding_decline(coder=coder, request=under_way)
    else:
        second_coding_cancel(editor=analyst, request=under_way)
    assert coding is not None
    coding.refresh_from_db()
    assert (coding.visibility, coding.team, coding.author) == ("private", None, coder)
    assert under_way.assessment in assessments(coder)
    under_way.refresh_from_db()
    assert under_way.coding is None


def test_whoever_once_answered_in_the_first_is_not_asked_to_code_it_again(
    first: Assessment, analyst: User, coder: User
) -> None:
    """Also one who contributes to it no longer."""
    AnswerChange.objects.create(assessment=first, kind="fact", code="uses_force", by=coder, version=9)
    assert not coders_for(first, asker=analyst).filter(pk=coder.pk).exists()
    with pytest.raises(CoderUnfit):
        second_coding_ask(asker=analyst, assessment=first, coder=coder)


def test_a_coding_that_was_called_off_meanwhile_is_not_handed_in(
    under_way: SecondCoding, analyst: User, coder: User
) -> None:
    """The first would wait for it for ever: it can be neither settled nor called off."""
    coding = under_way.coding
    assert coding is not None
    second_coding_cancel(editor=analyst, request=under_way)
    assert coding_handed_in(actor=coder, coding=coding) is None
    under_way.refresh_from_db()
    assert (under_way.state, under_way.submitted_at) == (CodingState.CANCELLED, None)


def test_what_was_published_meanwhile_is_not_coded_again(
    first: Assessment, analyst: User, coder: User, reviewer: User
) -> None:
    read_before = Assessment.objects.get(pk=first.pk)
    assessment_review(
        reviewer=reviewer, assessment=first, expected_version=first.version, publish=True, note=""
    )
    with pytest.raises(PermissionDenied):
        second_coding_ask(asker=analyst, assessment=read_before, coder=coder)
    with pytest.raises(PermissionDenied):
        dissent_add(author=reviewer, assessment=read_before, text="It is not so.")
