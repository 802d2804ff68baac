"""The researcher's door: what there is to read, to download and to have scored, on one page."""

from __future__ import annotations

from django.views.generic import TemplateView

from natoassess.web.access import Access, PageMixin


class IndexView(PageMixin, TemplateView):
    """Data and API: where each thing is and what it is for."""

    access = Access.PUBLIC
    section = "research"
    template_name = "research/index.html"
