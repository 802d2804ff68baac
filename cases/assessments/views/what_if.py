"""What if: the page on which an assessment's answers are changed to see what moves. Nothing is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.views.generic.base import ContextMixin

from cases.assessments.forms.what_if import WhatIfForm
from cases.assessments.models import Assessment
from cases.assessments.presentation.movement import movement
from cases.assessments.presentation.what_if import (
    TURNING,
    Group,
    Wording,
    changes_shown,
    groups_of,
    kinds_of,
    lapses_shown,
    new_warnings,
    suggestions,
)
from cases.assessments.steps import Questionnaire, questionnaire_of
from cases.assessments.views.panel import Panel, notice_of
from cases.assessments.views.result import assessment_or_404
from cases.assessments.what_if import (
    AS_OF,
    READING,
    WEIGHT,
    Filed,
    WhatIf,
    evaluate_what_if,
    filed,
    under_reading,
)
from frameworks.services import FindingsInvalid
from natoassess.web.access import Access, PageMixin
from natoassess.web.presentation import answers
from natoassess.web.presentation.answers import HEADLINE_READING


class WhatIfView(PageMixin, ContextMixin):
    """Change a fact, a rating, a weight, the date or the reading and see the three answers and what moved.

    For whoever may see the assessment. The address holds all that is changed and nothing else: a form that also sent
    what it left alone is led to the short address, and htmx is told of it.
    """

    access = Access.PUBLIC
    section = "assessments"
    http_method_names = ["get", "head", "options"]

    def known_parameters(self) -> frozenset[str]:
        """The form knows; what it does not know it names beside everything else, so that nothing is lost."""
        return frozenset(self.request.GET)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The page, or for htmx what changes on it; 400 where something given cannot stand."""
        assessment = assessment_or_404(request.user, pk)
        stands = filed(assessment)
        questionnaire = questionnaire_of(assessment.framework, assessment.standpoint)
        titles = {step.slug: step.title for step in questionnaire.steps if step.section == "legitimacy"}
        dimensions = {
            code: titles.get(f"legitimacy-{code.replace('_', '-')}", code) for code in stands.weights
        }
        form = WhatIfForm(request.GET, stands, questionnaire, dimensions)
        form.full_clean()
        asked = form.what_if()
        live = bool(request.headers.get("HX-Request"))
        if not live and form.is_valid() and dict(request.GET.items()) != dict(asked.changes):
            return redirect(asked.address(assessment))
        evaluation = self._evaluated(form, stands, asked, questionnaire)
        context = self._context(
            assessment, form, stands, asked, evaluation, Wording(questionnaire, dimensions)
        )
        template = "assessments/what_if/_live.html" if live else "assessments/what_if/page.html"
        response = render(request, template, context, status=400 if form.errors and request.GET else 200)
        patch_vary_headers(response, ["HX-Request"])
        if live:
            response["HX-Replace-Url"] = (
                asked.address(assessment) if form.is_valid() else request.get_full_path()
            )
        return response

    def _evaluated(
        self, form: WhatIfForm, stands: Filed, asked: WhatIf, questionnaire: Questionnaire
    ) -> Mapping[str, Any] | None:
        """What comes of the changes that can be read; None where they cannot stand, and then the form says why."""
        try:
            return evaluate_what_if(stands, asked)
        except FindingsInvalid as error:
            for fault in error.faults:
                place = fault.pointer.strip("/").split("/")
                if place[0] == "weights":
                    name = f"{WEIGHT}.{place[2]}" if len(place) > 2 else ""
                    text = fault.detail
                else:
                    names = {"facts": "fact", "ratings": "rating"}
                    name = f"{names.get(place[0], place[0])}.{place[1]}" if len(place) > 1 else ""
                    text = notice_of(fault.pointer, fault.detail, questionnaire).text
                form.add_error(name if name in form.fields else None, text)
            return None

    def _context(
        self,
        assessment: Assessment,
        form: WhatIfForm,
        stands: Filed,
        asked: WhatIf,
        evaluation: Mapping[str, Any] | None,
        wording: Wording,
    ) -> dict[str, Any]:
        shown = under_reading(evaluation, asked.reading) if evaluation else None
        lapsed = lapses_shown(asked, stands, wording)
        because = {lapse.parameter: lapse.because for lapse in lapsed}
        kinds = {
            kind: [_group(group, form, stands, asked, wording, because) for group in groups]
            for kind, groups in kinds_of(groups_of(wording.questionnaire, stands.evaluation)).items()
        }
        return self.get_context_data(
            assessment=assessment,
            asked=asked,
            columns=_columns(stands.evaluation, shown) if asked else _columns(stands.evaluation),
            panel=Panel(shown),
            is_other_reading=asked.reading != HEADLINE_READING,
            reading=wording.word(READING, asked.reading),
            changes=changes_shown(asked, stands, wording),
            lapsed=lapsed,
            moved=movement(stands.evaluation, shown, wording.causes()),
            warnings=new_warnings(stands.evaluation, shown),
            suggestions=suggestions(asked, stands, evaluation, wording),
            terms=[_row(name, form, stands, asked, wording) for name in (AS_OF, READING)],
            kinds=kinds,
            faults=_faults(form),
            unplaced=form.non_field_errors(),
        )


