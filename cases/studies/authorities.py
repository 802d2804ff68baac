"""What authorities held of the legality of a phase, kept apart from what natoassess computes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cases.studies.models import Holding, Phase

RULINGS = ("unlawful", "arguable", "lawful")
"""What a holding may say of legality, from worst to best; `no_ruling` and an empty one say nothing."""

SCHOLARSHIP = "scholarship"


@dataclass(frozen=True)
class Authorities:
    """The holdings of a phase that say something of its legality, in the order of the case file."""

    holdings: tuple[Holding, ...] = ()

    @property
    def hold(self) -> str:
        """lawful, arguable or unlawful where they are at one; `divided`; `none` where nobody ruled.

        Holdings are not weighed: no order of rank among a court, an organ and an inquiry would go undisputed.
        """
        said = {holding.legality for holding in self.holdings}
        if not said:
            return "none"
        return said.pop() if len(said) == 1 else "divided"

    def against(self, verdict: str) -> str:
        """How a computed verdict stands to them: `agrees`, `within` (between what divided ones held), `differs`.

        `none` where nobody ruled or the verdict says nothing.
        """
        if not self.holdings or verdict not in RULINGS:
            return "none"
        places = [RULINGS.index(holding.legality) for holding in self.holdings]
        if not min(places) <= RULINGS.index(verdict) <= max(places):
            return "differs"
        return "agrees" if self.hold == verdict else "within"


def authorities_on(phases: Iterable[Phase]) -> dict[int, Authorities]:
    """What authorities held of each of `phases`, by the phase's key; one query.

    Writings of scholars stand in the record beside them and decide nothing: they are a subsidiary means for finding
    the law (Statute of the Court, Art. 38 (1) (d)), not a body that was asked to judge.
    """
    listed = list(phases)
    found: dict[int, list[Holding]] = {phase.pk: [] for phase in listed}
    rulings = Holding.objects.filter(phase__in=listed, legality__in=RULINGS).exclude(kind=SCHOLARSHIP)
    for holding in rulings.order_by("position"):
        if holding.phase_id is not None:
            found[holding.phase_id].append(holding)
    return {key: Authorities(tuple(holdings)) for key, holdings in found.items()}
