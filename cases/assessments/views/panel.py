"""The panel beside the form: the three answers as they stand, and what moved since they were saved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.assessments.evaluation import evaluate
from cases.assessments.models import Assessment
from cases.assessments.steps import Question, Questionnaire
from frameworks.services import FindingsInvalid
from natoassess.web.presentation import answers, words

PRESENT = 0.05
"""A difference that shows in one decimal."""


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
        return None, tuple(_notice(fault.pointer, fault.detail, questionnaire) for fault in error.faults)


def _notice(pointer: str, detail: str, questionnaire: Questionnaire) -> Notice:
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


def movement(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> tuple[str, ...]:
    """What differs between two evaluations, in sentences without a full stop; nothing where nothing moved."""
    if before is None or after is None:
        return ()
    found = [*_verdicts(before["legality"], after["legality"])]
    old, new = before["legitimacy"], after["legitimacy"]
    found += _number(_("legitimacy"), old["index"], new["index"])
    if old["band"] != new["band"] and new["index"] is not None:
        found.append(_("band %(old)s, now %(new)s") % {"old": _band(old["band"]), "new": _band(new["band"])})
    found += _interval(old, new)
    found += _number(
        _("sovereignty impact, gross"), before["sovereignty"]["gross"], after["sovereignty"]["gross"]
    )
    found += _number(
        _("sovereignty impact, adjusted"), before["sovereignty"]["adjusted"], after["sovereignty"]["adjusted"]
    )
    return tuple(found)


def _verdicts(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterable[str]:
    def word(code: str) -> str:
        return words.word(words.VERDICTS, code)

    if old["verdict"] != new["verdict"]:
        yield _("verdict %(old)s, now %(new)s") % {"old": word(old["verdict"]), "new": word(new["verdict"])}
    elif (old["at_least"], old["at_most"]) != (new["at_least"], new["at_most"]):
        yield _("verdict still open, now %(span)s") % {"span": answers.verdict_span(new)}
    for reading in ("strict", "permissive"):
        was, now = old["readings"][reading]["verdict"], new["readings"][reading]["verdict"]
        if was != now:
            yield _("%(reading)s reading %(old)s, now %(new)s") % {
                "reading": words.word(words.READINGS, reading).lower(),
                "old": word(was),
                "new": word(now),
            }


def _band(code: str | None) -> str:
    return words.word(words.BANDS, code) if code else _("not enough answered")


def _number(name: str, old: float | None, new: float | None) -> list[str]:
    if old == new or (old is not None and new is not None and words.number(old) == words.number(new)):
        return []
    if old is None or new is None:
        unrated = _("not settled")
        shown = [unrated if value is None else words.number(value) for value in (old, new)]
        return [_("%(name)s %(old)s, now %(new)s") % {"name": name, "old": shown[0], "new": shown[1]}]
    sign = "+" if new > old else "\u2212"
    return [
        _("%(name)s %(old)s, now %(new)s (%(difference)s)")
        % {
            "name": name,
            "old": words.number(old),
            "new": words.number(new),
            "difference": f"{sign}{words.number(abs(new - old))}",
        }
    ]


def _interval(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    drawn = [part["distribution"] for part in (old, new)]
    if not all(drawn) or old["index"] is None or new["index"] is None:
        return []
    widths = [part["p95"] - part["p05"] for part in drawn]
    difference = widths[1] - widths[0]
    if abs(difference) < PRESENT:
        return []
    text = _("interval wider by %(points)s") if difference > 0 else _("interval narrower by %(points)s")
    return [text % {"points": words.number(abs(difference))}]


def decisive_left(count: int) -> str:
    """How many questions are still decisive, in words."""
    if not count:
        return _("No open question can change the verdict any more.")
    return ngettext(
        "%(count)d open question can still change the verdict.",
        "%(count)d open questions can still change the verdict.",
        count,
    ) % {"count": count}
