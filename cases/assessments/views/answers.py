"""Answering: one step of the questionnaire, or what is still open."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.assessments.forms import QuestionForm, posted_forms
from cases.assessments.forms.comparing import changed_forms, stored_instead
from cases.assessments.presentation.evidence import grade_line
from cases.assessments.presentation.movement import movement
from cases.assessments.services import body_with, findings_save
from cases.assessments.sources import Offered, sources_offered
from cases.assessments.steps import OPEN, SHOWN_AT_ONCE, Question, Step, is_answered, moves_of
from cases.assessments.views.filing import DraftMixin
from cases.assessments.views.panel import Notice, evaluated
from cases.assessments.views.provisions import law_links
from natoassess.web.concurrency import StaleVersion
from natoassess.web.presentation import words


@dataclass(frozen=True)
class Marker:
    """What an answer to a question would do, in words; nothing where it is answered."""

    text: str = ""
    is_decisive: bool = False


class AnswersMixin(DraftMixin):
    """Reads the posted answers of a draft."""

    @cached_property
    def sources(self) -> dict[str, Offered]:
        """The sources of the assessment and of the case under study, which an answer may rest on."""
        return sources_offered(self.assessment)

    def asked(self) -> list[Question]:
        """The questions that the posted form asked, each named in a field `q`. Raises BadRequest for any other."""
        names = list(dict.fromkeys(self.request.POST.getlist("q")))
        unknown = [name for name in names if name not in self.questionnaire.by_name]
        if unknown or not names:
            raise BadRequest(_("The form does not say which questions it asked. Load the page anew."))
        return [self.questionnaire.by_name[name] for name in names]

    def posted(self) -> list[QuestionForm]:
        """The forms of those questions with what was posted."""
        return posted_forms(self.asked(), self.findings, data=self.request.POST, sources=self.sources)


class StepView(AnswersMixin):
    """A step of the form. Saving never touches what other steps hold."""

    parameters = frozenset({"add"})

    @cached_property
    def step(self) -> Step:
        """The step in the address; 404 where there is none."""
        slug = self.kwargs["step"]
        if slug == OPEN:
            return Step(OPEN, _("Still open"), "open", self.open.useful[:SHOWN_AT_ONCE])
        found = self.questionnaire.step(slug)
        if found is None:
            raise Http404
        return found

    def get(self, request: HttpRequest, pk: int, step: str) -> HttpResponse:
        """The questions with what is stored."""
        self.here = self.step.slug
        forms = posted_forms(self.step.questions, self.findings, data=None, sources=self.sources)
        for form in forms:
            form.is_open = form.question.name == request.GET.get("add")
        return self._page(request, forms, self.assessment.version)

    def post(self, request: HttpRequest, pk: int, step: str) -> HttpResponse:
        """Save, or show the form again: 422 for what cannot stand, 409 where the draft changed meanwhile."""
        self.here = self.step.slug
        forms, version = self.posted(), self.posted_version()
        if self.here != OPEN and any(form.question not in self.step.questions for form in forms):
            raise BadRequest(_("The form asked questions of another step. Load the page anew."))
        readable = [form for form in forms if form.is_valid()]
        body = body_with(assessment=self.assessment, answers=[form.answer() for form in readable])
        evaluation, notices = evaluated(self.assessment, self.questionnaire, body)
        elsewhere = _place(notices, forms)
        has_faults = any(form.has_faults for form in forms)
        if version != self.assessment.version:
            if not has_faults and not changed_forms(forms):
                messages.success(request, _("Saved: what you answered is what is stored."))
                return redirect(self._next(request.POST.get("then", ""), forms))
            return self._stale(request, forms, self.assessment.version)
        if has_faults:
            return self._page(request, forms, version, status=422, elsewhere=elsewhere)
        before = self.saved.evaluation  # read before it is written over
        try:
            findings_save(
                editor=self.editor,
                assessment=self.assessment,
                expected_version=version,
                answers=[form.answer() for form in changed_forms(forms)],
            )
        except StaleVersion as stale:
            del self.findings
            return self._stale(request, self.posted(), stale.current)
        self._tell(movement(before, evaluation))
        return redirect(self._next(request.POST.get("then", ""), forms))

    def _next(self, then: str, forms: Sequence[QuestionForm]) -> str:
        """Where saving leads: on, back to this page, or back to a question with a row for one more source."""
        here = self.address(self.here)
        for form in forms:
            if then == f"add:{form.question.name}":
                return f"{here}?add={form.question.name}#{form.question.name}"
        if then == "stay":
            return here
        if self.here == OPEN:
            findings = {form.question.name: form.answer().value for form in forms}
            left = [q for q in self.open.useful if findings.get(q.name, "unknown") == "unknown"]
            moved_on = len(left) < len(self.open.useful)
            return here if left and moved_on else reverse("assessments:check", args=[self.assessment.pk])
        return self.address(self.questionnaire.after(self.here))

    def _tell(self, moved: Sequence[str]) -> None:
        if moved:
            text = _("Saved. Changed: %(moved)s.") % {"moved": "; ".join(moved)}
        else:
            text = _("Saved. None of the three answers moved.")
        messages.success(self.request, text)

    def _stale(self, request: HttpRequest, forms: list[QuestionForm], current: int) -> HttpResponse:
        """Both answers: the form keeps what was typed, beside it stands what is stored now."""
        for form in forms:
            form.conflict = stored_instead(form)
        return self._page(request, forms, current, status=409)

    def _page(
        self,
        request: HttpRequest,
        forms: list[QuestionForm],
        version: int,
        *,
        status: int = 200,
        elsewhere: Sequence[Notice] = (),
    ) -> HttpResponse:
        law = law_links((form.question for form in forms), self.assessment.as_of)
        context = self.get_context_data(
            step=self.step,
            heading=self._heading(),
            rows=[
                {
                    "form": form,
                    "law": law[form.question.name],
                    "marker": self._marker(form.question),
                    "grading": grade_line(form.question, form.stored, self.saved.evaluation),
                }
                for form in forms
            ],
            faults=[
                (field, f"{form.question.label}: {text}") for form in forms for field, text in form.faults()
            ],
            elsewhere=_elsewhere(elsewhere or self.saved.notices, forms),
            version=version,
            is_stale=status == 409,
            following=self._following(forms),
            settled=self.open.settled if self.here == OPEN else (),
        )
        return render(request, "assessments/filing/step.html", context, status=status)

    def _heading(self) -> str:
        if self.here != OPEN:
            return self.step.title
        count = len(self.open.useful)
        if not count:
            return _("Nothing is open")
        return ngettext("Still open: %(count)d question", "Still open: %(count)d questions", count) % {
            "count": count
        }

    def _following(self, forms: Sequence[QuestionForm]) -> list[Question]:
        """The open questions that this page does not ask."""
        if self.here != OPEN:
            return []
        asked = {form.question.name for form in forms}
        return [question for question in self.open.useful if question.name not in asked]

    def _marker(self, question: Question) -> Marker:
        """What an answer to an open question would do, as of what is stored."""
        evaluation = self.saved.evaluation
        if evaluation is None or is_answered(self.findings.get(question.name)):
            return Marker()
        if question.is_fact:
            if question.code in evaluation["legality"]["decisive_unknowns"]:
                return Marker(_("Decisive: can change the verdict"), is_decisive=True)
            return Marker(_("Settled: cannot change the verdict"))
        points = moves_of(evaluation).get(question.code) if question.is_rating else None
        if points is None:
            return Marker()
        return Marker(_("Moves the index by up to %(points)s points") % {"points": words.number(points)})


def _place(notices: Iterable[Notice], forms: Sequence[QuestionForm]) -> list[Notice]:
    """Put each fault at the form that it concerns; those of other steps are returned."""
    by_name = {form.question.name: form for form in forms}
    elsewhere = []
    for notice in notices:
        form = by_name.get(notice.question.name) if notice.question else None
        if form is None:
            elsewhere.append(notice)
        else:
            form.add_error(notice.field if notice.field in form.fields else "value", notice.text)
    return elsewhere


def _elsewhere(notices: Iterable[Notice], forms: Sequence[QuestionForm]) -> list[Notice]:
    asked = {form.question.name for form in forms if form.is_bound}
    return [notice for notice in notices if notice.question is None or notice.question.name not in asked]
