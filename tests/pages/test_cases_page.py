"""The page on one case: phases over time, time line, ledger, claims, authorities, precedents, sources."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cases.assessments.models import Assessment
from cases.studies.models import Case, Claim, Criticism, Event, Figure, Holding, LedgerEntry, Phase, Source
from cases.studies.models.record import LedgerKind
from frameworks.models import Provision
from tests.pages.markup import forbidden_markup, ids_of, rows_with, text_of
from tests.support import queries

pytestmark = pytest.mark.django_db


def detail(client: Client, slug: str, **parameters: str) -> Any:
    """The page of one case."""
    return client.get(reverse("cases:detail", args=[slug]), parameters)


def section(response: Any, name: str) -> str:
    """The markup of the section with this heading."""
    content = response.content.decode()
    start = content.index(f'<section aria-labelledby="{name}"')
    return str(content[start : content.index("</section>", start)])


def words(markup: str) -> str:
    """Its words, with single blanks."""
    return " ".join(re.sub(r"<[^>]+>", " ", markup).split())


@pytest.fixture
def later() -> Phase:
    """The later phase of Libya, with claims that answer each other, and a ledger."""
    phase = Phase.objects.get(case__slug="libya-2011", slug="later-phase")
    Claim.objects.filter(phase=phase).delete()
    source = Source.objects.get(case=phase.case, slug="coi-2012")
    common = {"case": phase.case, "phase": phase, "source": source, "objected_by": [], "by": "Somebody"}
    Claim.objects.create(
        **common, slug="point", stance="claim", text="Covered", provisions=["unsc-1973#op4"], position=0
    )
    Claim.objects.create(
        **common, slug="alone", stance="claim", text="Also", provisions=["un-charter#art-51"], position=1
    )
    Claim.objects.create(
        **common, slug="counter", stance="objection", text="Exceeded", answers=["point"], position=2
    )
    Claim.objects.create(**common, slug="stray", stance="objection", text="Stray", position=3)
    return phase


# The strip ----------------------------------------------------------------------------------------
def test_the_drift_of_a_mandate_is_the_heading_of_the_strip(client: Client) -> None:
    response = detail(client, "libya-2011", phase="later-phase")
    assert response.context["strip"].title == "Lawful, then arguable"
    assert "Lawful, then arguable" in text_of(response)
    assert 'role="img"' in response.content.decode().split('class="strip"')[1][:200]


def test_the_table_of_the_strip_says_the_law_of_other_days(client: Client) -> None:
    response = detail(client, "libya-2011")
    row = next(row for row in rows_with(response, "To the fall of the government") if "arguable" in row)
    assert "unlawful until 16 March 2011" in row
    assert "unlawful from 1 November 2011" in row


def test_turning_points_lead_to_the_time_line(client: Client) -> None:
    response = detail(client, "libya-2011")
    content = response.content.decode()
    ids = set(ids_of(response))
    leading = re.findall(r'href="#(event-\d+)"', content)
    assert leading
    assert set(leading) <= ids


# The time line ------------------------------------------------------------------------------------
def test_the_time_line_sets_events_beside_the_law_of_their_day(client: Client) -> None:
    response = detail(client, "libya-2011")
    (row,) = rows_with(response, "17 Mar 2011 ")
    assert "authorises force to protect civilians" in row
    assert "S/RES/1973 (2011) adopted, 10–0–5" in row
    assert "Abstaining: Brazil, China, Germany, India, Russian Federation" in row
    (ended,) = rows_with(response, "31 Oct 2011 ")
    assert "OP4" in ended


def test_each_phase_of_the_time_line_names_the_doctrine_of_its_day(client: Client) -> None:
    told = words(section(detail(client, "kosovo-1999"), "timeline"))
    assert "Doctrine of the Alliance: Strategic Concept of 1991" in told
    assert "Doctrine of the Alliance: Strategic Concept of 1999" in told


# The ledger ---------------------------------------------------------------------------------------
def test_a_draft_that_failed_is_not_called_vetoed(client: Client) -> None:
    told = words(section(detail(client, "kosovo-1999"), "ledger"))
    assert "Draft failed, too few votes S/1999/328 3–12–0" in told
    assert "Draft vetoed S/1999/328" not in told


def test_a_vote_during_the_phase_stands_open_with_its_arithmetic(client: Client) -> None:
    response = detail(client, "kosovo-1999")
    opened = [item.head.row.instrument.pk for item in response.context["page"].ledger if item.opened]
    assert "draft-s-1999-328" in opened
    assert "unsc-1199" not in opened
    assert "3 + 12 + 0 = 15 seats" in text_of(response)


def test_a_line_parts_the_ledger_at_the_day_judged(client: Client) -> None:
    told = words(section(detail(client, "libya-2011", phase="later-phase"), "ledger"))
    before, after = told.split("Day judged: 15 April 2011")
    assert "S/RES/1973 (2011) 10–0–5" in before
    assert "S/RES/2016 (2011)" in after
    assert "Authority ended S/RES/1973 (2011) by S/RES/2016 (2011)" in after


def test_an_authorisation_shows_its_limits_and_how_it_stood(client: Client) -> None:
    told = words(section(detail(client, "libya-2011", phase="later-phase"), "ledger"))
    assert "Authorisation OP4 in force on the day judged" in told
    assert "Task Protect civilians and civilian populated areas under threat of attack" in told
    assert "Ended on 31 October 2011 by S/RES/2016 (2011)" in told


def test_a_finding_of_the_council_and_entries_of_the_file_stand_in_the_ledger(client: Client) -> None:
    phase = Phase.objects.get(case__slug="libya-2011", slug="protection-of-civilians")
    Provision.objects.filter(pk="unsc-1973#preamble").update(determines="threat_to_the_peace")
    LedgerEntry.objects.create(
        case=phase.case,
        phase=phase,
        slug="letter",
        kind=LedgerKind.ARTICLE_51_LETTER,
        on=date(2011, 3, 20),
        by=["france"],
        text="Tells the Council",
        terms="No ground forces",
    )
    told = words(section(detail(client, "libya-2011", phase=phase.slug), "ledger"))
    assert "Finding under Article 39 preamble : threat to the peace" in told
    assert "Report under Article 51 France Tells the Council" in told
    assert "Limits: No ground forces" in told


def test_the_ledger_of_the_whole_case_is_asked_for_by_address(client: Client) -> None:
    one = detail(client, "kosovo-1999")
    assert "?phase=allied-force&amp;ledger=case#ledger" in one.content.decode()
    whole = detail(client, "kosovo-1999", ledger="case")
    told = words(section(whole, "ledger"))
    assert "Day judged: 24 March 1999" in told
    assert "Day judged: 12 June 1999" in told
    refused = detail(client, "kosovo-1999", ledger="all")
    assert refused.status_code == 400
    assert "ledger=case" in text_of(refused)


# Claims -------------------------------------------------------------------------------------------
def test_a_claim_stands_beside_the_objections_that_answer_it(client: Client, later: Phase) -> None:
    response = detail(client, "libya-2011", phase=later.slug)
    exchanges = response.context["page"].exchanges
    told = [
        (exchange.point.claim.slug if exchange.point else None, [row.claim.slug for row in exchange.replies])
        for exchange in exchanges
    ]
    assert told == [("point", ["counter"]), ("alone", []), (None, ["stray"])]
    shown = words(section(response, "claims"))
    assert "Unanswered: no objection to this claim is recorded." in shown
    assert "Objections that answer no claim recorded here Somebody Stray" in shown


def test_a_claim_shows_what_the_legal_test_comes_to(client: Client, later: Phase) -> None:
    response = detail(client, "libya-2011", phase=later.slug)
    point, alone, _stray = response.context["page"].exchanges
    assert [(test.title, test.word) for test in point.point.tests] == [
        ("Council authorisation", "arguably met")
    ]
    assert [(test.title, test.word) for test in alone.point.tests] == [("Self-defence", "not met")]
    assessment = Assessment.objects.get(phase=later)
    assert f"{reverse('assessments:detail', args=[assessment.pk])}#reasoning" in section(response, "claims")


def test_an_objection_to_two_claims_stands_beside_both_and_has_one_anchor(
    client: Client, later: Phase
) -> None:
    Claim.objects.filter(slug="counter").update(answers=["point", "alone"])
    response = detail(client, "libya-2011", phase=later.slug)
    assert words(section(response, "claims")).count("Exceeded") == 2
    assert ids_of(response).count("claim-counter") == 1


# Authorities, precedents, sources -----------------------------------------------------------------
def test_what_was_held_is_kept_apart_from_what_is_computed_and_the_difference_told(client: Client) -> None:
    Assessment.objects.filter(reference="ref-kosovo-1999-allied-force").update(differs="They weigh need.")
    told = words(section(detail(client, "kosovo-1999"), "holdings"))
    assert "Kept apart from what natoassess computes" in told
    assert "Why the two part" in told
    assert "They weigh need." in told
    kfor = words(section(detail(client, "kosovo-1999", phase="kfor"), "holdings"))
    assert "The two agree" in kfor
    assert "Why the two part" not in kfor


def test_precedents_stand_with_what_sets_them_apart(client: Client) -> None:
    response = detail(client, "libya-2011", phase="later-phase")
    found = response.context["precedents"]
    assert 1 <= len(found) <= 3
    assert all(row.answers.phase.slug != "later-phase" for row in found)
    told = words(section(response, "precedents"))
    assert "Libya 2011: Protection of civilians" in told
    assert "The action stays inside what was authorised here contested · there yes" in told


def test_everything_cited_leads_to_its_source(client: Client) -> None:
    case = Case.objects.get(slug="libya-2011")
    source = Source.objects.get(case=case, slug="hrw-2012")
    Criticism.objects.create(case=case, text="Cited", source=source, position=99)
    Holding.objects.create(case=case, who="Somebody", text="Held", source=source, position=99)
    response = detail(client, "libya-2011", phase="later-phase")
    anchors = set(ids_of(response))
    leading = set(re.findall(r'href="#(source-[a-z0-9-]+)"', response.content.decode()))
    assert "source-hrw-2012" in leading
    assert leading <= anchors
    for name in ("timeline", "claims", "holdings", "figures", "criticisms"):
        assert 'href="#source-' in section(response, name), name


def test_sources_stand_under_their_kinds_with_one_number_each(client: Client) -> None:
    page = detail(client, "libya-2011").context["page"]
    headings = [label for label, _rows in page.sources]
    assert headings[:2] == ["Resolutions", "Official records"]
    numbers = [row.number for _label, rows in page.sources for row in rows]
    assert numbers == list(range(1, len(numbers) + 1))


def test_the_contents_lead_to_sections_that_are_there(client: Client, threat_unassessed: None) -> None:
    for slug, phase in (("libya-2011", "later-phase"), ("kosovo-1999", "threat-of-force")):
        response = detail(client, slug, phase=phase)
        content = response.content.decode()
        contents = content[content.index('class="toc"') :]
        wanted = re.findall(r'href="#([a-z-]+)"', contents[: contents.index("</nav>")])
        assert "sources" in wanted
        assert set(wanted) <= set(ids_of(response))


# The record ---------------------------------------------------------------------------------------
def test_record_of_the_phase_and_not_of_another(client: Client) -> None:
    response = detail(client, "kosovo-1999")
    (killed,) = rows_with(response, "Civilians killed by the strikes (persons)")
    assert all(number in killed for number in ("489", "500", "528", "Human Rights Watch"))
    assert not rows_with(response, "Initial strength of KFOR")
    assert rows_with(detail(client, "kosovo-1999", phase="kfor"), "Initial strength of KFOR")


def test_the_page_costs_the_same_however_long_the_record(client: Client) -> None:
    case = Case.objects.get(slug="kosovo-1999")
    phase = Phase.objects.get(case=case, slug="allied-force")

    def read() -> object:
        return detail(client, "kosovo-1999")

    entry = {"case": case, "phase": phase, "kind": LedgerKind.CONSENT, "on": date(1999, 5, 1), "text": "One"}
    LedgerEntry.objects.create(**entry, slug="one", by=["russian-federation"])
    before = queries.count(read)
    source = Source.objects.create(case=case, slug="more", citation="More", reliability="B", position=99)
    for number in range(5):
        Event.objects.create(
            case=case,
            on=date(1999, 5, number + 1),
            text="More",
            reference="unsc-1160#op8",
            position=90 + number,
        )
        Claim.objects.create(
            case=case,
            phase=phase,
            slug=f"more-{number}",
            by="Somebody",
            stance="claim",
            text="More",
            provisions=["unsc-1203#op9"],
            objected_by=["china"],
            position=90 + number,
        )
        Figure.objects.create(
            case=case,
            phase=phase,
            slug=f"more-{number}",
            what="More",
            best=number,
            counted_by="Somebody",
            source=source,
            credibility=2,
            position=90 + number,
        )
        Holding.objects.create(case=case, phase=phase, who="More", text="More", source=source, position=90)
        Criticism.objects.create(case=case, phase=phase, text="More", source=source, position=90)
        LedgerEntry.objects.create(
            **entry,
            slug=f"more-{number}",
            by=["china"],
            until=date(1999, 6, 1),
            source=source,
            position=90 + number,
        )
    assert queries.count(read) == before
    assert before <= 46


@pytest.mark.parametrize("slug", ["kosovo-1999", "libya-2011"])
def test_the_markup_keeps_to_the_policy(client: Client, slug: str) -> None:
    response = detail(client, slug)
    assert forbidden_markup(response) == []
    ids = ids_of(response)
    assert len(ids) == len(set(ids))


def test_a_writing_is_dated_by_its_year_and_not_by_an_invented_day(client: Client) -> None:
    writing = Holding.objects.filter(kind="scholarship", on__month=1, on__day=1).select_related(
        "phase__case"
    )[0]
    assert writing.phase and writing.on
    shown = words(section(detail(client, writing.phase.case.slug, phase=writing.phase.slug), "holdings"))
    assert f"{writing.who}, {writing.on.year} " in shown
    assert f"1 January {writing.on.year}" not in shown
