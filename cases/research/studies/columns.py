"""The columns of a study's table, and what each means: part of the codebook."""

from __future__ import annotations

from collections.abc import Iterable

from frameworks.api.evaluation_schema import BANDS, VERDICTS
from frameworks.batches.sweep import READINGS
from natoassess.web.rows import Column, Columns, Kind

TABLE = "sensitivity-study"
"""What the codebook calls the table."""


def _text(name: str, meaning: str, values: Iterable[str] = (), *, nullable: bool = False) -> Column:
    choices = tuple((value, value) for value in values)
    return Column(name, Kind.TEXT, (name,), nullable=nullable, choices=choices, meaning=meaning, source=name)


def _of_kind(kind: Kind, name: str, meaning: str, *, nullable: bool = False) -> Column:
    return Column(name, kind, (name,), nullable=nullable, meaning=meaning, source=name)


def _index(name: str, meaning: str) -> Column:
    return _of_kind(Kind.NUMBER, name, f"{meaning} Unit: index, 0 to 100. {UNRATED}", nullable=True)


def _harm(name: str, meaning: str, empty: str) -> Column:
    return _of_kind(Kind.NUMBER, name, f"{meaning} Unit: index, 0 to 100. Empty: {empty}", nullable=True)


UNRATED = "Empty: nothing is rated."
NO_BASELINE = "the first framework cannot take the phase, so that there is no baseline."
NEITHER = "Empty: it or the baseline has none."

COLUMNS = Columns(
    (
        _text("item", "The phase: CASE/PHASE for its reference assessment, assessment:NUMBER for another."),
        _text("framework", "The framework: its code."),
        _of_kind(Kind.WHOLE, "version", "The framework's version. Unit: number of the version, from 1."),
        _text("reading", "The reading of the law.", READINGS),
        _text("weighting", "The weights: published, or the name under which they stand in study.json."),
        _of_kind(Kind.DAY, "as_of", "The day by whose law the phase is judged."),
        _of_kind(Kind.BOOLEAN, "own_day", "Whether that is the day for which the phase was answered."),
        _of_kind(
            Kind.BOOLEAN, "baseline", "Whether this is the row that the others of its phase are set against."
        ),
        _text("verdict", "Legality under this reading.", VERDICTS),
        _text("at_least", "The least favourable verdict that the unknown facts leave.", VERDICTS),
        _text("at_most", "The most favourable verdict that the unknown facts leave.", VERDICTS),
        _of_kind(
            Kind.JSON,
            "lapsed",
            "Facts that count as no on this day, because no clause they rest on is in force: a list of codes.",
        ),
        _index("index", "The index of legitimacy over what is rated."),
        _index("low", "The index with everything unknown at its least."),
        _index("high", "The index with everything unknown at its most."),
        _of_kind(Kind.NUMBER, "coverage", "The part of all weight that is rated. Unit: share, 0 to 1."),
        _text("band", "The band of legitimacy. Empty: too little is rated.", BANDS, nullable=True),
        _text("band_at_least", "The band at the lower bound. Empty: there is no band.", BANDS, nullable=True),
        _text("band_at_most", "The band at the upper bound. Empty: there is no band.", BANDS, nullable=True),
        _harm("gross", "The impact on sovereignty over what is rated.", "nothing is rated."),
        _harm("gross_low", "The gross impact with everything unknown at its least.", "nothing is rated."),
        _harm("gross_high", "The gross impact with everything unknown at its most.", "nothing is rated."),
        _harm("adjusted", "The impact less what consent cures.", "that is not determined."),
        _harm("adjusted_low", "The least that the adjusted impact can be.", "nothing is rated."),
        _harm("adjusted_high", "The most that the adjusted impact can be.", "nothing is rated."),
        _of_kind(
            Kind.WHOLE,
            "rank",
            "The phase's place by index among the phases of the study, all else the same. "
            f"Unit: place, 1 the highest. {UNRATED}",
            nullable=True,
        ),
        _of_kind(Kind.WHOLE, "ranked", "How many phases have a place. Unit: phases."),
        _of_kind(
            Kind.BOOLEAN,
            "verdict_changed",
            f"Whether the verdict is another than in the baseline. Empty: {NO_BASELINE}",
            nullable=True,
        ),
        _of_kind(
            Kind.BOOLEAN,
            "band_changed",
            f"Whether the band is another than in the baseline. Empty: {NO_BASELINE}",
            nullable=True,
        ),
        _of_kind(
            Kind.NUMBER,
            "index_change",
            f"The index less that of the baseline. Unit: points of the index, -100 to 100. {NEITHER}",
            nullable=True,
        ),
        _of_kind(
            Kind.WHOLE,
            "rank_change",
            f"The rank less that of the baseline: above 0 it fell. Unit: places. {NEITHER}",
            nullable=True,
        ),
    )
)
