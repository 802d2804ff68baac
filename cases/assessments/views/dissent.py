"""Entering a dissent on a submitted assessment, and taking it back before it is published."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic.base import ContextMixin

from cases.assessments.dissents import DissentInvalid, dissent_add, dissent_withdraw
from cases.assessments.forms.second_coding import DissentForm
from cases.assessments.models import Assessment, Dissent
from cases.assessments.rules import may
from cases.assessments.selectors import assessments
from cases.assessments.steps import questionnaire_of
from cases.assessments.views.result import assessment_or_404
from natoassess.accounts.models import User
from natoassess.accounts.views.people import signed_in
from natoassess.web.access import Access, PageMixin


class DissentView(PageMixin, ContextMixin):
    """For contributors, reviewers of the team and second coders, while the assessment is submitted."""

    access = Access.SIGNED_IN
    section = "assessments"

    @cached_property
    def person(self) -> User:
        """Who dissents."""
        return signed_in(self.request)

    @cached_property
    def assessment(self) -> Assessment:
        """What they dissent from. Raises PermissionDenied for whoever may only read it."""
        found = assessment_or_404(self.person, self.kwargs["pk"])
        if not may(self.person, "dissent_assessment", found):
            raise PermissionDenied(
                _(
                    "A dissent is entered by a contributor, a reviewer of the team or a second coder, while the "
                    "assessment is submitted."
                )
            )
        return found

    def form(self, data: Any = None) -> DissentForm:
        """Empty, or as sent."""
        asked = questionnaire_of(self.assessment.framework, self.assessment.standpoint)
        return DissentForm(data, questionnaire=asked)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The empty form."""
        return self._page(request, self.form())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep it; 422 with the fault at the field."""
        form = self.form(request.POST)
        if form.is_valid():
            try:
                dissent_add(author=self.person, assessment=self.assessment, **form.cleaned_data)
            except DissentInvalid as error:
                form.add_error(error.field, str(error))
            else:
                messages.success(request, _("Your dissent is kept and printed with the result."))
                return redirect(reverse("assessments:detail", args=[pk]) + "#dissents")
        return self._page(request, form, status=422)

    def _page(self, request: HttpRequest, form: DissentForm, status: int = 200) -> HttpResponse:
        context = self.get_context_data(form=form, assessment=self.assessment)
        return render(request, "assessments/second/dissent.html", context, status=status)


class DissentWithdrawView(PageMixin):
    """One's own, before it is published; of what one may not see 404, of another's 403."""

    access = Access.SIGNED_IN
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, dissent: int) -> HttpResponse:
        """Take it back and return to the result."""
        visible = assessments(request.user).values("pk")
        found = (
            Dissent.objects.select_related("assessment").filter(pk=dissent, assessment__in=visible).first()
        )
        if found is None or not isinstance(request.user, User):
            raise Http404
        dissent_withdraw(author=request.user, dissent=found)
        messages.success(request, _("Your dissent is withdrawn."))
        return redirect("assessments:detail", found.assessment_id)
