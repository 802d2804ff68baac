"""The Panel of 2004 and ICISS as yardsticks: what they ask, that they are nobody's doctrine, and one worked by hand."""

from __future__ import annotations

from datetime import date

import pytest

from cases.assessments.evaluation import body_of
from cases.assessments.models import Assessment
from cases.assessments.presentation.labels import labels_of
from cases.assessments.steps import questionnaire_of
from frameworks.compile import compile_framework, compiled_parts, criteria_left_out
from frameworks.library.context import LibraryInvalid
from frameworks.library.loading import load_library, review_library
from frameworks.models import Framework
from frameworks.selectors import doctrines, framework_get, framework_on, frameworks_beside, site_facts
from frameworks.services import FindingsInvalid, findings_evaluate, findings_set_aside
from natoassess.accounts.models import User
from tests.library.conftest import Spoil

pytestmark = [pytest.mark.django_db, pytest.mark.once]

PANEL = ["cause", "purpose", "last_resort", "means", "consequences"]


@pytest.fixture
def kosovo(library: None) -> Assessment:
    return Assessment.objects.get(reference="ref-kosovo-1999-allied-force")


def test_the_panel_asks_five_questions_and_the_commission_six() -> None:
    panel, commission = (compiled_parts(framework_get(code)) for code in ("hlp-2004", "iciss-2001"))
    assert [row["code"] for row in panel["dimensions"]] == PANEL
    assert len(commission["dimensions"]) == 6
    for parts, asked in ((panel, 10), (commission, 18)):
        assert len(parts["criteria"]) == asked
        assert sum(row["weight"] for row in parts["dimensions"]) == pytest.approx(1)


def test_neither_weighs_gain_consistency_or_what_comes_after() -> None:
    """Both look at the main purpose whatever else moves the actors; neither asks for accountability."""
    for code in ("hlp-2004", "iciss-2001"):
        left = criteria_left_out(framework_get(code)).keys()
        assert {"absence_of_gain", "consistency", "transparency", "oversight", "domestic_mandate"} <= left
    assert "council_engagement" in criteria_left_out(framework_get("hlp-2004"))


@pytest.mark.parametrize("code", ["hlp-2004", "iciss-2001"])
def test_the_law_is_that_of_the_doctrines(code: str) -> None:
    report, doctrine = compile_framework(framework_get(code)), compile_framework(framework_get("nato-2022"))
    assert report.facts == doctrine.facts
    assert [(test.code, test.standings) for test in report.tests] == [
        (test.code, test.standings) for test in doctrine.tests
    ]
    assert report.readings == doctrine.readings
    assert report.sovereignty == doctrine.sovereignty
    assert (report.bands, report.dimension_floor) == (doctrine.bands, doctrine.dimension_floor)


@pytest.mark.parametrize("day", [date(1950, 1, 1), date(2001, 12, 1), date(2004, 12, 2), date(2090, 1, 1)])
def test_no_day_is_governed_by_a_report(day: date, analyst: User) -> None:
    assert framework_on(day)[0].is_doctrine
    assert site_facts()["framework"].code == "nato-2022"
    assert all(row.is_doctrine for row in doctrines())


def test_frameworks_stand_in_the_order_of_doctrines_then_reports(analyst: User) -> None:
    assert [row.code for row in frameworks_beside(analyst)] == [
        *("nato-1991", "nato-1999", "nato-2010", "nato-2022"),
        *("iciss-2001", "hlp-2004"),
    ]


def test_kosovo_under_the_five_criteria_by_hand(kosovo: Assessment) -> None:
    """Means of the ratings by heading, each a fifth: docs/scoring.md works the same sum."""
    body = body_of(kosovo)
    levels = {code: rating["level"] for code, rating in body["ratings"].items()}
    panel = framework_get("hlp-2004")
    means = [
        sum(levels[code] for code in dimension["criteria"]) / len(dimension["criteria"])
        for dimension in panel.dimensions
    ]
    found = findings_evaluate(framework=panel, body=body, as_of=kosovo.as_of, draws=0)
    assert found.legitimacy.index.index == pytest.approx(100 * sum(means) / 5 / 4, abs=1e-5)
    assert found.legitimacy.index.index == pytest.approx(69.1667, abs=1e-4)
    assert len(findings_set_aside(framework=panel, body=body)) == 18


def test_what_is_set_aside_changes_nothing_and_what_nobody_asks_is_refused() -> None:
    panel, day = framework_get("hlp-2004"), date(2011, 3, 19)
    rated = {"ratings": {"threat_gravity": {"level": 3}}}
    more = {"ratings": {**rated["ratings"], "consistency": {"level": 0}}}
    plain, extended = (
        findings_evaluate(framework=panel, body=body, as_of=day, draws=200) for body in (rated, more)
    )
    assert plain.as_dict() == extended.as_dict()
    with pytest.raises(FindingsInvalid, match="unknown criterion"):
        findings_evaluate(framework=panel, body={"ratings": {"consistancy": {"level": 0}}}, as_of=day)


def test_only_its_own_questions_are_asked_and_shown() -> None:
    panel = framework_get("hlp-2004")
    asked = {question.code for question in questionnaire_of(panel) if question.is_rating}
    assert asked == {code for dimension in panel.dimensions for code in dimension["criteria"]}
    labels = labels_of(panel)
    assert list(labels.dimension_titles) == PANEL
    assert labels.dimension_titles["cause"] == "Seriousness of threat"
    assert set(labels.criteria) == asked == set(labels.dimension_of)
    assert "5 dimensions" in labels.weighing


def test_checksums_tell_groupings_apart() -> None:
    checksums = list(Framework.objects.values_list("checksum", flat=True))
    assert len(set(checksums)) == len(checksums) == 6


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("hlp-2004", "threat_imminence,", "threat_iminence,", "did you mean threat_imminence"),
        ("hlp-2004", "[proper_purpose]", "[threat_gravity]", "stands in cause already"),
        ("hlp-2004", "[proper_purpose]", "[]", "[] should be non-empty"),
        ("hlp-2004", "kind: report", "kind: doctrine", "only a report has its own"),
        ("hlp-2004", "concept: hlp-2004", "concept: hlp-2005", "did you mean hlp-2004"),
        ("nato-2022", "code: nato-2022", "code: own-nato", "names what people made"),
    ],
)
def test_a_spoilt_report_is_refused(spoil: Spoil, file: str, old: str, new: str, said: str) -> None:
    spoil(f"law/frameworks/{file}.yaml", old, new)
    assert any(said in fault.detail for fault in review_library().faults)


def test_a_library_with_a_spoilt_report_is_not_loaded(spoil: Spoil) -> None:
    spoil("law/frameworks/hlp-2004.yaml", "threat_imminence,", "threat_iminence,")
    with pytest.raises(LibraryInvalid):
        load_library()


def test_another_grouping_needs_another_version(spoil: Spoil) -> None:
    spoil("law/frameworks/hlp-2004.yaml", "[minimum_force, defined_limits]", "[minimum_force]")
    faults = review_library().faults
    assert len(faults) == 1
    assert "raise the version" in faults[0].detail
