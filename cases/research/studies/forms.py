"""The form of a study: from fields to the parameters of the job, and its faults back beside the fields."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.research.studies.parameters import MOST_FACTOR, MOST_RANDOM, StudySerializer
from cases.research.studies.plan import STEPS
from frameworks.batches.sweep import READINGS
from frameworks.selectors import frameworks_beside
from natoassess.accounts.selectors import Person
from natoassess.web.problems import sentence
from natoassess.web.rows import forms_available

READING_NAMES = {
    "strict": gettext_lazy("strict"),
    "prevailing": gettext_lazy("prevailing"),
    "permissive": gettext_lazy("permissive"),
}
STEP_NAMES = {
    "year": gettext_lazy("year"),
    "quarter": gettext_lazy("quarter"),
    "month": gettext_lazy("month"),
}
_WEIGHT = re.compile(r"\s*([a-z0-9_]+)\s*=\s*([0-9.]+)\s*")


class StudyForm(forms.Form):
    """What is to be swept. Every limit and every word about one is the job's own."""

    items = forms.CharField(
        label=gettext_lazy("Phases"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
        help_text=gettext_lazy(
            "One a line, 60 at most: CASE/PHASE as in the address of its page, such as kosovo-1999/allied-force, or "
            "assessment:NUMBER. Empty: every phase of the library that has a reference assessment."
        ),
    )
    frameworks = forms.MultipleChoiceField(
        label=gettext_lazy("Frameworks"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("The first of those chosen is the baseline. None: the newest doctrine."),
    )
    readings = forms.MultipleChoiceField(
        label=gettext_lazy("Readings of the law"),
        required=False,
        choices=[(name, READING_NAMES[name]) for name in READINGS],
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("None: all three."),
    )
    one_at_a_time = forms.FloatField(
        label=gettext_lazy("Each dimension by itself, multiplied and divided by"),
        required=False,
        help_text=gettext_lazy("A factor above 1, such as 2; %(most)s at most.") % {"most": MOST_FACTOR},
    )
    named = forms.CharField(
        label=gettext_lazy("Weightings of your own"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        help_text=gettext_lazy(
            "One a line: its name, a colon, and dimensions with weights relative to an average of 1. Such as "
            "“means first: means=3, cause=0.5”."
        ),
    )
    random = forms.IntegerField(
        label=gettext_lazy("Random weightings"),
        required=False,
        help_text=gettext_lazy("How many, %(most)s at most, drawn evenly from all there are.")
        % {"most": f"{MOST_RANDOM:,}"},
    )
    seed = forms.IntegerField(label=gettext_lazy("Seed of the random weightings"), required=False)
    since = forms.CharField(
        label=gettext_lazy("From"),
        required=False,
        help_text=gettext_lazy("Such as 1990-01-01. Empty: each phase’s own day alone."),
    )
    until = forms.CharField(label=gettext_lazy("Until"), required=False)
    step = forms.ChoiceField(
        label=gettext_lazy("One day each"),
        required=False,
        choices=[(name, STEP_NAMES[name]) for name in STEPS[::-1]],
    )
    format = forms.ChoiceField(
        label=gettext_lazy("Table as"),
        choices=[(form.name, form.label) for form in forms_available().values()],
        required=False,
    )
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=100)

    def __init__(self, *args: Any, user: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.parameters: dict[str, Any] = {}
        choices = [(row.code, f"{row.title} ({row.code})") for row in frameworks_beside(user)]
        self.fields["frameworks"].choices = choices  # type: ignore[attr-defined]  # a field of choices, which the stubs take for any field

    @property
    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields in groups, each under a heading."""
        named = [
            (_("What is judged, and by what"), ("items", "frameworks", "readings")),
            (_("Weights, beside the published ones"), ("one_at_a_time", "named", "random", "seed")),
            (_("The law of other days, beside each phase’s own"), ("since", "until", "step")),
            (_("The table"), ("format",)),
        ]
        return [(heading, [self[name] for name in names]) for heading, names in named]

    def clean(self) -> dict[str, Any]:
        """Hold the entries to the rules of the job; each fault goes to the field that it concerns."""
        cleaned = super().clean() or {}
        parameters = self._parameters(cleaned)
        checked = StudySerializer(data=parameters, context={"user": self.user})
        if checked.is_valid():
            self.parameters = parameters
        else:
            self._tell(checked.errors)
        return cleaned

    def _parameters(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """The entries as parameters of the job; what is empty is left out."""
        weights = {
            name: given[name] for name in ("one_at_a_time", "random", "seed") if given.get(name) is not None
        }
        if given.get("named", "").strip():
            weights["named"] = list(self._named(given["named"].splitlines()))
        dates = {}
        if given.get("since") or given.get("until"):
            dates = {name: given.get(field, "") for name, field in (("from", "since"), ("until", "until"))}
            dates["step"] = given.get("step") or "year"
        parameters: dict[str, Any] = {
            "items": given.get("items", "").split(),
            "frameworks": given.get("frameworks"),
            "readings": given.get("readings"),
            "weights": weights,
            "dates": dates,
            "format": given.get("format") or "csv",
        }
        return {name: value for name, value in parameters.items() if value}

    def _named(self, lines: Iterable[str]) -> Iterable[dict[str, Any]]:
        """The weightings of one's own, one from each line that is not empty."""
        for line in filter(str.strip, lines):
            name, _colon, rest = line.partition(":")
            pairs = [_WEIGHT.fullmatch(part) for part in rest.split(",")]
            if not name.strip() or None in pairs:
                told = _("“%(line)s” does not read as NAME: dimension=weight, dimension=weight.")
                self.add_error("named", told % {"line": line.strip()[:60]})
                continue
            weights = {pair[1]: pair[2] for pair in pairs if pair is not None}
            yield {"name": name.strip(), "dimensions": weights}

    def _tell(self, errors: Mapping[str, Any]) -> None:
        for name, detail in errors.items():
            if name == "weights" and isinstance(detail, Mapping):
                self._tell({part if part in self.fields else "named": each for part, each in detail.items()})
                continue
            field = {"dates": "since", "weights": "named"}.get(name, name)
            for text in _texts(detail):
                self.add_error(field if field in self.fields else None, sentence(text))


def _texts(detail: Any) -> list[str]:
    """The sentences in nested details, in order."""
    if isinstance(detail, Mapping):
        return [text for each in detail.values() for text in _texts(each)]
    if isinstance(detail, (list, tuple)):
        return [text for each in detail for text in _texts(each)]
    return [str(detail)]
