"""Cases and phases: lists and details of what the caller may see."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework.generics import get_object_or_404
from rest_framework.permissions import AllowAny

from cases.studies import filters, selectors
from cases.studies.api import serializers
from cases.studies.models import Case, CaseActor, Phase
from natoassess.web.access import Access
from natoassess.web.api import ReadOnly

RECORDS = ("events", "claims", "ledger", "figures", "holdings", "criticisms")


@extend_schema_view(
    list=extend_schema(summary="Cases that you may see"),
    retrieve=extend_schema(summary="One case with its whole record"),
)
class Cases(ReadOnly):
    """Historical cases of the library; and, for whoever may see them, scenarios."""

    access = Access.PUBLIC
    permission_classes = [AllowAny]
    serializer_class = serializers.CaseSerializer
    detail_serializer_class = serializers.CaseDetailSerializer
    filterset_class = filters.CaseFilter
    prefetched_for = {"phases": frozenset({"phases"})}
    queryset = Case.objects.none()
    lookup_field = "slug"

    def get_queryset(self) -> QuerySet[Any]:
        """What the caller may see; for the detail with the whole record."""
        rows = selectors.cases(self.request.user)
        if self.action != "retrieve":
            return rows
        shown = selectors.phases_shown(self.request.user)
        phases = shown.select_related("case").prefetch_related("acting", "instruments")
        return rows.prefetch_related(None).prefetch_related(
            Prefetch("phases", queryset=phases),
            Prefetch("actor_rows", queryset=CaseActor.objects.select_related("actor")),
            *(f"{record}__{link}" for record in RECORDS for link in ("phase", "source")),
            "sources",
        )


@extend_schema_view(
    list=extend_schema(summary="Phases that you may see"),
    retrieve=extend_schema(
        summary="One phase",
        parameters=[
            OpenApiParameter("case", str, OpenApiParameter.PATH, description="The case: kosovo-1999."),
            OpenApiParameter(
                "phase", str, OpenApiParameter.PATH, description="The phase in it: allied-force."
            ),
        ],
    ),
)
class Phases(ReadOnly):
    """Intervals of cases: the unit that is assessed."""

    access = Access.PUBLIC
    permission_classes = [AllowAny]
    serializer_class = serializers.PhaseSerializer
    filterset_class = filters.PhaseFilter
    prefetched_for = {"acting": frozenset({"acting"}), "instruments": frozenset({"instruments"})}
    queryset = Phase.objects.none()

    def get_queryset(self) -> QuerySet[Any]:
        """What the caller may see."""
        return selectors.phases(self.request.user).prefetch_related("instruments")

    def get_object(self) -> Phase:
        """The phase of the case in the address. Raises Http404."""
        rows = self.filter_queryset(self.get_queryset())
        phase: Phase = get_object_or_404(rows, case__slug=self.kwargs["case"], slug=self.kwargs["phase"])
        return phase
