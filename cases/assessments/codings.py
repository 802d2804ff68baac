"""The independent codings behind reference assessments: how far they agree, and how differences were settled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import prefetch_related_objects

from cases.assessments.agreement import LEAST
from cases.assessments.models import Assessment, Coding
from cases.assessments.selectors import newest_findings
from cases.studies.models import Phase
from frameworks.agreement import CodingsPooled, Item, Part, Reliability, codings_pool
from frameworks.models import Framework

PARTS: tuple[Part, ...] = ("facts", "ratings", "sovereignty")


@dataclass(frozen=True)
class Settled:
    """A question that two codings, or a coding and the reference assessment, answer differently.

    `given` holds the answer of each coding, in their order, None where it gives none.
    """

    item: Item
    given: tuple[str | None, ...]
    answer: str
    why: str

    @property
    def is_parted(self) -> bool:
        """Whether the codings differ among themselves."""
        return len(set(self.given)) > 1

    @property
    def followed(self) -> tuple[int, ...]:
        """Which codings the settled answer is that of."""
        return tuple(place for place, given in enumerate(self.given) if given == self.answer)


@dataclass(frozen=True)
class PhaseCodings:
    """The codings of one phase, the reference assessment that they were settled to, and alpha by part."""

    assessment: Assessment
    codings: tuple[Coding, ...]
    settled: tuple[Settled, ...]
    reliability: Mapping[Part, Reliability]

    @property
    def phase(self) -> Phase:
        """What was coded."""
        return self.assessment.phase


@dataclass(frozen=True)
class LibraryCodings:
    """All phases of the library that were coded twice, and their agreement taken together; None where none was."""

    phases: tuple[PhaseCodings, ...]
    pooled: CodingsPooled | None
    framework: Framework | None

    @property
    def answers(self) -> int:
        """How many answers there are to agree on: one for each question of each phase."""
        return sum(len(_answers(row.codings[0].body)) for row in self.phases)

    @property
    def parted(self) -> int:
        """On how many of them the codings differ."""
        return sum(row.is_parted for phase in self.phases for row in phase.settled)

    def followed(self, place: int) -> int:
        """How many of these were settled as the coding at `place` has them, and no other coding."""
        return sum(row.followed == (place,) for phase in self.phases for row in phase.settled)

    @property
    def followed_none(self) -> int:
        """How many of these were settled as no coding has them."""
        return sum(row.is_parted and not row.followed for phase in self.phases for row in phase.settled)

    @property
    def overruled(self) -> int:
        """How many answers on which the codings agree were changed all the same."""
        return sum(not row.is_parted for phase in self.phases for row in phase.settled)


def library_codings() -> LibraryCodings:
    """The codings of every published reference assessment that has two or more. Everybody may see them."""
    rows = (
        Assessment.objects.filter(
            reference__isnull=False, phase__case__deprecated=False, codings__isnull=False
        )
        .select_related("phase__case", "framework")
        .prefetch_related("codings")
        .order_by("phase__starts_on", "phase__case__slug", "phase__position")
        .distinct()
    )
    return _together([row for row in rows if len(row.codings.all()) >= LEAST])


def phase_codings(assessment: Assessment) -> PhaseCodings | None:
    """The codings behind one reference assessment; None where it has fewer than two."""
    prefetch_related_objects([assessment], "codings")
    if assessment.reference is None or len(assessment.codings.all()) < LEAST:
        return None
    together = _together([assessment])
    alone = together.pooled.reliability if together.pooled else {}
    return replace(together.phases[0], reliability=alone)


def _together(listed: list[Assessment]) -> LibraryCodings:
    if not listed:
        return LibraryCodings((), None, None)
    framework = max((row.framework for row in listed), key=lambda row: row.doctrine_from)
    pooled = codings_pool(
        framework=framework, codings=[[coding.body for coding in row.codings.all()] for row in listed]
    )
    findings = newest_findings(listed)
    return LibraryCodings(
        tuple(
            PhaseCodings(
                row,
                tuple(row.codings.all()),
                tuple(_settled(row, findings[row.pk])),
                reliability,
            )
            for row, reliability in zip(listed, pooled.by_phase, strict=True)
        ),
        pooled,
        framework,
    )


def _settled(assessment: Assessment, findings: Mapping[str, Any]) -> Iterable[Settled]:
    """The questions on which not all are alike, in the order of the answers, with the reason that settled each."""
    reasons = {code: row["why"] for row in assessment.settled for code in row["questions"]}
    codings = [_answers(coding.body) for coding in assessment.codings.all()]
    for item, answer in _answers(findings).items():
        given = tuple(coding.get(item) for coding in codings)
        if set(given) != {answer}:
            yield Settled(item, given, answer, reasons.get(item.code, ""))


def _answers(body: Mapping[str, Any]) -> dict[Item, str]:
    """Every answer of a body in the form of POST /score/, as a word or a level."""
    return {
        Item(part, code): str(answer["value"] if part == "facts" else answer["level"])
        for part in PARTS
        for code, answer in body.get(part, {}).items()
    }
