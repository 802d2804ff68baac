"""The codebook as a page."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.views.generic import TemplateView

from cases.research.codebook import codebook
from natoassess.web.access import Access, PageMixin
from natoassess.web.downloads import downloads


class CodebookPage(PageMixin, TemplateView):
    """What every column of every public list means, list by list."""

    access = Access.PUBLIC
    section = "research"
    template_name = "research/codebook.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The columns of each list."""
        lists = [(name, list(entries)) for name, entries in groupby(codebook(), lambda entry: entry.list)]
        return super().get_context_data(**kwargs, lists=lists, downloads=downloads("api-codebook", {}))
