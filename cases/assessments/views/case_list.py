"""The list of the case library: a table that can be ordered, or one line of time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.views.generic import TemplateView

from cases.assessments.case_list import ORDERS, CaseListFilter, case_rows, rows_chosen
from cases.assessments.presentation.timeline import timeline_shown
from cases.studies.filters import CaseFilter
from cases.studies.selectors import cases
from natoassess.web.access import Access, PageMixin
from natoassess.web.downloads import downloads
from natoassess.web.filter_panel import filter_panel

WAYS_TO_SHOW = ("view", "ordering")
"""Parameters that leave nothing out."""
OF_THE_PAGE = frozenset({"ordering", "order_by"})
"""Parameters that mean another thing here than in the API."""
USUAL_FIELDS = frozenset({"q", "verdict", "target", "nato_operation"})


@dataclass(frozen=True)
class Column:
    """A heading of the table: the address that orders by it, and how the table is ordered by it now."""

    name: str
    title: str
    url: str
    order: str


class CaseList(PageMixin, TemplateView):
    """All phases that the person may see, each with its three answers: as a table, or on one time line."""

    access = Access.PUBLIC
    parameters = CaseListFilter.parameters()
    section = "cases"
    template_name = "cases/list.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The list; 400 with the reason at the field where the address cannot be understood."""
        chosen = CaseListFilter(request.GET or None, queryset=cases(request.user), request=request)
        valid = not chosen.form.is_bound or chosen.form.is_valid()
        asked = chosen.form.cleaned_data if valid and chosen.form.is_bound else {}
        rows = rows_chosen(case_rows(request.user, chosen.qs), asked) if valid else []
        library = [row for row in rows if row.case.owner_id is None]
        as_timeline = asked.get("view") == "timeline"
        context = self.get_context_data(
            panel=filter_panel(chosen.form, USUAL_FIELDS),
            valid=valid,
            downloads=downloads(
                "api-case-list", request.GET, known=set(CaseFilter.base_filters) - OF_THE_PAGE
            ),
            chosen_by_answers=any(request.GET.get(name) for name in ("verdict", "band")),
            narrowed=any(value for name, value in request.GET.items() if name not in WAYS_TO_SHOW),
            all_url=request.path
            + address_with(
                QueryDict(), **{name: request.GET.get(name, "") for name in WAYS_TO_SHOW if valid}
            ),
            library=library,
            scenarios=[row for row in rows if row.case.owner_id is not None],
            total=len(rows),
            columns=columns_of(request.GET, asked.get("ordering") or "date"),
            timeline=timeline_shown(library) if as_timeline else None,
            table_url=address_with(request.GET, view=""),
            timeline_url=address_with(request.GET, view="timeline"),
        )
        return self.render_to_response(context, status=200 if valid else 400)


def columns_of(given: QueryDict, ordering: str) -> list[Column]:
    """The headings that order the table. A second press turns the order round; numbers begin with the largest."""
    found = []
    for name, (title, _key) in ORDERS.items():
        falls_first = name in {"legitimacy", "sovereignty"}
        first, second = (f"-{name}", name) if falls_first else (name, f"-{name}")
        order = {name: "ascending", f"-{name}": "descending"}.get(ordering, "")
        url = address_with(given, ordering=second if ordering == first else first)
        found.append(Column(name, str(title), url, order))
    return found


def address_with(given: QueryDict, **changed: str) -> str:
    """The query part of this page's address with some parameters changed; an empty one is left out."""
    kept = {name: value for name, value in given.items() if value} | changed
    return "?" + urlencode({name: value for name, value in kept.items() if value})
