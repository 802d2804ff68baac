"""The audit log for site administrators: a page that can be narrowed, and the same as CSV."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.views.generic import TemplateView

from natoassess.web.access import Access, PageMixin
from natoassess.web.audit.filters import AuditFilter
from natoassess.web.audit.models import AuditEntry
from natoassess.web.audit.presentation import as_csv, lines
from natoassess.web.list_pages import list_page

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
        rows = chosen.qs if valid else AuditEntry.objects.none()
        page = list_page(rows, request.GET.get("page", "1"), size=PAGE_SIZE)
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
