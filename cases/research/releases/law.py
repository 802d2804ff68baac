"""The tables of the law and the yardstick."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from rest_framework import serializers

from cases.research.releases.meanings import LAW
from cases.research.releases.tables import Table, column, in_order, shown_table
from frameworks import selectors
from frameworks.api.actors import ActorSerializer, MemberSerializer
from frameworks.api.relations import RelationSerializer
from frameworks.api.serializers import (
    CriterionSerializer,
    FactSerializer,
    FrameworkSerializer,
    InstrumentSerializer,
    LegalTestSerializer,
    ProvisionSerializer,
    SovereigntySerializer,
)
from frameworks.models import (
    Actor,
    ActorMembership,
    Criterion,
    Fact,
    Instrument,
    LegalTest,
    Relation,
    SovereigntyDimension,
)
from natoassess.web.rows import Kind


def tables() -> list[Table]:
    """Actors, memberships, instruments, provisions, relations; facts, criteria, dimensions, tests, frameworks."""
    return [*_law(), *_yardstick()]


def _law() -> list[Table]:
    return [
        shown_table(
            LAW,
            "actors",
            ("id",),
            ActorSerializer,
            lambda: in_order(Actor.objects.all(), "pk"),
            without={"memberships"},
        ),
        _memberships(),
        shown_table(
            LAW,
            "instruments",
            ("id",),
            InstrumentSerializer,
            lambda: in_order(Instrument.objects.all(), "pk"),
            without={"key_provisions", "relations"},
        ),
        shown_table(
            LAW, "provisions", ("id",), ProvisionSerializer, lambda: in_order(selectors.provisions(), "pk")
        ),
        _relations(),
    ]


def _memberships() -> Table:
    organisation = column("organisation", "The organisation: an id of actors.")
    return shown_table(
        LAW,
        "memberships",
        ("organisation", "member", "from"),
        MemberSerializer,
        lambda: in_order(ActorMembership.objects.all(), "organisation_id", "member_id", then=["starts_on"]),
        extras=[(organisation, lambda row: row.organisation_id)],
    )


def _relations() -> Table:
    instrument = column("instrument", "The instrument that does it: an id of instruments.")
    place = column("n", "Its place among the relations of the instrument. Unit: counted from 0.", Kind.WHOLE)
    return shown_table(
        LAW,
        "relations",
        ("instrument", "n"),
        RelationSerializer,
        lambda: in_order(Relation.objects.all(), "instrument_id", then=["position"]),
        extras=[(instrument, lambda row: row.instrument_id), (place, lambda row: row.position)],
    )


def _yardstick() -> list[Table]:
    items: tuple[tuple[str, type[serializers.Serializer[Any]], Any], ...] = (
        ("facts", FactSerializer, Fact),
        ("criteria", CriterionSerializer, Criterion),
        ("sovereignty", SovereigntySerializer, SovereigntyDimension),
        ("tests", LegalTestSerializer, LegalTest),
    )
    made = [
        shown_table(LAW, name, ("catalogue", "code"), serializer, _items(model))
        for name, serializer, model in items
    ]
    frameworks = shown_table(
        LAW,
        "frameworks",
        ("code", "version"),
        FrameworkSerializer,
        lambda: in_order(selectors.frameworks_visible(AnonymousUser()), "code", then=["version"]),
    )
    return [*made, frameworks]


def _items(model: Any) -> Any:
    """The items of every catalogue, the oldest catalogue first, then by code."""

    def rows() -> QuerySet[Any]:
        related = [name for name in ("catalogue", "dimension") if hasattr(model, name)]
        by_code = in_order(model.objects.select_related(*related), "code")
        ordered: QuerySet[Any] = by_code.order_by("catalogue__version", *by_code.query.order_by)
        return ordered

    return rows
