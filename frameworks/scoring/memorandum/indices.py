"""Legitimacy and sovereignty impact: each index with its bounds, what drives it, and how sure it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from frameworks.scoring.explain import _node, likelihood, prints_alike
from frameworks.scoring.findings import CONFIDENCES
from frameworks.scoring.memorandum import elsewhere
from frameworks.scoring.memorandum.brief import Brief, Paragraph, paragraph, state
from frameworks.scoring.memorandum.wording import Count, Joined, Share, Statement
from frameworks.scoring.values import BANDS, CONSENT_TEST

MOST_DRIVERS = 3
"""So many ratings that the index hangs on are named."""


def legitimacy(brief: Brief, confidences: Mapping[str, int] | None) -> Iterator[Paragraph | None]:
    """Index, band and bounds; dimensions; how sure, in sentences of their own; what it hangs on."""
    found = brief.evaluation["legitimacy"]
    if found["index"] is None:
        text = "No criterion is rated, so the index may lie anywhere from 0 to 100, and there is no band."
        yield paragraph("legitimacy", state("legitimacy.nothing_rated", text))
        return
    yield paragraph(
        "legitimacy", _index(found), *_bounds(found), _scale(brief, found), *_capped(brief, found)
    )
    yield paragraph("legitimacy.dimensions", *_dimensions(brief, found))
    yield paragraph("legitimacy.likelihood", *_likelihood(found))
    yield paragraph("legitimacy.confidence", *_confidence(confidences))
    yield paragraph("legitimacy.drivers", *_drivers(brief, found))
    yield paragraph("legitimacy.flips", *elsewhere.band(brief))


def _index(found: Mapping[str, Any]) -> Statement:
    index, band, coverage = found["index"], found["band"], found["coverage"]
    if band is None:
        text = (
            "Of what is rated, which is {coverage} of the weight, the index is {index:.1f} on a scale from 0 to 100; "
            "that is too little for a band."
        )
        return state("legitimacy.no_band", text, coverage=Share(coverage), index=index)
    if coverage < 1:
        text = (
            "Of what is rated, which is {coverage} of the weight, the index is {index:.1f} on a scale from 0 to 100, "
            "in the {band} band."
        )
        return state("legitimacy.partial", text, coverage=Share(coverage), index=index, band=band)
    text = "The index of legitimacy is {index:.1f} on a scale from 0 to 100, in the {band} band."
    return state("legitimacy.index", text, index=index, band=band)


def _bounds(found: Mapping[str, Any]) -> Iterator[Statement]:
    if found["low"] >= found["high"]:
        return
    yield _least_and_most("legitimacy", found["coverage"], found["low"], found["high"])
    least, most = found["band_at_least"], found["band_at_most"]
    if least == most:
        return
    if found["coverage"] < 1:
        text = "Once all is rated, the band is at least {least} and at most {most}."
        yield state("legitimacy.band_bounds", text, least=least, most=most)
    else:
        text = "Once their evidence can be judged, the band is at least {least} and at most {most}."
        yield state("legitimacy.unjudged_band_bounds", text, least=least, most=most)


def _least_and_most(part: str, coverage: float, low: float, high: float) -> Statement:
    """The bounds of an index and what holds them apart: where all is rated, evidence that cannot be judged."""
    if coverage < 1:
        text = "Whatever the open ratings turn out to be, it cannot lie below {low:.1f} or above {high:.1f}."
        return state(f"{part}.bounds", text, low=low, high=high)
    text = (
        "Whatever the ratings whose evidence cannot be judged turn out to be, it cannot lie below {low:.1f} or above "
        "{high:.1f}."
    )
    return state(f"{part}.unjudged_bounds", text, low=low, high=high)


def _scale(brief: Brief, found: Mapping[str, Any]) -> Statement | None:
    if found["band"] is None:
        return None
    bands = brief.framework.bands
    text = "The mixed band begins at {mixed:g} and the high band at {high:g}."
    return state("legitimacy.scale", text, mixed=bands.mixed, high=bands.high)


def _capped(brief: Brief, found: Mapping[str, Any]) -> Iterator[Statement]:
    """What held the band down, if anything did."""
    for bite in found["capped_by"]:
        if bite["kind"] == "criterion":
            text = "The band is held at {band} by the rating of {cause}, which no other merit makes good."
            cause = brief.names("criteria", [bite["code"]])
            yield state("legitimacy.capped_by_criterion", text, band=bite["band"], cause=cause)
        else:
            text = "The band is held at {band} because the dimension of {cause} lies below {floor:g}."
            cause = brief.names("dimensions", [bite["code"]])
            floor = brief.framework.dimension_floor.below
            yield state("legitimacy.capped_by_dimension", text, band=bite["band"], cause=cause, floor=floor)


def _dimensions(brief: Brief, found: Mapping[str, Any]) -> Iterator[Statement]:
    rated = {code: part["index"] for code, part in found["dimensions"].items() if part["index"] is not None}
    if len(set(rated.values())) < 2:
        return
    for code, level, one, several in (
        (
            "legitimacy.strongest",
            max(rated.values()),
            "The strongest dimension is {dimensions}, at {index:.1f}.",
            "The strongest dimensions are {dimensions}, at {index:.1f} each.",
        ),
        (
            "legitimacy.weakest",
            min(rated.values()),
            "The weakest is {dimensions}, at {index:.1f}.",
            "The weakest are {dimensions}, at {index:.1f} each.",
        ),
    ):
        codes = [name for name, index in rated.items() if index == level]
        names = brief.names("dimensions", codes)
        yield state(code, one if len(codes) == 1 else several, dimensions=names, index=level)


def _likelihood(found: Mapping[str, Any]) -> Iterator[Statement]:
    """The interval and the chance of the likeliest band, in the words of ICD 203; confidence stands elsewhere."""
    drawn = found["distribution"]
    if not drawn:
        text = "No draws were made, so nothing is said of how likely the band is."
        yield state("legitimacy.no_draws", text)
        return
    text = (
        "When the weights and the ratings are varied within what is uncertain about them, nine draws in ten fall "
        "between {p05:.1f} and {p95:.1f}, and half of all draws lie below {p50:.1f}."
        if found["coverage"] == 1
        else "When the weights and the ratings are varied within what is uncertain about them, and the open ratings "
        "over all their levels, nine draws in ten fall between {p05:.1f} and {p95:.1f}, and half of all draws lie "
        "below {p50:.1f}."
    )
    yield state("legitimacy.interval", text, **{key: drawn[key] for key in ("p05", "p50", "p95")})
    if found["band"]:
        band = max(BANDS, key=lambda name: drawn["bands"][name])
        word, text = likelihood(drawn["bands"][band])
        yield state(f"legitimacy.{word}", text, band=band)
        text = "It is the band in {share} of the {draws:,} draws."
        yield state("legitimacy.chance", text, share=Share(drawn["bands"][band]), draws=drawn["draws"])


_HELD = "{number} are held with {level} confidence"


def _confidence(confidences: Mapping[str, int] | None) -> Iterator[Statement]:
    """With what confidence the ratings are held, after their evidence has bounded it."""
    counts = [(level, number) for level in CONFIDENCES if (number := (confidences or {}).get(level, 0))]
    if not counts:
        return
    first = "{number} is held with {level} confidence" if counts[0][1] == 1 else _HELD
    texts = [first, *("{number} with {level} confidence" for _rest in counts[1:])]
    parts = [
        state("legitimacy.held", text, number=Count(number), level=level)
        for text, (level, number) in zip(texts, counts, strict=True)
    ]
    text = "Of the ratings behind the index, {parts}."
    yield state("legitimacy.confidence", text, parts=Joined(tuple(parts)))
    text = "No rating counts for more than the best graded evidence behind it bears out."
    yield state("legitimacy.evidence", text)


def _drivers(brief: Brief, found: Mapping[str, Any]) -> Iterator[Statement]:
    """The ratings that move the index most, and how much of its variation comes from the weights."""
    widest = sorted(found["tornado"] or (), key=lambda row: (row["low"] - row["high"], row["criterion"]))
    moving = [row for row in widest if row["high"] > row["low"]][:MOST_DRIVERS]
    if not moving:
        return
    first, rest = moving[0], moving[1:]
    text = (
        "The rating that the index hangs on most is that of {criterion}: from its low to its high end it moves the "
        "index from {low:.1f} to {high:.1f}."
        if found["coverage"] == 1
        else "With every open rating held at the middle, the rating that would move the index most is that of "
        "{criterion}: from its low to its high end it moves it from {low:.1f} to {high:.1f}."
    )
    names = brief.names("criteria", [first["criterion"]])
    yield state("legitimacy.driver", text, criterion=names, low=first["low"], high=first["high"])
    if rest:
        one, several = "Next comes {criteria}.", "Next come {criteria}."
        others = brief.names("criteria", [row["criterion"] for row in rest])
        yield state("legitimacy.next_drivers", one if len(rest) == 1 else several, criteria=others)
    shares = found["variance_shares"]
    if shares:
        text = "Of the variation between draws, {share} comes from the weights alone."
        weights = shares["dimension_weights"] + shares["criterion_weights"]
        yield state("legitimacy.weights_share", text, share=Share(weights))


# -- sovereignty impact -----------------------------------------------------------------------------


def sovereignty(brief: Brief) -> Iterator[Paragraph | None]:
    """Gross, its bounds and its worst harms; then what consent takes off."""
    impact = brief.evaluation["sovereignty"]
    if impact["gross"] is None:
        text = "No kind of harm is rated, so the impact may lie anywhere from 0 to 100."
        yield paragraph("sovereignty", state("sovereignty.nothing_rated", text))
        return
    yield paragraph("sovereignty", _gross(impact), *_gross_bounds(impact), _worst(brief, impact))
    yield paragraph("sovereignty.consent", _consent(brief))


def _gross(impact: Mapping[str, Any]) -> Statement:
    if impact["coverage"] < 1:
        text = (
            "Of the kinds of harm that are rated, which are {coverage} of all, the gross impact is {gross:.1f} on a "
            "scale from 0 to 100."
        )
        return state("sovereignty.partial", text, coverage=Share(impact["coverage"]), gross=impact["gross"])
    text = (
        "The gross impact on the sovereignty of the State concerned is {gross:.1f} on a scale from 0 to 100."
    )
    return state("sovereignty.gross", text, gross=impact["gross"])


def _gross_bounds(impact: Mapping[str, Any]) -> Iterator[Statement]:
    if impact["gross_low"] < impact["gross_high"]:
        ends = impact["gross_low"], impact["gross_high"]
        yield _least_and_most("sovereignty", impact["coverage"], *ends)


def _worst(brief: Brief, impact: Mapping[str, Any]) -> Statement:
    levels = {code: harm["level"] for code, harm in impact["dimensions"].items()}
    top = max(level for level in levels.values() if level is not None)
    if not top:
        return state("sovereignty.no_harm", "None of the rated kinds of harm is found at all.")
    worst = [code for code, level in levels.items() if level == top]
    text = (
        "The worst kind of harm, at level {level} of 4, is this: {harms}."
        if len(worst) == 1
        else "The worst kinds of harm, all at level {level} of 4, are these: {harms}."
    )
    return state("sovereignty.worst", text, level=top, harms=brief.names("sovereignty", worst))


def _consent(brief: Brief) -> Statement:
    impact = brief.evaluation["sovereignty"]
    if impact["adjusted"] is None and prints_alike(impact["adjusted_low"], impact["adjusted_high"]):
        text = "Adjusted for consent it is {low:.1f}, however consent and the open ratings turn out."
        return state("sovereignty.adjusted_anyway", text, low=impact["adjusted_low"])
    if impact["adjusted"] is None:
        text = (
            "Adjusted for consent it lies between {low:.1f} and {high:.1f}; while consent or some of the "
            "ratings are unsettled it cannot be put more closely."
        )
        ends = {"low": impact["adjusted_low"], "high": impact["adjusted_high"]}
        return state("sovereignty.adjusted_range", text, **ends)
    consent = _node(brief.legality["trace"], CONSENT_TEST)["uncapped"]["value"]
    if consent == "no":
        text = (
            "Adjusted for consent it stays at {adjusted:.1f}, because there was no valid consent to deduct."
        )
        return state("sovereignty.no_consent", text, adjusted=impact["adjusted"])
    if impact["adjusted"] == impact["gross"]:
        text = "Adjusted for consent it is {adjusted:.1f} as well: consent takes nothing off harm of these kinds."
        return state("sovereignty.same", text, adjusted=impact["adjusted"])
    text = (
        "Adjusted for consent it falls to {adjusted:.1f}, since what a State has validly agreed to is no cost to its "
        "sovereignty; what was destroyed remains counted."
    )
    return state("sovereignty.adjusted", text, adjusted=impact["adjusted"])
