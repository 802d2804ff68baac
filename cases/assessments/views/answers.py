"""Answering: one step of the questionnaire, or what is still open."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.assessments.asked import why_asked, why_settled
from cases.assessments.forms import QuestionForm, posted_forms
from cases.assessments.forms.comparing import both_versions
from cases.assessments.history import last_changes
from cases.assessments.models import AnswerChange
from cases.assessments.presentation.evidence import grade_line
from cases.assessments.presentation.movement import movement
from cases.assessments.saving import Saved, answers_save
from cases.assessments.services import body_with
from cases.assessments.sources import Offered, sources_offered
from cases.assessments.steps import OPEN, SHOWN_AT_ONCE, Question, Step, is_answered, moves_of
from cases.assessments.views.filing import DraftMixin
from cases.assessments.views.panel import Notice, evaluated
from cases.assessments.views.provisions import LawLink, law_links
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
        """The forms of those questions with what was posted. Raises BadRequest where one names no version."""
        return self.read_forms(self.asked())

    def read_forms(self, questions: Sequence[Question]) -> list[QuestionForm]:
        """The posted forms of `questions`; those that are to take the place of a stored answer are marked."""
        mine, _theirs = self.chosen
        forms = posted_forms(questions, self.findings, data=self.request.POST, sources=self.sources)
        for form in forms:
            form.takes_place = form.question.name == mine
            if form.base is None or (form.takes_place and form.seen is None):
                raise BadRequest(
                    _("The form does not say which version it was made from. Load the page anew.")
                )
        return forms

    @property
    def chosen(self) -> tuple[str, str]:
        """The question whose posted answer, and that whose stored answer, was chosen of two; empty for none."""
        which, _colon, name = self.request.POST.get("choose", "").partition(":")
        return (name if which == "mine" else "", name if which == "theirs" else "")

    def store(self, forms: Iterable[QuestionForm]) -> Saved:
        """Save the answers of `forms`, all valid; what is stored is read anew."""
        saved = answers_save(
            editor=self.editor, assessment=self.assessment, answers=[form.answer() for form in forms]
        )
        for name in ("findings", "saved", "open", "changes"):
            self.__dict__.pop(name, None)
        self.assessment.version, self.assessment.changed_at = (
            saved.assessment.version,
            saved.assessment.changed_at,
        )
        return saved

    def settle(self, forms: Iterable[QuestionForm], saved: Saved) -> None:
        """Tell each form what is stored now; those in conflict show both versions."""
        conflicting = {conflict.answer.place for conflict in saved.conflicting}
        for form in forms:
            form.stored = self.findings.get(form.question.name)
            if (str(form.question.kind), form.question.code) in conflicting:
                form.conflict = both_versions(form)
            else:
                form.base = form.current

    def row(self, form: QuestionForm, law: Sequence[LawLink]) -> dict[str, Any]:
        """What the template of a question takes."""
        return {
            "form": form,
            "law": law,
            "marker": self.marker(form.question),
            "change": self.changes.get(form.question.name),
            "grading": grade_line(form.question, form.stored, self.saved.evaluation),
            "why": why_asked(form.question, self.assessment.framework),
        }

    @cached_property
    def changes(self) -> dict[str, AnswerChange]:
        """The newest change of each answer, by the name of the question."""
        return last_changes(self.assessment)

    def marker(self, question: Question) -> Marker:
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
        return self._page(request, forms)

    def post(self, request: HttpRequest, pk: int, step: str) -> HttpResponse:
        """Save each answer; 422 for what cannot stand, 409 with both versions where one was answered meanwhile."""
        self.here = self.step.slug
        forms = self.posted()
        if self.here != OPEN and any(form.question not in self.step.questions for form in forms):
            raise BadRequest(_("The form asked questions of another step. Load the page anew."))
        _mine, theirs = self.chosen
        kept = [form for form in forms if form.question.name != theirs]
        readable = [form for form in kept if form.is_valid()]
        body = body_with(assessment=self.assessment, answers=[form.answer() for form in readable])
        evaluation, notices = evaluated(self.assessment, self.questionnaire, body)
        elsewhere = place_faults(notices, kept)
        if any(form.has_faults for form in kept):
            return self._page(request, forms, status=422, elsewhere=elsewhere)
        before = self.saved.evaluation  # read before it is written over
        saved = self.store(kept)
        if saved.conflicting:
            self.settle(kept, saved)
            return self._page(request, self._with_stored(forms), status=409)
        self._tell(movement(before, evaluation))
        if request.POST.get("choose"):
            return redirect(f"{self.address(self.here)}#{''.join(self.chosen)}")
        return redirect(self._next(request.POST.get("then", ""), forms))

    def _with_stored(self, forms: Iterable[QuestionForm]) -> list[QuestionForm]:
        """The forms, all that are not in conflict showing what is stored.

        What was posted of an answer that another changed meanwhile, and that was not touched here, is an old one: sent
        again with the version of today it would take the place of the other's.
        """
        return [
            form
            if form.conflict
            else posted_forms([form.question], self.findings, data=None, sources=self.sources)[0]
            for form in forms
        ]

    def _next(self, then: str, forms: Sequence[QuestionForm]) -> str:
        """Where saving leads: on, back to this page, or back to a question with a row for one more source."""
        here = self.address(self.here)
        for form in forms:
            if then == f"add:{form.question.name}":
                return f"{here}?add={form.question.name}#{form.question.name}"
        if then == "stay":
            return here
        if self.here == OPEN:
            is_moving = any(form.answer().value != "unknown" for form in forms if form.is_valid())
            on = self.open.useful and is_moving
            return here if on else reverse("assessments:check", args=[self.assessment.pk])
        following = self.questionnaire.after(self.here)
        if following == OPEN and not self.open.useful:
            return reverse("assessments:check", args=[self.assessment.pk])
        return self.address(following)

    def _tell(self, moved: Sequence[str]) -> None:
        if moved:
            text = _("Saved. Changed: %(moved)s.") % {"moved": "; ".join(moved)}
        else:
            text = _("Saved. None of the three answers moved.")
        messages.success(self.request, text)

    def _page(
        self,
        request: HttpRequest,
        forms: list[QuestionForm],
        *,
        status: int = 200,
        elsewhere: Sequence[Notice] = (),
    ) -> HttpResponse:
        law = law_links((form.question for form in forms), self.assessment.as_of)
        folded = self._folded(forms)
        context = self.get_context_data(
            step=self.step,
            heading=self._heading(),
            rows=[self.row(form, law[form.question.name]) for form in forms if form not in folded],
            folded=[
                {**self.row(form, law[form.question.name]), "reason": self._reason(form.question)}
                for form in folded
            ],
            faults=[
                (field, f"{form.question.label}: {text}") for form in forms for field, text in form.faults()
            ],
            elsewhere=_elsewhere(elsewhere or self.saved.notices, forms),
            conflicts=[form.question for form in forms if form.conflict],
            following=self._following(forms),
            settled=[(question, self._reason(question)) for question in self.open.settled]
            if self.here == OPEN
            else [],
        )
        return render(request, "assessments/filing/step.html", context, status=status)

    def _folded(self, forms: Iterable[QuestionForm]) -> list[QuestionForm]:
        """The open questions of this page that are settled: they can still be answered, and are folded away."""
        settled = {question.name for question in self.open.settled}
        return [
            form
            for form in forms
            if form.question.name in settled and not (form.has_faults or form.conflict or form.is_open)
        ]

    def _reason(self, question: Question) -> str:
        evaluation = self.saved.evaluation
        if evaluation is None:
            return ""
        return why_settled(question, evaluation, self.questionnaire, self.assessment.framework)

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


def place_faults(notices: Iterable[Notice], forms: Sequence[QuestionForm]) -> list[Notice]:
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
