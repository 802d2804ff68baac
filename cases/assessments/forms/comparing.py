"""What a posted answer says and what is stored: where they differ, in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.assessments.answers import Answer, content_given, content_of
from cases.assessments.forms.answers import EvidenceForm, QuestionForm
from natoassess.web.presentation import words


def changed_forms(forms: Iterable[QuestionForm]) -> list[QuestionForm]:
    """The forms whose answer differs from what is stored. All must be valid."""
    return [form for form in forms if _differs(form)]


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


def both_versions(form: QuestionForm) -> list[tuple[str, str, str]]:
    """Where the posted answer and the stored one differ: (what, as posted, as stored). The form must be valid."""
    mine, theirs = form.answer(), form.stored
    rows = [
        (
            _("Answer"),
            form.question.word(mine.value),
            form.question.word(theirs.value if theirs else "unknown"),
        ),
        (_("Confidence"), _confidence(mine.confidence), _confidence(theirs.confidence if theirs else "")),
        (_("Reason"), mine.why or _("none"), (theirs.why if theirs else "") or _("none")),
        (
            _("Provisions relied on"),
            ", ".join(mine.provisions) or _("none"),
            ", ".join(theirs.provisions if theirs else ()) or _("none"),
        ),
        (
            _("Evidence"),
            _sources([_posted(row) for row in form.evidence.forms if row not in form.evidence.deleted_forms]),
            _sources([_in_words(str(item), item.note) for item in theirs.evidence.all()] if theirs else []),
        ),
    ]
    # What differs may be none of these, the address of a source say: the choice is still to be made.
    return [row for row in rows if row[1] != row[2]] or rows[:1]


def is_unanswered(answer: Answer) -> bool:
    """Whether an answer leaves the question as open as if it had never been touched."""
    return answer.value == "unknown" and not (answer.why or answer.provisions or answer.evidence)


def _differs(form: QuestionForm) -> bool:
    answer = form.answer()
    if form.stored is None:
        return not is_unanswered(answer)
    return content_given(answer, form.stored) != content_of(form.stored)


def _confidence(code: str) -> str:
    return words.word(words.CONFIDENCES, code) if code else words.word(words.CONFIDENCES, "moderate")


def _posted(row: EvidenceForm) -> str:
    return (
        _in_words(f"{''.join(row.grade or ())} {row.title}", str(row["note"].value() or ""))
        if row.title
        else ""
    )


def _in_words(graded: str, note: str) -> str:
    """A source with its grade as it is used here, and what is said of the use."""
    return f"{graded} ({note})" if note else graded


def _sources(titles: Sequence[str]) -> str:
    named = [title for title in titles if title]
    count = ngettext("%(count)d source", "%(count)d sources", len(named)) % {"count": len(named)}
    return f"{count}: {'; '.join(named)}" if named else _("none")
