"""The same findings under every doctrine: of an assessment, and of a phase through its reference assessment."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from cases.assessments.doctrines import assessment_doctrines
from cases.assessments.models import Assessment
from cases.assessments.presentation.doctrines import doctrines_shown
from cases.assessments.selectors import reference_assessments
from cases.assessments.views.result import assessment_or_404
from cases.studies.selectors import phases
from frameworks.selectors import frameworks_own
from frameworks.services import FindingsInvalid
from natoassess.accounts.selectors import Person
from natoassess.web.access import Access, PageMixin


def reference_or_404(user: Person, slug: str, phase: str) -> Assessment:
    """The reference assessment of a phase that `user` may see. Http404 where there is none."""
    found = phases(user).filter(case__slug=slug, slug=phase).first()
    reference = reference_assessments([found]).get(found.pk) if found else None
    if reference is None:
        raise Http404
    return assessment_or_404(user, reference.pk)


class DoctrinesView(PageMixin, TemplateView):
    """An assessment under every framework that may be seen: public where the assessment is, 404 for others."""

    access = Access.PUBLIC
    section = "assessments"
    template_name = "assessments/doctrines.html"

    def assessment(self) -> Assessment:
        """The assessment in the address."""
        return assessment_or_404(self.request.user, self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The table, the chart and where the page stands; `doctrines` is None where an answer cannot stand."""
        assessment = self.assessment()
        try:
            table = assessment_doctrines(assessment=assessment, user=self.request.user)
        except FindingsInvalid:
            doctrines = None
        else:
            own = frameworks_own(self.request.user).values_list("code", flat=True)
            doctrines = doctrines_shown(table, judged_by=assessment.framework.code, linked=set(own))
        return super().get_context_data(
            **kwargs,
            assessment=assessment,
            doctrines=doctrines,
            crumbs=_crumbs(assessment),
        )


def _crumbs(assessment: Assessment) -> list[tuple[str, str]]:
    """The way to the page of an assessment: through its case, unless that is called as the phase is."""
    phase = assessment.phase
    case = (phase.case.title, reverse("cases:detail", args=[phase.case.slug]))
    return [
        (_("Assessments"), reverse("assessments:list")),
        *([case] if phase.title != phase.case.title else []),
        (phase.title, reverse("assessments:detail", args=[assessment.pk])),
    ]


class PhaseDoctrinesView(DoctrinesView):
    """The same of a phase, by its reference assessment."""

    section = "cases"

    def assessment(self) -> Assessment:
        """The reference assessment of the phase in the address."""
        return reference_or_404(self.request.user, self.kwargs["slug"], self.kwargs["phase"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The crumbs lead through the case."""
        context = super().get_context_data(**kwargs)
        phase = context["assessment"].phase
        address = reverse("cases:detail", args=[phase.case.slug])
        crumbs = [
            (_("Cases"), reverse("cases:list")),
            (phase.case.title, address),
            (phase.title, f"{address}?phase={phase.slug}"),
        ]
        return context | {"crumbs": crumbs}
