"""Holds each sentence of a memorandum against the evaluation it was made from.

`CHECKS` has one entry for each kind of claim; a kind without one fails. Nothing here uses the code that wrote the
sentence: everything is read off the evaluation again.
"""

from __future__ import annotations

import re
from string import Formatter

from frameworks.scoring.memorandum.wording import Statement
from tests.scoring.held import Held
from tests.scoring.held_checks import (
    Check,
    accepts,
    agrees,
    always,
    anyway,
    capped,
    caps,
    carried,
    chance,
    comes_to,
    competence,
    confident,
    dated,
    day,
    driver,
    duty,
    each_test,
    ends_of,
    every,
    extreme,
    failed,
    first,
    flip,
    icd_203,
    identity,
    measure,
    missing_route,
    more,
    next_drivers,
    other_reading,
    period,
    rated,
    rating_flip,
    reading,
    same,
    settled,
    standing,
    then,
    until,
    uses_force,
    verdict,
    warned,
    weakest,
    weight_flip,
    weights_share,
    where,
    worst,
)

VERDICT_WORDS = {"question.three", "answer.not_applicable", "answer.undetermined"}
"""The only kinds whose wording itself speaks of lawfulness; elsewhere a verdict comes through a parameter."""

INDEX = where(lambda held: held.legitimacy["index"] is None)
IMPACT = where(lambda held: held.impact["gross"] is None)

METHOD = (
    "question.three",
    "question.apart",
    "law.standing",
    "law.headline",
    "competence.apart",
    "legitimacy.evidence",
    "warnings.effect",
    "method.made",
    "method.coding",
    "method.advice",
    "method.scope",
    "method.unknown",
    "changes.attribution",
)
LIKELIHOODS = (
    "almost_no_chance",
    "very_unlikely",
    "unlikely",
    "roughly_even_chance",
    "likely",
    "very_likely",
    "almost_certain",
)

