"""What the pages of filing share: the draft, its questions, the task list and the panel."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic.base import ContextMixin

from cases.assessments.contributing import asked_of
from cases.assessments.discussion import Discussion
from cases.assessments.evaluation import body_of
from cases.assessments.models import Assessment, Finding
from cases.assessments.phases import phases_of_scenario
from cases.assessments.rules import may
from cases.assessments.selectors import drafts, findings_by_name
from cases.assessments.steps import (
    DESCRIBE,
    OPEN,
    Questionnaire,
    Step,
    StillOpen,
    is_answered,
    questionnaire_of,
    still_open,
)
from cases.assessments.views.panel import Panel, decisive_left, evaluated
from natoassess.accounts.models import User
from natoassess.accounts.views.people import signed_in
from natoassess.web.access import Access, PageMixin


@dataclass(frozen=True)
class Task:
    """A line of the task list: where it leads, and how far it has come."""

    title: str
    url: str
    state: str
    is_current: bool = False
    slug: str = ""


@dataclass(frozen=True)
class TaskGroup:
    """A heading of the task list with its lines."""

    title: str
    tasks: tuple[Task, ...]
    note: str = ""


class DraftMixin(PageMixin, ContextMixin):
    """A page about a draft that one files or contributes to. Anybody else's answers 404; one that was handed in leads
    to its result.
    """

    access = Access.SIGNED_IN
    section = "assessments"
    here = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Lead away from what may no longer be changed."""
        if isinstance(request.user, User) and not self.assessment.is_editable:
            messages.warning(
                request, _("This assessment was submitted; its answers can no longer be changed.")
            )
            return redirect("assessments:detail", self.assessment.pk)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def editor(self) -> User:
        """The person who files."""
        return signed_in(self.request)

    @cached_property
    def assessment(self) -> Assessment:
        """The draft, which only its author and contributors reach."""
        found = drafts(self.editor).filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found

    @cached_property
    def questionnaire(self) -> Questionnaire:
        """The questions of its framework."""
        return questionnaire_of(self.assessment.framework, self.assessment.standpoint)

    @cached_property
    def findings(self) -> dict[str, Finding]:
        """The answers stored, by the name of the question."""
        return findings_by_name(self.assessment)

    @cached_property
    def saved(self) -> Panel:
        """The panel for what is stored."""
        evaluation, notices = evaluated(self.assessment, self.questionnaire, body_of(self.assessment))
        return Panel(evaluation, notices)

    @cached_property
    def open(self) -> StillOpen:
        """The questions without an answer, most useful first."""
        return still_open(self.questionnaire, self.findings, self.saved.evaluation)

    def address(self, step: str) -> str:
        """The page of a step."""
        return reverse("assessments:edit", args=[self.assessment.pk, step])

    @cached_property
    def is_author(self) -> bool:
        """Whether the editor filed the draft: describing it, submitting it and deleting it are the author's."""
        return self.assessment.author_id == self.editor.pk

    @cached_property
    def may_describe(self) -> bool:
        """Whether the terms are theirs to set: those of a second coding are those of the first."""
        return self.is_author and may(self.editor, "describe_assessment", self.assessment)

    def open_left(self) -> str:
        """How many questions are open, as the task list says it."""
        left = len(self.open.useful)
        return str(left) if left else _("none")

    def posted_version(self) -> int:
        """The version that the form was made from. Raises BadRequest where it holds none."""
        given = self.request.POST.get("version", "")
        if not (given.isascii() and given.isdigit() and len(given) < 10):
            raise BadRequest(_("The form does not say which version it was made from. Load the page anew."))
        return int(given)

    def panel_context(self, panel: Panel) -> dict[str, Any]:
        """What the panel's templates need."""
        return {"panel": panel, "assessment": self.assessment, "decisive_left": decisive_left(panel.decisive)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The draft, the task list and the saved panel."""
        context = super().get_context_data(**kwargs)
        phase = self.assessment.phase
        return {
            **context,
            **self.panel_context(self.saved),
            "phase": phase,
            "case": phase.case,
            "scenario_phases": phases_of_scenario(self.editor, self.assessment),
            "offer_phase": self.here in {DESCRIBE, "check"}
            and may(self.editor, "add_phase", self.assessment),
            "groups": self.task_groups(),
            "open_count": len(self.open.useful),
            "is_author": self.is_author,
            "may_describe": self.may_describe,
            "may_delete": self.is_author and may(self.editor, "delete_assessment", self.assessment),
            "discussion": Discussion(self.editor, self.assessment),
            "crumbs": [(_("Assessments"), reverse("assessments:list"))],
        }

    def task_groups(self) -> list[TaskGroup]:
        """The task list: what is still open first, then every step in order."""
        grouped: dict[str, list[Task]] = {}
        for step in self.questionnaire.steps:
            grouped.setdefault(step.section, []).append(
                self._task(step.slug, step.title, self.progress(step))
            )
        check = reverse("assessments:check", args=[self.assessment.pk])
        returned = self.assessment.status != "draft"
        described = TaskGroup(
            _("Describe"),
            (self._task(DESCRIBE, _("What is assessed"), _("done")),) if self.may_describe else (),
        )
        groups = [
            *self._asked(),
            TaskGroup("", (self._task(OPEN, _("Still open"), self.open_left()),)),
            described,
            TaskGroup(_("Facts"), tuple(grouped.get("facts", ()))),
            TaskGroup(_("Legitimacy"), tuple(grouped.get("legitimacy", ()))),
            TaskGroup(_("Sovereignty"), tuple(grouped.get("sovereignty", ()))),
            TaskGroup(
                _("Finish"),
                (
                    Task(
                        _("Check and submit") if self.is_author else _("Read through"),
                        check,
                        _("returned") if returned else _("not yet"),
                        self.here == "check",
                    ),
                ),
            ),
        ]
        return [group for group in groups if group.tasks or group.note]

    def _asked(self) -> list[TaskGroup]:
        """What the author asked this person to answer; nothing for the author."""
        asked = (
            None if self.assessment.author_id == self.editor.pk else asked_of(self.assessment, self.editor)
        )
        if asked is None:
            return []
        steps = [step for step in self.questionnaire.steps if step.slug in asked.steps]
        tasks = tuple(Task(step.title, self.address(step.slug), self.progress(step)) for step in steps)
        return [TaskGroup(_("Asked of you") if tasks else _("Asked of you: all steps"), tasks, asked.note)]

    def progress(self, step: Step) -> str:
        """How many questions of a step are answered: "7 of 9"."""
        answered = sum(is_answered(self.findings.get(question.name)) for question in step.questions)
        return _("%(answered)d of %(all)d") % {"answered": answered, "all": len(step.questions)}

    def _task(self, slug: str, title: str, state: str) -> Task:
        return Task(title, self.address(slug), state, slug == self.here, slug)
