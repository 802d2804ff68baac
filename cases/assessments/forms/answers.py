"""Answering one question: the value, its reason, the provisions relied on and the evidence."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.core.validators import URLValidator
from django.http import QueryDict
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.assessments.answers import Answer
from cases.assessments.limits import CITATION_LENGTH, MOST_SOURCES, NOTE_LENGTH, REASON_LENGTH, URL_LENGTH
from cases.assessments.models import Finding
from cases.assessments.selectors import law_ids
from cases.assessments.sources import Offered, offered_key
from cases.assessments.steps import Option, Question
from frameworks.selectors import references
from natoassess.web.presentation import words

CONFIDENCES = [(code, word) for code, word in words.CONFIDENCES.items()]
RELIABILITIES = [
    ("", gettext_lazy("choose")),
    *((code, f"{code}: {word}") for code, word in words.RELIABILITY.items()),
]
CREDIBILITIES = [
    ("", gettext_lazy("choose")),
    *((str(code), f"{code}: {words.capitalise(str(word))}") for code, word in words.CREDIBILITY.items()),
]


class EvidenceForm(forms.Form):
    """One use of a source: what it is, how reliable it is, how credible what it says. A blank row is none."""

    source = forms.CharField(label=gettext_lazy("Source"), required=False, widget=forms.Select)
    citation = forms.CharField(
        label=gettext_lazy("New source: author, title, date"), max_length=CITATION_LENGTH, required=False
    )
    url = forms.URLField(
        label=gettext_lazy("Address"),
        max_length=URL_LENGTH,
        required=False,
        assume_scheme="https",
        validators=[URLValidator(schemes=["http", "https"])],
        error_messages={"invalid": gettext_lazy("Give a web address that begins with https:// or http://.")},
    )
    reliability = forms.ChoiceField(
        label=gettext_lazy("Reliability of the source"), choices=RELIABILITIES, required=False
    )
    credibility = forms.TypedChoiceField(
        label=gettext_lazy("Credibility of what it says"),
        choices=CREDIBILITIES,
        coerce=int,
        empty_value=None,
        required=False,
    )
    note = forms.CharField(
        label=gettext_lazy("Where, and what it shows"), max_length=NOTE_LENGTH, required=False
    )

    def __init__(self, *args: Any, sources: Mapping[str, Offered], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sources = sources
        cast("forms.Select", self.fields["source"].widget).choices = [
            ("", _("a new source, named below")),
            *((key, Truncator(offered.citation).chars(100)) for key, offered in sources.items()),
        ]

    def clean_source(self) -> str:
        """A source of the assessment or of the case under study, or none."""
        source: str = self.cleaned_data["source"]
        if source and source not in self.sources:
            # Said at the field that can be seen.
            self.add_error("citation", _("This source does not belong to the case; cite it in words."))
            return ""
        return source

    def clean(self) -> dict[str, Any]:
        """A row is whole or blank."""
        given = self.cleaned_data
        if not any(given.values()):
            return given
        chosen = self.sources.get(given.get("source") or "")
        if chosen is None and not given.get("citation") and "citation" not in self.errors:
            self.add_error("citation", _("Say which source this is: author, title, date."))
        if chosen is not None and given.get("citation", "") not in {"", chosen.citation}:
            self.add_error("citation", _("Choose a source of the list or name a new one, not both."))
        if chosen is not None and not given.get("reliability"):
            given["reliability"] = chosen.reliability
        for name, cure in (
            ("reliability", _("Say how reliable the source is; F where it cannot be judged.")),
            ("credibility", _("Say how credible the information is; 6 where it cannot be judged.")),
        ):
            if not given.get(name) and name not in self.errors:
                self.add_error(name, cure)
        return given

    @property
    def chosen(self) -> Offered | None:
        """The source that is chosen from the list."""
        return self.sources.get(str(self["source"].value() or ""))

    @property
    def title(self) -> str:
        """The source in words, as it stands in the row; empty for a blank row."""
        return self.chosen.citation if self.chosen else str(self["citation"].value() or "")

    @property
    def grade(self) -> tuple[str, str] | None:
        """Reliability and credibility where both are chosen and exist."""
        pair = str(self["reliability"].value() or ""), str(self["credibility"].value() or "")
        return (
            pair
            if pair[0] in words.RELIABILITY and pair[1] in {str(code) for code in words.CREDIBILITY}
            else None
        )

    def item(self) -> dict[str, Any] | None:
        """What is to be stored; None for a blank row."""
        given = self.cleaned_data
        chosen = self.sources.get(given.get("source") or "")
        if not (given.get("citation") or chosen):
            return None
        return {
            "source_id": chosen.source_id if chosen else None,
            "citation": chosen.citation if chosen else given["citation"],
            "url": chosen.url if chosen else given["url"],
            "reliability": given["reliability"],
            "credibility": given["credibility"],
            "note": given["note"],
        }


if TYPE_CHECKING:
    _FormSet = forms.BaseFormSet[EvidenceForm]
else:
    _FormSet = forms.BaseFormSet


class BaseEvidenceFormSet(_FormSet):
    """The rows of evidence of one answer: those stored, each with a box to remove it, and one blank row."""

    def add_fields(self, form: EvidenceForm, index: int | None) -> None:
        """Word the box that removes a row."""
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = _("Remove")

    def items(self) -> tuple[dict[str, Any], ...]:
        """What is to be stored. Read it once the rows are valid."""
        kept = (form for form in self.forms if form not in self.deleted_forms)
        return tuple(item for item in (form.item() for form in kept) if item is not None)


EvidenceFormSet = cast(
    "type[BaseEvidenceFormSet]",
    forms.formset_factory(
        EvidenceForm,
        formset=BaseEvidenceFormSet,
        extra=1,
        can_delete=True,
        can_delete_extra=False,
        max_num=MOST_SOURCES,
        absolute_max=MOST_SOURCES + 5,
        validate_max=True,
    ),
)


class QuestionForm(forms.Form):
    """One question with what belongs to its answer. The names of its fields begin with the question's name.

    `base` is the version of the stored answer that the form was made from, `seen` that of the one shown beside it
    where the two conflict; None where the posted form does not say. Where `takes_place` is set, its answer takes the
    place of the one that was seen.
    """

    value = forms.ChoiceField(
        required=False, error_messages={"invalid_choice": gettext_lazy("Choose one of the answers offered.")}
    )
    confidence = forms.ChoiceField(label=gettext_lazy("Confidence"), choices=CONFIDENCES, required=False)
    provisions = forms.CharField(
        label=gettext_lazy("Provisions relied on"),
        max_length=1_000,
        required=False,
        help_text=gettext_lazy(
            "Identifiers from the law pages, separated by commas, such as un-charter#art-51."
        ),
    )
    why = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=REASON_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self,
        question: Question,
        finding: Finding | None,
        *,
        data: QueryDict | None,
        sources: Mapping[str, Offered],
        law: Collection[str] = (),
    ) -> None:
        super().__init__(data, prefix=question.name, auto_id="%s", initial=_initial(finding))
        self.question = question
        self.stored = finding
        self.law = law
        self.is_open = False
        self.base = _version(data, f"{question.name}-version") if data is not None else self.current
        self.seen = _version(data, f"{question.name}-stored") if data is not None else None
        self.takes_place = False
        self.conflict: list[tuple[str, str, str]] = []
        value = self.fields["value"]
        assert isinstance(value, forms.ChoiceField)  # noqa: S101  for the type checker
        value.choices = [(option.value, option.title) for option in question.options]
        value.label = question.label
        if not question.is_rating:
            del self.fields["confidence"]
        if not question.is_fact:
            del self.fields["provisions"]
        self.evidence = EvidenceFormSet(
            data,
            prefix=f"{question.name}-evidence",
            auto_id="%s",
            # A posted row that equals a stored one would count as untouched, and so as blank.
            initial=[_row(item) for item in finding.evidence.all()] if finding and data is None else [],
            form_kwargs={"sources": sources},
        )

    def add_prefix(self, field_name: str) -> str:
        """The value stands under the question's own name, all else behind it."""
        name = self.prefix or ""
        return name if field_name == "value" else f"{name}-{field_name}"

    def clean_value(self) -> str:
        """Not answered is not known."""
        return self.cleaned_data["value"] or "unknown"

    def clean_provisions(self) -> tuple[str, ...]:
        """Identifiers that the law pages know, each once."""
        names = _identifiers(self.cleaned_data["provisions"])
        unknown = [name for name in names if name not in self.law]
        if unknown:
            known = law_ids()
            raise forms.ValidationError([_unknown_provision(name, known) for name in unknown])
        return names

    def is_valid(self) -> bool:
        """Whether the answer and all its evidence can be read."""
        return all([super().is_valid(), self.evidence.is_valid()])

    def answer(self) -> Answer:
        """What is to be stored. Read it once the form is valid."""
        given = self.cleaned_data
        return Answer(
            kind=self.question.kind,
            code=self.question.code,
            value=given["value"],
            why=given["why"],
            confidence=given.get("confidence") or ("moderate" if self.question.is_rating else ""),
            provisions=given.get("provisions", ()),
            fixed=self.stored.fixed if self.stored else False,
            evidence=self.evidence.items(),
            expected=self.seen if self.takes_place else self.base,
        )

    @property
    def current(self) -> int:
        """The version of the stored answer; 0 where there is none."""
        return self.stored.version if self.stored else 0

    @property
    def choices(self) -> list[tuple[Option, bool]]:
        """Each answer offered, and whether it is the one chosen."""
        chosen = str(self["value"].value() or "unknown")
        return [(option, option.value == chosen) for option in self.question.options]

    @property
    def chosen_id(self) -> str:
        """The id of the button to go to where the answer is wrong."""
        chosen = next((option.value for option, is_chosen in self.choices if is_chosen), None)
        return f"{self.question.name}-{chosen or self.question.options[0].value}"

    @property
    def has_faults(self) -> bool:
        """Whether anything about the answer was refused."""
        return bool(self.is_bound and (self.errors or not self.evidence.is_valid()))

    @property
    def has_more(self) -> bool:
        """Whether the part that is folded away holds something."""
        return any(
            [
                self.is_open,
                not self.question.is_rating and self["why"].value(),
                "provisions" in self.fields and self["provisions"].value(),
                any(row.title for row in self.evidence.forms),
                self.is_bound and (set(self.errors) & {"why", "provisions"} or not self.evidence.is_valid()),
            ]
        )

    def faults(self) -> list[tuple[str, str]]:
        """What is wrong, each with the id of the field to go to."""
        found = [
            (self.chosen_id if name == "value" else self.add_prefix(name), str(error))
            for name, errors in self.errors.items()
            for error in errors
        ]
        for row in self.evidence.forms:
            found += [
                (row.add_prefix(name), str(error)) for name, errors in row.errors.items() for error in errors
            ]
        found += [(self.question.name, str(error)) for error in self.evidence.non_form_errors()]
        return found


