"""What would move the answers, for pages: other readings, the line of time, other weights, other ratings.

Read off an evaluation (docs/scoring.md, "Flips"); frozen evaluations of earlier engines lack these members, and
then there is nothing to show.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.assessments.presentation.labels import Labels, listed
from natoassess.web.presentation import words
from natoassess.web.presentation.traces import Law

FIRST_READINGS = 4
FIRST_WEIGHTS = 8

_PRICES: Mapping[tuple[str, bool], words.Word] = {
    ("permissive", False): gettext_lazy("if one accepts %(tests)s"),
    ("permissive", True): gettext_lazy("if one accepts both %(tests)s"),
    ("strict", False): gettext_lazy("if one does not accept %(tests)s"),
    ("strict", True): gettext_lazy("if one accepts neither %(tests)s"),
}
"""By reading, and whether there are two tests: what one must hold for the verdict."""


@dataclass(frozen=True)
class ReadingShown:
    """A verdict, and what one must accept or discount for it."""

    verdict: str
    price: str


@dataclass(frozen=True)
class ReasonShown:
    """Why a period differs: a sentence, and the clauses it is about."""

    text: str
    laws: tuple[Law, ...] = ()


@dataclass(frozen=True)
class PeriodShown:
    """Days of one verdict; `today` where the day judged is among them."""

    days: str
    verdict: str
    today: bool
    reasons: tuple[ReasonShown, ...]


@dataclass(frozen=True)
class WeightShown:
    """A weight, where it stands, where the band is another, and that band. Shares in per cent."""

    title: str
    within: str
    before: str
    after: str
    band: str


@dataclass(frozen=True)
class RatingsShown:
    """A band and the ratings that reach it, each as (criterion, level before, level after)."""

    band: str
    changes: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True)
class Changes:
    """All of it, the first of each list apart from the rest. `known` is false for an older evaluation."""

    known: bool
    readings: tuple[ReadingShown, ...]
    more_readings: tuple[ReadingShown, ...]
    periods: tuple[PeriodShown, ...]
    weights: tuple[WeightShown, ...]
    more_weights: tuple[WeightShown, ...]
    ratings: tuple[RatingsShown, ...]
    ratings_left_out: int


def changes_of(evaluation: Mapping[str, Any], labels: Labels, laws: Mapping[str, Law]) -> Changes:
    """What would move the answers of `evaluation`; `laws` has the words of the clauses it names."""
    legality, legitimacy = evaluation["legality"], evaluation["legitimacy"]
    readings = tuple(_reading(flip, labels) for flip in legality.get("reading_flips", ()))
    weights = tuple(_weight(flip, labels) for flip in legitimacy.get("weight_flips", ()))
    return Changes(
        known="weight_flips" in legitimacy,
        readings=readings[:FIRST_READINGS],
        more_readings=readings[FIRST_READINGS:],
        periods=tuple(_period(period, labels, laws) for period in legality.get("date_flips", ())),
        weights=weights[:FIRST_WEIGHTS],
        more_weights=weights[FIRST_WEIGHTS:],
        ratings=tuple(_ratings(flip, labels) for flip in legitimacy.get("rating_flips", ())),
        ratings_left_out=legitimacy.get("rating_flips_left_out", 0),
    )


def _reading(flip: Mapping[str, Any], labels: Labels) -> ReadingShown:
    quoted = [_("“%(title)s”") % {"title": labels.test(code)} for code in flip["tests"]]
    several = len(quoted) == 2
    either = flip["reading"] == "strict"
    tests = (
        _("%(first)s nor %(last)s") % {"first": quoted[0], "last": quoted[1]}
        if several and either
        else listed(quoted, either=either)
    )
    return ReadingShown(flip["verdict"], str(_PRICES[flip["reading"], several]) % {"tests": tests})


def _period(period: Mapping[str, Any], labels: Labels, laws: Mapping[str, Law]) -> PeriodShown:
    return PeriodShown(
        days=words.capitalise(words.date_range(period["from"], period["until"])),
        verdict=period["verdict"],
        today=period["today"],
        reasons=tuple(_reasons(period["because"], labels, laws)),
    )


def _reasons(
    because: Iterable[Mapping[str, Any]], labels: Labels, laws: Mapping[str, Law]
) -> Iterable[ReasonShown]:
    """Clauses on which one fact rests are put together where they began or ended together."""
    clauses: dict[tuple[str, str, str, str], list[str]] = {}
    for reason in because:
        if reason["kind"] == "standing":
            yield ReasonShown(_standing(reason, labels))
        else:
            together = reason["fact"], reason["kind"], reason["on"], reason["ended_by"] or ""
            clauses.setdefault(together, []).append(reason["provision"])
    for (fact, kind, day, ended_by), provisions in clauses.items():
        named = {"fact": labels.fact(fact), "day": words.long_date(day)}
        if kind == "not_yet_in_force":
            text = _("“%(fact)s” rests on law that was not yet in force before %(day)s:") % named
        elif ended_by:
            by = laws[ended_by].label if ended_by in laws else ended_by
            text = _("“%(fact)s” rests on law that ended on %(day)s by %(by)s:") % {**named, "by": by}
        else:
            text = _("“%(fact)s” rests on law that ended on %(day)s:") % named
        yield ReasonShown(text, tuple(laws.get(name) or Law(name, "") for name in provisions))


def _standing(reason: Mapping[str, Any], labels: Labels) -> str:
    named = {
        "test": labels.test(reason["test"]),
        "standing": words.word(words.STANDINGS, reason["standing"]),
    }
    if reason["on"] is None:
        return _("“%(test)s” was %(standing)s doctrine until then.") % named
    return _("“%(test)s” is %(standing)s doctrine from %(day)s.") % {
        **named,
        "day": words.long_date(reason["on"]),
    }


def _weight(flip: Mapping[str, Any], labels: Labels) -> WeightShown:
    of_a_dimension = flip["kind"] == "dimension"
    home = "" if of_a_dimension else labels.dimension_of.get(flip["code"], "")
    title = labels.dimension_titles.get(flip["code"]) if of_a_dimension else labels.question(flip["code"])
    return WeightShown(
        title=title or words.word({}, flip["code"]),
        within=labels.dimension_titles.get(home, ""),
        before=_share(flip["from"]),
        after=_share(flip["to"]),
        band=flip["band"],
    )


def _share(share: float) -> str:
    return f"{words.number(100 * share)}{words.NBSP}%"


def _ratings(flip: Mapping[str, Any], labels: Labels) -> RatingsShown:
    changes = tuple(
        (
            labels.question(change["criterion"]),
            _("not rated") if change["from"] is None else str(change["from"]),
            change["to"],
        )
        for change in flip["changes"]
    )
    return RatingsShown(flip["band"], changes)
