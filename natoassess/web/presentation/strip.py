"""The strip of a case: its phases on a line of time (strip_time), and the three answers over it, one lane each.

Across in per cent of the width, so that text keeps its size; down in pixels.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from natoassess.web.presentation import bars, words
from natoassess.web.presentation.strip_time import (
    NARROWEST,
    ONE_DAY,
    Piece,
    Stretch,
    StripEvent,
    StripPhase,
    pieces_of,
    place_of,
)

NUMBER_ROOM, MOST_ROWS = 2.6, 3
"""Per cent that the number of an event takes, and how many rows of numbers there are."""
ROW, LANE = 18.0, 62.0


@dataclass(frozen=True)
class VerdictLine:
    """Days of one verdict: `firm` for the day judged, else what the same answers come to by the law of other days."""

    verdict: str
    x1: float
    x2: float
    firm: bool
    word: str

    @property
    def mark(self) -> str:
        """The shape that stands for it."""
        return words.VERDICT_MARKS.get(self.verdict, "none")


@dataclass(frozen=True)
class Step:
    """An index over a phase: level, range as top and height, and its words with the height they stand at."""

    x1: float
    x2: float
    y: float | None
    top: float
    height: float
    text: str
    text_y: float
    note: str = ""


@dataclass(frozen=True)
class Tick:
    """A number of a turning event, and where."""

    number: int
    x: float
    y: float


@dataclass(frozen=True)
class Strip:
    """All that is drawn, and what says the same. `title` states the finding, `note` the scale of time."""

    title: str
    sentence: str
    note: str
    pieces: tuple[Piece, ...]
    verdicts: tuple[VerdictLine, ...]
    legitimacy: tuple[Step, ...]
    sovereignty: tuple[Step, ...]
    ticks: tuple[Tick, ...]
    head: float

    @property
    def phases(self) -> list[Piece]:
        """The pieces that are phases."""
        return [piece for piece in self.pieces if piece.kind == "phase"]

    @property
    def other(self) -> bool:
        """Whether the law of other days is drawn too."""
        return any(not line.firm for line in self.verdicts)


def phase_strip(phases: Sequence[StripPhase], events: Sequence[StripEvent], *, today: date) -> Strip | None:
    """The strip of `phases` in the order given, with the turning `events`; None where there is no phase.

    A phase without an end is drawn to `today`.
    """
    if not phases:
        return None
    shared, pieces = pieces_of(phases, events, today)
    verdicts = [line for piece in pieces if piece.phase for line in _verdict_lines(piece)]
    verdicts += _flank_lines(pieces)
    ticks, rows = _ticks(pieces, events)
    return Strip(
        title=_title(phases),
        sentence="; ".join(_said(phase) for phase in phases),
        note=_note(phases, pieces, shared=shared),
        pieces=tuple(pieces),
        verdicts=tuple(verdicts),
        legitimacy=tuple(_legitimacy(piece) for piece in pieces if piece.phase),
        sovereignty=tuple(_sovereignty(piece) for piece in pieces if piece.phase),
        ticks=ticks,
        head=rows * ROW,
    )


def _ticks(pieces: Sequence[Piece], events: Sequence[StripEvent]) -> tuple[tuple[Tick, ...], int]:
    """The numbers of the events, in as many rows as keep them apart."""
    last = [-NUMBER_ROOM] * MOST_ROWS
    found = []
    for event in events:
        x = place_of(pieces, event.on)
        row = next((row for row in range(MOST_ROWS) if x - last[row] >= NUMBER_ROOM), None)
        row = min(range(MOST_ROWS), key=lambda item: last[item]) if row is None else row
        last[row] = x
        found.append((event.number, x, row))
    rows = max((row for _number, _x, row in found), default=-1) + 1
    return tuple(Tick(number, x, (rows - row) * ROW - 4) for number, x, row in found), rows


# The lanes --------------------------------------------------------------------------------------------------
def _verdict_lines(piece: Piece) -> list[VerdictLine]:
    """The verdict over the days of a phase: one line, or several where the law of its days differs."""
    phase = piece.phase
    if phase is None:
        return []
    if not phase.stretches:
        code = phase.verdict or "none"
        return [VerdictLine(code, piece.x, piece.right, True, words.word(words.VERDICTS, code))]
    lines = []
    for stretch in phase.stretches:
        since, after = _within(stretch, piece)
        if since < after:
            wide = piece.at(after) - piece.at(since) >= NARROWEST / 2
            word = words.word(words.VERDICTS, stretch.verdict) if wide or stretch.today else ""
            lines.append(VerdictLine(stretch.verdict, piece.at(since), piece.at(after), stretch.today, word))
    return lines


def _flank_lines(pieces: Sequence[Piece]) -> list[VerdictLine]:
    """What the answers of the first phase come to by the law before it, and those of the last by the law after it."""
    phases = [piece.phase for piece in pieces if piece.phase]
    found = []
    for piece, phase in ((pieces[0], phases[0]), (pieces[-1], phases[-1])):
        if piece.kind not in {"before", "after"}:
            continue
        for stretch in phase.stretches:
            since, after = _within(stretch, piece)
            if since < after:
                found.append(VerdictLine(stretch.verdict, piece.at(since), piece.at(after), False, ""))
    return found


def _within(stretch: Stretch, piece: Piece) -> tuple[date, date]:
    """The days of a stretch that lie in a piece: the first, and the one after the last."""
    since = max(stretch.since or piece.first, piece.first)
    after = piece.after if stretch.until is None else min(stretch.until + ONE_DAY, piece.after)
    return since, after


def _height(value: float) -> float:
    """How far down a lane a value from 0 to 100 lies."""
    return round(LANE * (100 - bars.clamp(value)) / 100, 1)


def _legitimacy(piece: Piece) -> Step:
    phase = piece.phase
    if phase is None or phase.index is None:
        return Step(
            piece.x, piece.right, None, LANE, 0, _("not rated") if phase and phase.verdict else "", LANE / 2
        )
    low, high = phase.low, phase.high
    known = low is not None and high is not None
    top = _height(high) if known and high is not None else _height(phase.index)
    foot = _height(low) if known and low is not None else top
    text = f"{words.number(phase.index)} ({words.span(low, high)})" if known else words.number(phase.index)
    return Step(
        piece.x, piece.right, _height(phase.index), top, round(foot - top, 1), text, _beside(top, foot)
    )


def _sovereignty(piece: Piece) -> Step:
    phase = piece.phase
    if phase is None or phase.gross is None:
        return Step(
            piece.x, piece.right, None, LANE, 0, _("not rated") if phase and phase.verdict else "", LANE / 2
        )
    low, high = phase.adjusted_low, phase.adjusted_high
    y, text = _height(phase.gross), words.number(phase.gross)
    if low is None or high is None:
        return Step(piece.x, piece.right, y, LANE, 0, text, _beside(y, y))
    top = _height(low)
    adjusted = words.span(low, high)
    note = "" if adjusted == text else _("adjusted %(span)s") % {"span": adjusted}
    return Step(piece.x, piece.right, y, top, round(LANE - top, 1), text, _beside(y, y), note)


def _beside(top: float, foot: float) -> float:
    """The base line of words above a range, or below it where the lane leaves no room above."""
    return round(top - 5, 1) if top >= 17 else round(foot + 15, 1)


# Words ------------------------------------------------------------------------------------------------------
def _title(phases: Sequence[StripPhase]) -> str:
    """The finding: "Lawful, then arguable", "Unlawful throughout"."""
    said: list[str] = []
    for phase in phases:
        word = words.word(words.VERDICTS, phase.verdict)
        if not said or said[-1] != word:
            said.append(word)
    if len(said) == 1:
        whole = said[0] if len(phases) == 1 else _("%(verdict)s throughout") % {"verdict": said[0]}
        return words.capitalise(whole)
    return words.capitalise(_(", then ").join(said))


def _said(phase: StripPhase) -> str:
    return _(
        "%(title)s, %(days)s: %(verdict)s, legitimacy %(index)s (%(range)s), sovereignty impact %(gross)s"
    ) % {
        "title": phase.title,
        "days": words.date_range(phase.starts_on, phase.ends_on),
        "verdict": words.word(words.VERDICTS, phase.verdict),
        "index": words.number(phase.index),
        "range": words.span(phase.low, phase.high),
        "gross": words.number(phase.gross),
    }


def _note(phases: Sequence[StripPhase], pieces: Sequence[Piece], *, shared: bool) -> str:
    said = []
    if len(phases) > 1 and shared:
        said.append(_("All phases share one scale of time."))
    elif len(phases) > 1:
        said.append(
            _(
                "Each phase has a scale of time of its own, so that the short can be read beside the long; its length "
                "stands under it, and within it days are evenly spaced."
            )
        )
    if any(piece.kind != "phase" for piece in pieces):
        said.append(_("What lies outside the phases is drawn short, between broken lines."))
    if any(
        two.starts_on < one.starts_on or (one.ends_on or date.max) >= two.starts_on
        for one, two in _pairs(phases)
    ):
        said.append(_("Phases that overlap in time stand side by side."))
    return " ".join(said)


def _pairs(phases: Sequence[StripPhase]) -> list[tuple[StripPhase, StripPhase]]:
    return list(zip(phases, phases[1:], strict=False))
