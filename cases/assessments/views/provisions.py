"""The law that a question turns on: what to call it, where it stands, whether it was in force."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from cases.assessments.steps import Question
from frameworks.models import Instrument, Provision
from frameworks.models.instrument import Nature
from frameworks.naming import law_address, reference_name
from frameworks.selectors import references
from natoassess.web.presentation import words


@dataclass(frozen=True)
class LawLink:
    """A provision or instrument: its identifier, what it is called, its page, and what to mind about its date."""

    id: str
    label: str
    url: str
    mark: str


def law_links(questions: Iterable[Question], as_of: date) -> dict[str, list[LawLink]]:
    """The law of each question, by the question's name. Two queries for all of them."""
    asked = list(questions)
    rows = references(name for question in asked for name in question.provisions)
    return {
        question.name: [_link(rows[name], as_of) for name in question.provisions if name in rows]
        for question in asked
    }


def _link(row: Provision | Instrument, as_of: date) -> LawLink:
    if isinstance(row, Provision):
        mark = _mark(row.instrument, row.starts_on, row.ends_on, as_of)
    else:
        mark = _mark(row, row.in_force_from, row.in_force_until, as_of)
    return LawLink(row.pk, reference_name(row), law_address(row), mark)


def _mark(instrument: Instrument, since: date | None, until: date | None, as_of: date) -> str:
    """Binding law outside its period is marked as such; later evidence of the law as a later restatement."""
    if instrument.binding == Nature.EVIDENCE:
        return _("later restatement") if since and since > as_of else ""
    if since and since <= as_of and (until is None or as_of <= until):
        return ""
    return _("not in force on %(day)s") % {"day": words.long_date(as_of)}
