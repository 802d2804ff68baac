"""The form that sends a batch. What its fields hold is checked where the API's parameters are."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.research.batches.asking import MOST_NAME
from cases.research.batches.models import OnFault
from frameworks.selectors import frameworks_beside
from natoassess.accounts.models import User


class BatchForm(forms.Form):
    """A file of rows and how it is to be scored."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV with a header, or JSON Lines; UTF-8; gzip (.gz) too. A row is one line."),
        widget=forms.FileInput(attrs={"accept": ".csv,.jsonl,.ndjson,.gz,text/csv,application/jsonl"}),
        error_messages={"required": _("Choose a file."), "empty": _("The file is empty.")},
    )
    name = forms.CharField(label=_("Name"), required=False, max_length=MOST_NAME)
    framework = forms.ChoiceField(label=_("Doctrine or framework"))
    as_of = forms.CharField(
        label=_("Judged as of"),
        required=False,
        help_text=_("One day for all rows. Without it every row names its own, in a column as_of."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    draws = forms.CharField(
        label=_("Draws for the uncertainty"),
        required=False,
        initial="0",
        help_text=_("0 to 100,000 for each row."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 8}),
    )
    seed = forms.CharField(
        label=_("Seed"),
        required=False,
        help_text=_("One seed makes rows comparable, and draws fast. Without it each row has its own."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 12}),
    )
    on_fault = forms.ChoiceField(
        label=_("When a row has faults"),
        choices=OnFault.choices,
        initial=OnFault.SKIP,
        widget=forms.RadioSelect,
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = frameworks_beside(user)
        choices: Any = self.fields["framework"]
        choices.choices = [(row.code, str(row.title)) for row in known]
        current = [row.code for row in known if row.is_doctrine]
        self.fields["framework"].initial = current[-1] if current else None

    @property
    def given(self) -> dict[str, str]:
        """The parameters as texts, by their names in the API."""
        names = ("framework", "as_of", "draws", "seed", "name", "on_fault")
        return {name: str(self.cleaned_data.get(name, "")).strip() for name in names}
