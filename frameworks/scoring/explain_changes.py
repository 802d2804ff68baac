"""What would change the answers, in words: other readings, other days, other weights, other ratings.

Each sentence is a `Claim` of explain.py and states nothing but what the evaluation holds. Frozen evaluations of
earlier engines lack these members; of what they lack, nothing is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from frameworks.scoring.claims import Claim, Param, Terms, Titles

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_ACCEPTING = {
    "permissive": "To hold it {verdict} one must accept {tests}.",
    "strict": "Whoever does not accept {tests} holds it {verdict}.",
}


# -- legality ---------------------------------------------------------------------------------------


def reading_claims(legality: Mapping[str, Any], titles: Titles) -> Iterator[Claim]:
    """Which tests one must accept, or discount, for another verdict."""
    for flip in legality.get("reading_flips", ()):
        tests = Terms(tuple(titles["tests"][code] for code in flip["tests"]))
        params: dict[str, Param] = {"verdict": flip["verdict"], "tests": tests}
        yield Claim(f"legality.accept_{flip['reading']}", _ACCEPTING[flip["reading"]], params)


def date_claims(legality: Mapping[str, Any], titles: Titles) -> Iterator[Claim]:
    """How long the verdict lasts, and what the law of other days would make of the same findings."""
    periods: Sequence[Mapping[str, Any]] = legality.get("date_flips", ())
    for before, period in zip([None, *periods], periods, strict=False):
        if period["because"]:
            ends_today = before is not None and before["today"]
            lapses = all(reason["kind"] == "ended" for reason in period["because"])
            if before is not None and ends_today and lapses:
                yield _until(before, period, titles)
            else:
                yield _on_other_days(period, titles)


def _until(today: Mapping[str, Any], after: Mapping[str, Any], titles: Titles) -> Claim:
    text = (
        "It is {verdict} until {day}, when {provisions} ended, on which {facts} rests; after that it would be "
        "{other}."
    )
    last = [reason for reason in after["because"] if reason["on"] == today["until"]] or after["because"]
    named = dict.fromkeys(reason["provision"] for reason in last)
    facts = dict.fromkeys(titles["facts"][reason["fact"]] for reason in last)
    params: dict[str, Param] = {
        "verdict": today["verdict"],
        "day": _day(today["until"]),
        "facts": Terms(tuple(facts)),
        "provisions": _provisions(named, titles),
        "other": after["verdict"],
    }
    return Claim("legality.until", text, params)


def _on_other_days(period: Mapping[str, Any], titles: Titles) -> Claim:
    params: dict[str, Param] = {
        "verdict": period["verdict"],
        "reasons": Terms(tuple(_reasons(period["because"], titles))),
    }
    if period["from"] is None:
        text = "By the law until {until} it would be {verdict}: {reasons}."
        return Claim("legality.before", text, {**params, "until": _day(period["until"])})
    if period["until"] is None:
        text = "By the law from {since} on it would be {verdict}: {reasons}."
        return Claim("legality.after", text, {**params, "since": _day(period["from"])})
    text = "By the law from {since} until {until} it would be {verdict}: {reasons}."
    ends = {"since": _day(period["from"]), "until": _day(period["until"])}
    return Claim("legality.between", text, {**params, **ends})


def _reasons(reasons: Sequence[Mapping[str, Any]], titles: Titles) -> Iterator[Claim]:
    """Clauses that one fact rests on are named together where they began or ended together."""
    clauses: dict[tuple[str, str, str], list[str]] = {}
    for reason in reasons:
        if reason["kind"] == "standing":
            test = Terms((titles["tests"][reason["test"]],))
            text = "the standing of {test} is then {standing}"
            yield Claim("legality.standing", text, {"test": test, "standing": reason["standing"]})
        else:
            together = reason["fact"], reason["kind"], reason["on"]
            clauses.setdefault(together, []).append(reason["provision"])
    for (fact, kind, day), provisions in clauses.items():
        params: dict[str, Param] = {
            "fact": Terms((titles["facts"][fact],)),
            "provisions": _provisions(provisions, titles),
            "day": _day(day),
        }
        if kind == "ended":
            yield Claim("legality.ended", "{fact} rests on {provisions}, which ended on {day}", params)
        else:
            text = "{fact} rests on {provisions}, in force only from {day}"
            yield Claim("legality.not_yet", text, params)


def _provisions(codes: Iterable[str], titles: Titles) -> Terms:
    """Provisions as they are cited, or their identifiers where no title is known; not in quotation marks."""
    names = titles.get("provisions", {})
    return Terms(
        tuple(Claim("legality.provision", "{name}", {"name": names.get(code, code)}) for code in codes)
    )


def _day(iso: str) -> Terms:
    """A day in words: 31 October 2011."""
    day = date.fromisoformat(iso)
    params: dict[str, Param] = {"day": str(day.day), "month": _MONTHS[day.month - 1], "year": str(day.year)}
    return Terms((Claim("date", "{day} {month} {year}", params),))


# -- legitimacy -------------------------------------------------------------------------------------


def band_claims(legitimacy: Mapping[str, Any], titles: Titles) -> Iterator[Claim]:
    """The smallest shift of a weight and the smallest change of ratings that change the band."""
    if legitimacy["band"] is None:
        return
    if "weight_flips" in legitimacy:
        yield _weight_claim(legitimacy["weight_flips"], titles)
    if "rating_flips" in legitimacy:
        yield _rating_claim(legitimacy["rating_flips"], titles)


def _weight_claim(flips: Sequence[Mapping[str, Any]], titles: Titles) -> Claim:
    if not flips:
        return Claim("legitimacy.weights_firm", "No shift of a single weight would change the band.")
    first = flips[0]
    kind = "dimensions" if first["kind"] == "dimension" else "criteria"
    params: dict[str, Param] = {"name": Terms((titles[kind][first["code"]],))}
    params |= {"old": first["from"], "new": first["to"], "band": first["band"]}
    if first["kind"] == "dimension":
        text = (
            "The smallest shift of one weight that changes the band: {name} from {old:.1%} to {new:.1%} of all, which "
            "makes it {band}."
        )
        return Claim("legitimacy.weight_flip", text, params)
    text = (
        "The smallest shift of one weight that changes the band: {name} from {old:.1%} to {new:.1%} of its dimension, "
        "which makes it {band}."
    )
    return Claim("legitimacy.criterion_weight_flip", text, params)


def _rating_claim(flips: Sequence[Mapping[str, Any]], titles: Titles) -> Claim:
    if not flips:
        return Claim("legitimacy.ratings_firm", "No change of one or two ratings would change the band.")
    changes = tuple(_rating(change, titles) for change in flips[0]["changes"])
    text = "The smallest change of up to two ratings that changes the band: {changes}, which makes it {band}."
    return Claim("legitimacy.rating_flip", text, {"band": flips[0]["band"], "changes": Terms(changes)})


def _rating(change: Mapping[str, Any], titles: Titles) -> Claim:
    params: dict[str, Param] = {"criterion": titles["criteria"][change["criterion"]], "new": change["to"]}
    if change["from"] is None:
        return Claim("legitimacy.to_rate", "“{criterion}”, not rated yet, at {new}", params)
    return Claim(
        "legitimacy.change", "“{criterion}” rated {new} instead of {old}", {**params, "old": change["from"]}
    )
