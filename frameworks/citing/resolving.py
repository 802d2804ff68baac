"""What a citation is in the library: found, ambiguous or unknown, and why.

Nothing is mended silently: a year that contradicts the number, a clause that several instruments have, a number that
two organs count make a citation ambiguous, with what may be meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from frameworks.citing.grammar import Part, Reference
from frameworks.citing.joining import ELSEWHERE, Cited
from frameworks.citing.names import Clause, Index
from frameworks.citing.values import MOST_MATCHES, Match, Mention, Reason, Status
from frameworks.models import Instrument, Provision
from frameworks.naming import reference_name
from frameworks.pinpoints import Pinpoint, Relation
from natoassess.web.citations.record import MONTHS

_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)")
_DAY = re.compile(rf"(?<!\d)(\d{{1,2}})\s({'|'.join(MONTHS)})\s(\d{{4}})")
_REASONS = {
    Relation.SAME: Reason.EXACT,
    Relation.WIDER: Reason.WIDER,
    Relation.NARROWER: Reason.PART,
}


def mentions(text: str, found: list[Cited], index: Index) -> Iterator[Mention]:
    """One mention for each citation, or for each of its clauses; at least one."""
    named = [name for cited in found if cited.reference for name in cited.reference.ids]
    told = False
    for cited in found:
        for mention in _resolved(text, cited, index, named, alone=len(found) == 1):
            told = True
            yield mention
    if not told:
        detail = _(
            "Nothing in it reads like a citation of law. Write the symbol, the number or the name: S/RES/1973 (2011), "
            "Article 51 of the Charter."
        )
        yield Mention(0, len(text), Status.UNKNOWN, "", detail=detail)


def _resolved(text: str, cited: Cited, index: Index, named: list[str], *, alone: bool) -> Iterator[Mention]:
    if cited.reference is None:
        mention = _bare(text, cited.parts[0], index, named, alone=alone)
        if mention:
            yield mention
        return
    reference = cited.reference
    ids = _narrowed(reference, cited.context, index)
    if not ids:
        detail = _("It is not in the library.")
        yield Mention(cited.start, cited.end, Status.UNKNOWN, _said(cited), detail=detail)
        return
    rows = [index.rows[name] for name in sorted(ids)]
    doubt = _doubt(reference, rows)
    if cited.labels:
        _start, end, clause = cited.labels[0]
        matches = [Match(clause.row, Reason.EXACT if len(rows) == 1 else Reason.CANDIDATE)]
        yield _mention(
            reference.start, end, reference_name(clause.row), matches, doubt, is_open=len(rows) > 1
        )
        return
    if not cited.parts:
        yield _whole(reference, rows, doubt)
        return
    for position, part in enumerate(cited.parts):
        first = reference.start if position == 0 else part.start
        start = min(first, part.start)
        end = max(reference.end if position == 0 else part.end, part.end)
        for pinpoint in part.pinpoint.parts if _is_listed(part, rows, index) else [part.pinpoint]:
            yield _clause(start, end, reference, rows, pinpoint, index, doubt)


def _is_listed(part: Part, rows: list[Instrument], index: Index) -> bool:
    """Whether a list is of several clauses; the library keeps some lists as one."""
    kept = [clause.pinpoint for row in rows for clause in index.clauses[row.pk]]
    return len(part.pinpoint.spans) > 1 and not any(
        held and held.relation(part.pinpoint) in {Relation.SAME, Relation.WIDER} for held in kept
    )


def _narrowed(reference: Reference, context: str, index: Index) -> frozenset[str]:
    """Of several that may be meant those of the day, or of the year, that stands with them; all where none is."""
    if len(reference.ids) < 2:
        return reference.ids
    days = {(int(day), month, int(year)) for day, month, year in _DAY.findall(context)}
    years = {int(year) for year in _YEAR.findall(context)}
    adopted = {name: index.rows[name].adopted_on for name in reference.ids}
    on_day = {
        name for name, day in adopted.items() if day and (day.day, MONTHS[day.month - 1], day.year) in days
    }
    in_year = {name for name, day in adopted.items() if day and day.year in years}
    return frozenset(on_day or in_year or reference.ids)


def _doubt(reference: Reference, rows: list[Instrument]) -> str:
    """What speaks against taking it as it stands; empty where nothing does."""
    adopted = {row.adopted_on.year for row in rows if row.adopted_on}
    if reference.year and adopted and reference.year not in adopted:
        return _("%(name)s is of %(year)d, not of %(given)d.") % {
            "name": reference_name(rows[0]),
            "year": min(adopted),
            "given": reference.year,
        }
    return reference.doubt


def _whole(reference: Reference, rows: list[Instrument], doubt: str) -> Mention:
    reason = Reason.EXACT if len(rows) == 1 and not doubt else Reason.CANDIDATE
    found = [Match(row, reason) for row in rows]
    return _mention(reference.start, reference.end, reference.understood, found, doubt, is_open=len(rows) > 1)


def _clause(
    start: int,
    end: int,
    reference: Reference,
    rows: list[Instrument],
    pinpoint: Pinpoint,
    index: Index,
    doubt: str,
) -> Mention:
    """One clause of what may be several instruments."""
    said = f"{reference.understood}, {pinpoint.written()}"
    relation, held = _nearest(pinpoint, (clause for row in rows for clause in index.clauses[row.pk]))
    if relation is None:
        detail = doubt or _("The library has the instrument, but that clause is not among those it keeps.")
        matches = tuple(Match(row, Reason.INSTRUMENT) for row in rows)
        return Mention(start, end, Status.UNKNOWN, said, matches, len(rows), detail)
    is_range = any(span.first != span.last for span in pinpoint.spans)
    is_open = len(rows) > 1 or (relation is Relation.NARROWER and not is_range)
    reason = Reason.CANDIDATE if len(rows) > 1 else _REASONS[relation]
    return _mention(start, end, said, [Match(row, reason) for row in held], doubt, is_open=is_open)


def _nearest(pinpoint: Pinpoint, clauses: Iterable[Clause]) -> tuple[Relation | None, list[Provision]]:
    """The nearest relation that any clause has to `pinpoint`, and all clauses that have it."""
    held: dict[Relation, list[Provision]] = {}
    for clause in clauses:
        relation = clause.pinpoint.relation(pinpoint) if clause.pinpoint else None
        if relation:
            held.setdefault(relation, []).append(clause.row)
    for relation in Relation:
        if relation in held:
            return relation, held[relation]
    return None, []


def _bare(text: str, part: Part, index: Index, named: list[str], *, alone: bool) -> Mention | None:
    """A clause without an instrument: an article of any that has one; others only where nothing else is cited."""
    if part.pinpoint.unit != "art" and not alone:
        return None
    elsewhere = ELSEWHERE.match(text, part.end)
    said = part.pinpoint.written()
    if elsewhere:
        understood = f"{said}, {elsewhere['name']}"
        return Mention(
            part.start, elsewhere.end(), Status.UNKNOWN, understood, detail=_("That instrument is not in the library.")
        )  # fmt: skip
    near = {clause.row.pk: clause for head in part.pinpoint.heads for clause in index.by_head.get(head, ())}
    relation, held = _nearest(part.pinpoint, near.values())
    held.sort(key=lambda row: (row.instrument_id not in named, row.instrument.kind != "treaty", str(row.pk)))
    if relation is None:
        return Mention(
            part.start, part.end, Status.UNKNOWN, said, detail=_("No instrument is named with it.")
        )
    found = [Match(row, Reason.CANDIDATE) for row in held]
    doubt = _("No instrument that the library knows is named with it. These have such a clause.")
    return _mention(part.start, part.end, said, found, doubt, is_open=True)


def _mention(start: int, end: int, said: str, matches: list[Match], doubt: str, *, is_open: bool) -> Mention:
    """Found, or ambiguous where several may be meant or something speaks against it."""
    if not (doubt or is_open):
        return Mention(start, end, Status.FOUND, said, tuple(matches[:MOST_MATCHES]), len(matches))
    if not doubt:
        doubt = _("Several have that name: say of which year.")
        if all(match.reason is Reason.PART for match in matches):
            doubt = _("The library keeps its parts one by one: say which.")
    return Mention(start, end, Status.AMBIGUOUS, said, tuple(matches[:MOST_MATCHES]), len(matches), doubt)


def _said(cited: Cited) -> str:
    parts = [part.pinpoint.written() for part in cited.parts]
    reference = cited.reference
    year = f" ({reference.year})" if reference and reference.year else ""
    return ", ".join([f"{reference.understood if reference else ''}{year}", *parts])
