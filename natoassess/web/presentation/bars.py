"""Geometry of the bars: where each rectangle, line and label stands, in per cent of the bar's width.

An index runs from 0 to 100, so a value is its own position. A bar has no viewBox: widths are per cent and
text keeps its size. Shapes carry class names only; colours come from the style sheet, in every theme and on
paper.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from natoassess.web.presentation import words

#: Where the bands mixed and high begin (docs/scoring.md, section 2).
BAND_STARTS = (40.0, 67.0)
#: Nearer to an end than this (in per cent) a centred label would run into the label of that end.
LABEL_ROOM = 26.0


@dataclass(frozen=True)
class Rect:
    """A rectangle: class names, left edge and width in per cent."""

    kind: str
    x: float
    width: float


@dataclass(frozen=True)
class Line:
    """A horizontal line between two places, in per cent; drawn upright where both agree."""

    kind: str
    x1: float
    x2: float


@dataclass(frozen=True)
class Label:
    """A piece of text at a place in per cent; anchor is start, middle or end."""

    text: str
    x: float
    anchor: str = "middle"


@dataclass(frozen=True)
class Bar:
    """All that a bar component draws, with the sentence that says the same."""

    kind: str
    sentence: str
    rects: tuple[Rect, ...] = ()
    lines: tuple[Line, ...] = ()
    point: float | None = None
    labels: tuple[Label, ...] = ()
    ticks: tuple[float, ...] = field(default=BAND_STARTS)


def clamp(value: float, low: float = 0.0, high: float = 100.0) -> float:
    """Return the value held inside the bar, rounded to a hundredth so that markup is stable."""
    return round(min(max(float(value), low), high), 2)


def band_rects(starts: tuple[float, float] = BAND_STARTS) -> tuple[Rect, ...]:
    """Return the three bands low, mixed and high as rectangles."""
    mixed, high = starts
    return (Rect("low", 0, mixed), Rect("mixed", mixed, high - mixed), Rect("high", high, 100 - high))


def interval(legitimacy: Mapping[str, Any]) -> tuple[float, float] | None:
    """Return p05 and p95 of the draws, or None where no draws were made."""
    drawn = legitimacy.get("distribution") or {}
    low, high = drawn.get("p05"), drawn.get("p95")
    return None if low is None or high is None else (float(low), float(high))


def bounds(part: Mapping[str, Any], low: str, high: str) -> tuple[float, float] | None:
    """Return the bounds stored under the two names if both are known and apart, otherwise None."""
    first, last = part.get(low), part.get(high)
    if first is None or last is None or words.number(first) == words.number(last):
        return None
    return float(first), float(last)


def is_partial(part: Mapping[str, Any]) -> bool:
    """Return whether some of the weight is unrated, so that the index speaks only "of what is rated"."""
    coverage = part.get("coverage")
    return coverage is not None and float(coverage) < 1


def legitimacy_sentence(legitimacy: Mapping[str, Any], starts: tuple[float, float] = BAND_STARTS) -> str:
    """Say in one sentence what the legitimacy bar shows: index, band, bounds, interval, where the bands
    begin.
    """
    index = legitimacy.get("index")
    if index is None:
        return _("Legitimacy: nothing is rated yet, so anything from 0 to 100 is open.")
    band = legitimacy.get("band")
    parts = [
        (
            _("Legitimacy %(index)s of what is rated")
            if is_partial(legitimacy)
            else _("Legitimacy %(index)s of 100")
        )
        % {"index": words.number(index)},
        _("band %(band)s") % {"band": words.word(words.BANDS, band)}
        if band
        else _("too little answered for a band"),
    ]
    edge, drawn = bounds(legitimacy, "low", "high"), interval(legitimacy)
    if edge:
        parts.append(
            _("bounds %(low)s to %(high)s") % {"low": words.number(edge[0]), "high": words.number(edge[1])}
        )
    if drawn:
        parts.append(
            _("90 per cent interval %(low)s to %(high)s")
            % {"low": words.number(drawn[0]), "high": words.number(drawn[1])}
        )
    parts.append(_("mixed begins at %(mixed)d, high at %(high)d") % {"mixed": starts[0], "high": starts[1]})
    return "; ".join(parts)


def legitimacy_bar(legitimacy: Mapping[str, Any], starts: tuple[float, float] = BAND_STARTS) -> Bar:
    """Return the bar for a legitimacy result ``{index, low, high, band, coverage, distribution}``; any may
    be None.
    """
    lines: list[Line] = []
    edge, drawn, index = bounds(legitimacy, "low", "high"), interval(legitimacy), legitimacy.get("index")
    if index is None:
        edge = (0.0, 100.0)
    if edge:
        lines.append(Line("bounds", clamp(edge[0]), clamp(edge[1])))
    if drawn and index is not None:
        lines.append(Line("interval", clamp(drawn[0]), clamp(drawn[1])))
        lines += [Line("cap", clamp(end), clamp(end)) for end in drawn]
    labels = (
        Label(f"0 {words.word(words.BANDS, 'low')}", 0, "start"),
        Label(f"{starts[0]:g} {words.word(words.BANDS, 'mixed')}", starts[0]),
        Label(f"{starts[1]:g} {words.word(words.BANDS, 'high')}", starts[1]),
        Label("100", 100, "end"),
    )
    return Bar(
        kind="legitimacy",
        sentence=legitimacy_sentence(legitimacy, starts),
        rects=band_rects(starts),
        lines=tuple(lines),
        point=None if index is None else clamp(index),
        labels=labels,
        ticks=starts,
    )


def sovereignty_sentence(sovereignty: Mapping[str, Any]) -> str:
    """Say in one sentence what the sovereignty bar shows: gross with its bounds, and adjusted for consent."""
    gross = sovereignty.get("gross")
    if gross is None:
        return _("Sovereignty impact: nothing is rated yet, so anything from 0 to 100 is open.")
    lead = (
        _("Sovereignty impact, gross, %(gross)s of what is rated")
        if is_partial(sovereignty)
        else _("Sovereignty impact, gross, %(gross)s of 100")
    )
    parts = [lead % {"gross": words.number(gross)}]
    edge = bounds(sovereignty, "gross_low", "gross_high")
    if edge:
        parts.append(
            _("bounds %(low)s to %(high)s") % {"low": words.number(edge[0]), "high": words.number(edge[1])}
        )
    parts.append(_("adjusted for consent %(range)s") % {"range": adjusted_words(sovereignty)})
    return "; ".join(parts)


def adjusted_words(sovereignty: Mapping[str, Any]) -> str:
    """Return the adjusted impact as one number, or as its range where it is not settled."""
    if sovereignty.get("adjusted") is not None:
        return words.number(sovereignty["adjusted"])
    return words.span(sovereignty.get("adjusted_low"), sovereignty.get("adjusted_high"))


def sovereignty_bar(sovereignty: Mapping[str, Any]) -> Bar:
    """Return the bar for a sovereignty result: outlined gross, filled up to adjusted low, hatched to
    adjusted high.
    """
    rects, lines = [Rect("track", 0, 100)], []
    gross = sovereignty.get("gross")
    low, high = sovereignty.get("adjusted_low"), sovereignty.get("adjusted_high")
    if sovereignty.get("adjusted") is not None:
        low = high = sovereignty["adjusted"]
    if low is not None and high is not None and gross is not None:
        rects.append(Rect("adjusted", 0, clamp(low)))
        if high > low:
            rects.append(Rect("hatch", clamp(low), clamp(high - low)))
    if gross is None:
        lines.append(Line("bounds", 0, 100))
        return Bar(
            "sovereignty",
            sovereignty_sentence(sovereignty),
            tuple(rects),
            tuple(lines),
            None,
            end_labels(),
            (),
        )
    rects.append(Rect("gross", 0, clamp(gross)))
    edge = bounds(sovereignty, "gross_low", "gross_high")
    if edge:
        lines.append(Line("bounds", clamp(edge[0]), clamp(edge[1])))
    label = _("gross %(gross)s") % {"gross": words.number(gross)}
    return Bar(
        kind="sovereignty",
        sentence=sovereignty_sentence(sovereignty),
        rects=tuple(rects),
        lines=tuple(lines),
        labels=end_labels(label, clamp(gross)),
        ticks=(),
    )


def end_labels(text: str = "", at: float = 50.0) -> tuple[Label, ...]:
    """Return the labels 0 and 100 and, between them, a text; the end that it would touch gives way to it."""
    zero, hundred = Label("0", 0, "start"), Label("100", 100, "end")
    if not text:
        return zero, hundred
    if at < LABEL_ROOM:
        return Label(text, 0, "start"), hundred
    if at > 100 - LABEL_ROOM:
        return zero, Label(text, 100, "end")
    return zero, Label(text, at), hundred


@dataclass(frozen=True)
class Scale:
    """A linear scale from an interval of values onto 0–100 per cent."""

    low: float
    high: float

    def at(self, value: float) -> float:
        """Return the place of a value in per cent, held inside the bar."""
        return clamp(100 * (float(value) - self.low) / (self.high - self.low))


def padded_scale(values: Sequence[float], step: float = 5.0) -> Scale:
    """Return a scale over the values that begins and ends on a multiple of ``step`` and is never empty."""
    if not values:
        return Scale(0.0, 100.0)
    low, high = step * (min(values) // step), -step * (-max(values) // step)
    return Scale(low, high if high > low else low + step)
