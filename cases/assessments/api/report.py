"""The report of an assessment as PDF or for word processors: the same bytes as on its pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.permissions import AllowAny
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from cases.assessments import selectors
from cases.assessments.models import Assessment
from frameworks.services import FindingsInvalid
from natoassess.web.access import Access
from natoassess.web.api import ReadOnly, answer_no_parameters
from natoassess.web.formats.media_types import DOCX
from natoassess.web.problems import Problem

if TYPE_CHECKING:
    from natoassess.web.formats.document import Document

PDF = "application/pdf"


class FileRenderer(BaseRenderer):
    """A document as a file; a problem stays JSON."""

    charset = None
    render_style = "binary"

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None
    ) -> bytes:
        """The bytes of the file."""
        from natoassess.web.formats.document import Document

        if not isinstance(data, Document):
            refused: bytes = JSONRenderer().render(data)
            return refused
        return self.file(data)

    def file(self, document: Document) -> bytes:
        """The document in this form."""
        raise NotImplementedError


class PdfRenderer(FileRenderer):
    """PDF/UA."""

    media_type = PDF
    format = "pdf"

    def file(self, document: Document) -> bytes:
        """The tagged PDF."""
        from natoassess.web.formats import document_pdf

        return document_pdf.pdf_render(document)


class DocxRenderer(FileRenderer):
    """Office Open XML."""

    media_type = DOCX
    format = "docx"

    def file(self, document: Document) -> bytes:
        """The file of Word."""
        from natoassess.web.formats.document_docx import docx_render  # its library is slow to load

        return docx_render(document)


class AssessmentReport(ReadOnly):
    """The whole of an assessment on paper."""

    access = Access.PUBLIC
    permission_classes = [AllowAny]
    renderer_classes = [PdfRenderer, DocxRenderer]
    queryset = Assessment.objects.none()
    conflicts = frozenset({"report"})

    def get_queryset(self) -> QuerySet[Any]:
        """What the caller may see; others' drafts are not among it."""
        return selectors.assessments(self.request.user).select_related("framework__catalogue", "reviewer")

    @extend_schema(
        operation_id="assessments_report",
        summary="The report of an assessment, as PDF/UA or for word processors",
        description=(
            "The memorandum, every answer with its reason, law and evidence, the uncertainty, dissent, method, "
            f"citation and sources. PDF unless `Accept: {DOCX}` asks for DOCX. The "
            "same bytes for the same content. 409 for a draft with an answer that cannot stand."
        ),
        responses={
            (200, PDF): OpenApiTypes.BINARY,
            (200, DOCX): OpenApiTypes.BINARY,
        },
    )
    def report(self, request: Request, pk: int) -> Response:
        """Made from what was frozen, before that from the answers as they stand."""
        from cases.assessments.reports import report_of  # only who asks for a report waits for what writes it

        answer_no_parameters(request)
        site = request.build_absolute_uri("/").rstrip("/")
        try:
            return Response(report_of(self.get_object(), site=site))
        except FindingsInvalid as error:
            detail = _("An answer cannot stand: %(why)s") % {"why": error}
            raise Problem(detail, code="not_evaluable", status_code=status.HTTP_409_CONFLICT) from error
