"""The feed in words: who did what to which answer, grouped by day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases.assessments.feed import ANSWERS, COMMENTS, MILESTONES, PEOPLE, Event
from cases.assessments.steps import Question, Questionnaire
from natoassess.accounts.models import User
from natoassess.web.presentation import words

KIND_WORDS: dict[str, Promise] = {
    ANSWERS: gettext_lazy("Answers"),
    COMMENTS: gettext_lazy("Comments"),
    PEOPLE: gettext_lazy("People"),
    MILESTONES: gettext_lazy("Submissions and reviews"),
}
DID: dict[str, Promise] = {
    "answer.changed": gettext_lazy("changed an answer"),
    "comment.added": gettext_lazy("commented"),
    "comment.resolved": gettext_lazy("resolved a comment"),
    "comment.reopened": gettext_lazy("opened a comment again"),
    "contributor.added": gettext_lazy("asked %(user)s to answer"),
    "contributor.asked": gettext_lazy("changed what %(user)s is asked"),
    "contributor.removed": gettext_lazy("ended the contributing of %(user)s"),
    "assessment.handed_over": gettext_lazy("handed the assessment over to %(to)s"),
    "assessment.created": gettext_lazy("began the assessment"),
    "assessment.submitted": gettext_lazy("submitted the assessment"),
    "assessment.withdrawn": gettext_lazy("took the assessment back from review"),
    "assessment.returned": gettext_lazy("returned the assessment"),
    "assessment.published": gettext_lazy("published the assessment"),
    "assessment.retracted": gettext_lazy("retracted the assessment"),
    "assessment.trashed": gettext_lazy("moved the assessment to the trash"),
    "assessment.restored": gettext_lazy("took the assessment out of the trash"),
}
EXCERPT = 240


@dataclass(frozen=True)
class Line:
    """One thing that happened. `was` and `became` are answers in words, empty where only the rest changed."""

    at: datetime
    kind: str
    who: str
    did: str
    label: str = ""
    url: str = ""
    was: str = ""
    became: str = ""
    notes: tuple[str, ...] = ()
    excerpt: str = ""
    comment: int = 0


@dataclass(frozen=True)
class Day:
    """What happened on one day."""

    on: date
    lines: tuple[Line, ...]


def name_of(person: User | None) -> str:
    """A person by name; "former member" once the account is gone."""
    return person.name if person is not None else _("former member")


def days_of(
    events: Iterable[Event], questionnaire: Questionnaire, address: Callable[[Question | None], str]
) -> list[Day]:
    """The events by day, in their order; `address` says where the answer to a question stands."""
    lines = [line_of(event, questionnaire, address) for event in events]
    return [
        Day(day, tuple(found)) for day, found in groupby(lines, key=lambda line: timezone.localdate(line.at))
    ]


def line_of(event: Event, questionnaire: Questionnaire, address: Callable[[Question | None], str]) -> Line:
    """One event in words."""
    question = questionnaire.by_name.get(event.question)
    did = str(DID[event.action]) % _names(event)
    if event.comment is not None and event.comment.reply_to_id is not None:
        did = _("replied")
    was, became = _answers(event, question)
    return Line(
        at=event.at,
        kind=event.kind,
        who=name_of(event.by),
        did=did,
        label=question.label if question else words.word({}, event.question.partition("-")[2]),
        url=address(question) if question else "",
        was=was,
        became=became,
        notes=tuple(_notes(event, questionnaire)),
        excerpt=Truncator(event.comment.text).chars(EXCERPT) if event.comment else "",
        comment=event.comment.pk if event.comment else 0,
    )


def _names(event: Event) -> dict[str, str]:
    """Whom the entry names, by the part they had in it."""
    people = event.people or {}
    return {role: name_of(people.get(role)) for role in ("user", "from", "to")}


def _answers(event: Event, question: Question | None) -> tuple[str, str]:
    """What the answer was and became; nothing where it stayed."""
    if event.kind != ANSWERS:
        return "", ""
    was, became = ((part or {}).get("value", "unknown") for part in (event.before, event.after))
    if was == became:
        return "", ""
    if question is None:
        return str(was), str(became)
    return question.word(str(was)), question.word(str(became))


REST = {
    "why": gettext_lazy("reason changed"),
    "confidence": gettext_lazy("confidence changed"),
    "provisions": gettext_lazy("law relied on changed"),
    "evidence": gettext_lazy("evidence changed"),
    "fixed": gettext_lazy("changed whether what-if may vary it"),
}


def _notes(event: Event, questionnaire: Questionnaire) -> Iterable[str]:
    """What else is to be said of it."""
    if event.kind == ANSWERS:
        before, after = event.before or {}, event.after or {}
        for member, word in REST.items():
            if (before.get(member) or None) != (after.get(member) or None):
                yield _("reason written") if member == "why" and not before.get("why") else str(word)
        if event.is_undo:
            yield _("took an earlier change back")
        if event.times > 1:
            yield ngettext("in %(count)d step", "in %(count)d steps", event.times) % {"count": event.times}
    if event.action in {"contributor.added", "contributor.asked"}:
        yield _steps(event.detail or {}, questionnaire)


def _steps(detail: Mapping[str, Any], questionnaire: Questionnaire) -> str:
    """Which steps were asked for."""
    found = [questionnaire.step(slug) for slug in detail.get("steps", ())]
    titles = [step.title for step in found if step is not None]
    return ", ".join(titles) if titles else _("all steps")
