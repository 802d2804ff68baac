"""Sources in the register, and the files kept with them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.assessments.file_kinds import MOST_BYTES, NAME_LENGTH, endings_taken, kinds_taken
from cases.assessments.forms.answers import RELIABILITIES
from cases.assessments.limits import CITATION_LENGTH, URL_LENGTH, is_visible
from cases.assessments.models import Assessment, CitedSource
from cases.assessments.models.source import SourceKind
from cases.assessments.source_register import SourceDetails, composed, source_faults


class SourceForm(forms.Form):
    """What a source is and how reliable. `details` is what was given; read it once the form is valid."""

    author = forms.CharField(label=gettext_lazy("Author"), max_length=200, required=False)
    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Needed unless the citation below is given in full."),
    )
    publisher = forms.CharField(label=gettext_lazy("Publisher"), max_length=200, required=False)
    dated = forms.CharField(
        label=gettext_lazy("Date"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("As the document has it: 23 October 2000, or 2000."),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=[("", gettext_lazy("not said")), *SourceKind.choices],
        required=False,
    )
    url = forms.URLField(
        label=gettext_lazy("Address"),
        max_length=URL_LENGTH,
        required=False,
        assume_scheme="https",
        validators=[URLValidator(schemes=["http", "https"])],
        error_messages={"invalid": gettext_lazy("Give a web address that begins with https:// or http://.")},
    )
    accessed_on = forms.DateField(
        label=gettext_lazy("Accessed on"),
        required=False,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={
            "invalid": gettext_lazy("Give a date that exists as year-month-day, such as 1999-03-24.")
        },
    )
    citation = forms.CharField(
        label=gettext_lazy("Citation in full"),
        max_length=CITATION_LENGTH,
        required=False,
        help_text=gettext_lazy("Left empty, it is made of author, title, publisher and date."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    reliability = forms.ChoiceField(
        label=gettext_lazy("Reliability of the source"),
        choices=RELIABILITIES,
        help_text=gettext_lazy("By the Admiralty code. How credible an item is, is said where it is used."),
        error_messages={
            "required": gettext_lazy("Say how reliable the source is; F where it cannot be judged.")
        },
    )

    def __init__(
        self, *args: Any, assessment: Assessment, source: CitedSource | None = None, **kwargs: Any
    ) -> None:
        if source is not None:
            kwargs.setdefault("initial", _initial(source))
        super().__init__(*args, **kwargs)
        self.assessment, self.source = assessment, source

    def clean(self) -> dict[str, Any]:
        """A source says what it is, and stands in the register once."""
        given = super().clean() or {}
        for name in ("author", "title", "publisher", "citation"):
            if given.get(name) and not is_visible(given[name]):
                self.add_error(name, _("This shows nothing; write something that can be read."))
        if not self.errors:
            faults = source_faults(assessment=self.assessment, details=self.details, source=self.source)
            for name, text in faults.items():
                self.add_error(name, text)
        return given

    @property
    def details(self) -> SourceDetails:
        """What was given."""
        return SourceDetails(**self.cleaned_data)


class FileForm(forms.Form):
    """A file to keep with a source. What it may be is said by the service."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        widget=forms.FileInput(attrs={"accept": endings_taken()}),
        error_messages={
            "required": gettext_lazy("Choose a file."),
            "invalid": gettext_lazy("Choose a file."),
            "missing": gettext_lazy("Choose a file."),
            "empty": gettext_lazy("The file is empty."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = _(
            "%(kinds)s; at most %(size)d MB, its name at most %(length)d characters."
        ) % {"kinds": kinds_taken(), "size": MOST_BYTES // 1_000_000, "length": NAME_LENGTH}


def _initial(source: CitedSource) -> dict[str, Any]:
    names = [name for name in SourceForm.base_fields if name != "citation"]
    given = {name: getattr(source, name) for name in names}
    parts = SourceDetails(**given)
    return given | {"citation": "" if composed(parts) == source.citation else source.citation}
