"""One set of findings under many frameworks: the table, the page, the drawing, the API."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from cases.assessments.doctrines import assessment_doctrines
from cases.assessments.models import Assessment
from cases.assessments.presentation.doctrines import doctrines_shown
from frameworks.doctrines import period_of
from frameworks.selectors import framework_get
from natoassess.accounts.models import Team, User
from natoassess.web.presentation.dots import NARROW, WIDE, dot_plots
from tests.api.conftest import ROOT, pointers_of
from tests.doctrines.conftest import Make
from tests.pages.markup import forbidden_markup, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.once]
LIBRARY = ["nato-1991", "nato-1999", "nato-2010", "nato-2022", "iciss-2001", "hlp-2004"]
BODY: dict[str, Any] = {
    "as_of": "1990-08-08",
    "draws": 300,
    "facts": {"state_conduct": "yes", "uses_force": "yes"},
    "ratings": {"threat_gravity": {"level": 3}, "consistency": {"level": 1}},
}


@pytest.fixture
def kosovo(library: None) -> Assessment:
    return Assessment.objects.get(reference="ref-kosovo-1999-allied-force")


def test_the_assessments_own_row_repeats_its_evaluation(kosovo: Assessment, analyst: User) -> None:
    table = assessment_doctrines(assessment=kosovo, user=analyst)
    assert [row["framework"]["code"] for row in table["rows"]] == LIBRARY
    own = next(row for row in table["rows"] if row["framework"]["code"] == kosovo.framework.code)
    frozen = kosovo.snapshots.latest("revision").evaluation
    assert own["evaluation_id"] == frozen["evaluation_id"]
    assert own["legitimacy"]["distribution"] == frozen["legitimacy"]["distribution"]
    assert len({row["legitimacy"]["distribution"]["seed"] for row in table["rows"]}) == 1


def test_the_law_does_not_move_and_the_choice_of_criteria_does(kosovo: Assessment, analyst: User) -> None:
    rows = assessment_doctrines(assessment=kosovo, user=analyst)["rows"]
    assert len({str(row["legality"]) for row in rows}) == 1
    indices = {row["framework"]["code"]: row["legitimacy"]["index"] for row in rows}
    assert indices["nato-1991"] == indices["nato-2022"]
    assert indices["hlp-2004"] == pytest.approx(69.1667, abs=1e-4)
    assert indices["iciss-2001"] == pytest.approx(67.0139, abs=1e-4)
    cited = {row["framework"]["code"]: row["competence"]["crisis_response"]["provisions"] for row in rows}
    assert cited["nato-1991"] == ["nat#art-7", "sc-1991#paras-31-33"]
    assert cited["hlp-2004"] == ["nat#art-7"]


def test_differences_refer_to_the_doctrine_of_today(kosovo: Assessment, analyst: User) -> None:
    table = assessment_doctrines(assessment=kosovo, user=analyst)
    assert table["compared_with"] == "nato-2022"
    members = {row["framework"]["code"]: [item["member"] for item in row["differs"]] for row in table["rows"]}
    assert members["nato-2022"] == []
    assert members["nato-1999"] == ["competence.crisis_response.provisions"]
    assert members["iciss-2001"] == ["legitimacy.index", "competence.crisis_response.provisions", "asked"]


@pytest.mark.parametrize(
    ("code", "day", "period"),
    [
        ("nato-1991", date(1999, 3, 24), "in_force"),
        ("nato-1991", date(1990, 8, 8), "anticipated"),
        ("nato-1999", date(1999, 3, 24), "later"),
        ("nato-1999", date(1999, 4, 24), "in_force"),
        ("nato-1991", date(1999, 4, 24), "earlier"),
        ("hlp-2004", date(2011, 3, 19), "no_doctrine"),
    ],
)
def test_how_a_framework_stands_to_a_day(code: str, day: date, period: str) -> None:
    assert period_of(framework_get(code), day) == period


def test_the_page_shows_table_chart_and_limits(
    kosovo: Assessment, client: Client, queries_at_most: Callable[[int], AbstractContextManager[Any]]
) -> None:
    address = reverse("assessments:doctrines", args=[kosovo.pk])
    client.get(address)
    with queries_at_most(28):
        response = client.get(address)
    assert response.status_code == 200
    words = text_of(response)
    for code in LIBRARY:
        assert code in words
    assert "18 ratings are set aside" in words
    assert "the doctrine of that day" in words
    assert "67.0" in words
    assert "All put legitimacy in the band high" in words
    assert forbidden_markup(response) == []
    assert response.content.decode().count('<svg class="chart dots') == 2


def test_own_frameworks_stand_in_the_table_of_those_who_see_them(
    kosovo: Assessment, make: Make, team: Team, client: Client, client_as: Callable[[User], Client],
    reviewer: User, analyst: User, queries_at_most: Callable[[int], AbstractContextManager[Any]],
) -> None:  # fmt: skip
    make({"means": 9}, title="Means above all", team=team)
    address = reverse("assessments:doctrines", args=[kosovo.pk])
    with_it, without = client_as(reviewer).get(address), client.get(address)
    assert "Means above all own framework" in text_of(with_it)
    assert "Means above all" not in text_of(without)
    key = "criteria of a report own framework"  # the key of the drawing names what is drawn
    assert key in text_of(with_it)
    assert key not in text_of(without)
    make({"means": 3}, title="Another")
    signed_in = client_as(analyst)
    signed_in.get(address)
    with queries_at_most(36):  # as many as with one: none of them is for a row
        assert "Another own framework" in text_of(signed_in.get(address))


def test_the_way_to_the_page_leads_through_the_case(library: None, client: Client) -> None:
    later = Assessment.objects.get(reference="ref-libya-2011-later-phase")
    html = client.get(reverse("assessments:doctrines", args=[later.pk])).content.decode()
    crumbs = html[html.index('<nav class="crumbs"') : html.index("</nav>", html.index('<nav class="crumbs"'))]
    assert f'<a href="{reverse("cases:detail", args=["libya-2011"])}">Libya 2011</a>' in crumbs
    assert crumbs.index("Libya 2011") < crumbs.index(later.phase.title)


def test_a_phase_is_shown_by_its_reference_assessment(client: Client, threat_unassessed: None) -> None:
    address = reverse("cases:doctrines", args=["kosovo-1999", "allied-force"])
    case = client.get(reverse("cases:detail", args=["kosovo-1999"]) + "?phase=allied-force")
    assert f'href="{address}"' in case.content.decode()
    response = client.get(address)
    assert response.status_code == 200
    assert response.context["assessment"].reference == "ref-kosovo-1999-allied-force"
    for slug, phase in (("kosovo-1999", "nothing"), ("kosovo-1999", "threat-of-force"), ("nowhere", "kfor")):
        assert client.get(reverse("cases:doctrines", args=[slug, phase])).status_code == 404


def test_words_for_what_differs(kosovo: Assessment, analyst: User) -> None:
    shown = doctrines_shown(assessment_doctrines(assessment=kosovo, user=analyst), judged_by="nato-2022")
    said = {row.code: row.differs for row in shown.rows}
    assert said["iciss-2001"][0] == "index −2.0"
    assert said["iciss-2001"][-1] == "asks 18 criteria"
    assert shown.today.code == "nato-2022"
    assert [len(grouping.dimensions) for grouping in shown.groupings] == [7, 6, 5]
    assert shown.groupings[0].names == "nato-1991, nato-1999, nato-2010, nato-2022"


# The drawing ----------------------------------------------------------------------------------------------


def test_the_drawing_places_index_interval_and_reference() -> None:
    rows: list[dict[str, Any]] = [
        {
            "label": "one",
            "kind": "doctrine",
            "index": 50.0,
            "low": 40.0,
            "high": 60.0,
            "interval": (45.0, 55.0),
        },
        {"label": "two", "kind": "report", "index": None, "low": 0.0, "high": 100.0, "interval": None},
    ]
    wide, narrow = dot_plots(rows, reference=50.0)
    for plot, layout in ((wide, WIDE), (narrow, NARROW)):
        first, second = plot.dots
        assert first.x == plot.reference == pytest.approx((layout.left + layout.right) / 2)
        assert first.whisker == (layout.x(45), layout.x(55))
        assert first.bounds == (layout.x(40), layout.x(60))
        assert (first.shape, second.shape) == ("disc", "diamond")
        assert second.x is None
        assert second.y - first.y == layout.row
        assert plot.height > plot.floor > second.y
    assert "one: 50.0 (45.0–55.0); two: not known" in wide.sentence


def test_a_number_keeps_inside_the_drawing() -> None:
    row = {
        "label": "full",
        "kind": "own",
        "index": 100.0,
        "low": 100.0,
        "high": 100.0,
        "interval": (99.0, 100.0),
    }
    for plot in dot_plots([row], reference=None):
        dot = plot.dots[0]
        assert (dot.shape, dot.number_anchor) == ("square", "end")
        assert dot.number_x < plot.layout.x(99)
        assert all(0 <= float(n) <= plot.layout.width for n in re.findall(r"[\d.]+(?=,)", dot.corners))


# The API --------------------------------------------------------------------------------------------------


def test_scoring_under_all_and_under_some(api_client: APIClient) -> None:
    everything = api_client.post(f"{ROOT}/score/doctrines/", BODY).json()
    assert [row["framework"]["code"] for row in everything["rows"]] == LIBRARY
    first, last = everything["rows"][0], everything["rows"][-1]
    assert (first["period"], first["warnings"][0]["code"]) == ("anticipated", "doctrine_anticipated")
    assert (last["set_aside"], last["asked"]) == (["consistency"], 10)
    assert "warnings" in {item["member"] for item in first["differs"]}
    some = api_client.post(
        f"{ROOT}/score/doctrines/", BODY | {"frameworks": ["hlp-2004", "nato-1999", "hlp-2004"]}
    )
    assert [row["framework"]["code"] for row in some.json()["rows"]] == ["hlp-2004", "nato-1999"]
    assert some.json()["compared_with"] == "hlp-2004"


def test_each_row_is_what_scoring_gives(api_client: APIClient) -> None:
    rows = api_client.post(f"{ROOT}/score/doctrines/", BODY | {"seed": 7}).json()["rows"]
    for code in ("nato-1991", "hlp-2004"):
        alone = api_client.post(f"{ROOT}/score/", BODY | {"framework": code, "seed": 7}).json()
        row = next(row for row in rows if row["framework"]["code"] == code)
        assert row["evaluation_id"] == alone["evaluation_id"]
        assert row["legitimacy"]["index"] == alone["legitimacy"]["index"]


@pytest.mark.parametrize(
    ("members", "pointer"),
    [
        ({"framework": "nato-2022"}, "/framework"),
        ({"frameworks": []}, "/frameworks"),
        ({"frameworks": ["nato-2022", "nato-2023"]}, "/frameworks/1"),
        ({"frameworks": [7]}, "/frameworks/0"),
        ({"ratings": {"consistancy": {"level": 1}}}, "/ratings/consistancy"),
        ({"as_of": "yesterday"}, "/as_of"),
    ],
)
def test_faults_are_pointed_at_once_each(
    api_client: APIClient, members: dict[str, Any], pointer: str
) -> None:
    response = api_client.post(f"{ROOT}/score/doctrines/", BODY | members)
    assert response.status_code == 400
    assert list(pointers_of(response)) == [pointer]
    assert len(response.json()["errors"]) == 1


def test_an_assessment_of_ones_own_and_anothers(
    draft: Any, author: APIClient, api_client: APIClient, address: str
) -> None:
    found = author.get(f"{address}doctrines/")
    assert found.status_code == 200
    assert [row["framework"]["code"] for row in found.json()["rows"]] == LIBRARY
    assert api_client.get(f"{address}doctrines/").status_code == 404
    assert author.get(f"{address}doctrines/?draws=5").status_code == 400
