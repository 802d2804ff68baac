"""What grades do to the width of the interval: as the engine says, never otherwise."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cases.assessments.answers import Answer
from cases.assessments.evaluation import body_of, evaluate
from cases.assessments.evidence_widths import width, widths_of
from cases.assessments.models import Assessment
from cases.assessments.models.finding import FindingKind
from cases.assessments.presentation import result_of
from cases.assessments.presentation.evidence import brief_sentence
from cases.assessments.services import findings_save
from frameworks.models import Criterion
from natoassess.accounts.models import User
from tests.filing.pages import text_of
from tests.support.queries import count

pytestmark = pytest.mark.django_db

WEAK, STRONG, USELESS = ("D", 3), ("A", 1), ("F", 6)


@pytest.fixture
def graded(draft: Assessment, analyst: User) -> Callable[..., Assessment]:
    """Rates every criterion 2 with high confidence, resting on evidence of the grade given for it."""

    def grade(grades: dict[str, tuple[str, int]], default: tuple[str, int] | None = STRONG) -> Assessment:
        codes = Criterion.objects.filter(catalogue=draft.framework.catalogue).values_list("code", flat=True)
        answers = [_answer(code, grades.get(code, default)) for code in codes]
        fresh = Assessment.objects.get(pk=draft.pk)
        findings_save(editor=analyst, assessment=fresh, expected_version=fresh.version, answers=answers)
        return Assessment.objects.select_related("framework__catalogue", "phase__case").get(pk=draft.pk)

    return grade


def _answer(code: str, grade: tuple[str, int] | None) -> Answer:
    evidence: tuple[dict[str, Any], ...] = ()
    if grade:
        evidence = (
            {"citation": "Report", "url": "", "reliability": grade[0], "credibility": grade[1], "note": ""},
        )
    return Answer(FindingKind.RATING, code, "2", confidence="high", evidence=evidence)


def test_a_weak_grade_widens_the_interval_by_what_the_engine_says(graded: Callable[..., Assessment]) -> None:
    """The points named are those between two evaluations, drawn with the same random numbers."""
    assessment = graded({"threat_gravity": WEAK, "proper_purpose": ("C", 2)})
    widths = widths_of(assessment)
    assert widths is not None
    now = evaluate(assessment)["legitimacy"]["distribution"]
    body = body_of(assessment)
    body["ratings"]["threat_gravity"]["evidence"] = [{"reliability": "A", "credibility": 1}]
    mended = evaluate(assessment, body=body, seed=now["seed"])["legitimacy"]["distribution"]
    first = widths.widest[0]
    assert first.code == "threat_gravity"
    assert (first.grade, first.counts, first.stated) == (WEAK, "low", "high")
    assert first.by_grade == pytest.approx(
        (now["p95"] - now["p05"]) - (mended["p95"] - mended["p05"]), abs=1e-5
    )
    assert first.by_grade > 0
    assert widths.bounded == 2
    assert width(widths.now) > width(widths.lifted) == width(widths.best)


def test_no_evidence_holds_nothing_against_an_answer(graded: Callable[..., Assessment]) -> None:
    """The rule of the engine, and so what the page says: the confidence stated counts."""
    with_evidence = widths_of(graded({}))
    without = widths_of(graded({}, None))
    assert with_evidence is not None
    assert without is not None
    assert width(without.now) == pytest.approx(width(with_evidence.now), abs=0.5)
    assert without.without_evidence == len(without.answers)
    assert without.bounded == 0
    assert without.widest == ()


def test_evidence_that_cannot_be_judged_leaves_the_bounds_open(graded: Callable[..., Assessment]) -> None:
    widths = widths_of(graded({"threat_gravity": USELESS}))
    assert widths is not None
    assert widths.now.low < widths.lifted.low
    assert next(row for row in widths.answers if row.code == "threat_gravity").is_open


def test_the_page_says_it_in_words(graded: Callable[..., Assessment], page: Client) -> None:
    """How wide, what it would be, which answers; and where evidence changes nothing."""
    assessment = graded({"threat_gravity": WEAK})
    text = text_of(page.get(reverse("assessments:sources", args=[assessment.pk])).content.decode())
    assert "One rating is held with less confidence than stated because of its grades" in text
    assert "counts as low, though high is stated" in text
    assert "no grade moves the verdict" in text
    result = text_of(page.get(reverse("assessments:detail", args=[assessment.pk])).content.decode())
    assert "One rating is held with less confidence than stated" in result
    assert "Not usually reliable; possibly true" in result, "both grades in words"
    step = reverse("assessments:edit", args=[assessment.pk, "legitimacy-cause"])
    asked = text_of(page.get(step).content.decode())
    assert "Best grade D3: this counts as low confidence, though high is stated." in asked
    assert "Best grade A1: it bears the confidence stated (high)." in asked


def test_the_brief_of_the_result_asks_the_database_for_nothing(
    graded: Callable[..., Assessment], page: Client
) -> None:
    """Its two rows of draws are made of answers that were read already."""
    result = result_of(graded({"threat_gravity": WEAK}))
    brief_sentence(result)
    assert count(lambda: brief_sentence(result)) == 0


def test_a_draft_that_cannot_stand_still_has_its_sources(
    draft: Assessment, analyst: User, page: Client
) -> None:
    answer = Answer(FindingKind.RATING, "threat_gravity", "na", evidence=())
    findings_save(editor=analyst, assessment=draft, expected_version=draft.version, answers=[answer])
    response = page.get(reverse("assessments:sources", args=[draft.pk]))
    assert response.status_code == 200
    assert "Sources of this assessment" in response.content.decode()
