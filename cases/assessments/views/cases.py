"""The page on one case."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import BadRequest
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from cases.assessments.agreement import LEAST
from cases.assessments.case_list import phases_of
from cases.assessments.case_page import (
    CasePage,
    assessments_of,
    beside_authorities,
    case_page,
    evaluations_shown,
)
from cases.assessments.case_strip import Evaluations, strip_of, strip_rows
from cases.assessments.phase_answers import PhaseAnswers, phase_answers
from cases.assessments.precedents import PrecedentShown, precedents_shown
from cases.assessments.presentation.labels import Labels, labels_of
from cases.studies.cited import case_cited, phase_cited
from cases.studies.models import Case, Phase
from cases.studies.selectors import case_record, cases
from natoassess.web.access import Access, PageMixin
from natoassess.web.addresses import site_address
from natoassess.web.citations.shown import CiteShown, cite_shown
from natoassess.web.presentation.strip import Strip

MOST_PRECEDENTS = 3
"""So many precedents stand on the page of a case; the page on them has all."""


class CaseDetail(PageMixin, TemplateView):
    """One case: its phases with their answers, and the record of the phase that `?phase=` selects.

    With `?ledger=case` the authorisation ledger is that of all its phases.
    """

    access = Access.PUBLIC
    parameters = frozenset({"phase", "ledger"})
    section = "cases"
    template_name = "cases/detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Everything the page shows. Http404 for a case one may not see; BadRequest for a phase it has not."""
        user = self.request.user
        found = cases(user).filter(slug=kwargs["slug"]).first()
        if found is None:
            raise Http404
        whole = whole_ledger(self.request.GET.get("ledger"))
        case = case_record(found, user)
        answers = phase_answers(user, phases_of([case]))
        selected = selected_answers(answers, self.request.GET.get("phase"))
        evaluations = evaluations_shown(answers)
        assessment = selected.assessment if selected else None
        labels = labels_of(assessment.framework) if assessment else None
        evaluation = evaluations.get(assessment.pk) if assessment else None
        page = case_page(
            case,
            selected.phase if selected else None,
            evaluation=evaluation,
            titles={code: test.title for code, test in labels.tests.items()} if labels else {},
            whole_ledger=whole,
        )
        return super().get_context_data(
            **kwargs,
            case=case,
            answers=answers,
            selected=selected,
            page=page,
            strip=self.strip_of(answers, evaluations, page),
            strip_rows=strip_rows(answers, evaluations),
            whole_ledger=whole,
            selected_number=answers.index(selected) + 1 if selected else 0,
            evaluation=evaluation,
            titles=labels.answer_titles if labels else {},
            cites=cites_of(case, selected.phase if selected else None, site_address(self.request)),
            **self.of_phase(selected, labels),
        )

    def strip_of(self, answers: list[PhaseAnswers], evaluations: Evaluations, page: CasePage) -> Strip | None:
        """The phases over time; None where there is one phase and nothing happened but it."""
        if len(answers) < 2 and not page.turns:
            return None
        return strip_of(answers, evaluations, page.turns, today=timezone.localdate())

    def of_phase(self, selected: PhaseAnswers | None, labels: Labels | None) -> dict[str, Any]:
        """What stands beside the selected phase: who else assessed it, what was held of it, its precedents."""
        if selected is None:
            return {"filed": [], "comparable": False, "beside": None, "precedents": [], "labels": labels}
        filed = assessments_of(self.request.user, selected.phase)
        near: list[PrecedentShown] = []
        if selected.assessment is not None and selected.summary is not None:
            near = precedents_shown(self.request.user, selected.assessment, limit=MOST_PRECEDENTS)
        return {
            "filed": filed,
            "comparable": sum(row.summary is not None for row in filed) >= LEAST,
            "beside": beside_authorities(selected.phase, selected.assessment, selected.verdict),
            "precedents": near,
            "labels": labels,
        }


def cites_of(case: Case, phase: Phase | None, site: str) -> list[CiteShown]:
    """How to cite the phase that is shown, and the whole case."""
    cites = []
    if phase is not None:
        record = phase_cited(phase, site)
        cites.append(cite_shown(record, "api-phase-cite", case.slug, phase.slug, label=_("This phase")))
    whole = case_cited(case, site)
    return [*cites, cite_shown(whole, "api-case-cite", case.slug, label=_("The whole case") if cites else "")]


def whole_ledger(asked: str | None) -> bool:
    """Whether the ledger of the whole case is asked for. Raises BadRequest for anything but `phase` and `case`."""
    if asked not in {None, "phase", "case"}:
        raise BadRequest(
            _("ledger=%(asked)s is not known: give ledger=case or ledger=phase.") % {"asked": asked}
        )
    return asked == "case"


def selected_answers(answers: list[PhaseAnswers], slug: str | None) -> PhaseAnswers | None:
    """The phase that the address names; without one that of the case file, else the first that is assessed, else the
    first; None of no phases.

    Raises BadRequest, with the phases there are, for a slug that is none of theirs.
    """
    if slug is not None:
        for answer in answers:
            if answer.phase.slug == slug:
                return answer
        known = ", ".join(answer.phase.slug for answer in answers)
        raise BadRequest(
            _("This case has no phase %(slug)s; it has: %(known)s.") % {"slug": slug, "known": known}
        )
    opening = [answer for answer in answers if answer.phase.slug == answer.phase.case.opens_with]
    assessed = [answer for answer in answers if answer.assessment is not None]
    return next(iter([*opening, *assessed, *answers]), None)
