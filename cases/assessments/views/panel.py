"""The panel beside the form: the three answers as they stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.assessments.evaluation import evaluate
from cases.assessments.models import Assessment
from cases.assessments.steps import Question, Questionnaire
from frameworks.services import FindingsInvalid
from natoassess.web.presentation import answers


@dataclass(frozen=True)
class Notice:
    """An answer that cannot stand: the question, what is wrong in words, and the part of the answer concerned."""

    question: Question | None
    text: str
    field: str = "value"


@dataclass(frozen=True)
class Panel:
    """What the panel shows. `evaluation` is None while an answer cannot stand."""

    evaluation: Mapping[str, Any] | None
    notices: tuple[Notice, ...] = ()
    changed: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()
    is_saved: bool = True

    @property
    def decisive(self) -> int:
        """How many unknown facts can still change the verdict."""
        return len(self.evaluation["legality"]["decisive_unknowns"]) if self.evaluation else 0

    @property
    def other_readings(self) -> str:
        """What the strict and the permissive reading make of it."""
        if self.evaluation is None:
            return ""
        return answers.legality_note({**self.evaluation["legality"], "at_least": None})

    @property
    def sovereignty_small(self) -> list[str]:
        """The small print beside the gross impact."""
        return answers.sovereignty_small(self.evaluation["sovereignty"]) if self.evaluation else []


def evaluated(
    assessment: Assessment, questionnaire: Questionnaire, body: Mapping[str, Any]
) -> tuple[dict[str, Any] | None, tuple[Notice, ...]]:
    """The evaluation of `body`, or why there is none."""
    try:
        return evaluate(assessment, body=dict(body)), ()
    except FindingsInvalid as error:
        return None, tuple(notice_of(fault.pointer, fault.detail, questionnaire) for fault in error.faults)


def notice_of(pointer: str, detail: str, questionnaire: Questionnaire) -> Notice:
    """A fault of the engine in the words of the form."""
    parts = pointer.strip("/").split("/")
    if parts[0] == "standpoint" or len(parts) < 2:
        return Notice(None, detail)
    question = questionnaire.by_name.get(f"{parts[0]}-{parts[1]}")
    field = parts[2] if len(parts) > 2 else "value"
    if field == "level":
        field = "value"
    if parts[0] == "ratings" and field == "value" and detail.startswith("na only"):
        detail = _(
            "Rate this, or answer that it is not known. Last resort may be left out only where no force is used or "
            "consent is full; you answered otherwise."
        )
    elif parts[0] == "ratings" and field == "why":
        detail = _("Say why this does not apply.")
    elif detail.startswith("cannot be known ex ante"):
        detail = _("This cannot be known ex ante: answer no or not known, or take the standpoint ex post.")
    return Notice(question, detail, field)


def decisive_left(count: int) -> str:
    """How many questions are still decisive, in words."""
    if not count:
        return _("No open question can change the verdict any more.")
    return ngettext(
        "%(count)d open question can still change the verdict.",
        "%(count)d open questions can still change the verdict.",
        count,
    ) % {"count": count}
