"""An assessment under several frameworks."""

from __future__ import annotations

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from cases.assessments.api.views import AssessmentBase
from cases.assessments.doctrines import assessment_doctrines
from frameworks.api.doctrines import DoctrineTableSerializer
from frameworks.services import FindingsInvalid
from natoassess.web.access import Access
from natoassess.web.api import answer_no_parameters
from natoassess.web.problems import Problem


class AssessmentDoctrines(AssessmentBase):
    """The findings of an assessment under every doctrine, both reports, and the caller's own frameworks."""

    access = Access.PUBLIC
    permission_classes = [AllowAny]
    conflicts = frozenset({"doctrines"})

    @extend_schema(
        operation_id="assessments_doctrines",
        summary="An assessment under every framework that you may see",
        description="Frozen answers once submitted; 409 for a draft with an answer that cannot stand.",
        responses=DoctrineTableSerializer,
    )
    def doctrines(self, request: Request, pk: int) -> Response:
        """The table, oldest doctrine first."""
        answer_no_parameters(request)
        try:
            table = assessment_doctrines(assessment=self.get_object(), user=request.user)
        except FindingsInvalid as error:
            raise Problem(
                _("An answer cannot stand: %(why)s") % {"why": error},
                code="not_evaluable",
                status_code=status.HTTP_409_CONFLICT,
                errors=[{"pointer": fault.pointer, "detail": fault.detail} for fault in error.faults],
            ) from error
        return Response(table)
