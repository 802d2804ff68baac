"""The page on which phases stand side by side, and its files."""

from __future__ import annotations

import uuid
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.generic import TemplateView, View

from cases.assessments.models import Assessment
from cases.assessments.phase_answers import comparison_item
from cases.assessments.selectors import assessments
from cases.comparisons import comparison as comparing
from cases.comparisons.comparison import Comparison
from cases.comparisons.exports import FORMATS, file_name
from cases.comparisons.items import LEAST, MOST, ItemsInvalid, resolve, too_few
from cases.comparisons.ranking import framework_choices, framework_named
from frameworks.selectors import catalogue_current
from natoassess.web.access import Access, PageMixin


def address(items: list[str], name: str = "comparisons:compare", framework: str = "") -> str:
    """The address of a comparison of `items`, ranked under `framework` where one is asked for."""
    chosen = [("framework", framework)] if framework else []
    query = urlencode([*(("item", item) for item in items), *chosen], safe="/:")
    return f"{reverse(name)}?{query}" if items else reverse(name)


class CompareView(PageMixin, TemplateView):
    """Pick 2 to 10 phases; see the three answers, then what divides them."""

    access = Access.PUBLIC
    parameters = frozenset({"item", "framework"})
    section = "compare"
    template_name = "comparisons/compare.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The comparison that the address names; 400 and what is wrong where it names none."""
        context = self.get_context_data(**kwargs)
        return self.render_to_response(context, status=400 if context["faults"] else 200)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The chosen columns, the comparison where there are two or more, and what else may be added."""
        context = super().get_context_data(**kwargs)
        items, code = self.request.GET.getlist("item"), self.request.GET.get("framework", "")
        comparison, framework, chosen, faults = None, None, [], []
        try:
            chosen = resolve(self.request.user, items)
            framework = framework_named(self.request.user, code)
            if len(chosen) >= LEAST:
                comparison = comparing.build(chosen, catalogue_current(), framework)
        except ItemsInvalid as error:
            faults = error.details
        return context | {
            "comparison": comparison,
            "faults": faults,
            "chosen": _chosen(chosen, code, comparison),
            "choices": _choices(assessments(self.request.user), chosen),
            "frameworks": framework_choices(self.request.user, framework) if comparison else [],
            "framework_code": code,
            "csv": address(items, "comparisons:export-csv", code),
            "pdf": address(items, "comparisons:export-pdf", code),
            "job_key": uuid.uuid4().hex,
            "least": LEAST,
            "most": MOST,
            "full": len(chosen) >= MOST,
        }


class ExportView(PageMixin, View):
    """A comparison as a file."""

    access = Access.PUBLIC
    parameters = frozenset({"item", "framework"})
    section = "compare"

    def get(self, request: HttpRequest, form: str) -> HttpResponse:
        """The file, as a download; 400 and what is wrong where the address names no comparison."""
        comparison = _required(request)
        kind = FORMATS[form]
        response = HttpResponse(kind.render(comparison), content_type=kind.media_type)
        response["Content-Disposition"] = f'attachment; filename="{file_name(comparison, kind.extension)}"'
        return response


def _required(request: HttpRequest) -> Comparison:
    try:
        chosen = resolve(request.user, request.GET.getlist("item"))
        if len(chosen) < LEAST:
            raise BadRequest(too_few())
        framework = framework_named(request.user, request.GET.get("framework", ""))
        return comparing.build(chosen, catalogue_current(), framework)
    except ItemsInvalid as error:
        raise BadRequest(str(error)) from error


def _chosen(chosen: list[Assessment], framework: str, comparison: Comparison | None) -> list[dict[str, Any]]:
    """Each chosen phase, named as its column, with the addresses that take it out or move it to the left."""
    names = (
        [(column.label, column.sublabel) for column in comparison.columns]
        if comparison
        else [(a.phase.label, a.phase.title if a.phase.title != a.phase.label else "") for a in chosen]
    )
    items = [comparison_item(assessment) for assessment in chosen]
    rows = []
    for place, item in enumerate(items):
        without = items[:place] + items[place + 1 :]
        earlier = [*items[: place - 1], item, items[place - 1], *items[place + 1 :]] if place else []
        rows.append(
            {
                "item": item,
                "label": names[place][0],
                "sublabel": names[place][1],
                "remove": address(without, framework=framework),
                "earlier": address(earlier, framework=framework) if earlier else "",
            }
        )
    return rows


def _choices(visible: Any, chosen: list[Assessment]) -> list[Assessment]:
    """What else may be compared: the library first, then the rest that the person may see."""
    taken = {assessment.pk for assessment in chosen}
    rows = [assessment for assessment in visible[:200] if assessment.pk not in taken]
    return sorted(rows, key=lambda a: (a.reference is None, a.phase.starts_on, a.phase.position, a.pk))
