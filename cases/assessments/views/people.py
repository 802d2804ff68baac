"""People: who answers an assessment beside its author, how far they are, and handing the whole over."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from cases.assessments.contributing import (
    ContributingRefused,
    assessment_hand_over,
    contributor_add,
    contributor_remove,
    people_of_team,
)
from cases.assessments.forms.together import ContributorForm, HandOverForm
from cases.assessments.models import Contributor, Finding
from cases.assessments.rules import may
from cases.assessments.selectors import findings_by_name
from cases.assessments.steps import Step, is_answered
from cases.assessments.views.together import TogetherMixin
from natoassess.accounts.models import Membership, User


@dataclass(frozen=True)
class Asked:
    """A step that somebody was asked to answer, and how far it is."""

    step: Step
    answered: int

    @property
    def is_done(self) -> bool:
        """Whether every question of it has an answer."""
        return self.answered == len(self.step.questions)


@dataclass(frozen=True)
class Person:
    """A contributor with the steps asked of them; `is_member` False for who has left the team and so cannot edit."""

    contributor: Contributor
    asked: tuple[Asked, ...]
    is_member: bool

    @property
    def is_asked_all(self) -> bool:
        """Whether all steps were asked."""
        return not self.contributor.steps

    @property
    def steps(self) -> tuple[Asked, ...]:
        """The steps to be listed: those that were named."""
        return () if self.is_asked_all else self.asked

    @property
    def answered(self) -> int:
        """How many questions of what was asked have an answer."""
        return sum(asked.answered for asked in self.asked)

    @property
    def questions(self) -> int:
        """How many questions were asked."""
        return sum(len(asked.step.questions) for asked in self.asked)


def asked_steps(
    steps: Iterable[Step], slugs: Iterable[str], findings: dict[str, Finding]
) -> tuple[Asked, ...]:
    """The steps of those slugs, all where there are none, each with how many of its questions are answered."""
    chosen = set(slugs)
    return tuple(
        Asked(step, sum(is_answered(findings.get(question.name)) for question in step.questions))
        for step in steps
        if not chosen or step.slug in chosen
    )


class PeopleView(TogetherMixin):
    """Who works on it. Its author asks members of the team, ends that, and may hand the whole over."""

    @cached_property
    def can_manage(self) -> bool:
        """Whether the person may change who works on it."""
        return may(self.person, "manage_contributors", self.assessment)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The page."""
        return self.page()

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask somebody; 403 for anybody but the author, 422 where it cannot be."""
        self.refuse_unless_managed()
        form = self.contributor_form(request.POST)
        if form.is_valid():
            try:
                made = contributor_add(
                    author=self.person,
                    assessment=self.assessment,
                    user=form.cleaned_data["user"],
                    steps=form.cleaned_data["steps"],
                    note=form.cleaned_data["note"],
                )
            except ContributingRefused as refused:
                form.add_error(refused.member, str(refused))
            else:
                messages.success(request, _("%(name)s can now answer.") % {"name": made.user.name})
                return self.back()
        return self.page(form=form, status=422)

    def refuse_unless_managed(self) -> None:
        """Raise PermissionDenied for anybody but the author, and once it is submitted."""
        if not self.can_manage:
            raise PermissionDenied(
                _("Its author decides who works on an assessment, while it is a draft or was returned.")
            )

    def contributor_form(self, data: Any = None) -> ContributorForm:
        """The form that asks somebody."""
        return ContributorForm(
            data, people=people_of_team(self.assessment), questionnaire=self.questionnaire, prefix=None
        )

    def back(self) -> HttpResponse:
        """To the page, after something was done."""
        return redirect("assessments:people", self.assessment.pk)

    def page(
        self,
        *,
        form: ContributorForm | None = None,
        hand_over: HandOverForm | None = None,
        status: int = 200,
    ) -> HttpResponse:
        """The page with its forms, also where one was refused."""
        managed = self.can_manage and self.assessment.team_id is not None
        context = self.get_context_data(
            heading=_("People"),
            view="people",
            people=self.people() if self.assessment.team_id else [],
            is_private=self.assessment.team_id is None,
            can_manage=self.can_manage,
            form=(form or self.contributor_form()) if managed else None,
            hand_over=(hand_over or HandOverForm(people=people_of_team(self.assessment)))
            if managed
            else None,
            faulty=form if form is not None else hand_over,
        )
        return render(self.request, "assessments/together/people.html", context, status=status)

    def people(self) -> list[Person]:
        """The contributors, in the order in which they were asked."""
        found = list(
            Contributor.objects.filter(assessment=self.assessment)
            .select_related("user", "added_by")
            .order_by("pk")
        )
        members = set(
            Membership.objects.filter(team=self.assessment.team_id).values_list("user_id", flat=True)
        )
        findings = findings_by_name(self.assessment)
        return [
            Person(row, asked_steps(self.questionnaire.steps, row.steps, findings), row.user_id in members)
            for row in found
        ]


class RemoveView(PeopleView):
    """End somebody's contributing."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int, user: int) -> HttpResponse:  # type: ignore[override]
        """Remove them; 404 for who is no contributor of it."""
        self.refuse_unless_managed()
        row = (
            Contributor.objects.filter(assessment=self.assessment, user__pk=user)
            .select_related("user")
            .first()
        )
        if row is None:
            raise Http404
        contributor_remove(author=self.person, assessment=self.assessment, user=row.user)
        messages.success(
            request, _("%(name)s contributes no longer; the answers stay.") % {"name": row.user.name}
        )
        return self.back()


class HandOverView(PeopleView):
    """Make somebody else the author."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Hand it over; 403 for anybody but the author, 422 where it cannot be."""
        self.refuse_unless_managed()
        form = HandOverForm(request.POST, people=people_of_team(self.assessment))
        if form.is_valid():
            to: User = form.cleaned_data["to"]
            try:
                assessment_hand_over(author=self.person, assessment=self.assessment, to=to)
            except ContributingRefused as refused:
                form.add_error("to", str(refused))
            else:
                messages.success(
                    request, _("%(name)s is now the author; you are a contributor.") % {"name": to.name}
                )
                return redirect(reverse("assessments:people", args=[self.assessment.pk]))
        return self.page(hand_over=form, status=422)
