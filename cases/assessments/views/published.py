"""What was published, at the addresses that are cited: the list, one publication, the document as JSON."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from django.views.generic.base import ContextMixin, View

from cases.assessments.discussion import Discussion
from cases.assessments.models import Publication
from cases.assessments.presentation import Result, result_of
from cases.assessments.presentation.publications import citations, dissents_shown, history
from cases.assessments.publication_filters import PublicationFilter
from cases.assessments.publication_record import (
    as_text,
    days_of,
    findings_frozen,
    publication_document,
)
from cases.assessments.publications import publication_get, publications, revisions_of
from cases.assessments.rescoring import is_newer_known
from cases.assessments.rules import may
from natoassess.accounts.models import Visibility
from natoassess.accounts.selectors import Person
from natoassess.web.access import Access, PageMixin
from natoassess.web.downloads import downloads
from natoassess.web.list_pages import list_page

SHOWN = ("q", "year", "verdict", "state")
"""The filters that the page offers; the others may stand in the address, as in that of the API."""
PAGE_SIZE = 25


def publication_or_404(user: Person, number: str) -> Publication:
    """The publication, if `user` may see it. Http404 otherwise, which says nothing about what may exist."""
    try:
        return publication_get(user, number)
    except Publication.DoesNotExist as error:
        raise Http404 from error


def cached(publication: Publication, response: HttpResponse) -> HttpResponse:
    """Say how long a copy is good: it never changes, but it may be retracted, so it is asked for again by its ETag."""
    shared = "public" if publication.visibility == Visibility.PUBLIC else "private"
    response["Cache-Control"] = f"{shared}, no-cache"
    return response


class PublicationListView(PageMixin, TemplateView):
    """What was published, by year, the newest first; what was superseded or retracted by the filter."""

    access = Access.PUBLIC
    parameters = frozenset(PublicationFilter.base_filters) - {"ordering"} | {"page"}
    section = "assessments"
    template_name = "assessments/published/list.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The list; 400 with the reason where the address cannot be understood, 404 beyond the last page."""
        given = {name for name in request.GET if name != "page"}
        rows = publications(request.user)
        chosen = PublicationFilter(request.GET if given else {}, queryset=rows, request=request)
        for name in set(chosen.form.fields) - set(SHOWN) - given:
            del chosen.form.fields[name]
        valid = chosen.form.is_valid()
        shown = chosen.qs if valid else rows.none()
        page = list_page(shown, request.GET.get("page", "1"), size=PAGE_SIZE)
        context = self.get_context_data(
            filter=chosen,
            valid=valid,
            downloads=downloads("api-publication-list", request.GET, known=PublicationFilter.base_filters),
            narrowed=any(request.GET.get(name) for name in given),
            page_obj=page,
        )
        return self.render_to_response(context, status=200 if valid else 400)


class PublicationPage(PageMixin, ContextMixin):
    """What the pages of one publication share."""

    section = "assessments"
    page_label: str | Promise = ""

    def publication_context(self, publication: Publication) -> dict[str, Any]:
        """What stands at the head of each of them."""
        user = self.request.user
        line = revisions_of(user, publication)
        seen = {row.pk for row in line}
        crumbs = [
            (_("Assessments"), reverse("assessments:list")),
            (_("Published"), reverse("published:list")),
        ]
        if self.page_label:
            crumbs.append((publication.number, self.address(publication)))
        return {
            "publication": publication,
            "history": history(line, publication),
            "successor": publication.successor,
            "successor_seen": publication.successor is not None and publication.successor.pk in seen,
            "may": {
                "revise": may(user, "revise_publication", publication.assessment)
                and publication.successor is None,
                "retract": may(user, "retract_publication", publication.assessment)
                and not publication.is_retracted,
            },
            "crumbs": crumbs,
            "page_label": self.page_label or publication.number,
        }

    def address(self, publication: Publication) -> str:
        """The stable address, without the site."""
        return reverse("published:detail", args=[publication.number])


class PublicationView(PublicationPage):
    """One publication as it was frozen; 410 with the tombstone once it was retracted."""

    access = Access.PUBLIC

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        """The page."""
        publication = publication_or_404(request.user, number)
        context = self.publication_context(publication)
        if publication.is_retracted:
            context = self.get_context_data(**context)
            return render(request, "assessments/published/tombstone.html", context, status=410)
        return render(
            request,
            "assessments/published/detail.html",
            self.get_context_data(**context, **self.shown(publication)),
        )

    def shown(self, publication: Publication) -> dict[str, Any]:
        """The result as it was frozen, with what is cited."""
        assessment = publication.assessment
        result: Result = result_of(assessment, findings_frozen(publication.snapshot))
        url = self.request.build_absolute_uri(self.address(publication))
        starts_on, ends_on, as_of = days_of(publication.snapshot)
        return {
            "result": result,
            "parts": result.parts,
            "evaluation": result.evaluation,
            "labels": result.labels,
            "assessment": assessment,
            "discussion": Discussion(self.request.user, assessment),
            "snapshot": publication.snapshot,
            "subject": publication.snapshot.record["subject"],
            "terms": publication.snapshot.record["terms"],
            "days": {"starts_on": starts_on, "ends_on": ends_on, "as_of": as_of},
            "dissents": dissents_shown(publication, result.labels),
            "citations": citations(publication, url),
            "canonical": url,
            "is_newer_known": is_newer_known(publication, self.request.user),
        }


class PublicationJsonView(PageMixin, View):
    """The document of a publication, whose digest is its content_sha256: the same bytes for ever."""

    access = Access.PUBLIC

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        """The document as a download; 410 once it was retracted."""
        publication = publication_or_404(request.user, number)
        if publication.is_retracted:
            return HttpResponse(
                _("%(number)s was retracted.") % {"number": publication.number},
                status=410,
                content_type="text/plain; charset=utf-8",
            )
        response = HttpResponse(
            as_text(publication_document(publication)),
            content_type="application/json",
            headers={
                "Content-Disposition": f'attachment; filename="{publication.number}.json"',
                "ETag": f'"{publication.content_sha256}"',
            },
        )
        known = get_conditional_response(request, etag=response["ETag"], response=response)
        return cached(publication, known if known is not None else response)