CHECKS: dict[str, Check] = {
    **dict.fromkeys(METHOD, always),
    "question.yes": every("yes"),
    "question.no": every("no"),
    "question.contested": every("contested"),
    "question.unknown": every("unknown"),
    "answer.not_applicable": where(lambda h: h.legality["verdict"] == "not_applicable"),
    "answer.undetermined": same("legality", at_least="at_least", at_most="at_most"),
    "answer.verdict": verdict("verdict"),
    "answer.if_attributed": verdict("if_attributed", "verdict"),
    "answer.if_attributed_open": where(lambda h: h.legality["if_attributed"]["verdict"] == "undetermined"),
    "answer.readings_agree": where(
        lambda h: len({r["verdict"] for r in h.legality["readings"].values()}) == 1
    ),
    "answer.no_reading_settles": where(
        lambda h: {r["verdict"] for r in h.legality["readings"].values()} == {"undetermined"}
    ),
    "answer.reading": reading,
    "answer.reading_open": reading,
    "answer.reading_agrees": agrees,
    "answer.legitimacy": same("legitimacy", index="index", band="band"),
    "answer.legitimacy_partial": same("legitimacy", index="index", band="band"),
    "answer.legitimacy_no_band": same("legitimacy", coverage="coverage"),
    "answer.legitimacy_open": INDEX,
    "answer.sovereignty": same("sovereignty", gross="gross", adjusted="adjusted"),
    "answer.sovereignty_same": same("sovereignty", gross="adjusted"),
    "answer.sovereignty_range": same("sovereignty", gross="gross", low="adjusted_low", high="adjusted_high"),
    "answer.sovereignty_open": IMPACT,
    "law.day": day,
    "law.framework": measure("doctrine"),
    "law.report": measure("report"),
    "law.own": lambda h, p, s: measure("own")(h, p, s) and p["title"] == h.framework.title,
    "law.made_from": lambda h, p, s: p["base"] == h.yardstick.made_from,
    "law.other_weights": where(lambda h: h.evaluation["framework"]["checksum"] != h.framework.checksum),
    "law.report_later": dated(
        "report", lambda h: h.framework.doctrine.since.isoformat() > h.evaluation["as_of"]
    ),
    "law.doctrine": dated(
        "doctrine", lambda h: h.framework.doctrine.since.isoformat() <= h.evaluation["as_of"]
    ),
    "law.doctrine_later": dated(
        "doctrine", lambda h: h.framework.doctrine.since.isoformat() > h.evaluation["as_of"]
    ),
    "law.doctrine_earlier": dated(
        "doctrine", lambda h: str(h.framework.doctrine.until) <= h.evaluation["as_of"]
    ),
    "law.reading": caps,
    "need.none_bound": where(lambda h: h.facts["state_conduct"] == "no"),
    "need.scope_open": where(lambda h: h.facts["state_conduct"] == "unknown"),
    "need.nothing": every("no"),
    "need.force": uses_force("yes"),
    "need.force_contested": uses_force("contested"),
    "need.force_open": uses_force("unknown"),
    "need.no_force": uses_force("no"),
    "need.only_force": where(
        lambda h: {h.facts["coerces_reserved_domain"], h.facts["breaches_other_obligation"]} == {"no"}
    ),
    "need.breach": every("yes"),
    "need.breach_contested": every("contested"),
    "need.breach_open": every("unknown"),
    "route.none": missing_route,
    "route.if_attributed": verdict("if_attributed", "verdict"),
    "route.open": same("legality", at_least="at_least", at_most="at_most"),
    "route.tests": carried,
    "route.need": verdict("verdict"),
    "test.settled": standing("settled"),
    "test.contested_doctrine": standing("contested"),
    "test.minority": standing("minority"),
    "test.met": every("yes"),
    "test.not_barred": every("no"),
    "test.contested": every("contested"),
    "test.bar_contested": every("contested"),
    "test.unknown": every("unknown"),
    "test.bar_unknown": every("unknown"),
    "test.missing": every("no"),
    "test.barred": every("yes"),
    "test.carries": comes_to("yes", 1),
    "test.carries_to_arguable": comes_to("yes", 0.5),
    "test.carries_nothing": comes_to("yes", 0),
    "test.arguable": comes_to("contested", 0.5, 1),
    "test.arguable_but_nothing": comes_to("contested", 0),
    "test.fails": comes_to("no", 0, 0.5, 1),
    "test.stays_open": comes_to("unknown", 0, 0.5, 1),
    "test.weakest": weakest,
    "test.weakest_is_contested": where(
        lambda h: any(
            n["weakest"] and {h.facts[f] for f in n["weakest"]} == {"contested"} for n in h.tests.values()
        )
    ),
    "test.failed": failed("no"),
    "test.defeated": failed("yes"),
    "test.also_met": each_test("yes"),
    "test.also_contested": each_test("contested"),
    "test.open": each_test("unknown"),
    "others.met": each_test("yes"),
    "others.contested": each_test("contested"),
    "others.open": each_test("unknown"),
    "others.fail": each_test("no"),
    "dissent.none": where(lambda h: len(ends_of(h)) == 1 and h.legality["at_least"] == h.legality["at_most"]),
    "dissent.open": where(lambda h: len(ends_of(h)) == 1 and h.legality["at_least"] != h.legality["at_most"]),
    "dissent.finds": reading,
    "dissent.leaves_open": reading,
    "dissent.strict": accepts,
    "dissent.permissive": accepts,
    "changes.none": where(lambda h: not h.legality["flips"]),
    "changes.flip": flip,
    "changes.others": lambda h, p, s: (
        0 < (p["number"].number if "number" in p else 1) < len(h.legality["flips"])
    ),
    "changes.accept": other_reading,
    "changes.discount": other_reading,
    "changes.until": until,
    "changes.before": period,
    "changes.after": period,
    "changes.between": period,
    "legitimacy.weights_firm": where(lambda h: not h.legitimacy["weight_flips"]),
    "legitimacy.dimension_weight": weight_flip,
    "legitimacy.criterion_weight": weight_flip,
    "legitimacy.ratings_firm": where(lambda h: not h.legitimacy["rating_flips"]),
    "legitimacy.rating_flip": rating_flip,
    "open.first": first,
    "open.next": then,
    "open.more": more,
    "open.settled": settled,
    "open.nothing": where(lambda h: not h.legality["decisive_unknowns"] + h.legality["settled_unknowns"]),
    "duty.kept": duty("yes"),
    "duty.broken": duty("no"),
    "duty.contested": duty("contested"),
    "duty.unknown": duty("unknown"),
    "competence.yes": competence("yes"),
    "competence.no": competence("no"),
    "competence.contested": competence("contested"),
    "competence.unknown": competence("unknown"),
    "legitimacy.nothing_rated": INDEX,
    "legitimacy.index": same("legitimacy", index="index", band="band"),
    "legitimacy.partial": same("legitimacy", index="index", band="band", coverage="coverage"),
    "legitimacy.no_band": same("legitimacy", index="index", coverage="coverage"),
    "legitimacy.bounds": rated("legitimacy", False, low="low", high="high"),
    "legitimacy.unjudged_bounds": rated("legitimacy", True, low="low", high="high"),
    "legitimacy.band_bounds": rated("legitimacy", False, least="band_at_least", most="band_at_most"),
    "legitimacy.unjudged_band_bounds": rated("legitimacy", True, least="band_at_least", most="band_at_most"),
    "legitimacy.scale": lambda h, p, s: (
        (p["mixed"], p["high"]) == (h.framework.bands.mixed, h.framework.bands.high)
    ),
    "legitimacy.capped_by_criterion": capped("criterion", "criteria"),
    "legitimacy.capped_by_dimension": capped("dimension", "dimensions"),
    "legitimacy.strongest": extreme(max),
    "legitimacy.weakest": extreme(min),
    "legitimacy.no_draws": where(lambda h: h.legitimacy["distribution"] is None),
    "legitimacy.interval": lambda h, p, s: (
        {**h.legitimacy["distribution"], **p} == h.legitimacy["distribution"]
    ),
    **{f"legitimacy.{word}": icd_203 for word in LIKELIHOODS},
    "legitimacy.chance": chance,
    "legitimacy.confidence": confident,
    "legitimacy.driver": driver,
    "legitimacy.next_drivers": next_drivers,
    "legitimacy.weights_share": weights_share,
    "sovereignty.nothing_rated": IMPACT,
    "sovereignty.gross": same("sovereignty", gross="gross"),
    "sovereignty.partial": same("sovereignty", gross="gross", coverage="coverage"),
    "sovereignty.bounds": rated("sovereignty", False, low="gross_low", high="gross_high"),
    "sovereignty.unjudged_bounds": rated("sovereignty", True, low="gross_low", high="gross_high"),
    "sovereignty.worst": worst,
    "sovereignty.no_harm": where(lambda h: not any(d["level"] for d in h.impact["dimensions"].values())),
    "sovereignty.adjusted_anyway": anyway,
    "answer.sovereignty_anyway": anyway,
    "sovereignty.adjusted_range": same("sovereignty", low="adjusted_low", high="adjusted_high"),
    "sovereignty.no_consent": same("sovereignty", adjusted="adjusted"),
    "sovereignty.same": same("sovereignty", adjusted="gross"),
    "sovereignty.adjusted": same("sovereignty", adjusted="adjusted"),
    "warnings.none": where(lambda h: not h.evaluation["warnings"]),
    "warnings.not_in_force": warned,
    "warnings.later_restatement": warned,
    "warnings.period_unknown": warned,
    "warnings.doctrine_anticipated": warned,
    "method.identity": identity,
    "method.draws": lambda h, p, s: {**h.legitimacy["distribution"], **p} == h.legitimacy["distribution"],
}


def hold(held: Held, statement: Statement) -> None:
    """Assert that the sentence is true of the evaluation."""
    params = dict(statement.params)
    named = {name for _, name, _, _ in Formatter().parse(statement.text) if name}
    assert named == set(params), statement.code
    assert set(statement.citations) <= held.provisions(), statement.code
    assert statement.code in VERDICT_WORDS or not re.search(
        "lawful|arguabl", statement.text.replace("than arguable", "")
    )
    assert not re.search(
        r"\d",
        re.sub(r"\{.*?\}", "", statement.text)
        .replace("from 0 to 100", "")
        .replace("of 100", "")
        .replace("of 4", ""),
    )
    for value in params.values():
        if isinstance(value, float | int):
            assert value in held.numbers, (statement.code, value)
    assert CHECKS[statement.code](held, params, statement), (statement.code, params)
