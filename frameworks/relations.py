"""What an instrument does to others and others to it, as a list and as a drawing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from frameworks import naming
from frameworks.models import Instrument, Provision, Relation
from frameworks.models.relation import RelationKind
from natoassess.web.presentation import graph
from natoassess.web.presentation.words import Word

PASSIVE: dict[str, Word] = {
    RelationKind.EXCEPTION_TO.value: gettext_lazy("has as exception"),
    RelationKind.IMPLEMENTS.value: gettext_lazy("implemented by"),
    RelationKind.RECALLS.value: gettext_lazy("recalled by"),
    RelationKind.EXTENDS.value: gettext_lazy("extended by"),
    RelationKind.AMENDS.value: gettext_lazy("amended by"),
    RelationKind.SUPERSEDES.value: gettext_lazy("superseded by"),
    RelationKind.TERMINATES.value: gettext_lazy("terminated by"),
}


@dataclass(frozen=True)
class Line:
    """One relation as it reads on the page of one of its ends: own clause, what, the other end."""

    clause: str
    words: str
    other: Instrument | Provision
    note: str
    known: str
    outward: bool

    @property
    def instrument(self) -> Instrument:
        """The instrument at the other end."""
        return self.other.instrument if isinstance(self.other, Provision) else self.other


def relation_lines(instrument: Instrument) -> list[Line]:
    """What `instrument` does to others, in the order of its file; then what others do to it, oldest first."""
    ends = ("clause", "to_instrument", "to_clause__instrument")
    outward = [
        Line(
            clause=row.clause.label if row.clause else "",
            words=str(row.get_kind_display()),
            other=row.to_clause or row.to_instrument,
            note=row.note,
            known=row.known,
            outward=True,
        )
        for row in instrument.relations.select_related(*ends)
    ]
    rows = (
        Relation.objects.filter(to_instrument=instrument)
        .exclude(instrument=instrument)
        .select_related("instrument", "clause__instrument", "to_clause")
        .order_by("instrument__adopted_on", "instrument", "position")
    )
    inward = [
        Line(
            clause=row.to_clause.label if row.to_clause else "",
            words=str(PASSIVE[row.kind]),
            other=row.clause or row.instrument,
            note=row.note,
            known=row.known,
            outward=False,
        )
        for row in rows
    ]
    return outward + inward


def relation_graph(instrument: Instrument, lines: Iterable[Line]) -> graph.Graph | None:
    """The neighbours of `instrument` as a drawing: what it refers to right, what refers to it left; None if alone."""
    sides: dict[bool, dict[str, tuple[Instrument, list[str]]]] = {True: {}, False: {}}
    for line in lines:
        if line.instrument.pk == instrument.pk:
            continue
        entry = sides[line.outward].setdefault(line.instrument.pk, (line.instrument, []))
        if line.words not in entry[1]:
            entry[1].append(line.words)
    if not (sides[True] or sides[False]):
        return None
    return graph.graph(
        naming.short_name(instrument),
        before=[_neighbour(*entry) for entry in sides[False].values()],
        after=[_neighbour(*entry) for entry in sides[True].values()],
    )


def _neighbour(instrument: Instrument, words: list[str]) -> graph.Neighbour:
    return graph.Neighbour(instrument.pk, naming.short_name(instrument), ", ".join(words))
