"""Independent codings in words: alpha, where the coders part most, and how each difference was settled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cases.assessments.codings import LibraryCodings, PhaseCodings, Settled
from cases.assessments.presentation.agreement import PARTS, AlphaShown, alpha_words
from cases.assessments.presentation.labels import Labels, labels_of
from frameworks.agreement import Item, Part, Reliability

MOST_DISPUTED = 15


@dataclass(frozen=True)
class PartedQuestion:
    """A question of the catalogue: on how many phases its coders part, of how many that two answered."""

    part: str
    title: str
    apart: int
    asked: int

    @property
    def share(self) -> float:
        """The share of these phases."""
        return self.apart / self.asked if self.asked else 0.0


@dataclass(frozen=True)
class SettledShown:
    """A difference: the question, what each coding says, what was settled on and why."""

    part: Part
    title: str
    given: tuple[str, ...]
    answer: str
    why: str

    @property
    def is_fact(self) -> bool:
        """Whether the answers are values of a fact rather than levels."""
        return self.part == "facts"


@dataclass(frozen=True)
class PhaseCodingsShown:
    """The codings of one phase as its page shows them."""

    codings: PhaseCodings
    alphas: tuple[AlphaShown, ...]
    settled: tuple[SettledShown, ...]


@dataclass(frozen=True)
class LibraryCodingsShown:
    """The agreement of the whole library as its page shows it."""

    codings: LibraryCodings
    alphas: tuple[AlphaShown, ...]
    disputed: tuple[PartedQuestion, ...]
    coders: tuple[tuple[str, str, int], ...]
    """Who or what coded, what had been read, and how many phases."""


def library_codings_shown(found: LibraryCodings) -> LibraryCodingsShown | None:
    """The page's content; None where no phase was coded twice."""
    if found.pooled is None or found.framework is None:
        return None
    labels = labels_of(found.framework)
    questions = [
        PartedQuestion(str(PARTS[item.part]), title_of(item, labels), apart, found.pooled.asked[item])
        for item, apart in found.pooled.apart.items()
        if apart
    ]
    questions.sort(key=lambda row: (-row.share, -row.apart))
    return LibraryCodingsShown(
        found, _alphas(found.pooled.reliability), tuple(questions[:MOST_DISPUTED]), _coders(found)
    )


def phase_codings_shown(found: PhaseCodings | None) -> PhaseCodingsShown | None:
    """The section's content; None where the phase was not coded twice."""
    if found is None:
        return None
    labels = labels_of(found.assessment.framework)
    return PhaseCodingsShown(
        found, _alphas(found.reliability), tuple(_settled(row, labels) for row in found.settled)
    )


def title_of(item: Item, labels: Labels) -> str:
    """The question by its short name."""
    titles = {
        "facts": labels.fact_titles,
        "ratings": labels.criterion_titles,
        "sovereignty": labels.sovereignty_titles,
    }
    return titles[item.part].get(item.code, item.code)


def _alphas(found: Mapping[Part, Reliability]) -> tuple[AlphaShown, ...]:
    return tuple(AlphaShown(str(PARTS[part]), row, alpha_words(row)) for part, row in found.items())


def _settled(row: Settled, labels: Labels) -> SettledShown:
    given = tuple(answer or "unknown" for answer in row.given)
    return SettledShown(row.item.part, title_of(row.item, labels), given, row.answer, row.why)


def _coders(found: LibraryCodings) -> tuple[tuple[str, str, int], ...]:
    counted: dict[tuple[str, str], int] = {}
    for phase in found.phases:
        for coding in phase.codings:
            counted[coding.coder, coding.basis] = counted.get((coding.coder, coding.basis), 0) + 1
    return tuple((coder, basis, count) for (coder, basis), count in counted.items())
