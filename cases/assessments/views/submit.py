"""Finishing: read all answers through, hand them in, or throw the draft away."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from cases.assessments.history import changes_since, last_change
from cases.assessments.models import SecondCoding
from cases.assessments.presentation.history import ChangeRow, change_rows
from cases.assessments.scenario_files import title_of
from cases.assessments.services import assessment_submit
from cases.assessments.steps import Step, is_answered
from cases.assessments.trash import KEPT_DAYS, assessment_trash
from cases.assessments.views.filing import DraftMixin
from frameworks.services import FindingsInvalid
from natoassess.accounts.models import Visibility
from natoassess.accounts.selectors import team_ids
from natoassess.web.concurrency import StaleVersion


class CheckView(DraftMixin):
    """All answers by group, what is unanswered, what cannot stand, and the button that submits."""

    here = "check"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The page."""
        return self.page(request)

    def page(self, request: HttpRequest, status: int = 200) -> HttpResponse:
        """The page, also where submitting was refused: 409 for a draft that changed, 422 for what cannot stand."""
        steps = [self._step(step) for step in self.questionnaire.steps]
        context = self.get_context_data(
            heading=_("Check and submit"),
            steps=steps,
            unanswered=sum(step["unanswered"] for step in steps),
            faults=[self._fault(notice.question, notice.text) for notice in self.saved.notices],
            version=self.assessment.version,
            seen=last_change(self.assessment),
            who=self._who(),
            is_stale=status == 409,
            meanwhile=self._meanwhile() if status == 409 else [],
        )
        return render(request, "assessments/filing/check.html", context, status=status)

    def _meanwhile(self) -> list[ChangeRow]:
        """What was answered since the page that was submitted had been opened."""
        seen = self.request.POST.get("seen", "")
        if not (seen.isascii() and seen.isdigit() and len(seen) < 19):
            return []
        return change_rows(changes_since(self.assessment, int(seen)), self.questionnaire)

    def _fault(self, question: Any, text: str) -> tuple[str, str]:
        if question is None:
            return self.address("describe"), text
        return f"{self.address(question.step)}#{question.name}", f"{question.label}: {text}"

    def _step(self, step: Step) -> dict[str, Any]:
        rows = [
            {
                "question": question,
                "finding": self.findings.get(question.name),
                "word": question.word(
                    finding.value if (finding := self.findings.get(question.name)) else "unknown"
                ),
                "url": f"{self.address(step.slug)}#{question.name}",
            }
            for question in step.questions
        ]
        unanswered = sum(not is_answered(row["finding"]) for row in rows)  # type: ignore[arg-type]  # a Finding or None
        return {"step": step, "rows": rows, "unanswered": unanswered, "progress": self.progress(step)}

    def _who(self) -> str:
        """Who will see what is submitted."""
        team = self.assessment.team
        name = team.name if team else ""
        if self.assessment.visibility == Visibility.PRIVATE or team is None:
            return _(
                "Private: only you will see it. It is frozen as you submit it; nobody is asked to review it and it is "
                "not published."
            )
        if team.pk not in team_ids(self.editor):
            return _(
                "You are no longer a member of %(team)s, so it cannot be submitted there. Choose another team, "
                "or private."
            ) % {"team": name}
        if SecondCoding.objects.filter(coding=self.assessment.pk).exists():
            return _(
                "A second coding: you and the first author then see both codings side by side, and so do the members "
                "of %(team)s. It is compared with the first and not reviewed by itself."
            ) % {"team": name}
        if self.assessment.visibility == Visibility.TEAM:
            return _(
                "Team: the members of %(team)s will see it, and its reviewers are asked to return or publish it within "
                "the team."
            ) % {"team": name}
        return _(
            "Public: the members of %(team)s will see it, and its reviewers are asked to return or publish it. Once "
            "published, everyone sees it."
        ) % {"team": name}


class SubmitView(CheckView):
    """Freeze the answers with their evaluation and hand them in."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Submit, or show the check again with the reason why not."""
        try:
            assessment_submit(
                editor=self.editor, assessment=self.assessment, expected_version=self.posted_version()
            )
        except FindingsInvalid:
            return self.page(request, status=422)
        except StaleVersion:
            del self.assessment
            return self.page(request, status=409)
        messages.success(request, _("Submitted. The answers and their evaluation are frozen as they stood."))
        return redirect("assessments:detail", self.assessment.pk)


class DeleteView(DraftMixin):
    """Throw a draft away, after asking once: it is kept in the trash for a while."""

    here = "delete"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask. Raises PermissionDenied for what was handed in once: reviewers have read it."""
        if not self.is_author:
            raise PermissionDenied(_("Only the author of this assessment deletes it."))
        if not request.user.has_perm("assessments.delete_assessment", self.assessment):
            raise PermissionDenied(
                _(
                    "An assessment that was submitted once is not deleted; mend it and submit it again, or leave it."
                )
            )
        return self._page(request)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Move it to the trash, unless it changed since it was asked."""
        title = title_of(self.assessment.phase)
        try:
            assessment_trash(
                editor=self.editor, assessment=self.assessment, expected_version=self.posted_version()
            )
        except StaleVersion:
            del self.assessment
            return self._page(request, status=409)
        told = format_html(
            '{} <a href="{}#draft-{}">{}</a>',
            _("The draft “%(title)s” is in the trash.") % {"title": title},
            reverse("assessments:trash"),
            self.assessment.pk,
            _("Undo"),
        )
        messages.success(request, told)
        return redirect("assessments:list")

    def _page(self, request: HttpRequest, status: int = 200) -> HttpResponse:
        version = self.assessment.version
        context = self.get_context_data(
            version=version, is_stale=status == 409, days=KEPT_DAYS, named=title_of(self.assessment.phase)
        )
        return render(request, "assessments/filing/delete.html", context, status=status)
