"""Scenario files: an assessment taken away, a file brought in, and a copy to start from."""

from __future__ import annotations

from typing import ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic.base import ContextMixin

from cases.assessments.forms.importing import ImportForm
from cases.assessments.importing import assessment_copy, scenario_import
from cases.assessments.models import Assessment
from cases.assessments.scenario_files import MEDIA_TYPES, WRITERS, file_name, scenario_of
from cases.assessments.scenario_reading import FileFault, ScenarioFileInvalid
from cases.assessments.steps import DESCRIBE
from cases.assessments.views.result import assessment_or_404
from natoassess.accounts.models import User
from natoassess.accounts.views.people import signed_in
from natoassess.web.access import Access, PageMixin


class ScenarioFileView(PageMixin):
    """An assessment as a scenario file, for whoever sees it."""

    access = Access.PUBLIC
    kind: ClassVar[str]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The file, as a download."""
        assessment = assessment_or_404(request.user, pk)
        name = file_name(assessment, self.kind)
        return HttpResponse(
            WRITERS[self.kind](scenario_of(assessment)),
            content_type=f"{MEDIA_TYPES[self.kind]}; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )


class ScenarioYamlView(ScenarioFileView):
    """As YAML."""

    kind = "yaml"


class ScenarioJsonView(ScenarioFileView):
    """As JSON."""

    kind = "json"


class FromElsewhere(PageMixin, ContextMixin):
    """What the two ways of beginning with answers share."""

    access = Access.SIGNED_IN
    section = "assessments"

    @property
    def author(self) -> User:
        """Who will own the draft."""
        return signed_in(self.request)

    def begin(self, draft: Assessment, told: str) -> HttpResponse:
        """On to the description of the new draft."""
        messages.success(self.request, told)
        return redirect("assessments:edit", draft.pk, DESCRIBE)


class ImportView(FromElsewhere):
    """Make a draft from a scenario file."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The empty form."""
        return self._page(request, ImportForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Bring the file in; 422 with every fault where it cannot be."""
        form = ImportForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(request, form, status=422)
        try:
            draft = scenario_import(author=self.author, content=form.content)
        except ScenarioFileInvalid as error:
            return self._page(request, form, error.faults, status=422)
        return self.begin(draft, _("The file is brought in as a draft. Nobody but you sees it."))

    def _page(
        self, request: HttpRequest, form: ImportForm, faults: list[FileFault] | None = None, status: int = 200
    ) -> HttpResponse:
        given = request.FILES.get("file")
        context = self.get_context_data(
            form=form,
            faults=faults or [],
            file_name=getattr(given, "name", ""),
            crumbs=[(_("Assessments"), reverse("assessments:list"))],
        )
        return render(request, "assessments/filing/import.html", context, status=status)


class CopyView(FromElsewhere):
    """Start from the answers of an assessment: a scenario of one's own with all of them."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Make the draft and go on to its description."""
        draft = assessment_copy(author=self.author, assessment=assessment_or_404(request.user, pk))
        return self.begin(
            draft, _("A draft of your own with these answers is made. Change what your case changes.")
        )
