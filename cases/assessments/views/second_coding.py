"""A second coding of an assessment: whom to ask, how the two agree, and the consensus round."""

from __future__ import annotations

from functools import cached_property

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic.base import ContextMixin

from cases.assessments.consensus import (
    PositionInvalid,
    Round,
    consensus_close,
    consensus_say,
    round_of,
    side_of,
)
from cases.assessments.forms.second_coding import AskForm, PositionForm
from cases.assessments.models import Assessment, SecondCoding
from cases.assessments.models.second_coding import BLIND, CodingState
from cases.assessments.presentation.second_codings import round_shown
from cases.assessments.rules import may, require
from cases.assessments.second_codings import (
    CoderUnfit,
    RequestClosed,
    second_coding_ask,
    second_coding_cancel,
)
from cases.assessments.steps import questionnaire_of
from cases.assessments.views.result import assessment_or_404
from frameworks.services import FindingsInvalid
from natoassess.accounts.models import User
from natoassess.accounts.views.people import signed_in
from natoassess.web.access import Access, PageMixin
from natoassess.web.concurrency import StaleVersion

COMPARED = (CodingState.SUBMITTED, CodingState.SETTLED)


class SecondCodingView(PageMixin, ContextMixin):
    """For those who answer in the first, the reviewers of its team, and whoever has coded it again."""

    access = Access.SIGNED_IN
    section = "assessments"
    parameters = frozenset({"coding"})
    action = "read_second_coding"

    @cached_property
    def person(self) -> User:
        """Who looks."""
        return signed_in(self.request)

    @cached_property
    def assessment(self) -> Assessment:
        """The first coding, and whether this person may do here what they came for (403)."""
        found = assessment_or_404(self.person, self.kwargs["pk"])
        if not may(self.person, self.action, found):
            raise PermissionDenied(
                _("A second coding is the business of its two coders and of the reviewers of their team.")
            )
        return found

    @cached_property
    def requests(self) -> list[SecondCoding]:
        """All second codings of it, the latest first."""
        rows = self.assessment.second_codings.select_related(
            "coder", "asked_by", "coding__author", "coding__framework", "coding__phase"
        ).order_by("-pk")
        found = list(rows)
        for row in found:
            row.assessment = self.assessment
        return found

    def chosen(self, given: str) -> SecondCoding | None:
        """The second coding that is meant, else the latest that can be compared. Http404 for one that there is not."""
        if given:
            wanted = [row for row in self.requests if str(row.pk) == given]
            if not wanted:
                raise Http404
            return wanted[0]
        return next((row for row in self.requests if row.state in COMPARED), None)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The page; of a second coding itself, that of the first."""
        shown = assessment_or_404(self.person, pk)
        first = SecondCoding.objects.filter(coding=shown).values_list("assessment", flat=True).first()
        if first is not None:
            return redirect("assessments:second-coding", assessment_or_404(self.person, first).pk)
        return self.page(self.chosen(request.GET.get("coding", "")))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask somebody; 422 with the fault at the field."""
        require(self.person, "ask_second_coding", self.assessment)
        form = AskForm(request.POST, assessment=self.assessment, asker=self.person)
        if form.is_valid():
            try:
                asked = second_coding_ask(asker=self.person, assessment=self.assessment, **form.cleaned_data)
            except CoderUnfit as error:
                form.add_error("coder", str(error))
            else:
                name = asked.coder.name
                messages.success(
                    request,
                    _("%(name)s is asked, and kept from this assessment until their own coding is handed in.")
                    % {"name": name},
                )
                return self.back()
        return self.page(self.chosen(""), ask=form, status=422)

    def back(self, anchor: str = "") -> HttpResponse:
        """To the page again."""
        return redirect(reverse("assessments:second-coding", args=[self.assessment.pk]) + anchor)

    def page(
        self,
        chosen: SecondCoding | None,
        *,
        ask: AskForm | None = None,
        bound: PositionForm | None = None,
        why: str = "",
        fault: str = "",
        status: int = 200,
    ) -> HttpResponse:
        """The page, also where something was refused: `why` says what, `fault` is what the engine holds against it."""
        found: Round | None = round_of(chosen) if chosen else None
        may_ask = may(self.person, "ask_second_coding", self.assessment)
        side = side_of(self.person, chosen) if chosen else ""
        if ask is None and may_ask:
            ask = AskForm(assessment=self.assessment, asker=self.person)
        context = self.get_context_data(
            assessment=self.assessment,
            requests=self.requests,
            blind=[str(state) for state in BLIND],
            compared=[str(state) for state in COMPARED],
            chosen=chosen,
            shown=round_shown(found, side=side, bound=bound) if found else None,
            ask=ask,
            can_ask=bool(ask and ask.fields["coder"].queryset.exists()),  # type: ignore[attr-defined]  # a field of choices, which the stubs take for any field
            may_ask=may_ask,
            may_end=may_ask and may(self.person, "open_review", self.assessment),
            may_close=bool(found and found.is_open and may(self.person, "close_consensus", self.assessment)),
            why=why,
            fault=fault,
        )
        return render(self.request, "assessments/second/page.html", context, status=status)


