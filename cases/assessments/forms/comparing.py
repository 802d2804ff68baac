"""What a posted answer says and what is stored: where they differ, in words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.assessments.forms.answers import QuestionForm
from cases.assessments.models import Finding
from cases.assessments.services import Answer
from natoassess.web.presentation import words

Content = tuple[str, str, str, tuple[str, ...], tuple[tuple[Any, ...], ...]]


def changed_forms(forms: Iterable[QuestionForm]) -> list[QuestionForm]:
    """The forms whose answer differs from what is stored. All must be valid."""
    return [form for form in forms if _given(form.answer()) != _stored(form.stored, form.question.is_rating)]


def changes_in_words(forms: Iterable[QuestionForm]) -> list[str]:
    """For each changed answer: "Use of force: not known, now yes", or that its reason or evidence changed."""
    found = []
    for form in changed_forms(forms):
        answer, stored = form.answer(), form.stored
        old = stored.value if stored else "unknown"
        if answer.value == old:
            found.append(
                _("%(question)s: reason, confidence or evidence") % {"question": form.question.label}
            )
            continue
        found.append(
            _("%(question)s: %(old)s, now %(new)s")
            % {
                "question": form.question.label,
                "old": form.question.word(old).lower(),
                "new": form.question.word(answer.value).lower(),
            }
        )
    return found


def stored_instead(form: QuestionForm) -> list[tuple[str, str]]:
    """What is stored where the posted answer says something else: (what, stored)."""
    now = _stored(form.stored, form.question.is_rating)
    if form.is_valid() and _given(form.answer()) == now:
        return []
    value, why, confidence, provisions, evidence = now
    found = [(_("Answer"), form.question.word(value))]
    if confidence:
        found.append((_("Confidence"), words.word(words.CONFIDENCES, confidence)))
    found.append((_("Reason"), why or _("none")))
    if form.question.is_fact:
        found.append((_("Provisions relied on"), ", ".join(provisions) or _("none")))
    count = ngettext("%(count)d source", "%(count)d sources", len(evidence)) % {"count": len(evidence)}
    titles = "; ".join(item.title for item in form.stored.evidence.all()) if form.stored else ""
    found.append((_("Evidence"), f"{count}: {titles}" if titles else _("none")))
    return found


def _given(answer: Answer) -> Content:
    evidence = tuple(
        (
            item["source_id"],
            "" if item["source_id"] else item["citation"],
            "" if item["source_id"] else item["url"],
            item["reliability"],
            item["credibility"],
            item["note"],
        )
        for item in answer.evidence or ()
    )
    return answer.value, _plain(answer.why), answer.confidence, answer.provisions, evidence


def _stored(finding: Finding | None, is_rating: bool) -> Content:
    if finding is None:
        return "unknown", "", "moderate" if is_rating else "", (), ()
    evidence = tuple(
        (
            item.source_id,
            "" if item.source_id else item.title,
            "" if item.source_id else item.url,
            item.reliability,
            item.credibility,
            item.note,
        )
        for item in finding.evidence.all()
    )
    confidence = finding.confidence or "moderate" if is_rating else ""
    return finding.value, _plain(finding.why), confidence, tuple(finding.provisions), evidence


def _plain(text: str) -> str:
    """Line ends as a form sends them and as they are stored count alike."""
    return text.replace("\r\n", "\n").strip()
