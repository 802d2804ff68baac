"""The list of assessments: one's own, what waits for review, the team's, and the published."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.generic import TemplateView

from cases.assessments.filters import AssessmentFilter
from cases.assessments.listed import assessments_listed, rows_of
from cases.assessments.models.second_coding import BLIND
from cases.assessments.second_codings import requests_for
from natoassess.web.access import Access, PageMixin
from natoassess.web.downloads import downloads
from natoassess.web.list_pages import list_page

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
        """The list; 400 with the reason where the address cannot be understood, 404 beyond the last page."""
        given = {name for name in request.GET if name != "page"}
        chosen = AssessmentFilter(
            request.GET if given else {}, queryset=assessments_listed(request.user), request=request
        )
        for name in set(chosen.form.fields) - set(SHOWN) - given:
            del chosen.form.fields[name]
        valid = not given or chosen.form.is_valid()
        page = list_page(
            chosen.qs if valid else assessments_listed(request.user).none(),
            request.GET.get("page", "1"),
            size=PAGE_SIZE,
        )
        context = self.get_context_data(
            filter=chosen,
            valid=valid,
            downloads=downloads("api-assessment-list", request.GET, known=AssessmentFilter.base_filters),
            narrowed=any(request.GET.get(name) for name in given),
            page_obj=page,
            rows=rows_of(list(page.object_list)),
            has_own=request.user.is_authenticated
            and assessments_listed(request.user).filter(author=request.user).exists(),
            codings_asked=requests_for(request.user).filter(state__in=BLIND),
        )
        return self.render_to_response(context, status=200 if valid else 400)
