"""The law library: the list of instruments, and the page on one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frameworks import lawday, naming, overviews, relations
from frameworks.filters import InstrumentFilter
from frameworks.models import Instrument, Provision
from frameworks.models.instrument import Effect
from frameworks.reliance import reliance_on
from frameworks.selectors import instruments, references
from frameworks.usage import instrument_usage
from frameworks.views.base import LawPage
from natoassess.web.access import Access
from natoassess.web.downloads import downloads
from natoassess.web.filter_panel import filter_panel

USUAL_FIELDS = frozenset({"q", "kind", "body", "in_force_on", "ordering"})


@dataclass(frozen=True)
class InstrumentRow:
    """One line of the list."""

    instrument: Instrument
    name: str
    kind: str
    authorises: tuple[str, ...]
    standing: lawday.Standing | None = None
    effective: lawday.Effective | None = None


@dataclass(frozen=True)
class Group:
    """Instruments under one heading; an empty heading where the list is not grouped."""

    heading: str
    rows: list[InstrumentRow]


def _row(instrument: Instrument, day: date | None) -> InstrumentRow:
    clauses = [item.label for item in instrument.provisions.all() if item.effect == Effect.AUTHORISES]
    return InstrumentRow(
        instrument,
        naming.short_name(instrument),
        naming.kind_label(instrument.kind),
        tuple(clauses),
        lawday.instrument_standing(instrument, day) if day else None,
        lawday.effective_provisions(instrument, day) if day else None,
    )


def grouped(rows: Iterable[Instrument], day: date | None = None) -> list[Group]:
    """The instruments under the headings of their kinds, oldest first within each; how they stood on `day`."""
    ordered = sorted(rows, key=lambda row: (naming.kind_position(row.kind), row.kind))
    return [
        Group(naming.kind_heading(kind), [_row(row, day) for row in members])
        for kind, members in groupby(ordered, key=lambda row: row.kind)
    ]


def standings(groups: Iterable[Group]) -> list[tuple[lawday.Standing, int]]:
    """How many instruments stood how, in the order of `lawday.Standing`; nothing without a day."""
    counts = Counter(row.standing for group in groups for row in group.rows if row.standing)
    return [(standing, counts[standing]) for standing in lawday.Standing if counts[standing]]


class InstrumentList(LawPage):
    """All instruments, narrowed by the address; by kind unless an order is asked for."""

    access = Access.PUBLIC
    parameters = InstrumentFilter.parameters() | {naming.AS_OF}
    place = "list"
    template_name = "law/list.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The list; 400 with the reason at the field where the address cannot be understood."""
        day = self.as_of
        asked = request.GET.copy()
        asked.pop(naming.AS_OF, None)
        chosen = InstrumentFilter(asked or None, queryset=instruments())
        valid = not chosen.form.is_bound or chosen.form.is_valid()
        found: QuerySet[Instrument] = chosen.qs if valid else Instrument.objects.none()
        rows = list(found)
        flat = bool(asked.get("ordering"))
        groups = [Group("", [_row(row, day) for row in rows])] if flat and rows else grouped(rows, day)
        context = self.get_context_data(
            panel=filter_panel(chosen.form, USUAL_FIELDS),
            groups=groups,
            standings=standings(groups),
            total=len(rows),
            valid=valid,
            downloads=downloads("api-instrument-list", asked, known=InstrumentFilter.base_filters),
            narrowed=any(asked.values()),
            in_force_on=chosen.form.cleaned_data.get("in_force_on")
            if chosen.form.is_bound and valid
            else None,
        )
        return self.render_to_response(context, status=200 if valid else 400)


@dataclass(frozen=True)
class ProvisionRow:
    """One clause: its own period where it has one, and who ended it."""

    provision: Provision
    starts_on: date | None
    ends_on: date | None
    ended_by: Instrument | Provision | str
    own_period: bool
    standing: lawday.Standing | None = None


@dataclass(frozen=True)
class Moment:
    """One entry of the time line of an instrument."""

    on: date
    text: str
    turn: bool
    by: Instrument | Provision | None = None
    by_words: str = ""
    note: str = ""


HISTORY: dict[str, Promise] = {
    "amended": gettext_lazy("Amended"),
    "extended": gettext_lazy("Extended"),
    "lapsed": gettext_lazy("Lapsed"),
    "terminated": gettext_lazy("Terminated"),
    "adopted": gettext_lazy("Adopted"),
    "in_force": gettext_lazy("Enters into force"),
}


