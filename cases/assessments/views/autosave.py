"""Saving one answer as it is given, and taking a change of it back: what the page is told, in parts of a page."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.cache import cache
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cases.assessments.forms import QuestionForm, posted_forms
from cases.assessments.forms.comparing import changed_forms, changes_in_words
from cases.assessments.history import UndoRefused, answer_restore, answer_undo, changes_of
from cases.assessments.presentation.movement import movement
from cases.assessments.services import body_with
from cases.assessments.steps import Question
from cases.assessments.views.answers import AnswersMixin, place_faults
from cases.assessments.views.panel import Notice, Panel, evaluated
from cases.assessments.views.provisions import law_links

WHOLE = "show"
"""The value of `then` that asks for the question whole, not for its state alone."""


REMEMBERED = 600
"""Seconds for which the evaluation of the last save is remembered."""

_LARGE = frozenset({"trace", "flips"})


class QuestionMixin(AnswersMixin):
    """One question of a draft, named in the address. A stranger to the questionnaire is answered 404."""

    http_method_names = ["post", "options"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Nothing of what a person types is kept on the way."""
        response = super().dispatch(request, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        return response

    @cached_property
    def question(self) -> Question:
        """The question in the address."""
        found = self.questionnaire.by_name.get(self.kwargs["name"])
        if found is None:
            raise Http404
        return found

    def part(
        self, form: QuestionForm, panel: Panel, *, status: int = 200, is_whole: bool = False, told: str = ""
    ) -> HttpResponse:
        """The state of the question, or the question whole; with it what else of the page has changed."""
        law = law_links([form.question], self.assessment.as_of)[form.question.name]
        step = self.questionnaire.step(self.question.step)
        context = {
            **self.panel_context(panel),
            **self.row(form, law),
            "question": form.question,
            "is_whole": is_whole,
            "told": told,
            "step_slug": self.question.step,
            "progress": self.progress(step) if step else "",
            "left": self.open_left(),
            "status": status,
        }
        return render(self.request, "assessments/filing/_saved.html", context, status=status)

    def stored_form(self) -> QuestionForm:
        """The question with what is stored."""
        return posted_forms([self.question], self.findings, data=None, sources=self.sources)[0]


class AnswerView(QuestionMixin):
    """Save one answer as it is given."""

    def post(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        """200 saved, 422 with the fault and nothing saved, 409 with both versions where another was saved since."""
        form = self.read_forms([self.question])[0]
        is_whole = request.POST.get("then") == WHOLE
        if self.chosen[1] == self.question.name:
            return self.part(self.stored_form(), self.saved, is_whole=True)
        before = self.evaluation_before()
        readable = [form] if form.is_valid() else []
        body = body_with(assessment=self.assessment, answers=[ready.answer() for ready in readable])
        evaluation, notices = evaluated(self.assessment, self.questionnaire, body)
        changed = changes_in_words(readable)
        place_faults(notices, [form])
        if form.has_faults:
            faults = tuple(Notice(form.question, text) for _field, text in form.faults())
            panel = Panel(self.saved.evaluation, faults, is_saved=False)
            return self.part(form, panel, status=422, is_whole=is_whole)
        expected = self.assessment.version
        saved = self.store([form])
        if saved.assessment.version == expected + bool(saved.saved):
            self.saved = Panel(evaluation, notices)
        # Where other answers were saved in between, what was worked out is not of what is stored: once more then.
        now = self.saved
        self._remember(saved.assessment.version, now.evaluation)
        self.settle([form], saved)
        if saved.conflicting:
            return self.part(form, self.saved, status=409, is_whole=is_whole)
        moved = movement(before, now.evaluation)
        panel = Panel(now.evaluation, now.notices, changed=tuple(changed), moved=moved)
        if changed_forms([form]):  # another was saved since, and this one was left as it was shown
            form, panel, is_whole = self.stored_form(), self.saved, True
        return self.part(self.stored_form() if is_whole else form, panel, is_whole=is_whole)

    def evaluation_before(self) -> Any:
        """The evaluation of what is stored, to say what moves: as the last save left it, or worked out anew."""
        remembered = cache.get(self._key(self.assessment.version))
        return self.saved.evaluation if remembered is None else remembered

    def _remember(self, version: int, evaluation: Any) -> None:
        """Keep what the next save compares with, without the large parts that nothing is compared by."""
        if evaluation is not None:
            legality = {part: value for part, value in evaluation["legality"].items() if part not in _LARGE}
            cache.set(self._key(version), {**evaluation, "legality": legality}, REMEMBERED)

    def _key(self, version: int) -> str:
        return f"assessment-evaluation:{self.assessment.pk}:{version}"


class UndoView(QuestionMixin):
    """Take one's last change of an answer back, or put an earlier version in its place."""

    def post(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        """The question as it then stands; 409 where somebody changed it since."""
        before = self.saved.evaluation
        refusal = self._undo() if "undo" in request.POST else self._restore()
        for stale in ("findings", "saved", "open", "changes"):
            self.__dict__.pop(stale, None)
        del self.assessment
        if request.headers.get("HX-Request") == "true":
            panel = Panel(
                self.saved.evaluation, self.saved.notices, moved=movement(before, self.saved.evaluation)
            )
            status = 409 if refusal else 200
            return self.part(self.stored_form(), panel, status=status, is_whole=True, told=refusal)
        if refusal:
            messages.warning(request, refusal)
            return redirect("assessments:history", pk, name)
        messages.success(
            request, _("“%(question)s” is as it was before.") % {"question": self.question.label}
        )
        return redirect(f"{self.address(self.question.step)}#{name}")

    def _undo(self) -> str:
        """Undo; why not, in words, where it was refused."""
        try:
            answer_undo(editor=self.editor, assessment=self.assessment, change=self._number("undo"))
        except UndoRefused as refused:
            if refused.last is None or refused.last.by_id == self.editor.pk:
                return _("Nothing was taken back: you changed this answer again since.")
            who = refused.last.by.name if refused.last.by else _("somebody")
            return _(
                "Nothing was taken back: %(who)s changed this answer since. Its history holds every version."
            ) % {"who": who}
        return ""

    def _restore(self) -> str:
        changes = changes_of(self.assessment, kind=self.question.kind, code=self.question.code)
        change = changes.filter(pk=self._number("restore")).first()
        if change is None:
            raise Http404
        saved = answer_restore(
            editor=self.editor, assessment=self.assessment, change=change, expected=self._number("version")
        )
        if saved.conflicting:
            return _("Nothing was restored: the answer was changed since you opened its history.")
        return ""

    def _number(self, field: str) -> int:
        given = self.request.POST.get(field, "")
        if not (given.isascii() and given.isdigit() and len(given) < 19):
            raise BadRequest(_("The form does not say which change it means. Load the page anew."))
        return int(given)
