"""The strip of a case page: its phases with their answers, over time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.dateparse import parse_date

from cases.assessments.phase_answers import PhaseAnswers
from cases.studies.models import Event
from natoassess.web.presentation import words
from natoassess.web.presentation.strip import Strip, phase_strip
from natoassess.web.presentation.strip_time import Stretch, StripEvent, StripPhase

Evaluations = Mapping[int, Mapping[str, Any]]
"""Whole evaluations, by the key of their assessment."""


@dataclass(frozen=True)
class StripRow:
    """A phase with its answers; `others` are the days, in words, on which the law would give another verdict."""

    answer: PhaseAnswers
    others: tuple[tuple[str, str], ...]


def strip_of(
    answers: Iterable[PhaseAnswers], evaluations: Evaluations, turns: Iterable[Event], *, today: date
) -> Strip | None:
    """The strip of the phases in `answers` with the turning events, numbered in their order; None of no phase.

    Where an evaluation says that the law of other days gives another verdict, those days are drawn too.
    """
    listed = list(answers)
    phases = [
        _phase(number, answer, evaluations.get(answer.assessment.pk) if answer.assessment else None)
        for number, answer in enumerate(listed, 1)
    ]
    places = {answer.phase.pk: number for number, answer in enumerate(listed, 1)}
    events = [
        StripEvent(number, event.on, places.get(event.phase_id) if event.phase_id else None)
        for number, event in enumerate(turns, 1)
    ]
    return phase_strip(phases, events, today=today)


def stretches_of(evaluation: Mapping[str, Any] | None) -> tuple[Stretch, ...]:
    """The line of time of an evaluation in days of one verdict; empty where every day gives the same."""
    if evaluation is None:
        return ()
    return tuple(
        Stretch(
            verdict=str(period["verdict"]),
            since=parse_date(period["from"]) if period["from"] else None,
            until=parse_date(period["until"]) if period["until"] else None,
            today=bool(period["today"]),
        )
        for period in evaluation["legality"].get("date_flips", ())
    )


def strip_rows(answers: Iterable[PhaseAnswers], evaluations: Evaluations) -> list[StripRow]:
    """The same as a table: each phase with what its answers come to by the law of other days."""
    rows = []
    for answer in answers:
        evaluation = evaluations.get(answer.assessment.pk) if answer.assessment else None
        others = [stretch for stretch in stretches_of(evaluation) if not stretch.today]
        rows.append(
            StripRow(
                answer,
                tuple(
                    (stretch.verdict, words.date_range(stretch.since, stretch.until)) for stretch in others
                ),
            )
        )
    return rows


def _phase(number: int, answer: PhaseAnswers, evaluation: Mapping[str, Any] | None) -> StripPhase:
    low, high = answer.interval
    if answer.is_partial:
        low, high = answer.legitimacy.get("low"), answer.legitimacy.get("high")
    impact = answer.sovereignty
    adjusted = impact.get("adjusted")
    return StripPhase(
        number=number,
        title=answer.phase.title,
        starts_on=answer.phase.starts_on,
        ends_on=answer.phase.ends_on,
        as_of=answer.phase.as_of,
        verdict=answer.verdict,
        stretches=stretches_of(evaluation),
        index=answer.legitimacy.get("index"),
        low=low,
        high=high,
        partial=answer.is_partial,
        gross=impact.get("gross"),
        adjusted_low=impact.get("adjusted_low") if adjusted is None else adjusted,
        adjusted_high=impact.get("adjusted_high") if adjusted is None else adjusted,
    )
