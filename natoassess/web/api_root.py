"""The index of the API, its OpenAPI document and the page to try it on."""

from __future__ import annotations

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework import status
from rest_framework.permissions import AllowAny
from rest_framework.renderers import JSONRenderer, TemplateHTMLRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from natoassess.web.access import Access
from natoassess.web.api import ApiView, answer_no_parameters
from natoassess.web.conditional import ConditionalReads
from natoassess.web.counted_calls import CountedCalls
from natoassess.web.openapi import ApiSchema
from natoassess.web.parameters import refuse_unknown

RESOURCES = {
    "actors": "api-actor-list",
    "instruments": "api-instrument-list",
    "provisions": "api-provision-list",
    "frameworks": "api-framework-list",
    "facts": "api-fact-list",
    "criteria": "api-criterion-list",
    "sovereignty": "api-sovereignty-list",
    "tests": "api-test-list",
    "cases": "api-case-list",
    "phases": "api-phase-list",
    "assessments": "api-assessment-list",
    "publications": "api-publication-list",
    "releases": "api-release-list",
    "deleted": "api-deleted",
    "codebook": "api-codebook",
    "search": "api-search",
    "comparison": "api-comparison",
    "citations": "api-citations",
    "citation_lookup": "api-citation-lookup",
    "score": "api-score",
    "score_comparison": "api-score-comparison",
    "score_doctrines": "api-score-doctrines",
    "score_memorandum": "api-score-memorandum",
    "second_codings": "api-second-coding-list",
    "teams": "api-team-list",
    "jobs": "api-job-list",
    "batches": "api-batch-list",
    "schema": "api-schema",
    "docs": "api-docs",
}


class Index(ApiView):
    """Where everything is."""

    access = Access.PUBLIC
    permission_classes = [AllowAny]

    @extend_schema(
        operation_id="index",
        summary="Where everything is",
        responses={
            (200, "application/json"): {
                "type": "object",
                "additionalProperties": {"type": "string", "format": "uri"},
                "required": sorted(RESOURCES),
            }
        },
    )
    def get(self, request: Request) -> Response:
        """The address of every list, by name; whoever follows links needs to know no other."""
        answer_no_parameters(request)
        return Response({name: reverse(route, request=request) for name, route in RESOURCES.items()})


class ProblemsInJson(ConditionalReads, CountedCalls):
    """Errors of views whose own renderers are none of JSON are rendered as JSON all the same."""

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        """The answer; where it is an error, as JSON."""
        answer = super().finalize_response(request, response, *args, **kwargs)
        if answer.status_code >= status.HTTP_400_BAD_REQUEST:
            answer.accepted_renderer = JSONRenderer()
        return answer


class Schema(ProblemsInJson, SpectacularAPIView):
    """The OpenAPI document: YAML, or JSON where Accept asks for it."""

    schema = ApiSchema()
    access = Access.PUBLIC
    permission_classes = [AllowAny]

    @extend_schema(
        operation_id="schema",
        summary="This document: YAML, or JSON where Accept asks for it",
        responses={
            (200, "application/vnd.oai.openapi"): OpenApiTypes.OBJECT,
            (200, "application/vnd.oai.openapi+json"): OpenApiTypes.OBJECT,
        },
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """OpenAPI 3.1. The same document stands in the source as docs/openapi.yaml."""
        answer_no_parameters(request)
        response: Response = super().get(request, *args, **kwargs)  # type: ignore[no-untyped-call]  # drf-spectacular does not type it
        return response


class Docs(ProblemsInJson, SpectacularSwaggerSplitView):
    """Swagger UI from this site's own files, under this site's own content security policy."""

    access = Access.PUBLIC
    permission_classes = [AllowAny]
    renderer_classes = [TemplateHTMLRenderer]
    url_name = "api-schema"
    template_name = "api/docs.html"

    @extend_schema(exclude=True)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The page, or with ?script= the script that starts it."""
        refuse_unknown(request.query_params, {"script"})
        response: Response = super().get(request, *args, **kwargs)  # type: ignore[no-untyped-call]  # drf-spectacular does not type it
        return response
