"""Holds each sentence of a memorandum against the evaluation it was made from.

`CHECKS` has one entry for each kind of claim; a kind without one fails. Nothing here uses the code that wrote the
sentence: everything is read off the evaluation again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from string import Formatter
from typing import Any

from frameworks.scoring.explain import likelihood
from frameworks.scoring.memorandum.wording import Count, Facts, Joined, Names, Share, Statement
from frameworks.scoring.values import Framework

Check = Callable[["Held", dict[str, Any], Statement], bool]
VERDICT_WORDS = {"question.three", "answer.not_applicable", "answer.undetermined"}
"""The only kinds whose wording itself speaks of lawfulness; elsewhere a verdict comes through a parameter."""


class Held:
    """An evaluation, its framework and what is asked of them again and again."""

    def __init__(self, framework: Framework, evaluation: dict[str, Any]) -> None:
        self.framework, self.evaluation = framework, evaluation
        self.legality, self.legitimacy = evaluation["legality"], evaluation["legitimacy"]
        self.impact, self.trace = evaluation["sovereignty"], list(nodes(evaluation["legality"]["trace"]))
        self.facts = {node["code"]: node["value"] for node in self.trace if node["op"] == "fact"}
        self.tests = {node["code"]: node for node in self.trace if "standing" in node}
        self.codes = {
            kind: {title: code for code, title in titles.items()} for kind, titles in framework.titles.items()
        }
        self.numbers = {*numbers(evaluation), *self.of_framework()}

    def of_framework(self) -> Iterator[float]:
        """Numbers that belong to the yardstick."""
        yield from (
            self.framework.bands.mixed,
            self.framework.bands.high,
            self.framework.dimension_floor.below,
        )

    def provisions(self) -> set[str]:
        """Everything that may be cited."""
        found = {self.framework.concept, *(w["provision"] for w in self.evaluation["warnings"])}
        found |= {word for w in self.evaluation["warnings"] for word in re.split(r"[ ,]+", w["detail"])}
        for node in self.trace:
            found.update([*node["provisions"], *node.get("relied_on", ())])
        for period_ in self.legality.get("date_flips", ()):
            found |= {reason["provision"] for reason in period_["because"] if "provision" in reason}
        for test in self.framework.competence:
            found.update(test.provisions)
        return found

    def fact_codes(self, param: Facts) -> list[str]:
        return [self.codes["facts"][title] for title in param.titles]

    def named(self, kind: str, param: Names) -> list[str]:
        return [self.codes[kind][title] for title in param.titles]

    def answers(self, param: Facts) -> list[str]:
        settled = "no" if self.legality["verdict"] == "not_applicable" else "yes"
        return [self.facts.get(code, settled) for code in self.fact_codes(param)]

    def hold(self, statement: Statement) -> None:
        """Assert that the sentence is true of the evaluation."""
        params = dict(statement.params)
        named = {name for _, name, _, _ in Formatter().parse(statement.text) if name}
        assert named == set(params), statement.code
        assert set(statement.citations) <= self.provisions(), statement.code
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
                assert value in self.numbers, (statement.code, value)
        assert CHECKS[statement.code](self, params, statement), (statement.code, params)


def parts(joined: Joined) -> list[dict[str, Any]]:
    """The parameters of each part of a compound sentence, and its code."""
    return [{**part.params, "code": part.code} for part in joined.parts]


def nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for child in node["children"]:
        yield from nodes(child)


def numbers(value: Any) -> list[float]:
    if isinstance(value, dict):
        return [number for item in value.values() for number in numbers(item)]
    if isinstance(value, list):
        return [number for item in value for number in numbers(item)]
    return [value] if isinstance(value, float | int) and not isinstance(value, bool) else []


def always(_held: Held, _params: dict[str, Any], _statement: Statement) -> bool:
    """Says only what holds of every evaluation: how the method works."""
    return True


def every(answer: str) -> Check:
    """Every fact named is answered so; of alternatives, the best answer is."""
    order = ["no", "unknown", "contested", "yes"]

    def check(held: Held, params: dict[str, Any], _statement: Statement) -> bool:
        given = held.answers(params["facts"])
        if params["facts"].joint == "or" and answer not in ("no",):
            return max(given, key=order.index) == answer
        return set(given) == {answer}

    return check


def verdict(*path: str) -> Check:
    """The verdict named is the one at `path` of the legal answer."""

    def check(held: Held, params: dict[str, Any], _statement: Statement) -> bool:
        value: Any = held.legality
        for key in path:
            value = value[key]
        return bool(params["verdict"] == value)

    return check


def same(part: str, **names: str) -> Check:
    """Each parameter equals a member of the legal answer, of legitimacy or of the impact."""

    def check(held: Held, params: dict[str, Any], _statement: Statement) -> bool:
        found = held.evaluation[part]
        given = {name: p.value if isinstance(p, Share) else p for name, p in params.items()}
        return all(given[name] == found[member] for name, member in names.items())

    return check


def reading(held: Held, params: dict[str, Any], _statement: Statement) -> bool:
    return bool(
        held.legality["readings"][params["reading"]]["verdict"] == params.get("verdict", "undetermined")
    )


def agrees(held: Held, params: dict[str, Any], _statement: Statement) -> bool:
    return bool(held.legality["readings"][params["reading"]]["verdict"] == held.legality["verdict"])


def where(test: Callable[[Held], bool]) -> Check:
    """The sentence has no parameters; it may stand only where `test` holds."""
    return lambda held, _params, _statement: test(held)


def ends_of(held: Held) -> set[tuple[str, str]]:
    return {(r["at_least"], r["at_most"]) for r in held.legality["readings"].values()}


def flip(held: Held, params: dict[str, Any], _statement: Statement) -> bool:
    changes = {
        (code, part["code"].removeprefix("changes.to_"))
        for part in parts(params["conditions"])
        for code in held.fact_codes(part["facts"])
    }
    flips = [(f["verdict"], {(c["fact"], c["to"]) for c in f["changes"]}) for f in held.legality["flips"]]
    return (params["verdict"], changes) in flips


def other_reading(held: Held, params: dict[str, Any], statement: Statement) -> bool:
    reading_ = {"changes.accept": "permissive", "changes.discount": "strict"}[statement.code]
    found = [(f["reading"], f["verdict"], f["tests"]) for f in held.legality["reading_flips"]]
    return (reading_, params["verdict"], held.named("tests", params["tests"])) in found


def until(held: Held, params: dict[str, Any], _statement: Statement) -> bool:
    periods = held.legality["date_flips"]
    today = next(number for number, found in enumerate(periods) if found["today"])
    after = periods[today + 1]
    ended = {reason["provision"] for reason in after["because"]}
    return set(params["law"].ids) <= ended and (params["verdict"], params["until"].iso, params["other"]) == (
        periods[today]["verdict"],
        periods[today]["until"],
        after["verdict"],
    )


def period(held: Held, params: dict[str, Any], _statement: Statement) -> bool:
    ends = {
        name: params[key].iso if key in params else None
        for key, name in (("since", "from"), ("until", "until"))
    }
    found = next(p for p in held.legality["date_flips"] if {k: p[k] for k in ends} == ends)
    said = set()
    for part in parts(params["reasons"]):
        if "tests" in part:
            names, standing_ = part["tests"], part["standing"]
            said |= {(code, standing_) for code in held.named("tests", names)}
        else:
            said |= {(name, part["day"].iso) for name in part["law"].ids}
    because = {
        (r["test"], r["standing"]) if r["kind"] == "standing" else (r["provision"], r["on"])
        for r in found["because"]
    }
    return params["verdict"] == found["verdict"] and said == because


def weight_flip(held: Held, params: dict[str, Any], _statement: Statement) -> bool:
    smallest = held.legitimacy["weight_flips"][0]
    kind = "dimensions" if smallest["kind"] == "dimension" else "criteria"
    return (held.named(kind, params["name"]), params["old"].value, params["new"].value, params["band"]) == (
        [smallest["code"]],
        smallest["from"],
        smallest["to"],
        smallest["band"],
    )


def rating_flip(held: Held, params: dict[str, Any], _statement: Statement) -> bool:
    changes = [
        {
            "criterion": held.named("criteria", part["criterion"])[0],
            "from": part.get("old"),
            "to": part["new"],
        }
        for part in parts(params["changes"])
    ]
    smallest = held.legitimacy["rating_flips"][0]
    return bool(changes == smallest["changes"] and params["band"] == smallest["band"])


def carried(held: Held, params: dict[str, Any], _statement: Statement) -> bool:
    route = held.legality["readings"]["prevailing"]["route"]
    return params["verdict"] == held.legality["verdict"] and set(held.named("tests", params["tests"])) <= set(
        route
    )


def standing(name: str) -> Check:
    def check(held: Held, params: dict[str, Any], _statement: Statement) -> bool:
        (code,) = held.named("tests", params["test"])
        node = held.tests[code]
        return bool(node["standing"] == name and list(params["law"].ids) == node["provisions"])

    return check


def each_test(*values: str) -> Check:
    """Each test named comes to one of these on the facts."""

    def check(held: Held, params: dict[str, Any], _statement: Statement) -> bool:
        named = params["tests"] if "tests" in params else params["test"]
        return all(held.tests[code]["uncapped"]["value"] in values for code in held.named("tests", named))

    return check


def failed(answer: str) -> Check:
    def check(held: Held, params: dict[str, Any], statement: Statement) -> bool:
        return set(held.answers(params["facts"])) == {answer} and each_test("no")(held, params, statement)

    return check


def accepts(held: Held, params: dict[str, Any], statement: Statement) -> bool:
    name = statement.code.removeprefix("dissent.")
    route = held.legality["readings"][name if name == "permissive" else "prevailing"]["route"]
    codes = held.named("tests", params["tests"])
    return set(codes) <= set(route) and all(
        held.tests[code]["standing"] == params["standing"] for code in codes
    )


def duty(answer: str) -> Check:
    def check(held: Held, params: dict[str, Any], _statement: Statement) -> bool:
        (code,) = held.fact_codes(params["fact"])
        found = next(d for d in held.legality["duties"] if d["fact"] == code)
        return bool(found["value"] == answer and found["tests"] == held.named("tests", params["tests"]))

    return check


def competence(answer: str) -> Check:
    def check(held: Held, params: dict[str, Any], _statement: Statement) -> bool:
        found = held.evaluation["competence"]
        named = held.named("competence", params["bases"])
        return set(named) == {code for code, value in found.items() if value == answer}

    return check


def extreme(choose: Callable[[list[float]], float]) -> Check:
    def check(held: Held, params: dict[str, Any], _statement: Statement) -> bool:
        rated = {c: d["index"] for c, d in held.legitimacy["dimensions"].items() if d["index"] is not None}
        best = choose(list(rated.values()))
        named = {code for code, index in rated.items() if index == best}
        return params["index"] == best and set(held.named("dimensions", params["dimensions"])) == named

    return check


def icd_203(held: Held, params: dict[str, Any], statement: Statement) -> bool:
    bands = held.legitimacy["distribution"]["bands"]
    word, text = likelihood(bands[params["band"]])
    return (statement.code, statement.text) == (f"legitimacy.{word}", text) and bands[params["band"]] == max(
        bands.values()
    )


def chance(held: Held, params: dict[str, Any], _statement: Statement) -> bool:
    drawn = held.legitimacy["distribution"]
    return bool(params["share"].value == max(drawn["bands"].values()) and params["draws"] == drawn["draws"])


def capped(kind: str, titles: str) -> Check:
    def check(held: Held, params: dict[str, Any], _statement: Statement) -> bool:
        (code,) = held.named(titles, params["cause"])
        return bool(
            {"kind": kind, "code": code, "band": params["band"]}.items()
            <= next(bite for bite in held.legitimacy["capped_by"] if bite["code"] == code).items()
        )

    return check


def driver(held: Held, params: dict[str, Any], _statement: Statement) -> bool:
    (code,) = held.named("criteria", params["criterion"])
    row = next(row for row in held.legitimacy["tornado"] if row["criterion"] == code)
    widest = max(row["high"] - row["low"] for row in held.legitimacy["tornado"])
    return (row["low"], row["high"]) == (params["low"], params["high"]) and row["high"] - row["low"] == widest


def next_drivers(held: Held, params: dict[str, Any], _statement: Statement) -> bool:
    width = {row["criterion"]: row["high"] - row["low"] for row in held.legitimacy["tornado"]}
    named = held.named("criteria", params["criteria"])
    top = sorted(width.values(), reverse=True)[: len(named) + 1]
    return sorted((width[code] for code in named), reverse=True) == top[1:]


def weights_share(held: Held, params: dict[str, Any], _statement: Statement) -> bool:
    shares = held.legitimacy["variance_shares"]
    return bool(params["share"].value == shares["dimension_weights"] + shares["criterion_weights"])


def worst(held: Held, params: dict[str, Any], _statement: Statement) -> bool:
    levels = {code: harm["level"] or 0 for code, harm in held.impact["dimensions"].items()}
    top = max(levels.values())
    named = {code for code, level in levels.items() if level == top}
    return params["level"] == top and set(held.named("sovereignty", params["harms"])) == named


def caps(held: Held, params: dict[str, Any], _statement: Statement) -> bool:
    said = {name: part["carries"] for part in parts(params["parts"]) for name in part["standings"].titles}
    words = {2: "in full", 1: "as far as arguable", 0: "not at all"}
    return said == {name: words[cap] for name, cap in held.framework.readings[params["reading"]].items()}


def warned(held: Held, params: dict[str, Any], statement: Statement) -> bool:
    kind = statement.code.removeprefix("warnings.")
    found = {w["provision"]: w["detail"] for w in held.evaluation["warnings"] if w["code"] == kind}
    details = " ".join(found.values())
    days = [param.iso for param in params.values() if hasattr(param, "iso")]
    law = params["law"].ids if "law" in params else ()
    return bool(found) and set(law) <= set(found) and all(day in details for day in days)


def identity(held: Held, params: dict[str, Any], _statement: Statement) -> bool:
    return (params["id"], params["engine"]) == (held.evaluation["evaluation_id"], held.evaluation["engine"])


def day(held: Held, params: dict[str, Any], _statement: Statement) -> bool:
    return bool(params["day"].iso == held.evaluation["as_of"])


def measure(held: Held, params: dict[str, Any], _statement: Statement) -> bool:
    own = held.evaluation["framework"]
    return (params["framework"], params["version"]) == (own["code"], own["version"])


def settled(held: Held, params: dict[str, Any], _statement: Statement) -> bool:
    unknown = held.legality["settled_unknowns"]
    if "number" in params:
        return bool(params["number"] == Count(len(unknown)))
    return bool(held.fact_codes(params["facts"]) == unknown)


def first(held: Held, params: dict[str, Any], _statement: Statement) -> bool:
    return bool(held.fact_codes(params["fact"]) == held.legality["decisive_unknowns"][:1])


def then(held: Held, params: dict[str, Any], _statement: Statement) -> bool:
    codes = held.fact_codes(params["facts"])
    return bool(codes == held.legality["decisive_unknowns"][1 : len(codes) + 1])


def more(held: Held, params: dict[str, Any], _statement: Statement) -> bool:
    number = params["number"].number if "number" in params else 1
    return bool(number == len(held.legality["decisive_unknowns"]) - 5)


def confident(held: Held, params: dict[str, Any], _statement: Statement) -> bool:
    """Counts of ratings: held against the findings by the test that made them (see test_memorandum.py)."""
    assert isinstance(params["parts"], Joined)
    return all(part["number"].number > 0 for part in parts(params["parts"]))


def uses_force(*answers: str) -> Check:
    return where(lambda held: held.facts.get("uses_force") in answers)


def weakest(held: Held, params: dict[str, Any], _statement: Statement) -> bool:
    return held.fact_codes(params["facts"]) in [node["weakest"] for node in held.tests.values()]


def comes_to(value: str, *caps_: float) -> Check:
    """Some test on a route comes to this on the facts, under one of these caps, and has the standing named."""

    def check(held: Held, params: dict[str, Any], _statement: Statement) -> bool:
        return any(
            node["uncapped"]["value"] == value
            and node["cap"] in caps_
            and params.get("standing", node["standing"]) == node["standing"]
            for node in held.tests.values()
        )

    return check


def missing_route(held: Held, params: dict[str, Any], _statement: Statement) -> bool:
    return (
        not held.legality["readings"]["prevailing"]["route"] and params["verdict"] == held.legality["verdict"]
    )


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
    "law.framework": measure,
    "law.doctrine": where(lambda h: h.framework.doctrine.since.isoformat() <= h.evaluation["as_of"]),
    "law.doctrine_later": where(lambda h: h.framework.doctrine.since.isoformat() > h.evaluation["as_of"]),
    "law.doctrine_earlier": where(lambda h: str(h.framework.doctrine.until) <= h.evaluation["as_of"]),
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
    "legitimacy.bounds": same("legitimacy", low="low", high="high"),
    "legitimacy.band_bounds": same("legitimacy", least="band_at_least", most="band_at_most"),
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
    "sovereignty.bounds": same("sovereignty", low="gross_low", high="gross_high"),
    "sovereignty.worst": worst,
    "sovereignty.no_harm": where(lambda h: not any(d["level"] for d in h.impact["dimensions"].values())),
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
