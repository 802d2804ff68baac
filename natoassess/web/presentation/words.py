"""Words for the codes of the engine, and numbers and dates as a reader expects them.

Every number that could be missing becomes words, never a zero: "unknown is never no".
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

Word = str | Promise

#: No-break space: between a number and its sign.
NBSP = "\u00a0"
EN_DASH = "\u2013"

VERDICTS: dict[str, Word] = {
    "lawful": gettext_lazy("lawful"),
    "arguable": gettext_lazy("arguable"),
    "unlawful": gettext_lazy("unlawful"),
    "undetermined": gettext_lazy("undetermined"),
    "not_applicable": gettext_lazy("not applicable"),
    "none": gettext_lazy("not assessed"),
}
#: The mark of the sprite that stands before each verdict.
VERDICT_MARKS: dict[str, str] = {
    "lawful": "lawful",
    "arguable": "arguable",
    "unlawful": "unlawful",
    "undetermined": "undetermined",
    "not_applicable": "none",
    "none": "none",
}
FACT_VALUES: dict[str, Word] = {
    "yes": gettext_lazy("yes"),
    "no": gettext_lazy("no"),
    "contested": gettext_lazy("contested"),
    "unknown": gettext_lazy("not known"),
}
READINGS: dict[str, Word] = {
    "strict": gettext_lazy("Strict"),
    "prevailing": gettext_lazy("Prevailing"),
    "permissive": gettext_lazy("Permissive"),
}
#: What each reading makes of contested and minority doctrine; generic, so true of every case.
READING_RULES: dict[str, Word] = {
    "strict": gettext_lazy("Only settled exceptions count."),
    "prevailing": gettext_lazy("Contested doctrine carries as far as arguable, minority doctrine nowhere."),
    "permissive": gettext_lazy("Contested doctrine carries in full, minority doctrine as far as arguable."),
}
STANDINGS: dict[str, Word] = {
    "settled": gettext_lazy("settled"),
    "contested": gettext_lazy("contested"),
    "minority": gettext_lazy("minority"),
}
BANDS: dict[str, Word] = {
    "low": gettext_lazy("low"),
    "mixed": gettext_lazy("mixed"),
    "high": gettext_lazy("high"),
}
CONFIDENCES: dict[str, Word] = {
    "low": gettext_lazy("low"),
    "moderate": gettext_lazy("moderate"),
    "high": gettext_lazy("high"),
}
#: Admiralty code: reliability of the source.
RELIABILITY: dict[str, Word] = {
    "A": gettext_lazy("Completely reliable"),
    "B": gettext_lazy("Usually reliable"),
    "C": gettext_lazy("Fairly reliable"),
    "D": gettext_lazy("Not usually reliable"),
    "E": gettext_lazy("Unreliable"),
    "F": gettext_lazy("Reliability cannot be judged"),
}
#: Admiralty code: credibility of the item.
CREDIBILITY: dict[int, Word] = {
    1: gettext_lazy("confirmed by other sources"),
    2: gettext_lazy("probably true"),
    3: gettext_lazy("possibly true"),
    4: gettext_lazy("doubtful"),
    5: gettext_lazy("improbable"),
    6: gettext_lazy("truth cannot be judged"),
}
#: ICD 203, expressions of likelihood: upper end of the probability (exclusive) and the words.
LIKELIHOODS: tuple[tuple[float, Word], ...] = (
    (0.05, gettext_lazy("almost no chance")),
    (0.20, gettext_lazy("very unlikely")),
    (0.45, gettext_lazy("unlikely")),
    (0.55, gettext_lazy("roughly even chance")),
    (0.80, gettext_lazy("likely")),
    (0.95, gettext_lazy("very likely")),
)


def word(table: Mapping[str, Word], code: object) -> str:
    """Return the translated word for a code; a code nobody translated is shown with spaces for
    underscores.
    """
    key = "none" if code is None or code == "" else str(code)
    if key in table:
        return str(table[key])
    return key.replace("_", " ")


def capitalise(text: str) -> str:
    """Return the text with its first letter in upper case and the rest untouched."""
    return text[:1].upper() + text[1:]


def grade_title(reliability: str, credibility: int | str) -> str:
    """Spell out an Admiralty grade, for example "Usually reliable; probably true".

    Raises ``ValueError`` for a letter outside A–F or a digit outside 1–6.
    """
    letter, digit = str(reliability).upper(), int(credibility)
    if letter not in RELIABILITY or digit not in CREDIBILITY:
        raise ValueError(f"no such grade: {reliability}{credibility}; use A to F and 1 to 6")
    return f"{RELIABILITY[letter]}; {CREDIBILITY[digit]}"


def grade_is_weak(reliability: str, credibility: int | str) -> bool:
    """Return whether a grade lowers confidence to low: D to F, or 4 to 6 (docs/scoring.md, section 4)."""
    return str(reliability).upper() in "DEF" or int(credibility) >= 4


def number(value: float | None, places: int = 1) -> str:
    """Return a number with a fixed count of decimals, "not known" for None, and never "-0.0"."""
    if value is None:
        return _("not known")
    rounded = round(float(value), places) + 0.0
    return f"{rounded:.{places}f}"


def span(low: float | None, high: float | None, places: int = 1) -> str:
    """Return "63.1–74.2"; one number where both ends print alike; "not known" where an end is missing."""
    if low is None or high is None:
        return _("not known")
    first, last = number(low, places), number(high, places)
    return first if first == last else f"{first}{EN_DASH}{last}"


def percent(share: float | None) -> str:
    """Return a share of 1 as "70 %"; beyond the ends "< 1 %" and "> 99 %", since a draw proves neither 0
    nor 1.
    """
    if share is None:
        return _("not known")
    if share < 0.01:
        return f"<{NBSP}1{NBSP}%"
    if share > 0.99:
        return f">{NBSP}99{NBSP}%"
    return f"{share * 100:.0f}{NBSP}%"


def points_at_most(share: float) -> str:
    """Return the error of a share of 1 as "at most 0.3" percentage points; "below 0.1" where it would print as 0.0."""
    figure = number(100 * share)
    if figure == number(0):
        return _("below 0.1")
    return _("at most %(points)s") % {"points": figure}


def portion(share: float | None) -> str:
    """Return a measured share of 1 (a coverage, a part of the variance) as "96 %"; nothing and all are
    said as such.
    """
    if share is None:
        return _("not known")
    if share in (0, 1):
        return f"{share * 100:.0f}{NBSP}%"
    return percent(share)


def percent_words(share: float | None) -> str:
    """Return a share of 1 as words to be read aloud: "70 per cent", "less than 1 per cent"."""
    if share is None:
        return _("not known")
    if share < 0.01:
        return _("less than 1 per cent")
    if share > 0.99:
        return _("more than 99 per cent")
    return _("%(share)d per cent") % {"share": round(share * 100)}


def likelihood(share: float | None) -> str:
    """Return the ICD 203 words for a probability, for example "likely" for 0.7."""
    if share is None:
        return _("not known")
    for end, words in LIKELIHOODS:
        if share < end:
            return str(words)
    return _("almost certain")


def _as_date(value: date | datetime | str) -> tuple[date | None, int]:
    """Return a date and how much of it is known: 3 day, 2 month, 1 year, 0 nothing readable."""
    if isinstance(value, datetime):
        return value.date(), 3
    if isinstance(value, date):
        return value, 3
    parts = value.strip().split("-")
    try:
        if len(parts) == 1:
            return date(int(parts[0]), 1, 1), 1
        if len(parts) == 2:
            return date(int(parts[0]), int(parts[1]), 1), 2
        moment = parse_datetime(value.strip())
        return (moment.date() if moment else parse_date(value.strip())), 3
    except ValueError:
        return None, 0


def long_date(value: date | datetime | str | None) -> str:
    """Return "24 March 1999", "March 1999" or "1999", as much as is known; "not known" for nothing.

    Takes a date, a moment, or text such as "1999-03-24", "1999-03" and "1999". Other text is returned as it
    is.
    """
    if value is None or value == "":
        return _("not known")
    day, known = _as_date(value)
    if day is None:
        return str(value)
    return date_format(day, {3: "j F Y", 2: "F Y", 1: "Y"}[known])


def date_range(start: date | datetime | str | None, end: date | datetime | str | None) -> str:
    """Return "24 March to 10 June 1999", "3–9 May 1999", "from 12 June 1999", or one date where both
    agree.
    """
    if not start and not end:
        return _("not known")
    if not end:
        return pgettext("date", "from %(start)s") % {"start": long_date(start)}
    if not start:
        return pgettext("date", "until %(end)s") % {"end": long_date(end)}
    first, first_known = _as_date(start)
    last, last_known = _as_date(end)
    if first == last and first_known == last_known:
        return long_date(start)
    if first and last and first_known == last_known == 3 and first.year == last.year:
        if first.month == last.month:
            return f"{first.day}{EN_DASH}{long_date(last)}"
        return _("%(start)s to %(end)s") % {"start": date_format(first, "j F"), "end": long_date(last)}
    return _("%(start)s to %(end)s") % {"start": long_date(start), "end": long_date(end)}
