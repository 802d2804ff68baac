"""The difference of two revisions in words: what it did to the three answers, what carried it, and each change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.assessments.differences import AnswerDifference, Difference, Side, TermDifference
from cases.assessments.evaluation import KINDS
from cases.assessments.models.assessment import Standpoint
from cases.assessments.presentation.agreement import PARTS
from cases.assessments.presentation.labels import Labels, labels_of, listed
from frameworks.services import Brief
from natoassess.web.presentation import words
from natoassess.web.presentation.answers import verdict_span
from natoassess.web.presentation.words import Word

ARROW = "→"
MINUS = "−"
SHORT = 60
"""Characters of two texts that still stand in one line."""

NEAR = 0.05
"""What rounds to nothing at one decimal is not told as a movement."""

TERMS: Mapping[str, Word] = {
    "as_of": gettext_lazy("Law as of"),
    "standpoint": gettext_lazy("Standpoint"),
    "framework": gettext_lazy("Framework"),
}
MEMBERS: Mapping[str, Word] = {
    "answer": gettext_lazy("answer"),
    "confidence": gettext_lazy("confidence"),
    "why": gettext_lazy("reason"),
    "provisions": gettext_lazy("provisions"),
    "fixed": gettext_lazy("fixed for what-if"),
    "evidence": gettext_lazy("evidence"),
}


@dataclass(frozen=True)
class Line:
    """One figure of the result on both sides."""

    title: str
    before: str
    after: str

    @property
    def moved(self) -> bool:
        """Whether it prints otherwise."""
        return self.before != self.after

    @property
    def is_short(self) -> bool:
        """Whether both sides fit into one line."""
        return len(self.before) + len(self.after) < SHORT


@dataclass(frozen=True)
class ChangeShown:
    """One changed answer: values for the marks, what of it changed, before and after, and what it moves alone."""

    part: str
    title: str
    label: str
    anchor: str
    kind: str
    before: str
    after: str
    members: str
    texts: tuple[Line, ...]
    effects: tuple[str, ...]
    stands_alone: bool

    @property
    def is_turned(self) -> bool:
        """Whether the answer itself is another one."""
        return self.before != self.after


@dataclass(frozen=True)
class TermShown:
    """A term that changed, and what that moves alone."""

    title: str
    before: str
    after: str
    effects: tuple[str, ...]


@dataclass(frozen=True)
class DifferenceShown:
    """All that the page says of a difference."""

    before: str
    after: str
    lines: tuple[Line, ...]
    carried: tuple[ChangeShown, ...]
    changes: tuple[ChangeShown, ...]
    terms: tuple[TermShown, ...]
    is_empty: bool
    note: str

    @property
    def moved(self) -> bool:
        """Whether any figure of the result is another one."""
        return any(line.moved for line in self.lines)


def difference_shown(found: Difference) -> DifferenceShown:
    """The difference as pages print it, in the words of the later side's catalogue."""
    labels = labels_of(found.after.framework)
    changes = {item.name: _change(item, found, labels) for item in found.answers}
    carried = tuple(changes[item.name] for item in found.carried if changes[item.name].effects)
    lines = _lines(found.before.evaluation, found.after.evaluation)
    return DifferenceShown(
        before=side_title(found.before),
        after=side_title(found.after),
        lines=lines,
        carried=carried,
        changes=tuple(changes.values()),
        terms=tuple(_term(item, found.first) for item in found.terms),
        is_empty=found.is_empty,
        note=_note(lines, found, carried),
    )


def side_title(side: Side) -> str:
    """ "revision 2", "NA-2026-0007" or "the draft as it stands"."""
    if side.publication:
        return side.publication
    if side.revision is None:
        return _("the draft as it stands")
    return _("revision %(number)d") % {"number": side.revision}


def effects_in_words(first: Brief | None, alone: Brief | None) -> tuple[str, ...]:
    """What moves from `first` to `alone`: "legality arguable → lawful", "legitimacy +3.2 points", and so on.

    Nothing where nothing moves by as much as is printed, and where either is missing.
    """
    if first is None or alone is None:
        return ()
    told = []
    if alone.verdict != first.verdict:
        told.append(_("legality %(move)s") % {"move": _arrow(words.VERDICTS, first.verdict, alone.verdict)})
    told += _moved(_("legitimacy %(move)s"), first.legitimacy, alone.legitimacy, (first.bounds, alone.bounds))
    if alone.band != first.band:
        told.append(_("band %(move)s") % {"move": f"{_band(first.band)} {ARROW} {_band(alone.band)}"})
    told += _moved(
        _("impact on sovereignty %(move)s"),
        first.gross,
        alone.gross,
        (first.gross_bounds, alone.gross_bounds),
    )
    return tuple(told)


def _moved(
    sentence: str,
    before: float | None,
    after: float | None,
    bounds: tuple[tuple[float, float], tuple[float, float]],
) -> list[str]:
    """The movement of one index; where that stays, of its bounds."""
    told = []
    if before is None or after is None:
        if before is not after:
            told.append(sentence % {"move": f"{_index(before)} {ARROW} {_index(after)}"})
    elif abs(after - before) >= NEAR:
        told.append(sentence % {"move": _("%(signed)s points") % {"signed": _signed(after - before)}})
    old, new = (words.span(*ends) for ends in bounds)
    if not told and old != new:
        told.append(sentence % {"move": _("bounds %(move)s") % {"move": f"{old} {ARROW} {new}"}})
    return told


