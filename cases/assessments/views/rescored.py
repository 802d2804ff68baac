"""A publication worked out again by today's yardstick, beside what was published."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from cases.assessments.presentation.rescoring import columns
from cases.assessments.rescoring import is_newer_known, publication_rescored
from cases.assessments.views.published import PublicationPage, publication_or_404
from natoassess.web.access import Access


class RescoredView(PublicationPage):
    """The published figures and today's side by side; nothing of it is stored. What was retracted has none."""

    access = Access.PUBLIC
    page_label = _("Worked out again")

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        """The table."""
        publication = publication_or_404(request.user, number)
        if publication.is_retracted:
            return redirect("published:detail", publication.number)
        context = self.get_context_data(
            **self.publication_context(publication),
            columns=columns(publication, publication_rescored(publication, request.user)),
            is_newer_known=is_newer_known(publication, request.user),
        )
        return render(request, "assessments/published/rescored.html", context)
