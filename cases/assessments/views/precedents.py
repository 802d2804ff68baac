"""The precedents of an assessment: the nearest phases of the library, what they share with it, what sets it apart."""

from __future__ import annotations

from typing import Any

from django.views.generic import TemplateView

from cases.assessments.precedents import LEAST_SHARED, precedents_shown
from cases.assessments.views.result import assessment_or_404, result_context
from natoassess.web.access import Access, PageMixin


class PrecedentsView(PageMixin, TemplateView):
    """Seen by whom the result is seen."""

    access = Access.PUBLIC
    section = "assessments"
    template_name = "assessments/precedents.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The head of the result, and its precedents."""
        user = self.request.user
        assessment = assessment_or_404(user, kwargs["pk"])
        return super().get_context_data(
            **kwargs,
            **result_context(user, assessment),
            precedents=precedents_shown(user, assessment),
            least=LEAST_SHARED,
        )
