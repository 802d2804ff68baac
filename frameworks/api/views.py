"""The law and the yardstick: public lists and details, and the frameworks that people make."""

from __future__ import annotations

from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, QuerySet
from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import status
from rest_framework.permissions import AllowAny, IsAuthenticatedOrReadOnly
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from frameworks import filters, selectors
from frameworks.api import serializers
from frameworks.api.own import (
    MAKE_EXAMPLE,
    ChangedFrameworkSerializer,
    NewFrameworkSerializer,
    WeighingReader,
    refusals,
)
from frameworks.freshness import OfTheLibrary, library_state
from frameworks.models import (
    Criterion,
    Fact,
    Framework,
    Instrument,
    LegalTest,
    Provision,
    SovereigntyDimension,
)
from frameworks.own import framework_change, framework_delete, framework_make, may_change
from natoassess.accounts.models import User
from natoassess.web.access import Access
from natoassess.web.api import ReadOnly, answer_no_parameters
from natoassess.web.concurrency import etag, expected_version
from natoassess.web.problems import PreconditionFailed


@extend_schema_view(
    list=extend_schema(summary="Instruments of law", operation_id="instruments_list"),
    retrieve=extend_schema(summary="One instrument with its provisions", operation_id="instruments_retrieve"),
)
class Instruments(OfTheLibrary, ReadOnly):
    """Treaties, resolutions, failed drafts, Strategic Concepts, judgments, declarations and reports."""

    access = Access.PUBLIC
    permission_classes = [AllowAny]
    serializer_class = serializers.InstrumentSerializer
    filterset_class = filters.InstrumentFilter
    queryset = Instrument.objects.none()

    def get_queryset(self) -> QuerySet[Any]:
        """All instruments, with their provisions and relations as lists, which cost less a row than query sets."""
        return (
            selectors.instruments()
            .prefetch_related(None)
            .prefetch_related(
                Prefetch("provisions", to_attr="provisions_read"),
                Prefetch("relations", to_attr="relations_read"),
            )
        )


@extend_schema_view(
    list=extend_schema(summary="Provisions of all instruments"),
    retrieve=extend_schema(
        summary="One provision",
        description="The id holds a #, which is written %23 in an address: unsc-1973%23op4.",
    ),
)
class Provisions(OfTheLibrary, ReadOnly):
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
    """Versions of the yardstick: published and immutable ones, and those that people made of them."""

    serializer_class = serializers.FrameworkSerializer
    detail_serializer_class = serializers.FrameworkDetailSerializer
    filterset_class = filters.FrameworkFilter
    queryset = Framework.objects.none()
    lookup_field = "code"

    def freshness(self, request: Request) -> str | None:
        """Visitors see the library alone."""
        return None if request.user.is_authenticated else library_state()

    def get_queryset(self) -> QuerySet[Any]:
        """Those of the library, and of people's own those that the caller may see; oldest doctrine first."""
        return selectors.frameworks_visible(self.request.user)

    def get_object(self) -> Framework:
        """The version in the address, else the newest. Raises Http404."""
        self.filter_queryset(self.get_queryset())
        try:
            return selectors.framework_get(
                self.kwargs["code"], self.kwargs.get("version"), user=self.request.user
            )
        except Framework.DoesNotExist as error:
            raise Http404 from error

    def answer(self, row: Framework, *, code: int = status.HTTP_200_OK) -> Response:
        """The framework as it now is; with its ETag where it is somebody's own."""
        body = serializers.FrameworkDetailSerializer(row, context=self.get_serializer_context()).data
        response = Response(body, status=code)
        if row.is_own:
            response["ETag"] = etag(row.lock_version)
        return response


@extend_schema_view(list=extend_schema(summary="Frameworks that you may see, all versions"))
class Frameworks(FrameworkBase):
    """Frameworks by their code."""

    access = Access.PUBLIC
    permission_classes = [IsAuthenticatedOrReadOnly]
    takes_if_match = frozenset({"partial_update", "destroy"})

    @extend_schema(
        summary="One framework with what the engine makes of it; its newest version",
        description="With an ETag where it is a framework of your own.",
    )
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The newest version."""
        return self.answer(self.get_object())

    @extend_schema(
        summary="Make a framework of your own from a published one",
        description=(
            "Other weights for the same criteria, given directly or by ranking (rank-order centroid). Seen by you "
            "and, where you name one, a team of yours. Never the doctrine of a day."
        ),
        request=NewFrameworkSerializer,
        responses={201: serializers.FrameworkDetailSerializer},
        examples=[MAKE_EXAMPLE],
    )
    def create(self, request: Request) -> Response:
        """A new framework of your own, in version 1."""
        answer_no_parameters(request)
        owner = cast(User, request.user)
        reader = WeighingReader(owner, NewFrameworkSerializer(data=request.data), request.data)
        base = reader.base()
        weighing = reader.weighing(base, is_new=True)
        with refusals():
            row = framework_make(owner=owner, base=base, weighing=weighing)
        response = self.answer(row, code=status.HTTP_201_CREATED)
        response["Location"] = reverse("api-framework-detail", args=[row.code], request=request)
        return response

    @extend_schema(
        summary="Change a framework of your own",
        description="Other weights make the next version once an assessment uses this one.",
        request=ChangedFrameworkSerializer,
        responses=serializers.FrameworkDetailSerializer,
    )
    def partial_update(self, request: Request, code: str) -> Response:
        """The members sent, all or nothing."""
        row, version = self.editable(request)
        reader = WeighingReader(
            cast(User, request.user), ChangedFrameworkSerializer(data=request.data), request.data
        )
        weighing = reader.weighing(row, is_new=False)
        with refusals():
            changed = framework_change(
                editor=cast(User, request.user), framework=row, expected_version=version, weighing=weighing
            )
        return self.answer(changed)

    @extend_schema(summary="Delete a framework of your own that nothing uses")
    def destroy(self, request: Request, code: str) -> Response:
        """With all its versions."""
        row, version = self.editable(request)
        with refusals():
            framework_delete(editor=cast(User, request.user), framework=row, expected_version=version)
        return Response(status=status.HTTP_204_NO_CONTENT)

    def editable(self, request: Request) -> tuple[Framework, int]:
        """The framework in the address and the version that If-Match names.

        Raises 403 for one of the library or of somebody else, 428 without If-Match, 412 where that names another.
        """
        answer_no_parameters(request)
        row = self.get_object()
        if not may_change(request.user, row):
            raise PermissionDenied
        version = expected_version(request)
        if version != row.lock_version:
            raise PreconditionFailed
        return row, version


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


class CatalogueItems(OfTheLibrary, ReadOnly):
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
