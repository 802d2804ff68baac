"""The report of an assessment as a file: PDF/UA, or for word processors. Seen by whoever sees the result."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.generic import View

from cases.assessments.reports import report_of
from cases.assessments.views.result import assessment_or_404
from frameworks.services import FindingsInvalid
from natoassess.web import problems
from natoassess.web.access import Access, PageMixin
from natoassess.web.addresses import site_address
from natoassess.web.formats import document_pdf
from natoassess.web.formats.document import Document
from natoassess.web.formats.media_types import DOCX


class ReportFileView(PageMixin, View):
    """What the two files share: sight, refusal, and the name."""

    access = Access.PUBLIC
    media_type = ""
    extension = ""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The file, as a download; 409 for a draft with an answer that cannot stand."""
        assessment = assessment_or_404(request.user, pk)
        try:
            report = report_of(assessment, site=site_address(request))
        except FindingsInvalid as error:
            detail = _("An answer cannot stand: %(why)s") % {"why": error}
            return problems.response(409, code="not_evaluable", detail=detail)
        name = f"{slugify(report.title)[:100] or 'assessment'}-report.{self.extension}"
        return HttpResponse(
            self.content(report),
            content_type=self.media_type,
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )

    def content(self, report: Document) -> bytes:
        """The bytes of the file."""
        raise NotImplementedError


class ReportPdfView(ReportFileView):
    """PDF/UA with the charts."""

    media_type = "application/pdf"
    extension = "pdf"

    def content(self, report: Document) -> bytes:
        """The tagged PDF."""
        return document_pdf.pdf_render(report)


class ReportDocxView(ReportFileView):
    """For word processors."""

    media_type = DOCX
    extension = "docx"

    def content(self, report: Document) -> bytes:
        """The file of Word."""
        from natoassess.web.formats.document_docx import docx_render  # its library is slow to load

        return docx_render(report)
