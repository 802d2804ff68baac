"""Describing one phase of a scenario that has several, and adding one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.assessments.describing import has_several_phases
from cases.assessments.forms.describe import DescribeForm
from cases.assessments.limits import SUMMARY_LENGTH, is_visible
from cases.assessments.models import Assessment
from cases.assessments.phases import NewPhase, may_rename, own_assessments
from cases.assessments.services import Description
from cases.studies.models import Phase
from natoassess.accounts.models import User
from natoassess.web.presentation.words import date_range

OF_THE_SCENARIO = ("title", "summary", "target_name")
"""What belongs to the scenario; everything else that is described belongs to the phase."""


class PhaseForm(DescribeForm):
    """One phase of a scenario that has several: what the scenario is, and what this phase is.

    With `held` the scenario stays as it is, because another phase of it was handed in.
    """

    phase_title = forms.CharField(
        label=gettext_lazy("This phase is called"),
        max_length=160,
        help_text=gettext_lazy("What sets it apart from the other phases: who begins to do what."),
        error_messages={"required": gettext_lazy("Give the phase a title.")},
    )
    phase_summary = forms.CharField(
        label=gettext_lazy("What happens in this phase"),
        max_length=SUMMARY_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("What is done now and was not done before. At most 4,000 characters."),
    )
    field_order = [
        *OF_THE_SCENARIO,
        *("phase_title", "phase_summary", "acting_names", "starts_on", "ends_on"),
        *("as_of", "standpoint", "framework", "visibility", "team"),
    ]

    def __init__(self, *args: Any, phase: Phase, held: bool = False, **kwargs: Any) -> None:
        initial = {
            "phase_title": phase.title,
            "phase_summary": phase.summary,
            **(kwargs.pop("initial", None) or {}),
        }
        super().__init__(*args, initial=initial, **kwargs)
        self.phase = phase
        if held:
            for name in OF_THE_SCENARIO:
                del self.fields[name]

    def clean_phase_title(self) -> str:
        """A title that can be read in a list."""
        return _readable(self.cleaned_data["phase_title"])

    def scenario(self) -> Description:
        """What was described, and of the scenario what was not asked."""
        case, given = self.phase.case, self.cleaned_data
        kept = {"title": case.title, "summary": case.deck, "target_name": case.target_name}
        described = {name: given[name] for name in Description.__dataclass_fields__ if name in given}
        return Description(**{**kept, **described})


if TYPE_CHECKING:
    Choice = forms.ModelChoiceField[Assessment]
else:
    Choice = forms.ModelChoiceField


class AssessmentChoice(Choice):
    """One of one's own assessments of a scenario, called by its phase."""

    def label_from_instance(self, obj: Assessment) -> str:
        """The phase, its dates, and where the assessment stands."""
        days = date_range(obj.phase.starts_on, obj.phase.ends_on)
        return f"{obj.phase.title}, {days} ({obj.get_status_display()})"


class AddPhaseForm(DescribeForm):
    """A further phase of the scenario of `assessment`; who may see it is as with that."""

    phase_title = PhaseForm.base_fields["phase_title"]
    phase_summary = PhaseForm.base_fields["phase_summary"]
    answers_from = AssessmentChoice(
        label=gettext_lazy("Start from the answers of"),
        queryset=Assessment.objects.none(),
        required=False,
        empty_label=gettext_lazy("none: every question is open"),
        help_text=gettext_lazy("Answers, reasons and evidence are copied; what changed you answer anew."),
    )
    former_title = forms.CharField(
        label=gettext_lazy("The phase so far is called"),
        max_length=160,
        help_text=gettext_lazy("Until now it is called as the whole scenario is."),
        error_messages={"required": gettext_lazy("Give the phase so far a title.")},
    )
    field_order = [
        *("former_title", "phase_title", "phase_summary", "acting_names", "starts_on", "ends_on"),
        *("answers_from", "as_of", "framework"),
    ]

    def __init__(self, *args: Any, user: User, assessment: Assessment, **kwargs: Any) -> None:
        phase = assessment.phase
        initial = {"acting_names": phase.acting_names, "former_title": _("First phase")}
        super().__init__(*args, user=user, initial=initial, **kwargs)
        for name in (*OF_THE_SCENARIO, "standpoint", "visibility", "team"):
            self.fields.pop(name, None)
        if has_several_phases(phase.case) or phase.title != phase.case.title or not may_rename(assessment):
            del self.fields["former_title"]
        source = self.fields["answers_from"]
        assert isinstance(source, AssessmentChoice)  # noqa: S101  for the type checker
        source.queryset = own_assessments(user, phase.case)

    def clean_phase_title(self) -> str:
        """A title that can be read in a list."""
        return _readable(self.cleaned_data["phase_title"])

    def clean_former_title(self) -> str:
        """A title that can be read in a list."""
        return _readable(self.cleaned_data["former_title"])

    @property
    def new_phase(self) -> NewPhase:
        """What was described. Read it once the form is valid."""
        given = self.cleaned_data
        return NewPhase(
            title=given["phase_title"],
            summary=given["phase_summary"],
            acting_names=given["acting_names"],
            starts_on=given["starts_on"],
            ends_on=given["ends_on"],
            as_of=given["as_of"],
            framework=self.framework_row,
            former_title=given.get("former_title", ""),
        )


def _readable(title: str) -> str:
    if not is_visible(title):
        raise forms.ValidationError(_("Give the phase a title."))
    return title
