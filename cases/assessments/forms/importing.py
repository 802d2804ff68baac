"""Bringing a scenario file in: a file, or what is in one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.assessments.scenario_reading import MOST_BYTES


class ImportForm(forms.Form):
    """Either a file or pasted text; `content` is what was given. Read it once the form is valid."""

    file = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_("YAML or JSON, in UTF-8, at most 1 MB."),
        widget=forms.FileInput(attrs={"accept": ".yaml,.yml,.json,application/yaml,application/json"}),
        error_messages={"empty": _("The file is empty.")},
    )
    text = forms.CharField(
        label=_("Or paste what is in it"),
        required=False,
        strip=False,
        max_length=MOST_BYTES,
        widget=forms.Textarea(attrs={"rows": 14, "spellcheck": "false", "class": "code"}),
    )

    def clean(self) -> dict[str, Any]:
        """One of the two, and no more than is read."""
        given = super().clean() or {}
        file, text = given.get("file"), given.get("text", "").strip()
        if self.errors:
            return given
        if bool(file) == bool(text):
            both = _("Choose a file or paste its text, not both.")
            self.add_error("file", both if file else _("Choose a file, or paste what is in it."))
        elif file and file.size > MOST_BYTES:
            self.add_error("file", _("The file is larger than 1 MB."))
        return given

    @property
    def content(self) -> bytes:
        """The bytes of the file, or of the text."""
        file = self.cleaned_data["file"]
        return bytes(file.read()) if file else str(self.cleaned_data["text"]).encode()
