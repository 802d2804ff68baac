"""The case library as a reader meets it, and who sees whose scenarios."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse

from cases.assessments.phase_answers import PhaseAnswers, phase_answers
from cases.assessments.services import assessment_review, assessment_submit
from cases.studies.models import Case, Phase
from cases.studies.narrative import references_in, render
from frameworks.selectors import references
from natoassess.accounts.models import Team, User, Visibility
from tests.pages.markup import rows_with, text_of
from tests.pages.scenarios import scenario
from tests.support import queries

pytestmark = pytest.mark.django_db
ClientAs = Callable[[User], Client]


def page(client: Client, **parameters: str) -> Any:
    """The list, with these parameters in its address."""
    return client.get(reverse("cases:list"), parameters)


def detail(client: Client, slug: str, **parameters: str) -> Any:
    """The page of one case."""
    return client.get(reverse("cases:detail", args=[slug]), parameters)


def slugs(response: Any) -> set[str]:
    """The cases on the list."""
    return {row.case.slug for part in ("library", "scenarios") for row in response.context[part]}


# The list -----------------------------------------------------------------------------------------
def test_each_phase_shows_its_own_three_answers(client: Client, threat_unassessed: None) -> None:
    response = page(client)
    (allied,) = rows_with(response, "Operation Allied Force")
    assert "unlawful" in allied
    assert "high" in allied
    (kfor,) = rows_with(response, "KFOR")
    assert " lawful" in kfor
    (threat,) = rows_with(response, "Threat of force")
    assert "not assessed" in threat


def test_the_index_stands_beside_its_interval(client: Client) -> None:
    phases = Phase.objects.filter(slug="allied-force").select_related("case")
    (answer,) = phase_answers(AnonymousUser(), phases)
    low, high = answer.interval
    assert low is not None and high is not None
    assert low < answer.legitimacy["index"] < high
    (row,) = rows_with(page(client), "Operation Allied Force")
    assert f"{low:.1f}–{high:.1f}" in row


def test_filters_narrow_and_stand_in_the_address(client: Client) -> None:
    assert slugs(page(client, q="Benghazi")) == {"libya-2011"}
    assert slugs(page(client, target="libya")) == {"libya-2011"}
    going_on = slugs(page(client, on="2000-01-01"))
    assert "kosovo-1999" in going_on
    assert "libya-2011" not in going_on
    others = slugs(page(client, nato_operation="false"))
    assert others
    assert not others & {"kosovo-1999", "libya-2011"}
    assert slugs(page(client, kind="scenario")) == set()


def test_a_filter_that_cannot_be_understood_is_refused(client: Client) -> None:
    assert page(client, on="yesterday").status_code == 400
    response = page(client, targt="libya")
    assert response.status_code == 400
    assert "did you mean target" in text_of(response)


# Scenarios ----------------------------------------------------------------------------------------
def test_a_private_scenario_is_seen_by_its_author_alone(
    client: Client, client_as: ClientAs, analyst: User, reviewer: User, team: Team
) -> None:
    slug = scenario(analyst, team).phase.case.slug
    assert slug in slugs(page(client_as(analyst)))
    for stranger in (client, client_as(reviewer)):
        assert slug not in slugs(page(stranger))
        assert detail(stranger, slug).status_code == 404


def test_a_scenario_for_the_team_is_its_authors_alone_until_it_is_submitted(
    client_as: ClientAs, analyst: User, reviewer: User, outsider: User, team: Team
) -> None:
    """The form promises that a draft is seen by nobody else; what it describes is part of it."""
    draft = scenario(analyst, team, visibility=Visibility.TEAM)
    slug = draft.phase.case.slug
    assert slug in slugs(page(client_as(analyst)))
    assert slug not in slugs(page(client_as(reviewer)))
    assert detail(client_as(reviewer), slug).status_code == 404
    assessment_submit(editor=analyst, assessment=draft, expected_version=draft.version)
    seen = detail(client_as(reviewer), slug)
    assert "filed by Ana Analyst" in text_of(seen)
    assert "A blockade of a strait" in text_of(seen)
    assert reverse("assessments:detail", args=[draft.pk]) in seen.content.decode()
    assert detail(client_as(outsider), slug).status_code == 404


def test_a_submitted_scenario_answers_for_the_team_and_a_published_one_for_all(
    client: Client, client_as: ClientAs, analyst: User, reviewer: User, team: Team
) -> None:
    draft = scenario(analyst, team, visibility=Visibility.PUBLIC)
    slug = draft.phase.case.slug
    submitted = assessment_submit(editor=analyst, assessment=draft, expected_version=draft.version)
    assert "undetermined" in text_of(detail(client_as(reviewer), slug))
    assert detail(client, slug).status_code == 404
    assessment_review(
        reviewer=reviewer, assessment=submitted, expected_version=submitted.version, publish=True, note=""
    )
    public = detail(client, slug)
    assert public.status_code == 200
    assert "Assessment by Ana Analyst" in text_of(public)
    assert "Project coding" not in text_of(public)
    assert f"?item=assessment:{draft.pk}" in public.content.decode()


def test_a_draft_gives_no_answer_to_the_page_of_the_law(
    client_as: ClientAs, analyst: User, team: Team
) -> None:
    scenario(analyst, team)
    response = client_as(analyst).get(reverse("law:detail", args=["un-charter"]))
    assert "Strait closed" not in text_of(response)


# The page on a case -------------------------------------------------------------------------------
def test_the_page_opens_with_the_phase_that_the_case_names_unless_another_is_asked_for(
    client: Client,
) -> None:
    assert detail(client, "kosovo-1999").context["selected"].phase.slug == "allied-force"
    kfor = detail(client, "kosovo-1999", phase="kfor")
    assert kfor.context["selected"].phase.slug == "kfor"
    assert kfor.context["evaluation"]["legality"]["verdict"] == "lawful"


def test_a_phase_without_assessment_can_be_read_and_begun(client: Client, threat_unassessed: None) -> None:
    response = detail(client, "kosovo-1999", phase="threat-of-force")
    assert "This phase is not assessed" in text_of(response)
    assert f"{reverse('assessments:new')}?phase=kosovo-1999/threat-of-force" in response.content.decode()


def test_a_phase_that_the_case_has_not_is_refused_with_those_it_has(client: Client) -> None:
    response = detail(client, "kosovo-1999", phase="sequel")
    assert response.status_code == 400
    assert "threat-of-force, allied-force, kfor" in text_of(response)


def test_the_coding_is_owned_up_to_and_leads_on(client: Client) -> None:
    response = detail(client, "kosovo-1999")
    content = response.content.decode()
    assert "Project coding, not reviewed by counsel." in text_of(response)
    pk = response.context["selected"].assessment.pk
    assert f'href="{reverse("assessments:detail", args=[pk])}"' in content
    assert f'href="{reverse("comparisons:compare")}?item=kosovo-1999/allied-force"' in content


def test_the_narrative_leads_to_the_clauses_it_speaks_of(client: Client) -> None:
    content = detail(client, "kosovo-1999").content.decode()
    assert f'href="{reverse("law:detail", args=["un-charter"])}#art-2-4"' in content
    assert "instrument:" not in content
    assert "provision:" not in content


def test_every_link_of_every_narrative_leads_to_law_that_is_there() -> None:
    for case in Case.objects.all():
        for paragraph in case.narrative:
            assert "<a>" not in render(paragraph, references(references_in([paragraph])))


def test_the_list_costs_the_same_however_many_scenarios(
    client_as: ClientAs, analyst: User, team: Team
) -> None:
    client = client_as(analyst)
    scenario(analyst, team)
    before = queries.count(lambda: page(client))
    for number in range(4):
        scenario(analyst, team, title=f"Strait {number}")
    assert queries.count(lambda: page(client)) == before


# The narrative ------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "![x](https://example.org/x.png)",
        '<img src=x onerror="alert(1)">',
        '<a href="https://example.org" onclick="x()">x</a>',
    ],
)
def test_markdown_lets_no_script_or_image_through(hostile: str) -> None:
    html = render(hostile, {})
    assert "<script" not in html
    assert "<img" not in html
    assert 'href="javascript' not in html
    assert "onclick=" not in html.replace("&quot;", '"') or "&lt;a" in html


def test_a_link_to_law_that_is_not_there_leads_nowhere() -> None:
    assert render("[x](instrument:no-such-thing)", {}) == "<a>x</a>"


def test_markdown_keeps_emphasis_and_plain_links() -> None:
    html = render("*Never* [so](https://example.org/a)", {})
    assert html == '<em>Never</em> <a href="https://example.org/a">so</a>'


# What stands beside a number ----------------------------------------------------------------------
def test_an_index_of_part_of_the_criteria_never_stands_without_its_bounds() -> None:
    legitimacy = {
        "index": 48.25,
        "low": 30.0,
        "high": 70.0,
        "band": "mixed",
        "coverage": 0.6,
        "distribution": None,
    }
    sovereignty = {"gross": 50.0, "gross_low": 20.0, "gross_high": 80.0, "coverage": 0.4}
    answer = PhaseAnswers(
        Phase(), None, {"verdict": "lawful", "legitimacy": legitimacy, "sovereignty": sovereignty}
    )
    assert answer.legitimacy_words == "48.2 mixed, of what is rated"
    assert answer.range_words == "bounds 30.0–70.0"
    assert answer.sovereignty_words == "50.0, bounds 20.0–80.0"


def test_nothing_rated_is_said_in_words() -> None:
    nothing = {"index": None, "low": 0.0, "high": 100.0, "band": None, "coverage": 0.0, "distribution": None}
    answer = PhaseAnswers(
        Phase(), None, {"verdict": "lawful", "legitimacy": nothing, "sovereignty": {"gross": None}}
    )
    assert (answer.legitimacy_words, answer.range_words, answer.sovereignty_words) == (
        "not rated",
        "",
        "not rated",
    )
