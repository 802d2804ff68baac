"""The researcher's door: what there is to read, to download and to have scored, on one page."""

from __future__ import annotations

from typing import Any

from django.views.generic import TemplateView

from cases.assessments.filters import AssessmentFilter
from cases.assessments.publication_filters import PublicationFilter
from cases.studies.filters import PhaseFilter
from frameworks.filters import InstrumentFilter
from natoassess.web.access import Access, PageMixin
from natoassess.web.deprecation import UNTIL

LISTS = (AssessmentFilter, InstrumentFilter, PhaseFilter, PublicationFilter)
"""The lists whose parameters have older names."""


class IndexView(PageMixin, TemplateView):
    """Data and API: where each thing is and what it is for."""

    access = Access.PUBLIC
    section = "research"
    template_name = "research/index.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With what is understood for a while longer."""
        old_names = {pair for filters in LISTS for pair in filters.old_names.items()}
        return super().get_context_data(**kwargs, old_names=sorted(old_names), until=UNTIL)
