"""Asking for the file of a comparison as a job."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.views.generic import View

from cases.comparisons.jobs import KIND
from cases.comparisons.views.compare import address
from natoassess.web.access import Access, PageMixin
from natoassess.web.jobs.requests import job_request
from natoassess.web.problems import Problem


class BackgroundExport(PageMixin, View):
    """Queue the export; the page of the job shows how far it is."""

    access = Access.SIGNED_IN
    http_method_names = ["post", "options"]
    section = "compare"

    def post(self, request: HttpRequest) -> HttpResponse:
        """To the page of the job; back to the comparison, with what is wrong, where it cannot be made."""
        given: QueryDict = request.POST
        items = given.getlist("item")
        parameters = {"items": items, "format": given.get("format", "")}
        if given.get("framework"):
            parameters["framework"] = str(given["framework"])
        try:
            # The key comes with the form: sent twice, it asks once.
            job, _is_new = job_request(request.user, KIND, parameters, given.get("key", ""))
        except Problem as problem:
            for text in [error["detail"] for error in problem.errors] or [str(problem.detail)]:
                messages.error(request, text)
            return redirect(address(items[:20], framework=given.get("framework", "")))
        return redirect("jobs:detail", pk=job.pk)
