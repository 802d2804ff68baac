"""Evidence in words and bars: what sources are used for, what their grades do to the width of the result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.assessments.evaluation import PARTS
from cases.assessments.evidence_widths import Resting, Widths, best_grade, counting, width
from cases.assessments.models import Assessment, Evidence, Finding
from cases.assessments.models.finding import FindingKind
from cases.assessments.presentation.answers import step_url
from cases.assessments.presentation.labels import Labels
from cases.assessments.sources import Entry
from cases.assessments.steps import Question, is_answered
from frameworks.services import Spread, confidence_allowed
from natoassess.web.presentation import bars, words


@dataclass(frozen=True)
class Use:
    """One use of a source: the question it bears on, its grade there, and where the answer stands."""

    label: str
    url: str
    reliability: str
    credibility: int
    note: str

    @property
    def words(self) -> str:
        """The credibility in words."""
        return str(words.CREDIBILITY[self.credibility])


@dataclass(frozen=True)
class EntryShown:
    """A source with its uses in words. `kind` and `grade` are words; `grade` is empty where it has none."""

    entry: Entry
    kind: str
    grade: str
    uses: tuple[Use, ...]


@dataclass(frozen=True)
class IntervalRow:
    """One interval of the index: what it would rest on, its ends, and the bar that shows it."""

    title: str
    spread: Spread
    points: float
    bar: bars.Bar


@dataclass(frozen=True)
class AnswerRow:
    """What one rating's grades cost, with where to mend it and the bar that shows it."""

    label: str
    url: str
    resting: Resting
    why: str
    bar: bars.Bar


@dataclass(frozen=True)
class WidthsShown:
    """The three intervals, the ratings that widen them most, and what has to be said beside."""

    widths: Widths
    intervals: tuple[IntervalRow, ...]
    answers: tuple[AnswerRow, ...]
    sentence: str


def entries_shown(
    entries: list[Entry], assessment: Assessment, labels: Labels, *, to_form: bool
) -> list[EntryShown]:
    """The register in words; `to_form` leads each use to its question, else to the answer in the result."""
    return [
        EntryShown(
            entry,
            kind_word(entry),
            words.word(words.RELIABILITY, entry.source.reliability) if entry.source.reliability else "",
            tuple(use_shown(use, assessment, labels, to_form=to_form) for use in entry.uses),
        )
        for entry in entries
    ]


def kind_word(entry: Entry) -> str:
    """What sort of document a source is, in words."""
    if entry.is_own:
        return str(entry.source.get_kind_display())  # type: ignore[union-attr]  # only own sources have choices
    return words.word({}, entry.source.kind) if entry.source.kind else ""


def use_shown(use: Evidence, assessment: Assessment, labels: Labels, *, to_form: bool) -> Use:
    """A use of a source in words."""
    finding = use.finding
    part = PARTS[FindingKind(finding.kind)]
    answer = f"{reverse('assessments:detail', args=[assessment.pk])}#{finding.kind}-{finding.code}"
    return Use(
        label=labels.question(finding.code),
        url=step_url(assessment, labels, part, finding.code) if to_form else answer,
        reliability=use.reliability,
        credibility=use.credibility,
        note=use.note,
    )


def widths_shown(widths: Widths, assessment: Assessment, labels: Labels, *, to_form: bool) -> WidthsShown:
    """What the grades do, in words and bars."""
    intervals = (
        _interval(_("As the evidence stands"), widths.now),
        _interval(_("If no grade lowered a confidence that is stated"), widths.lifted),
        _interval(_("If every rating rested on A1 and were held with high confidence"), widths.best),
    )
    most = max((row.by_best for row in widths.widest), default=0.0) or 1.0
    answers = tuple(_answer(row, most, assessment, labels, to_form=to_form) for row in widths.widest)
    return WidthsShown(widths, intervals, answers, _sentence(widths))


