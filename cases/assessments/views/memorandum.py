"""The memorandum of an assessment: a page that prints well, plain text, and PDF. Seen by whoever sees the result."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from cases.assessments.memoranda import Memo, memorandum_of
from cases.assessments.models import Assessment
from cases.assessments.paper import memorandum as paper
from cases.assessments.presentation.labels import labels_of
from cases.assessments.views.result import assessment_or_404, result_context
from frameworks.services import FindingsInvalid
from natoassess.web import problems
from natoassess.web.access import Access, PageMixin


class MemorandumView(PageMixin, TemplateView):
    """The memorandum as a page; where an answer cannot stand, what is to be mended instead."""

    access = Access.PUBLIC
    section = "assessments"
    template_name = "assessments/memorandum.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the page of the result has at its head, and the memorandum."""
        assessment = assessment_or_404(self.request.user, kwargs["pk"])
        context = super().get_context_data(**kwargs, **result_context(self.request.user, assessment))
        memo = memorandum_of(assessment) if context["evaluation"] else None
        return {**context, "memo": memo}


class MemorandumFileView(PageMixin, View):
    """What the two files share: sight, refusal, and the name."""

    access = Access.PUBLIC
    media_type = ""
    extension = ""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The file, as a download; 409 for a draft with an answer that cannot stand."""
        assessment = assessment_or_404(request.user, pk)
        try:
            memo = memorandum_of(assessment)
        except FindingsInvalid as error:
            detail = _("An answer cannot stand: %(why)s") % {"why": error}
            return problems.response(409, code="not_evaluable", detail=detail)
        name = f"{slugify(memo.title)}-memorandum.{self.extension}"
        return HttpResponse(
            self.content(memo, assessment),
            content_type=self.media_type,
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )

    def content(self, memo: Memo, assessment: Assessment) -> bytes:
        """The bytes of the file."""
        raise NotImplementedError


class MemorandumTextView(MemorandumFileView):
    """Plain text, 78 columns."""

    media_type = "text/plain; charset=utf-8"
    extension = "txt"

    def content(self, memo: Memo, assessment: Assessment) -> bytes:
        """The text in UTF-8."""
        return memo.text.encode()


class MemorandumPdfView(MemorandumFileView):
    """PDF/UA with the charts."""

    media_type = "application/pdf"
    extension = "pdf"

    def content(self, memo: Memo, assessment: Assessment) -> bytes:
        """The document."""
        return paper.render(memo, labels_of(assessment.framework))
