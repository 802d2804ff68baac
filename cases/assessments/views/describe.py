"""Describing: a new scenario, an existing phase, or a draft that exists."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic.base import ContextMixin

from cases.assessments.describing import Held, has_several_phases, held_by_others
from cases.assessments.forms import AssessForm, DescribeForm
from cases.assessments.forms.describe import initial_of
from cases.assessments.forms.phases import PhaseForm
from cases.assessments.models import Assessment
from cases.assessments.models.assessment import Standpoint
from cases.assessments.services import assessment_create, scenario_create, scenario_describe, terms_mark
from cases.assessments.steps import DESCRIBE, questionnaire_of
from cases.assessments.views.filing import DraftMixin
from cases.studies.models import Phase
from cases.studies.selectors import phases
from natoassess.accounts.models import User
from natoassess.accounts.views.people import signed_in
from natoassess.web.access import Access, PageMixin
from natoassess.web.concurrency import StaleVersion


class NewView(PageMixin, ContextMixin):
    """Begin an assessment: of a scenario described here, or with ?phase=case/phase of one that exists."""

    access = Access.SIGNED_IN
    section = "assessments"
    parameters = frozenset({"phase"})

    @cached_property
    def phase(self) -> Phase | None:
        """The phase named in the address; 404 where the person may not see it."""
        named = self.request.GET.get("phase")
        if named is None:
            return None
        case, _slash, slug = named.partition("/")
        found = phases(self.request.user).filter(case__slug=case, slug=slug).first()
        if found is None:
            raise Http404
        return found

    def form(self, request: HttpRequest) -> AssessForm:
        """The form: all of it for a scenario, the yardstick alone for a phase that exists."""
        user = signed_in(request)
        data = request.POST if request.method == "POST" else None
        if self.phase is None:
            return DescribeForm(data, user=user)
        return AssessForm(data, user=user, initial={"as_of": self.phase.as_of})

    def get(self, request: HttpRequest) -> HttpResponse:
        """The empty form."""
        return self._page(request, self.form(request))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Make the draft and go on to its first step; 422 with the form where an answer cannot stand."""
        form = self.form(request)
        if not form.is_valid():
            return self._page(request, form, status=422)
        made = self._make(form)
        messages.success(request, _("The draft is saved. Nobody but you sees it."))
        first = questionnaire_of(made.framework, made.standpoint).after(DESCRIBE)
        return redirect("assessments:edit", made.pk, first)

    def _make(self, form: AssessForm) -> Assessment:
        author = self.request.user
        if not isinstance(author, User):
            raise Http404
        if isinstance(form, DescribeForm):
            return scenario_create(
                author=author, description=form.scenario(), framework=form.framework_row, team=form.team_row
            )
        if self.phase is None:
            raise Http404
        given = form.cleaned_data
        return assessment_create(
            author=author,
            phase=self.phase,
            framework=form.framework_row,
            as_of=given["as_of"],
            standpoint=given["standpoint"],
            visibility=given["visibility"],
            team=form.team_row,
        )

    def _page(self, request: HttpRequest, form: AssessForm, status: int = 200) -> HttpResponse:
        context = self.get_context_data(
            form=form, phase=self.phase, crumbs=[(_("Assessments"), reverse("assessments:list"))]
        )
        return render(request, "assessments/filing/new.html", context, status=status)


class DescribeView(DraftMixin):
    """Change what is assessed, by which law and yardstick, and who may see it."""

    here = DESCRIBE

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Only its author says what is assessed. Raises PermissionDenied for those who answer beside them, and
        for the author of a second coding.
        """
        user = request.user
        if isinstance(user, User) and self.assessment.is_editable and not self.is_author:
            raise PermissionDenied(
                _("Only the author of this assessment says what is assessed, and by which law.")
            )
        if isinstance(user, User) and self.assessment.is_editable and not self.may_describe:
            raise PermissionDenied(
                _("What a second coding is of, and by which law, is as in the first coding.")
            )
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def held(self) -> Held:
        """What others that were handed in hold of the scenario."""
        return held_by_others(self.assessment)

    @cached_property
    def is_own(self) -> bool:
        """Whether the author of the draft described the phase, and no other assessment holds it as it is."""
        return self.assessment.phase.case.owner_id == self.editor.pk and not self.held.phase

    def form(self, data: Any = None) -> AssessForm:
        """The form for a scenario of one's own, or for the assessment of somebody else's phase."""
        initial, kept = initial_of(self.assessment), self.assessment.framework
        if not self.is_own:
            return AssessForm(data, user=self.editor, kept=kept, initial=initial)
        if not has_several_phases(self.assessment.phase.case):
            return DescribeForm(data, user=self.editor, kept=kept, initial=initial)
        phase = self.assessment.phase
        return PhaseForm(data, user=self.editor, kept=kept, initial=initial, phase=phase, held=self.held.case)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What was described, to be changed."""
        return self._page(request, self.form(), terms_mark(self.assessment))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Save and go on; 422 for what cannot stand, 409 where the draft changed meanwhile."""
        form, read = self.form(request.POST), request.POST.get("terms", "")
        if not read:
            raise BadRequest(_("The form does not say which version it was made from. Load the page anew."))
        if not form.is_valid():
            return self._page(request, form, read, status=422)
        phase = self.assessment.phase
        described = form.scenario() if isinstance(form, DescribeForm) else form.description(phase)
        try:
            scenario_describe(
                editor=self.editor,
                assessment=self.assessment,
                expected_terms=read,
                description=described,
                framework=form.framework_row,
                team=form.team_row,
            )
        except StaleVersion:
            del self.assessment
            return self._page(request, form, terms_mark(self.assessment), status=409)
        messages.success(request, _("Saved."))
        if request.POST.get("then") == "stay":
            return redirect(self.address(DESCRIBE))
        return redirect(self.address(self.questionnaire.after(DESCRIBE)))

    def _page(self, request: HttpRequest, form: AssessForm, read: str, status: int = 200) -> HttpResponse:
        context = self.get_context_data(
            heading=_("What is assessed"),
            form=form,
            terms=read,
            is_own=self.is_own,
            is_held=self.held.case,
            is_stale=status == 409,
        )
        if status == 409:
            context["stored"] = self._stored(form)
        return render(request, "assessments/filing/describe.html", context, status=status)

    def _stored(self, form: AssessForm) -> list[tuple[str, str]]:
        """What is stored now where the form says something else."""
        stored = self.form()
        found = []
        for name, field in form.fields.items():
            now, mine = stored[name].value(), form.data.get(name, "")
            if str(now if now is not None else "") != str(mine):
                found.append((str(field.label), _shown(name, now)))
        return found


def _shown(name: str, value: Any) -> str:
    if name == "standpoint":
        return str(Standpoint(value).label)
    return str(value) if value not in (None, "") else _("nothing")
