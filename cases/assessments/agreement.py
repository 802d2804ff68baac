"""Agreement on a phase: every assessment of it that a person may see, compared answer by answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from cases.assessments.models import Assessment
from cases.assessments.phase_answers import PhaseAnswers, assessment_title, summary_shown
from cases.assessments.selectors import assessments, newest_snapshots
from cases.studies.models import Phase
from frameworks.agreement import CodedItem, CodingsCompared, codings_compare
from natoassess.accounts.selectors import Person

LEAST = 2


@dataclass(frozen=True)
class Coding:
    """One assessment of the phase: `name` tells it from the others on the page."""

    name: str
    assessment: Assessment
    answers: PhaseAnswers
    apart: int
    """On how many questions it stands against the commonest answer."""
    turns: tuple[tuple[str, ...], ...]
    """The smallest sets of its facts that turn the verdict of the first into its own."""


@dataclass(frozen=True)
class Agreement:
    """The assessments of a phase, the reference first, then the oldest; `compared` is None of fewer than two."""

    phase: Phase
    codings: tuple[Coding, ...]
    compared: CodingsCompared | None

    @property
    def is_majority(self) -> bool:
        """Whether there are enough for one to stand against most."""
        return len(self.codings) > LEAST

    @property
    def disputed(self) -> list[CodedItem]:
        """The questions that are answered differently, most disputed first, then in catalogue order."""
        found = [item for item in self.compared.items if item.is_disputed] if self.compared else []
        return sorted(found, key=lambda item: -(item.disagreement or 0))


def submitted(user: Person, phase: Phase) -> QuerySet[Assessment]:
    """The assessments of `phase` that `user` may see and that were submitted at least once."""
    return assessments(user).filter(phase=phase, snapshots__isnull=False).distinct()


def is_comparable(user: Person, phase: Phase) -> bool:
    """Whether `user` may see enough submitted assessments of `phase` to compare them: one query."""
    return submitted(user, phase).order_by().values("pk")[:LEAST].count() >= LEAST


def agreement_on(user: Person, phase: Phase) -> Agreement:
    """How far the assessments of `phase` that `user` may see agree.

    Each is read as it was last submitted. A draft does not count: an answer that one may still change is no coding,
    and whoever codes should not see where others stand. All are compared under the framework and the date of the
    first, so that a difference in the outcome is one of answers.
    """
    rows = sorted(submitted(user, phase).order_by("created_at", "pk"), key=lambda row: row.reference is None)
    snapshots = newest_snapshots(rows)
    bodies = {row.pk: snapshots[row.pk].findings for row in rows}
    compared = None
    if len(rows) >= LEAST:
        compared = codings_compare(
            framework=rows[0].framework, as_of=rows[0].as_of, codings=[bodies[row.pk] for row in rows]
        )
    apart = _against_most(compared.items if compared else (), len(rows))
    turns = compared.turns if compared else [()] * len(rows)
    codings = tuple(
        Coding(name, row, PhaseAnswers(phase, row, summary_shown(row)), against, sets)
        for name, row, against, sets in zip(_names(rows), rows, apart, turns, strict=True)
    )
    return Agreement(phase, codings, compared)


def _names(rows: Iterable[Assessment]) -> list[str]:
    """What to call each assessment; a number tells those of one person apart."""
    listed = list(rows)
    titles = [
        row.author.name if row.author and row.reference is None else assessment_title(row) for row in listed
    ]
    total, seen = Counter(titles), Counter[str]()
    names = []
    for title in titles:
        seen[title] += 1
        names.append(f"{title} ({seen[title]})" if total[title] > 1 else title)
    return names


def _against_most(items: Iterable[CodedItem], coders: int) -> list[int]:
    """For each coder, on how many items it stands against one commonest answer; a tie stands against nobody."""
    against = [0] * coders
    for item in items:
        (answer, most), *rest = Counter(item.answers).most_common(2)
        if rest and rest[0][1] == most:
            continue
        for place, given in enumerate(item.answers):
            against[place] += given != answer
    return against
