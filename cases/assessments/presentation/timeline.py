"""All phases on one line of time, each under the Strategic Concept of its day.

Time runs evenly from the first decade shown to today. A phase is a bar from its first to its last day, with the mark
of its verdict where it begins; one that lasts runs to the end. The text beside says the same, so that the drawing may
be hidden from a reader who cannot see it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone

from cases.assessments.case_list import CaseRow
from cases.assessments.phase_answers import PhaseAnswers
from cases.assessments.reliance import phase_address
from cases.assessments.selectors import newest_findings
from cases.studies.selectors import strategic_concepts
from frameworks.models import Framework, Instrument
from frameworks.selectors import doctrine_among, doctrines
from frameworks.services import Brief, findings_score_each
from natoassess.web.presentation import words

LEAST_WIDTH = 0.5
"""No bar is narrower than this, in per cent, or an operation of hours would not be seen."""


@dataclass(frozen=True)
class Stretch:
    """A phase on the line: where its bar begins and how wide it is, in per cent, and the shape of its mark."""

    row: CaseRow
    answers: PhaseAnswers
    url: str
    x: float
    width: float
    mark: str
    by_doctrine: Brief | None


@dataclass(frozen=True)
class Tick:
    """A year on the axis, in per cent."""

    year: int
    x: float


@dataclass(frozen=True)
class Era:
    """The time of one Strategic Concept, where it lies on the axis, and the phases judged in it.

    `concept` is None for the time before the first. `framework` is the doctrine that the phases are judged by here;
    `is_early` says that there was none in the library for that time, so that the earliest stands in.
    """

    concept: Instrument | None
    url: str
    since: date | None
    until: date | None
    x: float
    width: float
    framework: Framework | None
    is_early: bool
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True)
class Timeline:
    """The whole: eras in order, and the years of the axis."""

    eras: tuple[Era, ...]
    ticks: tuple[Tick, ...]


@dataclass(frozen=True)
class Axis:
    """Even time from `start` to `end`."""

    start: date
    end: date

    def x(self, day: date) -> float:
        """The place of a day, in per cent of the width."""
        share = (day - self.start).days / max((self.end - self.start).days, 1)
        return round(100 * min(max(share, 0.0), 1.0), 2)


def timeline_shown(rows: Iterable[CaseRow]) -> Timeline | None:
    """The phases of `rows` by the Strategic Concept of the day they are judged by; None where there are none."""
    judged = [(row, row.answers) for row in rows if row.answers is not None]
    if not judged:
        return None
    judged.sort(key=lambda pair: (pair[1].phase.as_of, pair[1].phase.starts_on, pair[1].phase.pk))
    today = timezone.localdate()
    first = min(answers.phase.starts_on for _, answers in judged)
    axis = Axis(date(first.year // 10 * 10, 1, 1), today)
    known = list(doctrines())
    briefs = _under_doctrine([answers for _, answers in judged], known)
    ticks = tuple(Tick(year, axis.x(date(year, 1, 1))) for year in range(axis.start.year, today.year + 1, 10))
    eras = [
        _era(concept, since, until, judged, axis, known, briefs) for concept, since, until in _concepts(axis)
    ]
    return Timeline(tuple(era for era in eras if era.stretches), ticks)


def _concepts(axis: Axis) -> list[tuple[Instrument | None, date | None, date | None]]:
    """The Strategic Concepts with the days on which each was in force, and the time before the first."""
    rows = strategic_concepts()
    found: list[tuple[Instrument | None, date | None, date | None]] = [
        (row, row.in_force_from, row.in_force_until) for row in rows
    ]
    first = rows[0].in_force_from if rows else None
    if first is None or axis.start < first:
        found.insert(0, (None, None, first - timedelta(days=1) if first else None))
    return found


def _era(
    concept: Instrument | None,
    since: date | None,
    until: date | None,
    judged: list[tuple[CaseRow, PhaseAnswers]],
    axis: Axis,
    known: list[Framework],
    briefs: Mapping[int, Brief | None],
) -> Era:
    left, right = since or axis.start, until or axis.end
    inside = [pair for pair in judged if _within(pair[1].phase.as_of, since, until)]
    framework, is_early = doctrine_among(known, inside[0][1].phase.as_of) if inside else (None, False)
    return Era(
        concept,
        reverse("law:detail", args=[concept.pk]) if concept else "",
        since,
        until,
        axis.x(left),
        round(axis.x(right) - axis.x(left), 2),
        framework,
        is_early,
        tuple(_stretch(row, answers, axis, briefs.get(answers.phase.pk)) for row, answers in inside),
    )


def _within(day: date, since: date | None, until: date | None) -> bool:
    return (since is None or since <= day) and (until is None or day <= until)


def _stretch(row: CaseRow, answers: PhaseAnswers, axis: Axis, brief: Brief | None) -> Stretch:
    phase = answers.phase
    left, right = axis.x(phase.starts_on), axis.x(phase.ends_on or axis.end)
    verdict = brief.verdict if brief else answers.verdict
    mark = words.VERDICT_MARKS.get(verdict or "none", "none")
    width = max(round(right - left, 2), LEAST_WIDTH)
    return Stretch(row, answers, phase_address(phase), min(left, 100 - LEAST_WIDTH), width, mark, brief)


def _under_doctrine(listed: list[PhaseAnswers], known: list[Framework]) -> dict[int, Brief | None]:
    """What the doctrine of its day makes of the answers to each phase, by the phase's key."""
    given = {row.phase.pk: row.assessment for row in listed if row.assessment is not None}
    findings = newest_findings(given.values())
    by_framework: dict[int, list[PhaseAnswers]] = {}
    frameworks: dict[int, Framework] = {}
    for row in listed:
        framework, _ = doctrine_among(known, row.phase.as_of)
        if row.assessment is not None and row.assessment.pk in findings:
            frameworks[framework.pk] = framework
            by_framework.setdefault(framework.pk, []).append(row)
    found: dict[int, Brief | None] = {}
    for key, rows in by_framework.items():
        assessments = [given[row.phase.pk] for row in rows]
        briefs = findings_score_each(
            framework=frameworks[key],
            bodies=[findings[assessment.pk] for assessment in assessments],
            as_of=[assessment.as_of for assessment in assessments],
        )
        found |= {row.phase.pk: brief for row, brief in zip(rows, briefs, strict=True)}
    return found
