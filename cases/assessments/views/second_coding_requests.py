"""A request for a second coding as the coder sees it: what is to be coded, and nothing of how it was answered."""

from __future__ import annotations

from functools import cached_property

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.generic.base import ContextMixin

from cases.assessments.models import SecondCoding
from cases.assessments.reliance import phase_address
from cases.assessments.second_codings import (
    RequestClosed,
    requests_for,
    second_coding_accept,
    second_coding_decline,
)
from cases.assessments.steps import OPEN
from natoassess.accounts.models import User
from natoassess.accounts.views.people import signed_in
from natoassess.web.access import Access, PageMixin


class SecondCodingRequestView(PageMixin, ContextMixin):
    """Only the person who was asked reaches it; everybody else 404."""

    access = Access.SIGNED_IN
    section = "assessments"

    @cached_property
    def coder(self) -> User:
        """Who was asked."""
        return signed_in(self.request)

    @cached_property
    def asked(self) -> SecondCoding:
        """The request."""
        found = requests_for(self.coder).filter(pk=self.kwargs["asked"]).first()
        if found is None:
            raise Http404
        return found

    def get(self, request: HttpRequest, asked: int) -> HttpResponse:
        """The scenario, the terms, and the two answers that may be given."""
        return self._page()

    def post(self, request: HttpRequest, asked: int) -> HttpResponse:
        """Accept and go on to the questions, or decline; 409 where it was called off meanwhile."""
        decision = request.POST.get("decision", "")
        if decision not in {"accept", "decline"}:
            raise BadRequest(_("Accept the request, or decline it."))
        try:
            if decision == "accept":
                coding = second_coding_accept(coder=self.coder, request=self.asked)
                messages.success(
                    request, _("An empty draft is made for your coding. Nobody but you sees it.")
                )
                return redirect("assessments:edit", coding.pk, OPEN)
            second_coding_decline(coder=self.coder, request=self.asked)
        except RequestClosed:
            del self.asked
            return self._page(status=409)
        messages.success(request, _("You declined the second coding."))
        return redirect("assessments:list")

    def _page(self, status: int = 200) -> HttpResponse:
        phase = self.asked.assessment.phase
        context = self.get_context_data(
            asked=self.asked,
            assessment=self.asked.assessment,
            phase=phase,
            phase_url=phase_address(phase),
            is_closed=status == 409,
        )
        return render(self.request, "assessments/second/request.html", context, status=status)
