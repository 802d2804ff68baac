"""The panel for answers that are not saved yet. Nothing is written here."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cases.assessments.forms.comparing import changes_in_words
from cases.assessments.presentation.movement import movement
from cases.assessments.services import body_with
from cases.assessments.views.answers import AnswersMixin
from cases.assessments.views.panel import Notice, Panel, evaluated


class LiveView(AnswersMixin):
    """Evaluate the posted answers in place of the stored ones, and say what moved."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The panel. Answers that cannot be read yet are named, and the stored ones stand in for them."""
        forms = self.posted()
        readable = [form for form in forms if form.is_valid()]
        body = body_with(assessment=self.assessment, answers=[form.answer() for form in readable])
        evaluation, notices = evaluated(self.assessment, self.questionnaire, body)
        unreadable = tuple(
            Notice(form.question, text)
            for form in forms
            if form not in readable
            for _field, text in form.faults()
        )
        changed = changes_in_words(readable)
        panel = Panel(
            evaluation,
            notices + unreadable,
            changed=tuple(changed),
            moved=movement(self.saved.evaluation, evaluation),
            is_saved=not changed and not unreadable,
        )
        return render(request, "assessments/filing/_live.html", self.panel_context(panel))
