"""An evaluation in words.

Every sentence is a `Claim`: a template that can be translated, and the values it states, which a test holds
against the evaluation. Likelihood is put in the words of ICD 203 and never shares a sentence with confidence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

from frameworks.scoring.claims import Claim, Param, Terms, Titles, render
from frameworks.scoring.explain_changes import band_claims, date_claims, reading_claims
from frameworks.scoring.values import BANDS, CONSENT_TEST, HEADLINE, READINGS, USES_FORCE, VERDICTS

__all__ = ["Claim", "Terms", "explain", "likelihood", "render"]


def explain(evaluation: Mapping[str, Any], titles: Titles) -> dict[str, list[Claim]]:
    """All claims about an evaluation (as `Evaluation.as_dict` gives it), headline first, for each answer."""
    return {
        "legality": list(legality_claims(evaluation, titles)),
        "legitimacy": list(legitimacy_claims(evaluation, titles)),
        "sovereignty": list(sovereignty_claims(evaluation, titles)),
    }


# -- legality ---------------------------------------------------------------------------------------

_UNDER_READING = {
    "strict": "The strict reading, which counts settled exceptions only, differs: {verdict}.",
    "permissive": "The permissive reading differs: {verdict}, but only if {tests} is accepted.",
}


def legality_claims(evaluation: Mapping[str, Any], titles: Titles) -> Iterator[Claim]:
    """Headline, dissenting readings, weakest elements, what would change it, and what is still open."""
    legality = evaluation["legality"]
    yield _legality_headline(legality, titles)
    yield from _dissent(legality, titles)
    yield from _weakest(legality, titles)
    for flip in legality["flips"]:
        changes = tuple(_change(change, titles) for change in flip["changes"])
        params = {"verdict": flip["verdict"], "changes": Terms(changes)}
        yield Claim("legality.flip", "It would be {verdict} with {changes}.", params)
    yield from reading_claims(legality, titles)
    yield from date_claims(legality, titles)
    if legality["decisive_unknowns"]:
        first = Terms((titles["facts"][legality["decisive_unknowns"][0]],))
        yield Claim("legality.ask_first", "The open question to settle first: {fact}.", {"fact": first})
    if legality["settled_unknowns"]:
        text = "Unanswered, but unable to change the verdict: {facts}."
        facts = tuple(titles["facts"][code] for code in legality["settled_unknowns"])
        yield Claim("legality.settled", text, {"facts": Terms(facts)})
    for duty in legality["duties"]:
        if duty["value"] == "no":
            text = "A duty, not a condition of validity, is answered no: {fact}."
            yield Claim("legality.duty", text, {"fact": Terms((titles["facts"][duty["fact"]],))})


def _change(change: Mapping[str, str], titles: Titles) -> Claim:
    params: dict[str, Param] = {"fact": titles["facts"][change["fact"]]}
    params |= {"old": change["from"], "new": change["to"]}
    return Claim("legality.change", "“{fact}” answered {new} instead of {old}", params)


def _legality_headline(legality: Mapping[str, Any], titles: Titles) -> Claim:
    verdict = legality["verdict"]
    tests = _tests(legality, HEADLINE, titles, "and")
    if verdict == "not_applicable":
        return Claim(
            "legality.not_applicable",
            "Not applicable: the conduct is not that of a State or an international organisation.",
        )
    if verdict == "undetermined" and legality["if_attributed"]:
        text = "Undetermined: attribution is not established. If the conduct is attributed to a State: {verdict}."
        return Claim("legality.if_attributed", text, {"verdict": legality["if_attributed"]["verdict"]})
    if verdict == "undetermined":
        text = "Undetermined: anywhere from {at_least} to {at_most}, as the open facts are answered."
        ends = {"at_least": legality["at_least"], "at_most": legality["at_most"]}
        return Claim("legality.undetermined", text, ends)
    if verdict == "unlawful":
        text = "Unlawful: what was done needs a justification, and the prevailing reading finds none."
        return Claim("legality.unlawful", text)
    if verdict == "arguable":
        if tests:
            return Claim(
                "legality.arguable",
                "Arguable: {tests} can be pleaded for it, but not beyond dispute.",
                {"tests": tests},
            )
        text = "Arguable: whether anything was done that needs a justification is contested."
        return Claim("legality.arguable_need", text)
    if tests:
        return Claim("legality.lawful", "Lawful: it is justified by {tests}.", {"tests": tests})
    return Claim("legality.lawful_need", "Lawful: nothing that was done needs a justification.")


def _tests(
    legality: Mapping[str, Any], reading: str, titles: Titles, joint: Literal["and", "or"]
) -> Terms | None:
    """The tests that carry a reading. Where force is used only those that justify force are named: they
    justify what is short of it as well, and a test for measures would seem to justify the force.
    """
    route = legality["readings"][reading]["route"]
    nodes = list(_nodes(legality["trace"]))
    justifies = {node["code"]: node["justifies"] for node in nodes if "justifies" in node}
    force = [code for code in route if justifies[code] == "force"]
    is_forcible = any(node["code"] == USES_FORCE and node["value"] != "no" for node in nodes)
    named = force if force and is_forcible else route
    return Terms(tuple(titles["tests"][code] for code in named), joint) if named else None


def _dissent(legality: Mapping[str, Any], titles: Titles) -> Iterator[Claim]:
    """The readings that come out differently, and what one must accept to follow them."""
    readings = legality["readings"]
    others = [name for name in READINGS if readings[name]["verdict"] != legality["verdict"]]
    if not others and legality["verdict"] in VERDICTS:
        yield Claim("legality.agreed", "All three readings agree.")
    for name in others:
        params: dict[str, Param] = {"verdict": readings[name]["verdict"]}
        tests = _tests(legality, name, titles, "or")
        if name == "permissive" and tests:
            params["tests"] = tests
        elif name == "permissive":
            yield Claim("legality.permissive", "The permissive reading differs: {verdict}.", params)
            continue
        yield Claim(f"legality.{name}", _UNDER_READING[name], params)


def _weakest(legality: Mapping[str, Any], titles: Titles) -> Iterator[Claim]:
    """The weakest element of each test that carries the headline, or else the permissive reading."""
    readings = legality["readings"]
    source = readings[HEADLINE] if readings[HEADLINE]["route"] else readings["permissive"]
    for test in source["route"]:
        name = Terms((titles["tests"][test],))
        facts = tuple(titles["facts"][code] for code in source["weakest"][test])
        if facts:
            text = "Weakest element of {test}: {facts}."
            yield Claim("legality.weakest", text, {"test": name, "facts": Terms(facts)})
        else:
            yield Claim("legality.met", "Fully met: {test}.", {"test": name})


_BOUNDS: Mapping[bool, tuple[str, str]] = {
    False: ("bounds", "Whatever the open ratings turn out to be, it lies from {low:.1f} to {high:.1f}."),
    True: (
        "unjudged_bounds",
        "Whatever the ratings whose evidence cannot be judged turn out to be, it lies from {low:.1f} to {high:.1f}.",
    ),
}
"""By whether all is rated: then only ratings on evidence that cannot be judged hold the bounds apart."""


def prints_alike(low: float, high: float) -> bool:
    """Whether both ends are one number to the precision printed, one decimal."""
    return f"{low:.1f}" == f"{high:.1f}"


# -- legitimacy -------------------------------------------------------------------------------------

_LIKELIHOOD: Sequence[tuple[float, str, str]] = (
    (0.05, "almost_no_chance", "There is almost no chance that the band is {band}."),
    (0.20, "very_unlikely", "It is very unlikely that the band is {band}."),
    (0.45, "unlikely", "It is unlikely that the band is {band}."),
    (0.55, "roughly_even_chance", "There is a roughly even chance that the band is {band}."),
    (0.80, "likely", "It is likely that the band is {band}."),
    (0.95, "very_likely", "It is very likely that the band is {band}."),
    (1.01, "almost_certain", "It is almost certain that the band is {band}."),
)
"""ICD 203, section D.6.e.(2)(a): 1–5, 5–20, 20–45, 45–55, 55–80, 80–95 and 95–99 per cent."""


def likelihood(chance: float) -> tuple[str, str]:
    """The ICD 203 word for a chance from 0 to 1, as a code, and the sentence about a band that says it.

    A chance on a boundary takes the stronger word.
    """
    return next((word, text) for limit, word, text in _LIKELIHOOD if chance < limit)


def legitimacy_claims(evaluation: Mapping[str, Any], titles: Titles) -> Iterator[Claim]:
    """Headline, bounds, interval, likelihood of the band, what capped it, strongest and weakest dimension."""
    legitimacy = evaluation["legitimacy"]
    if legitimacy["index"] is None:
        yield Claim("legitimacy.nothing_rated", "Nothing is rated yet, so there is no index.")
        return
    yield _legitimacy_headline(legitimacy)
    if legitimacy["low"] < legitimacy["high"]:
        code, text = _BOUNDS[legitimacy["coverage"] == 1]
        yield Claim(f"legitimacy.{code}", text, {"low": legitimacy["low"], "high": legitimacy["high"]})
    distribution = legitimacy["distribution"]
    if distribution:
        text = "Nine draws in ten fall between {p05:.1f} and {p95:.1f}."
        yield Claim("legitimacy.interval", text, {key: distribution[key] for key in ("p05", "p95")})
    if distribution and legitimacy["band"]:
        band = max(BANDS, key=lambda name: distribution["bands"][name])
        word, text = likelihood(distribution["bands"][band])
        yield Claim(f"legitimacy.{word}", text, {"band": band})
    for bite in legitimacy["capped_by"]:
        kind = "criteria" if bite["kind"] == "criterion" else "dimensions"
        params: dict[str, Param] = {"cause": Terms((titles[kind][bite["code"]],)), "band": bite["band"]}
        yield Claim("legitimacy.capped", "The band is held at {band} by: {cause}.", params)
    yield from _extremes(legitimacy, titles)
    yield from band_claims(legitimacy, titles)


def _legitimacy_headline(legitimacy: Mapping[str, Any]) -> Claim:
    index, band, coverage = (legitimacy[key] for key in ("index", "band", "coverage"))
    if band is None:
        text = "{index:.1f} of 100 of what is rated ({coverage:.0%} of the weight): too little for a band."
        return Claim("legitimacy.no_band", text, {"index": index, "coverage": coverage})
    if coverage < 1:
        text = "{index:.1f} of 100 of what is rated ({coverage:.0%} of the weight), {band}."
        return Claim("legitimacy.partial", text, {"index": index, "coverage": coverage, "band": band})
    return Claim("legitimacy.index", "{index:.1f} of 100, {band}.", {"index": index, "band": band})


def _extremes(legitimacy: Mapping[str, Any], titles: Titles) -> Iterator[Claim]:
    rated = {code: d["index"] for code, d in legitimacy["dimensions"].items() if d["index"] is not None}
    if len(set(rated.values())) < 2:
        return
    best, worst = max(rated, key=rated.__getitem__), min(rated, key=rated.__getitem__)
    for code, name, text in (
        ("strongest", best, "Strongest dimension: {dimension}, {index:.1f}."),
        ("weakest", worst, "Weakest dimension: {dimension}, {index:.1f}."),
    ):
        params = {"dimension": titles["dimensions"][name], "index": rated[name]}
        yield Claim(f"legitimacy.{code}", text, params)


# -- sovereignty impact -----------------------------------------------------------------------------


def sovereignty_claims(evaluation: Mapping[str, Any], titles: Titles) -> Iterator[Claim]:
    """Headline, bounds, what consent takes off, and the dimensions hit hardest."""
    impact = evaluation["sovereignty"]
    if impact["gross"] is None:
        yield Claim("sovereignty.nothing_rated", "Nothing is rated yet, so there is no index.")
        return
    yield Claim("sovereignty.gross", "{gross:.1f} of 100, gross.", {"gross": impact["gross"]})
    if impact["gross_low"] < impact["gross_high"]:
        code, text = _BOUNDS[impact["coverage"] == 1]
        yield Claim(f"sovereignty.{code}", text, {"low": impact["gross_low"], "high": impact["gross_high"]})
    yield _consent_claim(evaluation)
    levels = {code: harm["level"] for code, harm in impact["dimensions"].items()}
    top = max(level for level in levels.values() if level is not None)
    if top:
        worst = tuple(titles["sovereignty"][code] for code, level in levels.items() if level == top)
        params = {"dimensions": Terms(worst), "level": top}
        yield Claim("sovereignty.worst", "Hit hardest, at {level} of 4: {dimensions}.", params)


def _consent_claim(evaluation: Mapping[str, Any]) -> Claim:
    impact = evaluation["sovereignty"]
    if impact["adjusted"] is None:
        params = {"low": impact["adjusted_low"], "high": impact["adjusted_high"]}
        if prints_alike(**params):
            text = "Adjusted for consent it is {low:.1f}, whatever is still open."
            return Claim("sovereignty.adjusted_anyway", text, {"low": params["low"]})
        text = "Adjusted for consent it lies between {low:.1f} and {high:.1f}."
        return Claim("sovereignty.adjusted_range", text, params)
    if _node(evaluation["legality"]["trace"], CONSENT_TEST)["uncapped"]["value"] == "no":
        text = "Adjusted for consent it stays at {adjusted:.1f}: there was no valid consent to deduct."
        return Claim("sovereignty.no_consent", text, {"adjusted": impact["adjusted"]})
    text = "Adjusted for consent it is {adjusted:.1f}."
    return Claim("sovereignty.adjusted", text, {"adjusted": impact["adjusted"]})


def _node(tree: Mapping[str, Any], code: str) -> Mapping[str, Any]:
    """The test `code` in a trace. Raises LookupError where the trace has none."""
    for node in _nodes(tree):
        if node["code"] == code and "uncapped" in node:
            return node
    raise LookupError(f"no test {code} in the trace")


def _nodes(tree: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Every node of a trace."""
    yield tree
    for child in tree["children"]:
        yield from _nodes(child)
