"""The question put to the search: one form for the page and the API."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.studies.search import kinds
from frameworks.search.query import FEWEST_LETTERS_OF_PREFIX, MOST_LETTERS, parse

NO_WORD = _(
    "There is no word to look for in this. Give at least one; a minus only leaves out, and begin* needs "
    "%(letters)d letters."
)


def kind_choices() -> list[tuple[str, str]]:
    """The kinds of what can be found, with their names."""
    return [(kind.code, str(kind.plural)) for kind in kinds()]


class SearchForm(forms.Form):
    """Words to look for, and the kinds to look in: all where none is chosen."""

    q = forms.CharField(
        label=_("Words"),
        max_length=MOST_LETTERS,
        help_text=_(
            "All of them must occur. “In quotation marks” they follow one another; a minus before a word leaves "
            "entries with it out; begin* finds what begins so. Symbols work too: S/RES/1973, art. 51, 2(4)."
        ),
    )
    kind = forms.MultipleChoiceField(
        label=_("Only"), choices=kind_choices, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, needs_words: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["q"].required = needs_words

    def clean_q(self) -> str:
        """The words. ValidationError where some are given and none of them is to be looked for."""
        text = str(self.cleaned_data["q"])
        if text and not parse(text).wanted:
            raise forms.ValidationError(NO_WORD % {"letters": FEWEST_LETTERS_OF_PREFIX}, code="no_word")
        return text

    @classmethod
    def parameters(cls) -> frozenset[str]:
        """The names that may stand in an address."""
        fields: dict[str, Any] = cls.base_fields
        return frozenset(fields)
