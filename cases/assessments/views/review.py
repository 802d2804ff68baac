"""Review: read what was submitted whole, then publish it or return it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.generic.base import ContextMixin

from cases.assessments.blindness import open_codings
from cases.assessments.forms.review import PUBLISH, ReviewForm
from cases.assessments.models import Assessment
from cases.assessments.presentation.differences import difference_shown
from cases.assessments.review import ReviewTaken, SecondCodingOpen, review_leave, review_take
from cases.assessments.revisions import since_last
from cases.assessments.rules import may
from cases.assessments.services import assessment_review
from cases.assessments.views.result import assessment_or_404, result_context
from natoassess.accounts.models import User
from natoassess.web.access import Access, PageMixin
from natoassess.web.concurrency import StaleVersion

STALE, TAKEN, CODING = "stale", "taken", "coding"
"""Why a decision was not taken: the assessment changed, another holds the review, a second coding is open."""


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
            return self._page(request, again, status=409, why=STALE)
        except ReviewTaken:
            return self._page(request, form, status=409, why=TAKEN)
        except SecondCodingOpen:
            return self._page(request, form, status=409, why=CODING)
        messages.success(
            request,
            _("Published.")
            if publish
            else _("Returned to its author, who can change it and submit it again."),
        )
        return redirect("assessments:detail", self.assessment.pk)

    def _page(self, request: HttpRequest, form: ReviewForm, status: int = 200, why: str = "") -> HttpResponse:
        self.assessment.refresh_from_db()
        since = since_last(self.assessment)
        context = self.get_context_data(
            form=form,
            why=why,
            difference=difference_shown(since) if since else None,
            open_codings=open_codings(self.assessment).count(),
            **result_context(request.user, self.assessment),
        )
        return render(request, "assessments/review.html", context, status=status)


class ReviewClaimView(ReviewView):
    """Take the review up, or leave it to others."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Back to the review; 409 where another reviewer was quicker. Raises BadRequest for an unknown step."""
        step, held = request.POST.get("step", "take"), request.POST.get("instead_of", "")
        if step not in {"take", "leave"} or not (held == "" or (held.isascii() and held.isdigit())):
            raise BadRequest(_("Take the review up, or leave it."))
        if not isinstance(request.user, User):
            raise PermissionDenied
        try:
            if step == "leave":
                review_leave(reviewer=request.user, assessment=self.assessment)
            else:
                review_take(
                    reviewer=request.user,
                    assessment=self.assessment,
                    instead_of=int(held[:9]) if held else None,
                )
        except ReviewTaken:
            form = ReviewForm(initial={"version": self.assessment.version})
            return self._page(request, form, status=409, why=TAKEN)
        return redirect("assessments:review", self.assessment.pk)
