"""Describing: what happened, to whom, and by which law and yardstick it is judged."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.assessments.limits import LATEST, SUMMARY_LENGTH, day_fault, is_visible
from cases.assessments.models import Assessment
from cases.assessments.models.assessment import Standpoint
from cases.assessments.services import Description
from cases.studies.models import Phase
from frameworks.models import Framework
from frameworks.selectors import framework_get, framework_on, frameworks_visible
from natoassess.accounts.models import Team, User, Visibility
from natoassess.accounts.selectors import teams_of


def _day(label: Any, help_text: Any = "", required: bool = True) -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=help_text,
        required=required,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={
            "required": gettext_lazy("Give this day."),
            "invalid": gettext_lazy("Give a date that exists as year-month-day, such as 1999-03-24."),
        },
    )


def yardstick(framework: Framework) -> str:
    """What a framework is called where one is chosen: its title, and that it is somebody's own where it is."""
    return (
        _("%(title)s (own framework)") % {"title": framework.title} if framework.is_own else framework.title
    )


class AssessForm(forms.Form):
    """By which law and yardstick, from which standpoint, and who may see it.

    `framework_row`, `team_row` are what the answers come to; read them once the form is valid.
    """

    as_of = _day(
        gettext_lazy("Law as of"),
        gettext_lazy("The day by whose law the action is judged: as a rule the day it began."),
    )
    standpoint = forms.ChoiceField(
        label=gettext_lazy("Standpoint"),
        choices=Standpoint.choices,
        initial=Standpoint.EX_POST,
        help_text=gettext_lazy(
            "It never scores. Ex ante closes the one question about what came afterwards."
        ),
    )
    framework = forms.ChoiceField(
        label=gettext_lazy("Yardstick"),
        required=False,
        help_text=gettext_lazy(
            "A doctrine of the Alliance between two Strategic Concepts, the criteria of a report, or your own."
        ),
    )
    visibility = forms.ChoiceField(
        label=gettext_lazy("Who may see it"),
        choices=Visibility.choices,
        initial=Visibility.PRIVATE,
        help_text=gettext_lazy("A draft is seen by nobody but you. This holds once you submit it."),
    )
    team = forms.ModelChoiceField(
        label=gettext_lazy("Team"),
        queryset=Team.objects.none(),
        required=False,
        empty_label=None,
        help_text=gettext_lazy("Whose reviewers are asked to read it."),
    )

    def __init__(self, *args: Any, user: User, kept: Framework | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kept = kept
        self.teams = list(teams_of(user))
        self.user = user
        choices = {row.code: yardstick(row) for row in frameworks_visible(user).filter(deprecated=False)}
        if kept is not None:
            choices.setdefault(kept.code, yardstick(kept))
        framework = self.fields["framework"]
        assert isinstance(framework, forms.ChoiceField)  # noqa: S101  for the type checker
        framework.choices = [("", _("the doctrine in force on that day")), *choices.items()]
        if len(self.teams) > 1:
            team = self.fields["team"]
            assert isinstance(team, forms.ModelChoiceField)  # noqa: S101  for the type checker
            team.queryset = teams_of(user)
        else:
            del self.fields["team"]
        if not self.teams:
            self.fields["visibility"].help_text = _(
                "You belong to no team, so that nobody could review it: it stays yours alone."
            )

    def clean_as_of(self) -> date | None:
        """A day on which the Charter was in force."""
        return _within(self.cleaned_data["as_of"])

    def clean_visibility(self) -> str:
        """What is shared is shared with a team, whose reviewers publish it."""
        chosen: str = self.cleaned_data["visibility"]
        if chosen != Visibility.PRIVATE and not self.teams:
            raise forms.ValidationError(_("You belong to no team to share it with; choose private."))
        return chosen

    @property
    def framework_row(self) -> Framework:
        """The framework chosen, or the doctrine in force on the day."""
        code = self.cleaned_data["framework"]
        if self.kept and code == self.kept.code:
            return self.kept
        return framework_get(code, user=self.user) if code else framework_on(self.cleaned_data["as_of"])[0]

    @property
    def team_row(self) -> Team | None:
        """The team it is shared with: the one chosen, or the only one."""
        if self.cleaned_data["visibility"] == Visibility.PRIVATE or not self.teams:
            return None
        chosen: Team | None = self.cleaned_data.get("team")
        return chosen or self.teams[0]

    def description(self, phase: Phase) -> Description:
        """What the phase already is, judged as this form says."""
        return Description(
            title=phase.case.title,
            summary=phase.case.deck,
            target_name=phase.case.target_name,
            acting_names=phase.acting_names,
            starts_on=phase.starts_on,
            ends_on=phase.ends_on,
            as_of=self.cleaned_data["as_of"],
            standpoint=self.cleaned_data["standpoint"],
            visibility=self.cleaned_data["visibility"],
        )


class DescribeForm(AssessForm):
    """A scenario of one's own: what is done, to whom, by whom, when."""

    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=160,
        help_text=gettext_lazy("How it will be listed and cited."),
        error_messages={"required": gettext_lazy("Give it a title.")},
    )
    summary = forms.CharField(
        label=gettext_lazy("What happens"),
        max_length=SUMMARY_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "A few sentences: the harm, the action, its declared aim. At most 4,000 characters."
        ),
    )
    target_name = forms.CharField(
        label=gettext_lazy("State concerned"),
        max_length=160,
        help_text=gettext_lazy("The State on whose territory, or against whom, the action is taken."),
        error_messages={"required": gettext_lazy("Name the State.")},
    )
    acting_names = forms.CharField(
        label=gettext_lazy("Acting States or organisations"),
        max_length=300,
        help_text=gettext_lazy("Names never enter the score: swap them and nothing moves."),
        error_messages={"required": gettext_lazy("Name at least one State or organisation that acts.")},
    )
    starts_on = _day(gettext_lazy("First day"))
    ends_on = _day(gettext_lazy("Last day"), gettext_lazy("Leave empty while it goes on."), required=False)
    field_order = [
        *("title", "summary", "target_name", "acting_names", "starts_on", "ends_on"),
        *("as_of", "standpoint", "framework", "visibility", "team"),
    ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["as_of"].required = False
        self.fields["as_of"].help_text = _(
            "The day by whose law the action is judged. Left empty: the first day of the action."
        )

    def clean_title(self) -> str:
        """A title that can be read in a list."""
        title: str = self.cleaned_data["title"]
        if not is_visible(title):
            raise forms.ValidationError(_("Give it a title."))
        return title

    def clean_starts_on(self) -> date:
        """A day on which the Charter was in force."""
        return _within(self.cleaned_data["starts_on"])

    def clean_as_of(self) -> date | None:
        """The first day of the action where none is given; None where that is not known either."""
        day: date | None = self.cleaned_data.get("as_of") or self.cleaned_data.get("starts_on")
        return day if day is None or "starts_on" in self.errors else _within(day)

    def clean(self) -> dict[str, Any] | None:
        """An action does not end before it begins."""
        first, last = self.cleaned_data.get("starts_on"), self.cleaned_data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The last day lies before the first; mend one of them."))
        elif last and last > LATEST:
            self.add_error("ends_on", _("Give a day up to the end of the year 2100."))
        return self.cleaned_data

    def scenario(self) -> Description:
        """What was described. Read it once the form is valid."""
        given = self.cleaned_data
        return Description(
            **{name: given[name] for name in Description.__dataclass_fields__ if name in given}
        )


def initial_of(assessment: Assessment) -> dict[str, Any]:
    """What the form shows of an assessment that exists."""
    phase, case = assessment.phase, assessment.phase.case
    by_date = framework_on(assessment.as_of)[0] == assessment.framework
    return {
        "title": case.title,
        "summary": case.deck,
        "target_name": case.target_name,
        "acting_names": phase.acting_names,
        "starts_on": phase.starts_on,
        "ends_on": phase.ends_on,
        "as_of": assessment.as_of,
        "standpoint": assessment.standpoint,
        "framework": "" if by_date else assessment.framework.code,
        "visibility": assessment.visibility,
        "team": assessment.team_id,
    }


def _within(day: date) -> date:
    fault = day_fault(day)
    if fault:
        raise forms.ValidationError(fault)
    return day
