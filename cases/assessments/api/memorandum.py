"""The memorandum of an assessment, as JSON or as plain text: seen by whoever sees the assessment."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.permissions import AllowAny
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from cases.assessments import selectors
from cases.assessments.memoranda import memorandum_of
from cases.assessments.models import Assessment
from frameworks.api.memorandum import MemorandumSerializer, PlainTextRenderer
from frameworks.services import FindingsInvalid
from natoassess.web.access import Access
from natoassess.web.api import ReadOnly, answer_no_parameters
from natoassess.web.problems import Problem


class AssessmentMemorandum(ReadOnly):
    """What an assessment's evaluation says, in numbered paragraphs of claims."""

    access = Access.PUBLIC
    permission_classes = [AllowAny]
    renderer_classes = [JSONRenderer, PlainTextRenderer]
    serializer_class = MemorandumSerializer
    queryset = Assessment.objects.none()
    conflicts = frozenset({"memorandum"})

    def get_queryset(self) -> QuerySet[Any]:
        """What the caller may see; others' drafts are not among it."""
        return selectors.assessments(self.request.user).select_related("framework__catalogue")

    @extend_schema(
        summary="The memorandum of an assessment",
        description=(
            "Every sentence is a claim with the values it states and the provisions it rests on. With "
            "`Accept: text/plain` the same as text of 78 columns. 409 for a draft with an answer that cannot stand."
        ),
        responses={
            (200, "application/json"): OpenApiResponse(MemorandumSerializer),
            (200, "text/plain"): OpenApiTypes.STR,
        },
    )
    def memorandum(self, request: Request, pk: int) -> Response:
        """Write it: frozen once submitted, before that of the answers as they stand."""
        answer_no_parameters(request)
        try:
            memo = memorandum_of(self.get_object())
        except FindingsInvalid as error:
            detail = _("An answer cannot stand: %(why)s") % {"why": error}
            raise Problem(detail, code="not_evaluable", status_code=status.HTTP_409_CONFLICT) from error
        if isinstance(request.accepted_renderer, PlainTextRenderer):
            return Response(memo.text)
        return Response({"evaluation_id": memo.evaluation["evaluation_id"], **memo.written.as_dict()})
