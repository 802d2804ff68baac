"""The pages and the API of review: what changed, who reviews, the second coding, dissent; and whom each is for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from cases.assessments.consensus import consensus_close
from cases.assessments.dissents import dissent_add
from cases.assessments.memoranda import memorandum_of
from cases.assessments.models import Assessment, Dissent, Publication, SecondCoding
from cases.assessments.models.assessment import Status
from cases.assessments.publishing import publication_revise
from cases.assessments.review import ReviewTaken, review_take
from cases.assessments.services import assessment_review, assessment_submit
from natoassess.accounts.models import Role, Team, User
from natoassess.web.audit.services import entries_about
from tests.second.conftest import Filing, Save, rating
from tests.support.people import make_user

ClientAs = Callable[[User], Client]
ApiClientAs = Callable[[User], APIClient]


@pytest.fixture
def revised(first: Assessment, decide: Filing, save: Save, analyst: User) -> Assessment:
    """Returned, changed in one rating, and submitted again."""
    save(decide(first, publish=False, note="Say more."), rating("threat_gravity", "4", "All of the port."))
    fresh = Assessment.objects.get(pk=first.pk)
    return assessment_submit(editor=analyst, assessment=fresh, expected_version=fresh.version)


@pytest.fixture
def second_reviewer(team: Team) -> User:
    return make_user("rolf", team=team, roles=(Role.REVIEWER,), display_name="Rolf Reviewer")


def test_the_review_begins_with_what_changed(
    client_as: ClientAs, reviewer: User, revised: Assessment
) -> None:
    html = client_as(reviewer).get(reverse("assessments:review", args=[revised.pk])).content.decode()
    assert html.index("Since revision 1") < html.index("The answers and their evidence</h2>")
    assert "One answer changed" in html and "All of the port." in html
    assert 'href="#rating-threat_gravity"' in html and 'id="rating-threat_gravity"' in html


def test_a_revision_of_a_publication_is_compared_with_it(
    client_as: ClientAs, analyst: User, reviewer: User, first: Assessment, decide: Filing, save: Save
) -> None:
    """Also where it is submitted for the first time."""
    published = Publication.objects.get(assessment=decide(first, publish=True))
    draft = save(
        publication_revise(author=analyst, publication=published), rating("threat_gravity", "1", "Less.")
    )
    again = assessment_submit(editor=analyst, assessment=draft, expected_version=draft.version)
    reader = client_as(reviewer)
    review = reader.get(reverse("assessments:review", args=[again.pk])).content.decode()
    assert f"Since {published.number}" in review and "One answer changed" in review and "Less." in review
    address = reverse("assessments:changes", args=[again.pk])
    page = reader.get(address, {"from": published.number, "to": "1"}).content.decode()
    assert f"From {published.number} to revision 1" in page
    assert reader.get(address, {"from": "NA-1999-0001"}).status_code == 400


def test_changes_by_number_and_against_the_draft(
    client_as: ClientAs, analyst: User, reviewer: User, revised: Assessment, decide: Filing, save: Save
) -> None:
    address = reverse("assessments:changes", args=[revised.pk])
    author, reader = client_as(analyst), client_as(reviewer)
    assert "From revision 1 to revision 2" in reader.get(address).content.decode()
    assert "From revision 2 to revision 1" in reader.get(address, {"from": 2, "to": 1}).content.decode()
    save(decide(revised, publish=False, note="More."), rating("threat_gravity", "2"))
    assert "From revision 2 to the draft as it stands" in author.get(address).content.decode()
    assert "From revision 1 to revision 2" in reader.get(address).content.decode()
    for wrong in ({"from": 7}, {"to": "x"}, {"form": 1}):
        assert author.get(address, wrong).status_code == 400
    assert reader.get(address, {"to": "draft"}).status_code == 400, "a draft is its author's"


def test_changes_by_program(
    api_client_as: ApiClientAs, reviewer: User, first: Assessment, request: pytest.FixtureRequest
) -> None:
    program = api_client_as(reviewer)
    address = reverse("api-assessment-changes", args=[first.pk])
    assert program.get(address).status_code == 409
    request.getfixturevalue("revised")
    body = program.get(address).json()
    (answer,) = body["answers"]
    assert (answer["part"], answer["code"], answer["kind"]) == ("ratings", "threat_gravity", "changed")
    assert (answer["before"]["level"], answer["after"]["level"]) == (3, 4)
    assert answer["alone"]["legitimacy"] > body["first"]["legitimacy"] and "legitimacy" in answer["moves"]
    assert body["carried"] == ["ratings-threat_gravity"]
    refused = program.get(address, {"from": 9})
    assert refused.status_code == 400 and refused.json()["errors"][0]["pointer"] == "from"


@pytest.mark.parametrize(
    ("who", "code"), [("analyst", 200), ("reviewer", 200), ("researcher", 403), ("outsider", 404), ("", 302)]
)
@pytest.mark.parametrize("page", ["changes", "second-coding"])
def test_whom_the_pages_are_for(
    who: str,
    code: int,
    page: str,
    client: Client,
    client_as: ClientAs,
    first: Assessment,
    request: pytest.FixtureRequest,
) -> None:
    visitor = client_as(request.getfixturevalue(who)) if who else client
    assert visitor.get(reverse(f"assessments:{page}", args=[first.pk])).status_code == code


def test_a_review_is_taken_up_by_one_and_left_again(
    client_as: ClientAs, reviewer: User, second_reviewer: User, first: Assessment
) -> None:
    address, claim = (reverse(f"assessments:review{step}", args=[first.pk]) for step in ("", "-claim"))
    ruth, rolf = client_as(reviewer), client_as(second_reviewer)
    assert ruth.post(claim, {"step": "take", "instead_of": ""}).status_code == 302
    assert "You have been reviewing it since" in ruth.get(address).content.decode()
    late = rolf.post(claim, {"step": "take", "instead_of": ""})
    assert late.status_code == 409
    assert "<strong>Ruth Reviewer</strong> has been reviewing it" in late.content.decode()
    decision = {"version": first.version, "decision": "return", "note": "Mine."}
    refused = rolf.post(address, decision)
    assert refused.status_code == 409 and "Mine." in refused.content.decode()
    assert rolf.post(claim, {"step": "take", "instead_of": reviewer.pk}).status_code == 302
    assert ruth.post(claim, {"step": "leave"}).status_code == 409
    assert rolf.post(address, decision).status_code == 302
    first.refresh_from_db()
    assert (first.status, first.under_review_by, first.reviewer) == (Status.RETURNED, None, second_reviewer)
    steps = entries_about(first).filter(action__startswith="review.").values_list("action", flat=True)
    assert list(steps) == ["review.taken_up", "review.taken_up"]


def test_of_two_who_take_it_up_at_once_one_does(
    reviewer: User, second_reviewer: User, first: Assessment
) -> None:
    review_take(reviewer=reviewer, assessment=first, instead_of=None)
    with pytest.raises(ReviewTaken) as refused:
        review_take(reviewer=second_reviewer, assessment=first, instead_of=None)
    assert refused.value.by == reviewer


def test_asking_by_page_and_answering(
    client_as: ClientAs, analyst: User, coder: User, first: Assessment
) -> None:
    author, other = client_as(analyst), client_as(coder)
    address = reverse("assessments:second-coding", args=[first.pk])
    assert author.post(address, {"coder": ""}).status_code == 422
    assert author.post(address, {"coder": analyst.pk}).status_code == 422
    assert author.post(address, {"coder": coder.pk, "note": "By Friday."}).status_code == 302
    asked = SecondCoding.objects.get()
    request_page = reverse("assessments:second-coding-request", args=[asked.pk])
    assert request_page in other.get(reverse("assessments:list")).content.decode()
    assert "By Friday." in other.get(request_page).content.decode()
    assert author.get(request_page).status_code == 404
    assert other.post(request_page, {"decision": "maybe"}).status_code == 400
    accepted = other.post(request_page, {"decision": "accept"})
    asked.refresh_from_db()
    assert accepted["Location"] == reverse("assessments:edit", args=[asked.coding_id, "open"])
    assert other.post(request_page, {"decision": "accept"}).status_code == 409
    assert "second coding" in other.get(reverse("assessments:list")).content.decode()
    cancel = reverse("assessments:second-coding-cancel", args=[first.pk])
    assert author.post(cancel, {"coding": asked.pk}).status_code == 302
    assert author.post(cancel, {"coding": asked.pk}).status_code == 409
    assert author.post(cancel, {"coding": 999_999}).status_code == 404


def test_a_second_coding_leads_to_the_page_of_both(
    client_as: ClientAs, coder: User, reviewer: User, handed_in: SecondCoding
) -> None:
    assert handed_in.coding is not None
    leads = client_as(coder).get(reverse("assessments:second-coding", args=[handed_in.coding.pk]))
    assert leads["Location"] == reverse("assessments:second-coding", args=[handed_in.assessment_id])
    html = client_as(coder).get(leads["Location"]).content.decode()
    for words in (
        "No resolution names these actors.",
        "Resolution 9 was meant for them.",
        "Say what you hold now",
    ):
        assert words in html
    watched = client_as(reviewer).get(leads["Location"]).content.decode()
    assert "Resolution 9 was meant for them." in watched and "Say what you hold now" not in watched


def test_a_second_coding_offers_nothing_that_would_be_refused(
    client_as: ClientAs, coder: User, under_way: SecondCoding
) -> None:
    """Its terms are those of the first, and it is declined instead of deleted."""
    assert under_way.coding is not None
    pk = under_way.coding.pk
    html = client_as(coder).get(reverse("assessments:check", args=[pk])).content.decode()
    assert "not reviewed by itself" in html
    for name in ("describe", "delete"):
        address = reverse(f"assessments:{name}", args=[pk])
        assert address not in html
        assert client_as(coder).get(address).status_code in {403, 404}


def test_by_program_from_asking_to_agreement(
    api_client_as: ApiClientAs, analyst: User, coder: User, first: Assessment, save: Save
) -> None:
    author, other = api_client_as(analyst), api_client_as(coder)
    listing = reverse("api-assessment-second-codings", args=[first.pk])
    wrong = author.post(listing, {"coder": "analyst"})
    assert wrong.status_code == 400 and wrong.json()["errors"][0]["pointer"] == "/coder"
    made: dict[str, Any] = author.post(listing, {"coder": "coder"}).json()
    assert (made["state"], made["coding"]) == ("asked", None)
    agreement = reverse("api-assessment-second-coding", args=[first.pk, made["id"]])
    assert author.get(agreement).status_code == 409
    assert other.get(reverse("api-second-coding-list")).json()[0]["id"] == made["id"]
    accepted = other.post(reverse("api-second-coding-accept", args=[made["id"]])).json()
    assert accepted["state"] == "accepted" and accepted["coding"]
    assert author.get(listing).json()[0]["coding"] is None
    coding = save(Assessment.objects.get(pk=accepted["coding"]), rating("threat_gravity", "4"))
    assessment_submit(editor=coder, assessment=coding, expected_version=coding.version)
    body = author.get(agreement).json()
    gravity = next(item for item in body["items"] if item["code"] == "threat_gravity")
    assert (gravity["first"]["answer"], gravity["second"]["answer"], gravity["settled"]) == (3, 4, None)
    assert other.post(reverse("api-second-coding-decline", args=[made["id"]])).status_code == 409


# Dissent ------------------------------------------------------------------------------------------
def test_dissent_is_printed_wherever_the_result_is(
    client: Client, client_as: ClientAs, reviewer: User, handed_in: SecondCoding, analyst: User
) -> None:
    first = handed_in.assessment
    closed = consensus_close(editor=analyst, request=handed_in, expected_version=first.version)
    dissent_add(author=reviewer, assessment=closed, text="The record is too thin.")
    published = assessment_review(
        reviewer=reviewer, assessment=closed, expected_version=closed.version, publish=True, note=""
    )
    html = client_as(analyst).get(reverse("assessments:detail", args=[first.pk])).content.decode()
    text = " ".join(memorandum_of(published).text.split())
    for said in ("The record is too thin.", "The whole port is in reach."):
        assert said in html and said in text
    assert "Cora Coder dissents on “Gravity of the threat” and holds: 4" in text
    assert "Ruth Reviewer dissents from the result as a whole." in text, text[-900:]
    pdf = client_as(analyst).get(reverse("assessments:memorandum-pdf", args=[first.pk]))
    assert pdf.status_code == 200


def test_a_dissent_is_entered_and_withdrawn_until_publication(
    client_as: ClientAs, reviewer: User, analyst: User, researcher: User, first: Assessment, decide: Filing
) -> None:
    address = reverse("assessments:dissent", args=[first.pk])
    judge = client_as(reviewer)
    assert judge.post(address, {"question": "", "value": "", "text": " "}).status_code == 422
    assert judge.post(address, {"question": "", "value": "yes", "text": "Why?"}).status_code == 422
    wrong = {"question": "facts-uses_force", "value": "4", "text": "So."}
    assert judge.post(address, wrong).status_code == 422
    given = {"question": "facts-uses_force", "value": "contested", "text": "One source alone."}
    assert judge.post(address, given).status_code == 302
    (kept,) = Dissent.objects.all()
    assert (kept.question, kept.value, kept.author_name) == ("facts-uses_force", "contested", "Ruth Reviewer")
    for other in (analyst, researcher):
        assert client_as(other).get(address).status_code == 403
    withdraw = reverse("assessments:dissent-withdraw", args=[kept.pk])
    assert client_as(analyst).post(withdraw).status_code == 403
    assert judge.post(withdraw).status_code == 302 and not Dissent.objects.exists()
    judge.post(address, given)
    decide(first, publish=True)
    kept = Dissent.objects.get()
    assert judge.post(reverse("assessments:dissent-withdraw", args=[kept.pk])).status_code == 403
    assert judge.post(address, given).status_code == 403 and Dissent.objects.count() == 1
