"""The page on which a sensitivity study is put together, counted and started."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from cases.research.codebook import codebook
from cases.research.studies.columns import TABLE
from cases.research.studies.forms import StudyForm
from cases.research.studies.jobs import KIND
from cases.research.studies.plan import MOST_ROWS, study_of
from natoassess.web.access import Access, PageMixin
from natoassess.web.jobs.requests import job_request
from natoassess.web.problems import Problem

START = {"readings": ["prevailing"], "one_at_a_time": 2}
"""What the form proposes: small enough to look at, large enough to show what a study is."""


class StudiesView(PageMixin, TemplateView):
    """A form that needs no script: count the rows first, or start at once."""

    access = Access.SIGNED_IN
    section = "research"
    template_name = "research/studies.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form, proposed or as it was sent."""
        crumbs = [(_("Data and API"), reverse("research:index"))]
        key = {"key": uuid.uuid4().hex}
        form = kwargs.pop("form", None) or StudyForm(user=self.request.user, initial=START | key)
        return super().get_context_data(**kwargs) | {
            "form": form,
            "entries": [entry for entry in codebook() if entry.list == TABLE],
            "most": f"{MOST_ROWS:,}",
            "crumbs": crumbs,
        }

    def post(self, request: HttpRequest) -> HttpResponse:
        """To the page of the job; or this page again, with the count that was asked for or with what is wrong."""
        form = StudyForm(request.POST, user=request.user)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=400)
        if "count" in request.POST:
            study = study_of(request.user, form.parameters)
            return self.render_to_response(
                self.get_context_data(form=form, study=study, count=f"{study.rows:,}")
            )
        try:
            job, _is_new = job_request(request.user, KIND, form.parameters, form.cleaned_data["key"])
        except Problem as problem:
            for text in [error["detail"] for error in problem.errors] or [str(problem.detail)]:
                form.add_error(None, text)
            return self.render_to_response(self.get_context_data(form=form), status=problem.status_code)
        return redirect("jobs:detail", pk=job.pk)
