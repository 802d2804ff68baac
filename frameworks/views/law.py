"""The law library: the list of instruments, and the page on one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from frameworks import naming
from frameworks.filters import InstrumentFilter
from frameworks.models import Instrument, Provision
from frameworks.models.instrument import Effect
from frameworks.reliance import reliance_on
from frameworks.selectors import instruments, references
from frameworks.usage import instrument_usage
from natoassess.web.access import Access, PageMixin
from natoassess.web.filter_panel import filter_panel

USUAL_FIELDS = frozenset({"q", "kind", "body", "in_force_on", "ordering"})


@dataclass(frozen=True)
class InstrumentRow:
    """One line of the list."""

    instrument: Instrument
    name: str
    kind: str
    authorises: tuple[str, ...]


@dataclass(frozen=True)
class Group:
    """Instruments under one heading; an empty heading where the list is not grouped."""

    heading: str
    rows: list[InstrumentRow]


def _row(instrument: Instrument) -> InstrumentRow:
    clauses = [item.label for item in instrument.provisions.all() if item.effect == Effect.AUTHORISES]
    return InstrumentRow(
        instrument, naming.short_name(instrument), naming.kind_label(instrument.kind), tuple(clauses)
    )


def grouped(rows: Iterable[Instrument]) -> list[Group]:
    """The instruments under the headings of their kinds, oldest first within each."""
    ordered = sorted(rows, key=lambda row: (naming.kind_position(row.kind), row.kind))
    return [
        Group(naming.kind_heading(kind), [_row(row) for row in members])
        for kind, members in groupby(ordered, key=lambda row: row.kind)
    ]


class InstrumentList(PageMixin, TemplateView):
    """All instruments, narrowed by the address; by kind unless an order is asked for."""

    access = Access.PUBLIC
    parameters = InstrumentFilter.parameters()
    section = "law"
    template_name = "law/list.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The list; 400 with the reason at the field where the address cannot be understood."""
        chosen = InstrumentFilter(request.GET or None, queryset=instruments())
        valid = not chosen.form.is_bound or chosen.form.is_valid()
        found: QuerySet[Instrument] = chosen.qs if valid else Instrument.objects.none()
        rows = list(found)
        flat = bool(request.GET.get("ordering"))
        context = self.get_context_data(
            panel=filter_panel(chosen.form, USUAL_FIELDS),
            groups=[Group("", [_row(row) for row in rows])] if flat and rows else grouped(rows),
            total=len(rows),
            valid=valid,
            narrowed=any(request.GET.values()),
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


@dataclass(frozen=True)
class Moment:
    """One entry of the time line of an instrument."""

    on: date
    text: str
    turn: bool
    by: Instrument | Provision | None = None


def provision_rows(
    instrument: Instrument, ended_by: Mapping[str, Instrument | Provision]
) -> list[ProvisionRow]:
    """The clauses of `instrument` in order, each with its period in force."""
    rows = []
    for item in instrument.provisions.all():
        item.instrument = instrument
        by = item.ended_by or (instrument.ended_by if item.ends_on else "")
        own = bool(item.in_force_from or item.in_force_until)
        rows.append(ProvisionRow(item, item.starts_on, item.ends_on, ended_by.get(by, by), own))
    return rows


def moments(instrument: Instrument, rows: Iterable[ProvisionRow]) -> list[Moment]:
    """When the instrument was adopted, entered into force and ended, whole and clause by clause; oldest first."""
    found: list[Moment] = []
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
            )
        )
    if instrument.in_force_until:
        found.append(Moment(instrument.in_force_until, _("Last day in force"), True))
    return sorted(found, key=lambda moment: moment.on)


class InstrumentDetail(PageMixin, TemplateView):
    """One instrument: its clauses and periods, the vote, who uses and who relies on it, how it is known."""

    access = Access.PUBLIC
    section = "law"
    template_name = "law/detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Everything the page shows. Http404 for an id that the library does not have."""
        instrument = instruments().filter(pk=kwargs["pk"]).first()
        if instrument is None:
            raise Http404
        enders = {instrument.ended_by} | {item.ended_by for item in instrument.provisions.all()}
        ended_by = references(enders - {""})
        rows = provision_rows(instrument, ended_by)
        ends = Provision.objects.filter(ended_by=instrument.pk).select_related("instrument")
        return super().get_context_data(
            **kwargs,
            instrument=instrument,
            name=naming.short_name(instrument),
            kind=naming.kind_label(instrument.kind),
            rows=rows,
            moments=moments(instrument, rows),
            ended_by=ended_by.get(instrument.ended_by, instrument.ended_by),
            ends=[(item, naming.reference_name(item)) for item in ends],
            council="Security Council" in instrument.body,
            draft="not adopted" in instrument.kind,
            usage=instrument_usage(instrument),
            reliance=reliance_on(instrument, self.request.user),
            confidence=naming.confidence_label(instrument.confidence),
            citation=naming.citation(instrument),
            vote_counts=naming.vote_counts(instrument),
        )
