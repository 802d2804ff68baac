"""Dissent: entered while an assessment is submitted, withdrawn by its author until it is published, kept ever after."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cases.assessments.limits import REASON_LENGTH, is_visible
from cases.assessments.models import Assessment, Dissent
from cases.assessments.models.assessment import Status
from cases.assessments.rules import require
from cases.assessments.saving import assessment_lock
from cases.assessments.steps import questionnaire_of
from natoassess.accounts.models import User
from natoassess.web.audit.services import record
from natoassess.web.presentation import words


class DissentInvalid(Exception):
    """What was entered cannot stand; `field` is question, value or text."""

    def __init__(self, field: str, detail: str) -> None:
        self.field = field
        super().__init__(detail)


@dataclass(frozen=True)
class DissentShown:
    """A dissent in words: `about` names the question, empty for the whole; `value` the answer held instead."""

    dissent: Dissent
    about: str
    anchor: str
    value: str

    @property
    def sentence(self) -> str:
        """As the memorandum prints it: who holds what, and why."""
        lead = {"name": self.dissent.author_name, "about": self.about, "value": self.value}
        if not self.about:
            said = _("%(name)s dissents from the result as a whole.") % lead
        elif self.value:
            said = _("%(name)s dissents on “%(about)s” and holds: %(value)s.") % lead
        else:
            said = _("%(name)s dissents on “%(about)s”.") % lead
        return f"{said} {self.dissent.text}".strip()


@transaction.atomic
def dissent_add(
    *, author: User, assessment: Assessment, question: str = "", value: str = "", text: str
) -> Dissent:
    """Enter a dissent on one answer, or with an empty `question` on the whole.

    Raises PermissionDenied, DissentInvalid.
    """
    # Held, so that it is not published without the dissent meanwhile.
    assessment = assessment_lock(assessment)
    require(author, "dissent_assessment", assessment)
    _check(assessment, question, value, text)
    made = Dissent.objects.create(
        assessment=assessment,
        author=author,
        author_name=author.name,
        question=question,
        value=value,
        text=text.strip(),
    )
    record(
        actor=author,
        action="dissent.added",
        subject=assessment,
        detail={"dissent": made.pk, "question": question},
    )
    return made


@transaction.atomic
def dissent_withdraw(*, author: User, dissent: Dissent) -> None:
    """Take one's own dissent back before the assessment is published. Raises PermissionDenied."""
    dissent.assessment = assessment_lock(dissent.assessment)
    if not is_withdrawable(author, dissent):
        raise PermissionDenied
    record(
        actor=author,
        action="dissent.withdrawn",
        subject=dissent.assessment,
        detail={"dissent": dissent.pk, "question": dissent.question},
    )
    dissent.delete()


def is_withdrawable(user: User, dissent: Dissent) -> bool:
    """Whether `user` may still take it back: one's own, while the assessment is submitted."""
    return dissent.author_id == user.pk and dissent.assessment.status == Status.SUBMITTED


def dissents_on(assessment: Assessment) -> QuerySet[Dissent]:
    """All that was entered, oldest first."""
    return assessment.dissents.select_related("author", "assessment").order_by("pk")


def dissents_shown(assessment: Assessment) -> list[DissentShown]:
    """The dissents in words; one query where there is none, and none at all for the library's own assessments."""
    rows = list(dissents_on(assessment)) if assessment.reference is None else []
    if not rows:
        return []
    asked = questionnaire_of(assessment.framework, assessment.standpoint).by_name
    shown = []
    for row in rows:
        question = asked.get(row.question)
        part, _dash, code = row.question.partition("-")
        shown.append(
            DissentShown(
                dissent=row,
                about=question.label if question else words.word({}, code) if code else "",
                anchor=f"{question.kind}-{question.code}" if question else "",
                value=question.word(row.value) if question and row.value else row.value,
            )
        )
    return shown


def _check(assessment: Assessment, question: str, value: str, text: str) -> None:
    if question:
        found = questionnaire_of(assessment.framework, assessment.standpoint).by_name.get(question)
        if found is None:
            raise DissentInvalid("question", _("Choose one of the questions."))
        if value and value not in {option.value for option in found.options}:
            raise DissentInvalid("value", _("This question has no such answer."))
    elif value:
        raise DissentInvalid("question", _("Say which question the answer belongs to."))
    if not is_visible(text):
        raise DissentInvalid("text", _("Say what you hold against it, and why."))
    if len(text) > REASON_LENGTH:
        raise DissentInvalid(
            "text", _("is too long; at most %(length)d characters") % {"length": REASON_LENGTH}
        )
