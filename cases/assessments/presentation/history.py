"""The changes of answers in words: who, when, from what to what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.assessments.evaluation import PARTS
from cases.assessments.models import AnswerChange
from cases.assessments.models.finding import FindingKind
from cases.assessments.steps import Question, Questionnaire
from natoassess.web.presentation import words


@dataclass(frozen=True)
class ChangeRow:
    """One change: its key, whose and when, the question, and each part of the answer before and after."""

    pk: int
    who: str
    at: datetime
    question: Question | None
    name: str
    parts: tuple[tuple[str, str, str], ...]
    why: str
    value: str
    is_undo: bool

    @property
    def label(self) -> str:
        """The question in a few words; its code where the framework no longer asks it."""
        return self.question.label if self.question else self.name


def change_rows(changes: Iterable[AnswerChange], questionnaire: Questionnaire) -> list[ChangeRow]:
    """The changes, each with what it changed."""
    return [_row(change, questionnaire) for change in changes]


def _row(change: AnswerChange, questionnaire: Questionnaire) -> ChangeRow:
    name = f"{PARTS[FindingKind(change.kind)]}-{change.code}"
    question = questionnaire.by_name.get(name)
    before, after = _parts(change.before, question), _parts(change.after, question)
    return ChangeRow(
        pk=change.pk,
        who=change.by.name if change.by else _("somebody whose account is gone"),
        at=change.at,
        question=question,
        name=name,
        parts=tuple((what, old, after[what]) for what, old in before.items() if old != after[what]),
        why=change.after["why"] if change.after else "",
        value=after[_("Answer")],
        is_undo=change.is_undo,
    )


def _parts(form: Mapping[str, Any] | None, question: Question | None) -> dict[str, str]:
    given = form or {}
    value = given.get("value", "unknown")
    sources = given.get("evidence", [])
    count = ngettext("%(count)d source", "%(count)d sources", len(sources)) % {"count": len(sources)}
    titles = "; ".join(f"{item['citation']} ({item['reliability']}{item['credibility']})" for item in sources)
    confidence = given.get("confidence") or "moderate"
    return {
        _("Answer"): question.word(value) if question else value,
        _("Confidence"): str(words.word(words.CONFIDENCES, confidence)),
        _("Reason"): given.get("why") or _("none"),
        _("Provisions relied on"): ", ".join(given.get("provisions", [])) or _("none"),
        _("Evidence"): f"{count}: {titles}" if sources else _("none"),
    }
