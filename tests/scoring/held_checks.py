"""One independent check for each kind of claim: is what it states read off the evaluation again?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from frameworks.scoring.explain import likelihood
from frameworks.scoring.memorandum.wording import Count, Joined, Share, Statement
from tests.scoring.held import Held, parts

Check = Callable[[Held, dict[str, Any], Statement], bool]


def always(_held: Held, _params: dict[str, Any], _statement: Statement) -> bool:
    """Says only what holds of every evaluation: how the method works."""
    return True


def every(answer: str) -> Check:
    """Every fact named is answered so; of alternatives, the best answer is."""
    order = ["no", "contested", "unknown", "yes"]  # what is not known may yet be a yes

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


def rated(part: str, is_all: bool, **names: str) -> Check:
    """As `same`, and all of the part is rated, or not all."""
    equal = same(part, **names)
    return lambda held, params, statement: (
        equal(held, params, statement) and (held.evaluation[part]["coverage"] == 1) == is_all
    )


def anyway(held: Held, params: dict[str, Any], _statement: Statement) -> bool:
    """Both ends of the adjusted impact print as the one number given."""
    ends = {f"{held.impact[end]:.1f}" for end in ("adjusted_low", "adjusted_high")}
    return ends == {f"{params['low']:.1f}"}


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


def measure(kind: str) -> Check:
    """The framework by its code and version, said to be what it is: a doctrine, a report or somebody's own."""

    def check(held: Held, params: dict[str, Any], _statement: Statement) -> bool:
        own = held.evaluation["framework"]
        named = (params["framework"], params["version"]) == (own["code"], own["version"])
        return named and held.yardstick.kind == kind

    return check


def dated(kind: str, test: Callable[[Held], bool]) -> Check:
    """When a doctrine or report was in force; an own framework never was."""
    return where(lambda held: held.yardstick.kind == kind and test(held))


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
    """As many ratings as contribute to the index; their levels are held by the test that made the findings."""
    assert isinstance(params["parts"], Joined)
    numbers = [part["number"].number for part in parts(params["parts"])]
    return bool(min(numbers) > 0 and sum(numbers) == len(held.legitimacy["contributions"]))


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
