"""What the library says, held against what is known: the traps of this field, and the answers to its cases."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from cases.assessments.models import Assessment, Finding, Snapshot
from cases.studies.models import Case, Figure, Phase
from frameworks.models import Catalogue, Fact, Framework, Instrument, Provision
from frameworks.models.framework import FrameworkKind
from frameworks.selectors import framework_on, law_in_force

pytestmark = pytest.mark.django_db


def evaluation(case: str, phase: str) -> dict[str, Any]:
    """The frozen evaluation of a reference assessment."""
    snapshot = Snapshot.objects.filter(
        assessment__phase__case__slug=case, assessment__phase__slug=phase, assessment__reference__isnull=False
    ).latest("revision")
    return dict(snapshot.evaluation)


def test_the_catalogue_is_whole() -> None:
    """42 facts, 28 criteria in seven dimensions, ten kinds of harm; five descriptors for each level."""
    catalogue = Catalogue.objects.get(version=1)
    assert catalogue.facts.count() == 42
    assert catalogue.criteria.count() == 28
    assert catalogue.dimensions.count() == 7
    assert catalogue.sovereignty.count() == 10
    levels = [(item.code, item.levels) for item in catalogue.criteria.all()]
    levels += [(item.code, item.levels) for item in catalogue.sovereignty.all()]
    for code, descriptors in levels:
        assert len(set(descriptors)) == 5, f"{code} needs five different descriptors"


@pytest.mark.parametrize(
    ("day", "code", "anticipated"),
    [
        (date(1991, 1, 16), "nato-1991", True),
        (date(1999, 3, 24), "nato-1991", False),
        (date(1999, 4, 23), "nato-1991", False),
        (date(1999, 4, 24), "nato-1999", False),
        (date(2011, 3, 19), "nato-2010", False),
        (date(2022, 6, 28), "nato-2010", False),
        (date(2022, 6, 29), "nato-2022", False),
        (date(2026, 1, 1), "nato-2022", False),
    ],
)
def test_the_doctrine_of_a_day(day: date, code: str, anticipated: bool) -> None:
    """The 1991 Concept governs 24 March 1999: the next came a month later."""
    framework, early = framework_on(day)
    assert (framework.code, early) == (code, anticipated)


def test_the_periods_of_doctrine_touch_and_do_not_overlap() -> None:
    """Each ends on the day on which the next begins."""
    rows = list(Framework.objects.filter(kind=FrameworkKind.DOCTRINE).order_by("doctrine_from"))
    assert [row.doctrine_until for row in rows] == [*[row.doctrine_from for row in rows[1:]], None]
    assert all(row.concept.adopted_on == row.doctrine_from for row in rows)


def test_signature_and_entry_into_force_differ() -> None:
    """Trap 6: the Treaty and the Charter were signed before they were in force."""
    treaty, charter = Instrument.objects.get(pk="nat"), Instrument.objects.get(pk="un-charter")
    assert (treaty.adopted_on, treaty.in_force_from) == (date(1949, 4, 4), date(1949, 8, 24))
    assert (charter.adopted_on, charter.in_force_from) == (date(1945, 6, 26), date(1945, 10, 24))
    assert not treaty.in_force_on(date(1949, 8, 23))


def test_which_paragraph_authorises() -> None:
    """Trap 3: of resolution 1973, paragraphs 4, 8 and 13 authorise; their authority ended in October."""
    effects = dict(Provision.objects.filter(instrument_id="unsc-1973").values_list("slug", "effect"))
    assert {slug for slug, effect in effects.items() if effect == "authorises"} >= {"op4", "op8", "op13"}
    assert effects["op6"] == "prohibits"
    for slug in ("op4", "op8"):
        provision = Provision.objects.select_related("instrument").get(pk=f"unsc-1973#{slug}")
        assert provision.ends_on == date(2011, 10, 31)
    assert not Provision.objects.filter(instrument_id="unsc-1203", effect="authorises").exists()


def test_a_rejected_condemnation_is_no_law() -> None:
    """Trap 5: the draft of 26 March 1999 failed by 3 to 12 and never was in force."""
    draft = Instrument.objects.get(pk="draft-s-1999-328")
    assert draft.vote is not None
    assert (draft.vote["for"], draft.vote["against"]) == (3, 12)
    assert draft.in_force_from is None
    assert draft.binding == "evidence"
    assert draft not in law_in_force(date(1999, 3, 27))


def test_every_reference_of_the_catalogue_leads_somewhere() -> None:
    """Facts and tests name provisions that the library holds."""
    known = set(Provision.objects.values_list("id", flat=True)) | set(
        Instrument.objects.values_list("id", flat=True)
    )
    for fact in Fact.objects.all():
        assert set(fact.provisions) <= known, fact.code


def test_kosovo_is_unlawful_arguable_on_the_permissive_reading_and_high_on_legitimacy() -> None:
    """The case that separates the questions; a Council authorisation would flip it."""
    result = evaluation("kosovo-1999", "allied-force")
    legality, legitimacy = result["legality"], result["legitimacy"]
    assert legality["verdict"] == "unlawful"
    assert legality["readings"]["permissive"]["verdict"] == "arguable"
    assert "humanitarian_intervention" in legality["readings"]["permissive"]["route"]
    assert legitimacy["band"] == "high"
    flips = [
        {change["fact"]: change["to"] for change in flip["changes"]}
        for flip in legality["flips"]
        if flip["verdict"] == "lawful"
    ]
    assert {"council_authorises_force": "yes", "within_mandate": "yes"} in flips


@pytest.mark.parametrize(
    ("case", "phase", "verdict", "band"),
    [
        ("kosovo-1999", "kfor", "lawful", "high"),
        ("libya-2011", "protection-of-civilians", "lawful", "mixed"),
        ("libya-2011", "later-phase", "arguable", "mixed"),
    ],
)
def test_kfor_and_libya(case: str, phase: str, verdict: str, band: str) -> None:
    """KFOR lawful; Libya lawful in March, arguable later with legitimacy mixed."""
    result = evaluation(case, phase)
    assert result["legality"]["verdict"] == verdict
    assert result["legitimacy"]["band"] == band


def test_no_reference_assessment_relies_on_law_that_was_not_in_force() -> None:
    """The law is that of the day; what came later is named where the answer is no, or where it is asked about."""
    asserted = Finding.objects.exclude(value__in=["no", "unknown"]).exclude(
        code="council_endorsed_afterwards"
    )
    for snapshot in Snapshot.objects.filter(assessment__reference__isnull=False):
        relied_on = {
            reference
            for finding in asserted.filter(assessment=snapshot.assessment_id)
            for reference in finding.provisions
        }
        warned = {warning["provision"] for warning in snapshot.evaluation["warnings"]}
        assert not warned & relied_on, snapshot


def test_every_reference_answer_has_a_reason() -> None:
    """And says who coded it."""
    for assessment in Assessment.objects.filter(reference__isnull=False):
        assert assessment.findings.count() == 80
        assert not assessment.findings.filter(why="").exists()
        assert assessment.coded_by
        assert "not reviewed by counsel" in assessment.review_note


def test_every_figure_says_who_counted() -> None:
    """Trap 12; and the range, where both ends are known, holds the best value."""
    for figure in Figure.objects.all():
        assert figure.counted_by, figure
        known = [value for value in (figure.low, figure.best, figure.high) if value is not None]
        assert known and known == sorted(known), figure


def test_every_case_has_what_a_seminar_needs() -> None:
    """Narrative, actors, timeline, claims and objections, holdings, sources, questions; a reference for each phase."""
    for case in Case.objects.filter(kind="historical"):
        assert len(case.narrative) >= 5
        assert len(case.questions) == 3
        for part in (case.actor_rows, case.events, case.claims, case.figures, case.holdings, case.sources):
            assert part.exists()
        assert case.claims.filter(stance="claim").exists()
        assert any(claim.objected_by or claim.stance == "objection" for claim in case.claims.all()), case
    for phase in Phase.objects.filter(reference=True):
        assert phase.assessments.filter(reference__isnull=False).exists(), phase


def test_several_paragraphs_are_called_paras() -> None:
    labels = Provision.objects.filter(label__regex=r"^paras?\.? \d").values_list("label", flat=True)
    assert "paras 188-192" in labels
    for label in labels:
        unit, numbers = label.split(" ", 1)
        assert unit == ("paras" if re.search(r"\d[-,]", numbers) else "para"), label
