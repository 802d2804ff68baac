"""Pairs of like cases in words: who acted, what sets the two apart, and on what each difference rests."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from cases.assessments.consistency import Consistency, Pair
from cases.assessments.phase_answers import PhaseAnswers
from cases.assessments.presentation.labels import Labels, labels_of
from cases.assessments.reliance import phase_address
from frameworks.precedents import Factor
from natoassess.web.presentation import words


@dataclass(frozen=True)
class Side:
    """One of the two phases: its address, its name, who acted, and its answers."""

    url: str
    name: str
    acting: str
    answers: PhaseAnswers


@dataclass(frozen=True)
class FactRow:
    """A fact that the two answer differently; `decides` where it is one of those that turn the verdict."""

    label: str
    one: str
    other: str
    decides: bool


@dataclass(frozen=True)
class GapRow:
    """A criterion that the two are rated apart on by two levels or more."""

    label: str
    one: int
    other: int


@dataclass(frozen=True)
class PairShown:
    """A pair as the page shows it."""

    pair: Pair
    sides: tuple[Side, Side]
    facts: tuple[FactRow, ...]
    gaps: tuple[GapRow, ...]
    turns: tuple[tuple[str, ...], ...]
    finding: str

    @property
    def anchor(self) -> str:
        """Where it stands on the page."""
        return "pair-" + "-and-".join(side.answers.phase.slug for side in self.sides)


def pairs_shown(found: Consistency) -> list[PairShown]:
    """The pairs in words, in their order."""
    if found.framework is None:
        return []
    labels = labels_of(found.framework)
    return [_shown(pair, labels) for pair in found.pairs]


def _shown(pair: Pair, labels: Labels) -> PairShown:
    likeness, turns = pair.found
    deciding = {fact for chosen in turns for fact in chosen}
    return PairShown(
        pair=pair,
        sides=(_side(pair.one), _side(pair.other)),
        facts=tuple(_fact(factor, labels, deciding) for factor in likeness.distinguishing),
        gaps=tuple(
            GapRow(labels.criterion_titles[gap.criterion], gap.here, gap.there) for gap in likeness.gaps
        ),
        turns=tuple(tuple(labels.fact_titles[code] for code in chosen) for chosen in turns),
        finding=_finding(pair),
    )


def _fact(factor: Factor, labels: Labels, deciding: set[str]) -> FactRow:
    return FactRow(labels.fact_titles[factor.fact], factor.here, factor.there, factor.fact in deciding)


def _side(answers: PhaseAnswers) -> Side:
    phase = answers.phase
    named = ", ".join(actor.name for actor in phase.acting.all())
    return Side(phase_address(phase), str(phase), named or phase.acting_names, answers)


def _finding(pair: Pair) -> str:
    """The pair in a sentence: which phases, whether the verdict parts, and how far the index does."""
    one, other = (
        _("%(phase)s %(verdict)s")
        % {"phase": row.phase.label, "verdict": words.word(words.VERDICTS, row.verdict)}
        for row in (pair.one, pair.other)
    )
    if pair.is_same_verdict:
        law = _("%(one)s and %(other)s: both %(verdict)s") % {
            "one": pair.one.phase.label,
            "other": pair.other.phase.label,
            "verdict": words.word(words.VERDICTS, pair.one.verdict),
        }
    else:
        law = _("%(one)s, %(other)s") % {"one": one, "other": other}
    if pair.apart is None:
        return _("%(law)s; the legitimacy of one is not rated") % {"law": law}
    return _("%(law)s; legitimacy %(points)s points apart") % {
        "law": law,
        "points": words.number(abs(pair.apart)),
    }
