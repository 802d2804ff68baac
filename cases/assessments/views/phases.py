"""Adding a phase to a scenario of one's own."""

from __future__ import annotations

from functools import cached_property

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic.base import ContextMixin

from cases.assessments.forms.phases import AddPhaseForm
from cases.assessments.models import Assessment
from cases.assessments.phases import MOST_PHASES, TooManyPhases, phase_add, phases_of_scenario
from cases.assessments.rules import may
from cases.assessments.steps import DESCRIBE, OPEN, questionnaire_of
from cases.assessments.views.result import assessment_or_404
from natoassess.accounts.models import User
from natoassess.accounts.views.people import signed_in
from natoassess.web.access import Access, PageMixin


class AddPhaseView(PageMixin, ContextMixin):
    """Describe a further phase; its draft has the readers and the standpoint of the one it is added beside."""

    access = Access.SIGNED_IN
    section = "assessments"

    @cached_property
    def author(self) -> User:
        """The person who files."""
        return signed_in(self.request)

    @cached_property
    def assessment(self) -> Assessment:
        """An assessment of the scenario. Raises PermissionDenied for anybody but its author."""
        found = assessment_or_404(self.author, self.kwargs["pk"])
        if not may(self.author, "add_phase", found):
            raise PermissionDenied(_("Only who described a scenario adds phases to it."))
        return found

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The empty form."""
        return self._page(AddPhaseForm(user=self.author, assessment=self.assessment))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Add the phase and go to its questions; 422 with the form where something cannot stand."""
        form = AddPhaseForm(request.POST, user=self.author, assessment=self.assessment)
        if not form.is_valid():
            return self._page(form, status=422)
        source = form.cleaned_data["answers_from"]
        try:
            draft = phase_add(
                editor=self.author,
                assessment=self.assessment,
                described=form.new_phase,
                answers_from=source,
            )
        except TooManyPhases:
            form.add_error(
                None, _("A scenario has at most %(most)d phases; begin another.") % {"most": MOST_PHASES}
            )
            return self._page(form, status=422)
        messages.success(request, _("The phase is added, with a draft of its own. Nobody but you sees it."))
        first = OPEN if source else questionnaire_of(draft.framework, draft.standpoint).after(DESCRIBE)
        return redirect("assessments:edit", draft.pk, first)

    def _page(self, form: AddPhaseForm, status: int = 200) -> HttpResponse:
        result = reverse("assessments:detail", args=[self.assessment.pk])
        context = self.get_context_data(
            form=form,
            assessment=self.assessment,
            case=self.assessment.phase.case,
            phases=phases_of_scenario(self.author, self.assessment),
            crumbs=[
                (_("Assessments"), reverse("assessments:list")),
                (self.assessment.phase.case.title, result),
            ],
        )
        return render(self.request, "assessments/phases/add.html", context, status=status)
