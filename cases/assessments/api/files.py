"""Scenario files: the form they have, the export of an assessment, the import of a file, a copy to start from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import IO, Any, cast

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db.models import QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.parsers import BaseParser
from rest_framework.permissions import AllowAny, IsAuthenticated
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from cases.assessments.api.serializers import AssessmentDetailSerializer
from cases.assessments.api.views import ETAG, AssessmentBase
from cases.assessments.importing import assessment_copy, scenario_import
from cases.assessments.models import Assessment
from cases.assessments.scenario_files import MEDIA_TYPES, WRITERS, scenario_of
from cases.assessments.scenario_reading import ScenarioFileInvalid
from cases.assessments.scenario_schema import SCENARIO_SCHEMA
from frameworks.api.score import findings_problem
from natoassess.accounts.models import User
from natoassess.web.access import Access
from natoassess.web.api import ApiView, answer_no_parameters

SCHEMA_TYPE = "application/schema+json"


class SchemaRenderer(JSONRenderer):
    """JSON Schema."""

    media_type = SCHEMA_TYPE
    format = "schema"


class ScenarioYaml(BaseRenderer):
    """A scenario file as YAML; a problem stays JSON."""

    media_type = MEDIA_TYPES["yaml"]
    format = "yaml"

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None
    ) -> bytes:
        """The bytes of the file."""
        if renderer_context["response"].exception:
            refused: bytes = JSONRenderer().render(data)
            return refused
        return WRITERS["yaml"](data)


class ScenarioJson(JSONRenderer):
    """A scenario file as JSON, the same bytes as on its page."""

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None
    ) -> bytes:
        """The bytes of the file."""
        if renderer_context["response"].exception:
            refused: bytes = super().render(data, accepted_media_type, renderer_context)
            return refused
        return WRITERS["json"](data)


class FileParser(BaseParser):
    """The body as it came: what is in it is read by the service, which knows the lines."""

    media_type = MEDIA_TYPES["json"]

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        """The bytes. Raises RequestDataTooBig."""
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        raw: bytes = stream.read(limit + 1)
        if len(raw) > limit:
            raise RequestDataTooBig
        return raw


class YamlFileParser(FileParser):
    """The same of YAML."""

    media_type = MEDIA_TYPES["yaml"]


class ScenarioSchema(ApiView):
    """The form of a scenario file."""

    access = Access.PUBLIC
    permission_classes = [AllowAny]
    renderer_classes = [SchemaRenderer, JSONRenderer]

    @extend_schema(
        operation_id="scenario_schema",
        summary="The form of a scenario file, as a JSON Schema (2020-12)",
        responses={(200, SCHEMA_TYPE): OpenApiTypes.OBJECT, (200, "application/json"): OpenApiTypes.OBJECT},
    )
    def get(self, request: Request) -> Response:
        """What exports have, imports take and `manage.py evaluate` reads."""
        answer_no_parameters(request)
        return Response(SCENARIO_SCHEMA)


class Export(AssessmentBase):
    """An assessment as a scenario file."""

    access = Access.PUBLIC
    permission_classes = [AllowAny]
    renderer_classes = [ScenarioJson, ScenarioYaml]

    def get_queryset(self) -> QuerySet[Any]:
        """What the caller may see; others' drafts are not among it."""
        return super().get_queryset().select_related("framework__catalogue")

    @extend_schema(
        summary="An assessment as a scenario file",
        description=(
            "Its description, answers, reasons and evidence in the form of `GET /schemas/scenario/`, without names of "
            "accounts; the same bytes for the same content. With `Accept: application/yaml` as YAML."
        ),
        responses={
            (200, MEDIA_TYPES["json"]): OpenApiResponse(OpenApiTypes.OBJECT),
            (200, MEDIA_TYPES["yaml"]): OpenApiTypes.STR,
        },
    )
    def export(self, request: Request, pk: int) -> Response:
        """The file."""
        answer_no_parameters(request)
        return Response(scenario_of(self.get_object()))


class Import(AssessmentBase):
    """A scenario file brought in."""

    access = Access.SIGNED_IN
    permission_classes = [IsAuthenticated]
    parser_classes = [FileParser, YamlFileParser]

    @extend_schema(
        operation_id="assessments_import",
        summary="Make a private draft from a scenario file",
        description=(
            "The body is the file, at most 1 MB, in the form of `GET /schemas/scenario/`. Every fault is listed with "
            "its pointer, of YAML with its line in front; then nothing was written."
        ),
        request={
            MEDIA_TYPES["json"]: OpenApiTypes.OBJECT,
            MEDIA_TYPES["yaml"]: OpenApiTypes.STR,
        },
        responses={201: AssessmentDetailSerializer},
        parameters=[ETAG],
    )
    def bring_in(self, request: Request) -> Response:
        """The draft that was made."""
        answer_no_parameters(request)
        content = request.data if isinstance(request.data, bytes) else b""
        try:
            return self.made(request, scenario_import(author=cast(User, request.user), content=content))
        except ScenarioFileInvalid as error:
            problem = findings_problem([])
            problem.errors = [
                {"pointer": fault.pointer, "detail": fault.placed_detail} for fault in error.faults
            ]
            raise problem from error

    def made(self, request: Request, draft: Assessment) -> Response:
        """201 with the new draft and where it is."""
        response = self.answer(draft, code=status.HTTP_201_CREATED)
        response["Location"] = reverse("api-assessment-detail", args=[draft.pk], request=request)
        return response


class Copy(Import):
    """A new draft with the answers of an assessment that one may see."""

    @extend_schema(
        operation_id="assessments_copy",
        summary="Start from a copy: a private draft with all answers, reasons and evidence",
        description="A scenario of your own; its summary says what it was copied from. The body is empty.",
        request=None,
        responses={201: AssessmentDetailSerializer},
        parameters=[ETAG],
    )
    def copy(self, request: Request, pk: int) -> Response:
        """The draft that was made."""
        answer_no_parameters(request)
        return self.made(
            request, assessment_copy(author=cast(User, request.user), assessment=self.get_object())
        )
