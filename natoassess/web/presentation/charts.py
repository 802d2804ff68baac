"""Rows of the charts that are tables with bars: dimensions, contributions, draws, tornado.

Each row carries its numbers beside its shape, so the table is the chart and reads without it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from natoassess.web.presentation import bars, words


def titles_of(source: object, kind: str) -> dict[str, str]:
    """Return code → title from what a page has at hand for the dimensions or criteria of a framework.

    Takes a mapping code → title, a catalogue (a mapping with a list under ``kind``), a list of mappings or
    objects with ``code`` and ``title`` or ``question``, or a framework with such a list as attribute
    ``kind``. Order is kept.
    """
    if source is None:
        return {}
    if isinstance(source, Mapping):
        if kind not in source:
            return {str(code): str(title) for code, title in source.items()}
        source = source[kind]
    elif hasattr(source, kind):
        source = getattr(source, kind)
        source = source.all() if hasattr(source, "all") else source
    found: dict[str, str] = {}
    items: Iterable[Any] = source if isinstance(source, Iterable) else ()
    for item in items:
        if isinstance(item, Mapping):
            code, title = item["code"], item.get("title") or item.get("question")
        else:
            code, title = item.code, getattr(item, "title", "") or getattr(item, "question", "")
        found[str(code)] = str(title or words.capitalise(words.word({}, code)))
    return found


@dataclass(frozen=True)
class DimensionRow:
    """A dimension: its index (None while nothing is rated), bar, share rated and points added to the
    index.
    """

    code: str
    title: str
    index: float | None
    bar: bars.Bar
    coverage: float | None
    points: float | None


def dimension_rows(
    legitimacy: Mapping[str, Any], titles: Mapping[str, str], criteria: Mapping[str, str] | None = None
) -> list[DimensionRow]:
    """Return one row per dimension of a legitimacy result, in the order of ``titles``, then what has no
    title.

    ``criteria`` maps criteria to dimensions; with it, each row says how many points its criteria add.
    """
    found: Mapping[str, Mapping[str, Any]] = legitimacy.get("dimensions") or {}
    points: dict[str, float] = {}
    for item in legitimacy.get("contributions") or ():
        code = (criteria or {}).get(item["criterion"], item.get("dimension"))
        if code:
            points[code] = points.get(code, 0.0) + float(item["points"])
    order = [code for code in titles if code in found] + [code for code in found if code not in titles]
    rows = []
    for code in order:
        index, coverage = found[code].get("index"), found[code].get("coverage")
        rects = [bars.Rect("track", 0, 100)]
        if index is not None:
            rects.append(bars.Rect("fill", 0, bars.clamp(index)))
        edge = bars.bounds(found[code], "low", "high")
        lines = [bars.Line("bounds", bars.clamp(edge[0]), bars.clamp(edge[1]))] if edge else []
        bar = bars.Bar("legitimacy", "", tuple(rects), tuple(lines))
        title = titles.get(code) or words.capitalise(words.word({}, code))
        rows.append(DimensionRow(code, title, index, bar, coverage, points.get(code)))
    return rows


@dataclass(frozen=True)
class ContributionRow:
    """A criterion: the points it adds to the index, its weight as a share of 1, and both as a bar."""

    code: str
    title: str
    points: float
    most: float
    bar: bars.Bar


def contribution_rows(
    contributions: Iterable[Mapping[str, Any]] | None, titles: Mapping[str, str]
) -> list[ContributionRow]:
    """Return the criteria by the points they add, most first; the track of a bar is what full marks would
    add.
    """
    given = sorted(contributions or (), key=lambda item: (-float(item["points"]), str(item["criterion"])))
    most = [100 * float(item.get("weight") or 0) for item in given]
    widest = max(most, default=0.0) or 1.0
    rows = []
    for item, full in zip(given, most, strict=True):
        code, points = str(item["criterion"]), float(item["points"])
        bar = bars.Bar(
            "legitimacy",
            "",
            (
                bars.Rect("track", 0, bars.clamp(100 * full / widest)),
                bars.Rect("fill", 0, bars.clamp(100 * points / widest)),
            ),
            ticks=(),
        )
        rows.append(ContributionRow(code, titles.get(code) or words.word({}, code), points, full, bar))
    return rows


@dataclass(frozen=True)
class BandChance:
    """The probability of a band, its words and the bar of the share."""

    code: str
    word: str
    share: float
    words: str
    bar: bars.Bar


@dataclass(frozen=True)
class Distribution:
    """The draws: the bar with its three quantiles, the chance of each band, and how the draws were made."""

    bar: bars.Bar
    p05: float
    p50: float
    p95: float
    index: float | None
    chances: tuple[BandChance, ...]
    error: float | None
    draws: int | None
    seed: object

    @property
    def error_points(self) -> float | None:
        """The Monte Carlo error of a chance, in percentage points."""
        return None if self.error is None else 100 * self.error


def distribution(legitimacy: Mapping[str, Any]) -> Distribution | None:
    """Return the draws of a legitimacy result, or None where none were made."""
    drawn: Mapping[str, Any] = legitimacy.get("distribution") or {}
    if any(drawn.get(name) is None for name in ("p05", "p50", "p95")):
        return None
    p05, p50, p95 = (float(drawn[name]) for name in ("p05", "p50", "p95"))
    base = bars.legitimacy_bar(legitimacy)
    sentence = _(
        "Of the draws, 5 per cent lie below %(p05)s, half below %(p50)s and 95 per cent below %(p95)s"
    ) % {
        "p05": words.number(p05),
        "p50": words.number(p50),
        "p95": words.number(p95),
    }
    lines = (
        bars.Line("interval", bars.clamp(p05), bars.clamp(p95)),
        bars.Line("cap", bars.clamp(p05), bars.clamp(p05)),
        bars.Line("cap", bars.clamp(p95), bars.clamp(p95)),
    )
    chances = tuple(
        BandChance(
            code=code,
            word=words.word(words.BANDS, code),
            share=float(share),
            words=words.likelihood(float(share)),
            bar=bars.Bar(
                "legitimacy",
                "",
                (bars.Rect("track", 0, 100), bars.Rect("fill", 0, bars.clamp(100 * float(share)))),
                ticks=(),
            ),
        )
        for code in ("low", "mixed", "high")
        if (share := (drawn.get("bands") or {}).get(code)) is not None
    )
    return Distribution(
        bar=bars.Bar("legitimacy", sentence, base.rects, lines, bars.clamp(p50), base.labels, base.ticks),
        p05=p05,
        p50=p50,
        p95=p95,
        index=legitimacy.get("index"),
        chances=chances,
        error=drawn.get("error"),
        draws=drawn.get("draws"),
        seed=drawn.get("seed"),
    )


@dataclass(frozen=True)
class TornadoRow:
    """A criterion: the index with its rating at the 5 % and the 95 % level, and the share of variance it
    explains.
    """

    code: str
    title: str
    low: float
    high: float
    share: float | None
    bar: bars.Bar


@dataclass(frozen=True)
class Tornado:
    """The rows, widest first, the ends of the common scale in index points, and the variance due to
    weights.
    """

    rows: tuple[TornadoRow, ...]
    low: float
    high: float
    index: float | None
    weights_share: float | None


def tornado(
    legitimacy: Mapping[str, Any], titles: Mapping[str, str], limit: int | None = None
) -> Tornado | None:
    """Return the tornado of a legitimacy result, or None where none was made; ``limit`` keeps the widest
    rows.
    """
    given: Sequence[Mapping[str, Any]] = legitimacy.get("tornado") or ()
    if not given:
        return None
    widest = sorted(
        given, key=lambda item: (-abs(float(item["high"]) - float(item["low"])), str(item["criterion"]))
    )
    index = legitimacy.get("index")
    ends = [float(item[end]) for item in widest for end in ("low", "high")] + (
        [float(index)] if index else []
    )
    scale = bars.padded_scale(ends)
    variance: Mapping[str, Any] = legitimacy.get("variance_shares") or {}
    shares: Mapping[str, float] = variance.get("ratings") or {}
    rows = []
    for item in widest[:limit]:
        code = str(item["criterion"])
        low, high = sorted((float(item["low"]), float(item["high"])))
        left, right = scale.at(low), scale.at(high)
        bar = bars.Bar(
            "legitimacy",
            "",
            (bars.Rect("track", 0, 100), bars.Rect("fill", left, round(max(right - left, 0.5), 2))),
            ticks=() if index is None else (scale.at(index),),
        )
        rows.append(
            TornadoRow(code, titles.get(code) or words.word({}, code), low, high, shares.get(code), bar)
        )
    weights = [
        variance[name]
        for name in ("dimension_weights", "criterion_weights")
        if variance.get(name) is not None
    ]
    return Tornado(tuple(rows), scale.low, scale.high, index, sum(weights) if weights else None)
