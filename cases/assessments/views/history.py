"""The history of one answer: every version, whose it is, and the way back to it."""

from __future__ import annotations

from functools import cached_property

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic.base import ContextMixin

from cases.assessments.history import changes_of
from cases.assessments.models import Assessment
from cases.assessments.presentation.history import change_rows
from cases.assessments.rules import may
from cases.assessments.selectors import assessments
from cases.assessments.steps import Questionnaire, questionnaire_of
from natoassess.web.access import Access, PageMixin


class HistoryView(PageMixin, ContextMixin):
    """Who changed an answer, when and how. Its editors can put any version back."""

    access = Access.SIGNED_IN
    section = "assessments"
    http_method_names = ["get", "head", "options"]

    @cached_property
    def assessment(self) -> Assessment:
        """The assessment; 404 for who may not see it. Raises PermissionDenied for who may not read its history."""
        found = assessments(self.request.user).filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        if not may(self.request.user, "read_history", found):
            raise PermissionDenied(
                _("How an answer came about is read by those who gave it and by the reviewers of its team.")
            )
        return found

    @cached_property
    def questionnaire(self) -> Questionnaire:
        """The questions of its framework."""
        return questionnaire_of(self.assessment.framework, self.assessment.standpoint)

    def get(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        """The versions, newest first."""
        assessment = self.assessment
        question = self.questionnaire.by_name.get(name)
        if question is None:
            raise Http404
        finding = assessment.findings.filter(kind=question.kind, code=question.code).first()
        is_editor = may(request.user, "change_assessment", assessment)
        way_back = (
            f"{reverse('assessments:edit', args=[pk, question.step])}#{name}"
            if is_editor
            else reverse("assessments:detail", args=[pk])
        )
        rows = change_rows(changes_of(assessment, kind=question.kind, code=question.code), self.questionnaire)
        context = self.get_context_data(
            assessment=assessment,
            question=question,
            rows=rows,
            version=finding.version if finding else 0,
            is_editor=is_editor,
            way_back=way_back,
            crumbs=[
                (_("Assessments"), reverse("assessments:list")),
                (assessment.phase.case.title, reverse("assessments:detail", args=[pk])),
            ],
        )
        return render(request, "assessments/filing/history.html", context)
