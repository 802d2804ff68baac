"""The result of an assessment: the three answers with their reasons, and the evaluation as data."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from cases.assessments.agreement import is_comparable
from cases.assessments.discussion import Discussion
from cases.assessments.dissents import dissents_shown
from cases.assessments.models import Assessment
from cases.assessments.models.assessment import Status
from cases.assessments.phase_answers import comparison_item
from cases.assessments.phases import phases_of_scenario
from cases.assessments.precedents import evaluation_with_precedents, precedents_shown
from cases.assessments.presentation import Result, result_of
from cases.assessments.presentation.evidence import brief_sentence
from cases.assessments.publications import publications
from cases.assessments.reliance import phase_address
from cases.assessments.rules import may
from cases.assessments.selectors import assessments, evaluation_of
from frameworks.selectors import framework_on
from frameworks.services import FindingsInvalid
from natoassess.accounts.selectors import Person
from natoassess.web import problems
from natoassess.web.access import Access, PageMixin

RETRACTED = Q(retracted_at__isnull=False)
PRECEDENTS = 3
"""How many precedents the result itself names; their page has more."""


def assessment_or_404(user: Person, pk: int) -> Assessment:
    """The assessment, if `user` may see it. Http404 otherwise, which says nothing about what may exist."""
    related = ("framework__catalogue", "reviewer", "revises")
    found = assessments(user).select_related(*related).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def result_context(user: Person, assessment: Assessment) -> dict[str, Any]:
    """What every page about a result shows: the result, its head, and what `user` may do with it."""
    result: Result = result_of(assessment)
    doctrine, _anticipated = framework_on(assessment.as_of)
    allowed = {name: may(user, f"{name}_assessment", assessment) for name in ("change", "delete", "review")}
    allowed["add_phase"] = may(user, "add_phase", assessment)
    return {
        "result": result,
        "parts": result.parts,
        "evaluation": result.evaluation,
        "assessment": assessment,
        "labels": result.labels,
        "snapshot": result.snapshot if not assessment.is_editable else None,
        "doctrine": None if doctrine.code == assessment.framework.code else doctrine,
        "scenario_phases": phases_of_scenario(user, assessment),
        "phase_url": phase_address(assessment.phase),
        "comparison_item": comparison_item(assessment),
        "may": allowed | _beside(user, assessment),
        "dissents": dissents_shown(assessment),
        "note": review_note(user, assessment),
        "discussion": Discussion(user, assessment),
        "number": number_of(assessment),
        "may_read_log": may(user, "read_audit_log", assessment),
    }


def _beside(user: Person, assessment: Assessment) -> dict[str, bool]:
    """What a person of the team may do beside reading: nothing for visitors, and nothing with the library's own."""
    if not user.is_authenticated or assessment.reference is not None:
        return {}
    asked = ("read_changes", "ask_second_coding", "read_second_coding", "dissent_assessment")
    return {name: may(user, name, assessment) for name in asked}


def number_of(assessment: Assessment) -> str:
    """The number that it was published under; empty where it was not, and for the library's own."""
    publication = getattr(assessment, "publication", None)
    return publication.number if publication else ""


def review_note(user: Person, assessment: Assessment) -> str:
    """The reviewer's note where there is one and `user` may read it. That of a reference is said in its notice."""
    if assessment.reference is not None or assessment.status not in {Status.RETURNED, Status.PUBLISHED}:
        return ""
    return assessment.review_note if may(user, "read_review_note", assessment) else ""


class ResultView(PageMixin, TemplateView):
    """The result page of an assessment: public where it is published to everyone, 404 for whom it is not meant."""

    access = Access.PUBLIC
    section = "assessments"
    template_name = "assessments/detail.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page; what was retracted leads to its tombstone."""
        try:
            return super().get(request, *args, **kwargs)
        except Http404:
            withdrawn = publications(request.user).filter(RETRACTED, assessment__pk=kwargs["pk"]).first()
            if withdrawn is None:
                raise
            return redirect("published:detail", withdrawn.number)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Everything the page shows."""
        assessment = assessment_or_404(self.request.user, kwargs["pk"])
        shown = result_context(self.request.user, assessment)
        return super().get_context_data(
            **kwargs,
            **shown,
            evidence_brief=brief_sentence(shown["result"]),
            precedents=precedents_shown(self.request.user, assessment, limit=PRECEDENTS),
            is_comparable=is_comparable(self.request.user, assessment.phase),
            canonical=self.canonical(assessment),
        )

    def canonical(self, assessment: Assessment) -> str:
        """The address that is cited; empty where it has no number."""
        number = number_of(assessment)
        address = reverse("published:detail", args=[number]) if number else ""
        return self.request.build_absolute_uri(address) if address else ""


class ResultJsonView(PageMixin, View):
    """The evaluation as `POST /api/v1/score/` would give it, to be kept or cited."""

    access = Access.PUBLIC

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The evaluation; 409 for a draft with an answer that cannot stand."""
        assessment = assessment_or_404(request.user, pk)
        try:
            evaluation = evaluation_with_precedents(assessment, evaluation_of(assessment))
        except FindingsInvalid as error:
            return problems.response(
                409, code="not_evaluable", detail=_("An answer cannot stand: %(why)s") % {"why": error}
            )
        name = slugify(
            f"{assessment.phase.case.slug} {assessment.phase.slug} {evaluation['evaluation_id'][7:15]}"
        )
        return JsonResponse(
            evaluation,
            json_dumps_params={"indent": 2, "ensure_ascii": False},
            headers={"Content-Disposition": f'attachment; filename="{name}.json"'},
        )
