"""What a reviewer says of a submitted assessment."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

PUBLISH, RETURN = "publish", "return"


class ReviewForm(forms.Form):
    """A note and a decision. `version` is the one that was read; to return an assessment a note is needed."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    note = forms.CharField(
        label=_("Note to the author"),
        help_text=_("What convinced you, or what is to be changed. The author alone reads it."),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    decision = forms.ChoiceField(
        choices=[(PUBLISH, _("publish")), (RETURN, _("return"))],
        widget=forms.HiddenInput,
        error_messages={
            "required": _("Choose Publish or Ask for changes."),
            "invalid_choice": _("Choose Publish or Ask for changes."),
        },
    )

    def clean(self) -> dict[str, Any]:
        """A return without a word would leave the author guessing."""
        given = super().clean() or {}
        if given.get("decision") == RETURN and not given.get("note"):
            self.add_error("note", _("Say what is to be changed before you return it."))
        return given
