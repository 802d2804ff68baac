"""The pages of jobs: one's own list, and one job with its progress, live."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.generic import DetailView, ListView, View

from natoassess.web.access import Access, PageMixin
from natoassess.web.jobs.download import result_response
from natoassess.web.jobs.models import Job
from natoassess.web.jobs.selectors import visible_to
from natoassess.web.jobs.services import job_cancel


class OwnJobs(PageMixin):
    """What the pages of jobs share: one's own jobs alone; another's do not exist."""

    access = Access.SIGNED_IN
    section = "jobs"

    def get_queryset(self) -> QuerySet[Job]:
        """The jobs in sight."""
        return visible_to(self.request.user)

    def job(self, pk: uuid.UUID) -> Job:
        """The job in the address. Raises Http404."""
        return get_object_or_404(self.get_queryset(), pk=pk)


class JobList(OwnJobs, ListView):  # type: ignore[type-arg]  # not generic at run time
    """One's own jobs, the newest first."""

    parameters = frozenset({"page"})
    template_name = "jobs/list.html"
    context_object_name = "jobs"
    paginate_by = 50


class JobDetail(OwnJobs, DetailView):  # type: ignore[type-arg]  # generic in the stubs alone
    """One job; the page follows it by itself, and without script by reloading."""

    template_name = "jobs/detail.html"


class JobState(OwnJobs, View):
    """The changing part of the page of a job, asked for again and again while it is open."""

    parameters = frozenset({"seen"})

    def get(self, request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        """The part, or 204 while nothing has changed: nothing is then announced again."""
        job = self.job(pk)
        if request.GET.get("seen") == job.mark:
            return HttpResponse(status=204)
        return render(request, "jobs/_state.html", {"job": job})


class JobCancel(OwnJobs, View):
    """Calling a job off."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        """Back to the page of the job, which says what became of it."""
        job = self.job(pk)
        if not job_cancel(job=job):
            messages.info(request, _("It had ended before."))
        return redirect("jobs:detail", pk=job.pk)


class JobResult(OwnJobs, View):
    """The file that a job made."""

    def get(self, request: HttpRequest, pk: uuid.UUID, **_kwargs: Any) -> FileResponse:
        """The file as a download; 404 where there is none."""
        return result_response(self.job(pk))
