"""Withdrawing a publication, with the reason that its tombstone shows."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.assessments.forms.publishing import RetractForm
from cases.assessments.models import Publication
from cases.assessments.publishing import NotRetractable, publication_retract
from cases.assessments.rules import may
from cases.assessments.views.published import PublicationPage, publication_or_404
from natoassess.accounts.models import User
from natoassess.web.access import Access


class RetractView(PublicationPage):
    """For its author and the reviewers of its team; what was retracted already leads to its tombstone."""

    access = Access.SIGNED_IN
    page_label = gettext_lazy("Retract")

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        """What a retraction does, and the form."""
        publication = self.publication(number)
        if publication.is_retracted:
            return redirect("published:detail", publication.number)
        return self._page(publication, RetractForm())

    def post(self, request: HttpRequest, number: str) -> HttpResponse:
        """Withdraw it; 422 with the fault at the field. Of two at once the second learns that it was done."""
        publication = self.publication(number)
        form = RetractForm(request.POST)
        if not form.is_valid() or not isinstance(request.user, User):
            return self._page(publication, form, status=422)
        try:
            publication_retract(
                editor=request.user, publication=publication, reason=form.cleaned_data["reason"]
            )
        except NotRetractable:
            messages.warning(request, _("It had been retracted already; the reason given then stands."))
        else:
            messages.success(request, _("%(number)s is retracted.") % {"number": publication.number})
        return redirect("published:detail", publication.number)

    def publication(self, number: str) -> Publication:
        """The publication in the address. Raises Http404 to outsiders, PermissionDenied to who may only read it."""
        publication = publication_or_404(self.request.user, number)
        if not may(self.request.user, "retract_publication", publication.assessment):
            raise PermissionDenied(
                _("A publication is retracted by its author or by a reviewer of its team.")
            )
        return publication

    def _page(self, publication: Publication, form: RetractForm, status: int = 200) -> HttpResponse:
        context = self.get_context_data(**self.publication_context(publication), form=form)
        return render(self.request, "assessments/published/retract.html", context, status=status)
