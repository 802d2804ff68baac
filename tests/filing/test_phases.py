"""Several phases of one scenario: added with a draft each, described apart, deleted apart."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from cases.assessments.answers import Answer
from cases.assessments.models import Assessment
from cases.assessments.models.finding import FindingKind
from cases.assessments.phases import MOST_PHASES, NewPhase, TooManyPhases, phase_add
from cases.assessments.services import (
    assessment_create,
    assessment_review,
    assessment_submit,
    findings_save,
)
from cases.studies.models import Case, Phase
from frameworks.selectors import framework_get
from natoassess.accounts.models import User
from natoassess.web.audit.models import AuditEntry
from tests.filing.pages import draft, fields_of, step_url, text_of

pytestmark = pytest.mark.django_db
SECOND = {
    "former_title": "The blockade",
    "phase_title": "The landing",
    "phase_summary": "Troops land.",
    "acting_names": "Southland",
    "starts_on": "2023-07-01",
    "ends_on": "2023-08-02",
    "answers_from": "",
    "as_of": "",
    "framework": "",
}


def add(client: Client, assessment: Assessment, **changes: str) -> Assessment:
    """Add a phase through the page and return its draft."""
    response = client.post(reverse("assessments:phase-add", args=[assessment.pk]), {**SECOND, **changes})
    assert response.status_code == 302, text_of(response.content.decode())
    return Assessment.objects.latest("pk")


def answered(assessment: Assessment) -> Assessment:
    """The draft with one answer, which has evidence."""
    assert assessment.author is not None
    source = {"citation": "A report", "url": "", "reliability": "B", "credibility": 2, "note": "page 4"}
    answer = Answer(
        kind=FindingKind.FACT,
        code="uses_force",
        value="yes",
        why="Ships are stopped.",
        provisions=("un-charter#art-2-4",),
        evidence=(source,),
    )
    return findings_save(
        editor=assessment.author,
        assessment=assessment,
        expected_version=assessment.version,
        answers=[answer],
    )


def test_a_phase_is_added_with_a_draft_that_has_the_same_readers(filer: Client, analyst: User) -> None:
    first = draft(filer, visibility="team", standpoint="ex_ante")
    page = text_of(filer.get(reverse("assessments:phase-add", args=[first.pk])).content.decode())
    assert "Add a phase to Blockade of Northland" in page
    second = add(filer, first)
    assert second.phase.case_id == first.phase.case_id
    assert (second.author, second.team, second.visibility) == (analyst, first.team, "team")
    assert (second.standpoint, second.as_of) == ("ex_ante", date(2023, 7, 1))
    assert second.framework.code == "nato-2022"
    assert not second.findings.exists()
    case = Case.objects.get(pk=first.phase.case_id)
    assert [(p.title, p.label) for p in case.phases.all()] == [
        ("The blockade", "The blockade"),
        ("The landing", "The landing"),
    ]
    assert (case.title, case.starts_on, case.ends_on) == ("Blockade of Northland", date(2023, 5, 4), None)
    entry = AuditEntry.objects.get(action="phase.added")
    assert (entry.actor_id, entry.detail["assessment"]) == (analyst.pk, second.pk)


def test_it_may_start_from_the_answers_of_a_phase(filer: Client) -> None:
    first = answered(draft(filer))
    second = add(filer, first, answers_from=str(first.pk))
    copied, former = second.findings.get(), first.findings.get()
    assert (copied.code, copied.value, copied.why, copied.provisions) == (
        "uses_force",
        "yes",
        "Ships are stopped.",
        ["un-charter#art-2-4"],
    )
    assert [str(item) for item in copied.evidence.all()] == [str(item) for item in former.evidence.all()]
    assert copied.evidence.get().note == "page 4"


def test_phases_stand_in_the_order_of_their_days_and_lead_to_each_other(filer: Client) -> None:
    first = draft(filer)
    earlier = add(filer, first, phase_title="The ultimatum", starts_on="2023-03-01", ends_on="2023-05-03")
    assert list(Phase.objects.filter(case=first.phase.case).values_list("title", flat=True)) == [
        "The ultimatum",
        "The blockade",
    ]
    page = filer.get(step_url(first, "facts-action")).content.decode()
    assert text_of(page).index("The ultimatum") < text_of(page).index("The blockade from 4 May")
    assert f'href="{step_url(earlier, "open")}"' in page
    result = filer.get(reverse("assessments:detail", args=[earlier.pk])).content.decode()
    assert f'href="{step_url(first, "open")}"' in result
    assert f'href="{reverse("assessments:phase-add", args=[earlier.pk])}"' in result


def test_describing_one_phase_leaves_the_other_and_the_scenario_is_the_case(filer: Client) -> None:
    first = draft(filer)
    second = add(filer, first)
    address = step_url(second, "describe")
    form = fields_of(filer.get(address).content.decode())
    assert (form["title"], form["phase_title"]) == (["Blockade of Northland"], ["The landing"])
    assert (form["summary"], form["phase_summary"]) == (["A blockade after mass killings."], ["Troops land."])
    changed = {
        **form,
        "title": ["War over Northland"],
        "phase_title": ["The invasion"],
        "starts_on": ["2023-06-15"],
    }
    assert filer.post(address, changed).status_code == 302
    case = Case.objects.get(pk=first.phase.case_id)
    assert (case.title, case.starts_on) == ("War over Northland", date(2023, 5, 4))
    assert [(p.title, p.starts_on, p.summary) for p in case.phases.all()] == [
        ("The blockade", date(2023, 5, 4), "A blockade after mass killings."),
        ("The invasion", date(2023, 6, 15), "Troops land."),
    ]


def test_what_was_handed_in_keeps_the_scenario_as_it_is(
    filer: Client, analyst: User, reviewer: User, api_client_as: Callable[[User], APIClient]
) -> None:
    first = draft(filer, visibility="team")
    second = add(filer, first)
    first.refresh_from_db()
    assessment_submit(editor=analyst, assessment=first, expected_version=first.version)
    address = step_url(second, "describe")
    form = fields_of(filer.get(address).content.decode())
    assert not {"title", "summary", "target_name"} & form.keys()
    forged = {**form, "title": ["Another war"], "phase_title": ["The invasion"], "visibility": ["private"]}
    assert filer.post(address, forged).status_code == 302
    case = Case.objects.get(pk=first.phase.case_id)
    assert (case.title, case.visibility) == ("Blockade of Northland", "team")
    assert Phase.objects.get(pk=second.phase_id).title == "The invasion"
    author, resource = api_client_as(analyst), reverse("api-assessment-detail", args=[second.pk])
    tag = author.get(resource)["ETag"]
    refused = author.patch(resource, {"scenario_title": "X", "target_name": "Y"}, HTTP_IF_MATCH=tag)
    assert refused.status_code == 400, refused.content
    assert {fault["pointer"] for fault in refused.json()["errors"]} == {"/scenario_title", "/target_name"}
    kept = author.patch(resource, {"title": "The occupation"}, HTTP_IF_MATCH=tag)
    assert kept.status_code == 200, kept.content
    assert Phase.objects.get(pk=second.phase_id).title == "The occupation"
    assessment_review(
        reviewer=reviewer,
        assessment=Assessment.objects.get(pk=first.pk),
        expected_version=Assessment.objects.get(pk=first.pk).version,
        publish=True,
        note="",
    )
    assert filer.get(reverse("assessments:phase-add", args=[first.pk])).status_code == 200


def test_a_phase_in_draft_stays_its_authors_where_the_scenario_is_published(
    filer: Client, client: Client, analyst: User, reviewer: User
) -> None:
    """The scenario has a public page by then; what is not handed in stands neither there nor in the API."""
    first = draft(filer, visibility="public")
    submitted = assessment_submit(editor=analyst, assessment=first, expected_version=first.version)
    assessment_review(
        reviewer=reviewer, assessment=submitted, expected_version=submitted.version, publish=True, note=""
    )
    second = add(filer, first, former_title="", phase_title="The landing in secret")
    slug = first.phase.case.slug
    addresses = (
        reverse("cases:detail", args=[slug]),
        reverse("api-case-detail", args=[slug]),
        reverse("api-case-list"),
        f"{reverse('api-case-list')}?q=secret",
    )
    for address in addresses:
        seen, own = client.get(address), filer.get(address)
        assert (seen.status_code, own.status_code) == (200, 200), address
        for hidden in (b"in secret", b"Troops land", f"{slug}/{second.phase.slug}".encode()):
            assert hidden not in seen.content, address
    assert client.get(f"{addresses[-1]}").json()["results"] == []
    assert b"in secret" in filer.get(addresses[0]).content
    assert f"{slug}/{second.phase.slug}".encode() in filer.get(addresses[2]).content


def test_a_phase_that_another_of_ones_own_handed_in_is_not_described_anew(
    filer: Client, analyst: User, api_client_as: Callable[[User], APIClient]
) -> None:
    first = draft(filer)
    again = assessment_create(
        author=analyst, phase=first.phase, framework=framework_get("nato-2010"), as_of=date(2023, 5, 4)
    )
    assessment_submit(editor=analyst, assessment=first, expected_version=first.version)
    form = fields_of(filer.get(step_url(again, "describe")).content.decode())
    assert "title" not in form
    assert filer.post(step_url(again, "describe"), {**form, "as_of": ["2023-05-05"]}).status_code == 302
    assert Phase.objects.get(pk=first.phase_id).title == "Blockade of Northland"
    author, resource = api_client_as(analyst), reverse("api-assessment-detail", args=[again.pk])
    refused = author.patch(resource, {"title": "X"}, HTTP_IF_MATCH=author.get(resource)["ETag"])
    assert {fault["pointer"] for fault in refused.json()["errors"]} == {"/title"}


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"phase_title": "\u200b"}, "phase_title"),
        ({"former_title": ""}, "former_title"),
        ({"starts_on": "1945-01-01"}, "starts_on"),
        ({"ends_on": "2023-06-30"}, "ends_on"),
        ({"answers_from": "999999"}, "answers_from"),
        ({"acting_names": ""}, "acting_names"),
    ],
)
def test_what_cannot_stand_is_said_beside_its_field(
    filer: Client, changes: dict[str, str], name: str
) -> None:
    first = draft(filer)
    response = filer.post(reverse("assessments:phase-add", args=[first.pk]), {**SECOND, **changes})
    assert response.status_code == 422
    assert f'href="#id_{name}"' in response.content.decode()
    assert Phase.objects.filter(case=first.phase.case).count() == 1


def test_nobody_else_adds_a_phase(
    filer: Client,
    analyst: User,
    reviewer: User,
    outsider: User,
    client_as: Callable[[User], Client],
    api_client_as: Callable[[User], APIClient],
) -> None:
    mine = draft(filer, visibility="team")
    assessment_submit(editor=analyst, assessment=mine, expected_version=mine.version)
    page, resource = (
        reverse("assessments:phase-add", args=[mine.pk]),
        reverse("api-assessment-phases", args=[mine.pk]),
    )
    told = {"title": "The landing", "starts_on": "2023-07-01"}
    assert client_as(reviewer).post(page, SECOND).status_code == 403
    assert client_as(outsider).post(page, SECOND).status_code == 404
    assert api_client_as(reviewer).post(resource, told).status_code == 403
    assert api_client_as(outsider).post(resource, told).status_code == 404
    theirs = assessment_create(author=reviewer, phase=mine.phase, framework=mine.framework, as_of=mine.as_of)
    assert client_as(reviewer).get(reverse("assessments:phase-add", args=[theirs.pk])).status_code == 403
    library = assessment_create(
        author=analyst,
        phase=Phase.objects.get(case__slug="kosovo-1999", slug="allied-force"),
        framework=mine.framework,
        as_of=mine.as_of,
    )
    assert filer.get(reverse("assessments:phase-add", args=[library.pk])).status_code == 403
    assert Phase.objects.filter(case=mine.phase.case).count() == 1


def test_the_api_adds_a_phase_too(
    filer: Client, analyst: User, api_client_as: Callable[[User], APIClient]
) -> None:
    first = answered(draft(filer))
    author, resource = api_client_as(analyst), reverse("api-assessment-phases", args=[first.pk])
    made = author.post(
        resource, {"title": "The landing", "starts_on": "2023-07-01", "answers_from": first.pk}
    )
    assert made.status_code == 201, made.content
    assert made["Location"].endswith(reverse("api-assessment-detail", args=[made.json()["id"]]))
    assert made.json()["facts"]["uses_force"]["why"] == "Ships are stopped."
    assert made.json()["phase"].endswith("/phase-2")
    strange = draft(filer, title="Another scenario")
    for wrong, pointer in (
        ({"title": "X"}, "/starts_on"),
        ({"title": "X", "starts_on": "2023-07-01", "ends_on": "2023-06-01"}, "/ends_on"),
        ({"title": "X", "starts_on": "2023-07-01", "framework": "none"}, "/framework"),
        ({"title": "X", "starts_on": "2023-07-01", "answers_from": strange.pk}, "/answers_from"),
        ({"title": "X", "starts_on": "2023-07-01", "color": "red"}, "/color"),
    ):
        refused = author.post(resource, wrong)
        assert refused.status_code in {400, 422}, refused.content
        assert pointer in {fault["pointer"] for fault in refused.json()["errors"]}


def test_a_scenario_has_so_many_phases_and_no_more(filer: Client, analyst: User) -> None:
    first = draft(filer)
    described = NewPhase(
        title="Again",
        summary="",
        acting_names="A",
        starts_on=date(2023, 6, 1),
        ends_on=None,
        as_of=date(2023, 6, 1),
        framework=first.framework,
    )
    for _number in range(MOST_PHASES - 1):
        phase_add(editor=analyst, assessment=first, described=described)
    with pytest.raises(TooManyPhases):
        phase_add(editor=analyst, assessment=first, described=described)
    response = filer.post(reverse("assessments:phase-add", args=[first.pk]), SECOND)
    assert (response.status_code, Phase.objects.filter(case=first.phase.case).count()) == (422, MOST_PHASES)


def test_the_case_and_the_comparison_show_both_phases(filer: Client) -> None:
    first = answered(draft(filer))
    second = add(filer, first, answers_from=str(first.pk))
    case = filer.get(reverse("cases:detail", args=[first.phase.case.slug])).content.decode()
    assert "The blockade" in text_of(case)
    assert "The landing" in text_of(case)
    asked = f"?item=assessment:{first.pk}&item=assessment:{second.pk}"
    compared = filer.get(reverse("comparisons:compare") + asked)
    assert compared.status_code == 200
    assert "The landing" in text_of(compared.content.decode())
    assert Client().get(reverse("cases:detail", args=[first.phase.case.slug])).status_code == 404
    file = filer.get(reverse("assessments:scenario-yaml", args=[second.pk]))
    assert "blockade-of-northland-the-landing.scenario.yaml" in file["Content-Disposition"]
