"""The library put to the test: every phase evaluated anew beside what authorities held of it.

Agreement with authorities is a check of consistency, not a proof: they disagree among themselves, and who coded the
facts knew what they had held.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from cases.assessments.evaluation import evaluate
from cases.assessments.models import Assessment
from cases.assessments.selectors import newest_snapshots, reference_assessments
from cases.studies.authorities import Authorities, authorities_on
from cases.studies.models import Phase
from frameworks.precedents import Backtest, outcomes_backtest

AGREES, WITHIN, DIFFERS, NOTHING = "agrees", "within", "differs", "none"


@dataclass(frozen=True)
class PhaseTested:
    """A phase, its three answers as computed now (None without a reference assessment), what authorities held.

    `relation`: see Authorities.against. `why` says in the coders' words why the two part, where they do.
    """

    phase: Phase
    evaluation: Mapping[str, Any] | None
    authorities: Authorities
    why: str = ""

    @property
    def identity(self) -> str:
        """case/phase."""
        return f"{self.phase.case.slug}/{self.phase.slug}"

    @property
    def relation(self) -> str:
        """How the computed verdict stands to what was held."""
        return (
            self.authorities.against(self.evaluation["legality"]["verdict"]) if self.evaluation else NOTHING
        )


@dataclass(frozen=True)
class LibraryTested:
    """All phases, and how well nearest precedents predict what was held: with other phases of the case, and without.

    The predictions are None where the library has no reference assessment.
    """

    phases: tuple[PhaseTested, ...]
    predicted: Backtest | None
    predicted_apart: Backtest | None

    def count(self, *relations: str) -> int:
        """How many phases stand so to what authorities held."""
        return sum(tested.relation in relations for tested in self.phases)

    @property
    def judged(self) -> int:
        """Of how many phases both are known."""
        return self.count(AGREES, WITHIN, DIFFERS)

    @property
    def rate(self) -> float | None:
        """The share of these that agree outright, to six decimals; None where there are none."""
        return round(self.count(AGREES) / self.judged, 6) if self.judged else None


def library_backtest() -> LibraryTested:
    """Evaluate every phase of the library by its published answers; writes nothing."""
    listed = list(
        Phase.objects.filter(case__owner__isnull=True, case__deprecated=False)
        .select_related("case")
        .order_by("starts_on", "case__slug", "position")
    )
    references = reference_assessments(listed)
    snapshots = newest_snapshots(references.values())
    authorities = authorities_on(listed)
    tested = tuple(
        PhaseTested(
            phase=phase,
            evaluation=_evaluated(references.get(phase.pk), snapshots),
            authorities=authorities[phase.pk],
            why=references[phase.pk].differs if phase.pk in references else "",
        )
        for phase in listed
    )
    return LibraryTested(tested, *_predictions(tested, references.values()))


def _evaluated(assessment: Assessment | None, snapshots: Mapping[int, Any]) -> dict[str, Any] | None:
    """By today's engine, without the simulation: verdict, band and impact need none."""
    if assessment is None:
        return None
    return evaluate(assessment, body=snapshots[assessment.pk].findings, draws=0)


def _predictions(
    tested: Iterable[PhaseTested], references: Iterable[Assessment]
) -> tuple[Backtest | None, Backtest | None]:
    """By the framework that the youngest reference assessment uses."""
    held = {row.identity: row.authorities.hold for row in tested if row.authorities.holdings}
    newest = max(references, key=lambda row: row.framework.doctrine_from, default=None)
    if newest is None:
        return None, None
    return (
        outcomes_backtest(framework=newest.framework, outcomes=held),
        outcomes_backtest(framework=newest.framework, outcomes=held, apart=True),
    )
