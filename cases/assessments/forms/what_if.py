"""The form of a what-if: every question with the answer as filed first, the weights, the date and the reading.

A field that is left blank changes nothing. What the page does not know, or gives twice, is a fault like any other:
everything else in the address is kept.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.assessments.steps import Question, Questionnaire
from cases.assessments.what_if import PREFIXES, WEIGHT, Filed, WhatIf, plain
from frameworks.services import MOST_WEIGHT
from natoassess.web.presentation import words


def parameter_of(question: Question) -> str:
    """The name of a question in the address: fact.uses_force."""
    return f"{PREFIXES[question.kind]}.{question.code}"


class WhatIfForm(forms.Form):
    """All that may be changed. `what_if()` is what is changed, once the form is valid."""

    as_of = forms.DateField(
        label=gettext_lazy("Law as of"),
        required=False,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": gettext_lazy("Give a date such as 1999-03-24.")},
    )
    reading = forms.ChoiceField(
        label=gettext_lazy("Reading"),
        required=False,
        choices=list(words.READINGS.items()),
        error_messages={"invalid_choice": gettext_lazy("Choose strict, prevailing or permissive.")},
    )

    def __init__(
        self, data: QueryDict, stands: Filed, questionnaire: Questionnaire, titles: dict[str, str]
    ) -> None:
        super().__init__(data, auto_id="what-if-%s")
        self.given = data
        self.stands = stands
        for question in questionnaire:
            self.fields[parameter_of(question)] = forms.ChoiceField(
                label=question.label,
                required=False,
                choices=[(option.value, question.word(option.value)) for option in question.options],
                error_messages={
                    "invalid_choice": _("Choose one of %(values)s.")
                    % {"values": ", ".join(option.value for option in question.options)}
                },
            )
        for code in stands.weights:
            self.fields[f"{WEIGHT}.{code}"] = forms.FloatField(
                label=_("Weight of %(dimension)s") % {"dimension": titles.get(code, code)},
                required=False,
                min_value=0,
                max_value=MOST_WEIGHT,
                error_messages=dict.fromkeys(
                    ("invalid", "min_value", "max_value"),
                    _("Give a number from 0 to %(most)d.") % {"most": MOST_WEIGHT},
                ),
            )

    def clean(self) -> dict[str, Any]:
        """Refuse what the page does not know, and what is given more than once."""
        for name in self.given:
            if name not in self.fields:
                self.add_error(None, self._unknown(name))
        for name in self.given:
            if len(self.given.getlist(name)) > 1:
                self.add_error(
                    name if name in self.fields else None, _("Give %(name)s only once.") % {"name": name}
                )
        return self.cleaned_data

    def _unknown(self, name: str) -> str:
        close = get_close_matches(name, self.fields, n=1)
        if close:
            return _("Unknown parameter %(name)s; did you mean %(close)s?") % {
                "name": name,
                "close": close[0],
            }
        return _(
            "Unknown parameter %(name)s. An answer stands under fact, rating or sovereignty with the code of its "
            "question, such as fact.uses_force; beside them stand weight.<dimension>, as_of and reading."
        ) % {"name": name}

    def what_if(self) -> WhatIf:
        """What is changed, as far as it can be read: a field with a fault counts as unchanged."""
        changes: dict[str, str] = {}
        for name in self.fields:
            value = self.cleaned_data.get(name)
            if value in (None, ""):
                continue
            changes[name] = plain(value) if isinstance(value, float) else str(value)
        return WhatIf().with_changes(changes.items(), self.stands)