def posted_forms(
    questions: Iterable[Question],
    findings: Mapping[str, Finding],
    *,
    data: QueryDict | None,
    sources: Mapping[str, Offered],
) -> list[QuestionForm]:
    """A form for each question: bound to `data`, or showing what is stored.

    The provisions that all of them cite are looked up at once.
    """
    asked = list(questions)
    posted = data if data is not None else QueryDict()
    cited = [
        name for question in asked for name in _identifiers(posted.get(f"{question.name}-provisions") or "")
    ]
    law = references(name for name in cited if "\0" not in name) if cited else {}
    return [
        QuestionForm(question, findings.get(question.name), data=data, sources=sources, law=law)
        for question in asked
    ]


def _version(data: QueryDict, name: str) -> int | None:
    given = data.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else None


def _identifiers(text: str) -> tuple[str, ...]:
    """The identifiers in a list written with commas, semicolons or spaces, each once."""
    return tuple(dict.fromkeys(name for name in re.split(r"[\s,;]+", text) if name))


def _initial(finding: Finding | None) -> dict[str, Any]:
    if finding is None:
        return {"value": "unknown", "confidence": "moderate"}
    return {
        "value": finding.value,
        "why": finding.why,
        "confidence": finding.confidence or "moderate",
        "provisions": ", ".join(finding.provisions),
    }


def _row(item: Any) -> dict[str, Any]:
    return {
        "source": offered_key(item),
        "reliability": item.reliability,
        "credibility": item.credibility,
        "note": item.note,
    }


def _unknown_provision(name: str, known: list[str]) -> str:
    close = get_close_matches(name, known, n=1, cutoff=0.6)
    if close:
        return _("There is no provision %(name)s; did you mean %(close)s?") % {
            "name": name,
            "close": close[0],
        }
    return _("There is no provision %(name)s; look its identifier up on the law pages.") % {"name": name}
