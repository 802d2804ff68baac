"""Revising a publication: a draft with its answers, which supersedes it once it is published itself."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.assessments.models import Publication
from cases.assessments.publications import open_revision
from cases.assessments.publishing import NotRevisable, publication_revise
from cases.assessments.rules import may
from cases.assessments.views.published import PublicationPage, publication_or_404
from natoassess.accounts.views.people import signed_in
from natoassess.web.access import Access


class ReviseView(PublicationPage):
    """For its author; says beforehand what becomes of the publication."""

    access = Access.SIGNED_IN
    page_label = gettext_lazy("Revise")

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        """What a revision is, and the button; 409 where none can be begun."""
        publication = self.publication(number)
        if publication.successor is not None or open_revision(publication) is not None:
            return self._page(publication, status=409)
        return self._page(publication)

    def post(self, request: HttpRequest, number: str) -> HttpResponse:
        """Begin it and go on to its answers; 409 where one is open or a newer one was published."""
        publication = self.publication(number)
        try:
            draft = publication_revise(author=signed_in(request), publication=publication)
        except NotRevisable:
            return self._page(self.publication(number), status=409)
        messages.success(
            request,
            _("A draft with the answers of %(number)s is made. It takes its place once it is published.")
            % {"number": publication.number},
        )
        return redirect("assessments:edit", draft.pk, "open")

    def publication(self, number: str) -> Publication:
        """The publication in the address. Raises Http404 to outsiders, PermissionDenied to all but its author."""
        publication = publication_or_404(self.request.user, number)
        if not may(self.request.user, "revise_publication", publication.assessment):
            raise PermissionDenied(
                _(
                    "A publication is revised by its author. Others start from its answers, with a case of their own."
                )
            )
        return publication

    def _page(self, publication: Publication, status: int = 200) -> HttpResponse:
        context = self.get_context_data(
            **self.publication_context(publication),
            open_revision=open_revision(publication),
            refused=status == 409,
        )
        return render(self.request, "assessments/published/revise.html", context, status=status)
