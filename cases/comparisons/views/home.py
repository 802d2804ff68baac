"""The first page: three questions, the balance map over the reference assessments, and ways in."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.views.generic import TemplateView

from cases.assessments.phase_answers import PhaseAnswers, answers_published, phase_answers
from cases.comparisons import balance
from cases.studies.models.case import CaseKind
from cases.studies.selectors import phases
from frameworks.usage import catalogue_counts, edition_latest
from natoassess.web.access import Access, PageMixin

MOST_APART = 8
"""So many phases whose answers part company stand on the first page, the widest gap first."""


def case_address(answer: PhaseAnswers) -> str:
    """The page of the case with this phase selected."""
    return f"{reverse('cases:detail', args=[answer.phase.case.slug])}?phase={answer.phase.slug}"


class HomeView(PageMixin, TemplateView):
    """What natoassess is, and where its three answers lie for every phase of the library."""

    access = Access.PUBLIC
    template_name = "home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The map's points and title, the phases whose answers part company, what is published, what is new."""
        user = self.request.user
        library = phases(user).filter(case__kind=CaseKind.HISTORICAL, reference=True)
        answers = [answer for answer in phase_answers(user, library) if answer.summary is not None]
        apart = balance.apart(answers)
        return super().get_context_data(
            **kwargs,
            points=[answer.as_point(case_address(answer)) for answer in answers],
            title=balance.finding(answers),
            extent=balance.extent(answers),
            apart=[(answer, case_address(answer), balance.contrast(answer)) for answer in apart[:MOST_APART]],
            apart_total=len(apart),
            published=answers_published(user, limit=6),
            counts=catalogue_counts(),
            edition=edition_latest(),
        )