def grade_line(question: Question, finding: Finding | None, evaluation: Mapping[str, Any] | None) -> str:
    """What the evidence of an answer does to the result, in one line for its place in the form."""
    if question.is_fact:
        return _("Evidence on a fact is shown with it and never scored: no grade moves the verdict.")
    grades = [(item.reliability, item.credibility) for item in finding.evidence.all()] if finding else []
    bears = confidence_allowed(grades)
    if not question.is_rating:
        if grades and bears is None:
            return _("No source can be judged (F or 6): the bounds of the impact leave this level open.")
        return _("Grades leave the impact on sovereignty as it is; only F or 6 alone opens its bounds.")
    if finding is None or not is_answered(finding) or finding.value == "na":
        return _(
            "Grades count once the question has a level: C or 3 bears moderate confidence at most, D, E, 4 or 5 low."
        )
    stated = finding.confidence or "moderate"
    best = best_grade(grades)
    if best is None:
        line = _("No evidence: nothing bears out the confidence stated (%(stated)s), which counts as it is.")
    elif bears is None:
        line = _(
            "No source can be judged (F or 6): this counts as low confidence, and the bounds leave it open."
        )
    elif counting(stated, bears) != stated:
        line = _("Best grade %(grade)s: this counts as %(counts)s confidence, though %(stated)s is stated.")
    else:
        line = _("Best grade %(grade)s: it bears the confidence stated (%(stated)s).")
    told = line % {
        "stated": words.word(words.CONFIDENCES, stated).lower(),
        "counts": words.word(words.CONFIDENCES, counting(stated, bears)).lower(),
        "grade": "".join(map(str, best)) if best else "",
    }
    return f"{told} {points}" if (points := _points(question.code, evaluation)) else told


def _points(code: str, evaluation: Mapping[str, Any] | None) -> str:
    """How far the level may still move the index, as it was stored."""
    for row in (evaluation or {}).get("legitimacy", {}).get("tornado") or ():
        if row["criterion"] == code:
            half = words.number((row["high"] - row["low"]) / 2)
            return _("It moves the index by up to ± %(points)s points.") % {"points": half}
    return ""


def _sentence(widths: Widths) -> str:
    """How wide the interval is and could be, in one sentence."""
    now, lifted, best = (words.number(width(spread)) for spread in (widths.now, widths.lifted, widths.best))
    told = {"now": now, "lifted": lifted, "best": best}
    if widths.bounded:
        return ngettext(
            "The interval is %(now)s points wide. One rating is held with less confidence than stated because "
            "of its grades; without that it would be %(lifted)s. With A1 and high confidence throughout it "
            "would be %(best)s: the rest is doubt about the weights.",
            "The interval is %(now)s points wide. %(count)d ratings are held with less confidence than stated "
            "because of their grades; without that it would be %(lifted)s. With A1 and high confidence "
            "throughout it would be %(best)s: the rest is doubt about the weights.",
            widths.bounded,
        ) % {**told, "count": widths.bounded}
    return (
        _(
            "The interval is %(now)s points wide. No grade lowers a confidence that is stated. With A1 and high "
            "confidence throughout it would be %(best)s: the rest is doubt about the weights."
        )
        % told
    )


def _interval(title: str, spread: Spread) -> IntervalRow:
    lines: tuple[bars.Line, ...] = ()
    if spread.p05 is not None and spread.p95 is not None:
        low, high = bars.clamp(spread.p05), bars.clamp(spread.p95)
        lines = (bars.Line("interval", low, high), bars.Line("cap", low, low), bars.Line("cap", high, high))
    return IntervalRow(title, spread, width(spread), bars.Bar("legitimacy", "", bars.band_rects(), lines))


def _answer(row: Resting, most: float, assessment: Assessment, labels: Labels, *, to_form: bool) -> AnswerRow:
    share = bars.clamp(100 * max(row.by_best, 0) / most)
    rects = (bars.Rect("track", 0, 100), bars.Rect("fill", 0, max(share, 0.5)))
    result = reverse("assessments:detail", args=[assessment.pk])
    return AnswerRow(
        label=labels.question(row.code),
        url=step_url(assessment, labels, "ratings", row.code) if to_form else f"{result}#rating-{row.code}",
        resting=row,
        why=_why(row),
        bar=bars.Bar("legitimacy", "", rects),
    )


def _why(row: Resting) -> str:
    """Why a rating widens the interval: no evidence, a weak grade, or no more confidence than that stated."""
    stated = words.word(words.CONFIDENCES, row.stated).lower()
    if row.grade is None:
        return _("no evidence; held with %(stated)s confidence") % {"stated": stated}
    if row.is_open:
        return _("cannot be judged; counts as low")
    if row.is_bounded:
        counts = words.word(words.CONFIDENCES, row.counts).lower()
        return _("counts as %(counts)s, though %(stated)s is stated") % {"counts": counts, "stated": stated}
    return _("bears %(bears)s; held with %(stated)s confidence") % {
        "bears": words.word(words.CONFIDENCES, row.bears or "low").lower(),
        "stated": stated,
    }
