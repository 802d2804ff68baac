"""What the grades of evidence do to the width of the legitimacy interval, as the engine works it out.

The interval is the middle 90 % of the draws. Evidence bounds the confidence that an answer may be held with
(docs/scoring.md, section 4); without any, the confidence stated counts. So there are two questions for each rating:
how much narrower the interval would be if nothing bounded what is stated, and if the answer rested on A1 and were
held with high confidence, which only grades of A or B and 1 or 2 bear. All rows share their random numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cases.assessments.evaluation import body_of
from cases.assessments.models import Assessment
from cases.assessments.selectors import evaluation_of, frozen
from frameworks.services import Spread, confidence_allowed, findings_spread_each

BEST = [{"reliability": "A", "credibility": 1}]
CONFIDENCES = ("high", "moderate", "low")
MOST_SHOWN = 10


@dataclass(frozen=True)
class Resting:
    """What one rating rests on, and what its grades cost.

    `grade` is that of the best item, None without any. `bears` is the best confidence that the evidence bears, None
    where no item can be judged. `by_grade` and `by_best` are points of width that the interval would lose: with the
    confidence stated and nothing against it, and with A1 and high confidence.
    """

    code: str
    stated: str
    grade: tuple[str, int] | None
    bears: str | None
    by_grade: float
    by_best: float

    @property
    def counts(self) -> str:
        """The confidence that counts."""
        return counting(self.stated, self.bears)

    @property
    def is_bounded(self) -> bool:
        """Whether the evidence lowers the confidence stated."""
        return self.counts != self.stated

    @property
    def is_open(self) -> bool:
        """Whether no item can be judged, so that the bounds take 0 and 4 for it."""
        return self.bears is None


@dataclass(frozen=True)
class Widths:
    """The interval as it is, with nothing held against the answers, and at its best; and what each rating adds.

    `answers` holds the rated criteria, those that widen it most first. `harms_open` counts the levels of harm that
    rest on evidence that cannot be judged.
    """

    now: Spread
    lifted: Spread
    best: Spread
    answers: tuple[Resting, ...]
    unknown: int
    harms_open: int

    @property
    def widest(self) -> tuple[Resting, ...]:
        """The ratings whose missing or weak grades widen the interval most."""
        found = sorted(self.answers, key=lambda row: (row.by_grade, row.by_best), reverse=True)
        return tuple(row for row in found if row.by_best > 0 or row.by_grade > 0)[:MOST_SHOWN]

    @property
    def without_evidence(self) -> int:
        """How many ratings rest on no evidence at all."""
        return sum(row.grade is None for row in self.answers)

    @property
    def bounded(self) -> int:
        """How many ratings are held with less confidence than stated, because of their grades."""
        return sum(row.is_bounded for row in self.answers)


def width(spread: Spread) -> float:
    """The points between the ends of the interval; 0 where there is none."""
    return 0.0 if spread.p05 is None or spread.p95 is None else spread.p95 - spread.p05


def widths_of(assessment: Assessment) -> Widths | None:
    """What the grades of an assessment do: of what is frozen once submitted, else of the answers as they stand.

    None where nothing was drawn. Raises FindingsInvalid for a draft with an answer that cannot stand.
    """
    snapshot = frozen([assessment]).get(assessment.pk)
    body = snapshot.findings if snapshot is not None else body_of(assessment)
    evaluation = snapshot.evaluation if snapshot is not None else evaluation_of(assessment)
    drawn = evaluation["legitimacy"]["distribution"]
    asked = {row["criterion"] for row in evaluation["legitimacy"]["contributions"]}
    rated = [code for code, given in body["ratings"].items() if code in asked and _is_level(given["level"])]
    if not drawn or not rated:
        return None
    bodies = [body, _with(body, rated, high=False), _with(body, rated, high=True)]
    for code in rated:
        bodies += [_with(body, [code], high=False), _with(body, [code], high=True)]
    spreads = findings_spread_each(
        framework=assessment.framework,
        bodies=bodies,
        as_of=assessment.as_of,
        seed=drawn["seed"],
        draws=drawn["draws"],
    )
    unknown = sum(
        not _is_level(given["level"]) and given["level"] != "na" for given in body["ratings"].values()
    )
    harms = [grades_in(given) for given in body["sovereignty"].values() if _is_level(given["level"])]
    return Widths(
        now=spreads[0],
        lifted=spreads[1],
        best=spreads[2],
        answers=tuple(_answers(body, rated, spreads)),
        unknown=unknown,
        harms_open=sum(bool(grades) and confidence_allowed(grades) is None for grades in harms),
    )


def grades_in(given: Mapping[str, Any]) -> list[tuple[str, int]]:
    """The grades of an answer in the form of POST /score/."""
    return [(item["reliability"], item["credibility"]) for item in given.get("evidence", ())]


def best_grade(grades: Sequence[tuple[str, int]]) -> tuple[str, int] | None:
    """The grade that decides: of the item that bears most, the first of equals."""
    return min(grades, key=lambda grade: _rank(confidence_allowed([grade])), default=None)


def counting(stated: str, bears: str | None) -> str:
    """The confidence that counts where evidence bears no more than `bears`; None stands for evidence of no use."""
    return CONFIDENCES[min(max(_rank(stated), _rank(bears)), len(CONFIDENCES) - 1)]


def _rank(confidence: str | None) -> int:
    return len(CONFIDENCES) if confidence is None else CONFIDENCES.index(confidence)


def _answers(body: Mapping[str, Any], rated: Sequence[str], spreads: Sequence[Spread]) -> Iterator[Resting]:
    now = width(spreads[0])
    for place, code in enumerate(rated):
        given = body["ratings"][code]
        grades = grades_in(given)
        lifted, best = spreads[3 + 2 * place], spreads[4 + 2 * place]
        yield Resting(
            code=code,
            stated=given.get("confidence") or "moderate",
            grade=best_grade(grades),
            bears=confidence_allowed(grades),
            by_grade=round(now - width(lifted), 6),
            by_best=round(now - width(best), 6),
        )


def _is_level(level: Any) -> bool:
    return isinstance(level, int)


def _with(body: Mapping[str, Any], codes: Sequence[str], *, high: bool) -> dict[str, Any]:
    """The body with the best of evidence for some ratings, and high confidence where asked."""
    ratings = dict(body["ratings"])
    for code in codes:
        ratings[code] = {**ratings[code], "evidence": BEST} | ({"confidence": "high"} if high else {})
    return {**body, "ratings": ratings}
