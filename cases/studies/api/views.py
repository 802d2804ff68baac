"""Cases and phases: lists and details of what the caller may see."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework.generics import get_object_or_404
from rest_framework.permissions import AllowAny
from rest_framework.request import Request

from cases.studies import filters, selectors
from cases.studies.api import serializers
from cases.studies.models import Case, CaseActor, Phase
from frameworks.freshness import library_state
from natoassess.web.access import Access
from natoassess.web.api import ReadOnly

OF_THE_LIST = frozenset({"kind", "page", "page_size", "order_by", "ordering", "fields", "omit"})
"""Parameters that ask nothing of what people made of the cases."""
RECORDS = ("events", "claims", "ledger", "figures", "holdings", "criticisms")


class CaseReads(ReadOnly):
    """Cases and phases: of the library alone as long as the caller may see no scenario."""

    def freshness(self, request: Request) -> str | None:
        """The state of the library, for lists in which nothing of people's can stand."""
        if set(request.query_params) - OF_THE_LIST:
            return None
        scenarios = selectors.cases(request.user).filter(owner__isnull=False)
        return None if scenarios.exists() else library_state()


@extend_schema_view(
    list=extend_schema(summary="Cases that you may see"),
    retrieve=extend_schema(summary="One case with its whole record"),
)
class Cases(CaseReads):
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
class Phases(CaseReads):
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
