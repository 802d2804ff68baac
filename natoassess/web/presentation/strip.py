"""The strip of a case: its phases on a line of time (strip_time), and the three answers over it, one lane each.

Across in per cent of the width, so that text keeps its size; down in pixels.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

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

NUMBER_ROOM, MOST_ROWS = 2.6, 5
"""Per cent that the number of an event takes, and how many rows of numbers there are."""
WORD_ROOM = 11.0
"""Per cent that a mark and the word of a verdict take."""
ROW, LANE = 18.0, 74.0
"""Height of a row of numbers, and of the lane of an index."""
LINE, CAPTION, FOOT = 30.0, 24.0, 42.0
"""Height of the lane of verdicts, of the words over a lane, and of the axis with its words."""
CROWDED = 30.0
"""Below this an index leaves no room for two lines of words in its lane."""


@dataclass(frozen=True)
class VerdictLine:
    """Days of one verdict: `firm` for the day judged, else what the same answers come to by the law of other days.

    `mark_x` is where its mark stands, None where the marks before it leave no room.
    """

    verdict: str
    x1: float
    x2: float
    firm: bool
    word: str
    mark_x: float | None = None

    @property
    def mark(self) -> str:
        """The shape that stands for it."""
        return words.VERDICT_MARKS.get(self.verdict, "none")


@dataclass(frozen=True)
class Step:
    """An index over a phase: its level, its range as top and height, what is hatched, and words with their height."""

    x1: float
    x2: float
    y: float | None
    top: float
    height: float
    text: str
    text_y: float
    note: str = ""
    hatch_top: float = 0.0
    hatch_height: float = 0.0

    @property
    def across(self) -> float:
        """Its width."""
        return round(self.x2 - self.x1, 2)


@dataclass(frozen=True)
class Tick:
    """A number of a turning event, and where; its line begins at `foot`."""

    number: int
    x: float
    y: float

    @property
    def foot(self) -> float:
        """Just below the number."""
        return self.y + 3


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
    def legality_y(self) -> float:
        """Where the lane of verdicts begins; the other lanes follow it."""
        return self.head + CAPTION

    @property
    def legitimacy_y(self) -> float:
        """Where the lane of legitimacy begins."""
        return self.legality_y + LINE + CAPTION

    @property
    def sovereignty_y(self) -> float:
        """Where the lane of sovereignty impact begins."""
        return self.legitimacy_y + LANE + CAPTION

    @property
    def axis_y(self) -> float:
        """Where the axis lies."""
        return self.sovereignty_y + LANE + 8

    @property
    def height(self) -> float:
        """The height of all of it."""
        return self.axis_y + FOOT

    @property
    def zone(self) -> float:
        """The height from the numbers to the axis."""
        return self.axis_y - self.head

    @property
    def lane(self) -> float:
        """The height of the lane of an index."""
        return LANE

    @property
    def left(self) -> float:
        """Where the first phase begins."""
        return self.phases[0].x

    @property
    def right(self) -> float:
        """Where the last phase ends."""
        return self.phases[-1].right

    @property
    def edge(self) -> float:
        """Where the drawing ends and the words of the scales begin."""
        return self.pieces[-1].right

    @property
    def levels(self) -> list[float]:
        """How far down the lane the ends of the scale and the bands of legitimacy lie."""
        return [_height(value) for value in (0.0, *bars.BAND_STARTS, 100.0)]

    @property
    def bands(self) -> list[bars.Label]:
        """The names of the bands, each with how far down it stands."""
        mixed, high = bars.BAND_STARTS
        middles = (("high", (100 + high) / 2), ("mixed", (high + mixed) / 2), ("low", mixed / 2))
        return [bars.Label(words.word(words.BANDS, code), _height(middle) + 4) for code, middle in middles]

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
    verdicts = _marked(sorted([*verdicts, *_flank_lines(pieces)], key=lambda line: line.x1))
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
    placed = sorted((place_of(pieces, event), event.number) for event in events)
    for x, number in placed:
        row = next((row for row in range(MOST_ROWS) if x - last[row] >= NUMBER_ROOM), None)
        row = min(range(MOST_ROWS), key=lambda item: last[item]) if row is None else row
        last[row] = x
        found.append((number, x, row))
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


def _marked(lines: Sequence[VerdictLine]) -> list[VerdictLine]:
    """Each line with the place of its mark: at its beginning, or as far on as the mark and word before it reach."""
    found, free = [], 0.0
    for line in lines:
        room = WORD_ROOM if line.word else NUMBER_ROOM
        x = line.x1 if line.firm else max(line.x1, free)
        fits = line.firm or x + room <= line.x2 + 1
        found.append(replace(line, mark_x=round(x, 2) if fits else None))
        free = x + room if fits else free
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
    index = words.number(phase.index)
    if phase.partial:
        index = _("%(index)s of rated") % {"index": index}
    text = f"{index} ({words.span(low, high)})" if known else index
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
    adjusted = words.span(low, high)
    note = "" if adjusted == text else _("adjusted %(span)s") % {"span": adjusted}
    if note and phase.gross < CROWDED:
        text, note = f"{text}, {note}", ""
    top, over = _height(low), _height(high)
    return Step(
        x1=piece.x,
        x2=piece.right,
        y=y,
        top=top,
        height=round(LANE - top, 1),
        text=text,
        text_y=_beside(y, y),
        note=note,
        hatch_top=over,
        hatch_height=round(top - over, 1),
    )


def _beside(top: float, foot: float) -> float:
    """The base line of words above a range, or below it where the lane leaves no room above."""
    return round(top - 5, 1) if top >= 17 else round(foot + 15, 1)


# Words ------------------------------------------------------------------------------------------------------
def _title(phases: Sequence[StripPhase]) -> str:
    """The finding, nothing left out: "Not assessed, then unlawful", "Unlawful throughout".

    Phases that overlap did not follow one another, so they are named by their numbers: "Phase 1 lawful, phase 2
    arguable".
    """
    given = [words.word(words.VERDICTS, phase.verdict) for phase in phases]
    if len(phases) == 1:
        return _("Over time: %(verdict)s") % {"verdict": given[0]}
    if len(set(given)) == 1:
        said = _("%(verdict)s throughout") % {"verdict": given[0]} if phases[0].verdict else given[0]
    elif _overlap(phases):
        said = ", ".join(
            _numbered(
                [phase.number for phase, word in zip(phases, given, strict=True) if word == verdict], verdict
            )
            for verdict in dict.fromkeys(given)
        )
    else:
        said = _(", then ").join(word for word, _run in groupby(given))
    return words.capitalise(said)


def _numbered(numbers: Sequence[int], verdict: str) -> str:
    """ "phase 2 lawful", "phases 1 and 2 arguable"."""
    if len(numbers) == 1:
        return _("phase %(number)s %(verdict)s") % {"number": numbers[0], "verdict": verdict}
    first = ", ".join(str(number) for number in numbers[:-1])
    return _("phases %(first)s and %(last)s %(verdict)s") % {
        "first": first,
        "last": numbers[-1],
        "verdict": verdict,
    }


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
    if _overlap(phases):
        said.append(_("Phases that overlap in time stand side by side."))
    return " ".join(said)


def _overlap(phases: Sequence[StripPhase]) -> bool:
    """Whether a phase begins before the one that stands before it has ended."""
    pairs = zip(phases, phases[1:], strict=False)
    return any((one.ends_on or date.max) > two.starts_on for one, two in pairs)
