"""Jobs by program: ask for one, follow it, call it off, fetch its result. Each person sees their own alone."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.permissions import IsAuthenticated
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from natoassess.web.access import Access
from natoassess.web.api import ReadOnly, answer_no_parameters
from natoassess.web.conditional import tag_of
from natoassess.web.jobs.download import result_response
from natoassess.web.jobs.filters import JobFilter
from natoassess.web.jobs.models import Job, State
from natoassess.web.jobs.requests import job_request
from natoassess.web.jobs.selectors import visible_to
from natoassess.web.jobs.serializers import JobRequestSerializer, JobSerializer
from natoassess.web.jobs.services import job_cancel
from natoassess.web.problems import Problem

IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    str,
    OpenApiParameter.HEADER,
    description="Of your choice, 1 to 100 characters: the same request under the same key gives the same job.",
)
EXAMPLE = OpenApiExample(
    "Two phases as PDF",
    request_only=True,
    value={
        "kind": "comparison-export",
        "parameters": {
            "items": ["kosovo-1999/allied-force", "libya-2011/later-phase"],
            "format": "pdf",
        },
    },
)


class Jobs(ReadOnly):
    """The jobs of the caller."""

    access = Access.SIGNED_IN
    permission_classes = [IsAuthenticated]
    serializer_class = JobSerializer
    filterset_class = JobFilter
    queryset = Job.objects.none()
    conflicts = frozenset({"create", "cancel"})

    def get_queryset(self) -> QuerySet[Any]:
        """One's own, the newest first."""
        return visible_to(self.request.user)

    @extend_schema(summary="Your jobs")
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The newest first."""
        return super().list(request, *args, **kwargs)

    @extend_schema(summary="One of your jobs: how far it is, and its result")
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Ask again, a second or more later, until `state` is done, failed or cancelled."""
        return super().retrieve(request, *args, **kwargs)

    @extend_schema(
        summary="Ask for a job",
        request=JobRequestSerializer,
        responses={200: JobSerializer, 201: JobSerializer},
        parameters=[IDEMPOTENCY_KEY],
        examples=[EXAMPLE],
    )
    def create(self, request: Request) -> Response:
        """201 and a queued job; 200 and the same job where the Idempotency-Key came before."""
        answer_no_parameters(request)
        given = JobRequestSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        job, is_new = job_request(
            request.user,
            given.validated_data["kind"],
            given.validated_data["parameters"],
            request.headers.get("Idempotency-Key", ""),
        )
        return self._answer(job, status.HTTP_201_CREATED if is_new else status.HTTP_200_OK)

    @extend_schema(
        summary="Call off one of your jobs",
        description="A queued job ends at once, a running one at its next step. The body is empty.",
        request=None,
        responses=JobSerializer,
    )
    def cancel(self, request: Request, pk: str) -> Response:
        """The job as it now is; 409 where it had ended before."""
        answer_no_parameters(request)
        job = self.get_object()
        if not job_cancel(job=job):
            raise Problem(_("It has ended already."), code="job_ended", status_code=409)
        job.refresh_from_db()
        return self._answer(job, status.HTTP_200_OK)

    def _answer(self, job: Job, code: int) -> Response:
        body = JobSerializer(job, context=self.get_serializer_context()).data
        response = Response(body, status=code)
        if code == status.HTTP_201_CREATED:
            response["Location"] = body["url"]
        return response


class AnyForm(BaseContentNegotiation):
    """The result has the form that was asked for when the job was made, whatever Accept says."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        """The first: the body is empty."""
        return parsers[0]

    def select_renderer(
        self, request: Request, renderers: Any, format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        """JSON, for errors."""
        return renderers[0], renderers[0].media_type


class JobResult(Jobs):
    """The file that a job made."""

    content_negotiation_class = AnyForm
    conflicts = frozenset({"download"})

    @extend_schema(
        summary="The result of one of your jobs, as a file",
        responses={(200, "*/*"): OpenApiTypes.BINARY},
    )
    def download(self, request: Request, pk: str) -> FileResponse:
        """The file, in its own media type; 409 where the job is not done."""
        answer_no_parameters(request)
        job = self.get_object()
        if job.state != State.DONE:
            raise Problem(_("It has no result: it is not done."), code="no_result", status_code=409)
        response = result_response(job)
        response["ETag"] = tag_of(request, f"{job.pk} {job.result_file}")
        return response