def provision_rows(
    instrument: Instrument,
    ended_by: Mapping[str, Instrument | Provision],
    day: date | None = None,
) -> list[ProvisionRow]:
    """The clauses of `instrument` in order, each with its period in force and how it stood on `day`."""
    rows = []
    for item in instrument.provisions.all():
        item.instrument = instrument
        by = item.ended_by or (instrument.ended_by if item.ends_on else "")
        own = bool(item.in_force_from or item.in_force_until)
        standing = lawday.provision_standing(item, instrument, day) if day else None
        rows.append(ProvisionRow(item, item.starts_on, item.ends_on, ended_by.get(by, by), own, standing))
    return rows


def _history(instrument: Instrument, named: Mapping[str, Instrument | Provision]) -> list[Moment]:
    """What the library tells of the instrument's life; its adoption and entry into force only with a note."""
    return [
        Moment(
            date.fromisoformat(entry["on"]),
            str(HISTORY[entry["what"]]),
            True,
            named.get(entry.get("by") or ""),
            _("by"),
            entry.get("note") or "",
        )
        for entry in instrument.history
        if entry["what"] not in {"adopted", "in_force"} or entry.get("note")
    ]


def moments(
    instrument: Instrument,
    rows: Iterable[ProvisionRow],
    named: Mapping[str, Instrument | Provision] | None = None,
) -> list[Moment]:
    """When the instrument was adopted, in force, changed and ended, whole and clause by clause; oldest first."""
    found: list[Moment] = _history(instrument, named or {})
    if instrument.adopted_on:
        voted_down = instrument.in_force_from is None and "not adopted" in instrument.kind
        found.append(
            Moment(instrument.adopted_on, _("Put to the vote") if voted_down else _("Adopted"), False)
        )
    if instrument.in_force_from and instrument.in_force_from != instrument.adopted_on:
        found.append(Moment(instrument.in_force_from, _("Enters into force"), True))
    ends: dict[tuple[date, str], list[ProvisionRow]] = {}
    for row in rows:
        if row.own_period and row.ends_on:
            ends.setdefault((row.ends_on, str(row.ended_by)), []).append(row)
    for (day, _by), ended in sorted(ends.items(), key=lambda entry: entry[0]):
        labels = ", ".join(row.provision.label for row in ended)
        by = ended[0].ended_by
        found.append(
            Moment(
                day,
                _("Last day of %(clauses)s") % {"clauses": labels},
                True,
                None if isinstance(by, str) else by,
                _("ended by"),
            )
        )
    if instrument.in_force_until:
        found.append(Moment(instrument.in_force_until, _("Last day in force"), True))
    return sorted(found, key=lambda moment: moment.on)


class InstrumentDetail(LawPage):
    """One instrument: its clauses and periods, the vote, who uses and who relies on it, how it is known."""

    access = Access.PUBLIC
    place = "list"
    template_name = "law/detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Everything the page shows. Http404 for an id that the library does not have."""
        instrument = instruments().filter(pk=kwargs["pk"]).first()
        if instrument is None:
            raise Http404
        enders = {instrument.ended_by} | {item.ended_by for item in instrument.provisions.all()}
        named = references(enders | {entry.get("by") or "" for entry in instrument.history} - {""})
        rows = provision_rows(instrument, named, self.as_of)
        lines = relations.relation_lines(instrument)
        ends = Provision.objects.filter(ended_by=instrument.pk).select_related("instrument")
        return super().get_context_data(
            **kwargs,
            instrument=instrument,
            name=naming.short_name(instrument),
            kind=naming.kind_label(instrument.kind),
            rows=rows,
            moments=moments(instrument, rows, named),
            lines=lines,
            graph=relations.relation_graph(instrument, lines),
            mentions=overviews.mentions({instrument.pk, *(row.provision.pk for row in rows)}),
            standing=lawday.instrument_standing(instrument, self.as_of) if self.as_of else None,
            effective=lawday.effective_provisions(instrument, self.as_of) if self.as_of else None,
            authorities=[row for row in rows if row.provision.authority],
            ended_by=named.get(instrument.ended_by, instrument.ended_by),
            ends=[(item, naming.reference_name(item)) for item in ends],
            council="Security Council" in instrument.body,
            draft="not adopted" in instrument.kind,
            usage=instrument_usage(instrument),
            reliance=reliance_on(instrument, self.request.user),
            confidence=naming.confidence_label(instrument.confidence),
            citation=naming.citation(instrument),
            vote_counts=naming.vote_counts(instrument),
        )
