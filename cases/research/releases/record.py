"""The tables of cases: phases, and the record of each case."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from rest_framework import serializers

from cases.research.releases.meanings import RECORD
from cases.research.releases.tables import Extra, Table, column, in_order, shown_table
from cases.studies import selectors
from cases.studies.api import serializers as shown
from cases.studies.models import (
    CaseActor,
    Claim,
    Criticism,
    Event,
    Figure,
    Holding,
    LedgerEntry,
    Source,
)
from natoassess.web.rows import Kind
from natoassess.web.serializers import TextOrNull

CASE: Extra = (column("case", "The case: an id of cases."), lambda row: row.case.slug)
PLACE: Extra = (
    column("n", "Its place in the record of the case. Unit: counted from 0.", Kind.WHOLE),
    lambda row: row.position,
)


class WholeCaseSerializer(shown.CaseSerializer):
    """A case with its texts; its record has tables of its own."""

    narrative = shown.TextsField(read_only=True)
    questions = shown.TextsField(read_only=True)
    known = TextOrNull()
    unknowns = shown.TextsField(read_only=True)

    class Meta(shown.CaseSerializer.Meta):
        fields = (*shown.CaseSerializer.Meta.fields, "narrative", "questions", "known", "unknowns")
        read_only_fields = fields


def tables() -> list[Table]:
    """Cases and phases that everybody may see; and of the cases among them the record."""
    everybody = AnonymousUser()
    made = [
        shown_table(
            RECORD,
            "cases",
            ("id",),
            WholeCaseSerializer,
            lambda: in_order(selectors.cases(everybody), "slug"),
        ),
        shown_table(
            RECORD,
            "phases",
            ("case", "id"),
            shown.PhaseSerializer,
            lambda: in_order(
                selectors.phases(everybody).prefetch_related("instruments"), "case__slug", "slug"
            ),
            sets={"acting", "instruments"},
        ),
        shown_table(
            RECORD,
            "case_actors",
            ("case", "actor.id", "role"),
            shown.CaseActorSerializer,
            _rows(CaseActor, "actor_id", "role"),
            extras=[CASE],
        ),
    ]
    named: tuple[tuple[str, type[serializers.Serializer[Any]], Any], ...] = (
        ("claims", shown.ClaimSerializer, Claim),
        ("ledger", shown.LedgerEntrySerializer, LedgerEntry),
        ("figures", shown.FigureSerializer, Figure),
        ("sources", shown.SourceSerializer, Source),
    )
    made += [
        shown_table(RECORD, name, ("case", "id"), serializer, _rows(model, "slug"), extras=[CASE])
        for name, serializer, model in named
    ]
    placed: tuple[tuple[str, type[serializers.Serializer[Any]], Any], ...] = (
        ("events", shown.EventSerializer, Event),
        ("authorities", shown.HoldingSerializer, Holding),
        ("criticisms", shown.CriticismSerializer, Criticism),
    )
    return made + [
        shown_table(
            RECORD, name, ("case", "n"), serializer, _rows(model, then="position"), extras=[CASE, PLACE]
        )
        for name, serializer, model in placed
    ]


def _rows(model: Any, *texts: str, then: str = "") -> Any:
    """The rows of a part of the record, by case."""

    def rows() -> QuerySet[Any]:
        seen = model.objects.filter(case__in=selectors.cases(AnonymousUser()).order_by().values("pk"))
        related = [name for name in ("case", "phase", "source", "actor") if hasattr(model, name)]
        return in_order(seen.select_related(*related), "case__slug", *texts, then=[then] if then else [])

    return rows
