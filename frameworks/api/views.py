"""The law and the yardstick: public lists and details."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework.permissions import AllowAny

from frameworks import filters, selectors
from frameworks.api import serializers
from frameworks.models import (
    Criterion,
    Fact,
    Framework,
    Instrument,
    LegalTest,
    Provision,
    SovereigntyDimension,
)
from natoassess.web.access import Access
from natoassess.web.api import ReadOnly


@extend_schema_view(
    list=extend_schema(summary="Instruments of law", operation_id="instruments_list"),
    retrieve=extend_schema(summary="One instrument with its provisions", operation_id="instruments_retrieve"),
)
class Instruments(ReadOnly):
    """Treaties, resolutions, failed drafts, Strategic Concepts, judgments, declarations and reports."""

    access = Access.PUBLIC
    permission_classes = [AllowAny]
    serializer_class = serializers.InstrumentSerializer
    filterset_class = filters.InstrumentFilter
    queryset = Instrument.objects.none()

    def get_queryset(self) -> QuerySet[Any]:
        """All instruments, with their provisions and relations."""
        return selectors.instruments().prefetch_related("relations")


@extend_schema_view(
    list=extend_schema(summary="Provisions of all instruments"),
    retrieve=extend_schema(
        summary="One provision",
        description="The id holds a #, which is written %23 in an address: unsc-1973%23op4.",
    ),
)
class Provisions(ReadOnly):
    """Clauses of instruments, each with its effect and its period in force."""

    access = Access.PUBLIC
    permission_classes = [AllowAny]
    serializer_class = serializers.ProvisionSerializer
    filterset_class = filters.ProvisionFilter
    queryset = Provision.objects.none()

    def get_queryset(self) -> QuerySet[Any]:
        """All provisions, with their instruments."""
        return selectors.provisions()


class FrameworkBase(ReadOnly):
    """Published, immutable versions of the yardstick, each with its period of doctrine."""

    serializer_class = serializers.FrameworkSerializer
    detail_serializer_class = serializers.FrameworkDetailSerializer
    queryset = Framework.objects.none()
    lookup_field = "code"

    def get_queryset(self) -> QuerySet[Any]:
        """All frameworks, oldest doctrine first."""
        return selectors.frameworks()

    def get_object(self) -> Framework:
        """The version in the address, else the newest. Raises Http404."""
        self.filter_queryset(self.get_queryset())
        try:
            return selectors.framework_get(self.kwargs["code"], self.kwargs.get("version"))
        except Framework.DoesNotExist as error:
            raise Http404 from error


@extend_schema_view(
    list=extend_schema(summary="Frameworks, all versions"),
    retrieve=extend_schema(summary="One framework with what the engine makes of it; its newest version"),
)
class Frameworks(FrameworkBase):
    """Frameworks by their code."""

    access = Access.PUBLIC
    permission_classes = [AllowAny]


@extend_schema_view(
    retrieve=extend_schema(
        operation_id="frameworks_version_retrieve",
        summary="One version of a framework",
        parameters=[OpenApiParameter("version", int, OpenApiParameter.PATH)],
    )
)
class FrameworkVersions(FrameworkBase):
    """One version of a framework."""

    access = Access.PUBLIC
    permission_classes = [AllowAny]


class CatalogueItems(ReadOnly):
    """Items of the newest catalogue, or of the one that `catalogue` names."""

    detail_filterset_class = filters.CatalogueItemFilter
    lookup_field = "code"


@extend_schema_view(
    list=extend_schema(summary="Facts: questions answered yes, no, contested or unknown"),
    retrieve=extend_schema(summary="One fact"),
)
class Facts(CatalogueItems):
    """Questions of law and fact."""

    access = Access.PUBLIC
    permission_classes = [AllowAny]
    serializer_class = serializers.FactSerializer
    filterset_class = filters.FactFilter
    queryset = Fact.objects.select_related("catalogue")


@extend_schema_view(
    list=extend_schema(summary="Criteria of legitimacy"),
    retrieve=extend_schema(summary="One criterion"),
)
class Criteria(CatalogueItems):
    """Criteria of legitimacy, each with a descriptor for every level."""

    access = Access.PUBLIC
    permission_classes = [AllowAny]
    serializer_class = serializers.CriterionSerializer
    filterset_class = filters.CriterionFilter
    queryset = Criterion.objects.select_related("catalogue", "dimension")


@extend_schema_view(
    list=extend_schema(summary="Dimensions of sovereignty"),
    retrieve=extend_schema(summary="One dimension of sovereignty"),
)
class SovereigntyDimensions(CatalogueItems):
    """Kinds of harm to the sovereignty of the State concerned."""

    access = Access.PUBLIC
    permission_classes = [AllowAny]
    serializer_class = serializers.SovereigntySerializer
    filterset_class = filters.SovereigntyFilter
    queryset = SovereigntyDimension.objects.select_related("catalogue")


@extend_schema_view(
    list=extend_schema(summary="Legal tests"),
    retrieve=extend_schema(summary="One legal test"),
)
class LegalTests(CatalogueItems):
    """Justifications of force, or of measures short of it: rules over facts, with their standing."""

    access = Access.PUBLIC
    permission_classes = [AllowAny]
    serializer_class = serializers.LegalTestSerializer
    filterset_class = filters.LegalTestFilter
    queryset = LegalTest.objects.select_related("catalogue")
