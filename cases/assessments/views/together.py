"""What the pages share on which those who work on an assessment meet: comments, people, the feed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic.base import ContextMixin

from cases.assessments.discussion import Discussion
from cases.assessments.models import Assessment
from cases.assessments.rules import may
from cases.assessments.steps import Question, Questionnaire, questionnaire_of
from cases.assessments.views.result import assessment_or_404
from natoassess.accounts.models import User
from natoassess.accounts.views.people import signed_in
from natoassess.web.access import Access, PageMixin


class TogetherMixin(PageMixin, ContextMixin):
    """For whom the discussion is meant: 404 where the assessment is out of sight, 403 for others who see it."""

    access = Access.SIGNED_IN
    section = "assessments"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Ask who it is before the view runs."""
        if isinstance(request.user, User) and not may(request.user, "read_discussion", self.assessment):
            raise PermissionDenied(
                _("Its author, its contributors and the reviewers of its team talk about an assessment here.")
            )
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def person(self) -> User:
        """Who asks."""
        return signed_in(self.request)

    @cached_property
    def assessment(self) -> Assessment:
        """The assessment in the address."""
        return assessment_or_404(self.person, self.kwargs["pk"])

    @cached_property
    def discussion(self) -> Discussion:
        """What was said of it."""
        return Discussion(self.person, self.assessment)

    @cached_property
    def questionnaire(self) -> Questionnaire:
        """The questions of its framework."""
        return questionnaire_of(self.assessment.framework, self.assessment.standpoint)

    @cached_property
    def can_answer(self) -> bool:
        """Whether the person may change its answers now."""
        return may(self.person, "change_assessment", self.assessment)

    @property
    def by_name(self) -> Mapping[str, Question]:
        """Each question by its name."""
        return self.questionnaire.by_name

    def address_of(self, question: Question | None) -> str:
        """Where the answer to a question stands: in the form for who may change it, else in the result."""
        if question is None:
            return reverse("assessments:detail", args=[self.assessment.pk])
        if self.can_answer:
            step = reverse("assessments:edit", args=[self.assessment.pk, question.step])
            return f"{step}#{question.name}"
        result = reverse("assessments:detail", args=[self.assessment.pk])
        return f"{result}#{question.kind}-{question.code}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The assessment, the way to it, and the discussion."""
        phase = self.assessment.phase
        crumbs = [
            (_("Assessments"), reverse("assessments:list")),
            (phase.title, reverse("assessments:detail", args=[self.assessment.pk])),
        ]
        return {
            **super().get_context_data(**kwargs),
            "assessment": self.assessment,
            "phase": phase,
            "case": phase.case,
            "discussion": self.discussion,
            "can_answer": self.can_answer,
            "crumbs": crumbs,
        }
