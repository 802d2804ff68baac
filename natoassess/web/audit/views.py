"""The audit log for site administrators: a page that can be narrowed, and the same as CSV."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import BadRequest
from django.core.paginator import EmptyPage, Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from natoassess.web.access import Access, PageMixin
from natoassess.web.audit.filters import AuditFilter
from natoassess.web.audit.models import AuditEntry
from natoassess.web.audit.presentation import as_csv, lines

PAGE_SIZE = 50


class AuditView(PageMixin, TemplateView):
    """Who did what, the newest first. Nobody changes it: there is nothing here but reading."""

    access = Access.STAFF
    section = "audit"
    template_name = "audit/list.html"
    parameters = frozenset(AuditFilter.base_filters) | {"page"}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page; 400 with the reason where the address cannot be understood, 404 beyond the last page."""
        given = {name for name in request.GET if name != "page"}
        chosen = AuditFilter(request.GET if given else {}, queryset=AuditEntry.objects.all(), request=request)
        valid = chosen.form.is_valid()
        number = request.GET.get("page", "1")
        if not (number.isascii() and number.isdigit() and 0 < len(number) < 11 and int(number) > 0):
            raise BadRequest(_("The parameter page takes a whole number from 1."))
        try:
            page = Paginator(chosen.qs if valid else AuditEntry.objects.none(), PAGE_SIZE).page(int(number))
        except EmptyPage as error:
            raise Http404 from error
        query = request.GET.copy()
        query.pop("page", None)
        context = self.get_context_data(
            filter=chosen, valid=valid, page_obj=page, lines=lines(page.object_list), query=query.urlencode()
        )
        return self.render_to_response(context, status=200 if valid else 400)


class AuditCsvView(PageMixin):
    """All entries that the filters leave, as CSV, written while it is read from the database."""

    access = Access.STAFF
    parameters = frozenset(AuditFilter.base_filters)

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """The file. Raises BadRequest where the address cannot be understood."""
        chosen = AuditFilter(request.GET, queryset=AuditEntry.objects.all(), request=request)
        if not chosen.form.is_valid():
            faults = (str(text) for texts in chosen.form.errors.values() for text in texts)
            raise BadRequest(" ".join(faults))
        name = f"audit-{timezone.now():%Y-%m-%d}.csv"
        return StreamingHttpResponse(
            as_csv(chosen.qs),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )
