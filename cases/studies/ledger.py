"""The authorisation ledger of a phase: all that bears on its authority, dated and in one order.

Two kinds of record meet in it. What the law library holds is read from the instruments that the phase lists: drafts
that were vetoed and drafts that failed, votes, determinations under Article 39, authorisations with their limits and
their end, demands, prohibitions. What it does not hold stands in the case file (LedgerEntry): letters under Article 51,
consents and how they ended, requests, records of the Council, decisions of regional organisations, of the Alliance, of
parliaments and governments.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.studies.models import Case, LedgerEntry, Phase, Source
from cases.studies.models.record import LedgerKind
from frameworks.council import council_rules
from frameworks.lawday import Standing, provision_standing
from frameworks.models import Instrument, Provision
from frameworks.models.instrument import Determination, Effect, Nature
from frameworks.naming import COURT, vote_counts
from natoassess.web.presentation.votes import PERMANENT_MEMBERS, SECURITY_COUNCIL

DRAFT = "UNSC draft (not adopted)"
RESOLUTION = "UNSC resolution"
ASSEMBLY = "GA resolution"

BACKGROUND = timedelta(days=365)
"""An act of the Assembly or the Court older than this when the case begins is general law, no act on the case."""

WORDS: dict[str, Promise | str] = {
    "draft_vetoed": _("draft vetoed"),
    "draft_failed": _("draft failed, too few votes"),
    "draft_not_adopted": _("draft not adopted"),
    "resolution": _("resolution of the Council"),
    "assembly_resolution": _("resolution of the Assembly"),
    "court": _("decision of the Court"),
    "determination": _("finding under Article 39"),
    "authorisation": _("authorisation"),
    "recommendation": _("recommendation of measures"),
    "demand": _("demand"),
    "prohibition": _("prohibition"),
    "authority_ended": _("authority ended"),
    "consent_ended": _("consent ended"),
    **{kind.value: kind.label for kind in LedgerKind},
}
"""What each kind of row is called."""

_CLAUSES = {Effect.OBLIGES: "demand", Effect.PROHIBITS: "prohibition"}
_ENDS = {LedgerKind.CONSENT: "consent_ended"}


@dataclass(frozen=True)
class LedgerRow:
    """One row. It comes from an `instrument` (and one `provision` of it) or from an `entry` of the case file.

    `names` are actors: those who vetoed a draft, or from whom an entry comes. `until` is the last day of an authority
    or a consent, None while it has none; `standing` says how an authorisation stood on the day judged, None where no
    one day is judged.
    """

    kind: str
    on: date | None
    instrument: Instrument | None = None
    provision: Provision | None = None
    entry: LedgerEntry | None = None
    names: tuple[str, ...] = ()
    until: date | None = None
    ended_by: str = ""
    standing: Standing | None = None

    @property
    def word(self) -> str:
        """Its kind in words."""
        return str(WORDS[self.kind])

    @property
    def text(self) -> str:
        """What it says."""
        item = self.entry or self.provision or self.instrument
        return "" if item is None else item.text if isinstance(item, LedgerEntry) else item.summary

    @property
    def law(self) -> Instrument | Provision | None:
        """What of the law library it is read from."""
        return self.provision or self.instrument

    @property
    def found(self) -> str:
        """What the Council found to exist, in words; empty for every other row."""
        if self.kind != "determination" or self.provision is None:
            return ""
        return str(Determination(self.provision.determines).label)

    @property
    def source(self) -> Source | None:
        """The source in the case file; what is read from the law library has its source there."""
        return self.entry.source if self.entry else None

    @property
    def vote(self) -> dict[str, object] | None:
        """The vote, for a row that is one."""
        return self.instrument.vote if self.instrument and self.provision is None else None

    @property
    def counts(self) -> str:
        """Its vote in short, "10–0–5"; empty for a row that is none, or that nobody counted."""
        return vote_counts(self.instrument) if self.instrument and self.provision is None else ""

    @property
    def is_by_name(self) -> bool:
        """Whether the library has the name of anybody who voted."""
        return any(isinstance(given, list) and given for given in (self.vote or {}).values())

    @property
    def is_draft(self) -> bool:
        """Whether it is a draft that was not adopted."""
        return self.instrument is not None and self.instrument.kind == DRAFT

    @property
    def in_force(self) -> bool:
        """Whether it was in force on the day judged."""
        return self.standing is Standing.IN_FORCE


@dataclass(frozen=True)
class Act:
    """What was done on one day in one instrument: the row of the act itself, then its clauses; or one entry."""

    head: LedgerRow
    clauses: tuple[LedgerRow, ...] = ()

    @property
    def on(self) -> date | None:
        """Its day."""
        return self.head.on


@dataclass(frozen=True)
class Ledger:
    """The rows in the order of their days."""

    rows: tuple[LedgerRow, ...]

    def of_kind(self, *kinds: str) -> list[LedgerRow]:
        """The rows of these kinds."""
        return [row for row in self.rows if row.kind in kinds]

    def actors(self) -> set[str]:
        """The ids of the actors from whom entries come."""
        return {actor for row in self.rows if row.entry is not None for actor in row.names}

    def acts(self) -> list[Act]:
        """The rows put together by act, in the same order."""
        found = []
        for _key, group in groupby(enumerate(self.rows), key=lambda item: _act_key(*item)):
            head, *clauses = (row for _place, row in group)
            found.append(Act(head, tuple(clauses)))
        return found


def ledger_of(case: Case, phase: Phase | None = None) -> Ledger:
    """The ledger of `phase`, or of the whole of `case` where none is named, oldest first.

    Reads `phase.instruments`, their provisions and `case.ledger`; with these prefetched (selectors.case_record) it
    sends no query. An entry of no phase belongs to all. Only a ledger of one phase says how an authority stood.
    """
    chosen = [phase] if phase is not None else list(case.phases.all())
    listed = {item.pk: item for one in chosen for item in one.instruments.all()}
    day = phase.as_of if phase is not None else None
    rows: list[LedgerRow] = []
    for instrument in listed.values():
        if _is_act_on_the_case(instrument, case.starts_on):
            rows += _instrument_rows(instrument, day)
    for entry in case.ledger.all():
        if phase is None or entry.phase_id is None or entry.phase_id == phase.pk:
            rows += _entry_rows(entry)
    return Ledger(tuple(sorted(rows, key=_order)))


def draft_kind(instrument: Instrument) -> str:
    """How a draft that was not adopted came to nothing: `draft_vetoed`, `draft_failed`, `draft_not_adopted`.

    A negative vote of a permanent member is a veto only where the draft had the votes it took: without them it fails
    for want of votes, whoever voted against it. An abstention or an absence is never a veto (Charter, Art. 27 (3)).
    """
    vote = instrument.vote or {}
    outcome = str(vote.get("outcome") or "")
    rules = council_rules(instrument.adopted_on) if instrument.adopted_on else None
    if vote.get("for") is not None and rules is not None and int(vote["for"]) < rules.majority:
        return "draft_failed"
    if vetoing(vote) or "veto" in outcome:
        return "draft_vetoed"
    return "draft_failed" if outcome == "not enough votes" else "draft_not_adopted"


def vetoing(vote: Mapping[str, object]) -> tuple[str, ...]:
    """The permanent members that voted against, as far as the library has the names."""
    names = vote.get("against_names")
    listed = names if isinstance(names, list) else []
    return tuple(str(name) for name in listed if name in PERMANENT_MEMBERS)


def _is_act_on_the_case(instrument: Instrument, starts_on: date) -> bool:
    """Acts of the Council always; of the Assembly and the Court unless they are general law made well before."""
    if instrument.kind in {RESOLUTION, DRAFT}:
        return True
    recent = instrument.adopted_on is not None and instrument.adopted_on >= starts_on - BACKGROUND
    return recent and (instrument.kind == ASSEMBLY or instrument.body == COURT)


def _instrument_rows(instrument: Instrument, day: date | None) -> Iterator[LedgerRow]:
    """The act itself, its clauses that bear on authority, and the ends of the authorities it gave."""
    kind = _act_kind(instrument)
    names = vetoing(instrument.vote or {}) if kind == "draft_vetoed" else ()
    yield LedgerRow(kind, instrument.adopted_on, instrument, names=names)
    if instrument.kind == DRAFT:
        return
    for provision in instrument.provisions.all():
        if provision.deprecated:
            continue
        for clause in _clause_kinds(instrument, provision):
            yield _clause_row(clause, instrument, provision, day)
        if provision.effect == Effect.AUTHORISES and provision.ends_on is not None:
            yield replace(
                _clause_row("authority_ended", instrument, provision, None),
                on=provision.ends_on,
                standing=None,
            )


def _act_kind(instrument: Instrument) -> str:
    if instrument.kind == DRAFT:
        return draft_kind(instrument)
    if instrument.kind == ASSEMBLY:
        return "assembly_resolution"
    return "court" if instrument.body == COURT else "resolution"


def _clause_kinds(instrument: Instrument, provision: Provision) -> Iterator[str]:
    """The kinds of row that a clause makes: a clause may find and decide at once."""
    if provision.determines and instrument.body == SECURITY_COUNCIL:
        yield "determination"
    if provision.effect == Effect.AUTHORISES:
        yield "authorisation" if instrument.binding == Nature.BINDING else "recommendation"
    elif provision.effect in _CLAUSES and instrument.binding == Nature.BINDING:
        yield _CLAUSES[Effect(provision.effect)]


def _clause_row(kind: str, instrument: Instrument, provision: Provision, day: date | None) -> LedgerRow:
    found = kind == "determination"
    return LedgerRow(
        kind,
        instrument.adopted_on,
        instrument,
        provision,
        until=None if found else provision.ends_on,
        ended_by="" if found else provision.ended_by or instrument.ended_by,
        standing=provision_standing(provision, instrument, day) if day and kind == "authorisation" else None,
    )


def _entry_rows(entry: LedgerEntry) -> Iterator[LedgerRow]:
    """The entry, and the end of a consent as a row of its own day."""
    row = LedgerRow(
        entry.kind,
        entry.on,
        entry=entry,
        names=tuple(entry.by),
        until=entry.until,
        ended_by=entry.ended_by,
    )
    yield row
    if entry.kind in _ENDS and entry.until is not None:
        yield replace(row, kind=_ENDS[LedgerKind(entry.kind)], on=entry.until)


def _order(row: LedgerRow) -> tuple[object, ...]:
    """By day; on one day acts of the law before entries of the file, what ends after what begins."""
    place = row.provision.position + 1 if row.provision else 0
    return (
        row.on or date.max,
        row.kind in {"authority_ended", "consent_ended"},
        row.entry is not None,
        row.instrument.pk if row.instrument else "",
        place if row.instrument else row.entry.position if row.entry else 0,
        list(WORDS).index(row.kind),
    )


def _act_key(place: int, row: LedgerRow) -> tuple[object, ...]:
    """Rows of one act share it. The ends of several authorities by one instrument on one day are one act."""
    if row.kind == "authority_ended":
        return row.kind, row.on, row.ended_by, ""
    return ("entry", place) if row.instrument is None else ("law", row.on, row.instrument.pk)


def days_judged(phases: Iterable[Phase]) -> list[tuple[date, list[Phase]]]:
    """The days for which phases are judged, oldest first, each with its phases."""
    ordered = sorted(phases, key=lambda phase: (phase.as_of, phase.position))
    return [(day, list(group)) for day, group in groupby(ordered, key=lambda phase: phase.as_of)]
