"""Asking for a second coding, what a coder holds in the consensus round, and entering a dissent."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.assessments.limits import NOTE_LENGTH, REASON_LENGTH
from cases.assessments.models import Assessment
from cases.assessments.second_codings import coders_for
from cases.assessments.steps import Question, Questionnaire
from natoassess.accounts.models import User


class CoderField(forms.ModelChoiceField):  # type: ignore[type-arg]  # cannot be subscripted at run time
    """People by the name that others see."""

    def label_from_instance(self, obj: Any) -> str:
        """The name."""
        return str(obj.name)


class AskForm(forms.Form):
    """Whom to ask, and what to tell them; never anything of the answers."""

    coder = CoderField(
        label=_("Whom do you ask?"),
        queryset=User.objects.none(),
        empty_label=_("Choose an analyst"),
        error_messages={
            "required": _("Choose whom to ask."),
            "invalid_choice": _("This person cannot be asked. Choose one of the list."),
        },
    )
    note = forms.CharField(
        label=_("Note to the coder"),
        help_text=_("By when, or what to look at. Say nothing of your own answers."),
        required=False,
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, assessment: Assessment, asker: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["coder"].queryset = coders_for(assessment, asker=asker)  # type: ignore[attr-defined]  # a field of choices, which the stubs take for any field


class PositionForm(forms.Form):
    """What a coder now holds on one question; its fields are named apart, for many stand on one page."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    value = forms.ChoiceField(
        label=_("What do you hold now?"), error_messages={"required": _("Choose one of the answers.")}
    )
    why = forms.CharField(
        label=_("Why?"),
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why: the reason stays with the answer.")},
    )

    def __init__(self, data: Any = None, *, question: Question, initial: Any = None) -> None:
        super().__init__(data, prefix=question.name, initial=initial)
        options = [(option.value, question.word(option.value)) for option in question.options]
        self.fields["value"].choices = [("", _("Choose an answer")), *options]  # type: ignore[attr-defined]  # a field of choices, which the stubs take for any field


class DissentForm(forms.Form):
    """A dissent on one answer or on the whole."""

    question = forms.ChoiceField(label=_("What is it about?"), required=False)
    value = forms.ChoiceField(
        label=_("What do you hold instead?"),
        help_text=_("Leave it open where you hold no other answer, or dissent from the whole."),
        required=False,
    )
    text = forms.CharField(
        label=_("Your dissent"),
        help_text=_("It is kept and printed with the result, under your name."),
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Say what you hold against it, and why.")},
    )

    def __init__(self, *args: Any, questionnaire: Questionnaire, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = [
            (step.title, [(question.name, question.label) for question in step.questions])
            for step in questionnaire.steps
        ]
        answers = {
            option.value: question.word(option.value) if question.is_fact else option.value
            for question in questionnaire
            for option in question.options
        }
        answers |= {"unknown": str(_("Not known")), "na": str(_("Does not apply"))}
        chosen = [(value, word) for value, word in answers.items()]
        self.fields["question"].choices = [("", _("The result as a whole")), *groups]  # type: ignore[attr-defined]  # a field of choices, which the stubs take for any field
        self.fields["value"].choices = [("", _("No other answer")), *chosen]  # type: ignore[attr-defined]  # a field of choices, which the stubs take for any field
