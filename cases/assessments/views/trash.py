"""The trash of a person: what they threw away, restored or deleted for good."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from cases.assessments.models import Assessment
from cases.assessments.scenario_files import title_of
from cases.assessments.selectors import trash
from cases.assessments.steps import OPEN
from cases.assessments.trash import KEPT_DAYS, assessment_discard, assessment_restore, goes_on
from natoassess.accounts.models import User
from natoassess.accounts.views.people import signed_in
from natoassess.web.access import Access, PageMixin


class TrashView(PageMixin, TemplateView):
    """What one threw away, latest first, each with the day it goes for good."""

    access = Access.SIGNED_IN
    section = "assessments"
    template_name = "assessments/trash/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The drafts in the trash."""
        rows = [
            {"assessment": row, "title": title_of(row.phase), "goes_on": goes_on(row)}
            for row in trash(signed_in(self.request))
        ]
        crumbs = [(_("Assessments"), reverse("assessments:list"))]
        return super().get_context_data(**kwargs, rows=rows, days=KEPT_DAYS, crumbs=crumbs)


class TrashedView(PageMixin, View):
    """What is done with one draft in the trash. Anybody else's answers 404."""

    access = Access.SIGNED_IN

    @cached_property
    def owner(self) -> User:
        """Whose trash it is."""
        return signed_in(self.request)

    @cached_property
    def assessment(self) -> Assessment:
        """The draft in the trash."""
        found = trash(self.owner).filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found


class RestoreView(TrashedView):
    """Take a draft out of the trash."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Restore it and go on with it. One that is not in the trash any more leads to where it is."""
        restored = assessment_restore(editor=self.owner, assessment=self.assessment)
        title = title_of(restored.phase)
        messages.success(request, _("The draft “%(title)s” is restored.") % {"title": title})
        return redirect("assessments:edit", restored.pk, OPEN)


class DiscardView(TrashedView):
    """Delete for good."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Delete it."""
        title = title_of(self.assessment.phase)
        assessment_discard(editor=self.owner, assessment=self.assessment)
        messages.success(request, _("The draft “%(title)s” is deleted for good.") % {"title": title})
        return redirect("assessments:trash")
