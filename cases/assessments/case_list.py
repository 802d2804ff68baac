"""The list of cases: one row a phase with its answers, narrowed, and in the order that was asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cases.assessments.phase_answers import PhaseAnswers, phase_answers
from cases.assessments.result_filters import BANDS, VERDICTS
from cases.studies.authorities import Authorities, authorities_on
from cases.studies.filters import CaseFilter
from cases.studies.models import Case, Phase
from natoassess.accounts.selectors import Person
from natoassess.web.filters import OLD_ORDER, Choice

VIEWS = [("table", _("table")), ("timeline", _("time line"))]
VERDICT_ORDER = [verdict for verdict, _label in VERDICTS]


@dataclass(frozen=True)
class CaseRow:
    """A phase of the list with its answers and what authorities held; None of a case that has no phase yet."""

    case: Case
    answers: PhaseAnswers | None
    authorities: Authorities = Authorities()

    @property
    def phase(self) -> Phase | None:
        """What was judged."""
        return self.answers.phase if self.answers else None

    @property
    def legitimacy(self) -> float | None:
        """The index; None where nothing is rated."""
        return self.answers.legitimacy.get("index") if self.answers else None

    @property
    def sovereignty(self) -> float | None:
        """The gross impact; None where nothing is rated."""
        return self.answers.sovereignty.get("gross") if self.answers else None


NO_PHASE: tuple[PhaseAnswers | None, ...] = (None,)
"""What stands for the phases of a case that has none."""

SortKey = Callable[[CaseRow], Any]

ORDERS: dict[str, tuple[str | Any, SortKey]] = {
    "date": (_("Dates"), lambda row: row.phase.starts_on if row.phase else row.case.starts_on),
    "case": (_("Phase"), lambda row: row.case.title.casefold()),
    "target": (_("State concerned"), lambda row: row.case.target_label.casefold() or None),
    "legality": (
        _("Legality"),
        lambda row: VERDICT_ORDER.index(row.answers.verdict) if row.answers and row.answers.verdict else None,
    ),
    "legitimacy": (_("Legitimacy"), lambda row: row.legitimacy),
    "sovereignty": (_("Sovereignty, gross"), lambda row: row.sovereignty),
}
"""What the list can be ordered by: the heading, and the value of a row (None goes last, whichever way)."""

ORDERINGS = [(f"{sign}{name}", heading) for name, (heading, _key) in ORDERS.items() for sign in ("", "-")]


class CaseListFilter(CaseFilter):
    """The cases of the page: besides the filters of the API those by the answers of their phases, order and view."""

    verdict = Choice(choices=VERDICTS, method="of_rows", label=_("Legality"), empty_label=_("every verdict"))
    band = Choice(choices=BANDS, method="of_rows", label=_("Legitimacy"), empty_label=_("every band"))
    order_by = Choice(  # type: ignore[assignment]  # rows of the page have more to order by than cases
        choices=ORDERINGS, method="of_rows", widget=forms.HiddenInput
    )
    view = Choice(choices=VIEWS, method="of_rows", widget=forms.HiddenInput)

    old_names = OLD_ORDER

    def of_rows(self, queryset: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        """Narrows or orders the phases, which are rows of the list: see `rows_chosen`."""
        return queryset


def case_rows(user: Person, listed: Iterable[Case]) -> list[CaseRow]:
    """The phases of the cases, each with the answers that `user` may see, in the order of the cases."""
    cases = list(listed)
    phases = list(phases_of(cases))
    answers: dict[int, list[PhaseAnswers]] = {case.pk: [] for case in cases}
    for answer in phase_answers(user, phases):
        answers[answer.phase.case_id].append(answer)
    held = authorities_on(phases)
    return [
        CaseRow(case, answer, held[answer.phase.pk] if answer else Authorities())
        for case in cases
        for answer in (answers[case.pk] or NO_PHASE)
    ]


def rows_chosen(rows: Iterable[CaseRow], chosen: dict[str, Any]) -> list[CaseRow]:
    """`rows` narrowed by `verdict` and `band`, ordered by `order_by` (default: dates), of the cleaned filter."""
    kept = [
        row
        for row in rows
        if _is(row.answers.verdict if row.answers else None, chosen.get("verdict"))
        and _is(row.answers.legitimacy.get("band") if row.answers else None, chosen.get("band"))
    ]
    order = chosen.get("order_by") or "date"
    key = ORDERS[order.removeprefix("-")][1]
    valued = sorted((row for row in kept if key(row) is not None), key=key, reverse=order.startswith("-"))
    return valued + [row for row in kept if key(row) is None]


def phases_of(listed: Iterable[Case]) -> Iterator[Phase]:
    """The prefetched phases, each knowing its case without another query."""
    for case in listed:
        for phase in case.phases.all():
            phase.case = case
            yield phase


def _is(value: str | None, wanted: str | None) -> bool:
    return not wanted or value == wanted
