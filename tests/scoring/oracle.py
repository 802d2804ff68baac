"""Section 1 of the specification written down plainly: slow, and independent of the engine.

It reads the catalogue as it stands in the file and knows nothing of polarity, compilation or arrays. An interval
is found by trying every completion of the unknowns.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import combinations, product
from typing import Any

TRUTH = {"no": 0.0, "contested": 0.5, "yes": 1.0}
VERDICT = {0.0: "unlawful", 0.5: "arguable", 1.0: "lawful"}
ACTION = ("state_conduct", "uses_force", "coerces_reserved_domain", "breaches_other_obligation")


def rule_value(rule: Any, facts: Mapping[str, str]) -> float:
    if isinstance(rule, str):
        return TRUTH[facts[rule]]
    ((op, items),) = rule.items()
    values = [rule_value(item, facts) for item in items]
    return {"all": min(values), "any": max(values), "none": 1 - max(values)}[op]


def standing(test: Mapping[str, Any], as_of: date) -> str:
    entries = test["standing"]
    if isinstance(entries, str):
        return entries
    return str([e["value"] for e in entries if "from" not in e or str(e["from"]) <= as_of.isoformat()][-1])


def lawful(spec: Mapping[str, Any], reading: str, as_of: date, facts: Mapping[str, str]) -> float:
    """The value of the formula for answers that are all known, conduct being a State's."""
    caps = spec["readings"][reading]
    force, measures = [0.0], [0.0]
    for test in spec["tests"]:
        value = min(rule_value(test["rule"], facts), caps[standing(test, as_of)])
        (force if test["justifies"] == "force" else measures).append(value)
    uses_force = TRUTH[facts["uses_force"]]
    breach = max(TRUTH[facts["coerces_reserved_domain"]], TRUTH[facts["breaches_other_obligation"]])
    return min(max(1 - uses_force, *force), max(1 - breach, *force, *measures))


def value(spec: Mapping[str, Any], reading: str, as_of: date, facts: Mapping[str, str]) -> float:
    """The same where attribution may be open: no State conduct, or lawful."""
    return max(1 - TRUTH[facts["state_conduct"]], lawful(spec, reading, as_of, facts))


def completions(facts: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    open_facts = [code for code, answer in facts.items() if answer == "unknown"]
    for answers in product(("no", "yes"), repeat=len(open_facts)):
        yield {**facts, **dict(zip(open_facts, answers, strict=True))}


def interval(
    spec: Mapping[str, Any], reading: str, as_of: date, facts: Mapping[str, str]
) -> tuple[float, float]:
    values = [value(spec, reading, as_of, complete) for complete in completions(facts)]
    return min(values), max(values)


def verdict(spec: Mapping[str, Any], reading: str, as_of: date, facts: Mapping[str, str]) -> str:
    if facts["state_conduct"] == "no":
        return "not_applicable"
    low, high = interval(spec, reading, as_of, facts)
    return VERDICT[low] if low == high else "undetermined"


def flip_sets(
    spec: Mapping[str, Any], as_of: date, facts: Mapping[str, str], candidates: list[str], largest: int
) -> dict[str, set[frozenset[str]]]:
    """The minimal sets of `candidates` that reach each other verdict, straight from the definition."""
    today = verdict(spec, "prevailing", as_of, facts)
    found: dict[str, set[frozenset[str]]] = {}
    for target in ("lawful", "arguable", "unlawful"):
        if target == today:
            continue
        words = ("yes", "no", "contested") if target == "arguable" else ("yes", "no")
        sets: set[frozenset[str]] = set()
        for size in range(1, largest + 1):
            for chosen in combinations(candidates, size):
                if any(small <= set(chosen) for small in sets):
                    continue
                changes = (dict(zip(chosen, answer, strict=True)) for answer in product(words, repeat=size))
                if any(verdict(spec, "prevailing", as_of, {**facts, **c}) == target for c in changes):
                    sets.add(frozenset(chosen))
        found[target] = sets
    return found


def relevant(spec: Mapping[str, Any], as_of: date, facts: Mapping[str, str]) -> set[str]:
    """The unknown facts whose yes and no give different values for some answers to the others."""
    found = set()
    for complete in completions(facts):
        for code in facts:
            if facts[code] == "unknown" and complete[code] == "no":
                other = {**complete, code: "yes"}
                if value(spec, "prevailing", as_of, complete) != value(spec, "prevailing", as_of, other):
                    found.add(code)
    return found


def smallest_settling(spec: Mapping[str, Any], as_of: date, facts: Mapping[str, str]) -> dict[str, int]:
    """For each relevant fact the size of the smallest set of answers that settles the verdict and needs them all."""
    open_facts = sorted(relevant(spec, as_of, facts))
    words = {code: ("yes", "no") if code == "state_conduct" else tuple(TRUTH) for code in open_facts}
    silent = {code: "no" for code, word in facts.items() if word == "unknown"}
    values = {}
    for answer in product(*words.values()):
        known = {**facts, **silent, **dict(zip(open_facts, answer, strict=True))}
        values[answer] = value(spec, "prevailing", as_of, known)

    def settles(answer: tuple[str, ...]) -> bool:
        free = [("yes", "no") if word == "open" else (word,) for word in answer]
        return len({values[complete] for complete in product(*free)}) == 1

    sizes: dict[str, int] = {}
    for answer in product(*(("open", *words[code]) for code in open_facts)):
        given = [i for i, word in enumerate(answer) if word != "open"]
        fewer = [tuple("open" if i == left else word for i, word in enumerate(answer)) for left in given]
        if settles(answer) and not any(settles(less) for less in fewer):
            for i in given:
                sizes[open_facts[i]] = min(len(given), sizes.get(open_facts[i], len(given)))
    return sizes
