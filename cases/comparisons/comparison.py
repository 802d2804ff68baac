"""Phases side by side: the three answers, then facts and ratings, those that differ first.

A comparison is a value: built from assessments once, shown by the page and written by every export, so that all
of them hold the same numbers. Nothing in it is summed over phases, and no name of an actor enters it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from cases.assessments.evaluation import body_of, evaluate
from cases.assessments.models import Assessment
from cases.assessments.phase_answers import comparison_item
from cases.assessments.selectors import frozen
from cases.comparisons.items import ItemsInvalid
from cases.comparisons.ranking import labels, ranking_of
from frameworks.comparing import Ranking
from frameworks.models import Catalogue, Framework
from frameworks.services import DEFAULT_DRAWS, FindingsInvalid

UNKNOWN = "unknown"


@dataclass(frozen=True)
class Column:
    """One phase as one assessment sees it.

    Where several see one phase the labels are numbered, and below each stands who coded it.
    """

    item: str
    label: str
    sublabel: str
    assessment: Assessment
    evaluation: Mapping[str, Any]
    findings: Mapping[str, Any]

    @property
    def provisional(self) -> bool:
        """Whether its answers may still change."""
        return self.assessment.is_editable


@dataclass(frozen=True)
class Cell:
    """One answer: a fact's value or a level, its reason, and whether it differs from all others in its row."""

    value: str
    why: str = ""
    odd: bool = False

    @property
    def level(self) -> int | str:
        """The value as a level, where it is one."""
        return int(self.value) if self.value.isdigit() else self.value


@dataclass(frozen=True)
class Row:
    """One question and its answer in each column. `spread` orders rows: how far apart the answers lie."""

    code: str
    label: str
    question: str
    group: str
    cells: tuple[Cell, ...]
    spread: float

    @property
    def differs(self) -> bool:
        """Whether the columns answer it differently."""
        return len({cell.value for cell in self.cells}) > 1


@dataclass(frozen=True)
class Section:
    """The questions of one part of the catalogue, those that differ first."""

    code: str
    rows: tuple[Row, ...]
    differing: tuple[Row, ...] = field(init=False)
    agreeing: tuple[Row, ...] = field(init=False)

    def __post_init__(self) -> None:
        order = sorted((row for row in self.rows if row.differs), key=lambda row: -row.spread)
        object.__setattr__(self, "differing", tuple(order))
        object.__setattr__(self, "agreeing", tuple(row for row in self.rows if not row.differs))


@dataclass(frozen=True)
class Comparison:
    """2 to 10 columns over the same questions."""

    columns: tuple[Column, ...]
    facts: Section
    ratings: Section
    sovereignty: Section
    ranking: Ranking | None = None
    dimensions: Mapping[str, str] = field(default_factory=dict)
    """The dimensions of legitimacy with their titles, in order."""

    @property
    def phases(self) -> list[tuple[str, Mapping[str, Any]]]:
        """The name and the legitimacy of each column, for the profile."""
        return [(column.label, column.evaluation["legitimacy"]) for column in self.columns]

    @property
    def frameworks(self) -> tuple[str, ...]:
        """The frameworks used, each once, as "nato-2022, version 1"."""
        return tuple(dict.fromkeys(str(column.assessment.framework) for column in self.columns))


FACT_PLACES: Mapping[str, float] = {"no": 0.0, "contested": 0.5, "yes": 1.0}


def build(
    assessments: Sequence[Assessment],
    catalogue: Catalogue,
    framework: Framework | None = None,
    *,
    draws: int = DEFAULT_DRAWS,
    seed: int | None = None,
) -> Comparison:
    """Compare `assessments` over the questions of `catalogue`, and rank them on legitimacy under `framework`.

    Without a framework the newest doctrine among them ranks them, without a seed one follows from the ratings.

    Raises ItemsInvalid where a draft has an answer that cannot stand: it has no evaluation to compare.
    """
    columns = _columns(assessments)
    prefetch_related_objects([catalogue], "facts", "dimensions", "criteria__dimension", "sovereignty")
    return Comparison(
        columns=columns,
        facts=_section("facts", ((f, f.group) for f in catalogue.facts.all()), columns),
        ratings=_section("ratings", ((c, c.dimension.code) for c in catalogue.criteria.all()), columns),
        sovereignty=_section(
            "sovereignty", ((s, "sovereignty") for s in catalogue.sovereignty.all()), columns
        ),
        ranking=ranking_of(columns, framework, draws=draws, seed=seed),
        dimensions={d.code: d.title for d in catalogue.dimensions.all()},
    )


def _columns(assessments: Sequence[Assessment]) -> tuple[Column, ...]:
    snapshots = frozen(assessments)
    columns, faults = [], []
    for assessment in assessments:
        phase = assessment.phase
        snapshot = snapshots.get(assessment.pk)
        try:
            findings = snapshot.findings if snapshot else body_of(assessment)
            evaluation = snapshot.evaluation if snapshot else evaluate(assessment, body=findings)
        except FindingsInvalid as error:
            faults.append(f"{phase.label}: {error.faults[0].detail}")
            continue
        columns.append(
            Column(
                item=comparison_item(assessment),
                label=phase.label,
                sublabel=phase.title if phase.title != phase.label else phase.case.title,
                assessment=assessment,
                evaluation=evaluation,
                findings=findings,
            )
        )
    if faults:
        raise ItemsInvalid(faults)
    return _told_apart(columns)


def _told_apart(columns: Sequence[Column]) -> tuple[Column, ...]:
    given = [column.label for column in columns]
    return tuple(
        replace(column, label=label, sublabel=_coder(column.assessment))
        if given.count(column.label) > 1
        else column
        for column, label in zip(columns, labels(columns), strict=True)
    )


def _coder(assessment: Assessment) -> str:
    """Whose assessment it is, in a line."""
    if assessment.reference is not None:
        return _("reference")
    return assessment.coded_by or str(assessment.author or _("unknown author"))


def _section(part: str, questions: Iterable[tuple[Any, str]], columns: Sequence[Column]) -> Section:
    rows = []
    for question, group in questions:
        answers = [_answer(part, column.findings.get(part, {}).get(question.code)) for column in columns]
        counts = Counter(value for value, _why in answers)
        cells = tuple(Cell(value, why, odd=_is_odd(value, counts)) for value, why in answers)
        values = [value for value, _why in answers]
        rows.append(Row(question.code, question.label, question.question, group, cells, _spread(values)))
    return Section(part, tuple(rows))


def _answer(part: str, finding: Any) -> tuple[str, str]:
    """The value and the reason of a finding in the form of POST /score/; what is missing is unknown."""
    if finding is None:
        return UNKNOWN, ""
    if not isinstance(finding, Mapping):
        return str(finding), ""
    value = finding.get("value" if part == "facts" else "level")
    return UNKNOWN if value is None else str(value), str(finding.get("why", ""))


def _is_odd(value: str, counts: Counter[str]) -> bool:
    """Whether one answer differs from all the others, which agree among themselves (three columns or more)."""
    return counts.total() >= 3 and len(counts) == 2 and counts[value] == 1


def _spread(values: Sequence[str]) -> float:
    """Distance between the farthest answers, 0 to 1; an unknown beside a known answer counts a quarter."""
    places = [
        FACT_PLACES[v] if v in FACT_PLACES else int(v) / 4 for v in values if v in FACT_PLACES or v.isdigit()
    ]
    spread = max(places) - min(places) if places else 0.0
    return max(spread, 0.25) if len(places) < len(values) and len(set(values)) > 1 else spread
