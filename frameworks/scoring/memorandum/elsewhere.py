"""The same answers under another reading, on another day, with other weights or ratings.

Evaluations frozen by an engine that did not ask these questions lack the members; then nothing is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from frameworks.scoring.memorandum.brief import Brief, state
from frameworks.scoring.memorandum.wording import Clauses, Day, Joined, Param, Share, Statement

MOST_READINGS = 3
"""So many ways to another verdict through the standing of doctrines are told."""
MOST_PERIODS = 4
"""So many stretches of days with another law are told."""

_READINGS = {
    "permissive": ("changes.accept", "To accept {tests} is enough to find the conduct {verdict}."),
    "strict": ("changes.discount", "To give no weight to {tests} is enough to find the conduct {verdict}."),
}


def readings(brief: Brief) -> Iterator[Statement]:
    """Which doctrines one need accept, or discount, and no others, for another verdict."""
    for flip in (brief.legality.get("reading_flips") or ())[:MOST_READINGS]:
        code, text = _READINGS[flip["reading"]]
        tests = brief.names("tests", flip["tests"])
        yield state(code, text, *_law(brief, flip["tests"]), tests=tests, verdict=flip["verdict"])


def _law(brief: Brief, tests: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for test in tests for name in brief.tests[test]["provisions"]))


# -- days -------------------------------------------------------------------------------------------


def days(brief: Brief) -> Iterator[Statement]:
    """How long the verdict lasts on these answers, and what the law of other days would make of them."""
    periods: Sequence[Mapping[str, Any]] = brief.legality.get("date_flips") or ()
    told = 0
    for before, period in zip([None, *periods], periods, strict=False):
        if not period["because"] or told >= MOST_PERIODS:
            continue
        told += 1
        lapses = all(reason["kind"] == "ended" for reason in period["because"])
        if before is not None and before["today"] and lapses:
            yield _until(before, period)
        else:
            yield _on_other_days(brief, period)


def _until(today: Mapping[str, Any], after: Mapping[str, Any]) -> Statement:
    """The authority that lapses: "The answer stands until 31 October 2011, when … ended"."""
    last = [reason for reason in after["because"] if reason["on"] == today["until"]] or after["because"]
    law = Clauses(tuple(dict.fromkeys(reason["provision"] for reason in last)))
    text = (
        "On the same answers the conduct stays {verdict} until {until}, the last day of {law}; from the next day on it "
        "would be {other}."
    )
    params: dict[str, Param] = {"verdict": today["verdict"], "other": after["verdict"]}
    return state("changes.until", text, until=Day(today["until"]), law=law, **params)


def _on_other_days(brief: Brief, period: Mapping[str, Any]) -> Statement:
    params: dict[str, Param] = {
        "verdict": period["verdict"],
        "reasons": Joined(tuple(_reasons(brief, period["because"]))),
    }
    if period["from"] is None:
        text = "By the law of any day up to {until} it would be {verdict}, because {reasons}."
        return state("changes.before", text, **params, until=Day(period["until"]))
    if period["until"] is None:
        text = "By the law of any day from {since} on it would be {verdict}, because {reasons}."
        return state("changes.after", text, **params, since=Day(period["from"]))
    text = "By the law of the days from {since} to {until} it would be {verdict}, because {reasons}."
    return state("changes.between", text, **params, since=Day(period["from"]), until=Day(period["until"]))


def _reasons(brief: Brief, reasons: Sequence[Mapping[str, Any]]) -> Iterator[Statement]:
    """Clauses that began or ended together are named together, and so are doctrines of one standing."""

    def alike(reason: Mapping[str, Any]) -> tuple[str, str]:
        return reason["kind"], str(reason["standing"] if reason["kind"] == "standing" else reason["on"])

    for (kind, which), group in groupby(sorted(reasons, key=alike), key=alike):
        rows = list(group)
        if kind == "standing":
            tests = brief.names("tests", list(dict.fromkeys(row["test"] for row in rows)))
            yield state(
                "changes.standing", "the standing of {tests} is {standing} then", tests=tests, standing=which
            )
            continue
        law = Clauses(tuple(dict.fromkeys(row["provision"] for row in rows)))
        if kind == "ended":
            yield state("changes.ended", "the last day of {law} was {day}", law=law, day=Day(which))
        else:
            yield state("changes.not_yet", "the first day of {law} was {day}", law=law, day=Day(which))


# -- weights and ratings ----------------------------------------------------------------------------


def band(brief: Brief) -> Iterator[Statement]:
    """The smallest shift of one weight, and the smallest change of one or two ratings, that change the band."""
    found = brief.evaluation["legitimacy"]
    if found["band"] is None:
        return
    if "weight_flips" in found:
        yield _weights(brief, found["weight_flips"])
    if "rating_flips" in found:
        yield _ratings(brief, found["rating_flips"])


def _weights(brief: Brief, flips: Sequence[Mapping[str, Any]]) -> Statement:
    if not flips:
        return state("legitimacy.weights_firm", "No shift of a single weight would change the band.")
    first = flips[0]
    is_dimension = first["kind"] == "dimension"
    text = (
        "The smallest shift of one weight that would change the band takes the dimension of {name} from {old} of the "
        "whole to {new}, which would make the band {band}."
        if is_dimension
        else "The smallest shift of one weight that would change the band takes {name} from {old} of its dimension to "
        "{new}, which would make the band {band}."
    )
    code = "legitimacy.dimension_weight" if is_dimension else "legitimacy.criterion_weight"
    name = brief.names("dimensions" if is_dimension else "criteria", [first["code"]])
    old, new = Share(first["from"], places=1), Share(first["to"], places=1)
    return state(code, text, name=name, old=old, new=new, band=first["band"])


def _ratings(brief: Brief, flips: Sequence[Mapping[str, Any]]) -> Statement:
    if not flips:
        return state("legitimacy.ratings_firm", "No change of one or two ratings would change the band.")
    parts = []
    for change in flips[0]["changes"]:
        params: dict[str, Param] = {
            "criterion": brief.names("criteria", [change["criterion"]]),
            "new": change["to"],
        }
        if change["from"] is None:
            parts.append(state("legitimacy.rate", "{criterion}, not rated yet, were rated {new}", **params))
        else:
            text = "{criterion} were rated {new} and not {old}"
            parts.append(state("legitimacy.rerate", text, **params, old=change["from"]))
    text = "With the fewest changes of rating, the band would be {band} if {changes}."
    return state("legitimacy.rating_flip", text, band=flips[0]["band"], changes=Joined(tuple(parts)))
