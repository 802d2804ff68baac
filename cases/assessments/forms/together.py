"""What people who work on one assessment fill in: a comment, whom to ask, whom to hand it to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.assessments.limits import COMMENT_LENGTH, NOTE_LENGTH
from cases.assessments.steps import Questionnaire
from natoassess.accounts.models import User

SECTIONS = {"facts": _("Facts"), "legitimacy": _("Legitimacy"), "sovereignty": _("Sovereignty")}


class LinesField(forms.CharField):
    """A text of several lines; browsers send each end of a line as two characters, which counts as one."""

    def to_python(self, value: Any) -> Any:
        """The text with plain ends of lines."""
        return super().to_python(value.replace("\r\n", "\n") if isinstance(value, str) else value)


class CommentForm(forms.Form):
    """The text of a comment that is mended."""

    text = LinesField(
        label=_("Comment"),
        max_length=COMMENT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write something first.")},
    )


class PersonChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # takes none at run time
    """A member of the team, by name."""

    def label_from_instance(self, obj: Any) -> str:
        """The name that others see, and the account where two have the same."""
        return f"{obj.name} ({obj.username})" if obj.name != obj.username else obj.username


class ContributorForm(forms.Form):
    """Whom the author asks, and for which steps."""

    user = PersonChoice(
        label=_("Member of the team"),
        queryset=User.objects.none(),
        empty_label=_("Choose"),
        error_messages={
            "required": _("Choose whom to ask."),
            "invalid_choice": _("Only members of its team who have not reviewed it can be asked."),
        },
    )
    steps = forms.MultipleChoiceField(
        label=_("Which steps"),
        help_text=_(
            "Choose none to ask for all. It says what you ask for; a contributor may change any answer."
        ),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("The form holds a step that this framework does not have.")},
    )
    note = LinesField(
        label=_("Note"),
        help_text=_("What you would like to have answered. It stands on the pages of the steps."),
        required=False,
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, people: Any, questionnaire: Questionnaire, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = people  # type: ignore[attr-defined]  # a ModelChoiceField
        self.fields["steps"].choices = list(_grouped(questionnaire))  # type: ignore[attr-defined]  # a choice field


class HandOverForm(forms.Form):
    """To whom the author hands the whole."""

    to = PersonChoice(
        label=_("New author"),
        queryset=User.objects.none(),
        empty_label=_("Choose"),
        error_messages={
            "required": _("Choose who takes it over."),
            "invalid_choice": _("Only members of its team who have not reviewed it can take it over."),
        },
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = people  # type: ignore[attr-defined]  # a ModelChoiceField


def _grouped(questionnaire: Questionnaire) -> Iterable[tuple[Any, list[tuple[str, str]]]]:
    """The steps under their section."""
    for section, title in SECTIONS.items():
        found = [(step.slug, step.title) for step in questionnaire.steps if step.section == section]
        if found:
            yield title, found
