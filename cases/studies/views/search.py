"""The search page: one field, kinds to narrow by, results with their matches; the address says all of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import BadRequest
from django.core.paginator import InvalidPage, Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from cases.studies.forms import SearchForm
from cases.studies.search import SCENARIO, Answers, kinds, search
from frameworks.search.selectors import Found, Hit
from natoassess.web.access import Access, PageMixin

PAGE_SIZE = 20


@dataclass(frozen=True)
class KindChoice:
    """A kind to narrow by: how many answer, and whether it is chosen."""

    code: str
    label: str
    number: int | None
    chosen: bool


@dataclass(frozen=True)
class Result:
    """A line of the results."""

    entry: Found
    kind: str


class SearchView(PageMixin, TemplateView):
    """Everything that can be found, best first; scenarios that the person may see stand below the library."""

    access = Access.PUBLIC
    parameters = SearchForm.parameters() | {"page"}
    section = "search"
    template_name = "search/page.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The results; 400 with the reason at the field where the address cannot be understood."""
        form = SearchForm(request.GET or None, needs_words=False)
        valid = not form.is_bound or form.is_valid()
        text, chosen = (
            (form.cleaned_data["q"], form.cleaned_data["kind"]) if form.is_bound and valid else ("", [])
        )
        answers = search(request.user, text, chosen) if text else None
        context = self.get_context_data(
            form=form,
            valid=valid,
            text=text,
            choices=_choices(chosen, answers),
            without_kinds=_without_kinds(request) if chosen else "",
            everything=sum(answers.numbers.values()) if answers else 0,
            **_page_of(answers, request.GET.get("page", "1")),
        )
        return self.render_to_response(context, status=200 if valid else 400)


def _choices(chosen: Sequence[str], answers: Answers | None) -> list[KindChoice]:
    numbers = answers.numbers if answers else {}
    return [
        KindChoice(
            kind.code, str(kind.plural), numbers.get(kind.code, 0) if answers else None, kind.code in chosen
        )
        for kind in kinds()
    ]


def _without_kinds(request: HttpRequest) -> str:
    """The address of the same question over all kinds."""
    parameters = request.GET.copy()
    for name in ("kind", "page"):
        parameters.pop(name, None)
    return f"{request.path}?{parameters.urlencode()}"


def _page_of(answers: Answers | None, number: str) -> dict[str, Any]:
    """One page of results, those of the library apart from scenarios. BadRequest for a page that there is not."""
    if answers is None:
        return {"page_obj": None, "library": [], "scenarios": []}
    paginator: Paginator[Hit] = Paginator(answers.hits, PAGE_SIZE)
    try:
        page = paginator.page(number)
    except InvalidPage as error:
        raise BadRequest(
            _("There is no page %(number)s of these results; they have %(total)d.")
            % {"number": number, "total": paginator.num_pages}
        ) from error
    names = {kind.code: str(kind.name) for kind in kinds()}
    results = [Result(entry, names[entry.kind]) for entry in answers.shown(list(page.object_list))]
    return {
        "page_obj": page,
        "library": [result for result in results if result.entry.kind != SCENARIO.code],
        "scenarios": [result for result in results if result.entry.kind == SCENARIO.code],
    }