@dataclass(frozen=True)
class Row:
    """A field of the form: what was filed, what is chosen in its place (blank where nothing is), and what is wrong.

    `rests` on law where it counts as no on days without it; `lapse` says why it does on the day asked about.
    """

    name: str
    label: str
    filed: str
    filed_word: str
    chosen: str
    options: tuple[tuple[str, str], ...]
    errors: tuple[str, ...]
    rests: bool = False
    lapse: str = ""

    @property
    def id(self) -> str:
        """The id of the field; that of its error follows from it."""
        return f"what-if-{self.name.replace('.', '-')}"

    @property
    def is_unreadable(self) -> bool:
        """Whether what was given is none of the answers, and has to be shown beside them lest it be lost."""
        return bool(self.chosen) and self.chosen not in dict(self.options)

    @property
    def is_changed(self) -> bool:
        """Whether something stands in place of what was filed."""
        return bool(self.chosen or self.lapse)


@dataclass(frozen=True)
class RowGroup:
    """Fields that stand together, and whether they stand open."""

    title: str
    rows: tuple[Row, ...]
    is_first: bool

    @property
    def changed(self) -> int:
        """How many of them are changed."""
        return sum(row.is_changed for row in self.rows)

    @property
    def is_open(self) -> bool:
        """The first group, and any with a change or a fault."""
        return self.is_first or any(row.is_changed or row.errors for row in self.rows)


def _row(
    name: str,
    form: WhatIfForm,
    stands: Filed,
    asked: WhatIf,
    wording: Wording,
    because: Mapping[str, str] = MappingProxyType({}),
) -> Row:
    before, errors = stands.value(name), form.errors.get(name, ())
    choices = {str(value): str(text) for value, text in getattr(form.fields[name], "choices", ())}
    given = str(form[name].value() or "")
    prefix, _dot, code = name.partition(".")
    # Where the answer as filed lapses, to hold it is a change like any other.
    lapses = prefix == "fact" and code in stands.lapsed(asked.as_of)
    return Row(
        name=name,
        label=str(wording.label(name)),
        filed=before,
        filed_word=choices.get(before) or wording.word(name, before),
        chosen=given if errors and given != before else asked.changes.get(name, ""),
        options=tuple((value, text) for value, text in choices.items() if lapses or value != before),
        errors=tuple(str(error) for error in errors),
        rests=prefix == "fact" and code in stands.resting,
        lapse=because.get(name, ""),
    )


def _group(
    group: Group, form: WhatIfForm, stands: Filed, asked: WhatIf, wording: Wording, because: Mapping[str, str]
) -> RowGroup:
    rows = tuple(_row(name, form, stands, asked, wording, because) for name in group.parameters)
    return RowGroup(group.title, rows, group.code == TURNING)


def _faults(form: WhatIfForm) -> list[tuple[str, str, str]]:
    """What is wrong with the fields, as (id of the field, its label, the fault)."""
    return [
        (f"what-if-{name.replace('.', '-')}", str(form.fields[name].label), str(error))
        for name, errors in form.errors.items()
        if name in form.fields
        for error in errors
    ]


def _columns(*evaluations: Mapping[str, Any] | None) -> list[dict[str, Any]]:
    """The three answers of each evaluation with their small print; None where an answer cannot stand."""
    return [
        {
            "legality": evaluation["legality"],
            "note": answers.legality_note({**evaluation["legality"], "readings": {}}),
            "legitimacy": evaluation["legitimacy"],
            "legitimacy_small": answers.legitimacy_small(evaluation["legitimacy"]),
            "sovereignty": evaluation["sovereignty"],
            "sovereignty_small": answers.sovereignty_small(evaluation["sovereignty"]),
        }
        if evaluation
        else {}
        for evaluation in evaluations
    ]