class SecondCodingStep(SecondCodingView):
    """Something done to one second coding, named by the field `coding`."""

    http_method_names = ["post", "options"]
    parameters = frozenset()

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Do it and return to the page; 409 where the second coding has moved on meanwhile."""
        asked = self.chosen(request.POST.get("coding") or "-")
        if asked is None:
            raise Http404
        try:
            return self.step(asked)
        except RequestClosed:
            del self.requests
            return self.page(self.chosen(""), why="closed", status=409)

    def step(self, asked: SecondCoding) -> HttpResponse:
        """What is done."""
        raise NotImplementedError


class SecondCodingCancelView(SecondCodingStep):
    """Call a request off before the coding is handed in."""

    def step(self, asked: SecondCoding) -> HttpResponse:
        """Call it off."""
        second_coding_cancel(editor=self.person, request=asked)
        messages.success(self.request, _("The second coding is called off."))
        return self.back()


class ConsensusView(SecondCodingStep):
    """Say what one now holds on one question, and why."""

    def step(self, asked: SecondCoding) -> HttpResponse:
        """Save it; 422 with the fault at the field, 409 where the other spoke on this question meanwhile."""
        name = self.request.POST.get("question", "")
        question = questionnaire_of(self.assessment.framework, self.assessment.standpoint).by_name.get(name)
        if question is None:
            raise BadRequest(_("The form does not say which question it is about. Load the page anew."))
        form = PositionForm(self.request.POST, question=question)
        if not form.is_valid():
            return self.page(asked, bound=form, status=422)
        given = form.cleaned_data
        try:
            consensus_say(
                coder=self.person,
                request=asked,
                name=name,
                value=given["value"],
                why=given["why"],
                expected_version=given["version"],
            )
        except PositionInvalid as error:
            form.add_error(error.field, str(error))
            return self.page(asked, bound=form, status=422)
        except StaleVersion as stale:
            # What was typed stays; sent again, it is said in the knowledge of what the other holds now.
            again = self.request.POST.copy()
            again[form.add_prefix("version")] = str(stale.current)
            return self.page(asked, bound=PositionForm(again, question=question), why=name, status=409)
        return self.back(f"#{name}")


class ConsensusCloseView(SecondCodingStep):
    """Close the round: what is settled becomes a revision, the rest dissent."""

    def step(self, asked: SecondCoding) -> HttpResponse:
        """Close it; 409 where the assessment changed meanwhile, 422 where a settled answer cannot stand."""
        given = self.request.POST.get("version", "")
        if not (given.isascii() and given.isdigit() and len(given) < 10):
            raise BadRequest(_("The form does not say which version it was made from. Load the page anew."))
        try:
            consensus_close(editor=self.person, request=asked, expected_version=int(given))
        except StaleVersion:
            self.assessment.refresh_from_db()
            return self.page(asked, why="stale", status=409)
        except FindingsInvalid as error:
            self.assessment.refresh_from_db()
            return self.page(asked, fault=str(error), status=422)
        messages.success(
            self.request,
            _("The round is closed. What was settled is a new revision; what was not is kept as dissent."),
        )
        return self.back()