def _signed(value: float) -> str:
    return f"{'+' if value > 0 else MINUS}{words.number(abs(value))}"


def _index(value: float | None) -> str:
    return _("not rated") if value is None else words.number(value)


def _band(code: str | None) -> str:
    return words.word(words.BANDS, code) if code else _("none")


def _arrow(table: Mapping[str, Word], before: str, after: str) -> str:
    return f"{words.word(table, before)} {ARROW} {words.word(table, after)}"


def _lines(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> tuple[Line, ...]:
    """The three answers on both sides, bounds only where something is unrated; nothing where a side cannot stand."""
    if before is None or after is None:
        return ()
    rows = zip(_figures(before), _figures(after), strict=True)
    lines = [Line(title, old, new) for (title, old), (_title, new) in rows]
    whole = {
        place
        for part, place in (("legitimacy", 2), ("sovereignty", 5))
        if before[part]["coverage"] == after[part]["coverage"] == 1
    }
    return tuple(line for place, line in enumerate(lines) if place not in whole)


def _figures(evaluation: Mapping[str, Any]) -> list[tuple[str, str]]:
    legality, legitimacy, impact = (evaluation[name] for name in ("legality", "legitimacy", "sovereignty"))
    verdict = words.word(words.VERDICTS, legality["verdict"])
    if legality["verdict"] == "undetermined":
        verdict = f"{verdict}, {verdict_span(legality)}"
    index = _index(legitimacy["index"])
    rated = legitimacy["index"] is not None
    band = _band(legitimacy["band"]) if legitimacy["band"] else _("no band")
    return [
        (_("Legality, prevailing reading"), verdict),
        (_("Legitimacy"), f"{index}, {band}" if rated else index),
        (_("Legitimacy, bounds"), words.span(legitimacy["low"], legitimacy["high"])),
        (_("Legitimacy, rated"), words.portion(legitimacy["coverage"])),
        (_("Impact on sovereignty, gross"), _index(impact["gross"])),
        (_("Impact, bounds"), words.span(impact["gross_low"], impact["gross_high"])),
        (_("Impact, adjusted for consent"), words.span(impact["adjusted_low"], impact["adjusted_high"])),
    ]


def _change(item: AnswerDifference, found: Difference, labels: Labels) -> ChangeShown:
    before, after = _value(item.before), _value(item.after)
    texts = tuple(
        Line(str(MEMBERS[name]), _text(item.before, name), _text(item.after, name))
        for name in item.members
        if name != "answer"
    )
    return ChangeShown(
        part=item.part,
        title=str(PARTS[item.part]),  # type: ignore[index]  # one of the three
        label=labels.question(item.code),
        anchor=f"{KINDS[item.part]}-{item.code}",
        kind=item.kind,
        before=before,
        after=after,
        members=listed([str(MEMBERS[name]) for name in item.members]),
        texts=tuple(line for line in texts if line.moved),
        effects=effects_in_words(found.first, item.alone),
        stands_alone=item.alone is not None,
    )


def _value(answer: Mapping[str, Any] | None) -> str:
    if answer is None:
        return "unknown"
    return str(answer["value"] if "value" in answer else answer["level"])


def _text(answer: Mapping[str, Any] | None, name: str) -> str:
    """One member of an answer as a line of text; empty where there is nothing."""
    given = (answer or {}).get(name)
    if name == "confidence":
        return words.word(words.CONFIDENCES, given or "moderate") if answer else ""
    if name == "fixed":
        return _("yes") if given else _("no")
    if name == "provisions":
        return ", ".join(given or ())
    if name == "evidence":
        return "; ".join(_evidence(item) for item in given or ())
    return str(given or "")


def _evidence(item: Mapping[str, Any]) -> str:
    grade = f"{item['reliability']}{item['credibility']}"
    named = " ".join(filter(None, (item.get("citation", ""), item.get("note", ""))))
    return f"{grade} {named}".strip()


def _term(item: TermDifference, first: Brief | None) -> TermShown:
    before, after = item.before, item.after
    if item.name == "as_of":
        before, after = words.long_date(before), words.long_date(after)
    elif item.name == "standpoint":
        before, after = str(Standpoint(before).label), str(Standpoint(after).label)
    return TermShown(str(TERMS[item.name]), before, after, effects_in_words(first, item.alone))


def _note(lines: tuple[Line, ...], found: Difference, carried: tuple[ChangeShown, ...]) -> str:
    """What must be said where the changes apart do not explain the change as a whole."""
    if not lines or found.is_empty or found.first is None or found.after.evaluation is None:
        return ""
    turned = lines[0].moved
    alone = [item.alone for item in found.answers if item.alone]
    alone += [item.alone for item in found.terms if item.alone]
    if turned and all(brief.verdict == found.first.verdict for brief in alone):
        return _("No single change turns the verdict; several of them together do.")
    if carried or not any(line.moved for line in lines):
        return ""
    return _("No single change moves the result; several of them together do.") if not found.terms else ""
