"""The table and the chart of doctrines in words: what each yardstick says, and what it says otherwise than today's."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases.assessments.presentation.answers import laws_of
from cases.assessments.presentation.beside import WARNINGS
from natoassess.web.presentation import bars, words
from natoassess.web.presentation.dots import DotPlot, dot_plots
from natoassess.web.presentation.traces import Law

PERIODS: dict[str, words.Word] = {
    "in_force": gettext_lazy("the doctrine of that day"),
    "anticipated": gettext_lazy("the earliest doctrine, before there was any"),
    "later": gettext_lazy("came after that day"),
    "earlier": gettext_lazy("was replaced before that day"),
    "no_doctrine": gettext_lazy("never a doctrine of the Alliance"),
}
KINDS: dict[str, words.Word] = {
    "doctrine": gettext_lazy("doctrine"),
    "report": gettext_lazy("report"),
    "own": gettext_lazy("own framework"),
}


@dataclass(frozen=True)
class Competence:
    """A basis of the Alliance's own competence: what it is called, the answer, and the provisions that it cites."""

    title: str
    value: str
    laws: tuple[Law, ...]


@dataclass(frozen=True)
class DoctrineRow:
    """One yardstick: how it stands to the day judged, its answers, and what it says otherwise than today's doctrine.

    `is_judge` marks the yardstick that the assessment itself was judged by, `is_today` the one compared with.
    """

    code: str
    title: str
    url: str
    kind: str
    kind_word: str
    period: str
    is_judge: bool
    is_today: bool
    legality: Mapping[str, Any]
    legitimacy: Mapping[str, Any]
    interval: tuple[float, float] | None
    competence: tuple[Competence, ...]
    differs: tuple[str, ...]
    asked: int
    set_aside: int


@dataclass(frozen=True)
class Grouping:
    """Yardsticks that group and weigh the ratings alike: their names, how many criteria they ask, the dimensions."""

    names: str
    asked: int
    dimensions: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True)
class Doctrines:
    """The whole page: rows, the two drawings, and which yardstick the others are compared with."""

    rows: tuple[DoctrineRow, ...]
    groupings: tuple[Grouping, ...]
    plots: tuple[DotPlot, DotPlot]
    today: DoctrineRow
    agree: str
    draws: int | None
    seed: int | None

    @property
    def has_own(self) -> bool:
        """Whether a framework that a person made is among them."""
        return any(row.kind == "own" for row in self.rows)


def doctrines_shown(table: Mapping[str, Any], *, judged_by: str, linked: Collection[str] = ()) -> Doctrines:
    """Word the table of `frameworks.doctrines.doctrine_table`. Two queries, for the names of the provisions.

    `judged_by` is the code of the assessment's own framework; `linked` are the codes of frameworks that people made
    and whose pages the reader may open.
    """
    given = table["rows"]
    named = {name for row in given for rule in row["competence"].values() for name in rule["provisions"]}
    laws = laws_of(named)
    rows = tuple(_row(row, table["compared_with"], judged_by, laws, linked) for row in given)
    today = next(row for row in rows if row.is_today)
    drawn = next(
        (row["legitimacy"]["distribution"] for row in given if row["legitimacy"]["distribution"]), None
    )
    return Doctrines(
        rows=rows,
        groupings=groupings(rows),
        plots=dot_plots(
            [
                {
                    "label": _label(row),
                    "kind": row.kind,
                    "interval": row.interval,
                    **{name: row.legitimacy[name] for name in ("index", "low", "high")},
                }
                for row in rows
            ],
            reference=today.legitimacy["index"],
        ),
        today=today,
        agree=agreement_words(rows),
        draws=drawn["draws"] if drawn else None,
        seed=drawn["seed"] if drawn else None,
    )


def groupings(rows: tuple[DoctrineRow, ...]) -> tuple[Grouping, ...]:
    """The rows that have the same dimensions, weights and indices, each such group once."""
    alike: dict[str, list[DoctrineRow]] = {}
    for row in rows:
        alike.setdefault(str(row.legitimacy["dimensions"]), []).append(row)
    return tuple(
        Grouping(
            ", ".join(_label(row) for row in group),
            group[0].asked,
            tuple(group[0].legitimacy["dimensions"].values()),
        )
        for group in alike.values()
    )


