"""The list of assessments: one's own, what waits for review, the team's, and the published."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.views.generic import TemplateView

from cases.assessments.filters import AssessmentFilter
from cases.assessments.listed import assessments_listed, rows_of
from natoassess.web.access import Access, PageMixin

SHOWN = ("q", "status", "verdict")
"""The filters that the page offers; the others may stand in the address, as in that of the API."""

PAGE_SIZE = 25


class AssessmentListView(PageMixin, TemplateView):
    """All assessments that the person may see, in groups, narrowed by the filters that the API has too."""

    access = Access.PUBLIC
    parameters = frozenset(AssessmentFilter.base_filters) - {"ordering"} | {"page"}
    section = "assessments"
    template_name = "assessments/list.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The list; 400 with the reason at the field where the address cannot be understood."""
        given = {name for name in request.GET if name != "page"}
        chosen = AssessmentFilter(
            request.GET if given else None, queryset=assessments_listed(request.user), request=request
        )
        for name in set(chosen.form.fields) - set(SHOWN) - given:
            del chosen.form.fields[name]
        valid = not given or chosen.form.is_valid()
        page = Paginator(chosen.qs if valid else assessments_listed(request.user).none(), PAGE_SIZE).get_page(
            request.GET.get("page")
        )
        context = self.get_context_data(
            filter=chosen,
            valid=valid,
            narrowed=any(request.GET.get(name) for name in given),
            page_obj=page,
            rows=rows_of(list(page.object_list)),
            has_own=request.user.is_authenticated
            and assessments_listed(request.user).filter(author=request.user).exists(),
        )
        return self.render_to_response(context, status=200 if valid else 400)
