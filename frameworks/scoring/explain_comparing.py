"""A comparison in words, as claims whose parameters come from its numbers; a test holds each against them.

How sure a lead is takes the boundaries of ICD 203, so that one vocabulary serves bands, ranks and pairs: almost
certain (95 per cent and more) is *robustly ahead*, likely and very likely (55 to 95) *ahead*, a roughly even chance
(45 to 55) *too close to call*. docs/scoring.md, "Comparing", argues them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any, Literal

from frameworks.scoring.claims import Claim, Param, Terms, Titles
from frameworks.scoring.explain import likelihood

Lead = Literal["robustly_ahead", "ahead", "too_close_to_call"]

ROBUST, EVEN = 0.95, 0.55
"""From these shares of the draws on a lead is robust, and is a lead at all."""
ENOUGH_FIRSTS = 30
"""Fewer first places than this bear no statement about the weights that bring them about."""
SHIFT_ERRORS, LEAST_SHIFT = 3, 0.01
"""A central weight is named where it is above the stated one by so many standard errors, and by one point in 100."""

_FIRST: Mapping[str, str] = {
    "almost_no_chance": "There is almost no chance that {phase} comes first (in {draws}).",
    "very_unlikely": "It is very unlikely that {phase} comes first (in {draws}).",
    "unlikely": "It is unlikely that {phase} comes first (in {draws}).",
    "roughly_even_chance": "There is a roughly even chance that {phase} comes first (in {draws}).",
    "likely": "It is likely that {phase} comes first (in {draws}).",
    "very_likely": "It is very likely that {phase} comes first (in {draws}).",
    "almost_certain": "It is almost certain that {phase} comes first (in {draws}).",
}
_PAIR: Mapping[str, str] = {
    "almost_certain": (
        "{leader} is robustly ahead of {other}: it is almost certain that its index is the higher (in {draws})."
    ),
    "very_likely": (
        "{leader} is ahead of {other}: it is very likely that its index is the higher (in {draws})."
    ),
    "likely": "{leader} is ahead of {other}: it is likely that its index is the higher (in {draws}).",
    "roughly_even_chance": (
        "{leader} and {other} are too close to call: there is a roughly even chance that {leader} has the higher index "
        "(in {draws})."
    ),
}


def lead(share: float) -> Lead:
    """What a share of the draws from ½ on makes of a lead. A share on a boundary takes the stronger word."""
    if share >= ROBUST:
        return "robustly_ahead"
    return "ahead" if share >= EVEN else "too_close_to_call"


def _draws(share: float) -> Terms:
    """A share of the draws in words that never round a few draws away; draws prove neither none nor all."""
    if share >= 0.9995:
        return Terms((Claim("comparing.nearly_all", "more than 99.9\u00a0% of draws"),))
    if share < 0.0005:
        return Terms((Claim("comparing.hardly_any", "fewer than 0.1\u00a0% of draws"),))
    return Terms((Claim("comparing.share", "{share:.1%} of draws", {"share": share}),))


def phase_claims(
    comparison: Mapping[str, Any], labels: Sequence[str], titles: Titles
) -> dict[int, list[Claim]]:
    """What is said of each phase, by its position: how likely it comes first, its likeliest rank, central weights.

    `comparison` is what `Comparison.as_dict` gives, `labels` names every row that was given.
    """
    return {
        place["position"]: list(_phase(comparison, place, labels[place["position"]], titles))
        for place in comparison["places"]
    }


def _phase(
    comparison: Mapping[str, Any], place: Mapping[str, Any], label: str, titles: Titles
) -> Iterator[Claim]:
    shares = place["acceptability"]
    word, _ = likelihood(shares[0])
    yield Claim(f"comparing.first.{word}", _FIRST[word], {"phase": label, "draws": _draws(shares[0])})
    best = max(range(len(shares)), key=shares.__getitem__)
    if best:
        text = "The likeliest rank of {phase} is {rank} of {of} (in {draws})."
        params: dict[str, Param] = {
            "phase": label,
            "rank": best + 1,
            "of": len(shares),
            "draws": _draws(shares[best]),
        }
        yield Claim("comparing.rank", text, params)
    yield from _central(comparison, place, label, titles)


def _central(
    comparison: Mapping[str, Any], place: Mapping[str, Any], label: str, titles: Titles
) -> Iterator[Claim]:
    """Which dimension must weigh more for the phase to come first, where that stands out of the noise."""
    central = place["central_weights"]
    if central is None:
        yield Claim("comparing.never", "No weights that were drawn put {phase} first.", {"phase": label})
        return
    if place["acceptability"][0] * comparison["draws"] < ENOUGH_FIRSTS:
        text = "Too few draws put {phase} first to say which weights favour it."
        yield Claim("comparing.too_few", text, {"phase": label})
        return
    stated = comparison["weights"]
    code = max(central, key=lambda dimension: central[dimension] - stated[dimension])
    shift = central[code] - stated[code]
    if shift > max(LEAST_SHIFT, SHIFT_ERRORS * place["central_error"]):
        text = (
            "Most in favour of {phase}: {dimension} at {central:.1%} of the weight instead of {stated:.1%}."
        )
        params: dict[str, Param] = {
            "phase": label,
            "dimension": Terms((titles["dimensions"][code],)),
            "central": central[code],
            "stated": stated[code],
        }
        yield Claim("comparing.central", text, params)
    else:
        text = "Whether {phase} comes first hardly depends on the weights that were drawn."
        yield Claim("comparing.any_weights", text, {"phase": label})
    text = "With the weights that favour it held, {phase} comes first in {draws}."
    yield Claim("comparing.confidence", text, {"phase": label, "draws": _draws(place["confidence"])})


def pair_claims(comparison: Mapping[str, Any], labels: Sequence[str]) -> dict[tuple[int, int], Claim]:
    """Which of each pair is ahead, and how surely: one claim by the positions of the two, the leader first.

    Of two that are level the one that was given first stands first.
    """
    claims = {}
    places = comparison["places"]
    for i, j in combinations(range(len(places)), 2):
        front, back = (i, j) if comparison["ahead"][i][j] >= comparison["ahead"][j][i] else (j, i)
        share = comparison["ahead"][front][back]
        leader, other = places[front]["position"], places[back]["position"]
        word, _ = likelihood(share)
        params: dict[str, Param] = {"leader": labels[leader], "other": labels[other], "draws": _draws(share)}
        claims[leader, other] = Claim(f"comparing.{lead(share)}.{word}", _PAIR[word], params)
    return claims


def likeness_claims(likeness: Mapping[str, Any], one: str, other: str, titles: Titles) -> Iterator[Claim]:
    """What would give `one` the verdict of `other`, and where the two part; as `Likeness.as_dict` gives it."""
    verdicts: dict[str, Param] = {
        "one": one,
        "other": other,
        "verdict": likeness["verdict"].replace("_", " "),
        "wanted": likeness["wanted"].replace("_", " "),
    }
    if likeness["verdict"] == likeness["wanted"]:
        text = "{one} and {other} have the same verdict: {verdict}."
        yield Claim("likeness.same", text, {k: verdicts[k] for k in ("one", "other", "verdict")})
        return
    if likeness["wanted"] == "undetermined":
        text = "{other} is undetermined, so there is no verdict yet that {one} could share."
        yield Claim("likeness.open", text, {k: verdicts[k] for k in ("other", "one")})
        return
    for changes in likeness["sets"]:
        made = tuple(_change(change, titles) for change in changes)
        text = "{one} would be {wanted}, like {other}, with {changes}."
        params = {k: verdicts[k] for k in ("one", "wanted", "other")} | {"changes": Terms(made)}
        yield Claim("likeness.set", text, params)
    if not likeness["sets"] and likeness["reachable"]:
        text = "Answered throughout like {other}, {one} would be {wanted}; no small set of answers does it."
        yield Claim("likeness.many", text, {k: verdicts[k] for k in ("other", "one", "wanted")})
    elif not likeness["sets"]:
        text = (
            "Even with every answer that can change taken from {other}, {one} would not be {wanted}: the law of its "
            "own day, or an answer marked as fixed, stands in the way."
        )
        yield Claim("likeness.unreachable", text, {k: verdicts[k] for k in ("other", "one", "wanted")})
    if likeness["parting"]:
        yield _parting(likeness["parting"], one, other, titles)


def _change(change: Mapping[str, str], titles: Titles) -> Claim:
    params: dict[str, Param] = {"fact": titles["facts"][change["fact"]]}
    params |= {"old": change["from"], "new": change["to"]}
    return Claim("likeness.change", "“{fact}” answered {new} instead of {old}", params)


def _parting(parting: Mapping[str, Any], one: str, other: str, titles: Titles) -> Claim:
    params: dict[str, Param] = {
        "one": one,
        "other": other,
        "mine": parting["one"],
        "theirs": parting["other"],
    }
    if parting["test"] is None:
        params["fact"] = Terms((titles["facts"][parting["fact"]],))
        text = "They part over what was done: {fact} is {mine} for {one}, {theirs} for {other}."
        return Claim("likeness.part_in_action", text, params)
    params["test"] = Terms((titles["tests"][parting["test"]],))
    if parting["fact"] is None:
        text = "They part over the day: {test} is {mine} doctrine for {one}, {theirs} for {other}; the facts are alike."
        return Claim("likeness.part_in_standing", text, params)
    params["fact"] = Terms((titles["facts"][parting["fact"]],))
    if parting["agreed"]:
        params["agreed"] = Terms(tuple(titles["facts"][code] for code in parting["agreed"]))
        text = (
            "In {test} they agree on {agreed}; they part at {fact}: {mine} for {one}, {theirs} for {other}."
        )
        return Claim("likeness.part_after", text, params)
    text = "In {test} they part at the first element, {fact}: {mine} for {one}, {theirs} for {other}."
    return Claim("likeness.part_at_once", text, params)