def _row(
    row: Mapping[str, Any], today: str, judged_by: str, laws: Mapping[str, Law], linked: Collection[str]
) -> DoctrineRow:
    framework = row["framework"]
    code, kind = framework["code"], framework["kind"]
    return DoctrineRow(
        code=code,
        title=framework["title"],
        url=reverse("method-framework", args=[code]) if kind != "own" or code in linked else "",
        kind=kind,
        kind_word=words.word(KINDS, kind),
        period=words.word(PERIODS, row["period"]),
        is_judge=code == judged_by,
        is_today=code == today,
        legality=row["legality"],
        legitimacy=row["legitimacy"],
        interval=bars.interval(row["legitimacy"]),
        competence=tuple(
            Competence(rule["title"], rule["value"], tuple(_law(name, laws) for name in rule["provisions"]))
            for rule in row["competence"].values()
        ),
        differs=tuple(_difference(item, row, laws) for item in row["differs"]),
        asked=row["asked"],
        set_aside=len(row["set_aside"]),
    )


def _law(name: str, laws: Mapping[str, Law]) -> Law:
    return laws.get(name) or Law(name, "")


def _label(row: DoctrineRow) -> str:
    """What the drawing calls a yardstick: its code, or the title of one that a person made, with its kind."""
    name = row.title if row.kind == "own" else row.code
    short = name if len(name) <= 26 else f"{name[:25].rstrip()}…"
    return f"{short} ({row.kind_word})" if row.kind == "own" else short


def _difference(item: Mapping[str, Any], row: Mapping[str, Any], laws: Mapping[str, Law]) -> str:
    """One difference from today's doctrine as a phrase."""
    part, _dot, name = item["member"].partition(".")
    here, today = item["here"], item["today"]
    if part == "legality":
        verdict, other = (words.word(words.VERDICTS, value) for value in (here, today))
        reading = words.word(words.READINGS, name).lower()
        return _("%(reading)s reading: %(here)s, not %(today)s") % {
            "reading": reading,
            "here": verdict,
            "today": other,
        }
    if part == "legitimacy" and name == "band":
        bands = [words.word(words.BANDS, band) if band else _("no band") for band in (here, today)]
        return _("band %(here)s, not %(today)s") % {"here": bands[0], "today": bands[1]}
    if part == "legitimacy":
        return _index_difference(here, today)
    if part == "competence":
        return _competence_difference(name, item, row, laws)
    if part == "warnings":
        said = [
            words.word({code: pair[0] for code, pair in WARNINGS.items()}, code) for code, _law_id in here
        ]
        return (
            _("warns: %(warnings)s") % {"warnings": " ".join(said)}
            if said
            else _("does not warn of anything")
        )
    return ngettext("asks %(count)d criterion", "asks %(count)d criteria", here) % {"count": here}


def _index_difference(here: float | None, today: float | None) -> str:
    if here is None or today is None:
        return _("index %(here)s, not %(today)s") % {"here": words.number(here), "today": words.number(today)}
    moved = here - today
    sign = "+" if moved > 0 else "−"
    return _("index %(sign)s%(moved)s") % {"sign": sign, "moved": words.number(abs(moved))}


def _competence_difference(
    name: str, item: Mapping[str, Any], row: Mapping[str, Any], laws: Mapping[str, Law]
) -> str:
    code = name.removesuffix(".provisions")
    title = row["competence"][code]["title"]
    if code == name:
        value = words.word(words.FACT_VALUES, item["here"])
        return _("%(title)s: %(value)s") % {"title": title, "value": value}
    new = [_law(law, laws).label for law in item["here"] if law not in (item["today"] or ())]
    if not new:
        return _("%(title)s: rests on the Treaty alone") % {"title": title}
    return _("%(title)s: cites %(laws)s") % {"title": title, "laws": ", ".join(new)}


def agreement_words(rows: tuple[DoctrineRow, ...]) -> str:
    """Whether the yardsticks come to the same verdict and band, in one or two sentences."""
    verdicts = {tuple(row.legality["readings"].items()) for row in rows}
    bands: dict[str, list[str]] = {}
    for row in rows:
        bands.setdefault(row.legitimacy["band"] or "", []).append(row.code)
    said = [
        _("Every yardstick gives the same verdict on each reading.")
        if len(verdicts) == 1
        else _("The verdict depends on the yardstick.")
    ]
    said += _bands_said(bands)
    return " ".join(said)


def _bands_said(bands: Mapping[str, list[str]]) -> Iterator[str]:
    if len(bands) == 1:
        band = next(iter(bands))
        yield (
            _("All put legitimacy in the band %(band)s.") % {"band": words.word(words.BANDS, band)}
            if band
            else _("None has enough answers for a band.")
        )
        return
    for band, codes in bands.items():
        listed = ", ".join(codes)
        yield (
            _("%(band)s: %(codes)s.")
            % {"band": words.capitalise(words.word(words.BANDS, band)), "codes": listed}
            if band
            else _("Not enough answers for a band: %(codes)s.") % {"codes": listed}
        )
