"""The authorisation ledger as the page on a case shows it: acts in order, with a line at each day judged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from cases.studies.ledger import Act, Ledger, LedgerRow, days_judged
from cases.studies.models import Phase
from frameworks.models import Instrument, Provision

Law = Mapping[str, Instrument | Provision]


@dataclass(frozen=True)
class RowShown:
    """A row with its law and its actors resolved; `ended_by` is law where it names law, else the words."""

    row: LedgerRow
    law: Instrument | Provision | None
    by: str
    ended_by: Instrument | Provision | str


@dataclass(frozen=True)
class LedgerItem:
    """Either an act, its head and its clauses, or a line at the day for which `judged` are judged.

    `opened` says that its vote is shown with all names: one cast during a phase at hand, or else the last before it.
    """

    head: RowShown | None = None
    clauses: tuple[RowShown, ...] = ()
    day: date | None = None
    judged: tuple[Phase, ...] = ()
    opened: bool = False


def ledger_references(ledger: Ledger) -> set[str]:
    """The ids of law that rows of the ledger name without being read from it."""
    found = {row.entry.reference for row in ledger.rows if row.entry is not None}
    return (found | {row.ended_by for row in ledger.rows if row.entry is None}) - {""}


def ledger_items(
    ledger: Ledger, phases: Iterable[Phase], law: Law, names: Mapping[str, str]
) -> list[LedgerItem]:
    """The acts of `ledger` with a line at the day judged of each of `phases`, after what happened up to that day."""
    found: list[LedgerItem] = []
    listed = list(phases)
    lines, opened = days_judged(listed), _opened(ledger, listed)
    for act in ledger.acts():
        while lines and (act.on is None or act.on > lines[0][0]):
            found.append(_line(*lines.pop(0)))
        found.append(_item(act, law, names, opened=act.head in opened))
    return [*found, *(_line(*line) for line in lines)] if found else []


def _opened(ledger: Ledger, phases: Iterable[Phase]) -> list[LedgerRow]:
    """The counted votes cast during one of `phases`; where there was none, the last before their end."""
    votes = [row for row in ledger.rows if row.counts and row.on is not None]
    during = [row for row in votes if any(_within(row.on, phase) for phase in phases)]
    if during:
        return during
    before = [row for row in votes if any(row.on and row.on < phase.starts_on for phase in phases)]
    return before[-1:]


def _within(day: date | None, phase: Phase) -> bool:
    return day is not None and phase.starts_on <= day and (phase.ends_on is None or day <= phase.ends_on)


def _line(day: date, phases: Iterable[Phase]) -> LedgerItem:
    return LedgerItem(day=day, judged=tuple(phases))


def _item(act: Act, law: Law, names: Mapping[str, str], *, opened: bool) -> LedgerItem:
    clauses = tuple(_shown(row, law, names) for row in act.clauses)
    return LedgerItem(_shown(act.head, law, names), clauses, opened=opened)


def _shown(row: LedgerRow, law: Law, names: Mapping[str, str]) -> RowShown:
    by = ", ".join(names.get(name, name) for name in row.names)
    if row.entry is not None:
        by = row.entry.by_name or by
    return RowShown(
        row=row,
        law=law.get(row.entry.reference) if row.entry is not None else row.law,
        by=by,
        ended_by=law.get(row.ended_by, row.ended_by),
    )
