"""How far the assessments of one phase agree, question by question."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.views.generic import TemplateView

from cases.assessments.agreement import agreement_on
from cases.assessments.codings import library_codings, phase_codings
from cases.assessments.presentation.agreement import agreement_shown
from cases.assessments.presentation.codings import library_codings_shown, phase_codings_shown
from cases.assessments.reliance import phase_address
from cases.assessments.selectors import reference_assessments
from cases.studies.models import Phase
from cases.studies.selectors import phases
from natoassess.accounts.selectors import Person
from natoassess.web.access import Access, PageMixin


def phase_or_404(user: Person, case: str, phase: str) -> Phase:
    """The phase, if `user` may see it. Http404 otherwise, which says nothing about what may exist."""
    found = phases(user).filter(case__slug=case, slug=phase).first()
    if found is None:
        raise Http404
    return found


class AgreementView(PageMixin, TemplateView):
    """Of all assessments of the phase that the reader may see."""

    access = Access.PUBLIC
    section = "cases"
    template_name = "cases/agreement.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The codings side by side, alpha by part, and the disputed questions, most disputed first."""
        user = self.request.user
        phase = phase_or_404(user, kwargs["slug"], kwargs["phase"])
        agreement = agreement_on(user, phase)
        reference = reference_assessments([phase]).get(phase.pk)
        return super().get_context_data(
            **{name: value for name, value in kwargs.items() if name != "phase"},
            phase=phase,
            phase_url=phase_address(phase),
            agreement=agreement,
            shown=agreement_shown(agreement),
            kept=phase_codings_shown(phase_codings(reference)) if reference else None,
        )


class LibraryAgreementView(PageMixin, TemplateView):
    """How far the independent codings of the library agree, taken together and phase by phase."""

    access = Access.PUBLIC
    section = "cases"
    template_name = "cases/library_agreement.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Alpha by part, phase by phase, and the questions on which the coders part most."""
        return super().get_context_data(**kwargs, shown=library_codings_shown(library_codings()))
