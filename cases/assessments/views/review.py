"""Review: read what was submitted whole, then publish it or return it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.generic.base import ContextMixin

from cases.assessments.forms.review import PUBLISH, ReviewForm
from cases.assessments.models import Assessment
from cases.assessments.rules import may
from cases.assessments.services import assessment_review
from cases.assessments.views.result import assessment_or_404, result_context
from natoassess.accounts.models import User
from natoassess.web.access import Access, PageMixin
from natoassess.web.concurrency import StaleVersion


class ReviewView(PageMixin, ContextMixin):
    """For a reviewer of the team, never for the author; what is no longer waiting leads to the result."""

    access = Access.SIGNED_IN
    section = "assessments"
    assessment: Assessment

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the assessment (404 for outsiders) and ask whether this person may review it (403)."""
        if isinstance(request.user, User):
            self.assessment = assessment_or_404(request.user, kwargs["pk"])
            if not may(request.user, "open_review", self.assessment):
                raise PermissionDenied(
                    _("An assessment is reviewed by a reviewer of its team, and never by its own author.")
                )
            if not may(request.user, "review_assessment", self.assessment):
                messages.warning(request, _("This assessment is not waiting for a review any more."))
                return redirect("assessments:detail", self.assessment.pk)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The answers, their reasons, and the form."""
        return self._page(request, ReviewForm(initial={"version": self.assessment.version}))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Publish or return; 422 with the fault at the field, 409 where it changed while it was read."""
        form = ReviewForm(request.POST)
        if not form.is_valid() or not isinstance(request.user, User):
            return self._page(request, form, status=422)
        publish = form.cleaned_data["decision"] == PUBLISH
        try:
            assessment_review(
                reviewer=request.user,
                assessment=self.assessment,
                expected_version=form.cleaned_data["version"],
                publish=publish,
                note=form.cleaned_data["note"],
            )
        except StaleVersion as stale:
            again = ReviewForm(initial={"version": stale.current, "note": form.cleaned_data["note"]})
            return self._page(request, again, status=409)
        messages.success(
            request,
            _("Published.")
            if publish
            else _("Returned to its author, who can change it and submit it again."),
        )
        return redirect("assessments:detail", self.assessment.pk)

    def _page(self, request: HttpRequest, form: ReviewForm, status: int = 200) -> HttpResponse:
        context = self.get_context_data(
            form=form, is_stale=status == 409, **result_context(request.user, self.assessment)
        )
        return render(request, "assessments/review.html", context, status=status)
